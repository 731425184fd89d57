"""Reading the call or the answer that a model wrote in whatever form its template asked for.

Crafted templates invent their own forms (paper appendix B.2: an expression that chooses an API and
one with its parameters, or JSON). What they have in common is a tool's name and its arguments, so
these are looked for: in JSON, on labelled lines, between tags, or as a function call.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.cleaning import clean
from engine.events import Command

# Names that published templates give to the step that ends the work.
_FINISHING = ("finish", "final_answer", "final answer", "finalanswer")
_ANSWER_KEYS = (
    "final_answer",
    "answer",
    "response",
    "output",
    "result",
    "text",
    "content",
    "reason",
)
_NAME_KEYS = re.compile(
    r"^(?:.*[_ -])?(?:api|tool|function|command|action|plugin|name"
    r"|工具|函数|命令|动作|接口|操作|调用)(?:[_ -]?name)?(?:名称?)?$",
    re.IGNORECASE,
)
# What a label at the beginning of a line may be decorated with.
_DECORATED = r"^[ \t>*#-]*(?:\*\*)?"
_FINAL = re.compile(
    _DECORATED + r"<?/?(?:final[ _]?(?:answer|response|reply|result)|final|answer"
    r"|最终(?:答案|回答|回复|结论)|答案|回答|结论)>?(?:\*\*)?[ \t]*"
    r"(?:[:：>]|(?<=>))[ \t]*(?:\*\*)?",
    re.IGNORECASE | re.MULTILINE,
)
# Where a model begins to write what only the program may: the result of its own call.
_OBSERVED = re.compile(
    _DECORATED + r"(?:<\|startofexec\|>|<?(?:observation|result|api[ _]results?"
    r"|tool[ _](?:result|output)|观察(?:结果)?|工具(?:结果|返回)|调用结果|结果)>?"
    r"(?:\*\*)?[ \t]*[:：>])",
    re.IGNORECASE | re.MULTILINE,
)
_LABELLED = re.compile(
    r"^[ \t>*#-]*([^:：\n{}\[\]\"']{1,40}?)[ \t*]*[:：=][ \t*]*(.*)$", re.MULTILINE
)
_TAGGED = re.compile(r"<([\w\u4e00-\u9fff-]{1,40})>\s*([^<>]*?)\s*</\1>", re.DOTALL)
_WRAPPING = " \t`'\"*<>[]()（）【】「」《》。.,，；;"
_MOST_OBJECTS = 64
# A backslash in a string, with what it escapes where it escapes anything.
_ESCAPE = re.compile(r"\\([\\'\"abfnrtvxuU\n]?)")


@dataclass(frozen=True, slots=True)
class FinalAnswer:
    """The model ended with an answer, which may be empty where a call only ends the work."""

    text: str


@dataclass(frozen=True, slots=True)
class NoCall:
    """The text holds no call; `problem` says what was wrong with what looks like one."""

    problem: str = ""


Reading = Command | FinalAnswer | NoCall
Parameters = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Found:
    place: int
    reading: Command | FinalAnswer


def without_observation(text: str) -> str:
    """The text up to where the model goes on with results that it made up."""
    found = next((m for m in _OBSERVED.finditer(text) if text[: m.start()].strip()), None)
    return text[: found.start()].rstrip() if found is not None else text


def read_step(text: str, tools: Parameters) -> Reading:
    """The first call or final answer; `tools` are the names with their parameters' names."""
    reader = _Reader({name: tuple(parameters) for name, parameters in tools.items()})
    calls = [
        found
        for found in (
            reader.in_objects(text),
            reader.in_tags(text),
            reader.in_lines(text),
            reader.as_function(text),
        )
        if found is not None
    ]
    first = min(calls, key=lambda found: found.place, default=None)
    final = _FINAL.search(text)
    if final is not None and (first is None or final.start() < first.place):
        answer = text[final.end() :].strip()
        if answer:
            return FinalAnswer(answer.removesuffix("```").strip())
    if first is not None:
        return first.reading
    return NoCall(reader.problem)


