"""The pages by name; each is imported when it is first wanted."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kagent_tui.screens.page import PageScreen
    from kagent_tui.workspace import Workspace

PAGES: Final[Mapping[str, tuple[str, str]]] = {
    "sessions": ("kagent_tui.screens.sessions", "SessionsScreen"),
    "library": ("kagent_tui.screens.library", "LibraryScreen"),
    "memory": ("kagent_tui.screens.memory", "MemoryScreen"),
    "items": ("kagent_tui.screens.items", "ItemsScreen"),
    "models": ("kagent_tui.screens.models", "ModelsScreen"),
    "settings": ("kagent_tui.screens.settings", "SettingsScreen"),
}


def make_page(name: str, workspace: Workspace, argument: str = "") -> PageScreen[Any]:
    """The page of this name, which begins with `argument`; raises KeyError."""
    module, class_name = PAGES[name]
    page: PageScreen[Any] = getattr(importlib.import_module(module), class_name)(workspace)
    page.argument = argument
    return page
