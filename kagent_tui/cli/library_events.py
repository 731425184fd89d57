"""Shows what the library tells: a line of progress, lines of text, or lines of JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engine.cleaning import clean_line
from engine.library_events import (
    AddReport,
    Finished,
    LibraryEvent,
    MediaProgressed,
    Noticed,
    Outcome,
    Planned,
    Progressed,
    Watching,
)
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, fail, trace, warn
from kagent_tui.cli.library_json import OUTCOMES, event_to_json
from kagent_tui.cli.library_progress import (
    early_text,
    plan_text,
    progress_text,
    rate_text,
)
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.cli.wording import count_text
from kagent_tui.quantities import duration_text, size_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NO_NEWS: tuple[Outcome, ...] = ("unchanged", "unread")
_WORDS: dict[str, str] = {"unread": "still unreadable"}
# On a terminal, so many files are named one by one; of more the line of progress tells.
_NAMED_ON_TERMINALS = 20
_RATES_FROM_SECONDS = 1.0


class LibraryView:
    """Shows the events of `kagent add` and its like, and knows the exit code in the end.

    Progress goes to standard error: a line written over and over on a terminal, else a line now
    and then. With `as_json` every event is a line of JSON on standard output, and nothing else.
    """

    def __init__(
        self, *, as_json: bool = False, quiet: bool = False, go_on_with: str = "kagent library sync"
    ) -> None:
        self._as_json = as_json
        self._quiet = quiet or as_json
        self._go_on_with = go_on_with
        self._progress = ProgressLine(quiet=self._quiet)
        self._named = True
        self._failed = 0
        self._watching = False
        self._media: MediaProgressed | None = None
        self._amid_recording = False

    def show_all(self, events: Iterable[LibraryEvent]) -> int:
        """Show events to their end; the exit code."""
        code = ANSWERED
        try:
            for event in events:
                self.show(event)
                if isinstance(event, Finished):
                    code = self._code(event)
        finally:
            self._progress.wipe()
        return code

    def watch(self, events: Iterable[LibraryEvent]) -> int:
        """Show the events of a watch, which ends with Ctrl+C and then tells the sum of it.

        That is an interruption only where the first sync was not done yet.
        """
        total: Counter[Outcome] = Counter()
        try:
            for event in events:
                if isinstance(event, Finished):
                    total.update(_changes(event))
                self.show(event)
        finally:
            self._progress.wipe()
        if not self._as_json:
            trace(f"watching has ended: {counts_text(total) or 'nothing had changed'}")
        return ANSWERED if self._watching else INTERRUPTED

    def show(self, event: LibraryEvent) -> None:
        """Show the next event."""
        self._watching = self._watching or isinstance(event, Watching)
        if self._as_json:
            from kagent_tui.render.encoding import dumps

            output.write_line(dumps(event_to_json(event), indent=None))
            return
        match event:
            case AddReport():
                self._show_report(event)
            case Planned():
                self._show_plan(event)
            case MediaProgressed():
                self._media, self._amid_recording = event, True
            case Progressed():
                text = progress_text(event, self._media, self._progress.width)
                self._progress.show(text)
                self._media = None
            case Noticed():
                self._say_above(event.message)
            case Watching():
                self._show_watching(event)
            case Finished():
                self._finish(event)
            case _ if (early := early_text(event)) is not None:
                self._progress.show(early)

    def _show_plan(self, plan: Planned) -> None:
        self._named = not self._progress.on_terminal or plan.files <= _NAMED_ON_TERMINALS
        text = plan_text(plan)
        if text is not None and not self._quiet:
            self._progress.wipe()
            trace(text)

    def _show_report(self, report: AddReport) -> None:
        # Those without news are told at the end, also where a recording was interrupted.
        self._amid_recording = self._amid_recording and report.outcome in _NO_NEWS
        if report.outcome == "failed":
            self._say_above(report.error or "")
            self._failed += 1
        elif report.outcome not in _NO_NEWS and self._named and not self._quiet:
            self._progress.wipe()
            trace(report_text(report))

    def _say_above(self, message: str) -> None:
        self._progress.wipe()
        warn(message)

    def _show_watching(self, event: Watching) -> None:
        self._progress.wipe()
        if not self._quiet and (event.folders or event.files):
            where = [(event.folders, "folder"), (event.files, "file")]
            named = " and ".join(count_text(number, noun) for number, noun in where if number)
            trace(f"watching {named}; Ctrl+C ends it")

    def _finish(self, event: Finished) -> None:
        self._progress.wipe()
        shown = _changes(event) if self._watching else event.counts
        if any(count for outcome, count in shown.items() if outcome != "failed"):
            output.write_line(counts_text(shown))
        if not self._quiet and event.segments and event.seconds >= _RATES_FROM_SECONDS:
            trace(rates_text(event))
        if self._failed > 1 and not self._watching:
            warn(f"{self._failed} failed; those noted: kagent library list --failed")

    def _code(self, event: Finished) -> int:
        if event.interrupted:
            amid = ", and the recording at hand" if self._amid_recording else ""
            return fail(
                f"interrupted; what was reported stays{amid}, go on with: {self._go_on_with}",
                INTERRUPTED,
            )
        return ERROR if event.counts.get("failed") else ANSWERED


def report_text(report: AddReport) -> str:
    """One file in one line."""
    text = f"{report.outcome}: {clean_line(report.shown)}"
    if report.articles:
        text += f" ({count_text(report.articles, 'article')}, read where they lie)"
    elif report.outcome in ("added", "updated") or report.segments:
        text += f" ({passages(report.segments)})"
    if report.previous is not None:
        text += f", before: {clean_line(report.previous)}"
    return text


def counts_text(counts: Mapping[Outcome, int]) -> str:
    """How many files had each outcome, as in "2 added, 1 failed"."""
    named = [(counts.get(kind, 0), _WORDS.get(kind, kind)) for kind in OUTCOMES]
    return ", ".join(f"{number} {word}" for number, word in named if number)


def _changes(event: Finished) -> dict[Outcome, int]:
    """The counts without those of files of which there is no news."""
    return {kind: count for kind, count in event.counts.items() if kind not in _NO_NEWS}


def rates_text(event: Finished) -> str:
    """What was stored in all, and how fast."""
    rate = rate_text(event.segments / event.seconds)
    return (
        f"{passages(event.segments)} of {size_text(event.bytes)} in {duration_text(event.seconds)} "
        f"({rate} passages/s)"
    )


def passages(count: int) -> str:
    """ "1 passage", "2 passages"."""
    return count_text(count, "passage")
