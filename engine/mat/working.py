"""Doing the items of a stage: many at once, each settled in the journal, all told as events."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

from engine.cleaning import clean_line
from engine.mat.asking import Asking, Patience, is_passing
from engine.mat.errors import MalformedError, MatError, NotReadyError, StageCancelledError
from engine.mat.events import (
    ItemFailed,
    ItemRefused,
    Prices,
    Spent,
    Stage,
    StageEvent,
    StageFinished,
    StagePlanned,
    StageProgressed,
)
from engine.mat.journal import Entry, Journal
from models.language.base import ContextOverflowError, ModelError
from store.errors import StoreError

_POLL_SECONDS = 0.2
# So many items in a row that a server failed, and the stage stops; after it has answered some,
# those that were in flight with them do not count.
_FAILURES_IN_A_ROW = 4
_LEFT = "left for the next run, since a model could not be asked"

Do = Callable[[Asking], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Work:
    """An item: its key, the same in every run, and what makes its value.

    `do` raises MalformedError where nothing usable came, ModelError where it could not be asked.
    """

    key: str
    do: Do


@dataclass(frozen=True, slots=True)
class WorkOptions:
    """How items are done; none of it changes what comes of them."""

    in_flight: int = 1
    patience: Patience = field(default_factory=Patience)
    prices: Prices = field(default_factory=Prices)
    # At most so many new items in this run; None for all.
    limit: int | None = None


class Worker:
    """Does the phases of one stage, one after the other, and tells how far it is."""

    def __init__(
        self,
        stage: Stage,
        journal: Journal,
        total: int,
        options: WorkOptions,
        cancel: threading.Event,
    ) -> None:
        self._stage: Stage = stage
        self._journal = journal
        self._total = total
        self._options = options
        self._cancel = cancel
        self._began = time.monotonic()
        self._spent = Spent()
        self._failed = 0
        self._new = 0
        self._in_a_row = 0
        self._failures: Counter[str] = Counter()

    def planned(self) -> StagePlanned:
        """What there is to do."""
        return StagePlanned(self._stage, self._total, len(self._journal))

    @property
    def interrupted(self) -> bool:
        """Whether the rest is left for another run, by the user's wish."""
        return self._cancel.is_set()

    @property
    def complete(self) -> bool:
        """Whether every item that was begun was settled, and none was left out."""
        return len(self._journal) >= self._total

    def phase(self, work: Sequence[Work]) -> Iterator[StageEvent]:
        """The events of doing those items that are not settled yet.

        Raises:
            MatError: the models cannot be asked at all, or failed again and again.
            OSError: the journal cannot be written.
        """
        left = [item for item in work if item.key not in self._journal]
        if self._options.limit is not None:
            left = left[: max(self._options.limit - self._new, 0)]
        if not left or self._cancel.is_set():
            return
        stop = _Stop(self._cancel)
        pool = ThreadPoolExecutor(self._options.in_flight, thread_name_prefix="kagent-mat")
        try:
            yield from self._work(iter(left), pool, stop)
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)

    def _work(
        self, left: Iterator[Work], pool: ThreadPoolExecutor, stop: _Stop
    ) -> Iterator[StageEvent]:
        running: dict[Future[Entry], str] = {}
        while True:
            while len(running) < self._options.in_flight and not self._cancel.is_set():
                item = next(left, None)
                if item is None:
                    break
                running[pool.submit(self._do, item, stop)] = item.key
            if not running:
                return
            finished, _ = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            for future in finished:
                event = self._settled(running.pop(future), future)
                if event is not None:
                    yield event
            if finished:
                yield self._progress()

    def _do(self, item: Work, stop: _Stop) -> Entry:
        asking = Asking(stop, self._options.patience)
        try:
            value = item.do(asking)
        except MalformedError as error:
            reasons = asking.reasons or [str(error)]
            return Entry(item.key, "refused", {}, tuple(reasons), asking.spent)
        except ContextOverflowError:
            reasons = [*asking.reasons, "the prompt does not fit into the model's context"]
            return Entry(item.key, "refused", {}, tuple(reasons), asking.spent)
        return Entry(item.key, "done", value, tuple(asking.reasons), asking.spent)

    def _settled(self, key: str, future: Future[Entry]) -> StageEvent | None:
        try:
            entry = future.result()
        except StageCancelledError:
            return None
        except NotReadyError as error:
            return self._failed_item(key, str(error))
        except (ModelError, StoreError) as error:
            return self._failure(key, error)
        self._journal.add(entry)
        self._spent += entry.spent
        self._new += 1
        self._in_a_row = 0
        if entry.status == "refused":
            return ItemRefused(self._stage, key, entry.reasons[-1] if entry.reasons else "")
        return None

    def _failure(self, key: str, error: Exception) -> ItemFailed:
        reason = clean_line(str(error))
        if not isinstance(error, ModelError) or not is_passing(error):
            raise MatError(reason) from error
        self._in_a_row += 1
        most = _FAILURES_IN_A_ROW + (self._options.in_flight if self._new else 0)
        if self._in_a_row >= most:
            raise MatError(
                f"{reason} (for {self._in_a_row} items in a row; what is settled is kept: run the "
                "same command again to go on)"
            ) from error
        return self._failed_item(key, reason)

    def _failed_item(self, key: str, reason: str) -> ItemFailed:
        self._failed += 1
        self._failures[_LEFT] += 1
        return ItemFailed(self._stage, key, reason)

    def _progress(self) -> StageProgressed:
        seconds = time.monotonic() - self._began
        rate = self._new / seconds if seconds > 0 else 0.0
        left = self._total - len(self._journal)
        return StageProgressed(
            self._stage,
            len(self._journal),
            self._total,
            self._journal.refused,
            self._failed,
            self._spent,
            self._options.prices.of(self._spent),
            seconds,
            rate,
            left / rate if rate else None,
        )

    def finished(self, results: Mapping[str, int]) -> StageFinished:
        """The end, with what the stage has in all."""
        reasons = self._journal.reasons + self._failures
        return StageFinished(
            self._stage,
            len(self._journal),
            self._total,
            self._journal.refused,
            self._failed,
            dict(reasons.most_common()),
            self._spent,
            self._options.prices.of(self._spent),
            time.monotonic() - self._began,
            self._cancel.is_set(),
            dict(results),
        )


class _Stop(threading.Event):
    """Set where the user interrupts, and where the stage ends for another reason."""

    def __init__(self, cancel: threading.Event) -> None:
        super().__init__()
        self._from_user = cancel

    def is_set(self) -> bool:
        """Whether to stop."""
        return super().is_set() or self._from_user.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for it, looking at the user's event now and then."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self.is_set():
            left = _POLL_SECONDS if deadline is None else deadline - time.monotonic()
            if left <= 0:
                break
            super().wait(min(left, _POLL_SECONDS))
        return self.is_set()
