"""What a search found, as an observation: the entity, pages, videos, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.events import Language
from engine.kuaipedia.base import Aspect, Entity, LinkedEntities
from engine.kuaipedia.merging import is_same, together
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage
from engine.tools.own_evidence import own_json, own_line, recording_ids, shortened
from engine.web_search.results import WebResult, WebVideo, page_key, without_repeats

MOST_RESULTS = 8
MOST_VIDEOS = 3
# A model with little room is shown some results at once, and each has to leave room for the others.
_SHARE = 6
_LEAST_ROOM = 200
_MOST_ASPECTS = 12
_LEFT_OUT: Mapping[Language, str] = {"en": "Left out: {parts}", "zh": "未包括：{parts}"}
_PART: Mapping[Language, str] = {"en": "{name} ({reason})", "zh": "{name}（{reason}）"}
_NAMES: Mapping[str, Mapping[Language, str]] = {
    "web": {"en": "the web", "zh": "网页"},
    "encyclopedia": {"en": "the encyclopedia", "zh": "百科"},
    "videos": {"en": "web videos", "zh": "网上视频"},
    "library": {"en": "your own videos", "zh": "你自己的视频"},
    "kuaipedia": {"en": "your own Kuaipedia", "zh": "你自己的 Kuaipedia"},
}
_ASPECTS: Mapping[Language, str] = {"en": "Aspects: {aspects}", "zh": "方面：{aspects}"}
_VIDEO: Mapping[Language, str] = {"en": "Video", "zh": "视频"}
_ENTITY: Mapping[Language, str] = {"en": "{title} ({id})", "zh": "{title}（{id}）"}
_ALSO: Mapping[Language, str] = {"en": "See also: {names}", "zh": "另见：{names}"}
_COLON: Mapping[Language, str] = {"en": ": ", "zh": "："}
_JOINT: Mapping[Language, str] = {"en": "; ", "zh": "；"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the parts of a search brought, and why the others brought nothing.

    `entities` are an encyclopedia's, `personal` those of the user's own Kuaipedia; `own` are
    passages of the library, of recordings first.
    """

    text: str
    entities: LinkedEntities = field(default_factory=LinkedEntities)
    personal: LinkedEntities = field(default_factory=LinkedEntities)
    results: Sequence[WebResult] = ()
    videos: Sequence[WebVideo] = ()
    own: Sequence[Passage] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was found at all."""
        linked = self.entities.all or self.personal.all
        return not (linked or self.results or self.videos or self.own)


def merged(found: Found) -> Found:
    """Each page once: an entity's article goes before the same page as a result or a video."""
    articles = [entity.url for entity in found.entities.all]
    results = without_repeats(found.results, articles)[:MOST_RESULTS]
    seen = {page_key(url) for url in (*articles, *(result.url for result in results))}
    videos = []
    for video in found.videos:
        if page_key(video.url) not in seen:
            seen.add(page_key(video.url))
            videos.append(video)
    return replace(found, results=results, videos=videos[:MOST_VIDEOS], own=found.own[:MOST_VIDEOS])


