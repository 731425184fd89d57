"""`kagent ask` from question to stored session, with the built-in model and with a slow server."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]
QUESTION = "How many days are there from 2024-01-01 to 2024-03-01?"
KEYS = {
    "question",
    "answer",
    "language",
    "outcome",
    "citations",
    "tasks",
    "session",
    "model",
    "usage",
}


def as_object(ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert ended.returncode in {0, 3}, ended
    loaded: dict[str, Any] = json.loads(ended.stdout)
    return loaded


@pytest.mark.usefixtures("builtin_model_path")
class TestBuiltinModel:
    """Nothing here depends on how well the model plans."""

    def test_text_json_and_stream_tell_the_same(self, kagent: Kagent) -> None:
        shown = as_object(kagent("ask", QUESTION, "--json"))
        assert shown.keys() >= KEYS
        assert shown["question"] == QUESTION
        assert shown["usage"]["generated_tokens"] > 0
        text = kagent("ask", *QUESTION.split())
        assert text.stdout.startswith(shown["answer"].strip())
        assert all(f"[{citation['id']}] " in text.stdout for citation in shown["citations"])
        assert "1. " in text.stderr
        lines = [
            json.loads(line) for line in kagent("ask", QUESTION, "--stream").stdout.split("\n")[:-1]
        ]
        assert lines[-1]["event"] == "Concluded"
        assert lines[-1]["answer"]["answer"] == shown["answer"]
        assert [line["command"] for line in lines if line["event"] == "Observed"] == [
            task["command"] for task in shown["tasks"]
        ]

    def test_a_question_from_standard_input(self, kagent: Kagent) -> None:
        shown = as_object(kagent("ask", "-", "--json", stdin=f"\ufeff{QUESTION}\r\n"))
        assert shown["question"] == QUESTION

    def test_the_language_can_be_fixed(self, kagent: Kagent, isolated_home: Path) -> None:
        assert as_object(kagent("ask", QUESTION, "--json", "--lang", "zh"))["language"] == "zh"
        (isolated_home / "kagent" / "config.toml").write_text('language = "zh"', encoding="utf-8")
        assert as_object(kagent("ask", QUESTION, "--json"))["language"] == "zh"
        assert as_object(kagent("ask", QUESTION, "--json", "--lang=en"))["language"] == "en"

    def test_a_session_is_stored_and_continued(self, kagent: Kagent) -> None:
        first = as_object(kagent("ask", QUESTION, "--json"))
        later = as_object(kagent("ask", "-c", "那么到2024-04-01呢？", "--json"))
        assert later["session"] == first["session"]
        other = as_object(kagent("ask", QUESTION, "--json"))
        assert other["session"] != first["session"]
        named = as_object(kagent("ask", QUESTION, "--session", first["session"][:8], "--json"))
        assert named["session"] == first["session"]
        listed = json.loads(kagent("sessions", "list", "--json").stdout)
        assert [(entry["id"], entry["questions"]) for entry in listed] == [
            (first["session"], 3),
            (other["session"], 1),
        ]
        shown = json.loads(kagent("sessions", "show", first["session"][:8], "--json").stdout)
        turn = shown["turns"][0]
        assert {key: turn[key] for key in KEYS} == {key: first[key] for key in KEYS}
        text = kagent("sessions", "show", first["session"]).stdout
        assert QUESTION in text
        assert first["answer"].strip() in text

    def test_continuing_nothing_begins_a_session(self, kagent: Kagent) -> None:
        ended = kagent("ask", "-c", QUESTION, "--json")
        assert as_object(ended)["session"]
        assert "no session to continue" in ended.stderr

    def test_now_is_what_it_is_told(self, kagent: Kagent) -> None:
        ended = kagent("--now", "2026-11-20", "ask", "What day of the week is it today?", "--json")
        shown = as_object(ended)
        assert any("2026-11-20" in task["observation"] for task in shown["tasks"])

    def test_an_ascii_terminal_gets_an_answer(self, kagent: Kagent) -> None:
        ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        ended = kagent("ask", "今天是星期几？", env=ascii_only)
        assert ended.returncode in {0, 3}
        assert ended.stdout.isascii()


def test_an_unknown_session(kagent: Kagent) -> None:
    ended = kagent("ask", "--session", "nowhere", QUESTION)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == "kagent: there is no session 'nowhere'; see: kagent sessions list\n"


@pytest.fixture
def slow_server() -> Iterator[tuple[str, threading.Event]]:
    """A model server that writes a word every 50 ms and never ends; the event: it was asked."""
    asked = threading.Event()
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"object": "list", "data": [{"id": "slow"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            asked.set()
            piece = {"choices": [{"index": 0, "delta": {"content": "word "}}]}
            while not closing.is_set():
                try:
                    self.wfile.write(f"data: {json.dumps(piece)}\n\n".encode())
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            del code, size

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    closing.set()
    server.shutdown()
    server.server_close()


@pytest.mark.alone
@pytest.mark.parametrize("form", [[], ["--json"], ["--stream"]])
def test_ctrl_c_stops_within_a_second(
    environment: dict[str, str],
    tmp_path: Path,
    slow_server: tuple[str, threading.Event],
    form: list[str],
) -> None:
    address, asked = slow_server
    process = subprocess.Popen(
        [sys.executable, "-m", "kagent_tui", "ask", QUESTION, "--model", address, *form],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment,
    )
    assert asked.wait(30)
    time.sleep(0.3)
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - pressed < 2
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "kagent: interrupted; what was written so far is kept" in err
    if form == ["--json"]:
        assert json.loads(out)["outcome"] == "stopped"
    if form == ["--stream"]:
        events = [json.loads(line)["event"] for line in out.splitlines()]
        assert "Stopped" in events
        assert events[-1] == "Concluded"
