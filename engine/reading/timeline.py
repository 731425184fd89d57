"""What is said and what is shown on one timeline: windows of about half a minute.

A window's text is what is said in it, in one paragraph, then what comes onto the screen in it, line
by line. Each sentence and each line is a moment of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.reading.extracted import Assembler, Extracted
from engine.reading.lines import glue
from engine.reading.media import TimedText
from engine.reading.video_container import Chapter
from store.records import Moment

SHORTEST_WINDOW, LONGEST_WINDOW = 20.0, 40.0
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』）)]*$")
# Seconds without a word after which whatever was said is over.
_SILENCE = 2.0
# Seconds for which a line may be off the screen without being told of again.
_AWAY = 60.0
# A line that comes back at least this often and is there for this share of the recording, or that
# comes back very often, belongs to its frame: a logo, a channel's name.
_OFTEN, _MOST_OF_IT = 3, 0.6
_VERY_OFTEN = 20


@dataclass(frozen=True, slots=True)
class Window:
    """What is said and shown in a stretch of time, in seconds, under a chapter's title, if any."""

    start: float
    end: float
    said: tuple[TimedText, ...]
    shown: tuple[TimedText, ...]
    heading: str = ""


def windows(texts: Iterable[TimedText], chapters: Sequence[Chapter] = ()) -> Iterator[Window]:
    """The texts in windows of 20 to 40 seconds, by time; each text is in one of them.

    A window ends where a sentence does or, when nobody speaks, where something new is shown; at a
    chapter's end in any case. Lines that begin together keep their order.
    """
    given = list(texts)
    # Lines that come into sight together are told in the order given, whatever the exact times.
    places = {id(text): place for place, text in enumerate(given)}
    current: list[TimedText] = []
    for text in sorted(given, key=lambda text: (text.start, text.channel == "shown")):
        if current and _closes(current, text, chapters):
            yield _window(current, chapters, text.start, places)
            current = []
        current.append(text)
    if current:
        yield _window(current, chapters, None, places)


def _closes(current: Sequence[TimedText], text: TimedText, chapters: Sequence[Chapter]) -> bool:
    """Whether a window ends before `text`."""
    start = current[0].start
    if _chapter(text.start, chapters) != _chapter(start, chapters):
        return True
    if text.start - start >= LONGEST_WINDOW:
        return True
    said = [one for one in current if one.channel != "shown"]
    if said and text.channel != "shown" and text.end - start > LONGEST_WINDOW:
        return True
    reached = max([text.start, *(one.end for one in said[-1:])])
    if reached - start < SHORTEST_WINDOW:
        return False
    return not said or bool(_ENDS.search(said[-1].text)) or text.start - said[-1].end > _SILENCE


def _window(
    texts: Sequence[TimedText],
    chapters: Sequence[Chapter],
    following: float | None,
    places: Mapping[int, int],
) -> Window:
    said = tuple(one for one in texts if one.channel != "shown")
    lines = (one for one in texts if one.channel == "shown")
    shown = tuple(sorted(lines, key=lambda one: places[id(one)]))
    start = texts[0].start
    spoken = max((one.end for one in said), default=start)
    seen = max((min(one.end, start + LONGEST_WINDOW) for one in shown), default=start)
    if following is not None:
        seen = min(seen, following)
    end = max(start, spoken, seen)
    place = _chapter(start, chapters)
    return Window(start, end, said, shown, chapters[place].title if place is not None else "")


def _chapter(time: float, chapters: Sequence[Chapter]) -> int | None:
    """The place of the last chapter that has begun by then."""
    # Subtitles begin a moment before the picture changes.
    begun = [place for place, one in enumerate(chapters) if one.start <= time + 0.2]
    return begun[-1] if begun else None


def without_repeats(lines: Iterable[TimedText], whole: float) -> list[TimedText]:
    """Lines on the screen, without those that were there a short time before, and those that
    belong to the frame of the recording, which lasts `whole` seconds, once."""
    kept: list[TimedText] = []
    places: dict[str, list[int]] = {}
    for line in lines:
        before = places.setdefault("".join(line.text.casefold().split()), [])
        if before and line.start - kept[before[-1]].end <= _AWAY:
            last = kept[before[-1]]
            kept[before[-1]] = replace(last, end=max(last.end, line.end))
            continue
        before.append(len(kept))
        kept.append(line)
    dropped: set[int] = set()
    for same in places.values():
        there = sum(kept[place].end - kept[place].start for place in same)
        often = len(same) >= _OFTEN and there >= _MOST_OF_IT * max(whole, 1.0)
        if often or len(same) >= _VERY_OFTEN:
            kept[same[0]] = replace(kept[same[0]], end=kept[same[-1]].end)
            dropped.update(same[1:])
    return [line for place, line in enumerate(kept) if place not in dropped]


def assembled(
    made: Iterable[Window], title: str, media_type: str, metadata: Mapping[str, str | int]
) -> Extracted:
    """The document of a recording's windows.

    Raises:
        ReadingError: it holds more text than fits.
    """
    assembler = Assembler()
    told: list[tuple[Window, list[Moment]]] = []
    for window in made:
        text, moments = _written(window)
        if text:
            assembler.section(1, window.heading)
            assembler.block(text, times=(round(window.start, 3), round(window.end, 3)))
            told.append((window, moments))
    extracted = assembler.finish(title, media_type, metadata)
    placed = tuple(
        replace(one, start=one.start + passage.start, end=one.end + passage.start)
        for passage, (_, moments) in zip(extracted.passages, told, strict=True)
        for one in moments
    )
    return replace(extracted, moments=placed)


def _written(window: Window) -> tuple[str, list[Moment]]:
    """A window's text, and its moments with their places in it."""
    text = ""
    moments: list[Moment] = []
    for one in window.said:
        text = glue(text, one.text) if text else one.text
        moments.append(_moment(one, len(text)))
    for one in window.shown:
        text = f"{text}\n{one.text}" if text else one.text
        moments.append(_moment(one, len(text)))
    return text, moments


def _moment(text: TimedText, end: int) -> Moment:
    return Moment(
        end - len(text.text),
        end,
        round(text.start, 3),
        round(max(text.start, text.end), 3),
        text.channel,
        text.confidence,
    )
