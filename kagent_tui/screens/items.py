"""Items: look a thing up, see its aspects, and read where it is spoken of or shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import OptionList, Static

from kagent_tui.bindings import bindings_of
from kagent_tui.controllers.items import (
    AtHand,
    Item,
    ItemPage,
    at_hand,
    find_items,
    open_item,
    titled,
)
from kagent_tui.controllers.personal_items import ItemView, find_personal, view_of
from kagent_tui.i18n import listed, mark, ntr, tr
from kagent_tui.roles import dash
from kagent_tui.screens.item_changes import ItemChanges
from kagent_tui.screens.item_reading import ItemReading
from kagent_tui.screens.item_rows import empty_text, found_options, parts_of
from kagent_tui.screens.page import PageScreen
from kagent_tui.screens.personal_rows import ASPECT, EVIDENCE, empty_personal, personal_parts
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.passage_panel import PassagePanel
from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.widgets.text import plain
from kagent_tui.workspace import Workspace

if TYPE_CHECKING:
    from kagent_tui.screens.item_rows import Found
    from store.kuaipedia_records import AspectRecord, EvidenceRecord
    from store.memory import MemoryBank

_MOST_ITEMS = 200
_MOST_ARTICLES = 30


class ItemsScreen(PageScreen[None]):
    """A line to search in, the items found, and beside them what is known of one.

    The items of the library come first, those of the encyclopedias at hand after them.
    """

    CSS_PATH = "items.tcss"
    SCOPE = "items"
    PAGE_TITLE = mark("Items")
    AUTO_FOCUS = "SearchBox"
    # What is known of an item needs the room of a narrow screen, and all of a tiny one.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 (as Textual has it)
        (0, "-tiny"),
        (56, "-narrow"),
        (100, "-wide"),
    ]
    BINDINGS: ClassVar = bindings_of("items")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.view: ItemView | None = None
        self.article: ItemPage | None = None
        self.articles: tuple[Item, ...] = ()
        self._hand = AtHand()
        self._found: list[Found] = []
        self._changes = ItemChanges(self)
        self._reading = ItemReading(self)

    def compose_page(self) -> ComposeResult:
        """From top to bottom."""
        yield SearchBox(tr("Search for a thing by its name"), id="search")
        yield Static(id="empty", classes="page-empty", markup=False)
        with Horizontal(id="middle"):
            yield PointedList(id="items", compact=True, markup=False)
            with Vertical(id="page"):
                yield ItemParts()
            yield PassagePanel()

    def on_mount(self) -> None:
        """Look which items there are, and which encyclopedias."""
        self._say(tr("Opening the memory…"))
        self.when_open(self._look)

    def _look(self, bank: MemoryBank) -> None:
        self.background.run(
            lambda _: at_hand(bank), done=self._opened, failed=self.trouble, group="archives"
        )

    def _opened(self, hand: AtHand) -> None:
        self._hand = hand
        box = self.query_one(SearchBox)
        if self.argument and not box.value:
            box.value = self.argument
        else:
            self._search(box.value.strip())

    def _say(self, text: str) -> None:
        """Say this where nothing is shown; an empty text shows what was found."""
        empty = self.query_one("#empty", Static)
        empty.update(plain(text))
        empty.display = bool(text)
        self.query_one("#middle").display = not text

    @on(SearchBox.Searched)
    def _searched(self, message: SearchBox.Searched) -> None:
        self._search(message.text)

    def _search(self, text: str, cursor: int | None = None) -> None:
        """List what a text finds, the cursor on the item of that id."""
        bank, hand = self.bank, self._hand
        if bank is None:
            return

        def work(_: object) -> tuple[list[Found], int]:
            articles = find_items(hand, text, _MOST_ARTICLES) if hand.archives and text else []
            return [*find_personal(bank, text, _MOST_ITEMS), *articles], bank.kuaipedia.count()

        def done(result: tuple[list[Found], int]) -> None:
            found, count = result
            # Where there is nothing to search in, words find nothing for another reason.
            self._show_found(text if count or hand.archives else "", found, cursor)
            self._show_count(count)

        self.background.run(work, done=done, failed=self.trouble, group="search")

    def _show_count(self, count: int) -> None:
        articles = sum(archive.facts.articles for archive in self._hand.archives)
        counted = [ntr("{count} item", "{count} items", count)] if count else []
        counted += [ntr("{count} article", "{count} articles", articles)] if articles else []
        title = dash().join(part for part in (tr(self.PAGE_TITLE), listed(counted)) if part)
        self.query_one(".page-title", Static).update(title)

    def _show_found(self, text: str, found: Sequence[Found], cursor: int | None) -> None:
        options = self.query_one("#items", OptionList)
        pointed = options.highlighted_option
        before = 0 if pointed is None or pointed.id is None else int(pointed.id)
        self._found = list(found)
        options.set_options(found_options(self._found, self._hand))
        if found:
            self._say("")
            place = _place_of(found, cursor)
            kept = before if cursor is None and before < len(found) else 0
            options.highlighted = options.get_option_index(str(kept if place is None else place))
            return
        self._show_nothing()
        if text:
            self._say(tr("Nothing was found for: {text}", text=text))
        else:
            self._say(f"{empty_personal()}\n\n{empty_text(self._hand)}")

    @on(OptionList.OptionHighlighted, "#items")
    def _pointed(self, message: OptionList.OptionHighlighted) -> None:
        if message.option.id is not None:
            self._open(self._found[int(message.option.id)])

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self) -> None:
        self.add_class("-opened")
        self.query_one(ItemParts).focus()

    def _open(self, found: Found) -> None:
        if isinstance(found, Item):
            self.show_article(found)
        else:
            chosen = self.view.chosen if self.view and self.view.record.id == found.id else None
            self.show_item(found.id, chosen)

    def show_item(self, item_id: int, aspect_id: int | None = None, cursor: str = "") -> None:
        """Show an item of the library with the evidence of an aspect, the cursor on a row."""
        bank, hand = self.bank, self._hand
        if bank is None:
            return

        def work(_: object) -> tuple[ItemView, tuple[Item, ...]]:
            view = view_of(bank, item_id, aspect_id)
            return view, titled(hand, view.record.title)

        self.background.run(
            work,
            done=lambda found: self._show_view(*found, cursor),
            failed=self._say_part,
            group="item",
        )

    def show_article(self, item: Item) -> None:
        """Show an item of an encyclopedia."""
        bank, hand = self.bank, self._hand
        if bank is not None:
            self.background.run(
                lambda _: open_item(hand, item, bank),
                done=self._show_article,
                failed=self._say_part,
                group="item",
            )

    def _show_view(self, view: ItemView, articles: tuple[Item, ...], cursor: str) -> None:
        parts = self.query_one(ItemParts)
        same = self.view is not None and self.view.record.id == view.record.id
        kept = cursor or (parts.key or "" if same else "")
        self.view, self.article, self.articles = view, None, articles
        parts.show(personal_parts(view, self._hand, articles), kept)

    def _show_article(self, page: ItemPage) -> None:
        self.view, self.article, self.articles = None, page, ()
        self.query_one(ItemParts).show(parts_of(page))

    def _show_nothing(self) -> None:
        self.view = self.article = None
        self.articles = ()
        self.query_one(ItemParts).show([])
        if self.query_one(PassagePanel).display:
            self.query_one(PassagePanel).close()

    def _say_part(self, line: str) -> None:
        self._show_nothing()
        self.trouble(line)

    def changed(self, item_id: int | None) -> None:
        """An item was changed by hand: show what there is now."""
        self._search(self.query_one(SearchBox).value.strip(), item_id)

    @property
    def pointed_aspect(self) -> AspectRecord | None:
        """The aspect under the cursor, where one is."""
        key = self.query_one(ItemParts).key or ""
        if self.view is None or not key.startswith(ASPECT):
            return None
        wanted = int(key.removeprefix(ASPECT))
        return next((one for one in self.view.aspects if one.id == wanted), None)

    @property
    def pointed_evidence(self) -> EvidenceRecord | None:
        """The place in a document under the cursor, where one is."""
        key = self.query_one(ItemParts).key or ""
        if self.view is None or not key.startswith(EVIDENCE):
            return None
        return self.view.evidence[int(key.removeprefix(EVIDENCE))]

    @on(ItemParts.Chosen)
    def _part_chosen(self, message: ItemParts.Chosen) -> None:
        self._reading.chosen(message.key)

    @on(OptionList.OptionHighlighted, "ItemParts")
    def _part_pointed(self) -> None:
        self._reading.pointed()

    @on(PassagePanel.OpenWanted)
    @on(PassagePanel.CopyWanted)
    @on(PassagePanel.PictureWanted)
    @on(PassagePanel.Closed)
    def _about_passage(self, message: Message) -> None:
        self._reading.handle(message)

    def action_show(self) -> None:
        """Show the part under the cursor."""
        key = self.query_one(ItemParts).key
        if key is not None:
            self._reading.chosen(key)

    def action_open(self) -> None:
        """Open the source under the cursor in its program."""
        self._reading.open()

    def action_rename(self) -> None:
        """Rename the aspect under the cursor, or the item."""
        self._changes.rename()

    def action_merge(self) -> None:
        """Let the item be part of another one."""
        self._changes.merge()

    def action_split(self) -> None:
        """Make an item of its own of some of the names."""
        self._changes.split()

    def action_delete(self) -> None:
        """Delete the item, after asking."""
        self._changes.delete()

    def action_name(self) -> None:
        """Give the item one more name."""
        self._changes.add_name()

    def action_hide(self) -> None:
        """Hide the aspect under the cursor, or a name."""
        self._changes.hide()

    def action_unlink(self) -> None:
        """Say that the document under the cursor is not about the item."""
        self._changes.unlink()

    def action_link(self) -> None:
        """Say of a document that it is about the item."""
        self._changes.link()

    def action_undo(self) -> None:
        """Undo the last change."""
        self._changes.undo()

    @on(SearchBox.Left)
    def _leave_search(self) -> None:
        if self._found:
            self.query_one("#items", OptionList).focus()

    @on(SearchBox.Closed)
    def _search_closed(self) -> None:
        self.action_close()

    def action_close(self) -> None:
        """First close the passage, on a tiny screen then the item, then leave."""
        panel = self.query_one(PassagePanel)
        if panel.display:
            panel.close()
        elif self.has_class("-tiny") and self.has_class("-opened"):
            self.remove_class("-opened")
            self.query_one("#items").focus()
        else:
            super().action_close()

    def action_search(self) -> None:
        """Go to the line to search in."""
        self.query_one(SearchBox).focus()

    def trouble(self, line: str) -> None:
        """Say what went wrong."""
        self.notify(line, markup=False, severity="error", timeout=8)


def _place_of(found: Sequence[Found], item_id: int | None) -> int | None:
    """Where the item of the library with that id stands."""
    for place, one in enumerate(found):
        if not isinstance(one, Item) and one.id == item_id:
            return place
    return None
