"""Lists of answers, fast: a widget for each item, and only what is new is built as it is written.

Textual makes four widgets of every item and builds a list anew for each piece that is appended.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, cast

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets._markdown import (
    MarkdownBullet,
    MarkdownBulletList,
    MarkdownList,
    MarkdownListItem,
    MarkdownOrderedList,
    MarkdownParagraph,
)
from textual.widgets.markdown import MarkdownBlock


class AnswerParagraph(MarkdownParagraph):
    """A paragraph, or all of a list's item: then its mark hangs at the left of the first line."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"answer-mark"}
    DEFAULT_CSS = """
    AnswerParagraph > .answer-mark { color: $text-primary; }
    """

    mark = ""

    def hang(self, mark: str) -> None:
        """Become the item of this mark."""
        self.mark = mark
        self.styles.padding = (0, 0, 0, len(mark))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines with the mark in the padding of the first."""
        strips = super().render_lines(crop)
        width = len(self.mark)
        if width and strips and crop.y == 0 and crop.x == 0:
            style = self.get_component_rich_style("answer-mark")
            mark = Strip([Segment(self.mark, style)], width)
            for line_filter in self.get_line_filters():
                mark = mark.apply_filter(line_filter, self.background_colors[1])
            strips[0] = Strip.join([mark.crop(0, crop.width), strips[0].crop(width)])
        return strips

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text, with the mark where the whole item is selected."""
        found = super().get_selection(selection)
        if found is None or not self.mark or selection.start is not None:
            return found
        return f"{self.mark}{found[0]}", found[1]


class _Rows:
    """What both kinds of list do. Not a widget, for Textual takes styles of the first base only."""

    def rows(self, first: int = 0) -> Iterator[Widget]:
        """The widgets of the items from the so many-th on, of a list that was parsed just now."""
        blocks = cast("MarkdownList", self)._blocks
        items = [block for block in blocks if isinstance(block, MarkdownListItem)]
        blocks.clear()
        for number, item in enumerate(items[first:], start=first):
            yield _row(item, self.mark_of(items[0], item, number))

    def mark_of(self, first: MarkdownListItem, item: MarkdownListItem, number: int) -> str:
        """What stands before an item, which is the so many-th from 0."""
        return item.bullet


async def _grow(shown: MarkdownList, parsed: MarkdownBlock) -> bool:
    """Build only the last item again, which may have grown, and those after it."""
    kept = len(shown.children) - 1
    if type(parsed) is not type(shown) or not isinstance(parsed, _Rows) or kept < 0:
        return False
    rows = list(parsed.rows(kept))
    await shown.children[-1].remove()
    await shown.mount_all(rows)
    return True


class AnswerBulletList(_Rows, MarkdownBulletList):
    """A list with bullets."""

    def compose(self) -> ComposeResult:
        """A widget for each item."""
        yield from self.rows()

    async def _update_from_block(self, block: MarkdownBlock) -> None:
        if not await _grow(self, block):
            await super()._update_from_block(block)


class AnswerOrderedList(_Rows, MarkdownOrderedList):
    """A list with numbers, counted from the first one."""

    def mark_of(self, first: MarkdownListItem, item: MarkdownListItem, number: int) -> str:
        """The number, right-aligned with those of two digits."""
        start = int(first.bullet) if first.bullet.isdecimal() else 1
        return f"{start + number}. ".rjust(4)

    def compose(self) -> ComposeResult:
        """A widget for each item."""
        yield from self.rows()

    async def _update_from_block(self, block: MarkdownBlock) -> None:
        if not await _grow(self, block):
            await super()._update_from_block(block)


def _row(item: MarkdownListItem, mark: str) -> Widget:
    """One paragraph is shown by itself; an item with more in it has its mark beside it."""
    blocks = item._blocks
    if len(blocks) == 1 and isinstance(blocks[0], AnswerParagraph):
        blocks[0].hang(mark)
        return blocks[0]
    bullet = MarkdownBullet()
    bullet.symbol = mark
    return Horizontal(bullet, Vertical(*blocks))