class _Reader:
    """Looks for one call in each of the forms."""

    def __init__(self, tools: Mapping[str, tuple[str, ...]]) -> None:
        self._tools = tools
        self._by_folded = {name.casefold(): name for name in tools}
        self.problem = ""

    def _tool(self, text: object) -> str | None:
        if not isinstance(text, str):
            return None
        folded = text.strip(_WRAPPING).casefold()
        if folded in self._by_folded:
            return self._by_folded[folded]
        return "finish" if folded in _FINISHING else None

    def _found(self, place: int, name: str, args: Mapping[str, Any]) -> _Found:
        if name == "finish" and name not in self._tools:
            return _Found(place, FinalAnswer(_answer(args)))
        return _Found(place, Command(name, _cleaned(args)))

    def in_objects(self, text: str) -> _Found | None:
        """JSON that holds the name and the arguments, or a name before the arguments."""
        for place, value in _objects(text):
            found = self._in_object(value)
            if found is not None:
                return self._found(place, *found)
        return None

    def _in_object(self, value: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
        for level in _levels(value):
            for key, item in level.items():
                name = self._tool(item)
                if name is not None and not (name == "finish" and not _NAME_KEYS.match(key)):
                    return name, self._arguments(name, level, key)
                keyed = self._tool(key)
                if keyed is not None and isinstance(item, dict):
                    return keyed, item
                if isinstance(item, str) and _NAME_KEYS.match(key) and _is_word(item):
                    self.problem = self.problem or f"there is no tool named {item.strip()[:40]}"
        return None

    def _arguments(self, name: str, level: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        others = {other: item for other, item in level.items() if other != key}
        known = set(self._tools.get(name, ()))
        for item in others.values():
            inner = _as_object(item)
            if inner is not None and (not inner or not known or known & set(inner)):
                return inner
        own = {other: item for other, item in others.items() if other in known}
        if own or name == "finish":
            return own or others
        nested = [inner for inner in map(_as_object, others.values()) if inner]
        return nested[0] if nested else {}

    def in_lines(self, text: str) -> _Found | None:
        """A labelled line with the name, and the arguments below it."""
        for match in _LABELLED.finditer(text):
            name = self._tool(match.group(2))
            label = match.group(1).strip(_WRAPPING)
            if name is not None and (name != "finish" or _NAME_KEYS.match(label)):
                return self._found(match.start(), name, self._below(name, text[match.end() :]))
            if _NAME_KEYS.match(label) and _is_word(match.group(2).strip(_WRAPPING)):
                wrong = match.group(2).strip(_WRAPPING)[:40]
                self.problem = self.problem or f"there is no tool named {wrong}"
        return None

    def in_tags(self, text: str) -> _Found | None:
        """A name between tags, and the arguments in tags after it."""
        for match in _TAGGED.finditer(text):
            name = self._tool(match.group(2))
            if name is not None:
                return self._found(match.start(), name, self._below(name, text[match.end() :]))
        return None

    def _below(self, name: str, rest: str) -> Mapping[str, Any]:
        known = self._tools.get(name, ())
        for place, value in _objects(rest):
            if not known or name == "finish" or not value or set(known) & set(value):
                return value
            if _FINAL.search(rest[:place]):
                break
        pairs = [(m.group(1), m.group(2)) for m in _TAGGED.finditer(rest)]
        pairs += [
            (m.group(1).strip(_WRAPPING), m.group(2).strip(" \t`'\"*,;，；"))
            for m in _LABELLED.finditer(rest)
        ]
        return {key: value for key, value in reversed(pairs) if key in known}

    def as_function(self, text: str) -> _Found | None:
        """A call in the manner of Python: name(argument="value")."""
        for name, parameters in self._tools.items():
            for match in re.finditer(rf"(?<![\w.]){re.escape(name)}\s*\(", text):
                inside = _inside(text, match.end())
                if inside is None:
                    continue
                args = _keywords(inside, parameters)
                if args is not None:
                    return self._found(match.start(), name, args)
        return None


def _inside(text: str, start: int) -> str | None:
    """What stands between the bracket that ended before `start` and its counterpart."""
    depth, quote, escaped = 1, "", False
    for place in range(start, min(len(text), start + 4000)):
        character = text[place]
        if quote:
            quote = "" if character == quote and not escaped else quote
            escaped = character == "\\" and not escaped
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return text[start:place]
    return None


def _escaped(match: re.Match[str]) -> str:
    """A backslash that escapes nothing, which Python would warn of, stands for itself."""
    return match.group() if match.group(1) else "\\\\"


def _keywords(inside: str, parameters: tuple[str, ...]) -> dict[str, Any] | None:
    if not inside.strip():
        return {}
    if inside.lstrip().startswith("{"):
        return _as_object(inside)
    try:
        call = ast.parse(f"f({_ESCAPE.sub(_escaped, inside)})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(call, ast.Call):
        return None
    pairs = list(zip(parameters, call.args, strict=False))
    pairs += [(word.arg, word.value) for word in call.keywords if word.arg]
    try:
        return {name: ast.literal_eval(value) for name, value in pairs}
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _objects(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects that stand in the text, the outermost ones."""
    decoder = json.JSONDecoder(strict=False)
    start = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if start < 0:
            return
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        if isinstance(value, dict):
            yield start, value
        start = text.find("{", end)


def objects_in(text: str) -> list[dict[str, Any]]:
    """The JSON objects that stand in a text, the outermost ones, in their order."""
    return [value for _, value in _objects(text)]


def _levels(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The object and those within it, the outer ones first."""
    waiting: list[Mapping[str, Any]] = [value]
    while waiting:
        level = waiting.pop(0)
        yield level
        for item in level.values():
            inner = _as_object(item)
            if inner:
                waiting.append(inner)
            elif isinstance(item, list):
                waiting += [entry for entry in item if isinstance(entry, dict)]


def _as_object(item: object) -> dict[str, Any] | None:
    """A JSON object, also one that is written as a string."""
    if isinstance(item, str) and item.lstrip().startswith("{"):
        try:
            item = json.loads(item, strict=False)
        except (ValueError, RecursionError):
            return None
    return item if isinstance(item, dict) else None


def _answer(args: Mapping[str, Any]) -> str:
    named = [args[key] for key in _ANSWER_KEYS if isinstance(args.get(key), str)]
    return clean(named[0]).strip() if named else ""


def _cleaned(args: Mapping[str, Any]) -> dict[str, Any]:
    return {
        clean(str(key)): clean(item) if isinstance(item, str) else item
        for key, item in args.items()
    }


def _is_word(text: str) -> bool:
    """Whether it may be meant as a tool's name."""
    return bool(re.fullmatch(r"[A-Za-z]\w*(?:[._-]\w+)*", text.strip())) and "_" in text
