"""Profiles, tools and models of one question, with the real program."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Kagent

COUNTED = "How many days are there from 2024-01-01 to 2024-03-01?"


def test_a_profile_is_written_shown_listed_and_used(kagent: Kagent, isolated_home: Path) -> None:
    path = Path(kagent("profiles", "new", "clerk").stdout.strip())
    assert path == isolated_home / "kagent" / "profiles" / "clerk.toml"
    assert kagent("profiles", "new", "clerk").returncode == 1
    path.write_text('name = "Ada"\nlanguage = "zh"\ntools = ["time_delta"]\n', encoding="utf-8")
    assert "name: Ada" in kagent("profiles", "show", "clerk").stdout
    listed = json.loads(kagent("profiles", "list", "--json").stdout)
    assert [(one["profile"], one["name"]) for one in listed] == [
        ("default", "KAgent"),
        ("clerk", "Ada"),
    ]
    assert kagent("profiles", "list").stdout == "* default: KAgent\n  clerk: Ada\n"


@pytest.mark.usefixtures("builtin_model_path")
def test_a_profile_decides_tools_and_language(kagent: Kagent, isolated_home: Path) -> None:
    folder = isolated_home / "kagent" / "profiles"
    folder.mkdir(parents=True)
    (folder / "clerk.toml").write_text(
        'name = "Ada"\nbio = "You know dates."\nlanguage = "zh"\ntools = ["time_delta"]\n',
        encoding="utf-8",
    )
    ended = kagent("ask", "--profile", "clerk", "--json", COUNTED)
    shown = json.loads(ended.stdout)
    assert (shown["language"], ended.returncode) == ("zh", 0)
    assert "60天" in shown["answer"]
    assert "the built-in model keeps to a profile's name, tools and language only" in ended.stderr
    english = kagent("ask", "--profile", "clerk", "--lang", "en", "--json", COUNTED)
    assert json.loads(english.stdout)["language"] == "en"
    (isolated_home / "kagent" / "config.toml").write_text('profile = "clerk"', encoding="utf-8")
    assert json.loads(kagent("ask", "--json", COUNTED).stdout)["language"] == "zh"
    plain = kagent("ask", "--profile", "default", "--json", COUNTED)
    assert json.loads(plain.stdout)["language"] == "en"
    assert "我是 Ada" in kagent("ask", "--profile", "clerk", "你是谁？").stdout
    path = str(folder / "clerk.toml")
    by_path = kagent("ask", "--profile", path, "--json", "What day is 2026-11-20?")
    assert "get_calendar_info" not in by_path.stdout


@pytest.mark.usefixtures("builtin_model_path")
def test_only_the_named_tools_are_used(kagent: Kagent) -> None:
    shown = json.loads(kagent("ask", "--json", "--tools", "time_delta", COUNTED).stdout)
    assert "60 days" in shown["answer"]
    none = json.loads(kagent("ask", "--json", "--tools", "none", COUNTED).stdout)
    assert {task["command"]["name"] for task in none["tasks"]} <= {"do_nothing", "task_complete"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--tools", "time_dalta"), "there is no tool 'time_dalta'; did you mean 'time_delta'?"),
        (("--tools", ","), 'no tool is named; write names with commas, or "none"'),
        (("--profile", "nobody"), "there is no profile 'nobody'; there are: default"),
        (("--profile", "./x.toml"), "x.toml: cannot be read: No such file or directory"),
        (("--model", "qwen3-0.6b"), "qwen3-0.6b is not here yet; to get it: kagent models pull"),
        (("--model", "zzz"), "there is no model 'zzz' in the catalogue; see: kagent models list"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    kagent: Kagent, arguments: tuple[str, ...], message: str
) -> None:
    ended = kagent("ask", *arguments, "Hello")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("kagent: ")
    assert message in ended.stderr
    assert ended.stderr.count("\n") == 1


class ModelServer(ThreadingHTTPServer):
    """An OpenAI-compatible server that writes given answers; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, answers: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_GET(self) -> None:
        self._send({"object": "list", "data": [{"id": "first"}, {"id": "second"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.keys.append(self.headers["Authorization"])
        piece = {"choices": [{"index": 0, "delta": {"content": self.server.answers.pop(0)}}]}
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(f"data: {json.dumps(piece)}\n\ndata: [DONE]\n\n".encode())

    def _send(self, value: dict[str, Any]) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    nothing = '{"task_name": "n", "command": {"name": "do_nothing", "args": {}}}'
    server = ModelServer([nothing, "The rent is 700 crowns [1]."])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_large_model_gets_the_profile_the_attachment_and_the_key(
    kagent: Kagent, isolated_home: Path, model_server: ModelServer
) -> None:
    folder = isolated_home / "kagent" / "profiles"
    folder.mkdir(parents=True)
    (folder / "clerk.toml").write_text(
        'name = "Ada"\nbio = "You know leases."\ninstructions = "Be brief."\ntools = []\n',
        encoding="utf-8",
    )
    ended = kagent(
        "ask",
        "How much is it?",
        *("--profile", "clerk", "--json", "--remote-name", "second", "--context-tokens", "20000"),
        *("--model", f"http://127.0.0.1:{model_server.server_address[1]}/v1"),
        stdin="The rent is 700 crowns a month.\nThe deposit is twice that.\n",
        env={"KAGENT_API_KEY": "s3cret"},
    )
    assert ended.returncode == 0, ended.stderr
    shown = json.loads(ended.stdout)
    assert shown["answer"] == "The rent is 700 crowns [1]."
    assert shown["citations"][0]["title"] == "standard input"
    assert "keeps to a profile's" not in ended.stderr
    assert "s3cret" not in ended.stdout + ended.stderr
    assert set(model_server.keys) == {"Bearer s3cret"}
    assert {asked["model"] for asked in model_server.asked} == {"second"}
    system, user, *_ = (one["content"] for one in model_server.asked[0]["messages"])
    assert "You are Ada. You know leases." in system
    assert "Be brief." in system
    assert '"name": "search_knowledge"' not in system
    assert "The rent is 700 crowns a month.\nThe deposit is twice that." in user
