"""The manual page in man(7)'s macros, made of the commands' own help."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

import click

from kagent_tui import __version__
from kagent_tui.cli.lazy import LazyGroup
from kagent_tui.commands import COMMANDS, CommandEntry

_ENVIRONMENT: Final = (
    ("KAGENT_HOME", "Where everything is read and written, as with --home."),
    ("KAGENT_API_KEY", "The key that a model server asks for."),
    ("NO_COLOR", "Where it is set and not empty, the interface has no colours."),
    ("VISUAL, EDITOR", "The editor for long questions and for the settings."),
    ("HF_ENDPOINT", "A mirror of Hugging Face that models are fetched from."),
)
_FILES: Final = (
    ("config.toml", "The settings; kagent config path prints its place."),
    ("kagent.db", "The whole memory, in the home; kagent doctor names it."),
    ("index/", "The keyword index beside it, which can be made again from it."),
    ("models/", "Models that were downloaded or imported."),
    ("tools/", "Tools of your own."),
)
_EXIT_STATUS: Final = (
    ("0", "Done; a question was answered."),
    ("1", "An error, said in one line on standard error."),
    ("2", "Wrong usage."),
    ("3", "Nothing was found."),
    ("130", "Interrupted."),
)
_WIDTH: Final = 78
_SPECIAL: Final = {
    "\\": "\\e",
    "-": "\\-",
    "`": "\\(ga",
    '"': "\\(dq",
    "^": "\\(ha",
    "~": "\\(ti",
    "…": "...",
}


def man_page(root: LazyGroup) -> str:
    """kagent(1) as troff."""
    context = click.Context(root, info_name="kagent")
    lines = [
        f'.TH KAGENT 1 "" "kagent {_text(__version__)}" "User Commands"',
        ".SH NAME",
        f"kagent \\- {_text('a private assistant over your own documents')}",
        ".SH SYNOPSIS",
        ".B kagent",
        "[\\fIoptions\\fR]",
        ".br",
        ".B kagent",
        "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(root.help or ""),
        ".SH OPTIONS",
        *_options(root, context),
        ".SH COMMANDS",
    ]
    for entry in COMMANDS:
        lines += _command(root, context, entry)
    for title, rows in (
        ("EXIT STATUS", _EXIT_STATUS),
        ("ENVIRONMENT", _ENVIRONMENT),
        ("FILES", _FILES),
    ):
        lines += [f".SH {title}", *_list(rows)]
    return "\n".join(lines) + "\n"


def _command(root: LazyGroup, context: click.Context, entry: CommandEntry) -> Iterator[str]:
    command, here = _resolved(root, context, entry)
    yield f".SS kagent {_text(entry.name)}"
    yield f"\\fBkagent {_text(entry.name)}\\fR {_text(' '.join(_usage(command, here)))}"
    yield ".PP"
    yield from _paragraphs(command.help or "")
    yield from _options(command, here)
    yield ".PP"
    yield "Examples:"
    yield ".PP"
    yield ".nf"
    yield from (f".RS 4\n{_text(example)}\n.RE" for example in entry.examples)
    yield ".fi"


def _resolved(
    root: LazyGroup, context: click.Context, entry: CommandEntry
) -> tuple[click.Command, click.Context]:
    command: click.Command = root
    for word in entry.name.split():
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None, entry.name
        command = found
        context = click.Context(command, info_name=word, parent=context)
    return command, context


def _usage(command: click.Command, context: click.Context) -> list[str]:
    return [piece for piece in command.collect_usage_pieces(context) if piece]


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """The command's options; those that every command has are told once, at the top."""
    records = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        if context.parent is None or not _is_everywhere(parameter)
        if (record := parameter.get_help_record(context)) is not None
    ]
    return _list(records)


def _is_everywhere(option: click.Option) -> bool:
    return bool({"--help", "--home", "--now"} & set(option.opts))


def _list(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    for term, about in rows:
        yield ".TP"
        yield f"\\fB{_text(term)}\\fR"
        yield from _filled(" ".join(about.split()))


def _paragraphs(text: str) -> Iterator[str]:
    """click's help: paragraphs are joined, but for those that begin with a \\b of their own."""
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ".PP"
        first, _, rest = paragraph.partition("\n")
        if first.strip() == "\b":
            yield ".nf"
            yield from (_text(line) for line in rest.splitlines())
            yield ".fi"
        else:
            yield from _filled(" ".join(paragraph.split()))


def _text(text: str) -> str:
    """One line of text in which nothing is a request or an escape of troff; ASCII alone.

    groff and mandoc both know other characters by their number (groff_char(7), mandoc_char(7)).
    """
    written = "".join(
        _SPECIAL.get(character)
        or (character if character.isascii() else f"\\[u{ord(character):04X}]")
        for character in text
    )
    return f"\\&{written}" if written.startswith((".", "'")) else written


def _filled(text: str) -> Iterator[str]:
    """Running text in lines of a decent length, as the formatter fills it again."""
    lines = textwrap.wrap(_text(text), _WIDTH, break_long_words=False, break_on_hyphens=False)
    # A line that begins with one of these two would be a request.
    yield from (f"\\&{line}" if line.startswith((".", "'")) else line for line in lines)
