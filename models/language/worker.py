"""Runs llama.cpp's long calls on a thread of their own, so that the caller can be interrupted.

A ctypes call cannot be left by Ctrl-C or by a cancel event: the caller waits in Python instead,
and asks the running call to stop.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Final, TypeVar

_POLL_SECONDS: Final = 0.02
Result = TypeVar("Result")


class Worker:
    """One thread, one job at a time."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def run(
        self, job: Callable[[], Result], *, stop: Callable[[], None], wanted: Callable[[], bool]
    ) -> Result:
        """Run `job` and return its result; exceptions of the job are raised here.

        `wanted` is asked every 20 ms, and `stop` called once it says no. `stop` is also called when
        the waiting itself is interrupted (KeyboardInterrupt); either way the job has ended when
        this returns or raises.
        """
        future = self._executor.submit(job)
        try:
            while not wait([future], timeout=_POLL_SECONDS).done:
                if not wanted():
                    stop()
        except BaseException:
            stop()
            wait([future])
            raise
        return future.result()

    def drain(self) -> None:
        """Wait for a job that an interrupt left running."""
        wait([self._executor.submit(int)])

    def close(self) -> None:
        """End the thread once its job is done."""
        self._executor.shutdown(wait=True)
