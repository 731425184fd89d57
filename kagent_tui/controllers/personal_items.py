"""The items of the user's own library: found, looked at, and changed by hand, with a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kagent_tui.errors import FaceError
from kagent_tui.i18n import tr

if TYPE_CHECKING:
    from engine.events import Citation
    from store.kuaipedia_records import AspectRecord, EvidenceRecord, ItemRecord
    from store.memory import MemoryBank
    from store.records import DocumentRecord

_MOST_EVIDENCE: Final = 50
_MOST_DOCUMENTS: Final = 30


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with its aspects, and the evidence of the chosen one, best first.

    `chosen` is an aspect's id, None for all of the item's evidence.
    """

    record: ItemRecord
    aspects: tuple[AspectRecord, ...]
    evidence: tuple[EvidenceRecord, ...]
    chosen: int | None = None

    @property
    def aspect(self) -> AspectRecord | None:
        """The chosen aspect."""
        return next((one for one in self.aspects if one.id == self.chosen), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done, in a sentence, how to undo it, and which item is to be looked at then."""

    said: str
    undo: Callable[[MemoryBank], object]
    item_id: int | None


def find_personal(bank: MemoryBank, text: str, limit: int) -> list[ItemRecord]:
    """Items of the library that have the text in a name, those with most evidence first.

    Raises:
        StoreError: the memory cannot be read.
    """
    return bank.kuaipedia.items(text.strip(), limit)


def view_of(bank: MemoryBank, item_id: int, aspect_id: int | None = None) -> ItemView:
    """All that is known of an item.

    Raises:
        FaceError: the item is gone.
        StoreError: the memory cannot be read.
    """
    record = bank.kuaipedia.item(item_id)
    if record is None:
        raise FaceError(tr("This item is not there any more."))
    aspects = tuple(bank.kuaipedia.aspects(item_id))
    chosen = aspect_id if any(one.id == aspect_id for one in aspects) else None
    evidence = bank.kuaipedia.evidence(item_id, chosen, limit=_MOST_EVIDENCE)
    return ItemView(record, aspects, tuple(evidence), chosen)


def citation_of_evidence(record: EvidenceRecord) -> Citation:
    """Evidence as a citation, by which it is shown and opened at its second or page."""
    from engine.events import Citation
    from engine.kuaipedia.personal import place_of

    return Citation(1, record.source, record.title, place_of(record), record.text)


def rename(bank: MemoryBank, item: ItemRecord, title: str) -> Changed:
    """Give an item another title; the former one stays a name of it. Raises StoreError."""
    bank.kuaipedia.rename(item.id, title)
    said = tr("{old} is called {new} now.", old=item.title, new=title)
    return Changed(said, lambda bank: bank.kuaipedia.rename(item.id, item.title), item.id)


def merge(bank: MemoryBank, item: ItemRecord, into: ItemRecord) -> Changed:
    """Let an item be part of another one. Raises StoreError."""
    bank.kuaipedia.merge([item.id], into.id)
    said = tr("{item} is part of {other} now.", item=item.title, other=into.title)
    return Changed(said, lambda bank: bank.kuaipedia.restore(item.id), into.id)


def split(bank: MemoryBank, item: ItemRecord, names: Sequence[str]) -> Changed:
    """Make an item of its own of some names, the first of which is its title. Raises StoreError."""
    new = bank.kuaipedia.split(item.id, names, names[0])
    said = tr("{new} is an item of its own now.", new=names[0])
    return Changed(said, lambda bank: bank.kuaipedia.merge([new], item.id), new)


def delete(bank: MemoryBank, item: ItemRecord) -> Changed:
    """Delete an item for good. Raises StoreError."""
    bank.kuaipedia.delete(item.id)
    said = tr("{item} was deleted.", item=item.title)
    return Changed(said, lambda bank: bank.kuaipedia.restore(item.id), None)


def add_name(bank: MemoryBank, item: ItemRecord, name: str) -> Changed:
    """Give an item one more name. Raises StoreError."""
    bank.kuaipedia.add_alias(item.id, name)
    said = tr("{item} is also called {name} now.", item=item.title, name=name)
    return Changed(said, lambda bank: bank.kuaipedia.hide_alias(item.id, name), item.id)


def hide_name(bank: MemoryBank, item: ItemRecord, name: str) -> Changed:
    """Let a name find an item no longer. Raises StoreError."""
    bank.kuaipedia.hide_alias(item.id, name)
    said = tr("{name} does not mean {item} any more.", item=item.title, name=name)
    return Changed(said, lambda bank: bank.kuaipedia.add_alias(item.id, name), item.id)


def unlink(bank: MemoryBank, item: ItemRecord, evidence: EvidenceRecord) -> Changed:
    """Say that a document is not about an item. Raises StoreError."""
    bank.kuaipedia.decide(item.id, evidence.document_id, linked=False)
    said = tr("{document} is not about {item}.", document=evidence.title, item=item.title)
    return Changed(said, _undecided(item.id, evidence.document_id), item.id)


def link(
    bank: MemoryBank, item: ItemRecord, document: DocumentRecord, aspect: AspectRecord | None
) -> Changed:
    """Say that a document is about an item, or about an aspect of it. Raises StoreError."""
    aspect_id = None if aspect is None else aspect.id
    bank.kuaipedia.decide(item.id, document.id, linked=True, aspect_id=aspect_id)
    said = tr("{document} is about {item}.", document=document.title, item=item.title)
    return Changed(said, _undecided(item.id, document.id), item.id)


def rename_aspect(bank: MemoryBank, aspect: AspectRecord, name: str) -> Changed:
    """Give an aspect another name. Raises StoreError."""
    new = bank.kuaipedia.rename_aspect(aspect.id, name)
    said = tr("{old} is called {new} now.", old=aspect.name, new=name)
    return Changed(
        said, lambda bank: bank.kuaipedia.rename_aspect(new, aspect.name), aspect.item_id
    )


def hide_aspect(bank: MemoryBank, aspect: AspectRecord) -> Changed:
    """Show an aspect no longer; its evidence stays the item's. Raises StoreError."""
    bank.kuaipedia.hide_aspect(aspect.id)
    said = tr("The aspect {name} is not shown any more.", name=aspect.name)
    return Changed(
        said, lambda bank: bank.kuaipedia.hide_aspect(aspect.id, hidden=False), aspect.item_id
    )


def find_documents(bank: MemoryBank, text: str) -> list[DocumentRecord]:
    """Documents whose title or place has the text, to choose one of. Raises StoreError."""
    from store.folding import fold

    wanted = fold(text.strip())
    found: Iterable[DocumentRecord] = (
        record
        for record in bank.library.all()
        if wanted in fold(f"{record.title}\n{record.source}")
    )
    return [record for record, _ in zip(found, range(_MOST_DOCUMENTS), strict=False)]


def problem_of_names(item: ItemRecord, text: str) -> str | None:
    """Why a line names no aliases of an item, with commas between; None where it does."""
    names = names_in(item, text)
    if names is None:
        return tr("Only these names can be split off: {names}", names=", ".join(item.aliases))
    return None if names else tr("Type a name first; Esc goes back.")


def names_in(item: ItemRecord, text: str) -> list[str] | None:
    """The aliases that a line names with commas between, None where it has another word."""
    from store.folding import fold

    known = {fold(name): name for name in item.aliases}
    if fold(text.strip()) in known:  # a name may have a comma itself
        return [known[fold(text.strip())]]
    words = [word.strip() for word in text.replace("，", ",").replace("、", ",").split(",")]
    wanted = [fold(word) for word in words if word]
    return [known[word] for word in wanted] if all(word in known for word in wanted) else None


def _undecided(item_id: int, document_id: int) -> Callable[[MemoryBank], object]:
    return lambda bank: bank.kuaipedia.undecide(item_id, document_id)
