"""One streaming HTTP request that can be left at any moment.

A blocking read cannot be cancelled, so it happens on a thread of its own that fills a queue; the
consumer waits on the queue, and ends the connection when it has had enough.
"""

from __future__ import annotations

import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from models.language.base import RemoteModelError
from models.language.connection import (
    ServerConnection,
    ServerReply,
    ServerRequest,
    ServerTroubleError,
)

_POLL_SECONDS: Final = 0.05
_LONGEST_LINE: Final = 1 << 20
_LONGEST_ERROR: Final = 1 << 16
_DONE: Final = "[DONE]"


class CancelledStreamError(Exception):
    """The consumer's cancel event was set."""


class StatusError(Exception):
    """The server answered with an error status; `detail` is its own words, one clean line."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status} {detail}")
        self.status = status
        self.detail = detail


class EventStream:
    """The JSON objects of a streamed answer to one POST request.

    Args:
        connection: Opens the connection.
        url: Where to post.
        headers: Sent along.
        body: Makes what is sent as JSON; called on the reading thread, so it may take its time.
        timeout: Seconds without any event after which the server counts as stuck.
        cancelled: Asked every 50 ms.

    Iterating raises CancelledStreamError, StatusError or RemoteModelError. A server that does not
    stream yields its one object. `complete` tells whether the end was announced.
    """

    def __init__(
        self,
        connection: ServerConnection,
        url: str,
        headers: Mapping[str, str],
        body: Callable[[], Mapping[str, Any]],
        *,
        timeout: float,
        cancelled: Callable[[], bool],
    ) -> None:
        self.complete = False
        self._connection = connection
        self._url = url
        self._headers = dict(headers)
        self._body = body
        self._timeout = timeout
        self._cancelled = cancelled
        self._events: queue.Queue[dict[str, Any] | Exception | None] = queue.Queue(maxsize=1024)
        self._abandoned = threading.Event()
        self._request: ServerRequest | None = None
        self._thread = threading.Thread(target=self._read, name="kagent-remote", daemon=True)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        self._thread.start()
        try:
            while (event := self._next()) is not None:
                yield event
        finally:
            self.close()

    def close(self) -> None:
        """Stop reading; the server notices that its client is gone."""
        self._abandoned.set()
        if self._request is not None:
            self._request.abort()

    def _next(self) -> dict[str, Any] | None:
        deadline = time.monotonic() + self._timeout
        while True:
            if self._cancelled():
                raise CancelledStreamError
            try:
                event = self._events.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if time.monotonic() > deadline:
                    raise RemoteModelError(
                        f"the model server {self._url} sent nothing for {self._timeout:g} s: "
                        "check whether it is overloaded"
                    ) from None
                continue
            if isinstance(event, Exception):
                raise event
            return event

    def _put(self, event: dict[str, Any] | Exception | None) -> None:
        while not self._abandoned.is_set():
            with contextlib.suppress(queue.Full):
                self._events.put(event, timeout=_POLL_SECONDS)
                return

    def _read(self) -> None:
        try:
            self._ask()
            self._put(None)
        except (StatusError, RemoteModelError) as error:
            self._put(error)
        except ServerTroubleError as error:
            self._put(explained(self._url, error))

    def _ask(self) -> None:
        request = self._connection.request(
            self._url,
            headers=self._headers,
            body=json.dumps(dict(self._body())).encode(),
            seconds=self._timeout,
        )
        self._request = request
        if self._abandoned.is_set():
            return
        with request as reply:
            if reply.status >= 300:
                raise StatusError(reply.status, _detail(reply))
            streamed = "json" not in reply.media_type
            for payload in _payloads(reply, self._url) if streamed else [whole(reply)]:
                if self._abandoned.is_set():
                    return
                if payload == _DONE:
                    self.complete = True
                    return
                self._put(self._parsed(payload))
            self.complete = not streamed

    def _parsed(self, payload: str) -> dict[str, Any]:
        try:
            event = json.loads(payload)
        except (ValueError, RecursionError):
            event = None
        if not isinstance(event, dict):
            raise RemoteModelError(
                f"the model server {self._url} sent something that is no JSON object: check "
                "that it is OpenAI-compatible"
            )
        return event


def _payloads(reply: ServerReply, url: str) -> Iterator[str]:
    """The `data:` fields of a server-sent event stream."""
    rest = b""
    for piece in reply.pieces():
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            raise RemoteModelError(f"the model server {url} sent a line without end")
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:].decode("utf-8", "replace").strip()


def whole(reply: ServerReply, limit: int = _LONGEST_LINE) -> str:
    """The body of an answer, or its beginning where it is longer; raises ServerTroubleError."""
    data = b""
    for piece in reply.pieces():
        data += piece
        if len(data) > limit:
            break
    return data[:limit].decode("utf-8", "replace")


def _detail(reply: ServerReply) -> str:
    """What the server says of its error, as one printable line of at most 200 characters."""
    text = whole(reply, _LONGEST_ERROR)
    with contextlib.suppress(ValueError, RecursionError):
        document = json.loads(text)
        inner = document.get("error", document) if isinstance(document, dict) else document
        message = inner.get("message") or inner.get("detail") if isinstance(inner, dict) else inner
        text = str(message or text)
    return one_line(text)


def one_line(text: str) -> str:
    """Foreign text made fit for an error message."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:200]


def explained(url: str, error: ServerTroubleError) -> RemoteModelError:
    """Trouble of a connection in one line with what to do."""
    reason = one_line(str(error)) or "no reason"
    return RemoteModelError(
        {
            "off": f"the model server {url} is not asked, for the network is off: set network to "
            '"ask" or "on" in config.toml, or use a model on this machine',
            "bad_address": f"{url} is no URL of a model server: correct it",
            "unreachable": f"there is no model server at {url}: start it or correct the URL",
            "timed_out": f"the model server {url} did not answer in time: check whether it is "
            "overloaded",
            "broken": f"the model server {url} broke off ({reason}): try again",
        }[error.kind]
    )
