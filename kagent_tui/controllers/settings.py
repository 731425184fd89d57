"""What both faces do with the settings: list them, read a typed value, write it, undo it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from kagent_tui.config import Config, check, load_config, read_values
from kagent_tui.config.rules import Rule
from kagent_tui.config_writing import set_value, unset
from kagent_tui.controllers.setting_text import value_text
from kagent_tui.errors import ConfigError
from kagent_tui.i18n import mark, tr

Origin = Literal["file", "default"]

_WHOLE_NUMBER: Final = mark("a whole number is needed")
_SWITCH: Final = mark("true or false is needed")
_ON: Final = frozenset({"true", "yes", "on", "1"})
_OFF: Final = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its rule, its value by the file, where that comes from, and the value in force.

    The two differ until a restart, or where the command line says otherwise.
    """

    name: str
    rule: Rule
    value: Any
    in_force: Any
    default: Any
    origin: Origin

    @property
    def waits(self) -> bool:
        """Whether the file's value is not the one in force."""
        return bool(self.value != self.in_force)

    def text(self, value: Any) -> str:
        """A value as a person reads it; a secret is masked, and nothing is an empty text."""
        return value_text(self.rule, value)

    def typed(self) -> str:
        """The file's value as one would type it; empty for a secret, which is typed anew."""
        if self.value is None or self.rule.secret:
            return ""
        return ", ".join(self.value) if self.rule.kind == "texts" else str(self.value)


def list_settings(path: Path, in_force: Config) -> list[Setting]:
    """Every setting in its order; the file is read.

    Raises:
        ConfigError: see `load_config`.
    """
    values = read_values(path)
    filed = load_config(path)
    plain = Config()
    return [
        Setting(
            name,
            rule,
            getattr(filed, name),
            getattr(in_force, name),
            getattr(plain, name),
            "file" if name in values else "default",
        )
        for name, rule in Config.rules().items()
    ]


def problem_of(name: str, text: str) -> str | None:
    """What is wrong with a typed value, or None."""
    try:
        value = _typed(Config.rules()[name], text)
    except ValueError as error:
        return str(error)
    return Config.rules()[name].problem(value)


def parse_value(name: str, text: str) -> Any:
    """The value that a text stands for, for a setting or one in a table ("keymap.chat.stop").

    Raises:
        ConfigError: there is no such setting, or the value is not allowed.
    """
    top, _, rest = name.partition(".")
    rule = _rule(top)
    if rest and rule.kind == "keys":
        return text.strip()
    if rest and rule.kind == "tables":
        return _toml_value(text)
    if rest or rule.kind in ("keys", "tables"):
        raise ConfigError(_needs_part(top, rule))
    if problem := problem_of(top, text):
        raise ConfigError(f"{name}: {problem}" if rule.secret else f"{name} = {text!r}: {problem}")
    return _typed(rule, text)


def write_setting(path: Path, name: str, value: Any) -> None:
    """Write a checked value into the file; everything else there stays as it is.

    Raises:
        ConfigError: see `set_value`.
    """
    set_value(path, _place(path, name), value)


def reset_setting(path: Path, name: str) -> bool:
    """Take a setting out of the file, so that it has its default; False when it was not there.

    Raises:
        ConfigError: there is no such setting, or see `unset`.
    """
    _rule(name.partition(".")[0])
    return unset(path, _place(path, name))


def value_of(config: Config, name: str) -> Any:
    """The value in force of a setting, or of one in a table; None where it has none.

    Raises:
        ConfigError: there is no such setting.
    """
    top, _, rest = name.partition(".")
    rule = _rule(top)
    value = getattr(config, top)
    if not rest:
        return value
    if rule.kind == "keys":
        return value.get(rest)
    for part in rest.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _rule(name: str) -> Rule:
    if name not in Config.rules():
        check("command line", {name: None})
    return Config.rules()[name]


def _needs_part(name: str, rule: Rule) -> str:
    if rule.kind == "keys":
        return f"{name}: name an action too, such as {name}.chat.stop"
    if rule.kind == "tables":
        return f"{name}: name a server and its key too, such as {name}.files.command"
    return f"{name}: is no table; it has no parts"


def _typed(rule: Rule, text: str) -> Any:
    """The value of a text, not yet checked against least and choices; raises ValueError."""
    match rule.kind:
        case "number":
            try:
                return int(text.strip())
            except ValueError:
                raise ValueError(tr(_WHOLE_NUMBER)) from None
        case "switch":
            word = text.strip().lower()
            if word not in _ON | _OFF:
                raise ValueError(tr(_SWITCH))
            return word in _ON
        case "texts":
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text.strip()


def _toml_value(text: str) -> Any:
    """A TOML value where the text is one, else the text itself."""
    import tomllib

    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    return value if isinstance(value, str | int | bool | list) else text


def _place(path: Path, name: str) -> str | tuple[str, ...]:
    """Where a setting stands in the file, or would be put."""
    top, _, rest = name.partition(".")
    if not rest:
        return top
    if _rule(top).kind != "keys":
        return (top, *rest.split("."))
    return (top, *_key_place(read_values(path).get(top), rest))


def _key_place(table: Any, name: str) -> tuple[str, ...]:
    """An action's name as the file writes it: `chat.stop = ...` is a table in a table."""
    if not isinstance(table, Mapping) or name in table:
        return (name,)
    head, _, rest = name.partition(".")
    if rest and isinstance(table.get(head), Mapping):
        return (head, *_key_place(table[head], rest))
    return (name,)
