"""The answer to a shell that asks how a line could go on.

One candidate a line, its fields divided by tabs: `value`, the text, and a description where there
is one and the shell shows them; or `file` or `dir` alone: then the shell completes paths by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click
from click.shell_completion import CompletionItem, ShellComplete

from kagent_tui.cli.completion_words import bash_text, split_line
from kagent_tui.cli.invocation import Invocation

if TYPE_CHECKING:
    from kagent_tui.cli.lazy import LazyGroup

_DESCRIPTION_LENGTH = 80


class Typed(NamedTuple):
    """What is typed before the cursor: whole words, then the one being typed, without quotes."""

    words: list[str]
    current: str
    quote: str = ""
    breaks: str = ""

    @classmethod
    def of(cls, shell: str, given: Sequence[str], *, new_word: bool) -> Typed:
        """From what the script of a shell hands over; the first word is the program."""
        if shell == "bash":
            line, breaks = (*given, "", "")[:2]
            words, quote = split_line(line)
            return cls(words[1:-1], words[-1], quote, breaks)
        words = [*given, ""] if new_word else list(given or ("", ""))
        current, quote = words[-1], ""
        if shell == "fish":  # it takes the quotes of the earlier words away, not of this one
            parts, quote = split_line(current)
            current = parts[-1]
        return cls(words[1:-1], current, quote)


def reply(root: LazyGroup, shell: str, typed: Typed) -> list[str]:
    """The lines for the shell; none where the line makes no sense."""
    lines = []
    for item in _candidates(root, typed):
        if item.type != "plain":
            lines.append(item.type)
            continue
        if not _is_shown(item.value):
            continue
        value, about = _whole(item.value, typed.current), _described(item)
        if shell == "bash":
            value, about = bash_text(value, typed.current, typed.quote, typed.breaks), ""
        lines.append("\t".join(("value", value, about)).rstrip("\t"))
    return list(dict.fromkeys(lines))


def _candidates(root: LazyGroup, typed: Typed) -> list[CompletionItem[str]]:
    from kagent_tui.cli.completion_values import attach

    for name, command in _commands_on_the_way(root, typed.words):
        attach(name, command)
    asked = ShellComplete(root, {"obj": Invocation()}, "kagent", "")
    try:
        return asked.get_completions(list(typed.words), typed.current)
    except click.ClickException:
        return []  # a command that does not exist


def _commands_on_the_way(
    root: LazyGroup, words: Sequence[str]
) -> Iterator[tuple[str, click.Command]]:
    """The commands that the words name, whichever of the words are values of options."""
    yield "", root
    command: click.Command = root
    names: list[str] = []
    for word in words:
        if isinstance(command, click.Group):
            child = command.get_command(click.Context(command), word)
            if child is not None:
                command = child
                names.append(word)
                yield " ".join(names), child


def _is_shown(value: str) -> bool:
    """Whether a shell can list a value: the name of a file may hold what a terminal acts upon."""
    from engine.cleaning import clean

    return clean(value) == value and not {"\n", "\t"} & set(value)


def _whole(value: str, current: str) -> str:
    """click leaves the name out of --name=value; a shell replaces the whole word."""
    name, equals, _ = current.partition("=")
    return f"{name}={value}" if equals and name.startswith("--") else value


def _described(item: CompletionItem[str]) -> str:
    from engine.cleaning import clean_line

    text = clean_line(item.help or "")
    return text if len(text) <= _DESCRIPTION_LENGTH else f"{text[: _DESCRIPTION_LENGTH - 1]}…"
