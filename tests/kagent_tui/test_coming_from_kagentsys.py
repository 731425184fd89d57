"""docs/coming-from-kagentsys.md tells the truth: every option it names is there."""

import re
import shlex
from pathlib import Path

import click
import pytest

from kagent_tui.cli.root import root

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "coming-from-kagentsys.md"
# `kagentsys --help`, as its README prints it.
UPSTREAM = [
    "--help",
    "--id",
    "--query",
    "--history",
    "--llm_name",
    "--use_local_llm",
    "--local_llm_host",
    "--local_llm_port",
    "--tool_names",
    "--max_iter_num",
    "--agent_name",
    "--agent_bio",
    "--agent_instructions",
    "--external_knowledge",
    "--lang",
    "--max_tokens_num",
]


def rows() -> list[list[str]]:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if len(row) == 3 and "`kagent " in row[1]]


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words name, and the words that are left."""
    found: click.Command = root
    context = click.Context(root, info_name="kagent")
    while words and isinstance(found, click.Group):
        child = found.get_command(context, words[0])
        assert child is not None, words
        found, context, words = child, click.Context(child, parent=context), words[1:]
    return found, words


def test_every_option_of_kagentsys_has_a_counterpart() -> None:
    named = re.findall(r"--\w+", " ".join(row[0] for row in rows()))
    assert set(named) >= set(UPSTREAM)
    assert len(rows()) >= len(UPSTREAM) - 1


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_our_counterpart_is_there(row: list[str]) -> None:
    (written,) = re.findall(r"`kagent ([^`]+)`", row[1])
    command, left = command_of(written.split())
    options = {name for parameter in command.params for name in parameter.opts}
    options |= {*click.Context(command).help_option_names}
    wanted = [word for word in left if word.startswith("-")]
    assert wanted or written.endswith("QUESTION")
    assert set(wanted) <= options, written


def test_the_examples_are_valid_command_lines() -> None:
    block = GUIDE.read_text(encoding="utf-8").split("```")[1]
    lines = [line[line.index("kagent ") :] for line in block.splitlines() if "kagent " in line]
    assert len(lines) == 4
    for line in lines:
        command, left = command_of(shlex.split(line)[1:])
        assert command.make_context("ask", left).params["question"]


def test_every_command_in_the_guide_is_there() -> None:
    for written in re.findall(r"`kagent ([^`]+)`", GUIDE.read_text(encoding="utf-8")):
        command, _ = command_of(written.split())
        assert command is not root
