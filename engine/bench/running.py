"""Lets a model answer every prompt of a benchmark: many at once, resumable, counted.

What is answered stands in a journal beside the predictions, so that a run that was killed, or whose
server failed, goes on where it was. The predictions are written whole from the journal whenever a
run ends, whatever ended it.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from engine.bench.answering import Answering
from engine.bench.errors import BenchError, in_short
from engine.bench.instances import Instance
from engine.bench.predictions import (
    journal_path,
    read_run_record,
    run_record_path,
    write_predictions,
    write_run_record,
)
from engine.bench.selection import Selection, digest_of, selected
from engine.mat.errors import MatError
from engine.mat.events import StageEvent, StageProgressed
from engine.mat.journal import Journal, is_begun
from engine.mat.working import Work, Worker, WorkOptions
from models.language.base import LanguageModel
from store.locking import file_lock

_STAGE: Final = "bench"
_RECORD_SECONDS: Final = 10.0
_MOST: Final = 1e12
# Answers that are empty or not as they should be; see engine.bench.answering.
_COUNTED: Final = ("overflows", "refused", "cut", "unconstrained")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What decides the answers; a run only goes on under the same.

    `model` is the source that was named, `identity` what tells a model's file from another under
    the same name, "" where that is not known.
    """

    model: str
    identity: str = ""
    max_tokens: int = 512
    grammar: bool = False


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is written down of the place where the model runs.

    `peak_bytes` tells the most memory that it has held so far, 0 where that is not known.
    """

    machine: str = ""
    peak_bytes: Callable[[], int] = field(default=lambda: 0)


@dataclass(frozen=True, slots=True)
class BenchRun:
    """One run of a model over a benchmark, writing predictions to `out`."""

    instances: Sequence[Instance]
    out: Path
    model: LanguageModel
    settings: RunSettings
    selection: Selection = field(default_factory=Selection)
    work: WorkOptions = field(default_factory=WorkOptions)
    measuring: Measuring = field(default_factory=Measuring)
    # Begin anew, whatever is there.
    fresh: bool = False

    def events(self, cancel: threading.Event) -> Iterator[StageEvent]:
        """Ask what is not answered yet, and write the predictions.

        Raises:
            BenchError: the run cannot begin or go on; what is answered is kept.
            OSError: a file cannot be written.
        """
        prompts = selected(self.instances, self.selection)
        lock = self.out.with_name(f".{self.out.name}.lock")
        with file_lock(lock) as held:
            if not held:
                raise BenchError(f"{self.out}: another run is at work on it; wait for its end")
            self._make_ready()
            with contextlib.closing(self._journal()) as journal:
                left = [prompt for prompt in prompts if prompt.key not in journal]
                answering = Answering(
                    self.model,
                    self.settings,
                    any_answered=len(journal) > 0,
                    earlier=self.earlier_name(journal),
                )
                work = [Work(prompt.key, answering.work(prompt)) for prompt in left]
                yield from self._done(work, journal, cancel)

    def _done(
        self, work: list[Work], journal: Journal, cancel: threading.Event
    ) -> Iterator[StageEvent]:
        worker = Worker(_STAGE, journal, len(journal) + len(work), self.work, cancel)
        record = _Record(self, journal)
        results: dict[str, int] = {}
        try:
            yield worker.planned()
            for event in worker.phase(work):
                if isinstance(event, StageProgressed):
                    record.keep_now_and_then()
                yield event
        except MatError as error:
            raise BenchError(str(error)) from error
        finally:
            results["instances"] = self._write_predictions(journal)
            results |= record.keep()
        yield worker.finished(results)

    def earlier_name(self, journal: Journal) -> str:
        """What the model was called that has answered; "" where it is called so before it is asked.

        A server whose model was not named is called by its host until it is asked.
        """
        found = read_run_record(self.out).get("model")
        known = isinstance(found, str) and found != self.model.name and len(journal) > 0
        return str(found) if known else ""

    def _write_predictions(self, journal: Journal) -> int:
        def text(id_: str, template: str) -> str | None:
            found = journal.done(f"{id_}/{template}")
            return None if found is None else str(found.get("text") or "")

        return write_predictions(self.out, self.instances, text)

    def _make_ready(self) -> None:
        """Look at what is there from earlier.

        Raises:
            BenchError: it must not be overwritten.
        """
        journal = journal_path(self.out)
        if self.fresh:
            for path in (journal, run_record_path(self.out), self.out):
                path.unlink(missing_ok=True)
        elif journal.exists():
            _require_same(journal, self._settings())
        elif self.out.exists():
            raise BenchError(
                f"{self.out}: there already, without the journal of its run ({journal.name}); "
                "name another file, or give --fresh to overwrite it"
            )

    def _journal(self) -> Journal:
        try:
            return Journal(journal_path(self.out), _STAGE, self._settings())
        except MatError as error:
            raise BenchError(str(error)) from error

    def _settings(self) -> dict[str, Any]:
        return {**asdict(self.settings), "data": digest_of(self.instances)}


class _Record:
    """What a run took, its earlier parts included."""

    def __init__(self, run: BenchRun, journal: Journal) -> None:
        self._run = run
        self._journal = journal
        self._began = self._kept = time.monotonic()
        self._before = read_run_record(run.out)
        self._name = run.earlier_name(journal)

    def keep_now_and_then(self) -> None:
        """Write it down, so that a killed run loses little of it."""
        if time.monotonic() - self._kept >= _RECORD_SECONDS:
            self.keep()

    def keep(self) -> dict[str, int]:
        """Write it down; the counts of what did not go well."""
        self._kept = time.monotonic()
        run, spent = self._run, self._journal.spent()
        answers = len(self._journal)
        counts = self._counts()
        peak = max(run.measuring.peak_bytes() / (1 << 20), _number(self._before, "peak_mib"))
        seconds = self._kept - self._began + _number(self._before, "seconds")
        record = {
            "model": self._name or run.model.name,
            "source": run.settings.model,
            "prompts": answers,
            "seconds": round(seconds, 1),
            # All at once taken together; the latency is what one of them takes meanwhile.
            "seconds_a_prompt": round(seconds / answers, 3) if answers else 0.0,
            "latency_seconds": round(spent.seconds / answers, 3) if answers else 0.0,
            "prompt_tokens": spent.tokens_in,
            "generated_tokens": spent.tokens_out,
            "peak_mib": round(peak, 1) if peak else None,
            "machine": run.measuring.machine,
            "in_flight": run.work.in_flight,
            "date": datetime.now().astimezone().isoformat(timespec="seconds"),
            "max_tokens": run.settings.max_tokens,
            "grammar": run.settings.grammar,
            **dict.fromkeys(_COUNTED, 0),
            **counts,
        }
        write_run_record(run.out, record)
        return counts

    def _counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for entry in self._journal:
            for name in _COUNTED:
                if entry.value.get(name):
                    found[name] = found.get(name, 0) + 1
        return found


def _number(record: Mapping[str, Any], name: str) -> float:
    found = record.get(name)
    # Somebody may have edited the file.
    return float(found) if isinstance(found, int | float) and 0 <= found < _MOST else 0.0


def _require_same(journal: Path, wanted: Mapping[str, Any]) -> None:
    """Raises BenchError where the journal has answers that other settings gave."""
    with journal.open("rb") as stream:
        head, first = stream.readline(), stream.readline()
    if not first.endswith(b"\n") and is_begun(head):
        return
    try:
        begun = json.loads(head)["settings"]
        begun = {name: begun.get(name) for name in wanted}
    except (ValueError, LookupError, TypeError, AttributeError):
        raise BenchError(
            f"{journal}: no journal of kagent bench run; name another file with --out, or give "
            "--fresh to begin anew"
        ) from None
    told = ", ".join(
        f"{name} was {_shown(begun[name])} and is {_shown(wanted[name])}"
        for name in wanted
        if begun[name] != wanted[name]
    )
    if told:
        raise BenchError(
            f"{journal}: begun with other settings ({told}); give the same ones to go on, or "
            "--fresh to begin anew"
        )


def _shown(value: Any) -> str:
    return in_short(json.dumps(value, ensure_ascii=False))
