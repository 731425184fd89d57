"""Keys of the user's own: which are used, which are refused and why, and how they are shown."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.binding import Binding
from textual.keys import Keys

from kagent_tui.bindings import SHORTCUTS, Shortcut, hints, shortcut
from kagent_tui.bindings.shown import all_shown, key_name, keys_in_force, shown, use_remapped
from kagent_tui.keymap import is_key, usable_keymap

_TABLE = (
    Shortcut("app.quit", "ctrl+q", "Ctrl+Q", "quit", "app", "quit", priority=True),
    Shortcut("chat.stop", "escape", "Esc", "stop", "chat", "stop"),
    Shortcut("chat.unfold", "ctrl+o", "Ctrl+O", "unfold", "chat", "unfold"),
    Shortcut("composer.send", "enter", "Enter", "send", "composer", "send"),
    Shortcut("task.unfold", "enter,space", "Enter", "unfold", "task", "unfold"),
    Shortcut("library.add", "a", "A", "add", "library", "add"),
    Shortcut("models.add", "a", "A", "add", "models", "add"),
    Shortcut("page.close", "escape", "Esc", "close", "page", "back"),
)


@pytest.fixture(autouse=True)
def _own_keys_end() -> Any:
    yield
    use_remapped({})


@pytest.mark.parametrize(
    "wanted",
    [
        {"chat.stop": "ctrl+s"},
        {"chat.stop": "ctrl+s, f8"},
        {"chat.stop": "ctrl+o", "chat.unfold": "escape"},  # the two change places
        {"composer.send": "ctrl+s,enter"},  # it shares Enter with a task from the beginning
        {"library.add": "n", "models.add": "n"},  # they are never on one screen
        {"library.add": "ctrl+o"},
    ],
)
def test_keys_that_can_be_used(wanted: dict[str, str]) -> None:
    usable, troubles = usable_keymap(wanted, _TABLE)
    assert troubles == []
    assert usable == {name: keys.replace(" ", "") for name, keys in wanted.items()}


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"chat.stpo": "f8"}, "no action 'chat.stpo'; did you mean 'chat.stop'?"),
        ({"zzz": "f8"}, "no action 'zzz'; F1 lists all"),
        ({"chat.stop": ""}, "chat.stop: name a key"),
        ({"chat.stop": "control-s"}, "there is no key 'control-s'"),
        ({"chat.stop": "ctrl+ctrl+s"}, "there is no key 'ctrl+ctrl+s'"),
        ({"chat.stop": "ctrl+q"}, "chat.stop: Ctrl+Q already means “quit” (app.quit)"),
        ({"chat.stop": "ctrl+o"}, "Ctrl+O already means “unfold” (chat.unfold)"),
        ({"chat.stop": "enter"}, "Enter already means"),
        ({"library.add": "escape"}, "Esc already means “back” (page.close)"),
        ({"chat.stop": "f8", "chat.unfold": "f8"}, "chat.unfold: F8 already means “stop”"),
    ],
)
def test_keys_that_cannot_be_used_are_said_in_one_line(wanted: dict[str, str], said: str) -> None:
    usable, troubles = usable_keymap(wanted, _TABLE)
    assert len(troubles) == 1
    assert said in troubles[0]
    assert "\n" not in troubles[0]
    assert len(usable) == len(wanted) - 1


def test_every_key_of_the_table_is_one_that_textual_has() -> None:
    for row in SHORTCUTS:
        assert all(is_key(key) for key in row.keys.split(",")), row.id


def test_the_table_does_not_clash_with_itself() -> None:
    same = {row.id: row.keys for row in SHORTCUTS}
    assert usable_keymap(same) == (same, [])


@given(st.dictionaries(st.sampled_from([row.id for row in SHORTCUTS] + ["x"]), st.text(max_size=9)))
def test_no_keymap_is_too_strange(wanted: dict[str, str]) -> None:
    usable, troubles = usable_keymap(wanted)
    assert len(usable) + len(troubles) == len(wanted)
    assert usable_keymap(usable) == (usable, [])


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_none(text: str) -> None:
    assert isinstance(is_key(text), bool)
    assert isinstance(key_name(text), str)


def test_keys_are_shown_as_they_are_in_force() -> None:
    stop = shortcut("chat.stop")
    assert shown(stop) == "Esc"
    use_remapped({"chat.stop": "ctrl+s,f8"})
    assert keys_in_force(stop) == "ctrl+s,f8"
    assert shown(stop) == "Ctrl+S"
    assert all_shown(stop) == "Ctrl+S · F8"
    assert "Ctrl+S" in [key for key, _ in hints("chat")]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+s", "Ctrl+S"),
        ("shift+f5", "Shift+F5"),
        ("pagedown", "PgDn"),
        ("question_mark", "?"),
        ("a", "A"),
        ("+", "+"),
        (Keys.Escape.value, "Esc"),
    ],
)
def test_names_of_keys(key: str, name: str) -> None:
    assert key_name(key) == name


@pytest.mark.anyio
async def test_textual_takes_what_is_usable() -> None:
    class Pressed(App[None]):
        BINDINGS: ClassVar = [
            Binding("escape", "note('stop')", id="chat.stop"),
            Binding("ctrl+o", "note('unfold')", id="chat.unfold"),
        ]
        notes: ClassVar[list[str]] = []

        def action_note(self, name: str) -> None:
            self.notes.append(name)

    app = Pressed()
    async with app.run_test() as pilot:
        usable, _ = usable_keymap({"chat.stop": "ctrl+o,f8", "chat.unfold": "escape"}, _TABLE)
        app.set_keymap(usable)
        await pilot.press("ctrl+o", "f8", "escape")
    assert app.notes == ["stop", "stop", "unfold"]
