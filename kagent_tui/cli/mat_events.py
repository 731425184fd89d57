"""Shows what a stage of `kagent mat` tells: a line of progress, lines of text, or lines of JSON."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from engine.mat.events import (
    ItemFailed,
    ItemRefused,
    Spent,
    StageEstimated,
    StageEvent,
    StageFinished,
    StageNoticed,
    StagePlanned,
    StageProgressed,
)
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, fail, trace, warn
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.quantities import duration_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REASONS_SHOWN = 12
_NAMES = {
    StagePlanned: "planned",
    StageProgressed: "progress",
    ItemRefused: "refused",
    ItemFailed: "failed",
    StageNoticed: "notice",
    StageEstimated: "estimate",
    StageFinished: "finished",
}


class StageView:
    """Shows the events of a stage, and knows the exit code in the end.

    Progress goes to standard error, the result to standard output. With `as_json` every event is a
    line of JSON on standard output, and nothing else.
    """

    def __init__(self, *, as_json: bool, quiet: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet or as_json
        self._progress = ProgressLine(quiet=self._quiet)

    def show_all(self, events: Iterable[StageEvent]) -> int:
        """Show events to their end; the exit code."""
        code = ANSWERED
        try:
            for event in events:
                self.show(event)
                if isinstance(event, StageFinished):
                    code = self._code(event)
        finally:
            self._progress.wipe()
        return code

    def show(self, event: StageEvent) -> None:
        """Show the next event."""
        if self._as_json:
            from kagent_tui.render.encoding import dumps

            output.write_line(dumps(event_to_json(event), indent=None))
            return
        match event:
            case StagePlanned():
                self._say(planned_text(event))
            case StageProgressed():
                self._progress.show(progress_text(event))
            case StageEstimated():
                self._say(f"{event.stage}: {estimate_text(event)}")
            case ItemRefused() | ItemFailed():
                outcome = "given up" if isinstance(event, ItemRefused) else "failed"
                self._say(f"{outcome}: {event.key}: {event.reason}")
            case StageNoticed():
                self._progress.wipe()
                warn(event.message)
            case StageFinished():
                self._finish(event)

    def show_answer(self, event: StageEstimated) -> None:
        """Show an estimate that is all that was asked for."""
        if self._as_json:
            self.show(event)
        else:
            output.write_line(f"{event.stage}: {estimate_text(event)}")

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._progress.wipe()
            trace(text)

    def _finish(self, event: StageFinished) -> None:
        self._progress.wipe()
        output.write_line(finished_text(event))
        if not self._quiet:
            trace(f"{spent_text(event.spent, event.cost)} in {duration_text(event.seconds)}")
            told = list(event.reasons.items())
            for reason, count in told[:_REASONS_SHOWN]:
                trace(f"  {count:,} x {reason}")
            if len(told) > _REASONS_SHOWN:
                trace(f"  and {len(told) - _REASONS_SHOWN} other reasons")

    def _code(self, event: StageFinished) -> int:
        if event.interrupted:
            return fail("interrupted; give the same command to go on", INTERRUPTED)
        if event.failed:
            return fail(f"{event.failed} items failed; give the same command to try them again")
        return ANSWERED if event.settled or not event.total else ERROR


def planned_text(event: StagePlanned) -> str:
    """What there is to do."""
    settled = f", {event.settled:,} settled before" if event.settled else ""
    return f"{event.stage}: {event.total:,} items{settled}"


def progress_text(event: StageProgressed) -> str:
    """How far it is, how fast it goes, and how long the rest may take."""
    parts = [f"{event.stage}: {event.settled:,} of {event.total:,}", rate_text(event.per_second)]
    if event.refused:
        parts.append(f"{event.refused:,} given up")
    if event.failed:
        parts.append(f"{event.failed:,} failed")
    if event.seconds_left is not None and event.settled < event.total:
        parts.append(f"about {duration_text(event.seconds_left)} left")
    parts.append(spent_text(event.spent, event.cost))
    return ", ".join(parts)


def estimate_text(event: StageEstimated) -> str:
    """What the rest will take."""
    if not event.items:
        return "nothing is left to do"
    seconds = "time unknown until some items are settled (--limit 20)"
    if event.seconds is not None:
        seconds = f"about {duration_text(event.seconds)}"
    basis = "counted, answers' lengths assumed"
    if event.measured_items:
        basis = f"by {event.measured_items:,} settled items"
    return f"{event.items:,} items left, {spent_text(event.spent, event.cost)}, {seconds} ({basis})"


def finished_text(event: StageFinished) -> str:
    """What there is in the end."""
    parts = [f"{event.settled:,} of {event.total:,} items settled"]
    if event.refused:
        parts.append(f"{event.refused:,} given up")
    parts += [f"{name}: {count:,}" for name, count in event.results.items()]
    return f"{event.stage}: " + ", ".join(parts)


def spent_text(spent: Spent, cost: float) -> str:
    """Requests, tokens and cost."""
    text = f"{spent.requests:,} requests, {spent.tokens_in:,} + {spent.tokens_out:,} tokens"
    return f"{text}, cost {cost:,.2f}" if cost else text


def rate_text(per_second: float) -> str:
    """Items a second, or a minute where they are few."""
    if 0 < per_second < 1:
        return f"{per_second * 60:.1f} items/min"
    return f"{per_second:.1f} items/s"


def event_to_json(event: StageEvent) -> dict[str, Any]:
    """An event as a JSON object; "event" says which."""
    fields: Mapping[str, Any] = dataclasses.asdict(event)
    return {
        "event": _NAMES[type(event)],
        **{key: round(v, 6) if isinstance(v, float) else v for key, v in fields.items()},
    }
