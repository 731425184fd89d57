"""A walk through the program: every page, dialog and menu, by the keys that lead there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Input

from kagent_tui.app import KAgentApp
from kagent_tui.widgets.composer import Composer
from tests.kagent_tui.page_app import lines_of
from tests.kagent_tui.waiting import nothing_in_background, until

# A name for what is shown, the keys that lead there from what was shown before, and the class of
# the screen.
Step = tuple[str, Sequence[str], str]

WALK: Final[tuple[Step, ...]] = (
    ("first screen", (), "ChatScreen"),
    ("help", ("f1",), "HelpScreen"),
    ("help at its end", ("end",), "HelpScreen"),
    ("palette", ("escape", "ctrl+p"), "Palette"),
    ("slash menu", ("escape", "slash"), "ChatScreen"),
    ("menu of names", ("backspace", "at"), "ChatScreen"),
    ("history search", ("backspace", "ctrl+r"), "ChatScreen"),
    ("sessions", ("escape", "f2"), "SessionsScreen"),
    ("session renamed", ("r",), "LineScreen"),
    ("session tagged", ("escape", "t"), "LineScreen"),
    ("session exported", ("escape", "e"), "ExportScreen"),
    ("sessions not found", ("escape", "slash", "q", "q"), "SessionsScreen"),
    ("library", ("escape", "escape", "f3"), "LibraryScreen"),
    ("library details", ("i",), "DetailsScreen"),
    ("library removal", ("escape", "d"), "QuestionScreen"),
    ("library addition", ("n", "a"), "LibraryAddScreen"),
    ("collection", ("escape", "c"), "LineScreen"),
    ("passage", ("escape", "enter"), "PassageScreen"),
    ("library search", ("escape", "slash", "q", "q"), "LibraryScreen"),
    ("memory", ("escape", "escape", "f4"), "MemoryScreen"),
    ("memory in full", ("enter",), "TextScreen"),
    ("memory forgotten", ("escape", "d"), "QuestionScreen"),
    ("tasks remembered", ("n", "right", "right"), "MemoryScreen"),
    ("models", ("escape", "f5"), "ModelsScreen"),
    ("model downloaded", ("down", "down", "p"), "QuestionScreen"),
    ("model import", ("escape", "i"), "LineScreen"),
    ("model by name", ("escape", "o"), "LineScreen"),
    ("model server", ("escape", "s"), "LineScreen"),
    ("items", ("escape", "f6"), "ItemsScreen"),
    ("settings", ("escape", "f9"), "SettingsScreen"),
    ("help on settings", ("f1",), "HelpScreen"),
    ("setting changed", ("escape", "down", "enter"), "SettingsScreen"),
)


async def walk(pilot: Pilot[int]) -> AsyncIterator[tuple[str, list[str]]]:
    """What is on the screen at each step, line for line."""
    app = pilot.app
    assert isinstance(app, KAgentApp)
    await until(pilot, lambda: app.workspace.assembly is not None)
    for name, keys, kind in WALK:
        for key in keys:
            await pilot.press(key)
            await still(pilot)
        await until(pilot, lambda kind=kind: type(app.screen).__name__ == kind)  # type: ignore[misc]
        await still(pilot)
        yield name, lines_of(app)


async def still(pilot: Pilot[int]) -> None:
    """Wait until what a key began has come to its end."""
    await pilot.pause(0.01)
    await nothing_in_background(pilot)


def composer_is_whole(pilot: Pilot[int]) -> bool:
    """Whether the line for the question is on the screen, with its cursor."""
    composer = pilot.app.screen.query_one(Composer)
    return composer.region.height > 0 and pilot.app.screen.region.contains_region(composer.region)


def unreachable(pilot: Pilot[int]) -> list[str]:
    """The buttons and fields of a dialog that lie outside the screen or outside their box."""
    screen = pilot.app.screen
    found = []
    for widget in [*screen.query(Button), *screen.query(Input)]:
        sight = screen.region
        for above in widget.ancestors:
            if isinstance(above, Widget):
                sight = sight.intersection(above.region)
        if widget.display and not sight.contains_region(widget.region):
            found.append(str(widget))
    return found
