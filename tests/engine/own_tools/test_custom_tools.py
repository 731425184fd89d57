"""Tools in real files: found, described, called and stopped, each in a process of its own."""

from __future__ import annotations

import dataclasses
import os
import sys
import textwrap
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.events import Language
from engine.network import Network
from engine.own_tools import custom
from engine.own_tools.custom import Found, file_candidates, find_custom_tools, without_clashes
from engine.own_tools.custom_call import ToolPlaces
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from engine.web_access import WebAccess
from tests.engine.web_servers import serving

NOW = datetime(2026, 11, 20, 10, 0)
SIX = '''
import os, subprocess, sys, time, urllib.request
print("loaded", file=sys.stderr)

def act(what: str, path: str = "") -> object:
    """Do something.

    Args:
        what: What to do.
    """
    print("printed")
    os.system("echo from a child")
    if what == "raise":
        raise ValueError("no such\\n\\x1b[31mharbour")
    if what == "exit":
        os._exit(3)
    if what == "crash":
        import ctypes
        ctypes.string_at(0)
    if what == "leave":
        sys.exit("bye")
    if what == "nothing":
        return None
    if what == "object":
        return object()
    if what == "much":
        return "x" * 1_000_000
    if what == "hang":
        child = subprocess.Popen(["sleep", "1000"])
        with open(path, "w") as file:
            file.write(f"{os.getpid()} {child.pid}")
        time.sleep(1000)
    if what == "internet":
        return urllib.request.urlopen("http://192.0.2.1/secret").read()
    if what == "environment":
        return [os.environ["KAGENT_LANGUAGE"], os.environ["KAGENT_NOW"], sys.stdin.read()]
    return {"text": what + "\\nsecond\\x1b[2J", "data": {"a": 1}, "sources": ["https://x.example/"]}
'''


@pytest.fixture
def places(tmp_path: Path) -> ToolPlaces:
    made = ToolPlaces.under(tmp_path / "home")
    made.folder.mkdir(parents=True)
    return made


def write(places: ToolPlaces, name: str, text: str) -> Path:
    path = places.folder / name
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def find(places: ToolPlaces) -> Found:
    return find_custom_tools(places, file_candidates(places.folder))


@pytest.fixture
def acting(places: ToolPlaces) -> Tool:
    write(places, "acting.py", SIX)
    found = find(places)
    assert found.warnings == ()
    return found.tools[0]


def run(entry: Tool, *, language: Language = "en", **args: Any) -> Observation:
    cancel = args.pop("cancel", None)
    web = args.pop("web", None)
    context = ToolContext(NOW, language, cancel=cancel, web=web)
    return Registry([entry]).run(entry.name, args, context)


def trouble(entry: Tool, **args: Any) -> ToolError:
    with pytest.raises(ToolError) as caught:
        run(entry, **args)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    return caught.value


def test_a_tool_answers_and_its_prints_are_kept_apart(
    acting: Tool, places: ToolPlaces, capfd: pytest.CaptureFixture[str]
) -> None:
    found = run(acting, what="hello")
    assert found.text == "hello\nsecond"
    assert found.data == {"a": 1}
    assert found.trust == "untrusted"
    assert [(piece.text, piece.source) for piece in found.passages] == [
        ("hello", "https://x.example/"),
        ("second", "https://x.example/"),
    ]
    assert acting.origin == "file acting.py"
    assert capfd.readouterr() == ("", "")
    log = places.logs / "tool-act.log"
    assert log.read_text().split("\n") == ["loaded", "printed", "from a child", ""]
    assert log.stat().st_mode & 0o077 == 0
    assert not any(name.startswith("kagent_tool") for name in sys.modules)
    assert [path.name for path in places.folder.iterdir()] == ["acting.py"]


