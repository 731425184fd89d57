"""Advanced SubStation Alpha (.ass, .ssa): dialogue lines without their styling.

The format is described in the Aegisub manual (aegisub.org/docs/latest/ass_tags) and the SSA v4
specification that comes with Matroska's documentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TIME = re.compile(r"\s*(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,3}))?\s*$")
_OVERRIDES = re.compile(r"\{([^{}]*)\}")
# Between {\p1} and {\p0} stand the coordinates of a drawing.
_DRAWING = re.compile(r"\\p(\d+)")
_BREAKS = re.compile(r"\\[Nnh]")
_FIELDS = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv"]
_FIELDS += ["effect", "text"]
# In a packet of a container the times are the packet's and a number comes first.
_PACKET_FIELDS_BEFORE_TEXT = 8


def is_ass(text: str) -> bool:
    """Whether a text is of this format rather than SubRip or WebVTT."""
    return (
        re.search(r"^[^\S\n]*\[(?:Script Info|Events)\]", text, re.IGNORECASE | re.MULTILINE)
        is not None
    )


def dialogues(text: str) -> Iterator[tuple[str, float, float, int]]:
    """Text, start and end in seconds, and line (from 1) of each dialogue, as they stand."""
    fields, inside = _FIELDS, True
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped.lower() == "[events]"
            continue
        kind, _, rest = stripped.partition(":")
        if not inside or not rest:
            continue
        if kind.lower() == "format":
            fields = [name.strip().lower() for name in rest.split(",")] or _FIELDS
        elif kind.lower() == "dialogue":
            values = rest.split(",", len(fields) - 1)
            named = dict(zip(fields, values, strict=False))
            start, end = _seconds(named.get("start", "")), _seconds(named.get("end", ""))
            if start is not None and end is not None:
                yield plain(named.get("text", "")), start, max(start, end), number


def packet_text(event: str) -> str:
    """The plain text of an event as it stands in a packet of a container."""
    return plain(event.split(",", _PACKET_FIELDS_BEFORE_TEXT)[-1])


def plain(text: str) -> str:
    """A dialogue's text without override tags, drawings and line breaks."""
    pieces: list[str] = []
    drawing, at = False, 0
    for match in _OVERRIDES.finditer(text):
        if not drawing:
            pieces.append(text[at : match.start()])
        at = match.end()
        for scale in _DRAWING.findall(match.group(1)):
            drawing = int(scale) > 0
    if not drawing:
        pieces.append(text[at:])
    return " ".join(_BREAKS.sub(" ", "".join(pieces)).split())


def _seconds(time: str) -> float | None:
    match = _TIME.match(time)
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + float(f"0.{fraction or 0}")
