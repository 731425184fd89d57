"""The user's own tools in Python: files in the tools folder, and packages' entry points.

Each is described by a process of its own (engine.own_tools.custom_worker), never loaded here. One
that is broken is a line of warning, and the others work.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cleaning import clean_line
from engine.own_tools.custom_call import Code, ToolPlaces, custom_tool, write_log
from engine.own_tools.description_cache import DescriptionCache
from engine.own_tools.worker_process import WorkerError, run_worker
from engine.tools.tool import Tool

DESCRIBING_SECONDS = 20.0
_AT_ONCE = 4
_NO_TOOLS = ("_", "test_", ".")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where tools may be: `key` and `stamp` are for the cache, no stamp for none.

    `label` names it in a warning, and `remedy` says what to do about it.
    """

    key: str
    stamp: str | None
    label: str
    remedy: str
    code: Code


@dataclass(frozen=True, slots=True)
class Found:
    """Tools that work, and a line about each that does not."""

    tools: tuple[Tool, ...] = ()
    warnings: tuple[str, ...] = ()


def file_candidates(folder: Path) -> list[Candidate]:
    """The Python files of the tools folder, in the order of their names."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".py")
    except OSError:
        return []
    return [_file(path) for path in paths if _may_hold_tools(path)]


def _may_hold_tools(path: Path) -> bool:
    return (
        not path.name.startswith(_NO_TOOLS)
        and not path.stem.endswith("_test")
        and path.stem != "conftest"
        and path.is_file()
    )


def _file(path: Path) -> Candidate:
    path = path.absolute()
    try:
        state = path.stat()
        stamp = f"{state.st_mtime_ns} {state.st_size}"
    except OSError:
        stamp = None
    return Candidate(
        key=str(path),
        stamp=stamp,
        label=path.name,
        remedy="correct it, or rename it so that its name begins with _",
        code=Code({"path": str(path)}, f"file {path.name}", path.parent),
    )


def find_custom_tools(
    places: ToolPlaces,
    candidates: Sequence[Candidate],
    cancel: threading.Event | None = None,
) -> Found:
    """The tools of these places. Where the cache knows them, no process is started."""
    cache = DescriptionCache(places.cache / "tools.json")
    known = [cache.get(one.key, one.stamp) if one.stamp else None for one in candidates]
    lacking = [one for one, there in zip(candidates, known, strict=True) if there is None]

    def describe(one: Candidate) -> dict[str, Any]:
        return _described(one, places, cancel)

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="kagent-tools") as pool:
        fresh = dict(zip((one.key for one in lacking), pool.map(describe, lacking), strict=True))
    for one in lacking:
        if one.stamp and "error" not in fresh[one.key]:
            cache.put(one.key, one.stamp, fresh[one.key])
    cache.save({one.key for one in candidates})
    tools: list[Tool] = []
    warnings: list[str] = []
    for one, there in zip(candidates, known, strict=True):
        found = there or fresh[one.key]
        tools += [custom_tool(entry, one.code, places.logs) for entry in found.get("tools", ())]
        warnings += list(_warnings(one, found))
    return Found(tuple(tools), tuple(warnings))


def _described(
    one: Candidate, places: ToolPlaces, cancel: threading.Event | None
) -> dict[str, Any]:
    request = {**one.code.request, "mode": "describe"}
    try:
        reply = run_worker(
            request, folder=one.code.folder, seconds=DESCRIBING_SECONDS, cancel=cancel
        )
    except WorkerError as error:
        write_log(places.logs, f"tools-of-{Path(one.label).stem}", error.printed)
        late = f"it does not load within {DESCRIBING_SECONDS:g} seconds"
        says = {"timed_out": late, "cancelled": "it was not loaded, for that was cancelled"}
        gone = f"its process ended while it loaded ({error})"
        return {"error": {"message": says.get(error.trouble, gone)}}
    answer = reply.answer
    if "error" in answer:
        write_log(places.logs, f"tools-of-{Path(one.label).stem}", answer["error"]["trace"])
    return answer


def _warnings(one: Candidate, found: dict[str, Any]) -> Iterator[str]:
    if "error" in found:
        message = clean_line(found["error"]["message"]).rstrip(".")
        yield f"{one.label}: {message}; {one.remedy}"
    for problem in found.get("problems", ()):
        yield f"{one.label}: {clean_line(problem)}"


def without_clashes(taken: Iterable[str], groups: Sequence[Found]) -> Found:
    """All tools whose names are free, the first of each name; the others are warned of."""
    owners = dict.fromkeys(taken, "KAgent itself")
    tools: list[Tool] = []
    warnings = [warning for group in groups for warning in group.warnings]
    for entry in (entry for group in groups for entry in group.tools):
        if entry.name in owners:
            warnings.append(
                f"{entry.origin}: the name {entry.name} is taken by {owners[entry.name]}; "
                "give the tool another name"
            )
            continue
        owners[entry.name] = entry.origin
        tools.append(entry)
    return Found(tuple(tools), tuple(warnings))
