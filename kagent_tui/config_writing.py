"""Changes one setting in config.toml and leaves everything else in it as the user wrote it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from kagent_tui.errors import ConfigError

# What stands before and after the value of a setting that takes one line.
_VALUE: Final = r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^#\n"']*?)"""


def set_text(path: Path, key: str, value: str) -> None:
    """Give a top-level setting a text; the file and its folder are made where they are lacking.

    Raises:
        ConfigError: the file cannot be read or written, is no TOML, or sets the key in a way that
            cannot be changed safely.
    """
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    after = changed(before, key, value, str(path))
    # A link is written through; the file is never half written.
    target = path.resolve() if path.is_symlink() else path
    new = target.with_name(f"{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(after.encode("utf-8"))
        if target.exists():
            new.chmod(target.stat().st_mode & 0o7777)
        new.replace(target)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from None


def changed(text: str, key: str, value: str, place: str = "config.toml") -> str:
    """The text of a TOML file in which the top-level `key` has this value.

    Raises:
        ConfigError: see `set_text`.
    """
    try:
        wanted: dict[str, Any] = {**tomllib.loads(text), key: value}
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{place}: is not valid TOML: {error}") from None
    # A JSON string is a TOML string.
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    for candidate in _candidates(text, key, line):
        try:
            # Only what means what was there before, but for this key, is taken.
            if tomllib.loads(candidate) == wanted:
                return candidate
        except tomllib.TOMLDecodeError:
            continue
    raise ConfigError(f"{place}: {key} cannot be changed by itself; write there: {line}")


def _candidates(text: str, key: str, line: str) -> Iterator[str]:
    """The text with the setting replaced in each place where it may stand, or put in."""
    newline = "\r\n" if "\r\n" in text else "\n"
    name = rf"(?:{re.escape(key)}|\"{re.escape(key)}\"|'{re.escape(key)}')"
    setting = re.compile(
        rf"^[ \t]*{name}[ \t]*=[ \t]*{_VALUE}(?P<rest>[ \t]*(?:#[^\r\n]*)?)(?=\r?$)", re.MULTILINE
    )
    for found in setting.finditer(text):
        yield text[: found.start()] + line + found["rest"] + text[found.end() :]
    # Before the first table, since what follows belongs to that.
    for found in re.finditer(r"^[ \t]*\[", text, re.MULTILINE):
        yield f"{text[: found.start()]}{line}{newline}{newline}{text[found.start() :]}"
    gap = "" if not text or text.endswith("\n") else newline
    yield f"{text}{gap}{line}{newline}"
