"""The table of commands and the commands are the same."""

import shlex
from collections.abc import Iterator

import click
import pytest

from kagent_tui.cli.root import root
from kagent_tui.commands import COMMANDS, CommandEntry, find, top_level

NAMES = [entry.name for entry in COMMANDS]


def _walk(group: click.Group, prefix: str = "") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        yield prefix + name
        child = group.get_command(context, name)
        if isinstance(child, click.Group):
            yield from _walk(child, f"{prefix}{name} ")


def _command(name: str) -> tuple[click.Command, click.Context]:
    found: click.Command = root
    context = click.Context(root, info_name="kagent")
    for word in name.split():
        assert isinstance(found, click.Group)
        child = found.get_command(context, word)
        assert child is not None
        found, context = child, click.Context(child, info_name=word, parent=context)
    return found, context


def test_every_command_is_in_the_table_and_the_other_way_round() -> None:
    assert list(_walk(root)) == NAMES


def test_names_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert list(top_level()) == [name for name in NAMES if " " not in name]


@pytest.mark.parametrize("entry", COMMANDS, ids=NAMES)
def test_help_of_every_command_has_its_sentence_and_an_example(entry: CommandEntry) -> None:
    command, context = _command(entry.name)
    text = command.get_help(context)
    assert " ".join(entry.help.split()) in " ".join(text.split())
    assert "Examples:" in text
    assert all(f"  {example}" in text for example in entry.examples)
    assert entry.examples


@pytest.mark.parametrize(
    ("name", "example"),
    [(entry.name, example) for entry in COMMANDS for example in entry.examples],
)
def test_every_example_is_a_valid_command_line(name: str, example: str) -> None:
    program, *words = shlex.split(example)
    assert program == "kagent"
    assert words[: len(name.split())] == name.split()
    depth = len(name.split())
    command, context = _command(" ".join(words[:depth]))
    while isinstance(command, click.Group) and depth < len(words):
        depth += 1
        command, context = _command(" ".join(words[:depth]))
    assert command.make_context(words[depth - 1], words[depth:], parent=context) is not None


def test_an_unknown_name_is_not_found() -> None:
    with pytest.raises(KeyError):
        find("no such command")
