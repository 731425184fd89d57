"""Cases of what people write for dates, from the test material of three published parsers.

`load` reads a folder with `recognizers_specs` (Microsoft Recognizers-Text), `duckling_corpora`
(Facebook Duckling) and `jionlp_tests` (JioNLP) as their repositories hold them.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

Kind = Literal["days", "moment", "moments", "clock", "clocks", "seconds", "none"]


class Reading(NamedTuple):
    """One right answer.

    days: whole days from `start` to before `end`; `loose`: `end` may itself be the last day.
    moment, moments: one point, and from one to another; with `slack`, to the last minute or hour
    named, `end` being where that one ends. clock, clocks: the same on no stated day.
    seconds: a length. none: the text is no date and has to be refused.
    """

    kind: Kind
    start: datetime = datetime.min
    end: datetime = datetime.min
    seconds: float = 0.0
    loose: bool = False
    slack: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the moment it is said at, and its right answers.

    `clock` is the offset of the clock that the answers are told on, where a time zone in the text
    does not change it.
    """

    source: str
    language: str
    text: str
    now: datetime
    readings: tuple[Reading, ...]
    clock: timedelta | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the first answer."""
        return self.readings[0].kind

    @property
    def held_out(self) -> bool:
        """Whether its text belongs to the half that nobody looks at while working."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def load(folder: Path) -> list[Case]:
    """Every case under `folder`."""
    return [*_recognizers(folder), *_duckling(folder), *_jionlp(folder)]


_PARSERS = (
    "DateParser", "TimeParser", "DateTimeParser", "DatePeriodParser", "TimePeriodParser",
    "DateTimePeriodParser", "DurationParser", "HolidayParser", "DateTimeModel",
)  # fmt: skip
_DEFAULT_NOW = datetime(2016, 11, 7)


def _recognizers(folder: Path) -> Iterator[Case]:
    for language, code in (("English", "en"), ("Chinese", "zh")):
        for name in _PARSERS:
            path = folder / "recognizers_specs" / "Specs" / "DateTime" / language / f"{name}.json"
            for spec in json.loads(path.read_text(encoding="utf-8-sig")):
                written = spec.get("Context", {}).get("ReferenceDateTime")
                now = datetime.fromisoformat(written[:19]) if written else _DEFAULT_NOW
                for result in spec["Results"]:
                    readings = tuple(read_recognized(result))
                    if readings:
                        yield Case(f"recognizers/{name}", code, result["Text"], now, readings)


def read_recognized(result: dict[str, Any]) -> Iterator[Reading]:
    """What a result of Recognizers-Text says, in its parsers' or its models' form."""
    value = result.get("Value") or {}
    for side in ("FutureResolution", "PastResolution"):
        for kind, fields in _RESOLUTIONS:
            found = [value.get(side, {}).get(field) for field in fields]
            if all(found):
                yield from _reading(kind, *found)
    for one in (result.get("Resolution") or {}).get("values") or ():
        kind, fields = _VALUES.get(one.get("type"), ("none", ()))
        found = [one.get(field) for field in fields]
        if found and all(found) and not one.get("Mod") and "not resolved" not in found:
            yield from _reading(kind, *found)


_RESOLUTIONS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("days", ("date",)),
    ("days", ("startDate", "endDate")),
    ("moment", ("dateTime",)),
    ("moments", ("startDateTime", "endDateTime")),
    ("clock", ("time",)),
    ("clocks", ("startTime", "endTime")),
    ("seconds", ("duration",)),
)
_VALUES: dict[str | None, tuple[Kind, tuple[str, ...]]] = {
    "date": ("days", ("value",)),
    "daterange": ("days", ("start", "end")),
    "datetime": ("moment", ("value",)),
    "datetimerange": ("moments", ("start", "end")),
    "time": ("clock", ("value",)),
    "timerange": ("clocks", ("start", "end")),
    "duration": ("seconds", ("value",)),
}


def _reading(kind: Kind, first: str, last: str | None = None) -> Iterator[Reading]:
    try:
        if kind == "seconds":
            yield Reading(kind, seconds=float(first))
        elif kind == "days":
            start = datetime.fromisoformat(first)
            if start.year == 1:
                # How the specification writes a day that does not exist.
                yield Reading("none")
                return
            # The specification ends a week on its next Monday, but "to the 15th" on the 15th.
            end = datetime.fromisoformat(last) if last else start + timedelta(1)
            yield Reading(kind, start, end, loose=last is not None)
        else:
            day = "2000-01-01T" if kind in ("clock", "clocks") else ""
            ends = [datetime.fromisoformat(day + one) for one in (first, last or first)]
            yield Reading(kind, *ends)
    except ValueError:
        return


_EXAMPLES = re.compile(
    r"examples\s*\((?P<answer>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\s*"
    r"\[(?P<texts>(?:[^\]\"]|\"(?:\\.|[^\"\\])*\")*)\]"
)
_TEXT = re.compile(r"\"((?:\\.|[^\"\\])*)\"")
_STAMP = re.compile(r"\((\d+), *(\d+), *(\d+), *(\d+), *(\d+), *([\d.]+)\)")
_GRAIN = re.compile(r"\b(Second|Minute|Hour|Day|Week|Month|Quarter|Year)\b")
_DUCKLING_NOW, _DUCKLING_CLOCK = datetime(2013, 2, 12, 4, 30), timedelta(hours=-2)
_UNIT_SECONDS = {
    "Second": 1, "Minute": 60, "Hour": 3600, "Day": 86400, "Week": 7 * 86400, "Month": 30 * 86400,
    "Quarter": 91.25 * 86400, "Year": 365 * 86400,
}  # fmt: skip


