"""Which addresses may be offered, and that a file is only ever shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.links import Link, open_link, read_link


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.com/a?b=c#d", "example.com"),
        ("http://127.0.0.1:8080/", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://ex\u0430mple.com/", "xn--exmple-4nf.com"),
    ],
)
def test_the_host_is_told_as_the_network_knows_it(address: str, host: str) -> None:
    assert read_link(address) == Link(address, host)


@pytest.mark.skipif(os.name == "nt", reason="a path of another kind")
def test_a_file_is_one_on_this_machine() -> None:
    spaced = Link("file:///tmp/a%20b.pdf", path=Path("/tmp/a b.pdf"))
    assert read_link(spaced.address) == spaced
    assert read_link("file://localhost/tmp/a") == Link(
        "file://localhost/tmp/a", path=Path("/tmp/a")
    )


@pytest.mark.parametrize(
    "address",
    [
        *("", "example.com", "javascript:1", "http://", "http://a b/", "http://a\n/", "http://[/"),
        *("http://ada@example.com", "file://server/x", "file:////server/x", "file:x"),
        *("file:///%5c%5cserver/x/..%00", "file:///%2fserver/x", "http://a/\u202e", "HTTP:"),
    ],
)
def test_what_is_not_offered(address: str) -> None:
    assert read_link(address) is None


@given(st.text())
def test_any_text_is_read_without_trouble(text: str) -> None:
    for address in (text, f"http://{text}", f"file://{text}", f"file:///{text}"):
        link = read_link(address)
        assert link is None or link.address == address


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    missing = tmp_path / "x"
    assert open_link(Link("file:///x", path=missing)) == f"{missing}: there is no such file"
    assert "no such file" in str(open_link(Link("file:///x", path=tmp_path)))


def test_without_a_desktop_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("kagent_tui.launching.launch", lambda _: pytest.fail("started"))
    assert "copy the address" in str(open_link(Link("https://example.com/", "example.com")))


def test_the_browser_gets_the_address_and_a_script_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "record"
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\necho "$@" > "{record}"\n', encoding="utf-8")
    opener.chmod(0o755)
    script = tmp_path / "evil.sh"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":99")
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    assert open_link(Link("https://example.com/a?b", "example.com")) is None
    assert record.read_text(encoding="utf-8") == "https://example.com/a?b\n"
    record.unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "no program" in str(open_link(Link("file:///evil.sh", path=script)))
    assert not record.exists()
