"""`kagent tools`: what the agent can do, by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, ERROR, NOT_FOUND, fail
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON, LANGUAGE
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.events import Language
    from engine.tools.tool import Tool
    from kagent_tui.config import Config


@table_command("tools list")
@AS_JSON
@click.pass_context
def list_tools(context: click.Context, as_json: bool) -> int:
    """An argument in square brackets may be left out."""
    with context.ensure_object(Invocation).assembly() as assembly:
        registry = assembly.registry
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([tool.schema() for tool in registry]))
        return ANSWERED
    for tool in registry:
        output.write_line(f"{tool.name}({_arguments(tool)})")
        output.write_line(f"    {tool.description}")
    return ANSWERED


@table_command("tools run")
@click.argument("name")
@click.argument("arguments", nargs=-1, metavar="KEY=VALUE...")
@AS_JSON
@LANGUAGE
@click.pass_context
def run(
    context: click.Context,
    name: str,
    arguments: tuple[str, ...],
    as_json: bool,
    language: Language | None,
) -> int:
    """Dates are written as in a question: 2026-11-20, "next Friday", 下周五. The exit code is 3
    where the tool found nothing.
    """
    args = _pairs(arguments, context)
    invocation = context.ensure_object(Invocation)
    config = invocation.config(language=language)

    from engine.tools.observation import ToolError

    shown: dict[str, Any] = {"name": name, "args": args}
    with invocation.assembly(config) as assembly:
        about = assembly.tool_context(now=invocation.now, language=_language(config, args))
        try:
            observation = assembly.registry.run(name, args, about)
        except ToolError as error:
            if as_json:
                _print_json(shown | {"observation": "", "error": str(error), "data": None})
            return fail(str(error), NOT_FOUND if error.kind == "not_found" else ERROR)
    if as_json:
        _print_json(
            shown | {"observation": observation.text, "error": None, "data": observation.data}
        )
    else:
        from engine.cleaning import clean

        output.write_line(clean(observation.text))
    return ANSWERED


command = table_group(
    "tools", "The agent uses the same tools to answer a question.", (list_tools, run)
)


def _arguments(tool: Tool) -> str:
    required = tool.parameters["required"]
    return ", ".join(
        key if key in required else f"[{key}]" for key in tool.parameters["properties"]
    )


def _pairs(arguments: tuple[str, ...], context: click.Context) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for argument in arguments:
        key, separator, value = argument.partition("=")
        if not separator or not key:
            raise click.UsageError(f"{argument!r} is not of the form KEY=VALUE.", context)
        if key in pairs:
            raise click.UsageError(f"{key!r} is given twice.", context)
        pairs[key] = value
    return pairs


def _language(config: Config, args: Mapping[str, str]) -> Language:
    from engine.language import detect_language
    from kagent_tui.assembly import chosen_language

    return chosen_language(config) or detect_language(" ".join(args.values()))


def _print_json(value: Mapping[str, Any]) -> None:
    from kagent_tui.render.encoding import dumps

    output.write_line(dumps(value))
