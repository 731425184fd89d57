"""What a changed setting means for the chat, and how the empty chat changes one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from engine.events import Language
from kagent_tui.bindings import hints
from kagent_tui.widgets.hints import KeyHints
from kagent_tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from kagent_tui.screens.chat import ChatScreen

# What is drawn anew: the turns keep the words in which they were written.
_OF_WORDS: Final = frozenset({"interface_language", "keymap", "screen_reader"})

_OF_MODEL: Final = frozenset({"model", "remote_name", "context_tokens"})


class ChatSettings:
    """The part of the chat that knows of settings."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen

    def changed(self, name: str) -> None:
        """A setting has another value, and the application follows it already."""
        screen = self._screen
        if name in _OF_WORDS:
            screen.query_one(KeyHints).show(hints("composer", "chat", "app"))
            screen.composing.settings_changed()
            screen.query_one(Welcome).refresh_words()
            screen.status.refresh()
        elif name == "editor":
            screen.composing.settings_changed()
        elif name == "network":
            self._set_network()
        elif name in _OF_MODEL:
            self._change_model()
        elif name == "embedding":
            self._change_embedding()
        elif name == "speech_model" and screen.workspace.assembly is not None:
            screen.workspace.assembly.use_speech(screen.workspace.config.speech_model)

    def speak(self, language: Language) -> None:
        """Let the interface speak this language, and keep that in the settings."""
        # Only a change needs what writes files.
        from kagent_tui.setting_change import SettingChange

        screen = self._screen
        change = SettingChange(screen, screen.background, screen.workspace)
        change.write("interface_language", language, lambda _: None, self._failed)

    def toggle_quiet(self) -> bool:
        """Show answers alone, or everything, until the program ends; whether it is quiet now."""
        workspace = self._screen.workspace
        quiet = not workspace.config.quiet
        workspace.config = dataclasses.replace(workspace.config, quiet=quiet)
        self._screen.app.set_class(quiet, "-quiet")
        return quiet

    def _set_network(self) -> None:
        workspace = self._screen.workspace
        if workspace.assembly is not None:
            workspace.assembly.network.policy = workspace.config.network
            self._screen.status.network = workspace.config.network

    def _change_model(self) -> None:
        """Let the model be loaded anew, as the settings say now."""
        workspace, config = self._screen.workspace, self._screen.workspace.config
        if workspace.assembly is not None:
            workspace.assembly.set_model_options(
                remote_name=config.remote_name, context_tokens=config.context_tokens
            )
            workspace.runner.use_model(config.model)

    def _change_embedding(self) -> None:
        """Search by another model; its vectors are made while nothing is asked."""
        workspace = self._screen.workspace
        assembly, source = workspace.assembly, workspace.config.embedding
        if assembly is not None:
            self._screen.background.run(
                lambda _: assembly.use_embedding(source),
                done=lambda _: workspace.runner.make_vectors(),
                failed=self._failed,
                group="embedding",
            )

    def _failed(self, reason: str) -> None:
        self._screen.notify(reason, markup=False, severity="error", timeout=8)
