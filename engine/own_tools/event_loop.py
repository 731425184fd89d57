"""An asyncio event loop in a thread of its own, for a library that knows no other way."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")
_POLL_SECONDS = 0.05


class BackgroundLoop:
    """Runs coroutines for threads that wait; started with the first one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def submit(self, coroutine: Coroutine[Any, Any, _T]) -> concurrent.futures.Future[_T]:
        """Run a coroutine beside others."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._running())

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # What no one waits for any more has nowhere to be told.
                self._loop.set_exception_handler(lambda loop, about: None)
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name=self._name, daemon=True
                )
                self._thread.start()
            return self._loop

    def close(self, seconds: float) -> None:
        """Cancel what is left, and stop within about so long."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(_cancelled(loop, seconds), loop)
        thread.join(seconds + 1.0)
        if not thread.is_alive():
            loop.close()


async def _cancelled(loop: asyncio.AbstractEventLoop, seconds: float) -> None:
    left = asyncio.all_tasks(loop) - {asyncio.current_task()}
    for task in left:
        task.cancel()
    if left:
        await asyncio.wait(left, timeout=seconds)
    loop.stop()


def waited_for(
    future: concurrent.futures.Future[_T], deadline: Callable[[], bool]
) -> concurrent.futures.Future[_T] | None:
    """The future when it is done; None where `deadline` came first, which cancels it."""
    while True:
        done, _ = concurrent.futures.wait([future], timeout=_POLL_SECONDS)
        if done:
            return future
        if deadline():
            future.cancel()
            return None
