"""Subtitles (.srt, .vtt, .ass): what is said, in windows of about half a minute, with times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.cleaning import clean_line
from engine.reading.ass_subtitles import dialogues, is_ass
from engine.reading.extracted import Assembler, Extracted
from engine.reading.lines import glue

# WebVTT leaves the hours out where there are none; SubRip has a comma before the milliseconds.
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>\s][^>]{0,79})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\{\\[^{}]{0,100}\}|<\d[\d:.]*>")
_SHORTEST_WINDOW = 20.0
_LONGEST_WINDOW = 40.0
# Seconds between two cues with the same words that are one.
_PAUSE = 1.0
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that subtitles show, on one line; times in seconds, `line` of the file from 1."""

    text: str
    start: float
    end: float
    line: int


def read_subtitles(text: str, title: str) -> Extracted:
    """Passages of 20 to 40 seconds, ended where a sentence ends if one does."""
    assembler = Assembler()
    window: list[Cue] = []
    for cue in read_cues(text):
        if window and (cue.end - window[0].start > _LONGEST_WINDOW or cue.start < window[0].start):
            _write(window, assembler)
            window = []
        window.append(cue)
        if cue.end - window[0].start >= _SHORTEST_WINDOW and _ENDS.search(cue.text):
            _write(window, assembler)
            window = []
    _write(window, assembler)
    return assembler.finish(title, _media_type(text))


def _media_type(text: str) -> str:
    if is_ass(text):
        return "text/x-ssa"
    return "text/vtt" if text.lstrip().startswith("WEBVTT") else "application/x-subrip"


def read_cues(text: str) -> list[Cue]:
    """The cues of subtitles in any of the formats, cleaned, those without words left out.

    Those of .ass files come by time, others as they stand; what rolls up is there once.
    """
    cues: list[Cue] = []
    for cue in _ass_cues(text) if is_ass(text) else _cues(text):
        if cues and cue.text == cues[-1].text and cue.start <= cues[-1].end + _PAUSE:
            # Captions that roll up repeat what was shown before, and layers of one another.
            cues[-1] = replace(cues[-1], end=max(cue.end, cues[-1].end))
        else:
            cues.append(cue)
    return cues


def _ass_cues(text: str) -> list[Cue]:
    found = (
        Cue(clean_line(words), start, end, line) for words, start, end, line in dialogues(text)
    )
    return sorted((cue for cue in found if cue.text), key=lambda cue: (cue.start, cue.line))


def _write(window: list[Cue], assembler: Assembler) -> None:
    if window:
        text = window[0].text
        for cue in window[1:]:
            text = glue(text, cue.text)
        times = (window[0].start, max(cue.end for cue in window))
        assembler.block(text, window[0].line, times=times)


def _cues(text: str) -> Iterator[Cue]:
    lines = text.split("\n")
    number, last = 0, ""
    while number < len(lines):
        timing = _TIMING.match(lines[number])
        number += 1
        if timing is None:
            continue
        line, said = number, []
        while number < len(lines) and lines[number].strip() and not _TIMING.match(lines[number]):
            said.append(_VOICE.sub(r"\1: ", lines[number]))
            number += 1
        runs_on = number < len(lines) and bool(lines[number].strip())
        if runs_on and said and said[-1].strip().isdecimal():
            # The next cue's number, where no blank line is before it.
            said.pop()
        words = [clean_line(html.unescape(_TAG.sub("", one))) for one in said]
        words = [one for one in words if one]
        if len(words) > 1 and words[0] == last:
            # Captions that roll up show the line before again, above the new one.
            del words[0]
        last = words[-1] if words else ""
        spoken = " ".join(words)
        if spoken:
            parts = timing.groups()
            start, end = _seconds(*parts[:4]), _seconds(*parts[4:])
            yield Cue(spoken, start, max(start, end), line)


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{fraction}")
