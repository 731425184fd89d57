"""Changes a setting from a screen: in the file, in the settings in force, and on the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from kagent_tui.config import Config
from kagent_tui.controllers.settings import Setting, list_settings, reset_setting, write_setting
from kagent_tui.messages import SettingChanged

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from kagent_tui.background import Background
    from kagent_tui.workspace import Workspace

Done = Callable[[list[Setting]], object]
Failed = Callable[[str], object]


class SettingChange:
    """Writes in the background and posts `SettingChanged` once the file says it.

    A setting that takes effect at once is then in force; another one is from the next start on.
    """

    def __init__(self, owner: MessagePump, background: Background, workspace: Workspace) -> None:
        self._owner = owner
        self._background = background
        self._workspace = workspace

    def read(self, done: Done, failed: Failed) -> None:
        """Look at the file; `done` takes every setting."""
        file, in_force = self._workspace.locations.config_file, self._workspace.config
        self._background.run(
            lambda _: list_settings(file, in_force), done=done, failed=failed, group="settings"
        )

    def write(self, name: str, value: Any, done: Done, failed: Failed) -> None:
        """Give a setting a checked value."""
        file = self._workspace.locations.config_file
        self._change(name, lambda: write_setting(file, name, value), done, failed)

    def reset(self, name: str, done: Done, failed: Failed) -> None:
        """Give a setting its default."""
        file = self._workspace.locations.config_file
        self._change(name, lambda: reset_setting(file, name), done, failed)

    def follow(self, before: Mapping[str, Setting], done: Done, failed: Failed) -> None:
        """Look at the file after an editor had it, and put into force what was changed there."""

        def changed(settings: list[Setting]) -> None:
            names = [
                each.name
                for each in settings
                if each.name in before and each.value != before[each.name].value
            ]
            done(self._put_into_force(settings, names))

        self.read(changed, failed)

    def _change(self, name: str, change: Callable[[], object], done: Done, failed: Failed) -> None:
        workspace = self._workspace
        file = workspace.locations.config_file

        def work(_: object) -> list[Setting]:
            change()
            return list_settings(file, workspace.config)

        def changed(settings: list[Setting]) -> None:
            done(self._put_into_force(settings, [name.partition(".")[0]]))

        # One group for each setting: a second change must not drop what the first one still says.
        self._background.run(work, done=changed, failed=failed, group=f"setting {name}")

    def _put_into_force(self, settings: list[Setting], names: list[str]) -> list[Setting]:
        workspace = self._workspace
        values = {each.name: each.value for each in settings if each.name in names}
        live = {name: value for name, value in values.items() if Config.rules()[name].live}
        workspace.config = dataclasses.replace(workspace.config, **live)
        for name, value in values.items():
            self._owner.post_message(SettingChanged(name, value))
        return [
            dataclasses.replace(each, in_force=getattr(workspace.config, each.name))
            for each in settings
        ]
