"""The scripted teacher behind an OpenAI-compatible server on 127.0.0.1.

`script(number, body)` may answer a request in its own way, such as (503, "busy"), None to let the
teacher answer, or "cut" to break off in the middle. `reply` may answer in the teacher's place.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.engine.mat.scripted_teacher import answer

Reply = Callable[[Sequence[dict[str, str]]], str]
Script = Callable[[int, dict[str, Any]], tuple[int, str] | str | None]


class _Handler(BaseHTTPRequestHandler):
    server: TeacherServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._json(200, {"data": [{"id": name} for name in self.server.models]})

    def do_POST(self) -> None:
        self.server.keys.append(self.headers.get("Authorization"))
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        script = self.server.script(self.server.count(), body)
        if isinstance(script, tuple):
            self._json(script[0], {"error": {"message": script[1]}})
        else:
            self._stream(self.server.reply(body["messages"]), cut=script == "cut")

    def _json(self, status: int, document: object) -> None:
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, text: str, *, cut: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        half = len(text) // 2
        self._event({"choices": [{"delta": {"content": text[:half]}}]})
        if cut:
            return
        self._event({"choices": [{"delta": {"content": text[half:]}, "finish_reason": "stop"}]})
        usage = {"prompt_tokens": 100, "completion_tokens": max(1, len(text) // 4)}
        self._event({"choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, value: object) -> None:
        self.wfile.write(b"data: " + json.dumps(value).encode() + b"\n\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class TeacherServer(ThreadingHTTPServer):
    """Counts its requests, and notes the keys that come with them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, script: Script, reply: Reply = answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.reply = reply
        self.requests = 0
        self.keys: list[str | None] = []
        self.models = ["scripted"]
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def count(self) -> int:
        """The number of a request."""
        with self._lock:
            self.requests += 1
            return self.requests

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextlib.contextmanager
def teacher_server(
    script: Script = lambda _number, _body: None, reply: Reply = answer
) -> Iterator[TeacherServer]:
    """A server for a block."""
    server = TeacherServer(script, reply)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
