"""The remote model against llama_cpp.server, which serves the built-in model on 127.0.0.1."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from engine.server_connection import ModelServers
from models.language.base import Constraint, Message, RemoteModelError
from models.language.remote import RemoteModel

DOOR = ModelServers("ask")
HELLO = [Message("system", "Be brief."), Message("user", "hello"), Message("tool", "42")]
CONSTRAINT = Constraint('root ::= "{}"', {"type": "object", "properties": {}})
LIMIT_SECONDS = 0.3


@pytest.fixture(scope="module")
def real_server(
    builtin_model_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """llama_cpp.server with the built-in model."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(builtin_model_path)]
    options = ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "512", "--n_threads", "1"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *options, "--n_threads_batch", "1"], stdout=output, stderr=output
        )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    try:
        while True:
            try:
                httpx.get(f"{url}/v1/models", trust_env=False)
                break
            except httpx.HTTPError:
                alive = process.poll() is None and time.monotonic() < deadline
                assert alive, log.read_text()[-2000:]
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def test_real_server_streams(real_server: str) -> None:
    model = RemoteModel(real_server, DOOR)
    generation = model.generate(HELLO, max_tokens=12)
    pieces = list(generation)
    assert 1 <= len(pieces) <= 12
    assert generation.finish in ("length", "stop")
    assert generation.usage.prompt_tokens > 5
    assert model.name.endswith("kagent-nano.gguf")


def test_real_server_is_cancelled(real_server: str) -> None:
    cancel = threading.Event()
    model = RemoteModel(real_server, DOOR)
    generation = model.generate(HELLO, max_tokens=400, cancel=cancel)
    next(generation)
    cancel.set()
    started = time.monotonic()
    assert list(generation) == []
    assert time.monotonic() - started < LIMIT_SECONDS
    assert generation.finish == "cancelled"
    # It is free for the next one.
    assert list(model.generate(HELLO, max_tokens=2))


def test_real_server_without_json_schema_support(real_server: str) -> None:
    model = RemoteModel(real_server, DOOR)
    "".join(model.generate(HELLO, max_tokens=8, constraint=CONSTRAINT))
    assert not model.schema_support


def test_real_server_overflow_is_one_line(real_server: str) -> None:
    model = RemoteModel(real_server, DOOR)
    with pytest.raises(RemoteModelError) as caught:
        list(model.generate([Message("user", "days between " * 600)], max_tokens=8))
    assert "\n" not in str(caught.value)
    assert "broke off" in str(caught.value) or "512" in str(caught.value)
