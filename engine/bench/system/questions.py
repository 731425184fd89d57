"""The questions that the whole program is asked, as a file holds them.

A line of JSON, or an element of a JSON list, has `question`, and may have `id`, `language` (en or
zh), `category`, `now` (the clock, ISO), `before` (what was asked earlier in the session), `online`
(it needs the internet), `tool` (the tools that may come first), `args` (of each of these, in the
same order), and what a right answer is: `answer` (alternatives, each a list of strings that must
all be there), `refuse` (nothing in the library answers) or `outcome` "talk" (no tool is needed).
`source` is the document that holds the answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, get_args

from engine.bench.errors import BenchError, in_short
from engine.bench.lines import opened
from engine.events import Language
from engine.language import detect_language

_LARGEST: Final = 256 << 20
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `args[i]` are those of `tool[i]`, and `row` is the line as it was read."""

    id: str
    language: Language
    category: str
    now: datetime
    question: str
    before: tuple[str, ...] = ()
    online: bool = False
    tool: tuple[str, ...] = ()
    args: tuple[Mapping[str, Any], ...] = ()
    answer: tuple[tuple[str, ...], ...] = ()
    refuse: bool = False
    outcome: str = ""
    source: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_checkable(self) -> bool:
        """Whether the row says what a right answer is."""
        return bool(self.answer) or self.refuse or self.outcome == "talk"


def read_questions(path: Path, now: datetime) -> list[Question]:
    """The questions of a file; `now` is the clock of those that name none.

    Raises:
        BenchError: the file cannot be read, or a line of it; says which and what is wrong.
    """
    questions: list[Question] = []
    known: set[str] = set()
    for number, row in enumerate_rows(path):
        try:
            question = question_of(row, number, now)
            if question.id in known:
                raise ValueError(f'the id "{in_short(question.id)}" was given before')
        except ValueError as error:
            raise BenchError(f"{path}, line {number}: {error}; correct that line") from None
        known.add(question.id)
        questions.append(question)
    if not questions:
        raise BenchError(f"{path}: there are no questions in it; give one a line, as JSON")
    return questions


def asked_digest(question: Question, *more: object) -> str:
    """A short name of what is asked, and when; how it is judged may change.

    Where the row names no time, it is the day: what was answered today need not be asked again.
    """
    now = question.now if question.row.get("now") else question.now.date()
    asked = [*question.before, question.question, question.language, now.isoformat()]
    text = json.dumps([*asked, question.online, *more], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def enumerate_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a file of JSON lines, or of one JSON list, counted from 1; .gz is unpacked.

    Raises:
        BenchError: it cannot be read, or holds something else.
    """
    text = _text(path)
    if text.lstrip().startswith("["):
        try:
            rows = list(enumerate(json.loads(text), 1))
        except (ValueError, RecursionError):
            raise BenchError(f"{path}: it begins like a list in JSON and is none") from None
    else:
        rows = [
            (number, _object(path, number, line))
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
    for number, row in rows:
        if not isinstance(row, dict):
            raise BenchError(f"{path}, line {number}: no object in JSON; correct that line")
        yield number, row


def _text(path: Path) -> str:
    with opened(path) as stream:
        data = stream.read(_LARGEST)
    if len(data) == _LARGEST:
        raise BenchError(f"{path}: too large for a file of questions; name another")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BenchError(f"{path}: it is not in UTF-8; save it so") from None


def _object(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise BenchError(f"{path}, line {number}: not JSON; correct that line") from None


def question_of(row: Mapping[str, Any], number: int, now: datetime) -> Question:
    """The question of a row.

    Raises:
        ValueError: a value is not of the kind that it should be; says which.
    """
    asked = _string(row, "question")
    if not asked.strip():
        raise ValueError('there is no "question"')
    tool, args = _plans(row)
    outcome = _string(row, "outcome")
    if outcome not in ("", "talk"):
        raise ValueError('"outcome" must be "talk"')
    return Question(
        id=_string(row, "id") or f"line-{number}",
        language=_language(row, asked),
        category=_string(row, "category"),
        now=_moment(row, now),
        question=asked,
        before=_strings(row.get("before", ()), "before"),
        online=_flag(row, "online"),
        tool=tool,
        args=args,
        answer=_alternatives(row.get("answer", ())),
        refuse=_flag(row, "refuse"),
        outcome=outcome,
        source=_string(row, "source"),
        row=row,
    )


def _string(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise ValueError(f'"{name}" must be a string')
    return found


def _flag(row: Mapping[str, Any], name: str) -> bool:
    found = row.get(name, False)
    if not isinstance(found, bool):
        raise ValueError(f'"{name}" must be true or false')
    return found


def _strings(found: Any, name: str) -> tuple[str, ...]:
    if isinstance(found, str):
        return (found,)
    if not isinstance(found, list | tuple) or not all(
        isinstance(one, str) and one.strip() for one in found
    ):
        raise ValueError(f'"{name}" must be a list of strings that are not empty')
    return tuple(found)


def _alternatives(found: Any) -> tuple[tuple[str, ...], ...]:
    given = [found] if isinstance(found, str) else found
    if not isinstance(given, list | tuple):
        raise ValueError('"answer" must be a list of alternatives')
    alternatives = tuple(_strings(one, "answer") for one in given)
    if not all(alternatives):
        raise ValueError('an alternative of "answer" is empty')
    return alternatives


def _plans(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[Mapping[str, Any], ...]]:
    tools = _strings(row.get("tool") or (), "tool")
    args = row.get("args") or ()
    given = [args] if isinstance(args, dict) else args
    if not isinstance(given, list | tuple) or not all(isinstance(one, dict) for one in given):
        raise ValueError('"args" must be a list of objects')
    if not given:
        given = [{} for _ in tools]
    if len(given) != len(tools):
        raise ValueError('"args" must be one object for each "tool"')
    return tools, tuple(given)


def _language(row: Mapping[str, Any], asked: str) -> Language:
    found = row.get("language")
    if found is None:
        return detect_language(asked)
    if found not in LANGUAGES:
        raise ValueError('"language" must be "en" or "zh"')
    return LANGUAGES[LANGUAGES.index(found)]


def _moment(row: Mapping[str, Any], now: datetime) -> datetime:
    written = _string(row, "now")
    if not written:
        return now
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        raise ValueError('"now" must be a date and time such as 2026-11-20T09:30') from None
