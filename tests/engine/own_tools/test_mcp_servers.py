"""Tools of real MCP servers: programs, an address of this machine, and servers that misbehave."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.network import Network, NetworkError
from engine.own_tools.finding import OwnTools
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.registry import Registry
from engine.web_access import WebAccess
from tests.engine.own_tools.mcp_over_http import mcp_over_http

SERVER = str(Path(__file__).with_name("example_mcp_server.py"))
NOW = datetime(2026, 11, 20)
NAMES = [
    "ex_add", "ex_echo", "ex_fail", "ex_wait", "ex_pieces", "ex_nothing", "ex_data_only", "ex_end"
]  # fmt: skip
Tables = dict[str, dict[str, Any]]


def program(*arguments: str, **further: Any) -> dict[str, Any]:
    return {"command": sys.executable, "args": [SERVER, *arguments], **further}


def code(text: str, **further: Any) -> dict[str, Any]:
    return {"command": sys.executable, "args": ["-c", text], **further}


@contextlib.contextmanager
def own_tools(home: Path, tables: Tables, network: bool = True) -> Iterator[OwnTools]:
    def network_for(hosts: Collection[str]) -> Network:
        return Network("on", trusted_hosts=hosts)

    own = OwnTools(home, tables, network_for if network else None)
    try:
        yield own
    finally:
        own.close()


def ask(registry: Registry, name: str, **args: Any) -> Observation:
    context = args.pop("context", ToolContext(NOW))
    return registry.run(name, args, context)


def trouble(registry: Registry, name: str, **args: Any) -> ToolError:
    with pytest.raises(ToolError) as caught:
        ask(registry, name, **args)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    return caught.value


def test_a_program_from_start_to_end(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "pids"
    with own_tools(tmp_path, {"ex": program("--pids", str(notes))}) as own:
        registry, warnings = own.registry(Registry(), None)
        # Three pages of tools, and one whose schema cannot be used.
        assert registry.names() == NAMES
        assert [warning.partition(":")[0] for warning in warnings] == ["MCP server ex"]
        assert "its tool bad is left out: an argument is named" in warnings[0]
        schema = registry.get("ex_add").schema()
        assert schema["required"] == ["numbers"]
        assert schema["parameters"]["properties"]["unit"]["enum"] == ["m", "km"]
        assert registry.get("ex_add").origin == "MCP server ex"

        found = ask(registry, "ex_add", numbers="[1, 2]", unit="km", options='{"a": 1}')
        assert (found.text, found.data) == ("3 km {'a': 1}", {"total": 3})
        assert found.trust == "untrusted"
        pieces = ask(registry, "ex_pieces", context=ToolContext(NOW, "zh"))
        assert pieces.text.split("\n") == [
            "（一张图片，image/png，无法显示）",
            "Page A <https://example.org/a>",
            "The note says hello.",
        ]
        assert pieces.urls == ()
        assert ask(registry, "ex_data_only").text == "answer: 42"
        assert str(trouble(registry, "ex_fail")) == "ex_fail: the server says: no such thing"
        assert trouble(registry, "ex_nothing").kind == "not_found"
        again, _ = own.registry(Registry(), None)
        assert again.names() == NAMES
        assert not _ended(notes.read_text())
    assert _ended(notes.read_text())
    assert capfd.readouterr() == ("", "")
    log = tmp_path / "logs" / "mcp-ex.log"
    assert "a print of the server" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def _ended(numbers: str) -> bool:
    """Whether none of these processes runs."""
    for number in numbers.split():
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            return False
    return True


def test_a_call_that_is_late_or_cancelled_leaves_the_server_usable(tmp_path: Path) -> None:
    with own_tools(tmp_path, {"ex": program(seconds=0.5)}) as own:
        registry, _ = own.registry(Registry(), None)
        late = trouble(registry, "ex_wait")
        assert late.kind == "timed_out"
        cancel = threading.Event()
        cancel.set()
        stopped = trouble(registry, "ex_wait", context=ToolContext(NOW, cancel=cancel))
        assert "cancelled" in str(stopped)
        assert ask(registry, "ex_echo", text="still here").text == "still here"


def test_a_server_that_ends_is_started_again(tmp_path: Path) -> None:
    with own_tools(tmp_path, {"ex": program()}) as own:
        registry, _ = own.registry(Registry(), None)
        error = trouble(registry, "ex_end")
        assert "the MCP server ex cannot be used: it has ended" in str(error)
        assert ask(registry, "ex_echo", text="again").text == "again"


def test_servers_that_do_not_work_warn_and_the_others_do(tmp_path: Path) -> None:
    garbage = "import time\nwhile True:\n print('what is this', flush=True); time.sleep(0.1)"
    notes = tmp_path / "pids"
    # Without the mcp package, which a busy machine may take longer to load than is waited here.
    hanging = (
        "import os, pathlib, subprocess, time\n"
        "child = subprocess.Popen(['sleep', '1000'])\n"
        f"pathlib.Path({str(notes)!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(1000)"
    )
    tables: Tables = {
        "absent": {"command": str(tmp_path / "no-such-program")},
        "dies": code("import sys; sys.exit('cannot work today')"),
        "hangs": code(hanging, start_seconds=3),
        "garbage": code(garbage, start_seconds=3),
        "typo": {"comand": "x"},
        "both": {"command": "x", "url": "http://127.0.0.1/"},
        "number": {"command": "x", "args": [1]},
        "scheme": {"url": "ftp://example.org/"},
        "no good name": {"command": "x"},
        "ex": program(),
    }
    with own_tools(tmp_path, tables) as own:
        registry, warnings = own.registry(Registry(), None)
        assert registry.names() == NAMES
        said = "\n".join(warnings)
        for expected in (
            "MCP server absent: " + str(tmp_path / "no-such-program") + " cannot be started",
            "MCP server dies: it ended before it answered: cannot work today (more in ",
            "MCP server hangs: it does not answer within 3 seconds",
            "MCP server garbage: it does not answer within 3 seconds; it writes what is no MCP",
            "mcp_servers.typo: there is no setting 'comand'; the settings are command, args",
            "mcp_servers.both: write either a command, or a url",
            "mcp_servers.number: args must be a list of texts",
            "mcp_servers.scheme: 'ftp://example.org/' is no address such as",
            "mcp_servers.no good name: its name must be",
        ):
            assert expected in said
        assert len(warnings) == 10
        # They are left alone for a while, and warned of all the same.
        numbers = notes.read_text()
        notes.unlink()
        _, again = own.registry(Registry(), None)
        assert again == warnings
        assert not notes.exists()
    # The server itself and what it has started.
    assert len(numbers.split()) == 2
    assert _ended(numbers)


def test_nothing_starts_before_the_tools_are_wanted(tmp_path: Path) -> None:
    notes = tmp_path / "pids"
    with own_tools(tmp_path, {"ex": program("--pids", str(notes))}):
        pass
    assert not notes.exists()


class Declining(WebAccess):
    """A user who says no."""

    def announce(self, hosts: Any, *, tool: str, sends: str) -> None:
        raise NetworkError("declined", f"{tool}: not allowed to reach {', '.join(hosts)}")


def test_an_address_is_asked_through_the_door_only(tmp_path: Path) -> None:
    with mcp_over_http() as (url, headers):
        tables: Tables = {"ex": {"url": url, "headers": {"Authorization": "Bearer key"}}}
        with own_tools(tmp_path, tables) as own:
            registry, warnings = own.registry(Registry(), None)
            assert registry.names() == []
            assert "the network is off; allow it with --online" in warnings[0]
            registry, warnings = own.registry(Registry(), Declining(Network("on")))
            assert "not allowed to reach 127.0.0.1:" in warnings[0]
            assert headers == []

            web = WebAccess(Network("on"))
            registry, _ = own.registry(Registry(), web)
            assert registry.names() == NAMES
            assert registry.get("ex_echo").online
            assert all(one["authorization"] == "Bearer key" for one in headers)
            context = ToolContext(NOW, web=web)
            assert ask(registry, "ex_add", numbers=[1, 2], context=context).data == {"total": 3}
            before = len(headers)
            assert trouble(registry, "ex_echo", text="a").kind == "offline"
            no = ToolContext(NOW, web=Declining(Network("on")))
            assert trouble(registry, "ex_echo", text="a", context=no).kind == "refused"
            assert len(headers) == before


def test_an_address_where_nothing_listens(tmp_path: Path) -> None:
    tables: Tables = {"gone": {"url": "http://127.0.0.1:1/mcp"}}
    with own_tools(tmp_path, tables) as own:
        _, warnings = own.registry(Registry(), WebAccess(Network("on")))
    assert len(warnings) == 1
    assert warnings[0].startswith("MCP server gone: ")
    assert "\n" not in warnings[0]


def test_a_program_that_is_online_waits_for_the_network(tmp_path: Path) -> None:
    notes = tmp_path / "pids"
    tables = {"ex": program("--pids", str(notes), online=True)}
    with own_tools(tmp_path, tables) as own:
        _, warnings = own.registry(Registry(), None)
        assert "the network is off" in warnings[0]
        assert not notes.exists()


def test_without_the_package_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    with own_tools(tmp_path, {"ex": program()}) as own:
        _, warnings = own.registry(Registry(), None)
    assert warnings == (
        "MCP server ex: the package mcp is missing or too old; "
        "install it with: pip install 'kagent-tui[mcp]'",
    )
