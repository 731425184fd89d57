"""What the items page shows of a row: a text, a passage beside the list, or its source opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from kagent_tui.controllers.items import citation_of
from kagent_tui.controllers.library_search import citation_of_hit
from kagent_tui.controllers.personal_items import citation_of_evidence
from kagent_tui.i18n import tr
from kagent_tui.screens.dialogs import TextScreen
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.screens.personal_rows import ARTICLE, ASPECT, EVIDENCE, LEAD, NAMES
from kagent_tui.screens.sights import PICTURE, look
from kagent_tui.sources import find_source
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.passage_panel import PassagePanel, PassageText

if TYPE_CHECKING:
    from textual.message import Message
    from textual.timer import Timer

    from engine.events import Citation
    from kagent_tui.app import KAgentApp
    from kagent_tui.controllers.items import ItemPage
    from kagent_tui.controllers.personal_items import ItemView
    from kagent_tui.screens.items import ItemsScreen
    from kagent_tui.sources import FoundSource

# Whoever goes down the list with a key held down wants to see the last one.
_SETTLE_SECONDS: Final = 0.08


class ItemReading:
    """The screen hands it the rows that are chosen and pointed at, and the panel's messages."""

    def __init__(self, screen: ItemsScreen) -> None:
        self._screen = screen
        self._looking: Timer | None = None

    def chosen(self, key: str) -> None:
        """Enter was pressed on a row."""
        screen = self._screen
        if screen.view is not None:
            self._chosen_personal(screen.view, key)
        elif screen.article is not None:
            self._chosen_of_article(screen.article, key)

    def pointed(self) -> None:
        """The cursor has moved: a panel that is open follows it."""
        evidence = self._screen.pointed_evidence
        if evidence is not None and self._panel.display:
            self._show_beside(citation_of_evidence(evidence))

    def open(self) -> None:
        """Open the source under the cursor: a player at its second, a viewer at its page."""
        screen, evidence = self._screen, self._screen.pointed_evidence
        if evidence is not None:
            screen.workspace.runner.open_source(citation_of_evidence(evidence))
        elif screen.article is not None:
            screen.workspace.runner.open_source(citation_of(screen.article, screen.article.lead))
        else:
            screen.notify(tr("Go to a document or an article first."), markup=False, timeout=3)

    def handle(self, message: Message) -> None:
        """Do what the panel asks for."""
        screen = self._screen
        match message:
            case PassagePanel.OpenWanted(citation):
                screen.workspace.runner.open_source(citation)
            case PassagePanel.CopyWanted(citation):
                cast("KAgentApp", screen.app).chat.copying.copy_quote(citation)
            case PassagePanel.PictureWanted(sight, size):
                panel = self._panel
                look(screen.background, sight, size, panel.show_frame, panel.show_no_frame)
            case PassagePanel.Closed(had_focus):
                screen.background.cancel("passage")
                screen.background.cancel(PICTURE)
                screen.remove_class("-reading")
                if had_focus:
                    screen.query_one(ItemParts).focus()

    @property
    def _panel(self) -> PassagePanel:
        return self._screen.query_one(PassagePanel)

    def _chosen_personal(self, view: ItemView, key: str) -> None:
        screen = self._screen
        kind, _, number = key.partition(":")
        if key == NAMES:
            names = "\n".join((view.record.title, *view.record.aliases))
            screen.app.push_screen(TextScreen(tr("Names"), names))
        elif key == LEAD:
            screen.app.push_screen(TextScreen(view.record.title, view.record.summary))
        elif key.startswith(ASPECT):
            # To the first of its evidence, which is what it was chosen for.
            screen.show_item(view.record.id, int(number) or None, f"{EVIDENCE}0")
        elif key.startswith(ARTICLE):
            screen.show_article(screen.articles[int(number)])
        elif kind == EVIDENCE.rstrip(":"):
            citation = citation_of_evidence(view.evidence[int(number)])
            if self._panel.display and self._panel.citation == citation:
                self._panel.query_one(PassageText).focus()
            else:
                self._show_beside(citation)

    def _show_beside(self, citation: Citation) -> None:
        screen, panel = self._screen, self._panel
        if panel.citation == citation:
            return
        screen.add_class("-reading")
        panel.show_citation(citation)
        if self._looking is not None:
            self._looking.stop()
        self._looking = screen.set_timer(_SETTLE_SECONDS, lambda: self._look_at(citation))

    def _look_at(self, citation: Citation) -> None:
        bank, panel = self._screen.bank, self._panel
        if bank is not None:
            self._screen.background.run(
                lambda _: find_source(bank, citation, has_terminal=True),
                done=panel.show_source,
                failed=lambda reason: panel.show_trouble(citation, reason),
                group="passage",
            )

    def _chosen_of_article(self, page: ItemPage, key: str) -> None:
        app = self._screen.app
        kind, _, number = key.partition(":")
        if kind == "lead":
            app.push_screen(TextScreen(page.title, page.lead))
        elif kind == "aspect":
            aspect = page.aspects[int(number)]
            app.push_screen(TextScreen(f"{page.title} › {aspect.name}", aspect.text))
        elif kind == "meaning":
            self._screen.show_article(page.meanings[int(number)][0])
        elif kind == "passage":
            self._show_passage(citation_of_hit(page.passages[int(number)]))

    def _show_passage(self, citation: Citation) -> None:
        screen, bank = self._screen, self._screen.bank

        def show(found: FoundSource) -> None:
            screen.app.push_screen(PassageScreen(found))

        if bank is not None:
            screen.background.run(
                lambda _: find_source(bank, citation, has_terminal=True),
                done=show,
                failed=screen.trouble,
                group="passage",
            )
