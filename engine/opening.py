"""How to open a cited source at its place on this desktop; nothing is started here.

A program is always named by its path and given its arguments as a list. What is opened is a regular
file that the caller has found, or a web page's address.
"""

from __future__ import annotations

import ntpath
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from engine.events import Citation, Location
from engine.source_state import SourceState
from engine.viewers import (
    BROWSERS,
    MEDIA,
    NOT_TEXT,
    OF_QUICKTIME,
    PAGE_IN_BROWSER,
    PDF_VIEWERS,
    PLAYERS,
    QUICKTIME,
    SHOWN_BY_DESKTOP,
    TERMINAL_EDITORS,
    USUAL_TERMINAL_EDITORS,
    USUAL_WINDOW_EDITORS,
    WINDOW_EDITORS,
    Arguments,
)

# A quote's first words are enough to find it in a page (URL fragment text directive).
_FRAGMENT_WORDS = 8
_FRAGMENT_CHARACTERS = 60
_WINDOWS_PLACES = {
    "sumatrapdf": ("SumatraPDF", "SumatraPDF.exe"),
    "msedge": ("Microsoft", "Edge", "Application", "msedge.exe"),
    "firefox": ("Mozilla Firefox", "firefox.exe"),
    "vlc": ("VideoLAN", "VLC", "vlc.exe"),
    "mpc-hc64": ("MPC-HC", "mpc-hc64.exe"),
    "mpc-be64": ("MPC-BE x64", "mpc-be64.exe"),
    "potplayermini64": ("DAUM", "PotPlayer", "PotPlayerMini64.exe"),
}
_MAC_PLACES = {
    "firefox": "/Applications/Firefox.app/Contents/MacOS/firefox",
    "google-chrome": "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "microsoft-edge": "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "vlc": "/Applications/VLC.app/Contents/MacOS/VLC",
    "mpv": "/Applications/mpv.app/Contents/MacOS/mpv",
    "iina-cli": "/Applications/IINA.app/Contents/MacOS/iina-cli",
}
_SUBTITLES = frozenset({".srt", ".vtt", ".ass", ".ssa"})
_OSASCRIPT = "/usr/bin/osascript"
_QUICKTIME_PLAYER = "/System/Applications/QuickTime Player.app"
_SKIM = "/Applications/Skim.app"


@dataclass(frozen=True, slots=True)
class Place:
    """What to open: a web page (`path` is None) or a file, and where in it."""

    source: str
    path: Path | None
    location: Location
    quote: str = ""


def place_of(citation: Citation, state: SourceState) -> Place:
    """The place of a citation whose source was looked at; of subtitles, in their recording."""
    path = state.path
    if path is not None and path.suffix.lower() in _SUBTITLES:
        path = _recording_of(path) or path
    return Place(state.source, path, citation.location, citation.quote)


def _recording_of(subtitles: Path) -> Path | None:
    """The recording beside a subtitle file: talk.mp4 for talk.srt and for talk.en.srt."""
    stem = subtitles.with_suffix("")
    for base in (stem, stem.with_suffix("")):
        for suffix in sorted(MEDIA):
            recording = base.with_name(base.name + suffix)
            if recording.is_file():
                return recording
    return None


@dataclass(frozen=True, slots=True)
class Desktop:
    """What is known of this machine; `has_terminal` when a person sits at the program's own."""

    platform: str
    environ: Mapping[str, str]
    which: Callable[[str], str | None]
    exists: Callable[[str], bool] = field(default=os.path.exists)
    has_terminal: bool = True

    @property
    def has_windows(self) -> bool:
        """Whether programs can open windows where the user sees them."""
        if self.platform in ("darwin", "win32"):
            return not (self.environ.get("SSH_CONNECTION") or self.environ.get("SSH_TTY"))
        return bool(self.environ.get("DISPLAY") or self.environ.get("WAYLAND_DISPLAY"))

    def program(self, name: str) -> str | None:
        """The path of a program, None where it is not installed."""
        if found := self.which(name):
            return found
        if self.platform == "darwin":
            candidates = [_MAC_PLACES[name]] if name in _MAC_PLACES else []
        elif self.platform == "win32" and name in _WINDOWS_PLACES:
            roots = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
            candidates = [
                ntpath.join(self.environ[root], *_WINDOWS_PLACES[name])
                for root in roots
                if self.environ.get(root)
            ]
        else:
            candidates = []
        return next((path for path in candidates if self.exists(path)), None)


def this_desktop(*, has_terminal: bool) -> Desktop:
    """The machine that this program runs on."""
    return Desktop(sys.platform, os.environ, shutil.which, has_terminal=has_terminal)


@dataclass(frozen=True, slots=True)
class Opening:
    """A command to start; `in_terminal` when it needs the terminal for itself until it ends.

    `at_place` says whether the program is told the place, or only the file.
    """

    command: tuple[str, ...]
    in_terminal: bool = False
    at_place: bool = True

    @property
    def program(self) -> str:
        """The program's name, for people."""
        return _name_of(self.command[0])


def opening_of(place: Place, desktop: Desktop) -> Opening | None:
    """How to open a place; None where this desktop cannot, and the passage is to be printed."""
    if place.path is None:
        return _page(place, desktop)
    suffix = place.path.suffix.lower()
    choices: Iterable[Opening | None]
    if suffix == ".pdf":
        choices = (_pdf(place, desktop), _by_desktop(place, desktop))
    elif suffix in MEDIA:
        choices = (_player(place, desktop), _by_desktop(place, desktop))
    elif suffix in NOT_TEXT:
        choices = (_by_desktop(place, desktop),)
    else:
        choices = (_editor(place, desktop), _by_desktop(place, desktop))
    return next((choice for choice in choices if choice is not None), None)


