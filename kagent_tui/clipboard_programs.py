"""The programs that put text into a clipboard and read it back.

From the programs' manuals: pbcopy(1), wl-copy(1), xclip(1), xsel(1), tmux(1); clip.exe and
Get-Clipboard of Windows, as they are reached from the Windows Subsystem for Linux.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

# A program without its display, or a compositor that waits for the focus, must not hold us.
_SECONDS = 5.0
_LONGEST_READ = 64 * 1024 * 1024

Coding = Literal["utf-8", "utf-16-le"]


@dataclass(frozen=True, slots=True)
class ClipboardProgram:
    """A clipboard: the command that takes text from its standard input, and the one that gives it.

    `name` is what a person knows it by. `shared` says whether other programs of the user's desktop
    paste from it; tmux has a buffer of its own.
    """

    name: str
    copy: tuple[str, ...]
    paste: tuple[str, ...] = ()
    coding: Coding = "utf-8"
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What decides which clipboards there are: the platform and the environment's variables."""

    platform: str
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def is_remote(self) -> bool:
        """Whether the user sits at another machine, whose clipboard no program here reaches."""
        return bool(self.environ.get("SSH_CONNECTION") or self.environ.get("SSH_TTY"))

    @property
    def is_in_tmux(self) -> bool:
        """Whether tmux stands between this program and the terminal."""
        return bool(self.environ.get("TMUX"))

    @property
    def is_in_windows(self) -> bool:
        """Whether this Linux runs within Windows."""
        return "WSL_DISTRO_NAME" in self.environ or "WSL_INTEROP" in self.environ

    def program(self, name: str) -> str | None:
        """The path of a program, None where it is not installed."""
        return shutil.which(name, path=self.environ.get("PATH", ""))


def clipboard_programs(surroundings: Surroundings) -> Iterator[ClipboardProgram]:
    """The clipboards to try, in order: the desktop's own, then tmux's."""
    for command in _candidates(surroundings):
        copy = surroundings.program(command.copy[0])
        if copy is None:
            continue
        paste = surroundings.program(command.paste[0]) if command.paste else None
        yield ClipboardProgram(
            command.name,
            (copy, *command.copy[1:]),
            (paste, *command.paste[1:]) if paste else (),
            command.coding,
            command.shared,
        )


def _candidates(surroundings: Surroundings) -> Iterator[ClipboardProgram]:
    environ = surroundings.environ
    if not surroundings.is_remote:
        if surroundings.platform == "darwin":
            yield ClipboardProgram("pbcopy", ("pbcopy",), ("pbpaste",))
        if surroundings.is_in_windows:
            paste = ("powershell.exe", "-NoProfile", "-Command", _GET_CLIPBOARD)
            yield ClipboardProgram("clip.exe", ("clip.exe",), paste, "utf-16-le")
    if environ.get("WAYLAND_DISPLAY"):
        yield ClipboardProgram("wl-copy", ("wl-copy",), ("wl-paste", "--no-newline"))
    if environ.get("DISPLAY"):
        # Over ssh the display is the user's own, where X is forwarded.
        selection = ("-selection", "clipboard")
        yield ClipboardProgram("xclip", ("xclip", *selection), ("xclip", *selection, "-o"))
        yield ClipboardProgram(
            "xsel", ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output")
        )
    if surroundings.is_in_tmux:
        # With -w it goes on to the terminal, where both allow that; tmux knows it since 3.2.
        for flags in (("-w",), ()):
            yield ClipboardProgram(
                "tmux",
                ("tmux", "load-buffer", *flags, "-"),
                ("tmux", "save-buffer", "-"),
                shared=False,
            )


_GET_CLIPBOARD = (
    "[Console]::OutputEncoding = [Text.Encoding]::Unicode; "
    "[Console]::Out.Write((Get-Clipboard -Raw))"
)


def put(program: ClipboardProgram, text: str, surroundings: Surroundings) -> bool:
    """Give the text to the program; False where it fails or does not end in time."""
    return _run(program.copy, text.encode(program.coding), surroundings) is not None


def get(program: ClipboardProgram, surroundings: Surroundings) -> str | None:
    """What the clipboard holds; None where that cannot be told."""
    if not program.paste:
        return None
    held = _run(program.paste, b"", surroundings)
    if held is None:
        return None
    try:
        return held.decode(program.coding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _run(command: tuple[str, ...], given: bytes, surroundings: Surroundings) -> bytes | None:
    """The program's output, None where it fails.

    The output goes to a file: some stay in the background to serve the clipboard and would hold a
    pipe open for ever.
    """
    with tempfile.TemporaryFile() as output:
        try:
            # A clipboard program found on the user's PATH, with fixed arguments; no shell.
            process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=dict(surroundings.environ),
                start_new_session=True,
            )
        except OSError:
            return None
        try:
            process.communicate(given, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            return None
        except OSError:  # it closed its input
            _end(process)
            return None
        if process.returncode != 0:
            return None
        output.seek(0)
        return output.read(_LONGEST_READ)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started."""
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except OSError:
        process.kill()
    process.wait()
