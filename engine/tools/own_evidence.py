"""Passages of the user's own recordings and documents, as the searches list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.events import Language
from engine.sentences import split_sentences
from engine.time_codes import time_code
from engine.tools.context import ToolContext
from engine.tools.observation import Passage

_VIDEO: Mapping[Language, str] = {"en": "Your own video", "zh": "你自己的视频"}
_DOCUMENT: Mapping[Language, str] = {"en": "Your own document", "zh": "你自己的文档"}
_PAGE: Mapping[Language, str] = {"en": ", page {page}", "zh": "，第 {page} 页"}
_COLON: Mapping[Language, str] = {"en": ": ", "zh": "："}


def own_line(passage: Passage, context: ToolContext) -> str:
    """Such as "Your own video: Talk (video:34) [01:05]: what is said there"."""
    language, place = context.language, passage.location
    kind, where = _DOCUMENT[language], ""
    if place.start is not None:
        identifier = _id(passage, context)
        kind, where = _VIDEO[language], f" ({identifier})" if identifier else ""
        where += f" [{time_code(place.start)}]"
    elif place.page is not None:
        where = _PAGE[language].format(page=place.page)
    colon = _COLON[language]
    return f"{kind}{colon}{passage.title}{where}{colon}{' '.join(passage.text.split())}"


def own_json(passage: Passage, context: ToolContext) -> dict[str, Any]:
    """The passage in parts; `id` is what browse_video calls its recording."""
    return {
        "id": _id(passage, context) or None,
        "title": passage.title,
        "source": passage.source,
        "location": passage.location.to_json(),
        "text": passage.text,
    }


def recording_ids(passages: list[Passage], context: ToolContext) -> tuple[str, ...]:
    """What browse_video calls the recordings of passages, each once."""
    found = (_id(passage, context) for passage in passages)
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


def shortened(passage: Passage, room: int) -> Passage:
    """The passage's first sentences that fit, at least the beginning of the first."""
    if len(passage.text) <= room:
        return passage
    ends = [end for _, end in split_sentences(passage.text) if end <= room]
    text = passage.text[: max(ends, default=room)].rstrip()
    place = passage.location
    if place.span is not None:
        place = replace(place, span=(place.span[0], place.span[0] + len(text)))
    return replace(passage, text=text, location=place)


def _id(passage: Passage, context: ToolContext) -> str:
    if context.recordings is None or passage.location.start is None:
        return ""
    found = context.recordings.of_source(passage.source)
    return "" if found is None else found.id
