"""Shows how a download or an import goes: a line of progress, lines of text, or lines of JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kagent_tui.cli.diagnostics import trace, warn
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.cli.quantities import duration_text, size_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from models.download_events import DownloadEvent, Finished, Progressed
    from models.installed import Probe


class TransferView:
    """Shows events; progress goes to standard error, a line over itself only on a terminal.

    With `as_json` every event is a line of JSON on standard output, and nothing else is.
    """

    def __init__(self, *, as_json: bool, quiet: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet or as_json
        self._progress = ProgressLine(quiet=self._quiet)

    def show_all(self, events: Iterable[DownloadEvent]) -> Finished | None:
        """Show events to their end; the last one, where it is that of a whole download."""
        from models.download_events import Finished

        finished = None
        try:
            for event in events:
                self._show(event)
                finished = event if isinstance(event, Finished) else None
        finally:
            self._progress.wipe()
        return finished

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
        match event:
            case Started() if event.have:
                self._say(f"going on after {size_text(event.have)}")
            case Checking():
                self._progress.show(f"checking what is here: {_share(event.bytes, event.total)}")
            case Progressed():
                self._progress.show(progress_text(event))
            case Retrying():
                self._progress.wipe()
                warn(f"{event.reason}; asking again in {duration_text(event.seconds)}")
            case Restarted():
                self._progress.wipe()
                warn(f"{event.reason}: from the beginning")
            case _:
                pass

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._progress.wipe()
            trace(text)

    def _json(self, values: dict[str, Any]) -> None:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(values, indent=None))


def progress_text(event: Progressed) -> str:
    """How far it is, how fast it goes, and how long the rest may take."""
    parts = [_share(event.bytes, event.total)]
    if event.rate > 0:
        parts.append(f"{size_text(event.rate)}/s")
    left = event.seconds_left
    if left is not None and event.bytes != event.total:
        parts.append(f"about {duration_text(left)} left")
    return ", ".join(parts)


def probe_text(probe: Probe, kind: str) -> str:
    """What a trial found, in a few words."""
    unit = {"embedding": "texts/s", "speech": "times as fast as speech"}.get(kind, "tokens/s")
    parts = [] if probe.rate is None else [f"{probe.rate:g} {unit}"]
    if probe.prompt_rate:
        parts.append(f"prompts at {probe.prompt_rate:g} tokens/s")
    if probe.memory:
        parts.append(f"{size_text(probe.memory)} of memory")
    return ", ".join(parts) or "works"


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


def _share(part: int, whole: int | None) -> str:
    if not whole:
        return size_text(part)
    return f"{size_text(part)} of {size_text(whole)} ({part * 100 // whole} %)"