@pytest.mark.parametrize(
    ("what", "kind", "said"),
    [
        ("raise", "failed", "act: ValueError: no such harbour (acting.py, line 14)"),
        ("exit", "failed", "act: its process ended without an answer (exit code 3)"),
        ("crash", "failed", "act: its process ended without an answer (SIGSEGV)"),
        ("leave", "failed", "act: SystemExit: bye (acting.py, line 21)"),
        ("nothing", "not_found", "act: it found nothing"),
        ("object", "failed", "object is neither text nor made of dict, list"),
        ("internet", "offline", "act: it reached for the internet (192.0.2.1)"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(acting: Tool, what: str, kind: str, said: str) -> None:
    error = trouble(acting, what=what)
    assert error.kind == kind
    assert said in str(error)


def test_the_trace_is_in_the_log(acting: Tool, places: ToolPlaces) -> None:
    trouble(acting, what="raise")
    assert "Traceback" in (places.logs / "tool-act.log").read_text()


def test_chinese_errors(acting: Tool) -> None:
    assert str(trouble(acting, what="nothing", language="zh")) == "act：没有找到任何内容"
    assert "结束" in str(trouble(acting, what="exit", language="zh"))


def test_much_output_is_cut(acting: Tool) -> None:
    found = run(acting, what="much")
    assert len(found.text) < 41_000
    assert "cut at 40,000 characters" in found.text


def test_the_tool_knows_the_language_and_the_time_and_has_no_input(acting: Tool) -> None:
    assert run(acting, what="environment", language="zh").data == ["zh", "2026-11-20T10:00:00", ""]


def _ended(numbers: str) -> bool:
    """Whether none of these processes runs; one that nobody has waited for does not."""
    for number in numbers.split():
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            return False
    return True


def _soon(condition: Any) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(condition())


def _with_limit(entry: Tool, seconds: float) -> Tool:
    return dataclasses.replace(
        entry,
        seconds=seconds,
        function=dataclasses.replace(entry.function, seconds=seconds),  # type: ignore[type-var]
    )


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_a_tool_that_hangs_is_killed_with_its_children(acting: Tool, tmp_path: Path) -> None:
    notes = tmp_path / "pids"
    error = trouble(_with_limit(acting, 1.5), what="hang", path=str(notes))
    assert error.kind == "timed_out"
    assert _soon(lambda: _ended(notes.read_text()))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc")
def test_cancelling_kills_at_once(acting: Tool, tmp_path: Path) -> None:
    notes = tmp_path / "pids"
    cancel = threading.Event()

    def cancel_soon() -> None:
        _soon(notes.exists)
        cancel.set()

    watch = threading.Thread(target=cancel_soon)
    watch.start()
    error = trouble(acting, what="hang", path=str(notes), cancel=cancel)
    watch.join()
    assert "cancelled" in str(error)
    assert _soon(lambda: notes.read_text() and _ended(notes.read_text()))


def test_the_internet_is_open_to_the_hosts_that_a_tool_names(places: ToolPlaces) -> None:
    write(
        places,
        "fetching.py",
        '''
        import socket
        import urllib.request

        def fetch(url: str) -> str:
            """Fetch a page.

            Internet: 127.0.0.1
            """
            return urllib.request.urlopen(url).read().decode()

        def connect(host: str, port: int) -> str:
            """Connect without looking the name up first, which Python then does by itself.

            Internet: 127.0.0.1
            """
            with socket.socket() as opened:
                opened.connect((host, port))
                opened.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
                return opened.recv(8).decode()
        ''',
    )
    entry, connecting = find(places).tools
    assert entry.online
    assert trouble(entry, url="http://127.0.0.1:1/").kind == "offline"
    with serving(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") as address:
        web = WebAccess(Network("on"))
        assert run(entry, url=address, web=web).text == "hello"
        other = address.replace("127.0.0.1", "localhost")
        port = int(address.rstrip("/").rpartition(":")[2])
        assert run(connecting, host="127.0.0.1", port=port, web=web).text == "HTTP/1.1"
        errors = [
            trouble(entry, url=other, web=web),
            trouble(connecting, host="localhost", port=port, web=web),
        ]
    for error in errors:
        assert error.kind == "offline"
        assert "localhost, a host that its docstring does not name" in str(error)


def test_a_file_that_does_not_load_in_time(
    places: ToolPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(custom, "DESCRIBING_SECONDS", 0.5)
    write(places, "slow.py", "import time\ntime.sleep(1000)\n")
    assert find(places).warnings == (
        "slow.py: it does not load within 0.5 seconds; "
        "correct it, or rename it so that its name begins with _",
    )


def test_broken_files_warn_and_the_others_work(places: ToolPlaces) -> None:
    good = 'def {}(x: int = 1) -> str:\n    """Say one."""\n    return "one"\n'
    write(places, "a_good.py", good.format("one"))
    write(places, "b_syntax.py", "def x(:\n")
    write(places, "c_import.py", "import no_such_module\n")
    write(places, "d_exit.py", "import os\nos._exit(5)\n")
    write(places, "f_mixed.py", good.format("two") + "def silent(x: int) -> int:\n    return x\n")
    write(places, "g_empty.py", "VALUE = 1\n")
    write(places, "h_list.py", good.format("three") + good.format("four") + "TOOLS = [four]\n")
    write(places, "i_wrong_list.py", "TOOLS = [1]\n")
    write(places, "j_again.py", good.format("one"))
    write(places, "k_clash.py", good.format("time_delta"))
    write(places, "l_bytes.py", "")
    (places.folder / "l_bytes.py").write_bytes(b"\xff\xfe\x00")
    for ignored in ("_helper.py", "test_a.py", "a_test.py", "conftest.py", "notes.txt"):
        write(places, ignored, "raise SystemExit")
    found = without_clashes(["time_delta"], [find(places)])
    assert [entry.name for entry in found.tools] == ["one", "two", "four"]
    said = "\n".join(found.warnings)
    assert len(found.warnings) == 9, said
    for expected in (
        "b_syntax.py: line 1: SyntaxError",
        "c_import.py: ModuleNotFoundError: No module named 'no_such_module' (c_import.py, line 1)",
        "d_exit.py: its process ended while it loaded (exit code 5); correct it, or rename it",
        "f_mixed.py: silent has no docstring",
        "g_empty.py: it defines no tool",
        "i_wrong_list.py: a tool must be a function, not int",
        "file j_again.py: the name one is taken by file a_good.py",
        "file k_clash.py: the name time_delta is taken by KAgent itself",
        "l_bytes.py: line ",
    ):
        assert expected in said


def test_what_is_known_is_described_without_a_process(
    places: ToolPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(places, "one.py", 'def one(x: str) -> str:\n    """First."""\n    return x\n')
    assert find(places).tools[0].description == "First."

    def never(*args: object, **options: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(custom, "run_worker", never)
        assert find(places).tools[0].description == "First."
    path.write_text(path.read_text().replace("First.", "Second."))
    os.utime(path, ns=(1, 1))
    assert find(places).tools[0].description == "Second."
    cache = places.cache / "tools.json"
    assert cache.stat().st_mode & 0o077 == 0
    cache.write_text('{"version": 3')
    assert find(places).tools[0].description == "Second."


def test_files_may_share_a_helper_and_async_functions_work(places: ToolPlaces) -> None:
    write(places, "_shared.py", "WORD = 'shared'\n")
    write(places, "json.py", "raise RuntimeError('hides the real one')\n")
    write(
        places,
        "using.py",
        '''
        from __future__ import annotations
        import asyncio
        import json
        from _shared import WORD

        async def use(items: list[int], options: dict | None = None) -> dict:
            """Use it."""
            await asyncio.sleep(0)
            return {"word": WORD, "sum": sum(items), "options": json.dumps(options)}
        ''',
    )
    found = find(places)
    assert [entry.name for entry in found.tools] == ["use"]
    observation = run(found.tools[0], items="[1, 2]", options='{"a": [1]}')
    assert observation.data == {"word": "shared", "sum": 3, "options": '{"a": [1]}'}


def test_without_a_folder_there_is_nothing(tmp_path: Path) -> None:
    places = ToolPlaces.under(tmp_path / "none")
    assert find(places) == Found()
    assert not (tmp_path / "none").exists()
