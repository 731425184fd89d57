"""A question about the whole library from a tool call's arguments."""

from __future__ import annotations

from engine.dates.resolving import resolve
from engine.survey.kinds import ANY, DocumentKind, kinds_by_noun
from engine.survey.periods import Period
from engine.survey.question import CollectionQuestion
from engine.tools.context import ToolContext
from store.folding import fold

_EVERYTHING = frozenset({"", "*", "all", "any", "everything", "所有", "全部"})


def collection_question(
    context: ToolContext,
    *,
    words: str,
    kind: str,
    after: str,
    before: str,
    collection: str,
    count_only: bool,
) -> CollectionQuestion:
    """The query that the arguments make; an unknown kind counts among the words.

    Raises:
        ToolError: a date is not understood.
    """
    noun = fold(kind).strip()
    known = kinds_by_noun().get(noun) or kinds_by_noun().get(noun.lstrip("."))
    wanted = "" if fold(words).strip() in _EVERYTHING else words
    if known is None and noun:
        wanted = f"{kind} {wanted}".strip()
    first = resolve(after, context).first_day if after else None
    last = resolve(before, context).last_day if before else None
    found: DocumentKind = known or ANY
    return CollectionQuestion(
        want="count" if count_only else "list",
        kind=found,
        noun=kind if known else "document",
        words=wanted,
        period=Period(first, last) if first or last else None,
        collection=collection,
    )
