"""A server in the model's place, and the context's size: asked, written, put into force."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from kagent_tui.controllers.model_settings import offered_models, write_context, write_server
from kagent_tui.i18n import tr
from kagent_tui.screens.dialogs import ChoiceScreen
from kagent_tui.screens.model_choosing import ModelChoosing
from kagent_tui.screens.model_page import ModelsPage
from kagent_tui.screens.model_questions import context_question, server_question
from kagent_tui.widgets.text import plain_line


class ModelOptions:
    """Works for one screen."""

    def __init__(self, page: ModelsPage, choosing: ModelChoosing) -> None:
        self._page = page
        self._choosing = choosing

    def ask_for_server(self) -> None:
        """A URL is typed; the server is asked what it has; one of its models is chosen."""
        question = server_question(self._page.workspace.config)
        self._page.app.push_screen(question, self._server_typed)

    def _server_typed(self, url: str | None) -> None:
        if not url:
            return
        page, config = self._page, self._page.workspace.config
        page.tell(tr("asking {host}", host=url))
        page.background.run(
            lambda _: offered_models(url, config),
            done=lambda names: self._offered(url, names),
            failed=self._page.tell_trouble,
            group="server",
        )

    def _offered(self, url: str, names: list[str]) -> None:
        if len(names) < 2:
            self._write_server(url, names[0] if names else None)
            return

        def chosen(place: int | None) -> None:
            if place is not None:
                self._write_server(url, names[place])

        choice = ChoiceScreen(tr("Which of its models?"), [plain_line(name) for name in names])
        self._page.app.push_screen(choice, chosen)

    def _write_server(self, url: str, name: str | None) -> None:
        file = self._page.workspace.locations.config_file

        def written(clean: str) -> None:
            self._apply(name or clean, model=clean, remote_name=name)

        self._run(lambda: write_server(file, url, name), written)

    def ask_for_context(self) -> None:
        """A number of tokens is typed."""
        question = context_question(self._page.workspace.config)
        self._page.app.push_screen(question, self._context_typed)

    def _context_typed(self, typed: str | None) -> None:
        if typed is None:
            return
        workspace = self._page.workspace

        def written(tokens: int | None) -> None:
            self._apply(workspace.config.model, context_tokens=tokens)

        self._run(lambda: write_context(workspace.locations.config_file, typed), written)

    def _apply(self, name: str, **settings: Any) -> None:
        workspace = self._page.workspace
        config = dataclasses.replace(workspace.config, **settings)
        if workspace.assembly is not None:
            workspace.assembly.set_model_options(
                remote_name=config.remote_name, context_tokens=config.context_tokens
            )
        self._choosing.put_in_force(name, config)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self._page.background.run(
            lambda _: work(), done=done, failed=self._page.tell_trouble, group="settings"
        )
