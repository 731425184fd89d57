"""A small library, and a machine that makes a Kuaipedia of it in the plainest way."""

from __future__ import annotations

import re
from pathlib import Path

from store.kuaipedia_records import NewAspect, NewEvidence, NewItem
from store.memory import MemoryBank
from store.records import NewDocument

TEXTS = {
    "/notes/coffee.md": "Coffee is brewed. Java is another word. 咖啡 is one more.",
    "/notes/java.md": "Java is a language. Java runs on a machine, and so does coffee.",
    "/videos/espresso.mp4": "Espresso is strong. Caffè espresso is the same.",
    "/notes/tea.md": "Tea is no coffee. Green tea is brewed as well.",
}
ITEMS = (
    NewItem(
        "Coffee",
        "en",
        aliases=("Java", "咖啡"),
        aspects=(
            NewAspect("Brewing", 1),
            NewAspect("Grind", 2, "Brewing"),
            NewAspect("History", 1),
        ),
    ),
    NewItem("Espresso", "en", aliases=("Caffè espresso",), aspects=(NewAspect("Brewing", 1),)),
    NewItem("Tea", "en", aliases=("Green tea",), aspects=(NewAspect("Brewing", 1),)),
    NewItem("Machine", "en", "computer"),
)
View = dict[str, tuple[object, ...]]


def open_bank(home: Path) -> MemoryBank:
    """A memory with the documents."""
    bank = MemoryBank.open(home)
    for source in TEXTS:
        read(bank, source)
    return bank


def read(bank: MemoryBank, source: str, version: int = 1) -> int:
    """Read a document (again); its id."""
    media_type = "video/mp4" if source.endswith(".mp4") else "text/markdown"
    document = NewDocument(source, source, TEXTS[source], f"{source}-{version}", media_type)
    return bank.add_document(document, []).document_id


def link(bank: MemoryBank) -> None:
    """What the machine does at every sync: put all items, and look for their names everywhere."""
    kuaipedia = bank.kuaipedia
    for item_id, item in zip(kuaipedia.put_items(ITEMS), ITEMS, strict=True):
        if item_id is not None:
            kuaipedia.put_aspects(item_id, item.aspects)
    names = list(kuaipedia.names())
    for document in bank.documents():
        text = bank.document_text(document.source) or ""
        evidence = [
            NewEvidence(
                name.item_id,
                _aspect(bank, name.item_id),
                found.start(),
                found.end(),
                "text",
                found.group(),
                0.8,
            )
            for name in names
            for found in re.finditer(re.escape(name.alias), text, re.IGNORECASE)
        ]
        kuaipedia.replace_evidence(document.id, document.fingerprint, kuaipedia.version(), evidence)


def _aspect(bank: MemoryBank, item_id: int) -> int | None:
    """Everything is taken to be about brewing."""
    return bank.kuaipedia.put_aspects(item_id, [NewAspect("Brewing", 1)]).get(("", "Brewing"))


def view(bank: MemoryBank) -> View:
    """All that a person may have changed: titles, names, aspects, and what is evidence of what."""
    return {
        f"{one.title} ({one.subtitle})": (
            one.aliases,
            tuple((aspect.name, aspect.level) for aspect in bank.kuaipedia.aspects(one.id)),
            tuple(
                sorted({(e.source, e.mention) for e in bank.kuaipedia.evidence(one.id, limit=500)})
            ),
        )
        for one in bank.kuaipedia.items(limit=100)
    }
