"""What the screens share: the settings, where things are kept, and the engine."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kagent_tui.assembly import Assembly
    from kagent_tui.config import Config
    from kagent_tui.engine_runner import EngineRunner
    from kagent_tui.locations import Locations


class Workspace:
    """Made once for an application. `config` are the settings in force; they may be replaced.

    `now` is a fixed current time, or None for the clock.
    """

    def __init__(
        self,
        locations: Locations,
        config: Config,
        runner: EngineRunner,
        now: datetime | None = None,
    ) -> None:
        self.locations = locations
        self.config = config
        self.runner = runner
        self.now = now

    @property
    def assembly(self) -> Assembly | None:
        """The parts of the engine; None until the memory is open."""
        # The runner knows them by the few things that it needs of them.
        return cast("Assembly | None", self.runner.assembly)
