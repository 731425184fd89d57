"""The tools of a session: the built-in ones, the user's own, and those that fit a question."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.offering import MOST_OWN_TOOLS, available
from engine.progress import Question
from engine.tools.registry import Registry
from engine.tools.tool import Tool

if TYPE_CHECKING:
    from engine.tools.selection import ToolSelection
    from engine.web_access import WebAccess
    from models.language.base import PromptStyle

# The built-in tools and the user's own, as they are now; given the question's access to the
# internet and its cancel event.
RegistryFor = Callable[["WebAccess | None", threading.Event], Registry]
# Least cosine of a question with an example question of a tool that makes it that tool's without
# asking the model: the same question, but for a word or its spelling.
LEAST_LIKENESS = 0.9


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

    def offered(
        self, registry: Registry, question: Question, limit: int, style: PromptStyle = "prose"
    ) -> list[Tool]:
        """The tools that can be used; of more than `limit` those that fit the question best.

        For a small model the user's own are few, and those that fit best come first: it was trained
        with them in that order, so that their places tell it something, too.
        """
        tools = available(registry, question)
        if self._selection is None:
            return tools
        if style == "pointer":
            return self._selection.best_first(tools, question.goal, MOST_OWN_TOOLS)
        if len(tools) <= limit:
            return tools
        return self._selection.select(tools, question.goal, limit)

    def nearness(self, registry: Registry, question: Question) -> dict[str, float]:
        """How well each of the user's own tools fits the question, by name."""
        own = [tool for tool in available(registry, question) if tool.origin]
        if self._selection is None or not own:
            return {}
        return {tool.name: score for tool, score in self._selection.scored(own, question.goal)}

    def made_for(self, registry: Registry, question: Question) -> str:
        """The user's own tool of which this is nearly an example question; empty without one."""
        if self._selection is None:
            return ""
        best = self._selection.best_example(available(registry, question), question.goal)
        return best[0].name if best is not None and best[1] >= LEAST_LIKENESS else ""
