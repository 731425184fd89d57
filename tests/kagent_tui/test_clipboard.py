"""Copying with real programs: made-up ones on the PATH that record, tmux itself, and a terminal."""

from __future__ import annotations

import base64
import os
import shutil
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagent_tui import clipboard, clipboard_programs
from kagent_tui.clipboard import Copied, copy_text
from kagent_tui.clipboard_programs import Surroundings
from tests.kagent_tui.terminal import read_until, terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the made-up programs are shell scripts")

TEXT = "Ä line\n第二行 😀\n\ttabbed “quotes” $HOME `x` \\ %s\n"


class Programs:
    """A folder for the PATH; what was asked of its programs is in `record`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bin"
        self.folder.mkdir()
        self.home = folder / "home"
        self.held = folder / "held"
        self.record = folder / "record"

    def add(self, name: str, script: str) -> None:
        path = self.folder / name
        lines = f"echo \"{name} $*\" >> '{self.record}'\n{textwrap.dedent(script)}"
        path.write_text(f"#!/bin/sh\n{lines}\n".replace("HELD", str(self.held)), encoding="utf-8")
        path.chmod(0o755)

    def surroundings(self, platform: str = "linux", **environ: str) -> Surroundings:
        return Surroundings(platform, {"PATH": f"{self.folder}:/usr/bin:/bin", **environ})

    def copy(self, platform: str = "linux", **environ: str) -> Copied:
        return copy_text(TEXT, self.home, self.surroundings(platform, **environ))

    @property
    def asked(self) -> list[str]:
        if not self.record.exists():
            return []
        return self.record.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)


@pytest.fixture
def only_made_up(monkeypatch: pytest.MonkeyPatch, programs: Programs) -> None:
    """Nothing that this machine has by chance is found."""

    def program(self: Surroundings, name: str) -> str | None:
        return shutil.which(name, path=str(programs.folder))

    monkeypatch.setattr(Surroundings, "program", program)


@pytest.mark.usefixtures("only_made_up")
class TestPrograms:
    def test_what_is_read_back_is_verified(self, programs: Programs) -> None:
        programs.add("wl-copy", "cat > HELD")
        programs.add("wl-paste", "cat HELD")
        programs.add("xclip", "exit 1")
        copied = programs.copy(WAYLAND_DISPLAY="wayland-0", DISPLAY=":0")
        assert copied == Copied("wl-copy", verified=True)
        assert programs.held.read_text(encoding="utf-8") == TEXT
        assert programs.asked == ["wl-copy ", "wl-paste --no-newline"]
        assert not programs.home.exists()

    def test_a_program_that_lies_gives_way_to_the_next(self, programs: Programs) -> None:
        programs.add(
            "xclip", 'case "$*" in *-o*) echo "something else";; *) cat > /dev/null;; esac'
        )
        programs.add("xsel", 'case "$*" in *--output*) cat HELD;; *) cat > HELD;; esac')
        assert programs.copy(DISPLAY=":0") == Copied("xsel", verified=True)
        assert programs.asked == [
            "xclip -selection clipboard",
            "xclip -selection clipboard -o",
            "xsel --clipboard --input",
            "xsel --clipboard --output",
        ]

    def test_line_ends_of_the_system_are_no_difference(self, programs: Programs) -> None:
        programs.add("pbcopy", "cat > HELD")
        programs.add("pbpaste", "sed 's/$/\\r/' HELD")
        assert programs.copy("darwin") == Copied("pbcopy", verified=True)

    def test_without_a_reader_it_is_said_to_be_unsure(self, programs: Programs) -> None:
        programs.add("wl-copy", "cat > HELD")
        assert programs.copy(WAYLAND_DISPLAY="w") == Copied("wl-copy", verified=False)
        programs.add("wl-paste", "exit 1")
        assert programs.copy(WAYLAND_DISPLAY="w") == Copied("wl-copy", verified=False)

    def test_windows_below_linux_gets_its_own_letters(self, programs: Programs) -> None:
        programs.add("clip.exe", "cat > HELD")
        programs.add("powershell.exe", "printf '\\377\\376'; cat HELD")
        assert programs.copy(WSL_DISTRO_NAME="Ubuntu") == Copied("clip.exe", verified=True)
        assert programs.held.read_bytes().decode("utf-16-le") == TEXT

    def test_one_that_stays_to_serve_the_clipboard_is_not_waited_for(
        self, programs: Programs
    ) -> None:
        programs.add("xclip", 'case "$*" in *-o*) cat HELD;; *) cat > HELD; sleep 60 & ;; esac')
        assert programs.copy(DISPLAY=":0") == Copied("xclip", verified=True)

    def test_one_that_hangs_is_ended(
        self, programs: Programs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clipboard_programs, "_SECONDS", 0.2)
        programs.add("xclip", "echo $$ > HELD; sleep 60")
        copied = programs.copy(DISPLAY=":0")
        assert not copied.by
        process = int(programs.held.read_text(encoding="utf-8"))
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)

    def test_one_that_reads_nothing_does_no_harm(self, programs: Programs) -> None:
        programs.add("xclip", "exec 0<&-; exit 0")
        programs.add("xsel", "exit 3")
        copied = copy_text("x" * 1_000_000, programs.home, programs.surroundings(DISPLAY=":0"))
        assert copied.file is not None

    def test_over_ssh_the_other_machine_s_clipboard_is_left_alone(self, programs: Programs) -> None:
        programs.add("pbcopy", "cat > HELD")
        programs.add("clip.exe", "cat > HELD")
        programs.add("wl-copy", "cat > HELD")
        for platform in ("darwin", "linux", "win32"):
            copied = programs.copy(platform, SSH_CONNECTION="a b c d", WSL_DISTRO_NAME="Ubuntu")
            assert copied.sequence
            assert not copied.by
        assert programs.asked == []

    def test_nothing_is_tried_without_a_display(self, programs: Programs) -> None:
        for name in ("xclip", "xsel", "wl-copy", "tmux"):
            programs.add(name, "cat > HELD")
        assert not programs.copy().by
        assert programs.asked == []

    def test_an_old_tmux_gets_it_without_handing_on(self, programs: Programs) -> None:
        programs.add(
            "tmux",
            'case "$*" in *-w*) exit 1;; load-buffer*) cat > HELD;; save-buffer*) cat HELD;; esac',
        )
        copied = programs.copy(TMUX="/tmp/x,1,0")
        assert (copied.by, copied.verified, copied.shared) == ("tmux", True, False)
        assert programs.asked == [
            "tmux load-buffer -w -",
            "tmux load-buffer -",
            "tmux save-buffer -",
        ]
        assert copied.sequence.startswith("\x1bPtmux;\x1b\x1b]52;c;")
        assert copied.sequence.endswith("\x07\x1b\\")
        assert copied.file is None


def decoded(sequence: str) -> str:
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    return base64.b64decode(sequence[7:-1], validate=True).decode("utf-8")


def test_the_terminal_is_asked_and_the_text_is_kept_for_the_user_alone(programs: Programs) -> None:
    copied = programs.copy()
    assert decoded(copied.sequence) == TEXT
    assert copied.file == programs.home / "copied.txt"
    assert copied.file.read_text(encoding="utf-8") == TEXT
    assert stat.S_IMODE(copied.file.stat().st_mode) == 0o600
    assert (copied.by, copied.verified) == ("", False)


def test_a_link_in_the_file_s_place_is_not_written_through(programs: Programs) -> None:
    programs.home.mkdir()
    victim = programs.home.parent / "victim"
    victim.write_text("mine", encoding="utf-8")
    (programs.home / "copied.txt").symlink_to(victim)
    assert programs.copy().file == programs.home / "copied.txt"
    assert victim.read_text(encoding="utf-8") == "mine"
    assert (programs.home / "copied.txt").read_text(encoding="utf-8") == TEXT


def test_what_is_too_long_for_a_terminal_is_only_kept(programs: Programs) -> None:
    copied = copy_text("x" * 60_000, programs.home, programs.surroundings())
    assert copied.sequence == ""
    assert copied.file is not None


def test_a_home_that_cannot_be_written_is_said(programs: Programs) -> None:
    programs.home.write_text("a file", encoding="utf-8")
    copied = programs.copy()
    assert copied.file is None
    assert copied.trouble
    assert decoded(copied.sequence) == TEXT


def test_windows_itself(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    held: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", held.append)
    monkeypatch.setattr(pyperclip, "paste", lambda: held[-1].replace("\n", "\r\n"))
    assert programs.copy("win32") == Copied("Windows", verified=True)

    def refuse(text: str) -> None:
        raise pyperclip.PyperclipException("OpenClipboard failed")

    monkeypatch.setattr(pyperclip, "copy", refuse)
    assert programs.copy("win32").file is not None


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[str]:
    """A tmux server of our own; what the variable TMUX says within it."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = tmp_path / "tmux"
    server = ("tmux", "-S", str(socket), "-f", os.devnull)
    subprocess.run((*server, "new-session", "-d", "-x", "80", "-y", "24", "cat"), check=True)
    try:
        yield f"{socket},0,0"
    finally:
        subprocess.run((*server, "kill-server"), check=False)


