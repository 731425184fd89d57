"""Lists, tables and buttons that say in text where the cursor is.

Colour alone says nothing to a screen reader: with `-plain` on the application a ">" stands before
what Enter would take. Everywhere else these are Textual's own widgets.
"""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Button, OptionList, RadioButton, RadioSet

POINTER: Final = ">"


def is_plain(widget: Widget) -> bool:
    """Whether the widget is shown to a screen reader."""
    return widget.app.has_class("-plain")


def pointed(strip: Strip) -> Strip:
    """The line with the pointer before it: in its first cell where that is blank."""
    width = strip.cell_length
    if width < 2:
        return strip
    style = next((segment.style for segment in strip if segment.text), None)
    if strip.text[:1] == " ":
        return Strip.join([Strip([Segment(POINTER, style)]), strip.crop(1)])
    return Strip.join([Strip([Segment(f"{POINTER} ", style)]), strip.crop(0, width - 2)])


def pointed_option(widget: OptionList, y: int, strip: Strip) -> Strip:
    """A line of a list, with the pointer on the first one of the highlighted option."""
    if widget.highlighted is None or not is_plain(widget):
        return strip
    lines, line = widget._lines, widget.scroll_offset.y + y
    is_first = line < len(lines) and lines[line] == (widget.highlighted, 0)
    return pointed(strip) if is_first else strip


class PointedList(OptionList):
    """An OptionList that points at the highlighted option."""

    def render_line(self, y: int) -> Strip:
        """A line of it, with the pointer."""
        return pointed_option(self, y, super().render_line(y))


def pointed_focus(widget: Widget, y: int, strip: Strip, *, focused: Widget | None = None) -> Strip:
    """A line of a widget, with the pointer on its first while it, or `focused`, has the focus."""
    has_focus = (focused or widget).has_focus
    return pointed(strip) if y == 0 and has_focus and is_plain(widget) else strip


class PointedButton(Button):
    """A Button that points at itself where it has the focus."""

    def render_line(self, y: int) -> Strip:
        """A line of it, with the pointer."""
        strip = super().render_line(y)
        return pointed(strip) if self.has_focus and is_plain(self) and strip.text.strip() else strip


class PointedChoice(RadioButton):
    """A RadioButton that is crossed in text where it is chosen."""

    @property
    def _button(self) -> Content:
        if not is_plain(self):
            return super()._button
        chosen = "(x)" if self.value else "( )"
        # What the arrows of the set are on, which Space would choose.
        return Content(f"> {chosen}" if self._is_pointed() else chosen)

    def _is_pointed(self) -> bool:
        return (
            isinstance(self.parent, RadioSet)
            and self.parent.has_focus
            and self.has_class("-selected")
        )
