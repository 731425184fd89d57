"""Folders and files to choose from; a folder is looked into when it is opened, never before."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from rich.text import Text, TextType
from textual import on
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from engine.cleaning import clean_line
from kagent_tui.background import Background
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import tr
from kagent_tui.widgets.pointed import POINTER, is_plain

# Of a folder with more, the rest is counted.
_MOST_SHOWN = 2000
_MARKED = "[x] "
_PLAIN_ICONS = "+ ", "- "


@dataclass(frozen=True, slots=True)
class Place:
    """What a line of the tree stands for; without a path it only says something."""

    path: Path | None
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class _Listing:
    places: tuple[Place, ...]
    left_out: int


class FileTree(Tree[Place]):
    """A tree of files. Space marks, Enter opens a folder or takes what is marked.

    Hidden files are left out until `action_hidden` is called. Names are never read as markup. Like
    Textual's DirectoryTree, but its threads never keep the program from quitting, and its labels
    would be markup.
    """

    BINDINGS: ClassVar = bindings_of("picker")
    DEFAULT_CSS = """
    FileTree { height: 1fr; padding: 0; scrollbar-size-vertical: 1; }
    """

    @dataclass
    class Taken(Message):
        """These paths were chosen."""

        paths: tuple[Path, ...]

    @dataclass
    class Marked(Message):
        """So many are marked now."""

        count: int

    @dataclass
    class Rooted(Message):
        """Another folder is at the top."""

        folder: Path

    class Cancelled(Message):
        """Nothing is to be chosen."""

    def __init__(self, folder: Path) -> None:
        super().__init__("", Place(folder, is_folder=True))
        self.show_hidden = False
        self.marked: dict[Path, None] = {}
        self._background = Background(self)
        self._folder = folder

    def on_mount(self) -> None:
        """Look into the folder at the top; for a screen reader without lines and triangles."""
        if self.app.has_class("-plain"):
            self.show_guides = False
            self.ICON_NODE, self.ICON_NODE_EXPANDED = _PLAIN_ICONS
        self._root_at(self._folder)

    def on_unmount(self) -> None:
        """Look no further."""
        self._background.cancel_all()

    def process_label(self, label: TextType) -> Text:
        """A name as it is, on one line."""
        return Text(clean_line(str(label)), no_wrap=True, end="")

    def render_label(self, node: TreeNode[Place], base_style: Style, style: Style) -> Text:
        """The name, a folder's with a separator, and whether it is marked."""
        place = node.data
        text = super().render_label(node, base_style, style)
        if place is not None and place.path in self.marked:
            text = Text.assemble((_MARKED, base_style + Style(bold=True)), text)
        if node is self.cursor_node and is_plain(self):
            text = Text.assemble(f"{POINTER} ", text)
        return text

    def action_mark(self) -> None:
        """Mark what the cursor is on, or take the mark away."""
        path = self._path_at_cursor()
        if path is None:
            return
        if path in self.marked:
            del self.marked[path]
        else:
            self.marked[path] = None
        if self.cursor_node is not None:
            self.cursor_node.refresh()
        self.post_message(self.Marked(len(self.marked)))
        self.action_cursor_down()

    def action_take(self) -> None:
        """Choose what is marked; without marks what the cursor is on."""
        path = self._path_at_cursor()
        chosen = tuple(self.marked) or ((path,) if path is not None else ())
        if chosen:
            self.post_message(self.Taken(chosen))

    def action_up(self) -> None:
        """Go to the folder above."""
        if self._folder.parent != self._folder:
            self._root_at(self._folder.parent)

    def action_hidden(self) -> None:
        """Show hidden files, or leave them out again."""
        self.show_hidden = not self.show_hidden
        self._root_at(self._folder)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.post_message(self.Cancelled())

    def _path_at_cursor(self) -> Path | None:
        node = self.cursor_node
        return None if node is None or node.data is None else node.data.path

    def _root_at(self, folder: Path) -> None:
        self._folder = folder
        self.reset(folder.name or os.fspath(folder), Place(folder, is_folder=True))
        self.root.expand()
        self.move_cursor_to_line(0)
        self.post_message(self.Rooted(folder))

    @on(Tree.NodeExpanded)
    def _expanded(self, message: Tree.NodeExpanded[Place]) -> None:
        message.stop()
        node, place = message.node, message.node.data
        if place is None or place.path is None or node.children:
            return
        folder, hidden = place.path, self.show_hidden
        self._background.run(
            lambda _: _listing(folder, hidden=hidden),
            done=lambda listing: self._fill(node, listing),
            failed=lambda line: self._say(node, tr("cannot be read: {reason}", reason=line)),
            group=f"{node.id}",
        )

    @on(Tree.NodeSelected)
    def _selected(self, message: Tree.NodeSelected[Place]) -> None:
        message.stop()
        place = message.node.data
        if place is not None and place.path is not None and not place.is_folder:
            self.marked.setdefault(place.path, None)
            self.action_take()

    def _fill(self, node: TreeNode[Place], listing: _Listing) -> None:
        for place in listing.places:
            name = place.path.name if place.path is not None else ""
            if place.is_folder:
                node.add(name + os.sep, place)
            else:
                node.add_leaf(name, place)
        if listing.left_out:
            self._say(
                node, tr("{count} more; type the path instead", count=f"{listing.left_out:,}")
            )
        elif not listing.places:
            self._say(node, tr("nothing that can be shown"))

    def _say(self, node: TreeNode[Place], text: str) -> None:
        node.add_leaf(text, Place(None))


def _listing(folder: Path, *, hidden: bool) -> _Listing:
    """What a folder holds, folders first.

    Raises:
        OSError: it cannot be read.
    """
    with os.scandir(folder) as entries:
        found = [
            Place(Path(entry.path), _is_folder(entry))
            for entry in entries
            if hidden or not entry.name.startswith(".")
        ]
    found.sort(key=_order)
    return _Listing(tuple(found[:_MOST_SHOWN]), max(0, len(found) - _MOST_SHOWN))


def _order(place: Place) -> tuple[bool, str]:
    return not place.is_folder, "" if place.path is None else place.path.name.casefold()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
