"""The process in which a user's tool is loaded, described and called.

One request a process, as a line of JSON on the standard input:

    {"mode": "describe" or "call", "path": file} or {..., "entry_point": "package.module:name"}

and for a call "function", "args", "characters" and "hosts". One answer, a line of JSON on what
was the standard output: {"tools", "problems"}, {"result"} or {"error": {"kind", "message",
"trace"}}. What the tool prints goes to the standard error. Nothing of a user's code runs in the
program itself.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import inspect
import io
import ipaddress
import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from engine.own_tools.results import ResultError, normalised
from engine.own_tools.signatures import UnusableError, describe

_NOT_TOOLS = ("_", "test_")
# Audit events of a socket that sends, and of names that are looked up.
_SENDS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKS_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
# The families of IPv4, and of IPv6 on Linux, Windows and macOS.
_INTERNET = frozenset({2, 10, 23, 30})


class InternetForbiddenError(OSError):
    """A tool reached for the internet, and may not."""


def main() -> None:
    """Answer the one request; ends with this process and all that it started."""
    answers = os.fdopen(os.dup(1), "wb")
    requests = os.fdopen(os.dup(0), "rb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    request = json.loads(requests.readline())
    threading.Thread(target=_end_with_parent, args=(requests,), daemon=True).start()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    written = json.dumps(_answer(request)).encode("ascii")
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    answers.write(written + b"\n")
    answers.flush()
    # A thread that the tool left behind must not keep the process.
    os._exit(0)


def _end_with_parent(requests: Any) -> None:
    requests.read()
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    guard = _Guard(frozenset(request.get("hosts", ())))
    sys.addaudithook(guard)
    try:
        found = _load(request)
        if request["mode"] == "describe":
            return _described(found)
        return {"result": _called(found, request)}
    except ResultError as error:
        return _error("failed", str(error), "")
    except BaseException as error:  # whatever a user's code raises is the answer
        trace = "".join(traceback.format_exception(error))
        if guard.stopped:
            return _error("offline", guard.stopped, trace)
        return _error("failed", _reason(error, request.get("path")), trace)


def _error(kind: str, message: str, trace: str) -> dict[str, Any]:
    return {"error": {"kind": kind, "message": message[:2000], "trace": trace[-20_000:]}}


class _Guard:
    """An audit hook that stops Python's own sockets from reaching hosts that were not named.

    It is no sandbox: C libraries and other programs are not seen, and a tool that names hosts may
    use any address in numbers, for those of its hosts cannot be told from others. `stopped` is what
    was reached for.
    """

    def __init__(self, hosts: frozenset[str]) -> None:
        self._hosts = frozenset(host.partition(":")[0].lower() for host in hosts)
        self.stopped = ""

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not event.startswith("socket."):
            return
        if event in _LOOKS_UP:
            host = args[0].decode("ascii", "replace") if isinstance(args[0], bytes) else args[0]
            # None is this machine, of which a server is told where to listen.
            if host is None or str(host).lower() not in self._hosts:
                self._stop(str(host or "this machine"))
        elif event in _SENDS and _is_internet(args[0]):
            # Without an address, something is sent to where the socket was connected before.
            host = str(args[1][0]) if isinstance(args[1], tuple) else ""
            if not self._hosts or not (host.lower() in self._hosts or _is_number(host)):
                self._stop(host or "unknown")
        elif event == "socket.bind" and _is_internet(args[0]) and not self._hosts:
            # Libraries do this to find out what the machine can do, so it is not held against them.
            raise InternetForbiddenError("the internet is not allowed to this tool")

    def _stop(self, host: str) -> None:
        self.stopped = host
        raise InternetForbiddenError(f"the internet is not allowed to this tool: {host}")


def _is_number(host: str) -> bool:
    """Whether a host is an address in numbers, or none is named."""
    try:
        return not host or bool(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return False


def _is_internet(opened: Any) -> bool:
    return opened.family in _INTERNET


def _reason(error: BaseException, path: str | None) -> str:
    """The error in one line, with the place in the user's file."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: {type(error).__name__}: {error.msg}"
    said = str(error).strip()
    line = f"{type(error).__name__}: {said}" if said else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == path]
    return f"{line} ({Path(own[-1].filename).name}, line {own[-1].lineno})" if own else line


def _load(request: Mapping[str, Any]) -> Any:
    """The module of a file, or what an entry point names."""
    if "entry_point" in request:
        from importlib.metadata import EntryPoint

        point = EntryPoint("tool", request["entry_point"], "kagent.tools")
        return point.load()
    path = Path(request["path"])
    # Files beside it may be imported, but hide nothing of the same name.
    sys.path.append(str(path.parent))
    name = f"kagent_tool_{path.stem}"
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def _functions(found: Any) -> list[Callable[..., Any]]:
    """The tools of a module, a list of functions, or one function."""
    if not isinstance(found, ModuleType):
        listed = list(found) if isinstance(found, Iterable) else [found]
        return [_function(entry) for entry in listed]
    chosen = getattr(found, "TOOLS", None)
    if chosen is not None:
        if not isinstance(chosen, list | tuple):
            raise UnusableError("TOOLS must be a list of functions")
        return [_function(entry) for entry in chosen]
    return [
        entry
        for name, entry in vars(found).items()
        if inspect.isfunction(entry)
        and entry.__module__ == found.__name__
        and not name.startswith(_NOT_TOOLS)
        and name == entry.__name__
    ]


def _function(entry: Any) -> Callable[..., Any]:
    if not inspect.isroutine(entry):
        raise UnusableError(f"a tool must be a function, not {type(entry).__name__}")
    function: Callable[..., Any] = entry
    return function


def _described(found: Any) -> dict[str, Any]:
    tools: list[dict[str, Any]] = []
    problems: list[str] = []
    try:
        functions = _functions(found)
    except UnusableError as error:
        return {"tools": [], "problems": [str(error)]}
    for function in functions:
        try:
            tools.append(describe(function))
        except UnusableError as error:
            problems.append(str(error))
    if not tools and not problems:
        problems.append("it defines no tool: write a function with types and a docstring")
    return {"tools": tools, "problems": problems}


def _called(found: Any, request: Mapping[str, Any]) -> dict[str, Any]:
    named = {function.__name__: function for function in _functions(found)}
    value = named[request["function"]](**request["args"])
    if inspect.iscoroutine(value):
        import asyncio

        value = asyncio.run(value)
    return normalised(value, request["characters"])


if __name__ == "__main__":
    main()
