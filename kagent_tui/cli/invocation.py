"""What the global options of one invocation say, and what commands make of it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kagent_tui.assembly import Assembly
    from kagent_tui.config import Config
    from kagent_tui.locations import Locations


_UPKEEP_SECONDS = 1.0


class Invocation:
    """The click context's object; reads nothing before it is asked to."""

    def __init__(self) -> None:
        self.home: str | None = None
        self.now: datetime | None = None

    def locations(self) -> Locations:
        """Where this invocation reads and writes; raises LocationError."""
        from kagent_tui.locations import locate

        return locate(self.home)

    def config(self, **overrides: Any) -> Config:
        """The settings, replaced by those options that are not None.

        A model may be named as `kagent models list` does.

        Raises:
            ConfigError: the settings are wrong.
            AskingError, ModelError: the named model is not here, or there is none.
        """
        from kagent_tui.config import load_config

        locations = self.locations()
        config = load_config(locations.config_file)
        if overrides.get("model") is not None:
            from kagent_tui.controllers.asking import model_source

            overrides["model"] = model_source(locations.home, config, overrides["model"])
        return config.changed(**overrides)

    @contextlib.contextmanager
    def assembly(self, config: Config | None = None) -> Iterator[Assembly]:
        """The parts under the home, each opened when first used; in the end all are closed, and
        what the memory has to say is said.
        """
        from kagent_tui.assembly import Assembly
        from kagent_tui.cli.diagnostics import warn

        with Assembly(self.locations().home, config or self.config()) as assembly:
            try:
                yield assembly
                # A new version's model is fast enough to have everything embedded in passing.
                if assembly.has_embedding_model and assembly.embed_for(_UPKEEP_SECONDS):
                    warn("some passages are not embedded yet; to go on: kagent library embed")
            finally:
                for notice in assembly.notices:
                    warn(notice)