def test_tmux_has_it_in_its_buffer(tmux: str, programs: Programs) -> None:
    copied = copy_text(TEXT, programs.home, Surroundings("linux", {**os.environ, "TMUX": tmux}))
    if not copied.shared:
        assert (copied.by, copied.verified, copied.file) == ("tmux", True, None)
    socket = tmux.partition(",")[0]
    shown = subprocess.run(("tmux", "-S", socket, "show-buffer"), capture_output=True, check=True)
    assert shown.stdout.decode("utf-8") == TEXT


def test_a_tmux_that_is_gone_does_not_hold_us(programs: Programs, tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "TMUX": f"{tmp_path / 'none'},1,0"}
    assert copy_text(TEXT, programs.home, Surroundings("linux", environ)).file is not None


def test_the_terminal_gets_the_sequence_byte_for_byte(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "tests.kagent_tui.copying_program", str(tmp_path))
    with terminal(*command) as (_, near):
        seen = read_until(near, b"Holidays of the year")
        os.write(near, b"\x14")  # Ctrl+T
        seen += read_until(near, b"C copies")
        os.write(near, b"c")
        seen += read_until(near, b"\x1b]52;")
        os.write(near, b"\x11")  # Ctrl+Q
        seen += read_until(near, None)
    encoded = base64.b64encode(b"From 2026-02-17 to 2026-10-01 there are 226 days.")
    assert b"\x1b]52;c;" + encoded + b"\x07" in seen
    assert seen.count(b"\x1b]52;") == 1
    assert (tmp_path / "copied.txt").read_text() == base64.b64decode(encoded).decode()


def test_the_modules_name_no_server() -> None:
    for module in (clipboard, clipboard_programs):
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        assert not {"socket", "urllib", "http"} & set(source.replace(".", " ").split())
