"""browse_aspect: an aspect of an entity, in its article and in the user's own recordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.network import NetworkError
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.own_evidence import own_json, own_line, shortened
from engine.tools.services import ToolServices
from engine.tools.tool import ForProse, Tool, tool

if TYPE_CHECKING:
    from engine.encyclopedia.article import Article
    from engine.kuaipedia.base import Entity

_MOST_OWN = 8
_SHARE = 8
_LEAST_ROOM = 200
_LONGEST_SHOWN = 200
_ITEM = "item:"
_NO_ASPECT: Mapping[Language, str] = {
    "en": '{title} has no aspect "{aspect}"; there are: {names}',
    "zh": "“{title}”没有“{aspect}”这一方面；现有：{names}",
}
_NO_ITEM: Mapping[Language, str] = {
    "en": 'There is no "{entity}" in your Kuaipedia; search for it with hybrid_search',
    "zh": "你的 Kuaipedia 里没有“{entity}”；可用 hybrid_search 查找",
}
_NONE: Mapping[Language, str] = {"en": "none", "zh": "无"}
_JOINT: Mapping[Language, str] = {"en": ", ", "zh": "、"}


class _AspectTools:
    """The tool, with the encyclopedias that it asks."""

    def __init__(self, services: ToolServices) -> None:
        self._services = services

    def browse_aspect(
        self,
        context: ToolContext,
        entity_id: Annotated[str, ForProse()],
        aspect: Annotated[str, ForProse()],
    ) -> Observation:
        """Read one aspect of an entity that a search found: the videos and passages of the user's
        own library about it, with their times, and the section of its article.

        Args:
        entity_id: the entity, as the search names it, such as item:12 or en:Marie Curie
        aspect: the aspect, one of those that the search lists
        """
        from engine.condensing import condense

        written = clean_line(entity_id)
        own = _own_entity(context, written)
        evidence: tuple[Passage, ...] = ()
        if own is not None and context.kuaipedia is not None:
            evidence = context.kuaipedia.evidence(own, clean_line(aspect), limit=_MOST_OWN)
        article = self._article(context, written, own, needed=own is None)
        sections = () if article is None else article.under(aspect)
        if not sections and not evidence:
            raise ToolError("not_found", _no_aspect(context.language, own, article, aspect))
        told: list[Passage] = []
        if article is not None and sections:
            room = context.room // 2 if evidence else context.room
            told = condense(article.passages(sections), context.question or aspect, room)
        return _observation(context, aspect, own, evidence, article, told)

    def _article(
        self, context: ToolContext, written: str, own: Entity | None, *, needed: bool
    ) -> Article | None:
        """The entity's article; None where there is none, and the user's own documents answer.

        Of an item of the user's own only the archives are asked: its title is not sent anywhere.

        Raises:
            ToolError, NetworkError: there is no article, and it is `needed`.
        """
        from engine.tools.wiki import find_article

        is_item = own is not None and written.lower().startswith(_ITEM)
        if own is not None and is_item:
            if not self._services.archives:
                return None
            written, context = own.names[0] if own.names else own.title, replace(context, web=None)
        try:
            article, _ = find_article(self._services, context, written, "browse_aspect")
        except (ToolError, NetworkError):
            if needed:
                raise
            return None
        return article


def _own_entity(context: ToolContext, written: str) -> Entity | None:
    """The item of the user's own Kuaipedia that an id means, if any.

    Raises:
        ToolError: it is the id of an item, and there is none of it.
    """
    own = None if context.kuaipedia is None else context.kuaipedia.entity(written)
    if own is None and written.lower().startswith(_ITEM):
        shown = written[:_LONGEST_SHOWN]
        raise ToolError("not_found", _NO_ITEM[context.language].format(entity=shown))
    return own


def _no_aspect(language: Language, own: Entity | None, article: Article | None, aspect: str) -> str:
    names = [] if own is None else [one.name for one in own.aspects]
    names += [] if article is None else [one.name for one in article.aspects if one.level == 1]
    title = own.title if own is not None else "" if article is None else article.title
    return _NO_ASPECT[language].format(
        title=title,
        aspect=clean_line(aspect)[:_LONGEST_SHOWN],
        names=_JOINT[language].join(dict.fromkeys(names)) or _NONE[language],
    )


def _observation(
    context: ToolContext,
    aspect: str,
    own: Entity | None,
    evidence: Sequence[Passage],
    article: Article | None,
    told: Sequence[Passage],
) -> Observation:
    """What is the user's own first; with it the whole is private, but not what the article says."""
    from engine.tools.wiki import article_facts, passage_json, passage_line

    room = max(context.room // _SHARE, _LEAST_ROOM)
    shown = [shortened(passage, room) for passage in evidence]
    public = [passage_line(passage) for passage in told]
    if context.web is not None and shown:
        context.web.read_untrusted("\n".join(public))
    facts: dict[str, Any] = {} if article is None else article_facts(article)
    if own is not None:
        facts |= {"entity": {"id": own.id, "title": own.title}}
    videos = [one for one in shown if one.location.start is not None]
    return Observation(
        text="\n".join([*(own_line(one, context) for one in shown), *public]),
        data={
            **facts,
            "aspect": aspect,
            "videos": [own_json(one, context) for one in videos],
            "documents": [own_json(one, context) for one in shown if one not in videos],
            "passages": [passage_json(passage) for passage in told],
        },
        passages=(*shown, *told),
        trust="private" if shown else "untrusted",
    )


def aspect_tools(services: ToolServices) -> tuple[Tool, ...]:
    """browse_aspect."""
    return (
        tool(
            _AspectTools(services).browse_aspect,
            en="Read about an aspect",
            zh="阅读一个方面",
            returns="the videos and passages of the library about it, each with its time or page, "
            "and the passages of its section of the article",
            online=not services.archives,
        ),
    )
