"""An item of the library as rows: its names, its aspects, and where it is spoken of or shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from engine.cleaning import clean_line
from engine.time_codes import clock
from kagent_tui.controllers.library_search import excerpt
from kagent_tui.i18n import listed, mark, ntr, tr
from kagent_tui.render.text import shorten
from kagent_tui.roles import dash, separator
from kagent_tui.widgets.item_parts import Part

if TYPE_CHECKING:
    from kagent_tui.controllers.items import AtHand, Item
    from kagent_tui.controllers.personal_items import ItemView
    from store.kuaipedia_records import AspectRecord, EvidenceRecord, Field, ItemRecord

NAMES: Final = "names"
LEAD: Final = "lead"
ASPECT: Final = "aspect:"
EVIDENCE: Final = "evidence:"
ARTICLE: Final = "article:"
# The key of no aspect in particular.
EVERYTHING: Final = f"{ASPECT}0"
_SUMMARY: Final = 320
_LINE: Final = 160
_FIELDS: Final[Mapping[Field, str]] = {
    "title": mark("in the title"),
    "heading": mark("in a heading"),
    "shown": mark("on screen"),
    "said": mark("said"),
    "text": mark("in the text"),
}


def personal_parts(view: ItemView, hand: AtHand, articles: Sequence[Item]) -> list[Part]:
    """An item from its title to its evidence; `articles` are those of its name at hand."""
    record = view.record
    parts = [Part(dash().join((clean_line(record.full_title), counts(record))))]
    if record.aliases:
        names = tr("also called: {names}", names=listed(record.aliases))
        parts.append(Part(shorten(clean_line(names), _SUMMARY), NAMES))
    if record.summary:
        parts.append(Part(shorten(clean_line(record.summary), _SUMMARY), LEAD))
    parts += _aspects(view)
    parts += _evidence(view)
    if articles:
        parts.append(Part(tr("In your encyclopedias")))
        for number, article in enumerate(articles):
            archive = hand.archives[article.archive].facts.title
            parts.append(Part(clean_line(article.title), f"{ARTICLE}{number}", note=archive))
    return parts


def counts(record: ItemRecord) -> str:
    """In how many documents an item is, and in how many places of them."""
    places = ntr("{count} place", "{count} places", record.evidence)
    documents = ntr("{count} document", "{count} documents", record.documents)
    return listed((places, documents))


def _aspects(view: ItemView) -> list[Part]:
    if not view.aspects:
        return []
    everything = _counted(view.record.evidence, chosen=view.chosen is None)
    parts = [Part(tr("Aspects")), Part(tr("everything"), EVERYTHING, note=everything)]
    for aspect in view.aspects:
        note = _counted(aspect.evidence, chosen=aspect.id == view.chosen)
        parts.append(Part(clean_line(aspect.name), f"{ASPECT}{aspect.id}", aspect.level, note))
    return parts


def _counted(count: int, *, chosen: bool) -> str:
    return separator().join([f"{count:,}", *([tr("shown below")] if chosen else [])])


def _evidence(view: ItemView) -> list[Part]:
    aspect = view.aspect
    title = tr("Where it is") if aspect is None else _where(aspect)
    if not view.evidence:
        return [Part(title), Part(tr("Nothing in the library speaks of it yet."), "nothing")]
    rows = [
        Part(_text(one), f"{EVIDENCE}{number}", note=_place(one))
        for number, one in enumerate(view.evidence)
    ]
    return [Part(title), *rows]


def _where(aspect: AspectRecord) -> str:
    return tr("Where it is: {aspect}", aspect=clean_line(aspect.name))


def _text(one: EvidenceRecord) -> str:
    text, _ = excerpt(clean_line(one.text), one.mention, _LINE)
    return text if one.time_start is None else f"{clock(one.time_start)}  {text}"


def _place(one: EvidenceRecord) -> str:
    """The document, the page, what it was, and whether a person has said so."""
    parts = [clean_line(one.title), tr(_FIELDS[one.field])]
    if one.page is not None:
        parts.append(tr("page {number}", number=one.page))
    if one.verifier == "person":
        parts.append(tr("linked by hand"))
    return separator().join(parts)


def empty_personal() -> str:
    """How the list of items fills."""
    return "\n".join(
        (
            tr("No items yet: people, places and things that your documents and videos speak of."),
            "",
            tr(
                "Add documents to the library with F3, A, and they appear here; in a shell: "
                "{add}, and to look through all again: {link}",
                add="kagent add",
                link="kagent kuaipedia link",
            ),
        )
    )
