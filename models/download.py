"""Downloads a model's file: goes on after cuts, checks what arrives, and puts it in place whole.

A download is a stream of events, for whoever shows it. Nothing here opens a connection.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.download_events import (
    Checking,
    DownloadError,
    DownloadEvent,
    DownloadInterruptedError,
    Finished,
    Progressed,
    Restarted,
    Retrying,
    Started,
    Verified,
)
from models.download_replies import BusyReplyError, ChangedError, opening_of
from models.fetching import FetchError, FileReply, FileServers
from models.language.base import ModelError
from models.part_file import BusyError, Origin, PartFile

_RATE_SECONDS: Final = 5.0
# What has run for less has no rate yet.
_LEAST_SECONDS: Final = 0.4
# The part of a size that the disk must have beside it, and the least of that.
_MARGIN_SHARE: Final = 50
_LEAST_MARGIN: Final = 64 << 20
_FULL: Final = frozenset(
    code for name in ("ENOSPC", "EDQUOT") if (code := getattr(errno, name, None)) is not None
)
_HOPELESS: Final = frozenset({"off", "refused", "bad_address"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched: `bytes` where its size is known exactly, `sha256` where its hash is.

    `whose` says in an error whose hash that is. `check` raises ModelError for what is no model.
    """

    url: str
    bytes: int | None = None
    sha256: str = ""
    whose: str = "the published one"
    check: Callable[[Path], object] = lambda _: None


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a download is: tries without progress, the first pause and the longest.

    Each pause is twice the one before. Less than `progress` bytes count as none.
    """

    tries: int = 6
    first_pause: float = 1.0
    longest_pause: float = 60.0
    progress: int = 64 << 10
    report_seconds: float = 0.25


def download(
    wanted: Wanted,
    target: Path,
    servers: FileServers,
    *,
    cancel: threading.Event,
    pace: Pace | None = None,
) -> Iterator[DownloadEvent]:
    """Fetch a file to `target`; what has arrived is kept at `target`.part until it is whole.

    Raises:
        DownloadInterruptedError: `cancel` was set.
        DownloadError: it cannot be had, is not what it should be, or there is no room for it.
    """
    try:
        with PartFile(target) as part:
            yield from _Download(wanted, target, part, servers, cancel, pace or Pace()).events()
    except BusyError:
        raise DownloadError(
            f"{target.name} is being downloaded by another process: let that one go on"
        ) from None
    except OSError as error:
        raise DownloadError(f"{target}: cannot be written: {error.strerror or error}") from error


def free_space_problem(folder: Path, needed: int) -> str | None:
    """What is wrong where so many bytes do not fit on the disk of `folder`; None if nothing."""
    margin = max(_LEAST_MARGIN, needed // _MARGIN_SHARE)
    free = shutil.disk_usage(folder).free
    if free >= needed + margin:
        return None
    return (
        f"{folder}: {needed / 1e9:.2f} GB are needed and {free / 1e9:.2f} GB are free "
        f"(with {margin / 1e9:.2f} GB to spare): make room, or move the home with --home"
    )


class _Download:
    def __init__(
        self,
        wanted: Wanted,
        target: Path,
        part: PartFile,
        servers: FileServers,
        cancel: threading.Event,
        pace: Pace,
    ) -> None:
        self._wanted = wanted
        self._target = target
        self._part = part
        self._servers = servers
        self._cancel = cancel
        self._pace = pace
        self._total = wanted.bytes
        # The hash that the server names, where the catalogue has none.
        self._linked = ""
        self._ended = False
        self._resumed = False
        self._has_started = False
        self._pause = 0.0
        self._rate = _Rate()
        self._told = 0.0

    def events(self) -> Iterator[DownloadEvent]:
        yield from self._take_up()
        yield from self._fetched()
        trouble = self._wrong()
        if trouble is not None and self._resumed:
            # Pieces of different files, or a damaged disk: once more, in one go.
            self._begin_again()
            yield Restarted("what was put together from several tries is not the whole file")
            yield from self._fetched()
            trouble = self._wrong()
        if trouble is not None:
            self._part.restart()
            raise DownloadError(trouble)
        yield self._in_place()

    def _take_up(self) -> Iterator[DownloadEvent]:
        """Decide whether what is there from earlier can be gone on with."""
        part, wanted = self._part, self._wanted
        if not part.size:
            return
        origin = part.origin or Origin("")
        if origin.url != wanted.url:
            # With a known hash, bytes from another mirror are as good.
            origin = Origin(wanted.url, "", origin.total)
        total = self._total or origin.total
        too_long = total is not None and part.size > total
        if too_long or not (wanted.sha256 or origin.etag):
            part.restart()
            yield Restarted("it cannot be told whether the source is still the same")
            return
        part.begin(origin)
        self._total = total
        for done in part.digest_what_is_there():
            self._stop_if_cancelled()
            if self._due():
                yield Checking(done, part.size)
        self._resumed = True

    def _fetched(self) -> Iterator[DownloadEvent]:
        """Ask until all is there."""
        failures = 0
        while not self._is_whole():
            self._stop_if_cancelled()
            before, pause = self._part.size, None
            try:
                yield from self._one_try()
                reason = "the connection was cut"
            except ChangedError as change:
                reason = str(change)
                self._begin_again()
                yield Restarted(reason)
                before = 0
            except BusyReplyError as busy:
                reason, pause = str(busy), busy.seconds
            except FetchError as error:
                self._stop_if_cancelled()
                if error.kind in _HOPELESS:
                    raise DownloadError(str(error)) from None
                reason = str(error)
            if not self._is_whole():
                failures = 0 if self._part.size - before >= self._pace.progress else failures + 1
                yield self._retry(failures, reason, pause)

    def _retry(self, failures: int, reason: str, pause: float | None) -> Retrying:
        """The pause with which the next try begins.

        Raises:
            DownloadError: it is no use, or would take too long.
        """
        pace = self._pace
        if failures > pace.tries:
            raise DownloadError(
                f"{self._wanted.url}: {reason}; given up after {failures} tries without progress"
                f"{self._kept()}"
            )
        if pause is not None and pause > pace.longest_pause:
            raise DownloadError(
                f"{self._wanted.url}: {reason}, in {pause:.0f} seconds{self._kept()}"
            )
        seconds = min(pace.first_pause * 2 ** max(0, failures - 1), pace.longest_pause)
        self._pause = max(seconds, pause or 0.0)
        return Retrying(reason, self._pause)

    def _begin_again(self) -> None:
        self._part.restart()
        self._resumed = self._ended = False
        self._total = self._wanted.bytes

    def _one_try(self) -> Iterator[DownloadEvent]:
        part = self._part
        if self._cancel.wait(self._pause):
            self._stop_if_cancelled()
        self._pause = 0.0
        headers = {}
        etag = part.origin.etag if part.origin is not None else ""
        if part.size and not (etag or self._wanted.sha256 or self._linked):
            self._begin_again()
            yield Restarted("the server gives nothing to tell by that the file is still the same")
        if part.size:
            headers["Range"] = f"bytes={part.size}-"
            if etag:
                headers["If-Range"] = etag
        request = self._servers.request(self._wanted.url, headers)
        with _watched(request.abort, self._cancel), request as reply:
            yield from self._begin(reply)
            for piece in reply.pieces():
                self._keep(piece)
                self._stop_if_cancelled()
                if self._due():
                    yield Progressed(part.size, self._total, self._rate.of(part.size))
        self._ended = self._total is None

    def _begin(self, reply: FileReply) -> Iterator[DownloadEvent]:
        """Make of an answer's head what it means for the bytes that are there."""
        part = self._part
        opening = opening_of(reply, self._wanted.url, part.size, part.origin)
        self._linked = opening.linked_sha256 or self._linked
        self._check_promises(opening.total, opening.linked_sha256)
        if opening.start == 0 and part.size:
            reason = "the server sends the whole file again"
            if part.origin is not None and opening.etag != part.origin.etag:
                reason = "the file at the source has changed"
            self._begin_again()
            yield Restarted(reason)
        self._resumed = self._resumed or opening.start > 0
        self._total = self._total or opening.total
        self._check_room()
        part.begin(Origin(self._wanted.url, opening.etag, self._total))
        self._rate.begin(part.size)
        if not self._has_started:
            self._has_started = True
            yield Started(self._wanted.url, self._total, part.size)

    def _check_promises(self, total: int | None, linked: str) -> None:
        """Before gigabytes are fetched: is it the file that is wanted?"""
        expected = self._wanted.bytes
        if total is not None and expected is not None and total != expected:
            raise DownloadError(
                f"{self._wanted.url}: has {total:,} bytes where {expected:,} are expected: it is "
                "another file now, or the mirror is wrong"
            )
        if linked and self._wanted.sha256 and linked != self._wanted.sha256:
            raise DownloadError(
                f"{self._wanted.url}: the file was replaced, and is not fetched: the server names "
                f"another sha256, {linked}, than {self._wanted.sha256}, {self._wanted.whose}"
            )

    def _check_room(self) -> None:
        needed = (self._total or 0) - self._part.size
        problem = free_space_problem(self._part.path.parent, needed) if needed > 0 else None
        if problem is not None:
            raise DownloadError(problem)

    def _keep(self, piece: bytes) -> None:
        if self._total is not None and self._part.size + len(piece) > self._total:
            self._part.restart()
            raise DownloadError(
                f"{self._wanted.url}: sends more than the {self._total:,} bytes that it has"
            )
        try:
            self._part.write(piece)
        except OSError as error:
            if error.errno in _FULL:
                raise DownloadError(
                    f"{self._part.path.parent}: the disk is full{self._kept()}; make room, then "
                    "run the same command"
                ) from None
            raise

    def _is_whole(self) -> bool:
        return self._ended or (self._total is not None and self._part.size == self._total)

    def _wrong(self) -> str | None:
        """What is wrong with the whole file."""
        digest = self._part.sha256()
        known = ((self._wanted.sha256, self._wanted.whose), (self._linked, "the server's own"))
        for expected, whose in known:
            if expected and digest != expected:
                return (
                    f"{self._wanted.url}: what arrived was damaged or replaced, and is thrown "
                    f"away: its sha256 is {digest} and not {expected}, {whose}"
                )
        try:
            self._wanted.check(self._part.path)
        except ModelError as error:
            return f"{self._wanted.url}: what arrived is of no use: {error}"
        return None

    def _in_place(self) -> Finished:
        size, digest = self._part.size, self._part.sha256()
        self._part.finish(self._target)
        known: Verified = "server" if self._linked else "nothing"
        return Finished(self._target, size, digest, "published" if self._wanted.sha256 else known)

    def _stop_if_cancelled(self) -> None:
        if self._cancel.is_set():
            raise DownloadInterruptedError(f"interrupted{self._kept()}")

    def _kept(self) -> str:
        size = self._part.size
        return f"; the {size / 1e6:,.1f} MB that have arrived are kept" if size else ""

    def _due(self) -> bool:
        """Whether it is time to tell again how far it is."""
        now = time.monotonic()
        if now - self._told < self._pace.report_seconds:
            return False
        self._told = now
        return True


class _Rate:
    """Bytes a second over the last seconds."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def begin(self, size: int) -> None:
        """Forget what was before a pause."""
        self._marks.clear()
        self._marks.append((time.monotonic(), size))

    def of(self, size: int) -> float:
        now = time.monotonic()
        self._marks.append((now, size))
        while len(self._marks) > 2 and now - self._marks[0][0] > _RATE_SECONDS:
            self._marks.popleft()
        began, first = self._marks[0]
        seconds = now - began
        return (size - first) / seconds if seconds >= _LEAST_SECONDS else 0.0


@contextlib.contextmanager
def _watched(abort: Callable[[], None], cancel: threading.Event) -> Iterator[None]:
    """Abort a request that waits for its server, when `cancel` is set."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            if cancel.is_set():
                abort()
                return

    watcher = threading.Thread(target=watch, name="kagent-download-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
