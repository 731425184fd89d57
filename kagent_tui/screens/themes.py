"""The choice of a theme, which the whole screen shows while one looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kagent_tui.applying import apply_theme, theme_names
from kagent_tui.bindings import bindings_of
from kagent_tui.i18n import listed, tr
from kagent_tui.setting_change import SettingChange
from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.text import plain_line

if TYPE_CHECKING:
    from kagent_tui.app import KAgentApp
    from kagent_tui.workspace import Workspace


class ThemeScreen(ModalScreen[str | None]):
    """A list of themes; comes back with the chosen name, None for the one before."""

    CSS_PATH = "themes.tcss"
    BINDINGS: ClassVar = bindings_of("dialog")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._themes = workspace.locations.config_file.parent / "themes"
        self._before = ""

    def compose(self) -> ComposeResult:
        """The names, the program's own first."""
        self._before = self.app.theme
        names = theme_names(self.app, self._themes)
        with Vertical(id="box") as box:
            box.border_title = tr("Theme")
            yield PointedList(*(Option(plain_line(name), id=name) for name in names), markup=False)
            yield Static(id="trouble", markup=False)
            hint = tr("Enter takes it, Esc goes back.")
            yield Static(plain_line(hint, "$foreground-muted"), id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin with the theme that is shown."""
        listed = self.query_one(OptionList)
        names = [option.id for option in listed.options]
        listed.highlighted = names.index(self._before) if self._before in names else 0
        listed.focus()

    @on(OptionList.OptionHighlighted)
    def _look(self, message: OptionList.OptionHighlighted) -> None:
        troubles = apply_theme(self.app, message.option_id or self._before, self._themes)
        line = self.query_one("#trouble", Static)
        line.update(plain_line(" ".join(troubles), "$text-error"))
        line.display = bool(troubles)

    @on(OptionList.OptionSelected)
    def _choose(self, message: OptionList.OptionSelected) -> None:
        if not self.query_one("#trouble", Static).display:
            self.dismiss(message.option_id)

    def action_cancel(self) -> None:
        """Go back to the theme before."""
        apply_theme(self.app, self._before, self._themes)
        self.dismiss(None)


def choose_theme(app: KAgentApp, argument: str) -> None:
    """Show the theme of this name and keep it in the settings; without a name, show the choice."""
    workspace = app.workspace
    change = SettingChange(app, app.background, workspace)
    folder = workspace.locations.config_file.parent / "themes"

    def failed(reason: str) -> None:
        app.notify(reason, markup=False, severity="error", timeout=8)

    def chosen(name: str | None) -> None:
        if name is not None:
            change.write("theme", name, lambda _: None, failed)

    if not argument:
        app.push_screen(ThemeScreen(workspace), chosen)
    elif argument in (names := theme_names(app, folder)):
        chosen(argument)
    else:
        known = listed(names)
        failed(tr("There is no theme {name}; there are {names}.", name=argument, names=known))
