"""What a person says of the personal Kuaipedia by hand: items and aspects found by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.removing import documents_of
from store.folding import fold

if TYPE_CHECKING:
    from store.kuaipedia_records import AspectRecord, GoneItem, ItemRecord
    from store.memory import MemoryBank

_ID = re.compile(r"item:(\d{1,18})", re.IGNORECASE)
_WITH_SUBTITLE = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")
# Between the names of an aspect and of one below it.
_BELOW = re.compile(r"\s+[›>]\s+")
_MOST_NAMED = 8


class KuaipediaError(Exception):
    """Something cannot be done with the Kuaipedia; the message is one line with what to do next."""


class NoItemError(KuaipediaError):
    """There is nothing of that name."""


def the_item(bank: MemoryBank, wanted: str) -> ItemRecord:
    """The one item that a person means by an id ("item:12"), a title or an alias.

    A title goes before aliases; "Mercury (planet)" names one by title and subtitle.

    Raises:
        NoItemError: there is none.
        KuaipediaError: there are several; names them.
        StoreError: the memory cannot be read.
    """
    written = wanted.strip()
    number = _ID.fullmatch(written)
    if number is not None:
        found = bank.kuaipedia.item(int(number[1]))
        if found is not None:
            return found
        raise NoItemError(f"there is no {written.lower()}; see: kagent kuaipedia list")
    candidates = _named(bank, written)
    if not candidates:
        raise NoItemError(f"there is no item {wanted!r}; see: kagent kuaipedia list TEXT")
    if len(candidates) > 1:
        named = ", ".join(f"item:{one.id} {one.full_title}" for one in candidates[:_MOST_NAMED])
        more = ", …" if len(candidates) > _MOST_NAMED else ""
        raise KuaipediaError(f"{wanted!r} may be {named}{more}; name one by its id")
    return candidates[0]


def _named(bank: MemoryBank, written: str) -> list[ItemRecord]:
    found = bank.kuaipedia.find(written)
    titled = [one for one in found if _same(one.title, written)]
    if titled or found:
        return titled or found
    parts = _WITH_SUBTITLE.fullmatch(written)
    if parts is None:
        return []
    return [one for one in bank.kuaipedia.find(parts[1]) if _same(one.subtitle, parts[2])]


def _same(one: str, other: str) -> bool:
    return fold(one).split() == fold(other).split()


def the_gone(bank: MemoryBank, wanted: str) -> GoneItem:
    """The one deleted or merged item that a person means by an id or a title.

    Raises:
        NoItemError: there is none.
        KuaipediaError: there are several; names them.
        StoreError: the memory cannot be read.
    """
    written = wanted.strip()
    found = [
        one
        for one in bank.kuaipedia.gone()
        if written.lower() == f"item:{one.id}"
        or _same(one.title, written)
        or _same(one.full_title, written)
    ]
    if not found:
        raise NoItemError(
            f"no item {wanted!r} was deleted or merged; see: kagent kuaipedia restore"
        )
    if len(found) > 1:
        named = ", ".join(f"item:{one.id} {one.full_title}" for one in found[:_MOST_NAMED])
        raise KuaipediaError(f"{wanted!r} may be {named}; name one by its id")
    return found[0]


def the_aspect(bank: MemoryBank, item: ItemRecord, wanted: str) -> AspectRecord:
    """The aspect of an item that a person means: "Brewing", or "Brewing > Grind" for one below.

    Raises:
        NoItemError: there is none; names those that there are.
        KuaipediaError: there are several.
        StoreError: the memory cannot be read.
    """
    aspects = bank.kuaipedia.aspects(item.id)
    names = {one.id: one.name for one in aspects}
    *above, name = _BELOW.split(wanted.strip())
    found = [
        one
        for one in aspects
        if _same(one.name, name)
        and (not above or _same(names.get(one.parent_id or 0, ""), above[-1]))
    ]
    # Of the same name on both levels, the one on the first is meant.
    first = [one for one in found if one.parent_id is None]
    found = first or found
    if not found:
        known = ", ".join(one.name for one in aspects[:_MOST_NAMED]) or "it has none"
        raise NoItemError(f"{item.full_title} has no aspect {wanted!r}; there are: {known}")
    if len(found) > 1:
        named = ", ".join(f"{names[one.parent_id or 0]} > {one.name}" for one in found)
        raise KuaipediaError(f"{wanted!r} may be {named}; name the one above as well")
    return found[0]


def the_hidden_aspect(bank: MemoryBank, item: ItemRecord, wanted: str) -> AspectRecord:
    """The hidden aspect of an item that a person means.

    Raises:
        NoItemError: there is none; names those that there are.
        StoreError: the memory cannot be read.
    """
    hidden = bank.kuaipedia.hidden_aspects(item.id)
    for one in hidden:
        if _same(one.name, wanted):
            return one
    known = ", ".join(one.name for one in hidden[:_MOST_NAMED]) or "none is"
    raise NoItemError(f"{item.full_title} has no hidden aspect {wanted!r}; hidden: {known}")


def the_document(bank: MemoryBank, wanted: str) -> int:
    """The id of the one document that a person means by a source or a path.

    Raises:
        NoItemError: there is none.
        KuaipediaError: there are several.
        StoreError: the memory cannot be read.
    """
    sources = documents_of(bank, wanted)
    record = bank.library.get(sources[0]) if len(sources) == 1 else None
    if record is not None:
        return record.id
    if sources:
        raise KuaipediaError(f"{wanted!r} means {len(sources)} documents; name one of them")
    raise NoItemError(f"{wanted}: is not in the library; see: kagent library list")


def link(bank: MemoryBank, item: ItemRecord, document: str, aspect: str | None) -> None:
    """Say that a document is about an item, or about an aspect of it, made where it is new.

    Raises:
        NoItemError, KuaipediaError: there is no such document, or several.
        StoreError: the memory cannot be written.
    """
    from store.kuaipedia_records import NewAspect

    document_id = the_document(bank, document)
    aspect_id = None
    if aspect is not None:
        try:
            aspect_id = the_aspect(bank, item, aspect).id
        except NoItemError:
            *above, name = _BELOW.split(aspect.strip())
            parent = above[-1] if above else None
            new = NewAspect(name, 2 if parent else 1, parent, "person")
            aspect_id = bank.kuaipedia.put_aspects(item.id, [new]).get((parent or "", name))
            if aspect_id is None:
                raise KuaipediaError(f"{aspect!r} cannot name an aspect") from None
    bank.kuaipedia.decide(item.id, document_id, linked=True, aspect_id=aspect_id)


def unlink(bank: MemoryBank, item: ItemRecord, document: str, aspect: str | None) -> None:
    """Say that a document is not about an item, or not about an aspect of it.

    Raises:
        NoItemError, KuaipediaError: there is no such document or aspect, or several.
        StoreError: the memory cannot be written.
    """
    document_id = the_document(bank, document)
    aspect_id = None if aspect is None else the_aspect(bank, item, aspect).id
    bank.kuaipedia.decide(item.id, document_id, linked=False, aspect_id=aspect_id)


def merge(bank: MemoryBank, wanted: Sequence[str], into: str) -> ItemRecord:
    """Merge items into one of them, or into another; the item that is left.

    Raises:
        NoItemError, KuaipediaError: there is no such item, or several.
        StoreError: the memory cannot be written, or there is nothing to merge.
    """
    target = the_item(bank, into)
    bank.kuaipedia.merge([the_item(bank, one).id for one in wanted], target.id)
    return bank.kuaipedia.item(target.id) or target


def split(
    bank: MemoryBank, item: ItemRecord, aliases: Sequence[str], title: str, documents: Sequence[str]
) -> ItemRecord:
    """Make an item of some names of another one and of what is in some documents; the new one.

    Raises:
        NoItemError, KuaipediaError: a name is none of the item, or there is no such document.
        StoreError: the memory cannot be written, or the title is taken.
    """
    for alias in aliases:
        if not any(_same(alias, name) for name in (item.title, *item.aliases)):
            raise NoItemError(f"{item.full_title} is not called {alias!r}; see its other names")
    ids = [the_document(bank, one) for one in documents]
    new_id = bank.kuaipedia.split(item.id, aliases, title, ids)
    new = bank.kuaipedia.item(new_id)
    if new is None:
        raise NoItemError(f"there is no item {title!r}; see: kagent kuaipedia list")
    return new
