"""What a recording says and shows around a place, line by line with its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from textual.content import Content

from engine.cleaning import clean_line
from engine.time_codes import clock
from kagent_tui.i18n import listed, mark, tr
from kagent_tui.widgets.citation_passage import MARK, MarkedPassage

if TYPE_CHECKING:
    from kagent_tui.controllers.recordings import Timeline
    from store.records import Channel

CHANNELS: Final[Mapping[Channel, str]] = {
    "said": mark("said"),
    "shown": mark("on screen"),
    "subtitle": mark("subtitle"),
}
_AROUND: Final = "$text-muted"
_CITED_TIME: Final = "$text-accent"


def timeline_text(timeline: Timeline, *, in_words: bool = False) -> MarkedPassage:
    """The lines with what is cited marked; `in_words` puts arrows around that."""
    pieces: list[Content] = []
    start, length = 0, 0
    marked = False
    for line in timeline.lines:
        text = clean_line(line.text)
        if line.cited and in_words:
            text = f">>> {text} <<<"
        head = f"{clock(line.start)} {tr(CHANNELS[line.channel])}  "
        styles = (_CITED_TIME, MARK) if line.cited and not in_words else (_AROUND, _AROUND)
        piece = Content.assemble((head, styles[0]), (text, styles[1]))
        if line.cited and not marked:
            start, marked = length + len(head), True
        pieces.append(piece)
        length += len(head) + len(text) + 1
    return MarkedPassage(Content("\n").join(pieces), start)


def place_of_citation(place: str, timeline: Timeline) -> str:
    """Where it stands, with where its words come from: "/talk.mp4, at 0:12, on screen"."""
    channels = [tr(CHANNELS[channel]) for channel in timeline.channels]
    return listed(part for part in (place, *channels) if part)
