"""Items: look a thing up, see its aspects, and read what each of them holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kagent_tui.bindings import bindings_of
from kagent_tui.controllers.items import (
    AtHand,
    Item,
    ItemPage,
    at_hand,
    citation_of,
    citation_of_video,
    find_items,
    open_item,
)
from kagent_tui.controllers.library_search import citation_of_hit
from kagent_tui.i18n import mark, ntr, tr
from kagent_tui.roles import dash
from kagent_tui.screens.dialogs import TextScreen
from kagent_tui.screens.item_rows import empty_text, parts_of
from kagent_tui.screens.page import PageScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.sources import find_source
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.search_box import SearchBox
from kagent_tui.widgets.text import plain, plain_line
from kagent_tui.workspace import Workspace

if TYPE_CHECKING:
    from engine.kuaipedia.base import AspectSource
    from store.memory import MemoryBank

_MOST_ITEMS = 30


class ItemsScreen(PageScreen[None]):
    """A line to search in, the items found, and beside them what is known of one.

    `videos` knows videos about aspects, where there is something that does.
    """

    CSS_PATH = "items.tcss"
    SCOPE = "items"
    PAGE_TITLE = mark("Items")
    AUTO_FOCUS = "SearchBox"
    # What is known of an item needs the room of a narrow screen.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-wide")]  # noqa: RUF012 (as Textual has it)
    BINDINGS: ClassVar = bindings_of("items")

    def __init__(self, workspace: Workspace, videos: AspectSource | None = None) -> None:
        super().__init__(workspace)
        self._videos = videos
        self._hand = AtHand()
        self._found: list[Item] = []
        self._page: ItemPage | None = None

    def compose_page(self) -> ComposeResult:
        """From top to bottom."""
        yield SearchBox(tr("Search for a thing by its name"), id="search")
        yield Static(id="empty", classes="page-empty", markup=False)
        with Horizontal(id="middle"):
            yield PointedList(id="items", compact=True, markup=False)
            with Vertical(id="page"):
                yield ItemParts()

    def on_mount(self) -> None:
        """Look which encyclopedias there are."""
        self._say(tr("Opening the memory…"))
        self.when_open(self._look)

    def _look(self, bank: MemoryBank) -> None:
        self.background.run(
            lambda _: at_hand(bank), done=self._opened, failed=self.trouble, group="archives"
        )

    def _opened(self, hand: AtHand) -> None:
        self._hand = hand
        self._say(empty_text(hand))
        articles = sum(archive.facts.articles for archive in hand.archives)
        if articles:
            count = ntr("{count} article", "{count} articles", articles)
            self.query_one(".page-title", Static).update(f"{tr(self.PAGE_TITLE)}{dash()}{count}")
        if self.argument:
            self.query_one(SearchBox).value = self.argument

    def _say(self, text: str) -> None:
        """Say this where nothing is shown; an empty text shows what was found."""
        empty = self.query_one("#empty", Static)
        empty.update(plain(text))
        empty.display = bool(text)
        self.query_one("#middle").display = not text

    @on(SearchBox.Searched)
    def _searched(self, message: SearchBox.Searched) -> None:
        hand, text = self._hand, message.text
        if not text or not hand.archives:
            self.background.cancel("search")
            self._say(empty_text(hand))
            return
        self.background.run(
            lambda _: find_items(hand, text, _MOST_ITEMS),
            done=lambda found: self._show_found(text, found),
            failed=self.trouble,
            group="search",
        )

    def _show_found(self, text: str, found: list[Item]) -> None:
        self._found = found
        listed = self.query_one("#items", OptionList)
        listed.set_options(
            Option(plain_line(item.title), id=str(number)) for number, item in enumerate(found)
        )
        self._say("" if found else tr("Nothing was found for: {text}", text=text))
        listed.highlighted = 0 if found else None

    @on(OptionList.OptionHighlighted, "#items")
    def _pointed(self, message: OptionList.OptionHighlighted) -> None:
        if message.option.id is not None:
            self._open(self._found[int(message.option.id)])

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self) -> None:
        self.query_one(ItemParts).focus()

    def _open(self, item: Item) -> None:
        bank, hand, videos = self.bank, self._hand, self._videos
        if bank is not None:
            self.background.run(
                lambda _: open_item(hand, item, bank, videos),
                done=self._show,
                failed=self._say_part,
                group="item",
            )

    def _show(self, page: ItemPage) -> None:
        self._page = page
        self.query_one(ItemParts).show(parts_of(page))

    def _say_part(self, line: str) -> None:
        self._page = None
        self.query_one(ItemParts).show([])
        self.trouble(line)

    @on(ItemParts.Chosen)
    def _part_chosen(self, message: ItemParts.Chosen) -> None:
        self._show_part(message.key)

    def _show_part(self, key: str) -> None:
        page = self._page
        if page is None:
            return
        kind, _, number = key.partition(":")
        if kind == "lead":
            self.app.push_screen(TextScreen(page.title, page.lead))
        elif kind == "aspect":
            aspect = page.aspects[int(number)]
            self.app.push_screen(TextScreen(f"{page.title} › {aspect.name}", aspect.text))
        elif kind == "meaning":
            self._open(page.meanings[int(number)][0])
        elif kind == "passage":
            self._show_passage(page, int(number))
        elif kind == "video":
            aspect_number, _, video = number.partition(":")
            chosen = page.aspects[int(aspect_number)].videos[int(video)]
            self.workspace.runner.open_source(citation_of_video(chosen))

    def _show_passage(self, page: ItemPage, number: int) -> None:
        bank, citation = self.bank, citation_of_hit(page.passages[number])
        if bank is not None:
            self.background.run(
                lambda _: find_source(bank, citation, has_terminal=True),
                done=lambda found: self.app.push_screen(PassageScreen(found)),
                failed=self.trouble,
                group="passage",
            )

    @on(SearchBox.Left)
    def _leave_search(self) -> None:
        if self._found:
            self.query_one("#items", OptionList).focus()

    @on(SearchBox.Closed)
    def _search_closed(self) -> None:
        self.action_close()

    def action_search(self) -> None:
        """Go to the line to search in."""
        self.query_one(SearchBox).focus()

    def action_show(self) -> None:
        """Show the part under the cursor."""
        key = self.query_one(ItemParts).key
        if key is not None:
            self._show_part(key)

    def action_open(self) -> None:
        """Open the article where it stands on the internet, in the browser."""
        if self._page is None:
            self.notify(tr("Nothing is chosen."), markup=False, timeout=2)
        else:
            self.workspace.runner.open_source(citation_of(self._page, self._page.lead))

    def trouble(self, line: str) -> None:
        """Say what went wrong."""
        self.notify(line, markup=False, severity="error", timeout=8)
