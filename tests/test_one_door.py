"""Only the door opens connections: read from the imports, and seen in the running program."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.store.fault_campaign import STRACE, can_trace
from tests.video_file import Caption, Video, make_video

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("kagent_tui", "engine", "store", "models")
# The door and its parts; each says at its head that it is one.
DOOR = frozenset(
    f"engine/{name}.py"
    for name in (
        "connections",
        "exchange",
        "targets",
        "server_connection",
        "guarded_client",
        "downloading",
    )
)
# What opens sockets, or brings along something that does.
OPENING = frozenset(
    """
    socket _socket ssl socketserver select selectors http.client http.server http.cookiejar
    urllib.request ftplib smtplib poplib imaplib nntplib telnetlib xmlrpc wsgiref
    multiprocessing.connection multiprocessing.managers logging.handlers asyncore asynchat smtpd
    httpx httpx2 httpcore httpcore2 h11 h2 requests urllib3 aiohttp websockets websocket primp
    curl_cffi pycurl tornado trio paramiko dns uvicorn starlette huggingface_hub
    """.split()  # noqa: SIM905
)
# Libraries that make requests of their own, the only modules that may use them, and why no
# connection of theirs goes around the door.
BROUGHT = {
    # Its requests are made by WebAccess: it only reads the pages of search engines.
    "ddgs": "engine/",
    # Its clients speak over pipes, or by the client that engine/guarded_client.py makes.
    "mcp": "engine/",
    # Threads and cancelling; its sockets are in the names below.
    "anyio": "engine/",
    "asyncio": "",
}
# What opens connections in modules that have other uses too.
OPENING_NAMES = frozenset(
    """
    create_connection open_connection start_server create_server create_datagram_endpoint
    open_unix_connection start_unix_server create_unix_connection create_unix_server
    sock_connect connect_tcp create_tcp_listener create_udp_socket create_connected_udp_socket
    connect_unix getaddrinfo sse_client websocket_client streamablehttp_client
    create_mcp_http_client run_streamable_http_async run_sse_async
    """.split()  # noqa: SIM905
)
# It keeps the sockets of the user's own tools in bounds, and needs the names of their families.
NAMES_FAMILIES = "engine/own_tools/custom_worker.py"
FAMILIES = frozenset({"AF_INET", "AF_INET6"})
# The interface in a browser: it is connected to, from this machine alone, and connects to nothing.
# It may import this much of what opens connections.
LISTENING = {
    "kagent_tui/serving.py": frozenset(
        {
            "aiohttp",
            "aiohttp.WSMsgType",
            "aiohttp.web",
            # The fault of a sender that speaks no HTTP, which is not to be logged.
            "aiohttp.http_exceptions",
            "aiohttp.http_exceptions.HttpProcessingError",
        }
    )
}


def _modules() -> list[str]:
    return sorted(
        path.relative_to(REPOSITORY).as_posix()
        for package in PACKAGES
        for path in (REPOSITORY / package).rglob("*.py")
    )


def _imported(tree: ast.AST) -> Iterator[str]:
    """All that a module imports anywhere in it, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _is_import_call(node):
            yield from (
                argument.value
                for argument in node.args[:1]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )


def _is_import_call(node: ast.Call) -> bool:
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in {"import_module", "__import__"}


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]


def _used(tree: ast.AST, module: str) -> set[str]:
    """The names that are taken from a module by a dot."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == module
    }


def _above(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[: length + 1]) for length in range(len(parts)))


def _trouble(path: str, source: str) -> list[str]:
    tree = ast.parse(source)
    wrong = []
    for name in _imported(tree):
        wrong += [f"imports {name}" for above in _above(name) if above in OPENING]
        brought = name.partition(".")[0]
        if brought in BROUGHT and not path.startswith(BROUGHT[brought]):
            wrong.append(f"imports {name}")
    if path == NAMES_FAMILIES and _used(tree, "socket") <= FAMILIES:
        wrong = [name for name in wrong if name != "imports socket"]
    allowed = {f"imports {name}" for name in LISTENING.get(path, ())}
    wrong = [name for name in wrong if name not in allowed]
    return wrong + [f"uses {name}" for name in _named(tree) if name in OPENING_NAMES]


def test_only_the_door_imports_what_opens_connections() -> None:
    wrong = {
        path: found
        for path in _modules()
        if path not in DOOR and not path.startswith("models/training/")
        if (found := _trouble(path, (REPOSITORY / path).read_text("utf-8")))
    }
    assert wrong == {}


def test_every_part_of_the_door_is_there_and_is_one() -> None:
    for path in DOOR:
        assert _trouble(path, (REPOSITORY / path).read_text("utf-8")), path


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen as read",
        "def f():\n    import httpx",
        "def f():\n    from http import client",
        "import importlib\nimportlib.import_module('requests')",
        "__import__('ftplib')",
        "import asyncio\nasyncio.open_connection('example.org', 80)",
        "from asyncio import open_connection",
        "async def f(loop):\n    await loop.create_connection(None, 'example.org', 80)",
        "import http.client as h",
        "import xmlrpc.client",
        "try:\n    import aiohttp\nexcept ImportError:\n    pass",
    ],
)
def test_no_way_to_import_one_is_missed(source: str) -> None:
    assert _trouble("engine/tools/any.py", source)


def test_what_listens_is_no_way_to_connect() -> None:
    for source in ("from aiohttp import ClientSession", "import aiohttp.client", "import httpx"):
        assert _trouble("kagent_tui/serving.py", source)
    assert _trouble("kagent_tui/serving.py", "from aiohttp import web") == []
    assert _trouble("kagent_tui/other.py", "from aiohttp import web")


@pytest.mark.parametrize(
    "source", ["from urllib.parse import urlsplit", "import http", "from http import HTTPStatus"]
)
def test_what_opens_nothing_may_be_imported(source: str) -> None:
    assert _trouble("engine/tools/any.py", source) == []


# Runs the program's commands with every way to an internet socket written to a file by an audit
# hook, which nothing in the process can take away, and refused.
WATCHED = textwrap.dedent("""
    import json, sys
    log, commands = sys.argv[1:]
    def watch(event, args):
        opened = (
            event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
                      "socket.getnameinfo")
            or event == "socket.__new__" and args[1] in (2, 10)
            or event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
            and isinstance(args[1], tuple)
        )
        if opened:
            with open(log, "a") as file:
                file.write(f"{event} {args[1:]}\\n")
            raise OSError(f"{event} is forbidden")
    sys.addaudithook(watch)
    from kagent_tui.__main__ import main
    codes = []
    for arguments in json.loads(commands):
        sys.argv = ["kagent", *arguments]
        try:
            codes.append(main())
        except SystemExit as ended:
            codes.append(ended.code)
    print(json.dumps({"codes": codes}))
