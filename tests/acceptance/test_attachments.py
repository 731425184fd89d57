"""What is piped into a question or named with it, with the real program and the built-in model."""

from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Kagent
from tests.engine.web_servers import page, serving

Shell = Callable[[str], subprocess.CompletedProcess[str]]
RULES = "The library opens at nine.\n\nA reader's card costs 4 crowns a year.\n"
LOG = """\
10:01 INFO started
10:02 ERROR cannot connect to db-7: timeout
10:03 INFO giving up
"""
pytestmark = pytest.mark.usefixtures("builtin_model_path")


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Shell:
    """Run a line of a real shell, in which `kagent` is the program."""

    def run(line: str) -> subprocess.CompletedProcess[str]:
        program = f"{shlex.quote(sys.executable)} -m kagent_tui"
        ended = subprocess.run(
            ["/bin/sh", "-c", f'kagent() {{ {program} "$@"; }}\n{line}'],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
            cwd=tmp_path,
            env=environment,
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    return run


def as_object(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert ended.returncode == 0, ended.stdout + ended.stderr
    loaded: dict[str, Any] = json.loads(ended.stdout)
    return loaded


def test_what_changed_is_answered_from_a_diff_in_a_pipe(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "new.txt").write_text("one\ntwo and a half\nthree\n", encoding="utf-8")
    ended = shell('diff -u old.txt new.txt | kagent ask "what changed?"')
    assert ended.returncode == 0, ended.stderr
    first, second, *_ = ended.stdout.splitlines()
    assert first == "1 file changed: 2 lines added, 1 line removed. [1]"
    assert second == "- new.txt: 2 lines added, 1 line removed [2]"
    assert "search_knowledge(text=what changed)" in ended.stderr
    assert "\x1b" not in ended.stdout + ended.stderr


def test_a_log_in_a_pipe_is_cited_at_its_line_and_opens_after_a_restart(
    shell: Shell, kagent: Kagent, isolated_home: Path, tmp_path: Path
) -> None:
    (tmp_path / "run.log").write_text(LOG, encoding="utf-8")
    shown = as_object(shell('cat run.log | kagent ask --json "why did it fail?"'))
    assert "10:02 ERROR cannot connect to db-7: timeout [2]" in shown["answer"]
    cited = shown["citations"][1]
    kept = Path(cited["source"])
    assert cited["attached"] is True
    assert cited["location"]["line"] == 2
    assert kept.parent == isolated_home / "kagent" / "attachments"
    assert kept.read_text(encoding="utf-8") == LOG
    assert kept.stat().st_mode & 0o077 == 0
    assert shown["attachments"] == [
        {"title": "standard input", "source": str(kept), "characters": len(LOG)}
    ]
    stored = json.loads(kagent("sessions", "show", shown["session"], "--json").stdout)
    assert stored["turns"][0]["attachments"] == shown["attachments"]
    assert (
        f"attached: standard input — {kept}" in kagent("sessions", "show", shown["session"]).stdout
    )
    opened = kagent("open", "2", "--print")
    assert opened.returncode == 0
    assert ">>> 10:02 ERROR cannot connect to db-7: timeout <<<" in opened.stdout
    assert "10:01 INFO started" in opened.stdout
    assert "no longer in the library" not in opened.stderr
    assert json.loads(kagent("library", "list", "--json").stdout) == []


@pytest.mark.parametrize("redirection", ["< empty.txt", "< /dev/null", "<&-"])
def test_nothing_on_standard_input_is_no_attachment(
    shell: Shell, tmp_path: Path, redirection: str
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    shown = as_object(shell(f'kagent ask --json "What day is 2026-11-20?" {redirection}'))
    assert "attachments" not in shown
    assert "Friday" in shown["answer"]


def test_a_file_on_standard_input_is_attached(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text(RULES, encoding="utf-8")
    shown = as_object(shell('kagent ask --json "How much is a card?" < rules.txt'))
    assert "4 crowns" in shown["answer"]
    assert shown["citations"][0]["title"] == "standard input"


def test_the_question_from_standard_input_is_no_attachment(shell: Shell) -> None:
    shown = as_object(shell('echo "What day is 2026-11-20?" | kagent ask - --json'))
    assert shown["question"] == "What day is 2026-11-20?"
    assert "attachments" not in shown


def test_a_pipe_that_never_ends_does_not_keep_a_question_waiting(
    environment: dict[str, str], tmp_path: Path
) -> None:
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "kagent_tui", "ask", "-q", "What day is 2026-11-20?"]
    try:
        for inherited in (reading, theirs.fileno()):
            ended = subprocess.run(
                command,
                stdin=inherited,
                capture_output=True,
                encoding="utf-8",
                check=False,
                timeout=60,
                cwd=tmp_path,
                env=environment,
            )
            assert ended.returncode == 0
            assert "Friday" in ended.stdout
            assert ended.stderr.startswith("kagent: nothing came on standard input")
    finally:
        os.close(reading)
        os.close(writing)
        ours.close()
        theirs.close()


def test_a_slow_pipe_is_waited_for_where_it_is_named(shell: Shell) -> None:
    shown = as_object(
        shell(f"(sleep 4; echo {RULES.splitlines()[2]!r}) | "
              'kagent ask --json --knowledge - "How much is a card?"')
    )  # fmt: skip
    assert "4 crowns" in shown["answer"]


def test_what_is_no_text_is_refused_in_one_line(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(bytes(range(256)) * 40)
    ended = shell('kagent ask "what is it?" < noise')
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "standard input: it is no text" in ended.stderr
    (tmp_path / "large").write_bytes(b"words and words\n" * 700_000)
    ended = shell('kagent ask "what is it?" < large')
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "are too much for one question (at most 8 MB)" in ended.stderr


def test_files_and_folders_are_knowledge_for_one_question(kagent: Kagent, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "rules.md").write_text(RULES, encoding="utf-8")
    for place in (folder, folder / "rules.md"):
        shown = as_object(kagent("ask", "--json", "--knowledge", place, "How much is a card?"))
        assert "4 crowns" in shown["answer"]
        assert shown["citations"][0]["source"] == str(folder / "rules.md")
    later = kagent("ask", "--json", "How much is a card?")
    assert later.returncode == 3
    missing = kagent("ask", "--knowledge", "nowhere.md", "x")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr == "kagent: nowhere.md: there is no such file or folder\n"


def test_a_page_is_knowledge_where_the_network_is_allowed(
    kagent: Kagent, isolated_home: Path
) -> None:
    body = b"<html><title>Ferry</title><body><p>The ferry leaves at 09:40.</p></body></html>"
    with serving(page(body)) as address:
        url = f"{address}/ferry.html"
        asked = ("ask", "--json", "--knowledge", url, "When does the ferry leave?")
        home = isolated_home / "kagent"
        home.mkdir()
        (home / "config.toml").write_text('allowed_hosts = ["127.0.0.1"]', encoding="utf-8")
        refused = kagent(*asked)
        assert refused.returncode == 1
        assert "the network is off; allow it this once with --online" in refused.stderr
        shown = as_object(kagent(*asked, "--online"))
    assert "09:40" in shown["answer"]
    assert shown["citations"][0]["source"] == url


def test_the_answer_alone_is_printed_quietly(kagent: Kagent) -> None:
    ended = kagent("ask", "-q", "What day is 2026-11-20?")
    assert "Friday" in ended.stdout
    assert ended.stderr == ""


def test_what_is_forgotten_takes_its_attachments_along(
    shell: Shell, kagent: Kagent, isolated_home: Path
) -> None:
    shown = as_object(shell('echo "ERROR no disk" | kagent ask --json "any errors?"'))
    folder = isolated_home / "kagent" / "attachments"
    assert len(list(folder.glob("[!.]*"))) == 1
    assert kagent("sessions", "delete", shown["session"]).returncode == 0
    assert kagent("memory", "purge").returncode == 0
    assert list(folder.glob("[!.]*")) == []
