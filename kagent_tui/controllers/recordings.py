"""A citation of a recording as people read it: what is said and shown then, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kagent_tui.errors import FaceError
from kagent_tui.i18n import tr
from kagent_tui.troubles import in_words

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from engine.events import Citation
    from engine.reading.frame_grab import Frame
    from store.memory import MemoryBank
    from store.records import Channel, DocumentRecord, Moment

# What stands around a citation on the timeline, in seconds on either side.
_AROUND: Final = 20.0
_MOST_LINES: Final = 40
# A frame a little after words have come onto the screen shows all of them.
_SETTLED: Final = 0.5


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """Words at their time in seconds; `cited` where the citation is of them."""

    start: float
    channel: Channel
    text: str
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """What a recording says and shows around a place, by time.

    `start` and `end` are those of what is cited, in seconds, `channels` where that comes from.
    """

    start: float
    end: float
    channels: tuple[Channel, ...] = ()
    lines: tuple[TimelineLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be looked at of a source: a frame at a second, a picture, or a page.

    `size` is in pixels, None where it is not known before it is decoded; `shown` are the words on
    the screen then.
    """

    path: Path
    second: float | None = None
    page: int | None = None
    size: tuple[int, int] | None = None
    shown: str = ""


def timeline_of(bank: MemoryBank, document: DocumentRecord, citation: Citation) -> Timeline | None:
    """What is said and shown around a citation; None where the document has no times.

    Raises:
        StoreError: the memory cannot be read.
    """
    place = citation.location
    cited = [] if place.span is None else bank.moments.of(document.id, place.span)
    start = place.start
    if start is None:
        if not cited:
            return None
        start = min(one.time_start for one in cited)
    end = place.end if place.end is not None else start
    cited = [one for one in cited if one.time_end > start] or cited
    around = bank.moments.between(document.id, start - _AROUND, max(end, start) + _AROUND)
    text = (bank.document_text(document.source) or "") if around else ""
    named = _named(text, cited, citation.quote)
    lines = tuple(
        TimelineLine(
            one.time_start,
            one.channel,
            " ".join(text[one.start : one.end].split()),
            (one.start, one.end) in named,
        )
        for one in around
    )
    channels = tuple(dict.fromkeys(one.channel for one in cited if (one.start, one.end) in named))
    return Timeline(start, end, channels, _middle(lines))


def sight_of(
    document: DocumentRecord | None,
    path: Path | None,
    citation: Citation,
    timeline: Timeline | None,
) -> Sight | None:
    """What of a citation's source can be looked at, None where that is nothing."""
    from engine.reading.frame_grab import PAGES, VIDEOS, has_pictures

    if path is None or not has_pictures(path):
        return None
    size = _size(document)
    suffix = path.suffix.lower()
    if suffix in VIDEOS:
        start = citation.location.start if timeline is None else timeline.start
        lines = () if timeline is None else timeline.lines
        cited = [line for line in lines if line.channel == "shown" and line.cited]
        second = (start or 0.0) + (_SETTLED if cited else 0.0)
        shown = [line.text for line in cited if line.start <= second]
        return Sight(path, second, size=size, shown=tr("; ").join(shown))
    if suffix in PAGES:
        return Sight(path, page=citation.location.page or 1)
    return Sight(path, size=size)


def frame_of(sight: Sight, size: tuple[int, int], cancel: threading.Event) -> Frame:
    """The picture of it, of at most so many pixels.

    Raises:
        FaceError: it cannot be decoded.
    """
    from engine.reading.extracted import ReadingError
    from engine.reading.frame_grab import grab_frame

    try:
        return grab_frame(
            sight.path, second=sight.second, page=sight.page, size=size, cancel=cancel
        )
    except ReadingError as error:
        raise FaceError(tr("No picture: {reason}", reason=in_words(str(error)))) from error


def _named(text: str, cited: Sequence[Moment], quote: str) -> set[tuple[int, int]]:
    """Those of the cited moments whose words the quote has; all where it has none of them."""
    said = "".join(quote.split())
    named = {
        (one.start, one.end)
        for one in cited
        if _overlap("".join(text[one.start : one.end].split()), said)
    }
    return named or {(one.start, one.end) for one in cited}


def _overlap(words: str, quote: str) -> bool:
    return bool(words) and (words in quote or quote in words)


def _middle(lines: tuple[TimelineLine, ...]) -> tuple[TimelineLine, ...]:
    """At most so many lines, those before and after what is cited."""
    if len(lines) <= _MOST_LINES:
        return lines
    first = next((number for number, line in enumerate(lines) if line.cited), 0)
    begin = max(0, min(first - _MOST_LINES // 2, len(lines) - _MOST_LINES))
    return lines[begin : begin + _MOST_LINES]


def _size(document: DocumentRecord | None) -> tuple[int, int] | None:
    known = {} if document is None else document.metadata
    width, height = known.get("width"), known.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else None
