"""The keys as a person reads them: the user's own where he has put others in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kagent_tui.bindings.shortcut import Shortcut
from kagent_tui.roles import in_plain_words, separator

_NAMES: Final[Mapping[str, str]] = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "full_stop": ".",
}
_remapped: dict[str, str] = {}


def use_remapped(keys: Mapping[str, str]) -> None:
    """From now on these keys are shown, by the binding's identifier, in place of the table's."""
    _remapped.clear()
    _remapped.update(keys)


def keys_in_force(row: Shortcut) -> str:
    """The keys of a row as Textual names them."""
    return _remapped.get(row.id, row.keys)


def shown(row: Shortcut) -> str:
    """The key that stands for a row in hints and in the help."""
    if row.id not in _remapped:
        return in_plain_words(row.shown)
    return key_name(_remapped[row.id].split(",")[0])


def all_shown(row: Shortcut) -> str:
    """Every key of a row, for the full list."""
    names = [key_name(key) for key in keys_in_force(row).split(",")]
    return separator().join(dict.fromkeys(names))


def key_name(key: str) -> str:
    """A key as it is printed on a keyboard: Ctrl+S for ctrl+s."""
    *modifiers, last = key.strip().split("+") if key.strip() != "+" else ["+"]
    name = _NAMES.get(last) or (last.upper() if len(last) == 1 else last.capitalize())
    return "+".join([*(each.capitalize() for each in modifiers), in_plain_words(name)])
