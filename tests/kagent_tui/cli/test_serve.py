"""`kagent serve`, as a user starts and ends it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import stat
import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import url2pathname, urlopen

import pytest

from kagent_tui.cli import serve
from kagent_tui.cli.diagnostics import run
from kagent_tui.serving_access import Access
from tests.kagent_tui.terminal import REPOSITORY


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the address that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kagent_tui", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_the_address_serves_and_ends(number: signal.Signals) -> None:
    pytest.importorskip("textual_serve")
    with served() as (process, url):
        parts = urlsplit(url)
        assert (parts.scheme, parts.hostname) == ("http", "127.0.0.1")
        assert parts.query.startswith("token=")
        with urlopen(url, timeout=30) as answer:
            assert answer.status == 200
        with pytest.raises(HTTPError, match="403"):
            urlopen(url.partition("?")[0], timeout=30)
        process.send_signal(number)
        rest, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest == ""
    assert said == "serving this machine alone; Ctrl+C ends it\n"


def test_without_the_extra_one_line_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert run(["serve"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "pip install 'kagent-tui[web]'" in captured.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org"])
def test_no_other_machine_is_served(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--host", host]) == 2
    assert "is not this machine alone" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("textual_serve")
    with contextlib.closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run(["serve", "--port", port]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"kagent: cannot listen at 127.0.0.1:{port}: ")
    assert "--port" in captured.err


def test_settings_that_are_wrong_are_said_at_once(
    isolated_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("textual_serve")
    (isolated_home / "kagent").mkdir()
    (isolated_home / "kagent" / "config.toml").write_text("model = 3\n", "utf-8")
    assert run(["serve"]) == 1
    assert "config.toml" in capsys.readouterr().err


def test_the_browser_is_led_in_by_a_file_that_only_the_user_can_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    def keep(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", keep)
    access = Access("127.0.0.1", 80)
    with serve._door(access, opened=True):
        (url,) = opened
        assert access.token not in url
        path = Path(url2pathname(urlsplit(url).path))
        assert access.url in path.read_text("utf-8")
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.exists()
    with serve._door(access, opened=False):
        assert opened == [url]
