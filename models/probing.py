"""Tries a model in a process of its own, so that what kills a process is a line of text here.

A model file is a program of sorts for llama.cpp: a damaged one can end it by a signal, one that is
too large by the system's killer, and a build for another processor by an illegal instruction.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from models.catalog import Kind
from models.installed import Probe, probe_of
from models.machine import total_memory

_PROGRAM: Final = (
    "import sys; sys.path[:] = sys.argv[3:]; from models.probe_worker import main; main()"
)
_ROOT: Final = str(Path(__file__).resolve().parents[1])
_POLL_SECONDS: Final = 0.05
# Reading some gigabytes from a slow disk takes minutes.
_LONGEST_SECONDS: Final = 600.0
_ILLEGAL: Final = (
    "this build of llama.cpp uses instructions that the processor lacks (SIGILL): build it again, "
    "see the README"
)


def probe(
    path: Path, kind: Kind, cancel: threading.Event | None = None, seconds: float = _LONGEST_SECONDS
) -> Probe:
    """Load the model in a new process, let it do a little, and measure that.

    A trial that fails, was cancelled or took too long has an `error`, in one line.
    """
    size, total = path.stat().st_size, total_memory()
    if 0 < total < size:
        # It would load, and then read its weights from the disk for every token.
        return probe_of(path, error=f"{_sizes(size, total)}: choose a smaller model")
    return probe_of(path, **ask_worker(_PROGRAM, path, kind, cancel, seconds))


def ask_worker(
    program: str, path: Path, kind: Kind, cancel: threading.Event | None, seconds: float
) -> dict[str, Any]:
    """What a program says of a model, run as a process of its own; otherwise its "error".

    The program finds the file, its kind, and then the places of modules in sys.argv; its answer is
    one JSON object on standard output.
    """
    answer, code, printed = _run(program, path, kind, cancel, time.monotonic() + seconds)
    if answer is None:
        return {"error": _ending(code, printed, path, seconds, cancel)}
    return answer


def _run(
    program: str, path: Path, kind: Kind, cancel: threading.Event | None, deadline: float
) -> tuple[dict[str, Any] | None, int | None, str]:
    """The process's answer, its exit code (None: it was late or cancelled) and what it printed."""
    places = [_ROOT, *(place for place in sys.path if Path(place).is_absolute())]
    with subprocess.Popen(  # noqa: S603 - this very Python, with arguments of our own
        [sys.executable, "-I", "-X", "utf8", "-c", program, str(path), kind, *places],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        # Ctrl-C is ours.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as process:
        pipes = _Pipes(process)
        try:
            while process.poll() is None:
                late = time.monotonic() > deadline
                if late or (cancel is not None and cancel.is_set()):
                    return None, None, ""
                pipes.answer.join(_POLL_SECONDS)
                if not pipes.answer.is_alive():
                    process.wait(_POLL_SECONDS * 100)
        except subprocess.TimeoutExpired:
            return None, None, ""
        finally:
            process.kill()
            pipes.join()
    try:
        return json.loads(pipes.answer.data), process.returncode, pipes.printed.text
    except ValueError:
        return None, process.returncode, pipes.printed.text


class _Reader(threading.Thread):
    """Reads a pipe to its end."""

    def __init__(self, pipe: Any) -> None:
        super().__init__(name="kagent-probe-pipe", daemon=True)
        self._pipe = pipe
        self.data = b""
        self.start()

    def run(self) -> None:
        """Read, and keep the last of it."""
        while piece := self._pipe.read1(65536):
            self.data = (self.data + piece)[-65536:]

    @property
    def text(self) -> str:
        """What was read."""
        return self.data.decode("utf-8", "replace")


class _Pipes:
    """What the process answers and what it prints, read as it comes so that neither pipe fills."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.answer = _Reader(process.stdout)
        self.printed = _Reader(process.stderr)

    def join(self) -> None:
        """Wait for the ends of both."""
        self.answer.join(_POLL_SECONDS * 20)
        self.printed.join(_POLL_SECONDS * 20)


def _ending(
    code: int | None, printed: str, path: Path, seconds: float, cancel: threading.Event | None
) -> str:
    """Why there is no answer."""
    if code is None:
        cancelled = cancel is not None and cancel.is_set()
        return "interrupted" if cancelled else f"it was not ready within {seconds:.0f} seconds"
    if code >= 0:
        return f"its process ended with code {code}{_last_words(printed)}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    if name == "SIGILL":
        return _ILLEGAL
    if name == "SIGKILL":
        sizes = _sizes(path.stat().st_size, total_memory())
        return (
            f"its process was killed, most likely for want of memory ({sizes}): choose a smaller "
            "model"
        )
    return f"the library crashed on it ({name}){_last_words(printed)}: choose another model file"


def _sizes(size: int, total: int) -> str:
    return f"the file has {size / 1e9:.1f} GB, this machine {total / 1e9:.1f} GB of memory"


def _last_words(printed: str) -> str:
    """The assertion that failed, if any is told."""
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    told = [line for line in lines if "ASSERT" in line or "Error" in line]
    words = re.sub(r"^\S*/", "", (told or lines or [""])[-1])
    return f": {words[:200]}" if words else ""
