"""Completions: what the program answers, and what real shells make of it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.cli import completion_sources
from kagent_tui.cli.completion import place_of
from kagent_tui.cli.completion_reply import Typed, reply
from kagent_tui.cli.completion_scripts import MARK, SCRIPTS
from kagent_tui.cli.completion_values import COMPLETERS
from kagent_tui.cli.completion_words import bash_text, split_line
from kagent_tui.cli.diagnostics import run
from kagent_tui.cli.root import root
from kagent_tui.commands import COMMANDS
from kagent_tui.memory_models import memory_models
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment
from tests.kagent_tui.terminal import REPOSITORY, read_until, terminal

BREAKS = " \t\n\"'@><=;|&(:"
DOCUMENT = "/papers/boiler note.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a session, one more in the trash, and a document in a collection."""
    place = tmp_path_factory.mktemp("home") / "kagent"
    with MemoryBank.open(place, memory_models("builtin")) as bank:
        document = NewDocument(DOCUMENT, "Boiler", "1", "text/markdown", "Serviced in May.")
        bank.add_document(document, [NewSegment("Serviced in May.", 0, 16)], "work 2026")
        kept = bank.sessions_store.create("Warranties\x1b[31m: which?")
        bank.sessions_store.tag(kept, ["house"])
        bank.sessions_store.trash(bank.sessions_store.create("Gone"))
    return place


@pytest.fixture
def session(home: Path) -> str:
    return completion_sources.sessions(home, "")[0][0]


def answered(home: Path, *words: str) -> list[str]:
    """What zsh is told, without the word `value`."""
    typed = Typed.of("zsh", ["kagent", "--home", str(home), *words], new_word=False)
    return [line.partition("\t")[2] or line for line in reply(root, "zsh", typed)]


def names(home: Path, *words: str) -> list[str]:
    return [line.partition("\t")[0] for line in answered(home, *words)]


def test_commands_and_their_commands_have_the_sentences_of_the_table(home: Path) -> None:
    assert answered(home, "backu") == [
        "backup\tCopy the whole memory to one file, also while KAgent is running."
    ]
    assert "rename" in names(home, "sessions", "")


def test_options_and_choices(home: Path) -> None:
    assert {"--session", "--lang", "--help"} <= set(names(home, "ask", "--"))
    assert names(home, "ask", "--lang", "") == ["en", "zh"]
    assert names(home, "ask", "--lang=z") == ["--lang=zh"]
    assert names(home, "--vers") == ["--version"]


def test_sessions_have_their_title_without_its_control_characters(home: Path, session: str) -> None:
    (line,) = answered(home, "ask", "--session", session[:2])
    assert line.startswith(f"{session}\t")
    assert line.endswith(" Warranties: which?")
    assert names(home, "sessions", "show", "") == [session]


def test_what_lies_in_the_home_is_found(home: Path) -> None:
    assert names(home, "ask", "--in", "w") == ["work 2026"]
    assert names(home, "collections", "rename", "") == ["work 2026"]
    assert names(home, "library", "info", "/pa") == [DOCUMENT]
    assert names(home, "library", "info", "boi") == ["boiler note.md"]
    assert names(home, "open", "/pap") == [DOCUMENT, "file"]
    assert answered(home, "sessions", "list", "--tag", "") == ["house\t1 session"]
    (deleted,) = answered(home, "sessions", "restore", "")
    assert deleted.endswith(" Gone")


def test_settings_with_their_values_and_profiles(home: Path) -> None:
    assert names(home, "config", "get", "net") == ["network"]
    assert names(home, "config", "set", "network", "") == ["off", "ask", "on"]
    assert names(home, "config", "set", "mouse", "t") == ["true"]
    assert names(home, "config", "set", "nonsense", "") == []
    (home / "profiles").mkdir()
    (home / "profiles" / "archivist.toml").write_text('name = "The Archivist"\n', "utf-8")
    assert answered(home, "ask", "--profile", "arch") == ["archivist\tThe Archivist", "file"]


def test_an_older_memory_has_its_sessions_too(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "kagent.db")) as older:
        older.execute("CREATE TABLE sessions (id TEXT, title TEXT, updated_at TEXT)")
        older.execute("INSERT INTO sessions VALUES ('3f2a', 'Old', '2026-01-02T03:04:05')")
        older.commit()
    assert answered(tmp_path, "sessions", "show", "") == ["3f2a\t2026-01-02 Old"]


