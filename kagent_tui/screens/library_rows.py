"""The library's entries as rows of a table, and everything else of it in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from kagent_tui.controllers.unread_reasons import reason_in_words
from kagent_tui.i18n import language, listed, mark, ntr, tr
from kagent_tui.quantities import duration_text, size_text
from kagent_tui.render.text import place_text
from kagent_tui.roles import dash
from kagent_tui.widgets.document_table import Column, Row
from kagent_tui.widgets.search_results import Result

if TYPE_CHECKING:
    from engine.library_events import Outcome
    from engine.library_info import State
    from kagent_tui.controllers.library import Entry
    from kagent_tui.controllers.library_jobs import JobState
    from kagent_tui.controllers.library_search import Found

STATE_COLUMN: Final = 1
NAMED: Final = "name:"
_TIMES: Final = frozenset({"added", "read", "looked at"})
_STATES: Final[Mapping[str, str]] = {
    "unchanged": mark("up to date"),
    "changed": mark("changed"),
    "missing": mark("file missing"),
    "unreadable": mark("not readable"),
    "web page": mark("web page"),
}
_OUTCOMES: Final[Mapping[Outcome, str]] = {
    "added": mark("{count} added"),
    "updated": mark("{count} read again"),
    "moved": mark("{count} moved"),
    "removed": mark("{count} removed"),
    "failed": mark("{count} failed"),
}
_FACTS: Final[Mapping[str, str]] = {
    "source": mark("Source"),
    "state": mark("State"),
    "kind": mark("Kind"),
    "size": mark("Size"),
    "passages": mark("Passages"),
    "characters": mark("Characters"),
    "articles": mark("Articles"),
    "language": mark("Language"),
    "date": mark("Date"),
    "added": mark("Added"),
    "read": mark("Read"),
    "looked at": mark("Looked at"),
    "collections": mark("Collections"),
    "before": mark("Was at"),
    "found by": mark("Found by"),
    "not readable": mark("Not readable"),
    "author": mark("Author"),
    "title": mark("Title"),
    "pages": mark("Pages"),
}


def empty_text() -> str:
    """What to do where there is nothing yet."""
    nothing = tr("Nothing is in the library yet.")
    what_to_do = tr("Press A to add files or a folder, or drop files on this window.")
    return f"{nothing}\n\n{what_to_do}"


def _local(time: str) -> str:
    """A time of the memory, which is in UTC, as it was here."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"


def columns() -> list[Column]:
    """The columns of documents."""
    return [
        Column(tr("Title")),
        Column(tr("State"), 12),
        Column(tr("Passages"), 8, wanted_from=50, right=True),
        Column(tr("Size"), 9, wanted_from=62, right=True),
        Column(tr("Read"), 10, wanted_from=74),
    ]


def rows(entries: Iterable[Entry], states: Mapping[str, State]) -> list[Row]:
    """The documents as rows."""
    return [_row(entry, states.get(entry.source)) for entry in entries]


def _row(entry: Entry, state: State | None) -> Row:
    cells = (
        entry.title,
        state_text(entry, state),
        f"{entry.passages:,}" if entry.passages else "",
        "" if entry.size is None else size_text(entry.size),
        _local(entry.read_at)[:10],
    )
    return Row(entry.source, cells, bold=bool(entry.error) or state in ("missing", "unreadable"))


def state_text(entry: Entry, state: State | None) -> str:
    """What has become of an entry, in a word or two."""
    if entry.kind == "unread":
        return tr("not readable")
    if entry.error:
        return tr("old content")
    if entry.kind == "archive" and state in (None, "unchanged"):
        return tr("archive")
    return "…" if state is None else tr(_STATES[state])


def detail_text(entry: Entry) -> str:
    """The line under the table: why it cannot be read and what to do, else where it is."""
    if entry.error:
        return tr("{label}: ", label=entry.source) + reason_in_words(entry.error)
    parts = [entry.source]
    if entry.collections:
        parts.append(tr("in {names}", names=listed(entry.collections)))
    return dash().join(parts)


def facts(found: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """All that is known of an entry, named in the interface's language."""
    return [(tr(_FACTS.get(name, name)), _fact(name, value)) for name, value in found]


def _fact(name: str, value: Any) -> str:
    if name == "size" and isinstance(value, int):
        return size_text(value)
    if name in _TIMES:
        return _local(str(value))
    if name == "state":
        return tr(_STATES.get(str(value), str(value)))
    if name == "not readable":
        return reason_in_words(str(value))
    return f"{value:,}" if isinstance(value, int) and name != "year" else str(value)


def results(found: Found) -> list[Result]:
    """What a search found as rows: documents by their names first."""
    from engine.knowledge import location_of

    by_name = [
        Result(f"{NAMED}{entry.source}", entry.title, _name(entry.source))
        for entry in found.documents
    ]
    passages = []
    for number, passage in enumerate(found.passages):
        hit = passage.hit
        place = place_text(_name(hit.source), location_of(hit), language())
        passages.append(Result(str(number), hit.title, place, passage.shown, passage.marks))
    return [*by_name, *passages]


def _name(source: str) -> str:
    """A file's name; the address of a web page. All of it stands in the line below."""
    from engine.sources import path_of

    path = path_of(source)
    return source if path is None else path.name


def job_text(state: JobState) -> str:
    """How far a job is, in one line."""
    if state.ended:
        return _ended_text(state)
    if state.stopping:
        return tr("Stopping after the file at hand…")
    parts = []
    if state.all_files is None:
        found = ntr("{count} file found", "{count} files found", state.found)
        parts.append(tr("Looking for files: {found}", found=found))
    else:
        parts.append(
            tr(
                "Reading: {done} of {all} files",
                done=f"{state.files:,}",
                all=f"{state.all_files:,}",
            )
        )
        parts.append(ntr("{count} passage", "{count} passages", state.segments))
        if state.seconds_left is not None and state.seconds_left >= 1:
            parts.append(tr("about {time} left", time=duration_text(state.seconds_left)))
    if state.waiting:
        parts.append(ntr("{count} more waits", "{count} more wait", state.waiting))
    return f"{listed(parts)}{dash()}{tr('X stops')}"


def embedding_text(done: int, total: int) -> str:
    """How far the vectors of a new embedding model are."""
    return tr("Embedding: {done} of {total} passages", done=f"{done:,}", total=f"{total:,}")


def _ended_text(state: JobState) -> str:
    counts = [
        tr(text, count=f"{state.outcomes[name]:,}")
        for name, text in _OUTCOMES.items()
        if state.outcomes.get(name)
    ]
    done = listed(counts) or tr("nothing new")
    if state.ended == "stopped":
        text = tr("Stopped: {done}. What was read stays; S goes on.", done=done)
    elif state.ended == "failed":
        return tr("Reading has failed: {reason}", reason=state.troubles[-1])
    else:
        text = tr("Read: {done}.", done=done)
    return f"{text} {state.troubles[0]}" if state.troubles else text
