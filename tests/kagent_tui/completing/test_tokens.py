"""What is being typed at the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.completing.tokens import SLASHES, Given, Token, command_in, token_at

LINES = st.text(alphabet=st.sampled_from('ab @＠/／"“”.，\\中文\t é[]$'), max_size=40)


@pytest.mark.parametrize(
    ("before", "after", "token"),
    [
        ("/", "", Token("command", 0, "")),
        ("/re", "", Token("command", 0, "re")),
        ("／重", "", Token("command", 0, "重")),
        ("/re", " now", Token("command", 0, "re")),
        ("/re", "name/x", None),
        ("/etc/", "", None),
        (" /re", "", None),
        ("/rename x", "", None),
        ("@", "", Token("mention", 0, "")),
        ("see @rep", "", Token("mention", 4, "rep")),
        ("看看@报告", "", Token("mention", 2, "报告")),
        ("看看＠报告.p", "df", Token("mention", 2, "报告.p")),
        ("看看@报告，总结", "", None),
        ("ada@example.org", "", None),
        ("(@notes/a.md", "", Token("mention", 1, "notes/a.md")),
        ('see @"with sp', "", Token("mention", 4, "with sp")),
        ("see @“with sp", "", Token("mention", 4, "with sp")),
        ('see @"done" x', "", None),
        ("see @rep now", "", None),
        ("/add @x", "", Token("mention", 5, "x")),
    ],
)
def test_the_token_at_the_cursor(before: str, after: str, token: Token | None) -> None:
    assert token_at(before + after, len(before), first_line=True) == token


def test_a_command_is_only_on_the_first_line() -> None:
    assert token_at("/re", 3, first_line=False) is None


@given(LINES, st.integers(0, 40), st.booleans())
def test_a_token_lies_between_its_start_and_the_cursor(
    line: str, column: int, first_line: bool
) -> None:
    column = min(column, len(line))
    token = token_at(line, column, first_line=first_line)
    if token is not None:
        assert line[token.start] in (SLASHES if token.kind == "command" else "@＠")
        assert line[token.start + 1 : column].endswith(token.query)
        assert not (token.kind == "command" and any(slash in token.query for slash in SLASHES))


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/help", Given("help", "")),
        ("/rename  A new title\nof two lines ", Given("rename", "A new title\nof two lines")),
        ("／重命名", Given("重命名", "")),
        ("/help\n", Given("help", "")),
        ("/", Given("", "")),
        ("/etc/hosts what is it", None),
        ("/ is the root of what?", None),
        (" /help", None),
        ("What is /help", None),
        ("", None),
    ],
)
def test_what_is_a_command(text: str, command: Given | None) -> None:
    assert command_in(text) == command


@given(LINES)
def test_a_space_makes_a_question_of_anything(text: str) -> None:
    assert command_in(f" {text}") is None
