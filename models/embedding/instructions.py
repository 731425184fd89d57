"""What a retrieval model wants to be written before a question and before a passage.

From the models' own cards; without these words their vectors are noticeably worse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Instructions:
    """Words put before every question and every passage."""

    query: str = ""
    passage: str = ""


_SEARCH: Final = "Represent this sentence for searching relevant passages: "
# The first pattern that is found in a model's name decides.
_KNOWN: Final[tuple[tuple[re.Pattern[str], Instructions], ...]] = tuple(
    (re.compile(pattern), instructions)
    for pattern, instructions in (
        (r"nomic", Instructions("search_query: ", "search_document: ")),
        (r"bge.*zh", Instructions("为这个句子生成表示以用于检索相关文章：")),
        (r"bge.*en\b|mxbai.*embed", Instructions(_SEARCH)),
        (r"arctic-embed.*v2", Instructions("query: ")),
        (r"arctic-embed", Instructions(_SEARCH)),
        (
            r"e5.*(instruct|mistral)|qwen3-embedding",
            Instructions(
                "Instruct: Given a web search query, retrieve relevant passages that answer the "
                "query\nQuery: "
            ),
        ),
        (r"(?<![a-z0-9])e5(?![a-z0-9])", Instructions("query: ", "passage: ")),
        (
            r"embedding-?gemma",
            Instructions("task: search result | query: ", "title: none | text: "),
        ),
    )
)


def instructions_for(*names: str) -> Instructions:
    """The instructions of the model with these names (general name, architecture, file name)."""
    name = re.sub(r"[\s_]+", "-", " ".join(names).lower())
    for pattern, instructions in _KNOWN:
        if pattern.search(name):
            return instructions
    return Instructions()
