"""An OpenAI-compatible model on 127.0.0.1 that answers at once, or word by word until released."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

_NO_TOOL: Final = '{"task_name": "nothing", "command": {"name": "do_nothing", "args": {}}}'
_WORD_SECONDS: Final = 0.05


class ModelServer(ThreadingHTTPServer):
    """Plans no tool. A question with "slowly" in it is answered with numbered words until
    `released` is set, any other one at once with "Fast answer number N."

    Nothing is written while `may_write` is clear; `asked` says that something was to be written,
    `dropped` that the asker went away.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.released = threading.Event()
        self.may_write = threading.Event()
        self.may_write.set()
        self.asked = threading.Event()
        self.dropped = threading.Event()
        self.questions: list[str] = []

    @property
    def url(self) -> str:
        """The address for the setting `model`."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @classmethod
    @contextlib.contextmanager
    def running(cls) -> Iterator[ModelServer]:
        """A server that is there until the end of the block."""
        server = cls()
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.may_write.set()
            server.shutdown()
            server.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what some tests are about."""
        self.dropped.set()


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_GET(self) -> None:
        body = json.dumps({"object": "list", "data": [{"id": "turtle"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.server.asked.set()
        self.server.may_write.wait()
        if "response_format" in body:
            self._say(_NO_TOOL)
        else:
            self._answer(body["messages"])
        self.wfile.write(b"data: [DONE]\n\n")

    def _answer(self, messages: list[dict[str, str]]) -> None:
        question = messages[-1]["content"]
        self.server.questions.append(question)
        if "slowly" not in question:
            self._say(f"Fast answer number {len(self.server.questions)}.")
            return
        number = 0
        while not self.server.released.wait(_WORD_SECONDS):
            number += 1
            self._say(f"word{number} ")
        self._say("and the end.")

    def _say(self, text: str) -> None:
        piece = {"choices": [{"index": 0, "delta": {"content": text}}]}
        try:
            self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
            self.wfile.flush()
        except OSError:
            self.server.dropped.set()
            raise

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size
