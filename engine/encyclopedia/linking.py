"""Links a question to the entities that it speaks of, the principal one first, asking no model.

After the entity linking of section 2.3 of the paper, by light means: the names in the question are
looked up among titles and redirects in a request or two; engine/encyclopedia/candidates.py weighs
what is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.kuaipedia.base import LinkedEntities

if TYPE_CHECKING:
    from engine.tools.context import ToolContext
    from engine.tools.services import ToolServices


class EncyclopediaLinker:
    """Links to the articles of an archive, or to Wikipedia's where no archive has any."""

    def __init__(self, services: ToolServices, *, tool: str = "hybrid_search") -> None:
        self._services = services
        self._tool = tool

    def link(self, text: str, context: ToolContext) -> LinkedEntities:
        """The entities, the principal one first; nothing linked is no error.

        Raises:
            ToolError: the network is off and there is no archive, or Wikipedia is in trouble.
            NetworkError: there is no answer, or it was not allowed.
        """
        # Inside the function: a list of the tools must not cost reading HTML.
        from engine.encyclopedia.candidates import Linking
        from engine.encyclopedia.mentions import mentions
        from engine.encyclopedia.shelf import Shelf
        from engine.encyclopedia.source import EncyclopediaError

        found = mentions(text)
        if not found:
            return LinkedEntities()
        shelf = Shelf(self._services, context, self._tool)
        for source in shelf.for_linking():
            try:
                linked = Linking(source, text, found).linked()
            except EncyclopediaError as error:
                if source.archive:
                    continue
                raise shelf.refused(error) from error
            if linked.principal is not None:
                return linked
        return LinkedEntities()
