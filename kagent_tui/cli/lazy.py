"""click commands whose help is in the table of commands and whose modules load when they run."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from kagent_tui.cli.invocation import Invocation
from kagent_tui.commands import CommandEntry, find, top_level

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_HELP = {"help_option_names": ["-h", "--help"]}

Function = Callable[..., Any]

# Of --now: days are counted back and forth from it, in every time zone.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 9000


def _keep_home(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        if not value.strip():
            raise click.BadParameter("name a directory")
        context.ensure_object(Invocation).home = value


def _keep_now(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter(
            f"{value!r} is not a date or time such as 2026-11-20 or 2026-11-20T09:30",
            context,
            parameter,
        ) from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise click.BadParameter(
            f"{value!r} is not in the years {_FIRST_YEAR} to {_LAST_YEAR}", context, parameter
        )
    # Tools count with the wall clock's time and without a time zone.
    context.ensure_object(Invocation).now = moment.replace(tzinfo=None)


def global_options(*, environment: bool) -> list[click.Parameter]:
    """--home and --now; `environment` lets KAGENT_HOME stand in for the first."""
    return [
        click.Option(
            ["--home"],
            metavar="DIR",
            envvar="KAGENT_HOME" if environment else None,
            expose_value=False,
            callback=_keep_home,
            help="Read and write everything under DIR (or set KAGENT_HOME).",
        ),
        click.Option(
            ["--now"],
            metavar="ISO",
            expose_value=False,
            callback=_keep_now,
            help="Take this date and time as the current one.",
        ),
    ]


class Command(click.Command):
    """A command that takes the global options after its name as well as before it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params = [*self.params, *global_options(environment=False)]


class Group(click.Group):
    """A command with commands of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the table's order, where click would sort them."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the names there are in the error."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            ctx.fail(self.unknown(ctx, name))
        return super().resolve_command(ctx, args)

    def unknown(self, ctx: click.Context, name: str) -> str:
        """What to say to a name that is no command."""
        return f"There is no command {name!r}; the commands: {', '.join(self.list_commands(ctx))}."


class LazyGroup(Group):
    """The root: imports the module of a command only when that command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the table's order."""
        return list(top_level())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module, or give None for a name that the table does not have."""
        entry = top_level().get(cmd_name)
        if entry is None:
            return None
        import importlib

        loaded: click.Command = importlib.import_module(entry.module).command
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `kagent --help`, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.help) for entry in top_level().values()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The names from the table alone, then the options as click has them."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(entry.name, help=entry.help)
            for entry in top_level().values()
            if entry.name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def unknown(self, ctx: click.Context, name: str) -> str:
        """A question without `ask` is the likeliest slip."""
        if " " in name or not name.isascii():
            return f'To ask a question, write: kagent ask "{name}".'
        return super().unknown(ctx, name)


def table_command(name: str) -> Callable[[Function], click.Command]:
    """Make a command of a function whose docstring continues the table's sentence of help."""
    entry = find(name)

    def decorate(function: Function) -> click.Command:
        attributes = _attributes(entry, inspect.cleandoc(function.__doc__ or ""))
        return click.command(cls=Command, **attributes)(function)

    return decorate


def table_group(name: str, about: str, commands: Sequence[click.Command]) -> click.Group:
    """A group of commands; `about` continues the table's sentence of help."""
    return Group(
        commands=commands,
        no_args_is_help=False,
        params=global_options(environment=False),
        **_attributes(find(name), about),
    )


def _attributes(entry: CommandEntry, about: str) -> dict[str, Any]:
    return {
        "name": entry.name.split()[-1],
        "short_help": entry.help,
        "help": f"{entry.help}\n\n{about}",
        "epilog": examples_text(entry.examples),
        "context_settings": _HELP,
    }


def examples_text(examples: tuple[str, ...]) -> str:
    """The end of a help text; \\b keeps click from joining its lines."""
    return "\n".join(["\b", "Examples:", *(f"  {example}" for example in examples)])
