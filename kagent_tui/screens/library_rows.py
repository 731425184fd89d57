"""The library's entries as rows of a table, and everything else of it in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from engine.time_codes import clock
from kagent_tui.controllers.unread_reasons import missed_in_words, reason_in_words
from kagent_tui.i18n import language, listed, mark, tr
from kagent_tui.quantities import size_text
from kagent_tui.render.text import place_text
from kagent_tui.roles import dash
from kagent_tui.widgets.document_table import Column, Row
from kagent_tui.widgets.search_results import Result

if TYPE_CHECKING:
    from engine.library_info import State
    from kagent_tui.controllers.library import Entry, Media
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
_KINDS: Final[Mapping[str, str]] = {
    "video": mark("video"),
    "audio": mark("recording"),
    "image": mark("picture"),
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
    "duration": mark("Length"),
    "width": mark("Width in pixels"),
    "height": mark("Height in pixels"),
    "unread": mark("Not read of it"),
    "spoken_language": mark("Spoken language"),
    "speech_model": mark("Speech model"),
    "ocr": mark("Text in pictures"),
    "ocr_model": mark("Text in pictures"),
}


def empty_text() -> str:
    """What to do where there is nothing yet."""
    nothing = tr("Nothing is in the library yet.")
    what_to_do = tr("Press A to add files or a folder, or drop files on this window.")
    return f"{nothing}\n\n{what_to_do}"


def _local(time: str) -> str:
    """A time of the memory, which is in UTC, as it was here."""
    return f"{datetime.fromisoformat(time).astimezone():%Y-%m-%d %H:%M}"


def columns(entries: Iterable[Entry]) -> list[Column]:
    """The columns of documents; recordings among them have a length."""
    length = [Column(tr("Length"), 8, wanted_from=40, right=True)] if _timed(entries) else []
    return [
        Column(tr("Title")),
        Column(tr("State"), 12),
        *length,
        Column(tr("Passages"), 8, wanted_from=50, right=True),
        Column(tr("Size"), 9, wanted_from=62, right=True),
        Column(tr("Read"), 10, wanted_from=74),
    ]


def rows(entries: Sequence[Entry], states: Mapping[str, State]) -> list[Row]:
    """The documents as rows."""
    timed = _timed(entries)
    return [_row(entry, states.get(entry.source), timed=timed) for entry in entries]


def _timed(entries: Iterable[Entry]) -> bool:
    return any(entry.media is not None and entry.media.seconds for entry in entries)


def _row(entry: Entry, state: State | None, *, timed: bool) -> Row:
    seconds = None if entry.media is None else entry.media.seconds
    cells = (
        entry.title,
        state_text(entry, state),
        *(["" if seconds is None else clock(seconds)] if timed else []),
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
    if entry.media is not None and entry.media.unread and state in (None, "unchanged"):
        return tr("partly read")
    return "…" if state is None else tr(_STATES[state])


def detail_text(entry: Entry) -> str:
    """The line under the table: why it cannot be read and what to do, else where it is."""
    if entry.error:
        return tr("{label}: ", label=entry.source) + reason_in_words(entry.error)
    parts = [entry.source]
    if entry.media is not None:
        parts += media_parts(entry.media)
    if entry.collections:
        parts.append(tr("in {names}", names=listed(entry.collections)))
    return dash().join(parts)


def media_parts(media: Media) -> list[str]:
    """What a recording or picture is, how long or large, and what of it could not be read."""
    facts = [tr(_KINDS[media.kind])] if media.kind else []
    if media.seconds is not None:
        facts.append(clock(media.seconds))
    if media.size is not None:
        width, height = media.size
        facts.append(tr("{width} by {height} pixels", width=width, height=height))
    parts = [listed(facts)] if facts else []
    return [*parts, missed_in_words(media.unread)] if media.unread else parts


def facts(found: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    """All that is known of an entry, named in the interface's language."""
    return [(tr(_FACTS.get(name, name)), _fact(name, value)) for name, value in found]


def _fact(name: str, value: Any) -> str:
    text = f"{value:,}" if isinstance(value, int) and name != "year" else str(value)
    match name, value:
        case "size", int():
            text = size_text(value)
        case "duration", int() | float():
            text = clock(value)
        case "state", _:
            text = tr(_STATES.get(text, text))
        case "not readable", _:
            text = reason_in_words(text)
        case "unread", _:
            text = missed_in_words(text)
        case _ if name in _TIMES:
            text = _local(text)
    return text


def results(found: Found) -> list[Result]:
    """What a search found as rows: documents by their names first."""
    from engine.knowledge import location_of

    by_name = [
        Result(f"{NAMED}{entry.source}", entry.title, name_of(entry.source))
        for entry in found.documents
    ]
    passages = []
    for number, passage in enumerate(found.passages):
        hit = passage.hit
        place = place_text(name_of(hit.source), location_of(hit), language())
        passages.append(Result(str(number), hit.title, place, passage.shown, passage.marks))
    return [*by_name, *passages]


def name_of(source: str) -> str:
    """A file's name; the address of a web page. All of it stands in the line below."""
    from engine.sources import path_of

    path = path_of(source)
    return source if path is None else path.name
