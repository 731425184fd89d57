"""What every page has: a title, its content, the keys at the foot, and Esc to go back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from kagent_tui.background import Background
from kagent_tui.bindings import Scope, bindings_of, hints
from kagent_tui.i18n import tr
from kagent_tui.widgets.hints import KeyHints
from kagent_tui.workspace import Workspace

if TYPE_CHECKING:
    from store.memory import MemoryBank

_OPENING_SECONDS = 0.2

Result = TypeVar("Result")


class PageScreen(Screen[Result | None]):
    """A whole screen over the chat, which goes on below.

    A page names its scope of keys and its title, and composes its content in `compose_page`. What
    it runs in `background` is cancelled when it closes. `argument` is what was written after the
    page's slash command.
    """

    # Not a stylesheet of its own, which a page's would replace.
    DEFAULT_CSS = """
    PageScreen {
        layout: vertical;
        & > .page-title {
            height: 1; padding: 0 1; background: $panel; color: $text; text-style: bold;
        }
        & > KeyHints { dock: bottom; }
        & .page-empty { height: auto; padding: 1 2; color: $text-muted; }
    }
    """
    SCOPE: ClassVar[Scope] = "page"
    PAGE_TITLE: ClassVar[str] = ""
    BINDINGS: ClassVar = bindings_of("page")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.argument = ""
        self.background = Background(self)

    def compose(self) -> ComposeResult:
        """The title, the content, the keys."""
        yield Static(tr(self.PAGE_TITLE), classes="page-title", markup=False)
        yield from self.compose_page()
        yield KeyHints(hints(self.SCOPE, "page", "app"))

    def compose_page(self) -> ComposeResult:
        """What stands between the title and the keys."""
        yield from ()

    @property
    def bank(self) -> MemoryBank | None:
        """The memory, None until it is open."""
        assembly = self.workspace.assembly
        return None if assembly is None else assembly.bank

    def when_open(self, work: Callable[[MemoryBank], object]) -> None:
        """Do this with the memory: now, or as soon as it is open."""
        bank = self.bank
        if bank is None:
            self.set_timer(_OPENING_SECONDS, partial(self.when_open, work))
        else:
            work(bank)

    def action_close(self) -> None:
        """Go back to where one came from."""
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Nothing may come back to a page that is closed."""
        self.background.cancel_all()
