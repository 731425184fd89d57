"""The program among other programs: git, jq, head and less, terminals that can do nothing."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kagent_tui.terminal import read_until, terminal

QUESTION = "How many days are there from 2024-01-01 to 2024-03-01?"
Shell = Callable[[str], subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.usefixtures("builtin_model_path")


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Shell:
    """Run lines of bash, in which `kagent` is the program."""
    bash = needed("bash")
    program = f'kagent() {{ {shlex.quote(sys.executable)} -m kagent_tui "$@"; }}'

    def run(lines: str) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [bash, "-c", f"{program}\nset -o pipefail\n{lines}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
            cwd=tmp_path,
            env={**environment, "GIT_CONFIG_NOSYSTEM": "1"},
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return ended

    return run


def needed(program: str) -> str:
    """Where a program is; the test is skipped without it, except in CI."""
    found = shutil.which(program)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must install {program}")
        pytest.skip(f"{program} is not installed")
    return found


def test_what_changed_is_answered_from_git(shell: Shell, tmp_path: Path) -> None:
    needed("git")
    ended = shell(
        """
        git init --quiet
        printf 'one\\ntwo\\n' > notes.txt
        git add notes.txt
        printf 'one\\nthree\\n' > notes.txt
        git diff | kagent ask "what changed?"
        """
    )
    assert ended.returncode == 0, ended.stderr
    first, second, *_ = ended.stdout.splitlines()
    assert first == "1 file changed: 1 line added, 1 line removed. [1]"
    assert second == "- notes.txt: 1 line added, 1 line removed [2]"


def test_jq_reads_the_answer_with_its_tasks_and_citations(shell: Shell) -> None:
    needed("jq")
    ended = shell(
        f"""
        kagent ask --json {shlex.quote(QUESTION)} > answer.json
        jq -er .answer answer.json
        jq -er '.tasks[0].command.name' answer.json
        jq -er '.citations[0].quote' answer.json
        kagent ask --stream {shlex.quote(QUESTION)} | jq -r .event | sort -u | tr '\\n' ' '
        """
    )
    assert ended.returncode == 0, ended.stderr
    answer, tool, quote, events = ended.stdout.splitlines()
    assert "60 days" in answer
    assert tool == "time_delta"
    assert "60 days" in quote
    assert {"Concluded", "Observed", "TaskPlanned", "ToolStarted"} <= set(events.split())


def test_the_answer_is_on_standard_output_and_the_rest_beside_it(
    shell: Shell, tmp_path: Path
) -> None:
    ended = shell(f"kagent ask {shlex.quote(QUESTION)} > out 2> err; echo $?")
    out, err = ((tmp_path / name).read_text(encoding="utf-8") for name in ("out", "err"))
    assert ended.stdout == "0\n"
    assert "60 days" in out
    assert "task_complete(" not in out
    assert "task_complete(" in err
    assert "\x1b" not in out + err
    assert "\r" not in out + err


def test_nothing_found_has_a_code_of_its_own(shell: Shell) -> None:
    ended = shell('kagent search "ferry"; echo $?; kagent ask -q "Who owns the ferry?"; echo $?')
    codes = [line for line in ended.stdout.splitlines() if line.isdigit()]
    assert codes == ["3", "3"]


@pytest.mark.parametrize(
    "command",
    [
        f"ask {shlex.quote(QUESTION)}",
        f"ask --stream {shlex.quote(QUESTION)}",
        "--help",
        "tools list --json",
        "man",
        "completion bash",
    ],
)
def test_a_reader_that_leaves_is_no_trouble(shell: Shell, command: str) -> None:
    ended = shell(f"kagent {command} 2> err | head -1; cat err >&2")
    assert len(ended.stdout.splitlines()) == 1
    assert "Broken pipe" not in ended.stderr
    assert "Error" not in ended.stderr


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_gets_none(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "kagent_tui", "ask", QUESTION]
    line = " ".join([*(f"{name}={value}" for name, value in variables.items()), "exec"])
    with terminal("sh", "-c", f'{line} "$@"', "sh", *command) as (process, near):
        written = read_until(near, None, 60).decode()
        assert process.wait(10) == 0
    assert "60 days" in written
    assert "\x1b[3" not in written
    assert "\x1b[1m" not in written


def test_the_interface_asks_for_a_terminal(shell: Shell) -> None:
    for line in ("kagent < /dev/null", "kagent | cat"):
        ended = shell(line)
        assert ended.returncode == 2
        assert "needs a terminal" in ended.stderr
        assert ended.stdout == ""


def test_a_terminal_that_can_do_nothing_is_told_so() -> None:
    command = [sys.executable, "-m", "kagent_tui"]
    with terminal("env", "TERM=dumb", *command) as (process, near):
        written = read_until(near, None, 60).decode()
        assert process.wait(10) == 2
    assert "TERM=dumb" in written
    assert "kagent ask" in written
    assert "\x1b" not in written


def test_the_completion_of_each_shell_is_a_script_that_the_shell_accepts(shell: Shell) -> None:
    for name in ("bash", "zsh", "fish"):
        if shutil.which(name) is not None:
            ended = shell(f"kagent completion {name} > {name}.script && {name} -n {name}.script")
            assert ended.returncode == 0, ended.stderr


def test_an_answer_goes_on_in_a_pipe_of_programs(shell: Shell) -> None:
    ended = shell(
        f"kagent ask -q {shlex.quote(QUESTION)}"
        " | kagent ask --json --knowledge - 'How many days are there?'"
    )
    assert ended.returncode == 0, ended.stderr
    shown = json.loads(ended.stdout)
    assert shown["attachments"][0]["title"] == "standard input"
    assert "60 days" in shown["answer"]
