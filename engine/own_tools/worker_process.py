"""Runs a user's code in a process of its own, which is killed with all it started when it is late.

The process ends with this program, however that ends: it watches its standard input.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

# -I: neither the folder the user happens to be in nor PYTHONPATH decides what is imported; the
# parent's own places are handed over instead.
_WORKER = "engine.own_tools.custom_worker"
_PROGRAM = f"import sys; sys.path[:] = sys.argv[1:]; from {_WORKER} import main; main()"
_ROOT = str(Path(__file__).resolve().parents[2])
_POLL_SECONDS = 0.05
_MOST_ANSWER = 64 * 1024 * 1024
# Bytes of what a tool prints that are kept, its last ones.
MOST_PRINTED = 64 * 1024

Trouble = Literal["timed_out", "cancelled", "crashed"]


class WorkerError(Exception):
    """The process gave no answer; the message says how it ended, `printed` what it printed."""

    def __init__(self, trouble: Trouble, message: str, printed: str) -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble
        self.printed = printed


@dataclass(frozen=True, slots=True)
class Reply:
    """The process's answer, and the last of what the tool printed."""

    answer: dict[str, Any]
    printed: str


def run_worker(
    request: Mapping[str, Any],
    *,
    folder: Path,
    seconds: float,
    cancel: threading.Event | None = None,
    environment: Mapping[str, str] | None = None,
) -> Reply:
    """Send one request to a new process (see engine.own_tools.custom_worker), started in `folder`.

    Raises:
        WorkerError: it was late or cancelled, and killed, or it ended without an answer.
    """
    process = _start(folder, environment or {})
    assert process.stdin is not None
    answer = _Reader(process.stdout, _first_line)
    printed = _Reader(process.stderr, _last_bytes)
    deadline = time.monotonic() + seconds
    trouble: Trouble | None = None
    try:
        _send(process.stdin, request)
        while trouble is None and answer.is_alive():
            answer.join(_POLL_SECONDS)
            if cancel is not None and cancel.is_set():
                trouble = "cancelled"
            elif time.monotonic() > deadline and answer.is_alive():
                trouble = "timed_out"
    finally:
        _kill(process)
        process.stdin.close()
    printed.join(_POLL_SECONDS * 4)
    text = printed.data.decode("utf-8", "replace")
    if trouble is not None:
        raise WorkerError(trouble, "", text)
    try:
        found = json.loads(answer.data)
    except ValueError:
        raise WorkerError("crashed", _ending(process.returncode), text) from None
    return Reply(found, text)


def _start(folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    places = [_ROOT, *(place for place in sys.path if Path(place).is_absolute())]
    try:
        return subprocess.Popen(  # noqa: S603 - this very Python, with arguments of our own
            [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**os.environ, **environment},
            # A group of its own, so that what it starts is killed with it, and Ctrl-C is ours.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise WorkerError("crashed", f"cannot be started: {error.strerror}", "") from error


def _send(requests: IO[bytes], request: Mapping[str, Any]) -> None:
    try:
        requests.write(json.dumps(request).encode("ascii") + b"\n")
        requests.flush()
    except BrokenPipeError:
        return  # it ended at once: that is seen by its lack of an answer


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and its group; one that has ended by itself keeps its own status.

    It is not waited for before: until then its id cannot be another's.
    """
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()


class _Reader(threading.Thread):
    """Reads a pipe to its end, or to that of the answer, and closes it."""

    def __init__(self, pipe: IO[bytes] | None, read: Callable[[IO[bytes]], bytes]) -> None:
        super().__init__(name="kagent-tool-pipe", daemon=True)
        assert pipe is not None
        self._pipe = pipe
        self._read = read
        self.data = b""
        self.start()

    def run(self) -> None:
        """Read, and keep what came."""
        with self._pipe:
            self.data = self._read(self._pipe)


def _first_line(pipe: IO[bytes]) -> bytes:
    return pipe.readline(_MOST_ANSWER)


def _last_bytes(pipe: IO[bytes]) -> bytes:
    kept = b""
    while piece := pipe.read1(MOST_PRINTED):  # type: ignore[attr-defined]
        kept = (kept + piece)[-MOST_PRINTED:]
    return kept


def _ending(status: int) -> str:
    """How a process ended that did not answer."""
    if status >= 0:
        return f"exit code {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