def _page(place: Place, desktop: Desktop) -> Opening | None:
    address = web_address(place.source)
    if address is None or not desktop.has_windows:
        return None
    words = " ".join(place.quote.split()[:_FRAGMENT_WORDS])[:_FRAGMENT_CHARACTERS]
    seconds = place.location.start
    in_recording = seconds is not None and _suffix_of(address) in MEDIA
    if seconds is not None and in_recording:
        # The web address of a recording (Media Fragments URI 1.0).
        address, words = f"{address.partition('#')[0]}#t={int(seconds)}", ""
    elif words:
        mark = "" if "#" in address else "#"
        address += f"{mark}:~:text={quote(words, safe='').replace('-', '%2D')}"
    command = _opener(desktop)
    at_place = bool(words) or in_recording
    return Opening((*command, address), at_place=at_place) if command else None


def web_address(source: str) -> str | None:
    """The address if a browser may be given it: http or https, with a host, all printable."""
    if not source.isprintable() or any(character.isspace() for character in source):
        return None
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    return source if parts.scheme in ("http", "https") and parts.hostname else None


def _suffix_of(address: str) -> str:
    return PurePosixPath(urlsplit(address).path).suffix.lower()


def _pdf(place: Place, desktop: Desktop) -> Opening | None:
    path, page = _path(place), place.location.page
    if page is None or not desktop.has_windows:
        return None
    if desktop.platform == "darwin" and desktop.exists(_SKIM):
        return Opening(("/usr/bin/open", f"skim://{quote(path)}#page={page}"))
    named = _name_of(desktop.environ.get("PDFVIEWER", ""))
    for name in (*((named,) if named in PDF_VIEWERS else ()), *PDF_VIEWERS):
        if program := desktop.program(name):
            return Opening((program, *_filled(PDF_VIEWERS[name], place)))
    for name in BROWSERS:
        if program := desktop.program(name):
            return Opening((program, *_filled((PAGE_IN_BROWSER,), place)))
    return None


def _player(place: Place, desktop: Desktop) -> Opening | None:
    if place.location.start is None or not desktop.has_windows:
        return None
    for name, arguments in PLAYERS.items():
        if program := desktop.program(name):
            return Opening((program, *_filled(arguments, place)))
    is_playable = place.path is not None and place.path.suffix.lower() in OF_QUICKTIME
    if desktop.platform == "darwin" and is_playable and desktop.exists(_QUICKTIME_PLAYER):
        return Opening((_OSASCRIPT, *_filled(QUICKTIME, place)))
    return None


def _editor(place: Place, desktop: Desktop) -> Opening | None:
    for variable in ("VISUAL", "EDITOR"):
        opening = _named_editor(desktop.environ.get(variable, ""), place, desktop)
        if opening is not None:
            return opening
    usual: tuple[str, ...] = ()
    if desktop.has_windows:
        usual += USUAL_WINDOW_EDITORS
    if desktop.has_terminal:
        usual += USUAL_TERMINAL_EDITORS
    for name in usual:
        opening = _named_editor(name, place, desktop)
        if opening is not None:
            return opening
    if desktop.platform == "darwin" and desktop.has_windows:
        return Opening(("/usr/bin/open", "-t", _path(place)), at_place=False)
    if desktop.platform == "win32" and desktop.has_windows:
        program = desktop.program("notepad")
        return Opening((program, _path(place)), at_place=False) if program else None
    return None


def _named_editor(setting: str, place: Place, desktop: Desktop) -> Opening | None:
    """The editor of a setting such as "code --wait"; one that is not known gets no line."""
    try:
        words = shlex.split(setting, posix=desktop.platform != "win32")
    except ValueError:
        return None
    words = [word.strip('"') for word in words]
    program = desktop.program(words[0]) if words else None
    if program is None:
        return None
    name = _name_of(words[0])
    has_window = name in WINDOW_EDITORS
    if not (desktop.has_windows if has_window else desktop.has_terminal):
        return None
    known = WINDOW_EDITORS.get(name) or TERMINAL_EDITORS.get(name)
    if known is None or place.location.line is None:
        return Opening((program, *words[1:], _path(place)), not has_window, at_place=False)
    return Opening((program, *words[1:], *_filled(known, place)), not has_window)


def _by_desktop(place: Place, desktop: Desktop) -> Opening | None:
    """The program that the desktop has for such files, which opens them at their beginning."""
    if place.path is None or place.path.suffix.lower() not in SHOWN_BY_DESKTOP:
        return None
    command = _opener(desktop) if desktop.has_windows else None
    return Opening((*command, _path(place)), at_place=False) if command else None


def _opener(desktop: Desktop) -> tuple[str, ...] | None:
    if desktop.platform == "darwin":
        return ("/usr/bin/open",)
    if desktop.platform == "win32":
        # `start` is a word of the command shell, which would read the path.
        program = desktop.program("rundll32")
        return (program, "url.dll,FileProtocolHandler") if program else None
    program = desktop.program("xdg-open") or desktop.program("wslview")
    return (program,) if program else None


def _filled(arguments: Arguments, place: Place) -> tuple[str, ...]:
    location = place.location
    values = {
        "path": _path(place),
        "uri": place.path.as_uri() if place.path else "",
        "page": location.page,
        "line": location.line,
        "seconds": int(location.start or 0),
        "milliseconds": int((location.start or 0) * 1000),
    }
    return tuple(argument.format(**values) for argument in arguments)


def _path(place: Place) -> str:
    return os.fspath(place.path) if place.path else ""


def _name_of(program: str) -> str:
    """A program's name without its folder and ending."""
    name = ntpath.basename(program.strip()).lower()
    for ending in (".exe", ".cmd", ".bat"):
        name = name.removesuffix(ending)
    return name
