"""Reads files in a process of its own, so that a hostile one can do no more than fail."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.reading.answers import checked, receive
from engine.reading.extracted import Extracted, PicturesOnlyError, ReadingError
from engine.reading.formats import MEDIA_KINDS, kind_of
from engine.reading.limits import DEFAULT_LIMITS, Limits
from engine.reading.media import OCR_OFF
from engine.reading.media_worker import MediaWorker, Progress
from engine.reading.processes import KeptProcess
from engine.reading.reader import SourceFile, read_lines

# How a process ends whose limit of processor time is used up.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None


class ReadingWorker:
    """Reads one file after another; safe to share between threads, which then take turns.

    The process is started with the first file that needs it, used for all that follow, and started
    anew after one that made it crash, run out of memory or take too long. It ends with `close`,
    with this object, or with the program, however that ends. Recordings, pictures and the pages of
    PDFs that are pictures are read by `media`, another such process.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS, media: MediaWorker | None = None) -> None:
        self._limits = limits
        self._media = media or MediaWorker()
        self._lock = threading.Lock()
        self._process = KeptProcess("engine.reading.worker_main")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, source: SourceFile, progress: Progress | None = None) -> Extracted:
        """The text and passages of a loaded file, all of it cleaned.

        `progress` is called in this thread while a recording, a picture or scanned pages are read.

        Raises:
            ReadingError: broken, encrypted, binary, in an unknown encoding, without any text, or
                beyond the limits.
        """
        if source.data is not None:
            return read_lines(source.path, source.data)
        if kind_of(source.path.name) in MEDIA_KINDS:
            extracted = self._read_media(source, progress)
        else:
            extracted = self._read_pages(source, progress)
        try:
            unchanged = source.path.stat().st_mtime_ns == source.modified
        except OSError:
            unchanged = False
        if not unchanged:
            raise ReadingError("it changed while it was read; add it again", lasting=False)
        return extracted

    def _read_media(self, source: SourceFile, progress: Progress | None) -> Extracted:
        try:
            return self._media.read(source, str(kind_of(source.path.name)), progress)
        except ReadingError as error:
            if not source.sidecars or not error.lasting:
                raise
            # Its subtitles are no document of their own: they must not go with it.
            subtitles = read_lines(source.sidecars[0], source.sidecars[0].read_bytes())
            unread = {"unread": f"only its subtitles: {error}"}
            return replace(subtitles, metadata={**subtitles.metadata, **unread})

    def _read_pages(self, source: SourceFile, progress: Progress | None) -> Extracted:
        """A document; those pages of it that are pictures too, where they are to be read."""
        ocr = self._media.options.ocr
        try:
            with self._lock:
                extracted = self._read_apart(source.path)
        except PicturesOnlyError:
            if not ocr:
                raise
            return self._media.read(source, "scan", progress)
        if not extracted.metadata.get("pages_without_text"):
            return extracted
        if not ocr:
            return replace(extracted, metadata={**extracted.metadata, "unread": OCR_OFF})
        return self._media.read(source, "scan", progress)

    def close(self) -> None:
        """End the process, amid a file if need be; a later `read` starts another."""
        self._media.close()
        # A `read` in another thread sees this, or the end of its process, and lets go of the lock.
        self._process.kill()
        with self._lock:
            self._process.rest()

    def _read_apart(self, path: Path) -> Extracted:
        process = self._process.running()
        assert process.stdin is not None
        assert process.stdout is not None
        request = {"path": str(path.absolute()), "limits": asdict(self._limits)}
        late = threading.Event()
        clock = threading.Timer(self._limits.seconds, _give_up, (process, late))
        clock.daemon = True
        clock.start()
        try:
            process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            process.stdin.flush()
            header, text = receive(process.stdout)
        except (OSError, EOFError, ValueError) as error:
            stopped = self._process.is_stopping
            reason = self._why_it_ended(process, late)
            raise ReadingError(reason, lasting=not stopped) from error
        except BaseException:
            # Half an answer would be taken for the next file's.
            self._process.discard()
            raise
        finally:
            clock.cancel()
        return checked(header, text)

    def _why_it_ended(self, process: subprocess.Popen[bytes], late: threading.Event) -> str:
        self._process.discard()
        if self._process.is_stopping:
            return "reading it was stopped"
        if late.is_set() or process.returncode == _OUT_OF_TIME:
            return f"reading it took more than {self._limits.seconds:g} seconds, so it was left out"
        return (
            f"its content crashed the reading process (status {process.returncode}) or took more "
            f"than {self._limits.memory // (1024 * 1024)} MB of memory"
        )


def _give_up(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()
