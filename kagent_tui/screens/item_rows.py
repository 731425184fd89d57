"""What is known of an item as rows, and what to do where there is no encyclopedia."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kagent_tui.i18n import language, ntr, tr
from kagent_tui.render.text import place_text, shorten
from kagent_tui.roles import dash
from kagent_tui.widgets.item_parts import Part

if TYPE_CHECKING:
    from kagent_tui.controllers.items import AtHand, ItemPage

_SUMMARY = 320
_LINE = 160


def empty_text(hand: AtHand) -> str:
    """What there is to search in, or how to get something."""
    if hand.archives:
        names = [
            ntr(
                "{title}: {count} article",
                "{title}: {count} articles",
                facts.articles,
                title=facts.title,
            )
            for facts in (archive.facts for archive in hand.archives)
        ]
        lines = [tr("Type a name to search in:"), *(f"  {name}" for name in names)]
    else:
        lines = [
            tr("There is no encyclopedia to look things up in yet."),
            "",
            tr(
                "Get an offline Wikipedia (a ZIM file) from library.kiwix.org and add it to the "
                "library with F3, A, or in a shell with:"
            ),
            "  kagent add FILE.zim",
        ]
    return "\n".join([*lines, *([""] if hand.troubles else []), *hand.troubles])


def parts_of(page: ItemPage) -> list[Part]:
    """An item from its lead to what the library says of it."""
    parts = [Part(f"{page.title}{dash()}{page.origin}")]
    if page.lead:
        parts.append(Part(shorten(" ".join(page.lead.split()), _SUMMARY), "lead"))
    parts += _meanings(page)
    parts += _aspects(page)
    if page.passages:
        parts.append(Part(tr("In your library")))
        for number, hit in enumerate(page.passages):
            from engine.knowledge import location_of

            place = place_text(hit.source.rpartition("/")[2], location_of(hit), language())
            text = shorten(" ".join(hit.text.split()), _LINE)
            parts.append(Part(text, f"passage:{number}", note=place))
    return parts


def _meanings(page: ItemPage) -> list[Part]:
    if not page.meanings:
        return []
    rows = [Part(text, f"meaning:{number}") for number, (_, text) in enumerate(page.meanings)]
    return [Part(tr("It has several meanings")), *rows]


def _aspects(page: ItemPage) -> list[Part]:
    if not page.aspects:
        return []
    parts = [Part(tr("Aspects"))]
    for number, aspect in enumerate(page.aspects):
        parts.append(Part(aspect.name, f"aspect:{number}", aspect.level, _length(len(aspect.text))))
        for place, video in enumerate(aspect.videos):
            name = tr("Video: {title}", title=video.title)
            parts.append(Part(name, f"video:{number}:{place}", aspect.level + 1))
    return parts


def _length(characters: int) -> str:
    return ntr("{count} character", "{count} characters", characters)
