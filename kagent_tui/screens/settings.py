"""F9: every setting, changed in place; the file keeps its comments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult, SuspendNotSupported
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kagent_tui.applying import spoken_language
from kagent_tui.bindings import bindings_of
from kagent_tui.controllers.settings import Setting, parse_value, problem_of
from kagent_tui.errors import ConfigError
from kagent_tui.i18n import mark, tr, use_language
from kagent_tui.screens.page import PageScreen
from kagent_tui.setting_change import SettingChange
from kagent_tui.settings_shown import details_of, grouped, heading, row_of, with_keys
from kagent_tui.troubles import in_words
from kagent_tui.widgets.pointed import PointedList
from kagent_tui.widgets.setting_details import SettingDetails

if TYPE_CHECKING:
    from kagent_tui.workspace import Workspace

# The scrollbar, and the blanks beside an option.
_MARGIN = 3


class SettingsScreen(PageScreen[None]):
    """A list of every setting, and below it what the highlighted one means.

    Enter turns a switch, takes the next of several choices, or opens a field for anything else.
    """

    CSS_PATH = "settings.tcss"
    SCOPE = "settings"
    PAGE_TITLE = mark("Settings")
    AUTO_FOCUS = "#settings"
    BINDINGS: ClassVar = bindings_of("settings")

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._change = SettingChange(self, self.background, workspace)
        # As the file has them, and as they are listed: a row for each key.
        self._filed: dict[str, Setting] = {}
        self._settings: dict[str, Setting] = {}
        self._highlighted = ""
        self._words = ""

    def compose_page(self) -> ComposeResult:
        """The search, the list, and what the highlighted setting means."""
        self._words, self.argument = self._words or self.argument, ""
        yield Input(self._words, placeholder=tr("Search the settings"), id="search", compact=True)
        yield PointedList(id="settings", markup=False)
        yield Static(tr("No setting fits these words."), classes="page-empty", markup=False)
        yield SettingDetails()

    def on_mount(self) -> None:
        """Read the file."""
        if self._settings:
            self._fill()
        else:
            self._change.read(self._show, self._failed)

    def on_resize(self) -> None:
        """The rows are as wide as the list."""
        if self._settings:
            self._fill()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#settings", OptionList)

    @property
    def _details(self) -> SettingDetails:
        return self.query_one(SettingDetails)

    def _chosen(self) -> Setting | None:
        return self._settings.get(self._highlighted)

    def _show(self, settings: list[Setting]) -> None:
        self._filed = {setting.name: setting for setting in settings}
        self._settings = {setting.name: setting for setting in with_keys(settings)}
        self._fill()

    def _fill(self) -> None:
        options: list[Option] = []
        for group, settings in grouped(list(self._settings.values()), self._words):
            options.append(Option(heading(group), disabled=True))
            options += [Option(self._row(each), id=each.name) for each in settings]
        listed, highlighted = self._list, self._highlighted
        with self.prevent(OptionList.OptionHighlighted):
            listed.set_options(options)
            names = [option.id for option in options]
            listed.highlighted = names.index(highlighted) if highlighted in names else None
            if listed.highlighted is None:
                listed.action_first()
        option = listed.highlighted_option
        self._highlighted = option.id or "" if option is not None else ""
        self._draw(self._highlighted)
        listed.display = bool(options)
        self.query_one(".page-empty").display = not options
        self._explain()

    def _row(self, setting: Setting) -> Content:
        highlighted = setting.name == self._highlighted
        return row_of(setting, self.size.width - _MARGIN, highlighted=highlighted)

    def _draw(self, name: str) -> None:
        if name in self._settings and name in {option.id for option in self._list.options}:
            self._list.replace_option_prompt(name, self._row(self._settings[name]))

    def _explain(self) -> None:
        setting = self._chosen()
        self._details.show(details_of(setting) if setting else Content(""))

    def _failed(self, reason: str) -> None:
        self.notify(reason, markup=False, severity="error", timeout=8)

    @on(OptionList.OptionHighlighted, "#settings")
    def _moved(self, message: OptionList.OptionHighlighted) -> None:
        if message.option_id and message.option_id != self._highlighted:
            before, self._highlighted = self._highlighted, message.option_id
            self._stop_editing()
            self._draw(before)
            self._draw(self._highlighted)
            self._explain()

    @on(OptionList.OptionSelected, "#settings")
    def _selected(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        """Turn a switch, take the next choice, or open a field."""
        setting = self._chosen()
        if setting is None or self._details.is_editing:
            return
        rule = setting.rule
        if rule.kind == "switch":
            self._write(setting, not setting.value)
        elif rule.choices:
            place = rule.choices.index(setting.value) + 1
            self._write(setting, rule.choices[place % len(rule.choices)])
        elif rule.kind == "tables":
            self.notify(tr("Tables are written in the file: press E."), markup=False, timeout=4)
        elif setting.name == "theme":
            self._choose_theme()
        else:
            self._edit(setting)

    def _choose_theme(self) -> None:
        from kagent_tui.screens.themes import ThemeScreen

        def chosen(name: str | None) -> None:
            if name is not None and (setting := self._settings.get("theme")):
                self._write(setting, name)

        self.app.push_screen(ThemeScreen(self.workspace), chosen)

    def _edit(self, setting: Setting) -> None:
        self._details.begin(setting.typed(), secret=setting.rule.secret)
        self.set_focus(self._details.field)

    def _stop_editing(self) -> None:
        if self._details.is_editing:
            self._details.end()
            self.set_focus(self._list)

    @on(SettingDetails.Typed)
    def _typed(self, message: SettingDetails.Typed) -> None:
        setting = self._chosen()
        if setting is not None and message.text.strip():
            self._details.say(self._problem(setting, message.text))

    @on(SettingDetails.Entered)
    def _entered(self, message: SettingDetails.Entered) -> None:
        setting = self._chosen()
        if setting is None:
            return
        text = message.text.strip()
        if not text and setting.default is None:
            self._stop_editing()
            self.action_reset()
            return
        if problem := self._problem(setting, text):
            self._details.say(problem)
            return
        self._stop_editing()
        self._write(setting, parse_value(setting.name, text))

    def _problem(self, setting: Setting, text: str) -> str | None:
        top, _, action = setting.name.partition(".")
        if not action:
            return problem_of(top, text)
        from kagent_tui.keymap import usable_keymap

        others = usable_keymap(self.workspace.config.keymap)[0]
        others.pop(action, None)
        return next(iter(usable_keymap({**others, action: text})[1]), None)

    def _write(self, setting: Setting, value: Any) -> None:
        self._change.write(setting.name, value, self._written(setting), self._failed)

    def action_reset(self) -> None:
        """Give the highlighted setting its default."""
        setting = self._chosen()
        if setting is None or self._details.is_editing:
            return
        if setting.origin == "default":
            self.notify(tr("This is the default already."), markup=False, timeout=2)
            return
        self._change.reset(setting.name, self._written(setting), self._failed)

    def _written(self, setting: Setting) -> Callable[[list[Setting]], None]:
        def show(settings: list[Setting]) -> None:
            self._show(settings)
            if setting.name == "interface_language":
                use_language(spoken_language(self.workspace.config))
                self.call_later(self._compose_again)

        return show

    async def _compose_again(self) -> None:
        await self.recompose()
        self.set_focus(self._list)
        self._fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a field a "/" is a letter."""
        return not (action == "search" and isinstance(self.focused, Input))

    def action_search(self) -> None:
        """Go to the search, at once: what is typed on belongs there."""
        self.set_focus(self.query_one("#search", Input))

    @on(Input.Changed, "#search")
    def _searched(self, message: Input.Changed) -> None:
        self._words = message.value
        self._stop_editing()
        self._fill()

    @on(Input.Submitted, "#search")
    def _found(self) -> None:
        self.set_focus(self._list)

    def action_edit_file(self) -> None:
        """Give the terminal to the editor, and follow what was changed there."""
        from kagent_tui.controllers.settings_file import edit_settings

        trouble: str | None = None
        try:
            with self.app.suspend():
                edit_settings(self.workspace.locations.config_file)
        except SuspendNotSupported:
            trouble = tr("This terminal cannot be given to an editor.")
        except ConfigError as error:
            trouble = in_words(str(error))
        self.app.refresh(layout=True)
        if trouble is not None:
            self._failed(trouble)
            return
        self._change.follow(self._filed, self._show, self._failed)

    def action_close(self) -> None:
        """Leave the field, then the search, then the page."""
        search = self.query_one("#search", Input)
        if self._details.is_editing:
            self._stop_editing()
        elif self._words:
            search.value = ""
            self.set_focus(self._list)
        elif search.has_focus:
            self.set_focus(self._list)
        else:
            super().action_close()
