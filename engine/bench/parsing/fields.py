"""What the parsers share: the call in an object, arguments in whatever form, and clean strings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from engine.bench.instances import Call
from engine.bench.parsing.repair import find_object

# The tool that ends the work in the benchmark's golds, and its argument.
COMPLETE: Final = "task_complete"
COMPLETE_REASON: Final = "reason"
_FINISH: Final = "finish"
_FINAL_ANSWER: Final = "final_answer"
_LONGEST_NAME: Final = 200
NO_OBJECT: Final = "no JSON object"
NO_NAME: Final = "no tool's name"
NO_ARGUMENTS: Final = "the arguments are no object"


def read_call(name: object, args: object) -> tuple[Call, str]:
    """The call, and in a few words what is wrong with it ("" where nothing is)."""
    arguments, problem = read_arguments(args)
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST_NAME:
        return Call("", arguments), NO_NAME
    return Call(name.strip(), arguments), problem


def as_completed(call: Call) -> Call:
    """ToolLLaMA's Finish with a final answer as the tool task_complete; any other call as it is."""
    if call.tool_name.lower() == _FINISH and _FINAL_ANSWER in call.tool_args:
        return Call(COMPLETE, {COMPLETE_REASON: call.tool_args[_FINAL_ANSWER]})
    return call


def read_arguments(args: object) -> tuple[dict[str, Any], str]:
    """An object, also one written as a string; {} where there is none, with what is wrong."""
    if isinstance(args, str):
        text = _unquoted(args.strip())
        if not text:
            return {}, ""
        found = find_object(text) if _begins_with_object(text) else None
        return ({}, NO_ARGUMENTS) if found is None else (dict(found.value), "")
    if args is None:
        return {}, ""
    return (dict(args), "") if isinstance(args, Mapping) else ({}, NO_ARGUMENTS)


def first_text(values: Iterable[object]) -> str:
    """The first that is a text with something in it, without the blanks around it; or ""."""
    return next((v.strip() for v in values if isinstance(v, str) and v.strip()), "")


def encodable(value: Any) -> Any:
    """The same value with halves of characters, which no file can hold, replaced in all texts."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {encodable(str(key)): encodable(item) for key, item in value.items()}
    return [encodable(item) for item in value] if isinstance(value, list) else value


def _unquoted(text: str) -> str:
    """What a JSON string holds; any other text as it is."""
    try:
        value = json.loads(text, strict=False) if text.startswith('"') else text
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def _begins_with_object(text: str) -> bool:
    return text.lstrip(" \t\r\n`").removeprefix("json").removeprefix("JSON").lstrip()[:1] == "{"
