"""The formats in which Kuaipedia is published: a line of JSON for each item, and for each video.

An item is {title, subtitle, synonyms, baike_url, wiki_url, aspect_list: [{name, level}]}, where an
aspect of level 2 is below the last one of level 1 before it. A video is {video_id, video_title,
video_caption, video_ocr, video_asr, video_summary, video_rank, item_title, item_subtitle,
aspect_name, score}, where "|" stands between frames and between sentences (Pan et al., 2022). The
data is under CC BY-NC-SA 4.0; none of it is in this program.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.cleaning import clean_line
from engine.kuaipedia.own_lines import LineError
from engine.language import detect_language
from engine.reading.extracted import READING_VERSION, Assembler, Extracted, TextPassage
from engine.segmenting import segment
from engine.sources import IMPORTED
from store.documents import NewEntry
from store.kuaipedia_records import AspectRecord, ItemRecord, NewAspect, NewItem
from store.records import NewDocument, NewSegment

LICENCE: Final = "CC BY-NC-SA 4.0"
MEDIA_TYPE: Final = "video/x-kuaipedia"
_ITEM_FIELDS: Final = ("aspect_list", "synonyms", "baike_url", "wiki_url")
_MOST_ASPECTS: Final = 2000
_MOST_SYNONYMS: Final = 200
_LONGEST_TEXT: Final = 200_000
_SCORE_WHERE_NONE: Final = 0.5


@dataclass(frozen=True, slots=True)
class PublishedVideo:
    """A video as a document, and the item and aspect that it is about ("" for no aspect)."""

    document: NewDocument
    passages: tuple[TextPassage, ...]
    item: NewItem
    aspect: str
    score: float


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether an object is an item."""
    return "title" in value and any(name in value for name in _ITEM_FIELDS)


def is_video(value: Mapping[str, Any]) -> bool:
    """Whether an object is a video."""
    return "video_id" in value


def item_of(value: Mapping[str, Any]) -> NewItem:
    """The item that an object describes.

    Raises:
        LineError: it has no title, or a field is not what it should be.
    """
    title = _line(value, "title")
    if not title:
        raise LineError("it has no title")
    return NewItem(
        title,
        detect_language(title),
        _line(value, "subtitle"),
        url=_line(value, "wiki_url") or _line(value, "baike_url"),
        origin="import",
        aliases=tuple(_synonyms(value.get("synonyms"))),
        aspects=tuple(_aspects(value.get("aspect_list"))),
    )


def _synonyms(value: Any) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise LineError("'synonyms' is not a list")
    return [clean_line(one[:1000]) for one in value[:_MOST_SYNONYMS] if isinstance(one, str)]


def _aspects(value: Any) -> list[NewAspect]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise LineError("'aspect_list' is not a list")
    found: list[NewAspect] = []
    above: str | None = None
    for one in value[:_MOST_ASPECTS]:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            raise LineError("an aspect has no name")
        name = clean_line(one["name"][:1000])
        if not name:
            continue
        if str(one.get("level")) == "2" and above is not None:
            found.append(NewAspect(name, 2, above, "import"))
        else:
            found.append(NewAspect(name, 1, None, "import"))
            above = name
    return found


def video_of(value: Mapping[str, Any]) -> PublishedVideo:
    """The video that an object describes.

    Raises:
        LineError: it has no id or item, or a field is not what it should be.
    """
    video_id, item_title = _line(value, "video_id"), _line(value, "item_title")
    if not video_id or not item_title:
        raise LineError("it has no video_id" if not video_id else "it has no item_title")
    item = NewItem(
        item_title, detect_language(item_title), _line(value, "item_subtitle"), origin="import"
    )
    extracted = _extracted(value, video_id)
    told = hashlib.sha256(f"{extracted.title}\n{extracted.text}".encode()).hexdigest()
    document = NewDocument(
        IMPORTED + video_id,
        extracted.title,
        extracted.text,
        f"{told}-{READING_VERSION}",
        MEDIA_TYPE,
        extracted.metadata,
    )
    aspect, score = _line(value, "aspect_name"), _score(value.get("score"))
    return PublishedVideo(document, extracted.passages, item, aspect, score)


def _extracted(value: Mapping[str, Any], video_id: str) -> Extracted:
    caption = _line(value, "video_caption")
    title = _line(value, "video_title")[:300] or caption[:300] or video_id
    assembler = Assembler()
    for heading, pieces in (
        ("", _pieces(value, "video_summary")),
        ("", [caption] if caption and caption != title else []),
        ("said", _pieces(value, "video_asr")),
        ("shown", _pieces(value, "video_ocr")),
    ):
        assembler.section(1, heading)
        for number, piece in enumerate(pieces):
            assembler.block(piece, tight=number > 0)
    if assembler.empty:
        assembler.block(title)
    return assembler.finish(title, MEDIA_TYPE, {"licence": LICENCE})


def entries_of(
    videos: Sequence[PublishedVideo],
    known: Callable[[str], str | None],
    max_tokens: int,
    collections: tuple[str, ...],
) -> list[NewEntry]:
    """The videos' documents, each once: a video has a line for each item that it is about.

    `known` gives the fingerprint of a source in the library; what is there as it is needs no
    segments.
    """
    documents = {video.document.source: video for video in videos}
    return [
        NewEntry(
            video.document,
            ()
            if known(source) == video.document.fingerprint
            else [
                NewSegment(one.text, one.start, one.end, one.heading)
                for one in segment(video.document.text, video.passages, max_tokens)
            ],
            collections,
        )
        for source, video in documents.items()
    ]


def _pieces(value: Mapping[str, Any], name: str) -> list[str]:
    """What stands between the "|" of a field, each piece once: frames repeat what they show."""
    text = value.get(name)
    if text is None:
        return []
    if not isinstance(text, str):
        raise LineError(f"{name!r} is not text")
    pieces = (clean_line(piece) for piece in text[:_LONGEST_TEXT].split("|"))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def _line(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if text is None:
        return ""
    if isinstance(text, int) and not isinstance(text, bool):
        return str(text)[:100]
    if not isinstance(text, str):
        raise LineError(f"{name!r} is not text")
    return clean_line(text[:2000])


def _score(value: Any) -> float:
    try:
        score = float(value) if isinstance(value, int | float | str) else _SCORE_WHERE_NONE
    except (ValueError, OverflowError):
        raise LineError("'score' is not a number") from None
    return min(max(score, 0.0), 1.0) if math.isfinite(score) else _SCORE_WHERE_NONE


def item_to_json(item: ItemRecord, aspects: Iterable[AspectRecord]) -> dict[str, Any]:
    """An item in the published format; what that has no place for is left out."""
    is_baike = "baike" in item.url
    return {
        "title": item.title,
        "subtitle": item.subtitle,
        "synonyms": list(item.aliases),
        "baike_url": item.url if is_baike else "",
        "wiki_url": "" if is_baike else item.url,
        "aspect_list": [{"name": one.name, "level": one.level} for one in aspects],
    }
