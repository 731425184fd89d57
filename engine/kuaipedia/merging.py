"""The user's own entities and an encyclopedia's articles, merged by their titles."""

from __future__ import annotations

from dataclasses import replace

from engine.encyclopedia.names import bare
from engine.kuaipedia.base import Aspect, Entity, LinkedEntities
from store.folding import fold


def together(own: LinkedEntities, articles: LinkedEntities) -> LinkedEntities:
    """The user's own entities, each with what the article of its title says, then the others."""
    left = list(articles.all)
    found = []
    for entity in own.all:
        article = next((one for one in left if is_same(entity, one)), None)
        if article is None:
            found.append(entity)
        else:
            left.remove(article)
            found.append(with_article(entity, article))
    found += left
    return LinkedEntities(found[0], tuple(found[1:])) if found else LinkedEntities()


def is_same(entity: Entity, article: Entity) -> bool:
    """Whether an article is about the user's own entity, by its title."""
    titles = {fold(article.title), fold(bare(article.title))}
    return any(fold(name) in titles for name in (entity.title, *entity.names))


def with_article(entity: Entity, article: Entity) -> Entity:
    """The user's own entity with the article's summary and address, and the sections that it has
    no aspect of."""
    known = {fold(one.name) for one in entity.aspects}
    further: list[Aspect] = []
    is_known = False
    for section in article.aspects:
        if section.level == 1:
            is_known = fold(section.name) in known
        if not is_known:
            further.append(section)
    return replace(
        entity,
        summary=entity.summary or article.summary,
        url=entity.url or article.url,
        aspects=(*entity.aspects, *further),
    )
