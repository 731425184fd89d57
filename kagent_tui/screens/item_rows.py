"""Items and what an encyclopedia knows of one as rows, and what to do where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from kagent_tui.controllers.items import Item
from kagent_tui.i18n import language, ntr, tr
from kagent_tui.render.text import place_text, shorten
from kagent_tui.roles import dash
from kagent_tui.widgets.item_parts import Part
from kagent_tui.widgets.text import plain_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kagent_tui.controllers.items import AtHand, ItemPage
    from store.kuaipedia_records import ItemRecord

    Found = ItemRecord | Item

_SUMMARY = 320
_LINE = 160


def found_options(found: Sequence[Found], hand: AtHand) -> Iterator[Option]:
    """The items that were found, each with its place among them; those of the library first.

    Those of the library tell how much there is of them, the others which encyclopedia has them.
    """
    of_library = [one for one in found if not isinstance(one, Item)]
    if of_library and len(of_library) < len(found):
        yield Option(plain_line(tr("In your library"), "bold"), disabled=True)
    for number, one in enumerate(found):
        if isinstance(one, Item):
            if of_library and number == len(of_library):
                yield Option(plain_line(tr("In your encyclopedias"), "bold"), disabled=True)
            note = hand.archives[one.archive].facts.title if len(hand.archives) > 1 else ""
        else:
            note = f"{one.evidence:,}"
        muted = plain_line(note, "$foreground-muted")
        gap = "  " if note else ""
        yield Option(Content.assemble(plain_line(_name(one)), gap, muted), id=str(number))


def _name(one: Found) -> str:
    return one.title if isinstance(one, Item) else one.full_title


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
    return parts


def _length(characters: int) -> str:
    return ntr("{count} character", "{count} characters", characters)
