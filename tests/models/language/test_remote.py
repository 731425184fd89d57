"""Models on servers: a real one, and a scripted one for everything that can go wrong."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from engine.server_connection import ModelServers
from models.language.base import Constraint, Message, ModelError, RemoteModelError
from models.language.chat_format import plain_schema, unwrapped
from models.language.remote import RemoteGeneration, RemoteModel

DOOR = ModelServers("ask")
HELLO = [Message("system", "Be brief."), Message("user", "hello"), Message("tool", "42")]
SCHEMA = {
    "type": "object",
    "properties": {"x-axis": {"type": "string", "x-from-question": True}},
    "required": ["x-axis"],
}
CONSTRAINT = Constraint('root ::= "{}"', SCHEMA)
LIMIT_SECONDS = 0.3
Script = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Plays what the test put into the server's `script`, and notes the requests."""

    server: ScriptedServer

    def do_GET(self) -> None:
        self.answer(200, {"data": [{"id": "listed-model"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        self.server.authorization.append(self.headers.get("Authorization"))
        self.server.script(self, body)

    def answer(self, status: int, document: object) -> None:
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def event(self, **choice: object) -> None:
        self.raw(b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n")

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def say(self, text: str, reason: str = "stop") -> None:
        self.begin()
        for character in text:
            self.event(delta={"content": character})
        self.event(delta={}, finish_reason=reason)
        self.raw(b": remark\n\ndata: [DONE]\n\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class ScriptedServer(ThreadingHTTPServer):
    """A server on 127.0.0.1 whose POST answer is a function that the test chooses."""

    daemon_threads = True
    script: Script
    clients_gone = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.authorization: list[str | None] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        self.clients_gone += 1


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    thread = threading.Thread(target=scripted.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield scripted
    scripted.released.set()
    scripted.shutdown()
    scripted.server_close()


def _failure(server: ScriptedServer, timeout: float = 5.0) -> str:
    model = RemoteModel(server.url, DOOR, name="m", timeout=timeout)
    with pytest.raises(RemoteModelError) as caught:
        list(model.generate(HELLO, max_tokens=8))
    message = str(caught.value)
    assert "\n" not in message
    assert "127.0.0.1" in message or " m " in message
    return message


def test_streams_with_key_and_listed_name(server: ScriptedServer) -> None:
    server.script = lambda handler, _body: handler.say("你好!")
    model = RemoteModel(server.url + "/v1/", DOOR, api_key="secret")
    generation = model.generate(HELLO, max_tokens=8)
    assert list(generation) == ["你", "好", "!"]
    assert generation.finish == "stop"
    assert generation.usage.generated_tokens == 3
    assert generation.usage.prompt_tokens > 0
    assert model.name == "listed-model"
    assert server.authorization == ["Bearer secret"]
    request = server.requests[0]
    assert request["model"] == "listed-model"
    assert (request["temperature"], request["max_tokens"]) == (0, 8)
    assert [m["role"] for m in request["messages"]] == ["system", "user"]
    assert request["messages"][1]["content"] == "hello\n\n42"


def test_length_and_reported_usage(server: ScriptedServer) -> None:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        handler.event(delta={"content": "ab"}, finish_reason="length")
        usage = {
            "prompt_tokens": 9,
            "completion_tokens": 2,
            "prompt_tokens_details": {"cached_tokens": 5},
        }
        handler.raw(b"data:" + json.dumps({"choices": [], "usage": usage}).encode() + b"\r\n\r\n")
        handler.raw(b"data: [DONE]\n\n")

    server.script = script
    generation = RemoteModel(server.url, DOOR, name="m").generate(HELLO, max_tokens=2)
    assert "".join(generation) == "ab"
    assert generation.finish == "length"
    usage = generation.usage
    assert (usage.prompt_tokens, usage.evaluated_tokens, usage.generated_tokens) == (9, 4, 2)
    assert usage.seconds > 0


def test_server_that_does_not_stream(server: ScriptedServer) -> None:
    document = {"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}]}
    server.script = lambda handler, _body: handler.answer(200, document)
    generation = RemoteModel(server.url, DOOR, name="m").generate(HELLO, max_tokens=8)
    assert list(generation) == ["whole"]
    assert generation.finish == "stop"


def test_schema_goes_along_without_our_own_keywords(server: ScriptedServer) -> None:
    server.script = lambda handler, _body: handler.say('{"x-axis": "a"}')
    model = RemoteModel(server.url, DOOR, name="m")
    text = "".join(model.generate(HELLO, max_tokens=8, constraint=CONSTRAINT))
    assert json.loads(text) == {"x-axis": "a"}
    sent = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert sent["properties"] == {"x-axis": {"type": "string"}}
    assert model.schema_support


@pytest.mark.parametrize("status", [400, 422])
def test_refused_schema_is_described_and_asked_for_once_more(
    server: ScriptedServer, status: int
) -> None:
    answers = iter(["Sure! here you go", '```json\n{"x-axis": "b"}\n```', '{"x-axis": "c"}'])

    def script(handler: Handler, body: dict[str, Any]) -> None:
        if "response_format" in body:
            handler.answer(status, {"error": {"message": "response_format is not supported"}})
        else:
            handler.say(next(answers))

    server.script = script
    model = RemoteModel(server.url, DOOR, name="m")
    first = "".join(model.generate(HELLO, max_tokens=8, constraint=CONSTRAINT))
    assert first == '{"x-axis": "b"}'
    assert not model.schema_support
    assert len(server.requests) == 3
    assert "JSON Schema" in server.requests[1]["messages"][-1]["content"]
    assert server.requests[2]["messages"][-2]["content"] == "Sure! here you go"
    # From now on the server is not troubled with the schema.
    second = "".join(model.generate(HELLO, max_tokens=8, constraint=CONSTRAINT))
    assert second == '{"x-axis": "c"}'
    assert len(server.requests) == 4


def test_answer_that_is_twice_no_json_is_handed_on(server: ScriptedServer) -> None:
    server.script = lambda handler, _body: handler.say("never")
    model = RemoteModel(server.url, DOOR, name="m", schema_support=False)
    assert "".join(model.generate(HELLO, max_tokens=8, constraint=CONSTRAINT)) == "never"
    assert len(server.requests) == 2


def test_ignored_schema_is_noticed_for_the_next_time(server: ScriptedServer) -> None:
    server.script = lambda handler, _body: handler.say("prose")
    model = RemoteModel(server.url, DOOR, name="m")
    assert "".join(model.generate(HELLO, max_tokens=8, constraint=CONSTRAINT)) == "prose"
    assert not model.schema_support


def test_unknown_stream_options_are_left_out(server: ScriptedServer) -> None:
    def script(handler: Handler, body: dict[str, Any]) -> None:
        if "stream_options" in body:
            handler.answer(400, {"detail": "unknown field stream_options"})
        else:
            handler.say("ok")

    server.script = script
    model = RemoteModel(server.url, DOOR, name="m")
    assert "".join(model.generate(HELLO, max_tokens=8)) == "ok"
    assert "".join(model.generate(HELLO, max_tokens=8)) == "ok"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "API key"), (403, "API key"), (404, "check name and URL"), (429, "slow down"),
     (400, "refused the request"), (500, "failed: see its log"), (307, "refused")],
)  # fmt: skip
def test_error_statuses(server: ScriptedServer, status: int, words: str) -> None:
    document = {"error": {"message": "because\n\x1b[31mof \u202e this" + "!" * 500}}
    server.script = lambda handler, _body: handler.answer(status, document)
    message = _failure(server)
    assert words in message
    assert f"status {status}" in message
    assert "because" in message
    assert "\x1b" not in message
    assert len(message) < 500


def test_no_server() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    model = RemoteModel(f"http://127.0.0.1:{port}", DOOR, name="m")
    with pytest.raises(RemoteModelError, match="there is no model server at"):
        list(model.generate(HELLO, max_tokens=1))


def test_half_way_failures(server: ScriptedServer) -> None:
    def cut(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        handler.event(delta={"content": "half"})

    def short(handler: Handler, _body: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.event(delta={"content": "half"})

    def error(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        handler.raw(b'data: {"error": {"message": "out of memory"}}\n\n')

    for script, words in ((cut, "broke off"), (short, "broke off"), (error, "out of memory")):
        server.script = script
        assert words in _failure(server)


@pytest.mark.parametrize("data", [b"{not json", b"[1]", b"\xff", b"[" * 100_000], ids=range(4))
def test_nonsense_in_the_stream(server: ScriptedServer, data: bytes) -> None:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        handler.raw(b"data: " + data + b"\n\n")

    server.script = script
    assert "no JSON object" in _failure(server)


def test_odd_but_harmless_events(server: ScriptedServer) -> None:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        documents: list[dict[str, Any]] = [
            {},
            {"choices": []},
            {"choices": [None]},
            {"choices": "x"},
            {"choices": [{"delta": {"content": None}}], "usage": {"prompt_tokens": "x"}},
            {"choices": [{"delta": {"role": "assistant"}}], "usage": None},
        ]
        for document in documents:
            handler.raw(b"data: " + json.dumps(document).encode() + b"\n\n")
        handler.raw(b"data: [DONE]\n\n")

    server.script = script
    generation = RemoteModel(server.url, DOOR, name="m").generate(HELLO, max_tokens=8)
    assert list(generation) == []
    assert generation.finish == "stop"


def test_line_without_end(server: ScriptedServer) -> None:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        while not handler.server.released.is_set():
            handler.raw(b"x" * 65536)

    server.script = script
    assert "a line without end" in _failure(server)


def test_slow_drip_counts_as_stuck(server: ScriptedServer) -> None:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        while not handler.server.released.wait(0.05):
            handler.raw(b":")

    server.script = script
    started = time.monotonic()
    assert "sent nothing for 0.5 s" in _failure(server, timeout=0.5)
    assert time.monotonic() - started < 2


def _cancelled_after(server: ScriptedServer, first_pieces: int) -> RemoteGeneration:
    cancel = threading.Event()
    model = RemoteModel(server.url, DOOR, name="m")
    generation = model.generate(HELLO, max_tokens=8, cancel=cancel)
    for _ in range(first_pieces):
        next(generation)
    moments: list[float] = []

    def fire() -> None:
        moments.append(time.monotonic())
        cancel.set()

    threading.Timer(0.1, fire).start()
    assert list(generation) == []
    assert time.monotonic() - moments[0] < LIMIT_SECONDS
    assert generation.finish == "cancelled"
    return generation


def test_cancel_before_the_headers(server: ScriptedServer) -> None:
    server.script = lambda handler, _body: (handler.server.released.wait(10), None)[1]
    assert _cancelled_after(server, 0).usage.generated_tokens == 0


def test_cancel_in_the_stream_closes_the_connection(server: ScriptedServer) -> None:
    def script(handler: Handler, _body: dict[str, Any]) -> None:
        handler.begin()
        handler.event(delta={"content": "a"})
        time.sleep(0.6)
        while not handler.server.released.wait(0.01):
            handler.event(delta={"content": ""})

    server.script = script
    _cancelled_after(server, 1)
    deadline = time.monotonic() + 5
    while not server.clients_gone and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.clients_gone == 1


def test_proxies_of_the_environment_are_not_used(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.script = lambda handler, _body: handler.say("direct")
    model = RemoteModel(server.url, DOOR)
    assert "".join(model.generate(HELLO, max_tokens=8)) == "direct"


def test_closed_and_estimates() -> None:
    model = RemoteModel("http://127.0.0.1:9", DOOR)
    assert model.name == "127.0.0.1"
    assert model.count_tokens("") == 0
    assert model.count_tokens("中秋节") == 3
    assert 3 <= model.count_tokens("hello there world") <= 6
    model.close()
    with pytest.raises(ModelError, match="closed"):
        model.generate(HELLO, max_tokens=1)


def test_unwrapping_and_plain_schemas() -> None:
    assert unwrapped("<think>hm {</think>\n```\n{}\n```\n") == "{}"
    assert unwrapped(" [1] ") == "[1]"
    assert plain_schema({"x-a": 1, "anyOf": [{"x-b": 2, "type": "null"}]}) == {
        "anyOf": [{"type": "null"}]
    }