def test_tools_models_and_files(home: Path) -> None:
    (home / "tools").mkdir(exist_ok=True)
    (home / "tools" / "tide_table.py").write_text("raise SystemExit", "utf-8")
    assert names(home, "tools", "run", "ti") == ["time_delta", "tide_table"]
    keys = names(home, "tools", "run", "time_delta", "start_time=today", "")
    assert "end_time=" in keys
    assert "start_time=" not in keys
    assert names(home, "ask", "--tools", "time_delta,ti") == ["time_delta,tide_table"]
    assert names(home, "models", "use", "built") == ["builtin", "builtin-embedding"]
    assert "qwen3-4b" in names(home, "models", "pull", "qwen3")
    for command, option in (("run", "model"), ("system", "model"), ("system", "judge")):
        assert names(home, "bench", command, f"--{option}", "b") == ["builtin", "file"]
    assert names(home, "bench", "plan", "--model", "b") == ["builtin", "file"]
    assert names(home, "bench", "score", "--model", "b") == []
    assert names(home, "add", "x") == ["file"]
    assert names(home, "--home", "/") == ["dir"]


@pytest.mark.parametrize(
    "words", [("no-such", ""), ("ask", "--no-such", ""), ("sessions", "x", "")]
)
def test_a_line_that_makes_no_sense_is_answered_with_nothing_wrong(
    home: Path, words: tuple[str, ...]
) -> None:
    assert names(home, *words) == []


def test_a_home_is_neither_made_nor_changed(home: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert names(absent, "ask", "--session", "") == []
    assert not absent.exists()
    before = {path.name: path.stat().st_mtime_ns for path in home.iterdir()}
    names(home, "ask", "--session", "")
    assert {path.name: path.stat().st_mtime_ns for path in home.iterdir()} == before


def test_a_broken_or_foreign_database_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "kagent.db").write_bytes(b"not a database" * 100)
    assert names(tmp_path, "ask", "--session", "") == []
    assert names(tmp_path, "library", "info", "") == []


def test_what_another_process_has_just_written_is_seen(home: Path) -> None:
    with MemoryBank.open(home, memory_models("builtin")) as bank:
        fresh = bank.sessions_store.create("Fresh")
        assert fresh in names(home, "sessions", "show", "")
        bank.sessions_store.delete(fresh)


def test_every_row_names_a_parameter_that_there_is() -> None:
    known = set()
    for entry in COMMANDS:
        command: click.Command = root
        for word in entry.name.split():
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), word)
            assert found is not None
            command = found
        known |= {(entry.name, parameter.name) for parameter in command.params}
    parameters = {parameter for _, parameter in known}
    for name, parameter in COMPLETERS:
        if name != "*":
            assert (name, parameter) in known
        else:
            assert parameter in parameters


def test_a_command_line_is_split_as_a_shell_splits_it() -> None:
    assert split_line("kagent ask ") == (["kagent", "ask", ""], "")
    assert split_line("kagent a") == (["kagent", "a"], "")
    assert split_line("kagent 'my fi") == (["kagent", "my fi"], "'")
    assert split_line('kagent "a\\"b') == (["kagent", 'a"b'], '"')
    assert split_line("kagent my\\ fi") == (["kagent", "my fi"], "")
    assert split_line("kagent '' x") == (["kagent", "", "x"], "")


@given(st.lists(st.text(min_size=1), min_size=1))
def test_quoted_words_come_back(words: list[str]) -> None:
    assert split_line(shlex.join(words) + " ") == ([*words, ""], "")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_a_value_for_bash_reads_back_as_itself(value: str) -> None:
    assert split_line(bash_text(value, "", "", BREAKS))[0][-1:] == [value]
    assert split_line('"' + bash_text(value, "", '"', BREAKS) + '"')[0] == [value]


def test_bash_is_given_what_follows_its_last_break() -> None:
    assert bash_text("https://example.org/a b", "https:", "", BREAKS) == "//example.org/a\\ b"
    assert bash_text("--lang=zh", "--lang=", "", BREAKS) == "zh"
    assert bash_text("--lang=zh", "--lang=", "", " ") == "--lang=zh"


# Real shells.


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with `kagent`, to be put before the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "kagent"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m kagent_tui "$@"\n'
    )
    script.chmod(0o755)
    return folder


