"""Shows what the library tells: a line of progress, lines of text, or lines of JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from engine.library_events import (
    AddReport,
    Counted,
    Finished,
    LibraryEvent,
    Noticed,
    Outcome,
    Planned,
    Progressed,
    Watching,
)
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, INTERRUPTED, fail, trace, warn
from kagent_tui.cli.progress_line import ProgressLine
from kagent_tui.quantities import duration_text, size_text
from kagent_tui.render import output

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ORDER: tuple[Outcome, ...] = (
    "added",
    "updated",
    "moved",
    "removed",
    "unchanged",
    "unread",
    "failed",
)
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
            case Counted() if event.files:
                self._progress.show(
                    f"found {_count(event.files, 'file')}, {size_text(event.bytes)}"
                )
            case Planned():
                self._named = not self._progress.on_terminal or event.files <= _NAMED_ON_TERMINALS
            case Progressed():
                self._progress.show(progress_text(event))
            case Noticed():
                self._say_above(event.message)
            case Watching():
                self._show_watching(event)
            case Finished():
                self._finish(event)

    def _show_report(self, report: AddReport) -> None:
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
            named = " and ".join(_count(number, noun) for number, noun in where if number)
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
            return fail(
                f"interrupted; what was reported stays, go on with: {self._go_on_with}",
                INTERRUPTED,
            )
        return ERROR if event.counts.get("failed") else ANSWERED


def report_text(report: AddReport) -> str:
    """One file in one line."""
    from engine.cleaning import clean_line

    text = f"{report.outcome}: {clean_line(report.shown)}"
    if report.articles:
        text += f" ({_count(report.articles, 'article')}, read where they lie)"
    elif report.outcome in ("added", "updated") or report.segments:
        text += f" ({passages(report.segments)})"
    if report.previous is not None:
        text += f", before: {clean_line(report.previous)}"
    return text


def counts_text(counts: Mapping[Outcome, int]) -> str:
    """How many files had each outcome, as in "2 added, 1 failed"."""
    named = [(counts.get(kind, 0), _WORDS.get(kind, kind)) for kind in _ORDER]
    return ", ".join(f"{number} {word}" for number, word in named if number)


def _changes(event: Finished) -> dict[Outcome, int]:
    """The counts without those of files of which there is no news."""
    return {kind: count for kind, count in event.counts.items() if kind not in _NO_NEWS}


def progress_text(event: Progressed) -> str:
    """How far it is, how fast it goes, and how long the rest may take."""
    parts = [
        f"{event.files:,} of {_count(event.all_files, 'file')}",
        f"{size_text(event.bytes)} of {size_text(event.all_bytes)}",
        f"{event.files_per_second:,.0f} files/s",
        f"{event.segments_per_second:,.0f} passages/s",
    ]
    left = event.seconds_left
    if left is not None and event.files < event.all_files:
        parts.append(f"about {duration_text(left)} left")
    return ", ".join(parts)


def rates_text(event: Finished) -> str:
    """What was stored in all, and how fast."""
    rate = event.segments / event.seconds
    return (
        f"{passages(event.segments)} of {size_text(event.bytes)} in {duration_text(event.seconds)} "
        f"({rate:,.0f} passages/s)"
    )


def passages(count: int) -> str:
    """ "1 passage", "2 passages"."""
    return _count(count, "passage")


def event_to_json(event: LibraryEvent) -> dict[str, Any]:
    """An event as a JSON object; "event" says which."""
    match event:
        case AddReport():
            return {
                "event": "file",
                "path": event.shown,
                "outcome": event.outcome,
                "passages": event.segments,
                "error": event.error,
                "previous": event.previous,
                "articles": event.articles,
            }
        case Counted() | Planned():
            name = "counted" if isinstance(event, Counted) else "planned"
            return {"event": name, "files": event.files, "bytes": event.bytes}
        case Progressed():
            return {
                "event": "progress",
                "files": event.files,
                "all_files": event.all_files,
                "bytes": event.bytes,
                "all_bytes": event.all_bytes,
                "passages": event.segments,
                "seconds": round(event.seconds, 3),
                "seconds_left": None if event.seconds_left is None else round(event.seconds_left),
            }
        case Watching():
            return {"event": "watching", "folders": event.folders, "files": event.files}
        case Noticed():
            return {"event": "notice", "message": event.message}
        case Finished():
            return {
                "event": "finished",
                "counts": {kind: event.counts.get(kind, 0) for kind in _ORDER},
                "passages": event.segments,
                "bytes": event.bytes,
                "seconds": round(event.seconds, 3),
                "interrupted": event.interrupted,
            }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
