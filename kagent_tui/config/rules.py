"""What a setting may be: its kind, its least value, its choices; and what is wrong with another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from kagent_tui.i18n import mark, tr

Kind = Literal["text", "number", "switch", "texts", "tables", "keys"]
Group = Literal["answers", "interface", "memory", "network", "models", "keys"]

_EXAMPLE_TABLE: Final = "mcp_servers.files"
_EXAMPLE_KEY: Final = '"chat.stop" = "escape"'
_SWITCH: Final = mark("true or false is needed")
_NUMBER: Final = mark("a whole number is needed")
_LEAST: Final = mark("the least that works is {least}")
_MOST: Final = mark("the most that works is {most}")
_TEXTS: Final = mark("a list of texts in quotes is needed")
_TABLES: Final = mark("tables are needed, such as [{example}]")
_KEYS: Final = mark("keys in quotes by the action's name are needed, such as {example}")
_TEXT: Final = mark("a text in quotes is needed")
_CHOICES: Final = mark("one of {choices} is needed")
_EMPTY: Final = mark("it must not be empty")


class Rule(NamedTuple):
    """What is needed to check a setting and to explain it.

    `secret` keeps a value off the screen; `live` says that a change takes effect without a restart.
    """

    help: str
    kind: Kind = "text"
    group: Group = "answers"
    least: int = 0
    most: int = 10_000_000
    choices: tuple[str, ...] = ()
    secret: bool = False
    live: bool = False

    def problem(self, value: Any) -> str | None:
        """What is wrong with a value in the interface's language, or None."""
        match self.kind:
            case "number":
                return _number_problem(value, self.least, self.most)
            case "switch":
                return None if isinstance(value, bool) else tr(_SWITCH)
            case "texts":
                return None if _are_texts(value) else tr(_TEXTS)
            case "tables":
                return None if _are_tables(value) else tr(_TABLES, example=_EXAMPLE_TABLE)
            case "keys":
                return None if keys_of(value) is not None else tr(_KEYS, example=_EXAMPLE_KEY)
            case _:
                return _text_problem(value, self.choices)


def keys_of(value: Any) -> dict[str, str] | None:
    """Keys by the binding's identifier, or None where the value holds anything else.

    TOML reads `chat.stop = "f2"` as a table in a table and `"chat.stop" = "f2"` as one name; the
    two mean the same here. Several keys are one text with commas, or a list.
    """
    if not isinstance(value, Mapping):
        return None
    keys: dict[str, str] = {}
    for name, each in value.items():
        if isinstance(each, Mapping):
            inner = keys_of(each)
            if inner is None:
                return None
            keys.update({f"{name}.{rest}": those for rest, those in inner.items()})
        elif isinstance(each, str):
            keys[name] = each
        elif _are_texts(each):
            keys[name] = ",".join(each)
        else:
            return None
    return keys


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _are_tables(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(item, Mapping) for item in value.values())


def _number_problem(value: Any, least: int, most: int) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return tr(_NUMBER)
    if value < least:
        return tr(_LEAST, least=least)
    return None if value <= most else tr(_MOST, most=most)


def _text_problem(value: Any, choices: Sequence[str]) -> str | None:
    if not isinstance(value, str):
        return tr(_TEXT)
    if choices and value not in choices:
        return tr(_CHOICES, choices=", ".join(choices))
    return None if value.strip() else tr(_EMPTY)
