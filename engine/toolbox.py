"""The tools of a session: the built-in ones, the user's own, and those that fit a question."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
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


class UnknownToolError(Exception):
    """There is no tool of this name; the message is one line that names the nearest."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else "see: kagent tools list"
        super().__init__(f"there is no tool {clean_line(name)!r}; {hint}")


class Toolbox:
    """Finds the tools of each question.

    `own` adds the user's own tools to the registry, and `selection` chooses those that fit a
    question; without them there are the registry's tools, all of them. With `only`, no others
    than these are ever used, but for those that end a question.
    """

    def __init__(
        self,
        registry: Registry,
        own: RegistryFor | None = None,
        selection: ToolSelection | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self._registry = registry
        self._own = own
        self._selection = selection
        self._only = only

    def registry(self, question: Question) -> Registry:
        """All tools that there are for the question.

        Raises:
            UnknownToolError: one of the only tools that may be used does not exist.
        """
        only, found = self._only, self._registry
        if self._own is not None and (only is None or not set(only) <= set(found.names())):
            found = self._own(question.access, question.cancel)
        if only is None:
            return found
        for name in only:
            if name not in found.names():
                raise UnknownToolError(name, found.names())
        return Registry(tool for tool in found if tool.terminal or tool.name in only)

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
