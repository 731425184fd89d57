"""What a small model may write for the arguments of a user's own tool.

Texts are words of the question, numbers are numbers that it says, and choices are the schema's, of
which those are left that the question says. What may be left out is only on offer where the
question can say it. In the training services of Schema-Guided Dialogue a choice that the question
says is meant 94 times in 100, and where it says none, none is meant 90 times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from engine.own_numbers import named_numbers, numbers_said
from engine.tools.tool import Tool
from models.language.grammar import GrammarBuilder, literal, spans, value

# Numbers on offer, and items of a list.
_MOST_NUMBERS = 24
_MOST_ITEMS = 6


def own_arguments(builder: GrammarBuilder, tool: Tool, goal: str) -> str:
    """A grammar expression for the inside of the tool's arguments object."""
    properties = _with_named_numbers(tool.parameters["properties"], goal)
    chosen = [tuple(choices_said(spec, goal)) for spec in properties.values()]
    required = {
        name
        for (name, spec), said in zip(properties.items(), chosen, strict=True)
        if name in tool.parameters["required"]
        or (len(said) == 1 and chosen.count(said) == 1)
        or "x-said" in spec
    }
    # From the last to the first: what may follow an argument, and what may come first.
    following = leading = '""'
    for name, spec in reversed(list(properties.items())):
        body = _argument(builder, spec, goal, required=name in required)
        if body is None:
            continue
        pair = builder.rule(f"{literal(json.dumps(name, ensure_ascii=False) + ': ')} {body}")
        if name in required:
            leading = f"{pair} {following}"
            following = builder.rule(f'", " {pair} {following}')
        else:
            leading = builder.rule(f"{pair} {following} | {leading}")
            following = builder.rule(f'(", " {pair})? {following}')
    return leading


def _with_named_numbers(properties: Mapping[str, Any], goal: str) -> dict[str, Any]:
    """The arguments, with the numbers in `x-said` that the question says by their names."""
    kinds = {
        name: spec["type"]
        for name, spec in properties.items()
        if spec.get("type") in ("integer", "number") and "enum" not in spec
    }
    named = {
        name: said
        for name, said in named_numbers(kinds, goal).items()
        if _is_within(properties[name], said)
    }
    taken = list(named.values())
    return {
        name: {**spec, "x-said": named[name]}
        if name in named
        else {**spec, "x-taken": taken}
        if name in kinds
        else spec
        for name, spec in properties.items()
    }


def _is_within(spec: Mapping[str, Any], number: str) -> bool:
    low, high = spec.get("minimum", float("-inf")), spec.get("maximum", float("inf"))
    return bool(low <= float(number) <= high)


def _argument(
    builder: GrammarBuilder, spec: Mapping[str, Any], goal: str, *, required: bool
) -> str | None:
    """One argument's value; None where it may be left out and the question cannot say it."""
    kind = spec.get("type")
    if "enum" in spec or "const" in spec:
        return _choice(builder, spec, goal, required=required)
    if kind == "string":
        return f'"\\"" {spans(builder, goal)} "\\""'
    if kind in ("integer", "number"):
        return _number(builder, spec, goal, required=required)
    if not required:
        return None
    if kind == "array" and spec.get("items", {}).get("type") == "string":
        return _texts(builder, spec, goal)
    return value(builder, spec)


def _choice(
    builder: GrammarBuilder, spec: Mapping[str, Any], goal: str, *, required: bool
) -> str | None:
    said = choices_said(spec, goal)
    if said:
        return "(" + " | ".join(literal(json.dumps(c, ensure_ascii=False)) for c in said) + ")"
    return value(builder, spec) if required else None


def choices_said(spec: Mapping[str, Any], goal: str) -> list[str]:
    """Those of the choices of an argument that a question says; of "premium economy" not the last
    word alone."""
    texts = [choice for choice in spec.get("enum", ()) if isinstance(choice, str) and choice]
    found = [choice for choice in texts if _says(goal, choice)]
    folded = [_in_words(choice) for choice in found]
    return [
        choice
        for choice, own in zip(found, folded, strict=True)
        if not any(own != other and own in other for other in folded)
    ]


def _says(goal: str, choice: str) -> bool:
    """Whether a question holds the choice as whole words, case apart."""
    words = _in_words(choice)
    start, end = (r"(?<![a-z0-9])", r"(?![a-z0-9])") if words.isascii() else ("", "")
    return re.search(f"{start}{re.escape(words)}{end}", _in_words(goal)) is not None


def _in_words(text: str) -> str:
    return " ".join(re.sub(r"[_\s-]+", " ", text).casefold().split())


def _number(
    builder: GrammarBuilder, spec: Mapping[str, Any], goal: str, *, required: bool
) -> str | None:
    """A number of the question: that beside the argument's name, or one that no other has."""
    if "x-said" in spec:
        return literal(spec["x-said"])
    said = numbers_said(goal, whole=spec["type"] == "integer")
    fitting = [text for text in said if _is_within(spec, text)][:_MOST_NUMBERS]
    left = [text for text in fitting if text not in spec.get("x-taken", ())]
    if left or (fitting and required):
        return "(" + " | ".join(map(literal, left or fitting)) + ")"
    return value(builder, spec) if required else None


def _texts(builder: GrammarBuilder, spec: Mapping[str, Any], goal: str) -> str:
    """A list of spans, or of the choices that its items have."""
    item = _argument(builder, spec["items"], goal, required=True)
    most = max(1, min(int(spec.get("maxItems", _MOST_ITEMS)), _MOST_ITEMS))
    further = f'(", " {item}){{0,{most - 1}}}' if most > 1 else ""
    return f'"[" {item} {further} "]"'
