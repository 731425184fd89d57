"""Text into the clipboard, and the proof that it is there.

Programs of the desktop and tmux are tried in order and read back. Where none of them works the
terminal itself is asked (OSC 52), which never says whether it did; then the text is kept in a file
of the user's own too, so that it can be had in any case. Nothing goes anywhere else.
"""

from __future__ import annotations

import base64
import contextlib
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from kagent_tui.clipboard_programs import Surroundings, clipboard_programs, get, put
from kagent_tui.troubles import in_words

# What terminals take at most is between 74 KB and some megabytes; the smallest is xterm's and
# tmux's, counted after the encoding.
_LONGEST_SEQUENCE = 74_000
_FILE = "copied.txt"


@dataclass(frozen=True, slots=True)
class Copied:
    """How a text was copied.

    Attributes:
        by: the clipboard's name, empty where there is none here.
        verified: whether it was read back and is the same.
        shared: False for tmux's buffer, from which only tmux pastes.
        sequence: what is still to be written to the terminal; empty where nothing is.
        file: where the text was put as well, since nobody can tell whether it was copied.
        trouble: why that could not be done, in a few words.
    """

    by: str = ""
    verified: bool = False
    shared: bool = True
    sequence: str = ""
    file: Path | None = None
    trouble: str = ""


def copy_text(text: str, home: Path, surroundings: Surroundings | None = None) -> Copied:
    """Copy `text`; it may take seconds, and is not for the thread of the screen.

    Args:
        text: cleaned text.
        home: where a file is put when no clipboard can be had for sure.
        surroundings: where to look for clipboards; this process's own by default.
    """
    if surroundings is None:
        surroundings = Surroundings(sys.platform)
    if surroundings.platform == "win32" and not surroundings.is_remote:
        copied = _by_windows(text)
    else:
        copied = _by_programs(text, surroundings)
    if copied is not None and copied.shared:
        return copied
    sequence = _sequence(text, surroundings)
    if copied is not None:
        return replace(copied, sequence=sequence)
    try:
        file = _write(home, text)
    except OSError as error:
        return Copied(sequence=sequence, trouble=in_words(error.strerror or str(error)))
    return Copied(sequence=sequence, file=file)


def _by_programs(text: str, surroundings: Surroundings) -> Copied | None:
    """The first clipboard that takes the text and does not give back another."""
    for program in clipboard_programs(surroundings):
        if not put(program, text, surroundings):
            continue
        held = get(program, surroundings)
        if held is None or _same(held, text):
            return Copied(program.name, held is not None, program.shared)
    return None


def _by_windows(text: str) -> Copied | None:
    import pyperclip

    try:
        pyperclip.copy(text)
        held = pyperclip.paste()
    except (pyperclip.PyperclipException, OSError):
        return None
    return Copied("Windows", verified=True) if _same(held, text) else None


def _same(held: str, text: str) -> bool:
    """Line ends may be the system's, and one at the end more or less is the program's."""
    return _lines(held) == _lines(text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").rstrip("\n")


def _sequence(text: str, surroundings: Surroundings) -> str:
    """OSC 52 (xterm, "Manipulate Selection Data"), through tmux where that is in between."""
    encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
    if len(encoded) > _LONGEST_SEQUENCE:
        return ""
    sequence = f"\x1b]52;c;{encoded}\x07"
    if surroundings.is_in_tmux:
        inner = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{inner}\x1b\\"
    return sequence


def _write(home: Path, text: str) -> Path:
    """Keep the text where only the user can read it; raises OSError."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = home / _FILE
    # A file that somebody else put there, or a link, is not written through.
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path
