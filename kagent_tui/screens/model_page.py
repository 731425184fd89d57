"""What the parts of the models screen need of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from kagent_tui.background import Background

if TYPE_CHECKING:
    from textual.app import App

    from kagent_tui.model_shelf import ModelShelf, ShelfRow
    from kagent_tui.workspace import Workspace


class ModelsPage(Protocol):
    """The models screen, for what works on it."""

    workspace: Workspace
    background: Background

    @property
    def app(self) -> App[Any]:
        """The application, which shows the questions."""
        ...

    @property
    def shelf(self) -> ModelShelf | None:
        """What there is; None until it was looked at."""
        ...

    @property
    def row(self) -> ShelfRow | None:
        """The model under the cursor."""
        ...

    def set_timer(self, delay: float, callback: Callable[[], object]) -> object:
        """Call back after so many seconds, if the screen is still there."""
        ...

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Say something in one line."""
        ...

    def tell_trouble(self, line: str) -> None:
        """Say what went wrong."""
        ...

    def look_again(self) -> None:
        """Show what is there now."""
        ...


def network_in_force(workspace: Workspace) -> str:
    """How open the network is now, which may be otherwise than the settings say."""
    assembly = workspace.assembly
    return workspace.config.network if assembly is None else assembly.network.policy
