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
    from engine.tools.observation import Passage


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of an entity; one of level 2 belongs to the last one of level 1 before it."""

    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that an article is about, or an item of the user's own Kuaipedia.

    `id` names it for browse_aspect ("en:Lionel Messi", "item:12"), `url` is the article's, empty
    where there is none; `summary` is its lead, a few sentences. `mention` are the words of the
    question that were linked to it, and `names` what else it is called.
    """

    id: str
    title: str
    summary: str
    url: str
    language: Language
    aspects: tuple[Aspect, ...] = ()
    mention: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkedEntities:
    """The entities that a text speaks of: the principal one, None where there is none at all."""

    principal: Entity | None = None
    others: tuple[Entity, ...] = ()

    @property
    def all(self) -> tuple[Entity, ...]:
        """The principal entity and the others."""
        return () if self.principal is None else (self.principal, *self.others)


class EntityLinker(Protocol):
    """Finds the entities that a text speaks of."""

    def link(self, text: str, context: ToolContext) -> LinkedEntities:
        """The entities, the principal one first; nothing linked is no error.

        Raises:
            ToolError: it could not be looked up: the network is off, declined, or in trouble.
        """
        ...


class AspectSource(Protocol):
    """Knows where the user's own documents and recordings show an aspect of an entity."""

    def entity(self, entity_id: str) -> Entity | None:
        """The entity of an id of its own ("item:12"), or the one of that id's title in an
        encyclopedia ("en:Lionel Messi"); None where it has none."""
        ...

    def evidence(
        self, entity: Entity, aspect: str = "", *, recordings_only: bool = False, limit: int = 20
    ) -> tuple[Passage, ...]:
        """Passages of an aspect and those below it, of all of the entity without one, best first;
        of recordings with their seconds. Empty where the entity has no such aspect."""
        ...


class PersonalKuaipedia(EntityLinker, AspectSource, Protocol):
    """The user's own Kuaipedia. Every method raises StoreError where the memory is in trouble."""

    def any(self) -> bool:
        """Whether it has an item at all."""
        ...
