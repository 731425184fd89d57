"""Of a recording's windows what a question asks for, each piece at its own second and channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.moments import moments_in, times_of
from engine.sentences import split_sentences
from engine.summarising import part
from engine.tools.observation import Passage

if TYPE_CHECKING:
    from store.records import Channel, Moment

MOST_LINES = 12
# Of a window an overview shows its first sentence, cut where it is long.
_LONGEST_SENTENCE = 200
# A line that comes up so many seconds after a time that is named stands there then: people round.
_SOON = 2.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A passage of one channel, whose location has the very seconds of its words."""

    passage: Passage
    channel: Channel


def about(
    windows: Sequence[Passage], moments: Sequence[Moment], question: str, room: int
) -> list[Heard]:
    """What of the windows is about the question, in at most `room` characters, in time order."""
    from engine.condensing import condense

    pieces = (
        heard for piece in condense(windows, question, room) for heard in by_channel(piece, moments)
    )
    return _in_time_order(pieces)


def at_times(
    windows: Sequence[Passage],
    moments: Sequence[Moment],
    times: tuple[float, float],
    at: float | None = None,
) -> list[Heard]:
    """What is said and shown between two times, in seconds.

    Of what stands on the screen, what does so at `at`, where anything does: what comes up a little
    later is another slide, while a sentence goes on from there.
    """
    begin, end = times
    standing = () if at is None else _standing(moments, at)
    found: list[Heard] = []
    for window in windows:
        place = window.location
        if (place.start or 0.0) > end or (place.end or place.start or 0.0) < begin:
            continue
        span = place.span or (0, len(window.text))
        then = [
            one
            for one in moments_in(moments, *span)
            if one.time_start <= end and one.time_end >= begin
        ]
        if not then:
            found += by_channel(window, moments)
        elif now := [one for one in then if _is_said(one) or not standing or one in standing]:
            found += _runs(window, span, now)
    return _in_time_order(found)


def _standing(moments: Sequence[Moment], at: float) -> Sequence[Moment]:
    """What stands on the screen at a time, in seconds, and what joins it there before any of it
    goes: the slide as it is once all of it has come up."""
    shown = [one for one in moments if not _is_said(one) and one.time_end > at]
    until = min((one.time_end for one in shown if one.time_start <= at + _SOON), default=at)
    return [one for one in shown if one.time_start < max(until, at + _SOON)] if until > at else []


def of_channel(pieces: Sequence[Heard], *, shown: bool) -> list[Heard]:
    """What stands on the screen, or what is heard; all of it where there is none of that."""
    return [piece for piece in pieces if (piece.channel == "shown") is shown] or list(pieces)


def overview(windows: Sequence[Passage], moments: Sequence[Moment], room: int) -> list[Heard]:
    """The first sentence of each window, of windows spread evenly where there are too many.

    The first window of every chapter comes before the others.
    """
    first = [heard for window in windows for heard in _opening(window, moments)]
    chosen = _spread(first, room)
    return _in_time_order(chosen)


def by_channel(piece: Passage, moments: Sequence[Moment]) -> Iterator[Heard]:
    """The runs of one channel in a piece; all of it as said, where its moments are not known."""
    span = piece.location.span
    inside = moments_in(moments, *span) if span else ()
    if span is None or not inside:
        yield Heard(piece, "said")
    else:
        yield from _runs(piece, span, inside)


def _runs(piece: Passage, span: tuple[int, int], moments: Sequence[Moment]) -> Iterator[Heard]:
    """A passage for each run of moments of one channel with nothing between them."""
    run: list[Moment] = []
    for moment in moments:
        if run and (
            _is_said(moment) != _is_said(run[-1])
            or piece.text[max(0, run[-1].end - span[0]) : max(0, moment.start - span[0])].strip()
        ):
            yield _run(piece, span, run)
            run = []
        run.append(moment)
    yield _run(piece, span, run)


def _run(piece: Passage, span: tuple[int, int], moments: Sequence[Moment]) -> Heard:
    begin = max(moments[0].start, span[0]) - span[0]
    end = min(moments[-1].end, span[1]) - span[0]
    cut = part(piece, begin, end)
    start, stop = times_of(moments)
    place = replace(cut.location, start=start, end=stop)
    return Heard(replace(cut, location=place), moments[0].channel)


def _opening(window: Passage, moments: Sequence[Moment]) -> list[Heard]:
    """The first sentence of a window at its time."""
    spans = split_sentences(window.text)
    if not spans:
        return []
    start, end = spans[0]
    cut = part(window, start, min(end, start + _LONGEST_SENTENCE))
    return list(by_channel(cut, moments))[:1]


def _spread(lines: Sequence[Heard], room: int) -> list[Heard]:
    """At most MOST_LINES of them, in `room` characters: those that begin chapters, and others
    evenly."""
    headings: set[str | None] = {None}
    chapters: list[Heard] = []
    others: list[Heard] = []
    for line in lines:
        heading = line.passage.location.heading
        (others if heading in headings else chapters).append(line)
        headings.add(heading)
    taken = _evenly(chapters, MOST_LINES)
    taken += _evenly(others, MOST_LINES - len(taken))
    kept: list[Heard] = []
    for line in taken:
        room -= len(line.passage.text)
        if room < 0 and kept:
            break
        kept.append(line)
    return kept


def _evenly(lines: Sequence[Heard], most: int) -> list[Heard]:
    if len(lines) <= most:
        return list(lines)
    return [lines[number * len(lines) // most] for number in range(most)]


def _in_time_order(pieces: Iterable[Heard]) -> list[Heard]:
    return sorted(pieces, key=lambda one: one.passage.location.start or 0.0)


def _is_said(moment: Moment) -> bool:
    return moment.channel != "shown"
