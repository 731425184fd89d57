"""What a process of engine.reading.processes does before it reads anything of a file."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import BinaryIO

if sys.platform != "win32":
    import resource


def quiet_answers() -> BinaryIO:
    """Where answers go; what a library prints goes nowhere, so that it is not taken for one.

    An interrupt from the keyboard is left to the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def incoming() -> SimpleQueue[bytes]:
    """The lines of the standard input as they come; the process ends with it, even amid a file, for
    then the parent is gone."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    return lines


def _listen(lines: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)


def limit_resources(memory: int, seconds: float | None = None) -> None:
    """Address space in bytes, processor time from now on, and no new file contents; where the
    system has limits."""
    if sys.platform == "win32":
        return
    amounts = {resource.RLIMIT_AS: memory, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    if seconds is not None:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        amounts[resource.RLIMIT_CPU] = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    for kind, amount in amounts.items():
        _, most = resource.getrlimit(kind)
        wanted = amount if most == resource.RLIM_INFINITY else min(amount, most)
        # Darwin refuses some of these; the parent watches over the rest.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted, most))
