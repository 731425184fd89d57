"""This Python once more, as a process of its own for what a hostile file may break.

Its other side is engine.reading.process_setup, and how the two talk engine.reading.answers.
"""

from __future__ import annotations

import subprocess
import sys
import weakref
from pathlib import Path

from engine.reading.extracted import ReadingError

_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from {module} import main; main()"
_ROOT = str(Path(__file__).resolve().parents[2])


def started(module: str) -> subprocess.Popen[bytes]:
    """A process that runs `main` of a module, with pipes for its standard input and output.

    Neither the working folder nor PYTHONPATH decides what is imported there (-I): it is given the
    places where this one looks.

    Raises:
        OSError: the system cannot start it.
    """
    places = [_ROOT, *(place for place in sys.path if Path(place).is_absolute())]
    return subprocess.Popen(  # noqa: S603 - this very Python, with arguments of our own
        [sys.executable, "-I", "-c", _PROGRAM.format(module=module), *places],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, at once, and let go of its pipes."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:  # what was not yet written has nowhere to go
                continue


class KeptProcess:
    """A process that is started when it is first needed and kept for the requests that follow.

    It ends with `discard`, with this object, or with the program, however that ends. One thread at
    a time may use it; only `kill` may come from another.
    """

    def __init__(self, module: str) -> None:
        """`module` as in `started`."""
        self.current: subprocess.Popen[bytes] | None = None
        self.is_stopping = False
        self._module = module
        self._finalizer: weakref.finalize[[subprocess.Popen[bytes]], KeptProcess] | None = None

    def running(self) -> subprocess.Popen[bytes]:
        """The process, started anew where the last one has ended.

        Raises:
            ReadingError: it cannot be started, or `kill` was called.
        """
        self.go_on()
        if self.current is not None and self.current.poll() is None:
            return self.current
        self.discard()
        try:
            process = started(self._module)
        except OSError as error:
            raise ReadingError(
                f"the reading process cannot be started ({error})", lasting=False
            ) from error
        self.current = process
        self._finalizer = weakref.finalize(self, stop, process)
        # `kill` may have looked for a process a moment too early.
        self.go_on()
        return process

    def go_on(self) -> None:
        """Nothing, unless `kill` was called.

        Raises:
            ReadingError: it was.
        """
        if self.is_stopping:
            self.discard()
            raise ReadingError("reading it was stopped", lasting=False)

    def discard(self) -> None:
        """End the process; the next request has another."""
        if self._finalizer is not None:
            self._finalizer()
        self.current = self._finalizer = None

    def kill(self) -> None:
        """From another thread: end it amid a request. Who waits for that sees the end of its
        answers; none is started until `rest`."""
        self.is_stopping = True
        process = self.current
        if process is not None:
            process.kill()

    def rest(self) -> None:
        """After `kill`, once nobody uses it: another may be started."""
        self.discard()
        self.is_stopping = False