def _duckling(folder: Path) -> Iterator[Case]:
    base = folder / "duckling_corpora" / "Duckling"
    for code, files in (("en", ("EN/Corpus.hs", "EN/US/Corpus.hs")), ("zh", ("ZH/Corpus.hs",))):
        for family in ("Time", "Duration"):
            for name in files:
                if (base / family / name).is_file():
                    yield from _duckling_file(base / family / name, f"duckling/{family}", code)


def _duckling_file(path: Path, source: str, code: str) -> Iterator[Case]:
    source_text = re.sub(r"^\s*--.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for block in re.split(r"\n(?=\w+ ::)", source_text):
        if block.startswith("negativeCorpus"):
            listed = block.partition("examples =")[2]
            for one in _TEXT.findall(listed):
                yield Case(source, code, _unescaped(one), _DUCKLING_NOW, (Reading("none"),))
        elif not block.startswith("diff"):
            for found in _EXAMPLES.finditer(block):
                answer = _duckling_answer(found["answer"])
                for one in _TEXT.findall(found["texts"]) if answer else ():
                    text = _unescaped(one)
                    yield Case(source, code, text, _DUCKLING_NOW, (answer,), _DUCKLING_CLOCK)


def _unescaped(text: str) -> str:
    # Haskell writes other characters as decimal escapes.
    text = re.sub(r"\\(\d+)", lambda found: chr(int(found[1])), text)
    return text.replace('\\"', '"').replace("\\&", "").replace("\\\\", "\\")


def _duckling_answer(answer: str) -> Reading | None:
    if found := re.match(r"DurationData (\d+) (\w+)", answer.strip()):
        return Reading("seconds", seconds=int(found[1]) * _UNIT_SECONDS[found[2]])
    try:
        stamps = [datetime(*map(int, map(float, one))) for one in _STAMP.findall(answer)]
    except ValueError:
        # The corpus has an end on a 31 April.
        return None
    grain = _GRAIN.search(re.sub(r'"[^"]*"', "", answer))
    if not stamps or grain is None or "Open" in answer:
        return None
    fine = grain[0] in ("Second", "Minute", "Hour")
    if not fine:
        return Reading("days", stamps[0], [*stamps, _after(stamps[0], grain[0])][1])
    if len(stamps) == 1:
        return Reading("moment", stamps[0], stamps[0])
    return Reading("moments", *stamps[:2], slack=timedelta(seconds=_UNIT_SECONDS[grain[0]]))


def _after(start: datetime, grain: str) -> datetime:
    if grain in ("Day", "Week"):
        return start + timedelta(7 if grain == "Week" else 1)
    months = {"Month": 1, "Quarter": 3, "Year": 12}[grain]
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=1)


def _jionlp(folder: Path) -> Iterator[Case]:
    path = folder / "jionlp_tests" / "test" / "test_time_parser.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    stamps: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            target = node.targets[0]
            if isinstance(target, ast.Name) and target.id.startswith("_ts"):
                stamps[target.id] = node.value.value
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.List)
            and len(node.elts) == 3
            and isinstance(node.elts[2], ast.Dict)
        ):
            case = _jionlp_case(node.elts, stamps)
            if case:
                yield case


def _jionlp_case(parts: list[ast.expr], stamps: dict[str, int]) -> Case | None:
    try:
        text, answer = ast.literal_eval(parts[0]), ast.literal_eval(parts[2])
    except ValueError:
        return None
    base = _jionlp_base(parts[1], stamps)
    if base is None and answer.get("type") != "time_delta":
        return None
    # The tests were written in UTC+8.
    now = datetime.fromtimestamp(base or 0, UTC).replace(tzinfo=None) + timedelta(hours=8)
    if answer.get("definition") != "accurate":
        return None
    reading = read_jionlp(answer)
    return Case("jionlp", "zh", text, now, (reading,)) if reading else None


def _jionlp_base(node: ast.expr, stamps: dict[str, int]) -> float | None:
    if isinstance(node, ast.Name):
        return stamps.get(node.id)
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, int | float) else None


def _jionlp_length(units: Any) -> Reading | None:
    if not (isinstance(units, dict) and {unit.title() for unit in units} <= set(_UNIT_SECONDS)):
        return None
    seconds = sum(float(units[unit]) * _UNIT_SECONDS[unit.title()] for unit in units)
    return Reading("seconds", seconds=seconds)


def read_jionlp(answer: dict[str, Any]) -> Reading | None:
    """What a result of JioNLP's says; None for repetitions and vague ends."""
    if answer["type"] == "time_delta":
        return _jionlp_length(answer["time"])
    if answer["type"] not in ("time_point", "time_span"):
        return None
    try:
        start, end = (datetime.fromisoformat(one) for one in answer["time"])
    except (ValueError, TypeError):
        return None
    if (start.hour, start.minute, start.second) == (0, 0, 0) and (end.hour, end.second) == (23, 59):
        return Reading("days", start, end + timedelta(seconds=1))
    if answer["type"] == "time_point" and end - start < timedelta(hours=1):
        return Reading("moment", start, start)
    return Reading("moments", start, end, slack=timedelta(seconds=end.second))
