"""What an encyclopedia of entities offers: linking a question to them, aspects, and videos.

After Kuaipedia (Pan et al., 2022): an entity has a tree of aspects of two levels, and short videos
explain an aspect of an entity. The paper links a question to its principal entity (section 2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from engine.events import Language

if TYPE_CHECKING:
    from engine.tools.context import ToolContext


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of an entity; one of level 2 belongs to the last one of level 1 before it."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that an article is about.

    `id` names it for browse_aspect ("en:Lionel Messi"), `url` is the article's; `summary` is its
    lead, a few sentences. `mention` are the words of the question that were linked to it.
    """

    id: str
    title: str
    summary: str
    url: str
    language: Language
    aspects: tuple[Aspect, ...] = ()
    mention: str = ""


@dataclass(frozen=True, slots=True)
class LinkedEntities:
    """The entities that a text speaks of: the principal one, None where there is none at all."""

    principal: Entity | None = None
    others: tuple[Entity, ...] = ()

    @property
    def all(self) -> tuple[Entity, ...]:
        """The principal entity and the others."""
        return () if self.principal is None else (self.principal, *self.others)


@dataclass(frozen=True, slots=True)
class Video:
    """A video about an aspect of an entity; `start` and `end` are seconds where a part is meant."""

    id: str
    title: str
    url: str
    summary: str = ""
    start: float | None = None
    end: float | None = None


class EntityLinker(Protocol):
    """Finds the entities that a text speaks of."""

    def link(self, text: str, context: ToolContext) -> LinkedEntities:
        """The entities, the principal one first; nothing linked is no error.

        Raises:
            ToolError: it could not be looked up: the network is off, declined, or in trouble.
        """
        ...


class AspectSource(Protocol):
    """Knows videos about the aspects of entities."""

    def videos(self, entity_id: str, aspect: str) -> tuple[Video, ...]:
        """The videos about an aspect of an entity, best first; empty where there are none."""
        ...