def search_observation(found: Found, context: ToolContext) -> Observation:
    """The observation of a search, and what it says of itself to the question's web access.

    The user's own Kuaipedia and videos are private: they are no addresses to browse, and with them
    the whole observation is treated as private, while what the web said may be searched for again.
    """
    room = max(context.room // _SHARE, _LEAST_ROOM)
    public = [*_entity_passages(found.entities.all, room), *_web_passages(found, room)]
    urls = tuple(dict.fromkeys(passage.source for passage in public))
    lines = list(_public_lines(found, public, context.language))
    personal = list(_personal_lines(found, room, context.language))
    own = [shortened(passage, room) for passage in found.own]
    if context.web is not None:
        context.web.returned(urls)
        if own or personal:
            context.web.read_untrusted("\n".join(lines))
    lines = [*personal, *lines, *(own_line(passage, context) for passage in own)]
    if found.left_out:
        lines.append(left_out_text(found.left_out, context.language))
    return Observation(
        "\n".join(lines),
        _data(found, context),
        (*public, *own),
        urls=urls,
        recordings=recording_ids(own, context),
        trust="private" if own or personal else "untrusted",
    )


def left_out_text(left_out: Mapping[str, str], language: Language) -> str:
    """Which parts brought nothing, and why."""
    parts = [
        _PART[language].format(name=_NAMES[name][language], reason=reason)
        for name, reason in left_out.items()
    ]
    return _LEFT_OUT[language].format(parts=_JOINT[language].join(parts))


def _entity_passages(entities: Iterable[Entity], room: int) -> Iterator[Passage]:
    for entity in entities:
        whole = Passage(entity.summary or entity.title, entity.url, entity.title)
        yield shortened(whole, room)


def _web_passages(found: Found, room: int) -> Iterator[Passage]:
    entries: tuple[WebResult | WebVideo, ...] = (*found.results, *found.videos)
    for entry in entries:
        yield shortened(Passage(entry.summary or entry.title, entry.url, entry.title), room)


def _personal_lines(found: Found, room: int, language: Language) -> Iterator[str]:
    """The entity of the user's own Kuaipedia with its aspects, and the names of the others."""
    if found.personal.principal is None:
        return
    entity = together(found.personal, found.entities).all[0]
    title = _ENTITY[language].format(title=entity.title, id=entity.id)
    summary = " ".join(entity.summary.split())[:room]
    yield f"{title}{_COLON[language]}{summary}" if summary else title
    if entity.aspects:
        yield _ASPECTS[language].format(aspects=_tree(entity.aspects))
    if found.personal.others:
        names = [
            _ENTITY[language].format(title=one.title, id=one.id) for one in found.personal.others
        ]
        yield _ALSO[language].format(names=_JOINT[language].join(names))


def _public_lines(found: Found, passages: Sequence[Passage], language: Language) -> Iterator[str]:
    entities = found.entities.all
    for entity, passage in zip(entities, passages, strict=False):
        yield _line(entity.title, entity.url, passage.text)
        # The aspects of one that is the user's own as well are told with that.
        if entity.aspects and not any(is_same(one, entity) for one in found.personal.all[:1]):
            yield _ASPECTS[language].format(aspects=_tree(entity.aspects))
    shown = passages[len(entities) :]
    for result, passage in zip(found.results, shown, strict=False):
        yield _line(result.title, result.url, passage.text)
    for video, passage in zip(found.videos, shown[len(found.results) :], strict=True):
        about = ", ".join(filter(None, (video.duration, video.publisher)))
        title = f"{_VIDEO[language]}: {video.title}" + (f" ({about})" if about else "")
        yield _line(title, video.url, passage.text)


def _line(title: str, url: str, text: str) -> str:
    told = " ".join(text.split())
    return f"{title} — {url}" + ("" if told == title else f": {told}")


def _tree(aspects: Sequence[Aspect]) -> str:
    """The aspects in one line, those of the second level in brackets."""
    names: list[str] = []
    under: list[list[str]] = []
    for aspect in aspects:
        if aspect.level == 1 or not names:
            names.append(aspect.name)
            under.append([])
        else:
            under[-1].append(aspect.name)
    told = [
        f"{name} ({', '.join(below)})" if below else name
        for name, below in zip(names, under, strict=True)
    ]
    return "; ".join(told[:_MOST_ASPECTS])


def _data(found: Found, context: ToolContext) -> dict[str, Any]:
    entities = together(found.personal, found.entities)
    principal = entities.principal
    return {
        "query": found.text,
        "entity": None if principal is None else _entity_json(principal),
        "other_entities": [_entity_json(entity) for entity in entities.others],
        "results": [
            {
                "title": result.title,
                "url": result.url,
                "summary": result.summary,
                "engine": result.engine,
            }
            for result in found.results
        ],
        "videos": [
            {
                "title": video.title,
                "url": video.url,
                "summary": video.summary,
                "duration": video.duration,
                "publisher": video.publisher,
            }
            for video in found.videos
        ],
        "own_videos": [
            own_json(one, context) for one in found.own if one.location.start is not None
        ],
        "own_documents": [
            own_json(one, context) for one in found.own if one.location.start is None
        ],
        "left_out": dict(found.left_out),
    }


def _entity_json(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "title": entity.title,
        "url": entity.url,
        "summary": entity.summary,
        "aspects": [{"name": aspect.name, "level": aspect.level} for aspect in entity.aspects],
    }
