"""Reads config.toml and checks what it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kagent_tui.config.fields import Config
from kagent_tui.config.rules import keys_of
from kagent_tui.errors import ConfigError
from models.paths import expanded, is_path


def load_config(path: Path) -> Config:
    """Read `path`; the defaults where there is no such file.

    A relative file of `model`, `embedding`, `speech_model` or `profile` is looked for beside the
    settings file.

    Raises:
        ConfigError: the file cannot be read, is not TOML, or has an unknown key or a wrong value.
    """
    values = read_values(path)
    check(str(path), values)
    for key in ("model", "embedding"):
        named = values.get(key, "builtin")
        if named != "builtin" and "://" not in named:
            values[key] = str(path.parent / expanded(named))
    named = values.get("speech_model", "auto")
    if is_path(named):
        values["speech_model"] = str(path.parent / expanded(named))
    named = values.get("profile", "")
    if named.endswith(".toml") or "/" in named:
        values["profile"] = str(path.parent / expanded(named))
    return Config(**{name: as_kept(name, value) for name, value in values.items()})


def read_values(path: Path) -> dict[str, Any]:
    """What the settings file says by itself, not checked; nothing where there is no such file.

    Raises:
        ConfigError: the file cannot be read or is not TOML.
    """
    import tomllib  # slow enough to matter where there is no file

    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from None


def check(place: str, values: Mapping[str, Any]) -> None:
    """Refuse settings that there are not, and values that they cannot have.

    Raises:
        ConfigError: says what is wrong; `place` says where.
    """
    rules = Config.rules()
    for key, value in values.items():
        if key not in rules:
            raise ConfigError(f"{place}: there is no setting {key!r}; {_nearest(key, list(rules))}")
        problem = rules[key].problem(value)
        if problem:
            raise ConfigError(f"{place}: {key} = {value!r}: {problem}")


def changed(config: Config, values: Mapping[str, Any], place: str) -> Config:
    """A copy of the settings with these checked values in it.

    Raises:
        ConfigError: a value is not allowed.
    """
    check(place, values)
    kept = {name: as_kept(name, value) for name, value in values.items()}
    return dataclasses.replace(config, **kept)


def as_kept(name: str, value: Any) -> Any:
    """A checked value as Config holds it, where TOML has another form."""
    kind = Config.rules()[name].kind
    if kind == "texts":
        return tuple(value)
    return keys_of(value) if kind == "keys" else value


def _nearest(key: str, known: list[str]) -> str:
    import difflib  # needed for errors only

    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"the settings are {', '.join(known)}"
