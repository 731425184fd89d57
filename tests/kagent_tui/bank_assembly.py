"""The scripted engine with a real memory, for the pages that show one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from engine.reading.media import MediaOptions
from kagent_tui.app import KAgentApp
from kagent_tui.screens.page import PageScreen
from store.memory import MemoryBank
from tests.kagent_tui.scripted_engine import ScriptedAssembly, make_app
from tests.kagent_tui.waiting import until

if TYPE_CHECKING:
    from engine.events import Language

SomeScreen = TypeVar("SomeScreen", bound=Screen[Any])


@dataclass
class BankAssembly(ScriptedAssembly):
    """`bank` must be given; it is not closed with the assembly."""

    bank: MemoryBank | None = None

    def media_options(self) -> MediaOptions:
        """Recordings without speech, pictures as they come."""
        return MediaOptions()


def app_with(bank: MemoryBank, language: Language = "en") -> KAgentApp:
    """The application over a real memory and a scripted model."""
    return make_app(BankAssembly(bank=bank), language=language)


async def open_page(pilot: Pilot[int], key: str, kind: type[SomeScreen]) -> SomeScreen:
    """Press a page's key and wait for the page."""
    app = cast(KAgentApp, pilot.app)
    await until(pilot, lambda: app.workspace.assembly is not None)
    await pilot.press(key)
    return await shown(pilot, kind)


async def shown(pilot: Pilot[int], kind: type[SomeScreen]) -> SomeScreen:
    """Wait for a screen of this kind to be the one that is shown."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    return screen


async def type_text(pilot: Pilot[int], text: str) -> None:
    """Press the keys of a text one after another."""
    await pilot.press(*("space" if one == " " else one for one in text))


def text_of(widget: Widget) -> str:
    """What a Static says."""
    assert isinstance(widget, Static)
    return str(widget.render())


def title_of(screen: PageScreen[Any]) -> str:
    """The line at the top of a page."""
    return text_of(screen.query_one(".page-title"))


def visible_text(app: KAgentApp) -> str:
    """All that is on the screen, a line a row."""
    width, height = app.size
    screen = app.screen
    strips = screen._compositor.render_strips()  # as app.export_screenshot does
    assert len(strips) == height
    return "\n".join("".join(segment.text for segment in strip)[:width] for strip in strips)
