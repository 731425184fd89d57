"""Reads files in a process of its own, so that a hostile one can do no more than fail."""

from __future__ import annotations

import json
import signal
import struct
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Extracted, ReadingError, TextPassage
from engine.reading.limits import DEFAULT_LIMITS, Limits
from engine.reading.reader import SourceFile, read_lines

# -I: neither the folder the user happens to be in nor PYTHONPATH decides what is imported; the
# parent's own places are handed over instead.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from engine.reading.worker_main import main; main()"
)
_ROOT = str(Path(__file__).resolve().parents[2])
_MOST_HEADER = 1024 * 1024 * 1024
_MOST_TEXT = 4 * 64_000_000
# How a process ends whose limit of processor time is used up.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None


_Number = TypeVar("_Number", int, float)


class ReadingWorker:
    """Reads one file after another; safe to share between threads, which then take turns.

    The process is started with the first file that needs it, used for all that follow, and started
    anew after one that made it crash, run out of memory or take too long. It ends with `close`,
    with this object, or with the program, however that ends.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._stopping = False
        self._process: subprocess.Popen[bytes] | None = None
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes]], ReadingWorker] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, source: SourceFile) -> Extracted:
        """The text and passages of a loaded file, all of it cleaned.

        Raises:
            ReadingError: broken, encrypted, binary, in an unknown encoding, without any text, or
                beyond the limits.
        """
        if source.data is not None:
            return read_lines(source.path, source.data)
        with self._lock:
            extracted = self._read_apart(source.path)
        try:
            unchanged = source.path.stat().st_mtime_ns == source.modified
        except OSError:
            unchanged = False
        if not unchanged:
            raise ReadingError("it changed while it was read; add it again", lasting=False)
        return extracted

    def close(self) -> None:
        """End the process, amid a file if need be; a later `read` starts another."""
        process = self._process
        if process is not None:
            # A `read` in another thread sees its end and lets go of the lock.
            self._stopping = True
            process.kill()
        with self._lock:
            self._discard()
            self._stopping = False

    def _discard(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None

    def _read_apart(self, path: Path) -> Extracted:
        process = self._running()
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
            header, text = _receive(process.stdout)
        except (OSError, EOFError, ValueError) as error:
            stopped = self._stopping
            reason = self._why_it_ended(process, late)
            raise ReadingError(reason, lasting=not stopped) from error
        except BaseException:
            # Half an answer would be taken for the next file's.
            self._discard()
            raise
        finally:
            clock.cancel()
        return _checked(header, text)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._stopping:
            raise ReadingError("reading it was stopped", lasting=False)
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._discard()
        places = [_ROOT, *(place for place in sys.path if Path(place).is_absolute())]
        try:
            process = subprocess.Popen(  # noqa: S603 - this very Python, with arguments of our own
                [sys.executable, "-I", "-c", _PROGRAM, *places],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ReadingError(
                f"the reading process cannot be started ({error})", lasting=False
            ) from error
        self._process = process
        self._finalizer = weakref.finalize(self, _stop, process)
        return process

    def _why_it_ended(self, process: subprocess.Popen[bytes], late: threading.Event) -> str:
        self._discard()
        if self._stopping:
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


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was not yet written has nowhere to go
                continue


def _receive(answers: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    (length,) = struct.unpack(">I", _exactly(answers, 4))
    if length > _MOST_HEADER:
        raise EOFError
    header = json.loads(_exactly(answers, length))
    size = header.get("bytes", 0)
    if not 0 <= size <= _MOST_TEXT:
        raise EOFError
    return header, _exactly(answers, size)


def _exactly(answers: IO[bytes], size: int) -> bytes:
    data = answers.read(size)
    if len(data) != size:
        raise EOFError
    return data


def _checked(header: dict[str, Any], data: bytes) -> Extracted:
    """The answer as a document, after looking at everything that others rely upon.

    A parser that a file has taken over may answer anything.
    """
    if "error" in header:
        raise ReadingError(clean_line(str(header["error"])))
    try:
        text = clean(data.decode("utf-8"))
        passages = tuple(_passages(header["passages"], len(text)))
        metadata = {
            clean_line(str(name)): value if isinstance(value, int) else clean_line(str(value))
            for name, value in header["metadata"].items()
        }
        title, media_type = clean_line(str(header["title"])), clean_line(str(header["media_type"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReadingError("its reader gave a senseless answer; please report this file") from error
    return Extracted(title, text, media_type, passages, metadata)


def _passages(rows: list[list[Any]], length: int) -> Iterator[TextPassage]:
    names: dict[str | None, str | None] = {None: None}
    before = 0
    for start, end, heading, line, page, time_start, time_end, sheet, row in rows:
        if not before <= start < end <= length:
            raise ValueError
        before = end
        for name in (heading, sheet):
            if name not in names:
                names[name] = clean_line(name)
        yield TextPassage(
            start,
            end,
            names[heading],
            _optional(line, int),
            _optional(page, int),
            _optional(time_start, float),
            _optional(time_end, float),
            names[sheet],
            _optional(row, int),
        )


def _optional(value: Any, kind: Callable[[Any], _Number]) -> _Number | None:
    return None if value is None else kind(value)