def shell(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true" and name != "fish":
            pytest.fail(f"{name} is not installed, and CI=true demands it")
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def in_home(home: Path, program: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAGENT_HOME", str(home))
    monkeypatch.setenv("PATH", f"{program}:{os.environ['PATH']}")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return program


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("kagent ask --in ", "work\\ 2026"),
        ("kagent ask --lang=z", "zh"),
        ('kagent library info "/pa', "/papers/boiler note.md"),
        ("kagent library info /pa", "/papers/boiler\\ note.md"),
        ("kagent sessi", "sessions"),
    ],
)
def test_bash_completes(line: str, completed: str, in_home: Path) -> None:
    asked = (
        f"{SCRIPTS['bash']}\ncomplete -p kagent\n"
        f"COMP_LINE={shlex.quote(line)}; COMP_POINT=${{#COMP_LINE}}\n"
        '_kagent kagent; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        [shell("bash"), "--norc", "-c", asked], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    registered, *values = done.stdout.splitlines()
    assert "-F _kagent kagent" in registered
    assert values == [completed]


def test_bash_completes_at_the_prompt(in_home: Path, tmp_path: Path) -> None:
    script = tmp_path / "kagent.bash"
    script.write_text(SCRIPTS["bash"], "utf-8")
    with terminal(shell("bash"), "--norc", "--noprofile") as (_, near):
        os.write(near, f"PS1='rea''dy> '; source {shlex.quote(str(script))}\n".encode())
        assert b"ready> " in read_until(near, b"ready> ")
        os.write(near, b"echo kagent ask; kagent ask --in w\t")
        assert b"ork\\ 2026" in read_until(near, b"2026")
        os.write(near, b"\x15exit\n")


def test_zsh_completes_at_the_prompt(in_home: Path, tmp_path: Path) -> None:
    script = tmp_path / "_kagent"
    script.write_text(SCRIPTS["zsh"], "utf-8")
    with terminal(shell("zsh"), "-f") as (_, near):
        setup = (
            f"path=({shlex.quote(str(in_home))} $path); fpath=({shlex.quote(str(tmp_path))} $fpath)"
            "; autoload -Uz compinit; compinit -u -D; PS1='rea''dy> '\n"
        )
        os.write(near, setup.encode())
        assert b"ready> " in read_until(near, b"ready> ")
        os.write(near, b"kagent ask --in w\t")
        assert b"ork\\ 2026" in read_until(near, b"2026")
        os.write(near, b"\x15kagent library info /pa\t")
        assert b"boiler\\ note.md" in read_until(near, b"note.md")
        os.write(near, b"\x15kagent se\t")
        listed = read_until(near, b"See earlier questions")
        assert b"See earlier questions" in listed
        os.write(near, b"\x15exit\n")


def test_fish_completes(in_home: Path, session: str) -> None:
    asked = (
        f"{SCRIPTS['fish']}\ncomplete -C 'kagent ask --in '\ncomplete -C 'kagent ask --lang='\n"
        "complete -C 'kagent library info \"/pa'\ncomplete -C 'kagent sessions show '"
    )
    done = subprocess.run(
        [shell("fish"), "--no-config", "-c", asked], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert [line.partition("\t")[0] for line in lines] == [
        "work 2026",
        "--lang=en",
        "--lang=zh",
        DOCUMENT,
        session,
    ]


def test_powershell_is_told_of_an_empty_word() -> None:
    typed = Typed.of("powershell", ["kagent", "ask"], new_word=True)
    assert (typed.words, typed.current) == (["ask"], "")
    assert reply(root, "powershell", Typed(["ask", "--lang"], "")) == ["value\ten", "value\tzh"]
    assert "Register-ArgumentCompleter -Native -CommandName kagent" in SCRIPTS["powershell"]


# Printing and installing.


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_script_goes_to_standard_output(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", name]) == 0
    captured = capsys.readouterr()
    assert captured.out == SCRIPTS[name]
    assert captured.err == ""


@pytest.mark.parametrize("name", SCRIPTS)
def test_install_writes_one_file_and_says_where(
    name: str, isolated_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (isolated_home / ".zshrc").write_text("mine\n", "utf-8")
    assert run(["completion", name, "--install"]) == 0
    assert run(["completion", name, "--install"]) == 0  # again: ours may be replaced
    place = place_of(name)
    assert str(place) in capsys.readouterr().out
    assert place.read_text("utf-8") == SCRIPTS[name]
    assert (isolated_home / ".zshrc").read_text("utf-8") == "mine\n"
    files = [path for path in isolated_home.rglob("*") if path.is_file()]
    assert sorted(files) == sorted([isolated_home / ".zshrc", place])


def test_install_leaves_a_file_of_the_users(
    isolated_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = place_of("fish")
    place.parent.mkdir(parents=True)
    place.write_text("complete -c kagent", "utf-8")
    assert MARK not in "complete -c kagent"
    assert run(["completion", "fish", "--install"]) == 1
    assert str(place) in capsys.readouterr().err
    assert place.read_text("utf-8") == "complete -c kagent"


def test_words_without_reply_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "bash", "more"]) == 2
    assert "more" in capsys.readouterr().err
