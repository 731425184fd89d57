"""Search in the user's own documents."""

from __future__ import annotations

from typing import Annotated

from engine.tools.registry import (
    FromQuestion,
    Observation,
    Passage,
    ToolContext,
    ToolError,
    tool,
)

PASSAGE_LIMIT = 5

_NOT_FOUND = {
    "en": 'I searched the documents in your library for "{text}" and found nothing about it.',
    "zh": "我在你的资料库文档中查找了“{text}”，没有找到相关内容。",
}
_NO_TEXT = {
    "en": "search_knowledge needs some words to search for.",
    "zh": "search_knowledge 需要要查找的词语。",
}
_NO_LIBRARY = {"en": "No library is open to search in.", "zh": "没有打开可供查找的资料库。"}


def search_knowledge(
    context: ToolContext, text: Annotated[str, FromQuestion(whole=True)]
) -> Observation:
    """Search the user's own documents and return the passages that are about the text.

    Args:
    text: what to look for, a question or keywords
    """
    wanted = " ".join(text.split())
    if not wanted:
        raise ToolError("invalid_argument", _NO_TEXT[context.language])
    if context.knowledge is None:
        raise ToolError("failed", _NO_LIBRARY[context.language])
    passages = context.knowledge.search(wanted, PASSAGE_LIMIT)
    if not passages:
        raise ToolError("not_found", _NOT_FOUND[context.language].format(text=wanted))
    return Observation(
        text="\n".join(_line(passage) for passage in passages),
        data=[
            {
                "source": passage.source,
                "title": passage.title,
                "location": passage.location.to_json(),
                "text": passage.text,
                "score": passage.score,
            }
            for passage in passages
        ],
        passages=passages,
    )


def _line(passage: Passage) -> str:
    """One passage on one line, with the title and heading that it stands under."""
    place = " › ".join(part for part in (passage.title, passage.location.heading) if part)
    return f"{place}: {' '.join(passage.text.split())}"


TOOLS = (
    tool(
        search_knowledge,
        en="Search the documents",
        zh="在资料库中查找",
        returns="the passages found, one a line, each with its document",
    ),
)
