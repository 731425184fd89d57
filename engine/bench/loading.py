"""Reading benchmark files and predictions: what cannot be used is said and counted.

The fields of the published format are in engine.bench.instances. A line that cannot be used is a
bad line; a line that can, with something wrong in it, is used and said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from engine.bench.errors import BenchError, in_short
from engine.bench.instances import (
    PLAIN,
    STEP_TYPES,
    TEMPLATES,
    TYPES,
    Instance,
    InstanceType,
    Prediction,
)
from engine.bench.lines import read_lines
from engine.bench.parsing.fields import encodable
from engine.bench.right_answers import call_of, golds_of

_TEMPLATES: Final[Mapping[str, str]] = {name.casefold(): name for name in TEMPLATES}
_MOST_PROBLEMS: Final = 100_000
_Item = TypeVar("_Item", Instance, Prediction)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The usable instances of a file, in its order.

    `problems` are one line each; `duplicates` are the ids of lines left out because an earlier
    line has the same; `bad_lines` counts the lines that cannot be used.
    """

    instances: tuple[Instance, ...]
    problems: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    bad_lines: int = 0


@dataclass(frozen=True, slots=True)
class LoadedPredictions:
    """The usable predictions of a file, one for each id; see Loaded for the rest.

    Of lines with the same id the last one counts.
    """

    predictions: tuple[Prediction, ...]
    problems: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    bad_lines: int = 0


class _UnusableError(Exception):
    """A line cannot be used; the message says why."""


@dataclass(slots=True)
class _Notes:
    """What there is to say of one file's lines."""

    path: Path
    problems: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    bad_lines: int = 0

    def say(self, number: int, problem: str) -> None:
        """Raises BenchError where it is one of too many: of another kind of file, say."""
        if len(self.problems) >= _MOST_PROBLEMS:
            raise BenchError(
                f"{self.path}: {_MOST_PROBLEMS:,} things are wrong with it by line {number}"
                f"{_first(self)}; is it the right file?"
            )
        self.problems.append(f"{self.path.name}, line {number}: {problem}")

    def bad(self, number: int, problem: str) -> None:
        self.bad_lines += 1
        self.say(number, problem)

    def twice(self, number: int, name: str, kept: str) -> None:
        self.duplicates.append(name)
        self.say(number, f"the id {_short(name)} once more; {kept}")


def load_instances(path: Path) -> Loaded:
    """The instances of a benchmark file, which may be compressed with gzip.

    Raises:
        BenchError: the file cannot be read or holds no instance.
    """
    found, notes = _load(path, _instance, last_counts=False)
    if not found:
        raise BenchError(
            f"{path}: holds no instance{_first(notes)}; give a file of JSON lines with id, query, "
            "type, golden_result_list and prompt_input"
        )
    return Loaded(found, tuple(notes.problems), tuple(notes.duplicates), notes.bad_lines)


def load_predictions(path: Path) -> LoadedPredictions:
    """The predictions of a file, which may be compressed with gzip.

    Raises:
        BenchError: the file cannot be read or holds no prediction.
    """
    found, notes = _load(path, _prediction, last_counts=True)
    if not found:
        raise BenchError(
            f"{path}: holds no prediction{_first(notes)}; give what `kagent bench run` has written"
        )
    return LoadedPredictions(found, tuple(notes.problems), tuple(notes.duplicates), notes.bad_lines)


def _load(
    path: Path,
    made_of: Callable[[Mapping[str, Any] | str, list[str]], _Item],
    *,
    last_counts: bool,
) -> tuple[tuple[_Item, ...], _Notes]:
    """What the lines hold, one for each id: that of the first line with it, or of the last.

    `made_of` adds to the list what is wrong with a line that can be used.
    """
    notes = _Notes(path)
    found: dict[str, _Item] = {}
    for number, row in read_lines(path):
        said: list[str] = []
        try:
            item = made_of(row, said)
        except _UnusableError as error:
            notes.bad(number, str(error))
            continue
        if item.id in found:
            notes.twice(number, item.id, f"the {'last' if last_counts else 'first'} line is kept")
            if not last_counts:
                continue
        for problem in said:
            notes.say(number, problem)
        found[item.id] = item
    return tuple(found.values()), notes


def _instance(row: Mapping[str, Any] | str, said: list[str]) -> Instance:
    """Raises _UnusableError."""
    name, row = _named(row)
    kind = _type(row.get("type"))
    golds = golds_of(kind, row.get("golden_result_list"), said)
    if not golds:
        raise _UnusableError(f"{_short(name)} has no right answer that can be used")
    prompts = _texts(row.get("prompt_input"), "the prompt", said)
    if not prompts:
        raise _UnusableError(f"{_short(name)} has no prompt that can be used")
    if kind in STEP_TYPES:
        said += [
            f"the template {_short(template)} is not known; no call is read from its predictions"
            for template in prompts
            if template not in TEMPLATES
        ]
    funcs = row.get("funcs")
    last = row.get("memory_last_task")
    return Instance(
        id=name,
        query=_text(row.get("query")),
        type=kind,
        golds=golds,
        prompts=prompts,
        funcs=tuple(each for each in funcs if isinstance(each, dict))
        if isinstance(funcs, list)
        else (),
        memory_type=_text(row.get("memory_type")) or "none",
        last_task=call_of(last, "memory_last_task", said) if last else None,
        row=row,
    )


def _type(value: Any) -> InstanceType:
    """Raises _UnusableError."""
    for kind in TYPES:
        if value == kind:
            return kind
    raise _UnusableError(f"the type {_short(value)} is none of {', '.join(TYPES)}")


def _prediction(row: Mapping[str, Any] | str, said: list[str]) -> Prediction:
    """Raises _UnusableError."""
    name, row = _named(row)
    if "model_predict" not in row:
        raise _UnusableError(f"{_short(name)} has no model_predict")
    return Prediction(name, _texts(row["model_predict"], "the prediction", said))


def _named(row: Mapping[str, Any] | str) -> tuple[str, Mapping[str, Any]]:
    """The id and the line; raises _UnusableError."""
    if isinstance(row, str):
        raise _UnusableError(row)
    name = row.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        return str(name), row
    if isinstance(name, str) and name.strip():
        # As the file of predictions can hold it, so that they find each other.
        return encodable(name), row
    raise _UnusableError("has no id")


def _texts(value: Any, what: str, said: list[str]) -> dict[str, str]:
    """Texts by their template; one text alone is under PLAIN. None and other empty JSON: nothing.

    The names of known templates are written as this program writes them.
    """
    if isinstance(value, str):
        return {PLAIN: value}
    if value is None:
        return {}
    if not isinstance(value, dict):
        said.append(f"{what} is neither a text nor texts by template")
        return {}
    found: dict[str, str] = {}
    for template, text in value.items():
        if text is None:
            continue
        if not isinstance(text, str):
            said.append(f"{what} of {_short(template)} is no text; its JSON is taken")
        known = _TEMPLATES.get(template.casefold(), template)
        if known in found:
            said.append(f"{what} of {known} once more; the last one is kept")
        found[known] = _text(text)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _short(value: Any) -> str:
    return in_short(_text(value)) or '""'


def _first(notes: _Notes) -> str:
    return f" ({notes.problems[0]})" if notes.problems else ""
