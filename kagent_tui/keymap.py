"""Which of the keys that the settings name can be used, and what is wrong with the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from textual.keys import KEY_NAME_REPLACEMENTS, KEY_TO_UNICODE_NAME, Keys

from kagent_tui.bindings import SHORTCUTS, Scope, Shortcut
from kagent_tui.bindings.shown import key_name
from kagent_tui.i18n import tr

_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "meta", "hyper"})
_NAMED: Final = frozenset(
    [*(str(key.value) for key in Keys), *KEY_TO_UNICODE_NAME, *KEY_NAME_REPLACEMENTS.values()]
)
_ON_THE_CHAT: Final[frozenset[Scope]] = frozenset(
    {"chat", "composer", "completion", "attachment", "task", "citation", "panel"}
)
_PAGES: Final[frozenset[Scope]] = frozenset(
    {"library", "items", "memory", "sessions", "models", "settings"}
)
# On every page, beside its own keys.
_ON_PAGES: Final[frozenset[Scope]] = frozenset({"page", "search", "targets"})


def usable_keymap(
    wanted: Mapping[str, str], table: Sequence[Shortcut] = SHORTCUTS
) -> tuple[dict[str, str], list[str]]:
    """The entries that can be used, and one line on each of the others.

    An entry is left out where its action is unknown, a key has no such name, or a key already means
    something else on the same screen.
    """
    rows = {row.id: row for row in table}
    usable: dict[str, str] = {}
    troubles: list[str] = []
    for name, keys in wanted.items():
        if trouble := _trouble(name, keys, rows):
            troubles.append(trouble)
        else:
            usable[name] = ",".join(_keys(keys))
    while clash := _clash(usable, table):
        name, key, other = clash
        del usable[name]
        text = tr("keymap: {name}: {key} already means “{other}” ({id}); choose another key")
        label = tr(other.label) if other.label else other.action
        troubles.append(text.format(name=name, key=key_name(key), other=label, id=other.id))
    return usable, troubles


def is_key(key: str) -> bool:
    """Whether Textual has a key of this name: "ctrl+s", "f5", "pageup", "?", "ü"."""
    if len(key) == 1:
        return key.isprintable() and not key.isspace()
    *modifiers, last = key.split("+")
    if not all(each in _MODIFIERS for each in modifiers) or len(modifiers) != len(set(modifiers)):
        return False
    return last in _NAMED or _is_character(last)


def _is_character(name: str) -> bool:
    if len(name) == 1:
        return name.isprintable() and not name.isspace()
    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return False
    return True


def _keys(text: str) -> list[str]:
    # A comma by itself is the key of that name, not a list of none.
    if text.strip() == ",":
        return ["comma"]
    return list(dict.fromkeys(key.strip() for key in text.split(",") if key.strip()))


def _trouble(name: str, keys: str, rows: Mapping[str, Shortcut]) -> str | None:
    if name not in rows:
        import difflib  # needed for errors only

        close = difflib.get_close_matches(name, rows, n=1, cutoff=0.5)
        if close:
            text = tr("keymap: there is no action {name!r}; did you mean {other!r}?")
            return text.format(name=name, other=close[0])
        return tr("keymap: there is no action {name!r}; F1 lists all", name=name)
    if not _keys(keys):
        return tr("keymap: {name}: name a key, such as ctrl+s", name=name)
    for key in _keys(keys):
        if not is_key(key):
            text = tr("keymap: {name}: there is no key {key!r}; write it as ctrl+s, f5 or pageup")
            return text.format(name=name, key=key)
    return None


def _clash(
    usable: Mapping[str, str], table: Sequence[Shortcut]
) -> tuple[str, str, Shortcut] | None:
    """An entry, its key, and the row that has the same key beside it; the last entry first."""
    rows = {row.id: row for row in table}
    for name in reversed(list(usable)):
        row = rows[name]
        for other in table:
            if other.id != name and _meet(row.scope, other.scope):
                theirs = usable.get(other.id, other.keys).split(",")
                for key in _new_keys(usable[name], theirs, row, other):
                    return name, key, other
    return None


def _new_keys(keys: str, theirs: Sequence[str], row: Shortcut, other: Shortcut) -> Iterator[str]:
    """The keys that the two share, and did not share in the table."""
    for key in keys.split(","):
        shared_before = key in row.keys.split(",") and key in other.keys.split(",")
        if key in theirs and not shared_before:
            yield key


def _meet(one: Scope, other: Scope) -> bool:
    """Whether keys of the two scopes work on one screen."""
    if one == other or "app" in (one, other):
        return True
    if one in _ON_THE_CHAT and other in _ON_THE_CHAT:
        return True
    return {one, other} <= _PAGES | _ON_PAGES and not {one, other} <= _PAGES
