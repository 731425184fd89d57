"""One line: model and speed on the left; the memory's size and the network on the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from engine.cleaning import clean_line
from kagent_tui.i18n import mark, ntr, tr
from kagent_tui.quantities import size_text
from kagent_tui.roles import separator

if TYPE_CHECKING:
    from engine.network import Policy

_GAP = 2
_POLICIES: Final[Mapping[Policy, str]] = {"off": mark("off"), "ask": mark("ask"), "on": mark("on")}


class StatusLine(Widget):
    """What runs, how fast, and what it can search; loading and trouble show in the same places."""

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; background: $panel; color: $text-muted; }
    """

    model: reactive[str] = reactive("")
    rate: reactive[float | None] = reactive(None)
    context: reactive[tuple[int, int]] = reactive((0, 0))
    memory: reactive[tuple[int, int, int] | None] = reactive(None)
    memory_note: reactive[str] = reactive("")
    network: reactive[Policy | None] = reactive(None)

    def render(self) -> Content:
        """The two halves with space between, shortened where the line is narrow."""
        width = self.content_size.width
        left = self._left()
        right = Content("")
        for short in range(3):
            right = self._right(short)
            if left.cell_length + right.cell_length + _GAP <= width:
                break
        room = max(width - right.cell_length - _GAP, 0)
        left = left.truncate(room, ellipsis=True)
        space = " " * max(width - left.cell_length - right.cell_length, 0)
        return Content.assemble(left, space, right).truncate(width, ellipsis=True)

    def _left(self) -> Content:
        text = clean_line(self.model) or tr("no model")
        if self.rate is not None:
            text += separator() + tr("{rate} tokens/s", rate=f"{self.rate:.0f}")
        used, whole = self.context
        if used and whole:
            text += separator() + tr("context {share}", share=f"{min(used / whole, 1) * 100:.0f} %")
        return Content(text)

    def _right(self, short: int) -> Content:
        amounts = self._amounts()
        parts = amounts[: max(len(amounts) - short, 1)]
        if self.network is not None:
            parts.append(tr("network: {policy}", policy=tr(_POLICIES[self.network])))
        return Content(separator().join(filter(None, parts)))

    def _amounts(self) -> list[str]:
        """What is remembered, what matters most first."""
        if self.memory is None:
            return [self.memory_note]
        documents, questions, size = self.memory
        return [
            ntr("{count} document", "{count} documents", documents),
            ntr("{count} question", "{count} questions", questions),
            size_text(size),
        ]
