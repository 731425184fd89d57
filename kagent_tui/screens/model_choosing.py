"""Which model answers or searches, chosen on the models screen: tried, written, put into force."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kagent_tui.controllers.models import Chosen, Probed, Probing, choose, write_choice
from kagent_tui.i18n import ntr, tr
from kagent_tui.screens.model_page import ModelsPage

if TYPE_CHECKING:
    from kagent_tui.config import Config

_POLL_SECONDS: Final = 1.0


class ModelChoosing:
    """Works for one screen."""

    def __init__(self, page: ModelsPage) -> None:
        self._page = page

    def use(self) -> None:
        """Let the model under the cursor answer, or search, from now on."""
        row, shelf, workspace = self._page.row, self._page.shelf, self._page.workspace
        if row is None or shelf is None:
            return
        if not row.is_here:
            self._page.tell(tr("{name} is not here yet; P downloads it.", name=row.name))
            return
        config_file, assembly = workspace.locations.config_file, workspace.assembly

        def work(cancel: threading.Event) -> Iterator[Probing | Probed | Chosen]:
            for event in choose(shelf, row.name, config_file, cancel):
                if isinstance(event, Chosen):
                    if event.kind == "embedding" and assembly is not None:
                        assembly.use_embedding(event.source)
                    write_choice(event, config_file)
                yield event

        self._page.background.stream(
            work, self._goes_on, failed=self._page.tell_trouble, group="use"
        )

    def _goes_on(self, event: Probing | Probed | Chosen) -> None:
        page = self._page
        if isinstance(event, Probing):
            page.tell(tr("{name}: trying it in a process of its own", name=event.name))
        elif isinstance(event, Chosen) and event.kind == "language":
            config = dataclasses.replace(page.workspace.config, model=event.source)
            self.put_in_force(event.name, config)
        elif isinstance(event, Chosen) and event.kind == "speech":
            self._listen(event)
        elif isinstance(event, Chosen):
            page.workspace.config = dataclasses.replace(
                page.workspace.config, embedding=event.source
            )
            page.look_again()
            if page.workspace.assembly is None:
                page.tell(tr("{name} searches after the next start.", name=event.name))
                return
            page.workspace.runner.make_vectors()
            page.tell(tr("{name} searches from now on.", name=event.name))
            page.set_timer(_POLL_SECONDS, self._watch_vectors)

    def _listen(self, chosen: Chosen) -> None:
        """Let recordings be read by the model from now on."""
        page = self._page
        config = dataclasses.replace(page.workspace.config, speech_model=chosen.source)
        page.workspace.config = config
        if page.workspace.assembly is not None:
            page.workspace.assembly.use_speech(chosen.source)
        page.look_again()
        page.tell(tr("{name} writes down what is said in recordings.", name=chosen.name))

    def put_in_force(self, name: str, config: Config) -> None:
        """Let the engine load the language model of these settings, which are written already."""
        page = self._page
        page.workspace.config = config
        page.workspace.runner.use_model(config.model)
        page.look_again()
        page.tell(tr("{name} is being loaded; what is asked from now on is for it.", name=name))

    def _watch_vectors(self) -> None:
        """Say how far the vectors of another embedding model are, until all are made."""
        assembly = self._page.workspace.assembly
        if assembly is not None:
            self._page.background.run(
                lambda _: assembly.bank.vectors.reembedding.progress(),
                done=self._show_vectors,
                failed=self._page.tell_trouble,
                group="vectors",
            )

    def _show_vectors(self, progress: tuple[int, int]) -> None:
        done, total = progress
        if done >= total:
            self._page.tell(
                ntr(
                    "The vector of {count} passage is there.",
                    "The vectors of all {count} passages are there.",
                    total,
                )
            )
            return
        self._page.tell(
            tr(
                "{done} of {total} passages have vectors of this model; the rest get them while "
                "nothing else is to be done.",
                done=f"{done:,}",
                total=f"{total:,}",
            )
        )
        self._page.set_timer(_POLL_SECONDS, self._watch_vectors)
