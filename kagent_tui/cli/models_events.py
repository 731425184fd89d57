"""Shows how a download or an import goes: a line of progress, lines of text, or lines of JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kagent_tui.cli.diagnostics import trace, warn
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.render import output

if TYPE_CHECKING:
    from kagent_tui.controllers.model_arrivals import Arrived
    from kagent_tui.controllers.models import Probing
    from models.download_events import DownloadEvent


class TransferView:
    """Shows events; progress goes to standard error, a line over itself only on a terminal.

    With `as_json` every event is a line of JSON on standard output, and nothing else is.
    """

    def __init__(self, *, as_json: bool, quiet: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet or as_json
        self._progress = ProgressLine(quiet=self._quiet)

    def shown(
        self, events: Iterable[DownloadEvent | Probing | Arrived]
    ) -> Iterator[DownloadEvent | Probing | Arrived]:
        """Show events as they come, and hand them on."""
        from kagent_tui.controllers.model_arrivals import Arrived
        from kagent_tui.controllers.models import Probing

        try:
            for event in events:
                if isinstance(event, Probing):
                    self._progress.wipe()
                    self.tell("probing", "trying it in a process of its own")
                elif not isinstance(event, Arrived):
                    self._show(event)
                yield event
        finally:
            self._progress.wipe()

    def tell(self, event: str, text: str = "", **values: Any) -> None:
        """A line of JSON, or `text` on standard error."""
        if self._as_json:
            self._json({"event": event, **values})
        elif text and not self._quiet:
            trace(text)

    def result(self, text: str, **values: Any) -> None:
        """What it came to, on standard output."""
        if self._as_json:
            self._json({"event": "finished", **values})
        else:
            output.write_line(text)

    def _show(self, event: DownloadEvent) -> None:
        from models.download_events import Checking, Progressed, Restarted, Retrying, Started

        if self._as_json:
            self._json(event_to_json(event))
            return
        from kagent_tui.model_words import download_words

        match event:
            case Started() if event.have:
                self._say(download_words(event))
            case Checking() | Progressed():
                self._progress.show(download_words(event))
            case Retrying() | Restarted():
                self._progress.wipe()
                warn(download_words(event))
            case _:
                pass

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._progress.wipe()
            trace(text)

    def _json(self, values: dict[str, Any]) -> None:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(values, indent=None))


def event_to_json(event: DownloadEvent) -> dict[str, Any]:
    """An event as a JSON object; "event" says which."""
    name = {"Progressed": "progress", "Finished": "downloaded"}.get(
        type(event).__name__, type(event).__name__.lower()
    )
    values = {key: _plain(value) for key, value in dataclasses.asdict(event).items()}
    left = getattr(event, "seconds_left", None)
    return {"event": name, **values, **({} if left is None else {"seconds_left": round(left)})}


def _plain(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value
