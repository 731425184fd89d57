"""Adding, syncing, watching, removing and collections, through the real program."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    for name in ("lamp.md", "sea.txt", "more/moor.md"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {path.stem}\n\nAbout the {path.stem}.\n", encoding="utf-8")
    return folder


def events(ended: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.stdout.splitlines()]


def sources(kagent: Kagent, *options: str) -> list[str]:
    shown = json.loads(kagent("library", "list", "--json", *options).stdout)
    return [Path(entry["source"]).name for entry in shown]


def test_sync_takes_in_what_changed(kagent: Kagent, notes: Path) -> None:
    assert kagent("add", notes).stdout == "3 added\n"
    (notes / "lamp.md").rename(notes / "light.md")
    (notes / "sea.txt").unlink()
    (notes / "new.md").write_text("New.", encoding="utf-8")
    synced = kagent("library", "sync")
    assert synced.returncode == 0
    assert synced.stdout == "1 added, 1 moved, 1 removed, 1 unchanged\n"
    assert synced.stderr.splitlines() == [
        f"moved: {notes / 'light.md'}, before: {notes / 'lamp.md'}",
        f"added: {notes / 'new.md'} (1 passage)",
        f"removed: {notes / 'sea.txt'}",
    ]
    quiet = kagent("library", "sync", "-q")
    assert (quiet.stdout, quiet.stderr) == ("3 unchanged\n", "")
    info = json.loads(kagent("library", "info", "notes/lamp.md", "--json").stdout)
    assert info["source"] == str(notes / "light.md")
    assert info["before"][0]["source"] == str(notes / "lamp.md")
    assert "unchanged on the disk" in kagent("library", "info", notes / "light.md").stdout


def test_a_sync_of_nothing_and_of_what_is_not_there(kagent: Kagent, notes: Path) -> None:
    empty = kagent("library", "sync")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert "nothing to sync yet" in empty.stderr
    unknown = kagent("library", "sync", notes)
    assert unknown.returncode == 1
    assert unknown.stderr == (
        f"kagent: {notes}: is not in the library; add it with: kagent add {notes}\n"
    )


def test_every_event_is_a_line_of_json(kagent: Kagent, notes: Path) -> None:
    (notes / "bad.md").write_bytes(b"\x00\x01\x02" * 40)
    added = kagent("add", notes, "--json", "--collection", "trip")
    assert added.returncode == 1
    assert added.stderr == ""
    lines = events(added)
    files = [line for line in lines if line["event"] == "file"]
    assert {Path(line["path"]).name: line["outcome"] for line in files} == {
        "bad.md": "failed",
        "lamp.md": "added",
        "sea.txt": "added",
        "moor.md": "added",
    }
    assert lines[-1]["event"] == "finished"
    assert lines[-1]["counts"]["added"] == 3
    assert not lines[-1]["interrupted"]
    assert {"counted", "planned", "progress"} <= {line["event"] for line in lines}


def test_failures_are_listed_and_not_tried_again(kagent: Kagent, notes: Path) -> None:
    for name in ("bad.md", "worse.md"):
        (notes / name).write_bytes(b"\x00\x01\x02" * 40)
        os.utime(notes / name, (1_600_000_000.5, 1_600_000_000.5))
    added = kagent("add", notes)
    assert (added.returncode, added.stdout) == (1, "3 added, 2 failed\n")
    assert added.stderr.splitlines()[-1] == (
        "kagent: 2 failed; those noted: kagent library list --failed"
    )
    synced = kagent("library", "sync")
    assert (synced.returncode, synced.stdout) == (0, "3 unchanged, 2 still unreadable\n")
    listed = kagent("library", "list", "--failed").stdout.splitlines()
    assert listed[0] == f"{notes / 'bad.md'}: it is a binary file, not text"
    shown = json.loads(kagent("library", "list", "--failed", "--json").stdout)
    assert [Path(entry["source"]).name for entry in shown] == ["bad.md", "worse.md"]
    assert kagent("library", "sync", "--retry").returncode == 1
    info = kagent("library", "info", notes / "bad.md")
    assert info.returncode == 1
    assert "binary" in info.stderr


def test_patterns_in_quotes(kagent: Kagent, notes: Path) -> None:
    assert kagent("add", "notes/**/*.md").stdout == "2 added\n"
    nothing = kagent("add", "notes/*.pdf")
    assert nothing.returncode == 1
    assert nothing.stderr.count("\n") == 1
    assert "notes/*.pdf" in nothing.stderr
    removed = kagent("library", "remove", "notes/**/*.md")
    assert removed.stdout == "removed: notes/**/*.md (2 documents)\n"
    assert sources(kagent) == []


def test_a_removed_folder_stays_away(kagent: Kagent, notes: Path) -> None:
    kagent("add", notes)
    removed = kagent("library", "remove", "notes/more", notes / "lamp.md")
    assert removed.stdout == f"removed: notes/more\nremoved: {notes / 'lamp.md'}\n"
    assert kagent("library", "sync").stdout == "1 unchanged\n"
    assert sources(kagent) == ["sea.txt"]
    assert kagent("library", "remove", notes).returncode == 0
    assert kagent("library", "sync").stdout == ""
    again = kagent("library", "remove", notes)
    assert again.returncode == 1
    assert again.stderr.count("\n") == 1


def test_collections(kagent: Kagent, notes: Path) -> None:
    kagent("add", "--collection", "work", notes / "more")
    kagent("add", notes)
    assert kagent("collections", "list").stdout == "    1  work\n"
    assert kagent("collections", "add", "work", "notes/lamp.md").stdout == "1 document into work\n"
    assert sources(kagent, "--collection", "work") == ["lamp.md", "moor.md"]
    assert kagent("collections", "take", "work", "notes/more").stdout == "1 document out of work\n"
    assert kagent("collections", "rename", "work", "旅行 2026").returncode == 0
    shown = json.loads(kagent("collections", "list", "--json").stdout)
    assert shown == [{"name": "旅行 2026", "documents": 1}]
    unknown = kagent("library", "list", "--collection", "work")
    assert unknown.returncode == 1
    assert "旅行 2026" in unknown.stderr
    assert kagent("collections", "remove", "旅行 2026").returncode == 0
    assert len(sources(kagent)) == 3
    absent = kagent("collections", "add", "work", "notes/absent.md")
    assert absent.returncode == 1
    assert kagent("collections", "list").stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", ""),
        ("add", "x", "--collection", " "),
        ("library", "list", "--failed", "--collection", "x"),
        ("library", "sync", ""),
        ("library", "info"),
        ("collections", "add", "x"),
    ],
)
def test_wrong_usage(kagent: Kagent, arguments: tuple[str, ...]) -> None:
    ended = kagent(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1


def test_a_web_page_needs_permission(kagent: Kagent) -> None:
    ended = kagent("add", "https://example.org/manual.html")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "--online" in ended.stderr
    assert 'network = "on"' in ended.stderr


class Running:
    """The program at work, its events as they come."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kagent_tui", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
        )
        self._events: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):  # a killed program may leave half a line
                self._events.put(json.loads(line))

    def until(self, **wanted: object) -> dict[str, Any]:
        """The first event from now on that has these values."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                event = self._events.get(timeout=0.5)
            except queue.Empty:
                assert self.process.poll() is None, self.process.communicate()
                continue
            if wanted.items() <= event.items():
                return event
        raise AssertionError(f"{wanted} did not come")

    def rest(self) -> list[dict[str, Any]]:
        """The events that nobody waited for, once the program has ended."""
        self._listener.join(60)
        found = []
        while not self._events.empty():
            found.append(self._events.get())
        return found

    def interrupted(self) -> tuple[int, str]:
        """The exit code and the errors after Ctrl+C."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        assert self.process.stderr is not None
        return code, self.process.stderr.read()


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*arguments: str | Path) -> Running:
        started.append(Running(environment, *map(str, arguments)))
        return started[-1]

    yield start
    for entry in started:
        entry.process.kill()
        entry.process.wait()


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGINT for another process there")
def test_ctrl_c_stops_and_the_same_command_goes_on(
    kagent: Kagent, running: Callable[..., Running], tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    text = "\n\n".join(f"Paragraph {number} of a long text. " * 20 for number in range(60))
    for number in range(150):
        (folder / f"{number:03}.md").write_text(f"# Text {number}\n\n{text}", encoding="utf-8")
    program = running("add", folder, "--json")
    program.until(event="file", outcome="added")
    code, errors = program.interrupted()
    assert code == 130
    assert "the same command" in errors
    assert errors.count("\n") == 1
    done = len(sources(kagent))
    assert 0 < done < 150
    again = events(kagent("add", folder, "--json"))[-1]
    assert again["counts"]["added"] == 150 - done
    assert again["counts"]["unchanged"] == done
    assert len(sources(kagent)) == 150


def test_a_killed_run_is_gone_on_with(
    kagent: Kagent, running: Callable[..., Running], tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.md").write_text(f"# Text {number}\n\nA lamp.", encoding="utf-8")
    program = running("add", folder, "--json")
    reported = {program.until(event="file", outcome="added")["path"]}
    program.process.kill()
    program.process.wait()
    reported |= {line["path"] for line in program.rest() if line["event"] == "file"}
    held = {entry["source"] for entry in json.loads(kagent("library", "list", "--json").stdout)}
    assert reported <= held
    # What the killed run was to add is known: a sync goes on with it.
    assert kagent("library", "sync", "-q").returncode == 0
    assert len(sources(kagent)) == 300


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGINT for another process there")
def test_watch_while_other_commands_run(
    kagent: Kagent, running: Callable[..., Running], notes: Path, tmp_path: Path
) -> None:
    kagent("add", notes)
    program = running("library", "watch", "--json")
    program.until(event="watching", folders=1)
    (notes / "zeppelin.md").write_text("The zeppelin has landed.", encoding="utf-8")
    program.until(event="file", outcome="added", path=str(notes / "zeppelin.md"))
    assert "landed" in kagent("search", "zeppelin").stdout
    other = tmp_path / "other.md"
    other.write_text("The balloon is up.", encoding="utf-8")
    assert kagent("add", other).stdout == "1 added\n"
    program.until(event="watching", folders=1, files=1)
    other.write_text("The balloon is down again.", encoding="utf-8")
    program.until(event="file", outcome="updated", path=str(other))
    assert kagent("library", "remove", other).returncode == 0
    (notes / "zeppelin.md").unlink()
    program.until(event="file", outcome="removed", path=str(notes / "zeppelin.md"))
    assert program.interrupted() == (0, "")
    assert sources(kagent) == ["lamp.md", "moor.md", "sea.txt"]
    assert kagent("library", "sync").stdout == "3 unchanged\n"
