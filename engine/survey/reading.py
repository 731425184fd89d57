"""Telling questions about the whole library from questions to the text of its documents."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.survey.question import CollectionQuestion
from engine.tools.context import ToolContext
from store.folding import fold

_HAN = re.compile("[\u3400-\u9fff]")
# Longer texts are no such question; reading them would only take time.
_LONGEST = 200


def read_collection_question(text: str, context: ToolContext) -> CollectionQuestion | None:
    """The query that a question makes over the whole library, None when it makes none.

    Dates in it are resolved against `context.now`.
    """
    from engine.survey.chinese import read_chinese
    from engine.survey.english import read_english

    written = " ".join(text.split())
    if not written or len(written) > _LONGEST:
        return None
    folded = fold(written)
    draft = (read_chinese if _HAN.search(folded) else read_english)(folded, context)
    if draft is None:
        return None
    question = draft.finished(context.now.date())
    return replace(
        question,
        noun=_as_written(question.noun, written, folded),
        words=_as_written(question.words, written, folded),
        person=_as_written(question.person, written, folded),
        collection=_as_written(question.collection, written, folded),
    )


def _as_written(part: str, written: str, folded: str) -> str:
    """A part of the folded question in the question's own spelling, where that can be told."""
    at = folded.find(part)
    if at < 0 or len(folded) != len(written):
        return part
    return written[at : at + len(part)]
