"""Commands of the interface as one types them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kagent_tui.commands.interface import InterfaceCommand
from kagent_tui.completing.commands import command_completions, nearest
from kagent_tui.i18n import use_language

ROWS = (
    InterfaceCommand("session.rename", "rename", "Rename this session", "help", "TITLE"),
    InterfaceCommand("app.theme", "theme", "Theme", "help", "[NAME]"),
    InterfaceCommand("app.quit", "quit", "Leave", "help"),
    InterfaceCommand("app.palette", "", "Palette", "help"),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def labels(query: str) -> list[str]:
    return [row.label for row in command_completions(ROWS, query)]


def test_all_commands_with_a_word_are_offered() -> None:
    assert labels("") == ["/rename TITLE", "/theme [NAME]", "/quit"]


def test_words_come_before_titles_and_fuzzy_fits() -> None:
    assert labels("re")[0] == "/rename TITLE"
    assert labels("leave") == ["/quit"]
    assert labels("rnm") == ["/rename TITLE"]
    assert labels("zzz") == []


def test_a_command_goes_on_where_something_may_follow() -> None:
    rows = {row.command: row for row in command_completions(ROWS, "")}
    assert rows["session.rename"].goes_on
    assert not rows["app.quit"].goes_on
    assert rows["app.quit"].text == "/quit"


def test_chinese_titles_find_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kagent_tui.completing.commands.tr", lambda text: {"Theme": "主题"}.get(text, text)
    )
    assert labels("主")[0] == "/theme [NAME]"


@pytest.mark.parametrize(
    ("word", "slash"),
    [("renmae", "rename"), ("them", "theme"), ("exit", "quit"), ("xyz", None), ("", None)],
)
def test_the_nearest_of_a_mistyped_word(word: str, slash: str | None) -> None:
    row = nearest(ROWS, word)
    assert (row.slash if row else None) == slash