""")
COMMANDS: Sequence[Sequence[str]] = (
    ("--help",),
    ("doctor",),
    ("tools", "list"),
    ("tools", "run", "web_search", "text=ships"),
    ("tools", "run", "hybrid_search", "text=ships"),
    ("tools", "run", "browse_website", "url=https://example.org/x", "question=what is it"),
    ("tools", "run", "browse_wiki", "url=https://en.wikipedia.org/wiki/Moon", "question=mass"),
    ("tools", "run", "get_weather_info", "location=Lisbon", "start_date=today"),
    ("models", "list"),
    ("models", "pull", "qwen3-4b"),
    ("models", "pull", "qwen3-4b", "--json"),
    ("ask", "What is the weather in Lisbon today?"),
    ("ask", "What does https://example.org/ships say about the harbour?"),
)


def _run(
    commands: Sequence[Sequence[str]], log: Path, network: str
) -> subprocess.CompletedProcess[str]:
    home = Path(os.environ["KAGENT_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(f'network = "{network}"\n', "utf-8")
    command = [sys.executable, "-c", WATCHED, str(log), json.dumps(commands)]
    # Without a network namespace the audit hook alone must do.
    if _can_unshare():
        command = ["unshare", "-n", *command]
    return subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=100, check=False
    )


def _can_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.parametrize("network", ["off", "ask"])
def test_without_permission_not_one_socket_is_opened(
    network: str, tmp_path: Path, builtin_model_path: Path
) -> None:
    log = tmp_path / "sockets"
    done = _run(COMMANDS, log, network)
    assert not log.exists(), log.read_text()
    assert done.returncode == 0, done.stderr[-2000:]
    codes = json.loads(done.stdout.splitlines()[-1])["codes"]
    assert len(codes) == len(COMMANDS)
    assert set(codes) <= {0, 1, 2, 3}
    assert "Traceback" not in done.stderr


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    """Otherwise the test above would show nothing."""
    log = tmp_path / "sockets"
    done = _run([("add", "--online", "https://example.org/")], log, "off")
    assert "socket." in log.read_text()
    assert '{"codes": [0]}' not in done.stdout


def _traced(log: Path, *arguments: str) -> tuple[str, str]:
    """The sockets opened and programs started by a Python and all that it starts; its output."""
    watched = ("-e", "trace=socket,execve", "-e", "signal=none", "-s", "400", "-o", str(log))
    strace = [str(STRACE), "-f", "-qq", "--seccomp-bpf", *watched]
    done = subprocess.run(
        [*strace, sys.executable, *arguments],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    return log.read_text(), done.stdout + done.stderr


@pytest.mark.skipif(not can_trace(), reason="strace is absent or may not trace here")
def test_no_process_that_reads_opens_a_socket(tmp_path: Path) -> None:
    """Neither the program nor those it starts, whatever library reads a file there."""
    folder = tmp_path / "media"
    folder.mkdir()
    video = Video(1, [Caption("Harbour", 20, 20, 0, 1)], sound="tone")
    make_video(folder / "talk.mp4", video)
    (folder / "list.mp4").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n" * 40)
    (folder / "page.html").write_text("<p>Ships.</p><img src='http://127.0.0.1:9/a.png'>")
    calls, said = _traced(tmp_path / "calls", "-m", "kagent_tui", "add", str(folder), "--json")
    assert "engine.reading.media_worker_main" in calls
    assert "engine.reading.worker_main" in calls
    assert "AF_INET" not in calls
    told = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    outcomes = {Path(one["path"]).name: one["outcome"] for one in told if one["event"] == "file"}
    assert outcomes == {"talk.mp4": "added", "page.html": "added", "list.mp4": "failed"}
    seen, _ = _traced(tmp_path / "seen", "-c", "import socket; socket.socket()")
    assert "AF_INET" in seen


@pytest.mark.skipif(not can_trace(), reason="strace is absent or may not trace here")
def test_speech_recognition_opens_no_socket_when_it_is_loaded(
    tmp_path: Path, shared_data: Path
) -> None:
    """pywhispercpp brings along what downloads models, and looks at the network when imported."""
    model = shared_data / "fixtures" / "speech" / "for-tests-ggml-tiny.en.bin"
    load = "import sys; from pathlib import Path; from models.speech import SpeechRecogniser; "
    load += "SpeechRecogniser(Path(sys.argv[1])); print('loaded')"
    calls, said = _traced(tmp_path / "calls", "-c", load, str(model))
    assert "AF_INET" not in calls
    assert said.strip().endswith("loaded")
