"""Reading result files: anything may stand in them, so all of it is checked and cleaned here."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from engine.bench.errors import BenchError
from engine.bench.instances import CATEGORIES, Category
from engine.bench.report.fields import Fields, line
from engine.bench.report.results import (
    DIMENSIONS,
    OTHER_KINDS,
    BenchResult,
    Dimension,
    Failure,
    Group,
    InstanceFigures,
    OtherResult,
    Result,
)

# A result over the paper's 1,066 queries, with its failures and instances, is under one MiB.
_MOST_BYTES: Final = 64 * 2**20
# Numbers that are no figures of their own.
_NO_FIGURES: Final = frozenset(("questions", "seed", "version"))


def read_result(path: Path) -> Result:
    """The result in a file, whichever of the four kinds it is.

    Raises:
        BenchError: there is no such file, or it holds no result.
    """
    fields = Fields(path, _object(path))
    kind = fields.text("kind")
    if kind == "kagentbench":
        return bench_result(fields)
    for other in OTHER_KINDS:
        if kind == other:
            return OtherResult(
                path=path,
                kind=other,
                model=fields.text("model") or path.stem,
                questions=fields.count("questions"),
                figures=fields.numbers(except_for=_NO_FIGURES),
                usage=fields.plain("usage"),
            )
    raise _foreign(path)


def is_result(path: Path) -> bool:
    """Whether a file is one of the four kinds of results, its fields aside."""
    try:
        kind = _object(path).get("kind")
    except BenchError:
        return False
    return kind == "kagentbench" or kind in OTHER_KINDS


def read_scores(path: Path) -> BenchResult:
    """The result of KAgentBench in a file.

    Raises:
        BenchError: there is no such file, or it holds no result of that kind.
    """
    result = read_result(path)
    if not isinstance(result, BenchResult):
        raise BenchError(
            f"{path}: is a result of kagent bench {result.kind}; name one of: kagent bench score "
            "--out FILE"
        )
    return result


def _object(path: Path) -> Mapping[str, Any]:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            raise _foreign(path)
        if about.st_size > _MOST_BYTES:
            raise BenchError(f"{path}: is too large for a result; is it the right file?")
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise BenchError(
            f"{path}: cannot be read ({error.strerror}); check the name of the result"
        ) from error
    except (ValueError, RecursionError) as error:
        raise _foreign(path) from error
    if not isinstance(found, Mapping):
        raise _foreign(path)
    return found


def _foreign(path: Path) -> BenchError:
    return BenchError(
        f"{path}: is no result of kagent bench; write one with: kagent bench score --out FILE"
    )


def bench_result(fields: Fields) -> BenchResult:
    """The result of KAgentBench that an object is; raises BenchError where a field is wrong."""
    path = fields.path
    categories = fields.object("categories")
    return BenchResult(
        path=path,
        model=fields.text("model") or path.stem,
        data=fields.text("data") or "unknown",
        scorer=fields.text("scorer") or "unknown",
        figures={category: fields.percent(category) for category in CATEGORIES},
        overall=fields.percent("overall"),
        counts=fields.plain("counts"),
        usage=fields.plain("usage"),
        groups={
            dimension: groups for dimension in DIMENSIONS if (groups := _groups(fields, dimension))
        },
        templates={
            category: templates
            for category in CATEGORIES
            if (templates := categories.object(category).object("templates").numbers())
        },
        failures=tuple(_failures(fields)),
        instances=tuple(_instances(fields)),
    )


def _groups(fields: Fields, dimension: Dimension) -> tuple[Group, ...]:
    groups = fields.object("groups").object(dimension)
    return tuple(
        Group(line(name), group.count("instances"), _scores(group))
        for name in groups.names()
        for group in (groups.object(name),)
    )


def _failures(fields: Fields) -> Iterator[Failure]:
    for row in fields.objects("failures"):
        yield Failure(
            id=row.text("id"),
            category=row.text("category") or row.text("type"),
            template=row.text("template"),
            query=row.shown("query"),
            predicted=row.shown("predicted"),
            gold=row.shown("gold"),
            score=row.number("score"),
            problem=row.text("problem"),
        )


def _instances(fields: Fields) -> Iterator[InstanceFigures]:
    for row in fields.objects("instances"):
        yield InstanceFigures(row.text("id"), row.text("type"), _scores(row.object("scores")))


def _scores(fields: Fields) -> dict[Category, float]:
    return {
        category: value for category in CATEGORIES if (value := fields.number(category)) is not None
    }
