"""The tools of a session: the built-in ones, the user's own, and those that fit a question."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.offering import available
from engine.progress import Question
from engine.tools.registry import Registry
from engine.tools.tool import Tool

if TYPE_CHECKING:
    from engine.tools.selection import ToolSelection
    from engine.web_access import WebAccess

# The built-in tools and the user's own, as they are now; given the question's access to the
# internet and its cancel event.
RegistryFor = Callable[["WebAccess | None", threading.Event], Registry]
# Least cosine of a question with an example question of a tool that makes it that tool's. Of
# questions for other tools 2 % had 0.31 or more (benchmarks/tool_selection.py).
LEAST_LIKENESS = 0.55


class Toolbox:
    """Finds the tools of each question.

    `own` adds the user's own tools to the registry, and `selection` chooses those that fit a
    question; without them there are the registry's tools, all of them.
    """

    def __init__(
        self,
        registry: Registry,
        own: RegistryFor | None = None,
        selection: ToolSelection | None = None,
    ) -> None:
        self._registry = registry
        self._own = own
        self._selection = selection

    def registry(self, question: Question) -> Registry:
        """All tools that there are for the question."""
        if self._own is None:
            return self._registry
        return self._own(question.access, question.cancel)

    def offered(self, registry: Registry, question: Question, limit: int) -> list[Tool]:
        """The tools that can be used; of more than `limit` those that fit the question best."""
        tools = available(registry, question)
        if self._selection is None or len(tools) <= limit:
            return tools
        return self._selection.select(tools, question.goal, limit)

    def made_for(self, registry: Registry, question: Question) -> str:
        """The name of the user's own tool that was made for such questions; empty without one."""
        if self._selection is None:
            return ""
        best = self._selection.best_example(available(registry, question), question.goal)
        return best[0].name if best is not None and best[1] >= LEAST_LIKENESS else ""
