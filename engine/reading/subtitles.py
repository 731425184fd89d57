"""Subtitles (.srt, .vtt): what is said, in windows of about half a minute, with their times."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.cleaning import clean_line
from engine.reading.extracted import Assembler, Extracted
from engine.reading.lines import glue

# WebVTT leaves the hours out where there are none; SubRip has a comma before the milliseconds.
_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|\{\\[^{}]{0,100}\}|<\d[\d:.]*>")
_SHORTEST_WINDOW = 20.0
_LONGEST_WINDOW = 40.0
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class _Cue:
    text: str
    start: float
    end: float
    line: int


def read_subtitles(text: str, title: str) -> Extracted:
    """Passages of 20 to 40 seconds, ended where a sentence ends if one does."""
    assembler = Assembler()
    window: list[_Cue] = []
    for cue in _cues(text):
        if window and cue.text == window[-1].text:
            # Captions that roll up repeat what was shown before.
            window[-1] = replace(window[-1], end=max(cue.end, window[-1].end))
            continue
        if window and (cue.end - window[0].start > _LONGEST_WINDOW or cue.start < window[0].start):
            _write(window, assembler)
            window = []
        window.append(cue)
        if cue.end - window[0].start >= _SHORTEST_WINDOW and _ENDS.search(cue.text):
            _write(window, assembler)
            window = []
    _write(window, assembler)
    media_type = "text/vtt" if text.lstrip().startswith("WEBVTT") else "application/x-subrip"
    return assembler.finish(title, media_type)


def _write(window: list[_Cue], assembler: Assembler) -> None:
    if window:
        text = window[0].text
        for cue in window[1:]:
            text = glue(text, cue.text)
        times = (window[0].start, max(cue.end for cue in window))
        assembler.block(text, window[0].line, times=times)


def _cues(text: str) -> Iterator[_Cue]:
    lines = text.split("\n")
    number = 0
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
        spoken = clean_line(html.unescape(_TAG.sub("", " ".join(said))))
        if spoken:
            parts = timing.groups()
            start, end = _seconds(*parts[:4]), _seconds(*parts[4:])
            yield _Cue(spoken, start, max(start, end), line)


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{fraction}")
