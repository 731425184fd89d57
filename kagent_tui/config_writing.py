"""Changes one setting in config.toml and leaves everything else in it as the user wrote it."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kagent_tui.config_text import after_unsetting, setting_line, texts_after_setting
from kagent_tui.errors import ConfigError

Value = str | int | bool | Sequence[str]
Key = str | tuple[str, ...]


def set_text(path: Path, key: str, value: str) -> None:
    """Give a top-level setting a text; see `set_value`."""
    set_value(path, key, value)


def set_value(path: Path, key: Key, value: Value) -> None:
    """Give a setting a value; the file and its folder are made where they are lacking.

    A key of several names stands in tables: ("keymap", "chat.stop") in the table keymap.

    Raises:
        ConfigError: the file cannot be read or written, is no TOML, or sets the key in a way that
            cannot be changed safely.
    """
    before = _read(path)
    _write(path, changed(before, key, value, str(path)))


def unset(path: Path, key: Key) -> bool:
    """Take a setting out of the file, so that it has its default; False when it was not there.

    Raises:
        ConfigError: see `set_value`.
    """
    before = _read(path)
    after = removed(before, key, str(path))
    if after is None:
        return False
    _write(path, after)
    return True


def changed(text: str, key: Key, value: Value, place: str = "config.toml") -> str:
    """The text of a TOML file in which the key has this value.

    Raises:
        ConfigError: see `set_value`.
    """
    names = _names(key)
    given = list(value) if isinstance(value, list | tuple) else value
    trouble = f"{names[0]} cannot be changed by itself; write there: {setting_line(names, given)}"
    wanted = _parsed(text, place)
    if not _put(wanted, names, given):
        raise ConfigError(f"{place}: {trouble}")
    return _checked(wanted, lambda: texts_after_setting(text, names, given), f"{place}: {trouble}")


def removed(text: str, key: Key, place: str = "config.toml") -> str | None:
    """The text of a TOML file without the key; None where it has no such key.

    Raises:
        ConfigError: see `set_value`.
    """
    names = _names(key)
    wanted = _parsed(text, place)
    if not _take(wanted, names):
        return None
    trouble = f"{'.'.join(names)} cannot be taken out by itself; edit the file"
    return _checked(wanted, lambda: iter([after_unsetting(text, names)]), f"{place}: {trouble}")


def _names(key: Key) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else key


def _parsed(text: str, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{place}: is not valid TOML: {error}") from None


def _put(values: dict[str, Any], names: tuple[str, ...], value: Any) -> bool:
    """Set the value in nested tables; False where something else is in the way."""
    for name in names[:-1]:
        inner = values.setdefault(name, {})
        if not isinstance(inner, dict):
            return False
        values = inner
    if _holds_tables(values.get(names[-1])):
        return False
    values[names[-1]] = value
    return True


def _holds_tables(value: Any) -> bool:
    is_list = isinstance(value, list)
    return isinstance(value, dict) or (is_list and any(isinstance(item, dict) for item in value))


def _take(values: dict[str, Any], names: tuple[str, ...]) -> bool:
    """Remove the value from nested tables; False where it is not there."""
    for name in names[:-1]:
        inner = values.get(name)
        if not isinstance(inner, dict):
            return False
        values = inner
    return values.pop(names[-1], values) is not values


def _checked(wanted: dict[str, Any], edits: Callable[[], Iterator[str]], trouble: str) -> str:
    """The first edited text that means what was there before but for the key."""
    from tomlkit.exceptions import TOMLKitError

    with contextlib.suppress(TOMLKitError):
        for after in edits():
            with contextlib.suppress(tomllib.TOMLDecodeError):
                # A table that is left empty may go or stay.
                if _without_empty(tomllib.loads(after)) == _without_empty(wanted):
                    return after
    raise ConfigError(trouble)


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    shorter = {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in values.items()
    }
    return {name: value for name, value in shorter.items() if value != {}}


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as UTF-8") from None


def _write(path: Path, text: str) -> None:
    # A link is written through; the file is never half written.
    target = path.resolve() if path.is_symlink() else path
    new = target.with_name(f"{target.name}.new")
    try:
        data = text.encode("utf-8")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o7777 if target.exists() else None
        new.unlink(missing_ok=True)
        # It may hold a secret, so that a new one is the user's alone, and an old one stays so.
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 (a handle has no path)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            new.chmod(mode)
        new.replace(target)
    except UnicodeEncodeError:
        raise ConfigError(f"{path}: the value is no text that a file can hold") from None
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from None
