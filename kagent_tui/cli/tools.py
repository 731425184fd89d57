"""`kagent tools`: what the agent can do, by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import (
    ANSWERED,
    ERROR,
    INTERRUPTED,
    NOT_FOUND,
    CommandError,
    fail,
    trace,
    warn,
)
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.library_options import ONLINE
from kagent_tui.cli.options import AS_JSON, LANGUAGE
from kagent_tui.render import output

if TYPE_CHECKING:
    import threading

    from engine.events import Language
    from engine.tools.observation import Observation
    from engine.tools.registry import Registry
    from engine.tools.tool import Tool
    from kagent_tui.assembly import Assembly
    from kagent_tui.config import Config

_BUILT_IN = "built in"


@table_command("tools list")
@AS_JSON
@ONLINE
@click.pass_context
def list_tools(context: click.Context, as_json: bool, online: bool) -> int:
    """An argument in square brackets may be left out. After the built-in tools come those of the
    folder tools, of installed packages and of MCP servers; what is wrong with one is a warning.
    """
    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None)
    with invocation.assembly(config) as assembly, interruptible() as cancel:
        registry = _all_tools(assembly, cancel)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([_described(tool) for tool in registry]))
        return ANSWERED
    for tool in registry:
        origin = f"    [{tool.origin}]" if tool.origin else ""
        output.write_line(f"{tool.name}({_arguments(tool)}){origin}")
        output.write_line(f"    {tool.description}")
    return ANSWERED


@table_command("tools info")
@click.argument("name")
@AS_JSON
@ONLINE
@click.pass_context
def info(context: click.Context, name: str, as_json: bool, online: bool) -> int:
    """What it does, its arguments, where it comes from, and its limits."""
    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if online else None)
    with invocation.assembly(config) as assembly, interruptible() as cancel:
        tool = _registry_with(assembly, name, cancel).get(name)
    if as_json:
        _print_json(
            _described(tool)
            | {
                "seconds": tool.seconds,
                "characters": tool.characters,
                "examples": list(tool.examples),
            }
        )
        return ANSWERED
    for line in _info_lines(tool):
        output.write_line(line)
    return ANSWERED


@table_command("tools run")
@click.argument("name")
@click.argument("arguments", nargs=-1, metavar="KEY=VALUE...")
@AS_JSON
@LANGUAGE
@ONLINE
@click.pass_context
def run(
    context: click.Context,
    /,
    name: str,
    arguments: tuple[str, ...],
    as_json: bool,
    language: Language | None,
    online: bool,
) -> int:
    """Dates are written as in a question: 2026-11-20, "next Friday", 下周五; lists and objects as
    JSON. The exit code is 3 where the tool found nothing.
    """
    args = _pairs(arguments, context)
    invocation = context.ensure_object(Invocation)
    config = invocation.config(language=language, network="on" if online else None)

    from engine.tools.observation import ToolError

    shown: dict[str, Any] = {"name": name, "args": args}
    with invocation.assembly(config) as assembly, interruptible() as cancel:
        about = assembly.tool_context(
            now=invocation.now,
            language=_language(config, args),
            typed=" ".join(args.values()),
            cancel=cancel,
        )
        try:
            observation = _registry_with(assembly, name, cancel).run(name, args, about)
        except ToolError as error:
            if as_json:
                _print_json(shown | _result(None, error))
            if cancel.is_set():
                return fail("interrupted", INTERRUPTED)
            return fail(str(error), NOT_FOUND if error.kind == "not_found" else ERROR)
    if as_json:
        _print_json(shown | _result(observation, None))
    else:
        from engine.cleaning import clean

        output.write_line(clean(observation.text))
    return ANSWERED


@table_command("tools new")
@click.argument("name")
@LANGUAGE
@click.pass_context
def new(context: click.Context, name: str, language: Language | None) -> int:
    """It is a Python file in the folder tools, with a test beside it. It works as it stands: change
    it, and the agent uses it from the next question on. Nothing is overwritten.
    """
    from engine.own_tools.custom_call import ToolPlaces
    from engine.own_tools.template import TemplateError, write_tool
    from kagent_tui.assembly import chosen_language

    invocation = context.ensure_object(Invocation)
    config = invocation.config(language=language)
    home = invocation.locations().home
    with invocation.assembly(config) as assembly:
        taken = assembly.registry.names()
    try:
        written = write_tool(
            name, ToolPlaces.under(home).folder, taken, chosen_language(config) or "en"
        )
    except TemplateError as error:
        raise CommandError(str(error)) from error
    output.write_line(str(written.tool))
    output.write_line(str(written.test))
    trace(f"Try it:   kagent tools run {name} text=hello")
    trace(f'Test it:  python "{written.test}"')
    return ANSWERED


command = table_group(
    "tools",
    "The agent uses the same tools to answer a question. Your own are Python functions in files of "
    "the folder tools, see: kagent tools new --help",
    (list_tools, info, run, new),
)


def _all_tools(assembly: Assembly, cancel: threading.Event) -> Registry:
    """Every tool there is; says what is wrong with those that do not work."""
    registry, warnings = assembly.all_tools(cancel)
    for warning in warnings:
        warn(warning)
    return registry


def _registry_with(assembly: Assembly, name: str, cancel: threading.Event) -> Registry:
    """The built-in tools where that is one of them: the others need not be looked for then."""
    if name in assembly.registry.names():
        return assembly.registry
    return _all_tools(assembly, cancel)


def _described(tool: Tool) -> dict[str, Any]:
    return tool.schema() | {"origin": tool.origin or _BUILT_IN, "online": tool.online}


def _info_lines(tool: Tool) -> list[str]:
    lines = [f"{tool.name}({_arguments(tool)})", f"    {tool.description}", ""]
    properties, required = tool.parameters["properties"], tool.parameters["required"]
    for key, spec in properties.items():
        kind = " | ".join(map(str, spec["enum"])) if "enum" in spec else spec["type"]
        kind += "" if key in required else ", may be left out"
        note = f": {spec['description']}" if spec.get("description") else ""
        lines.append(f"    {key} ({kind}){note}")
    lines += [""] if properties else []
    facts = {
        "Returns": tool.returns,
        "From": tool.origin or _BUILT_IN,
        "Internet": "needed" if tool.online else "",
        "Limits": f"{tool.seconds:g} seconds, {tool.characters:,} characters",
    }
    lines += [f"{name}: {fact}" for name, fact in facts.items() if fact]
    return lines + [f"Example: {question}" for question in tool.examples]


def _result(observation: Observation | None, error: Any) -> dict[str, Any]:
    """What became of a call, as JSON."""
    if observation is None:
        return {
            "observation": "",
            "error": str(error),
            "error_kind": error.kind,
            "data": None,
            "sources": [],
        }
    return {
        "observation": observation.text,
        "error": None,
        "error_kind": None,
        "data": observation.data,
        "sources": _sources(observation),
    }


def _sources(observation: Observation) -> list[dict[str, Any]]:
    """What an answer would cite; lines that a tool has computed have no source but itself."""
    return [
        {
            "source": passage.source,
            "title": passage.title,
            "location": passage.location.to_json(),
            "quote": passage.quote or passage.text,
        }
        for passage in observation.passages
        if not passage.source.startswith("tool:")
    ]


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
