"""What is being typed at the cursor: the word of a command, or the name of something to attach."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

SLASHES = "/／"
"""What begins a command; Chinese input methods give the wide one."""

_COMMAND = re.compile(rf"[{SLASHES}]([^\s{SLASHES}]*)\Z")
_REST = re.compile(r"\S*")
_GIVEN = re.compile(rf"[{SLASHES}]([^\s{SLASHES}]*)(?:\s+(.*))?\Z", re.DOTALL)
# An address such as ada@example.org names nothing. Chinese writes no space before the sign, and
# its punctuation ends a name.
_MENTION = re.compile(
    r'(?<![A-Za-z0-9._%+\-])[@＠](?:["“]([^"”@＠]*)|([^\s"“”@＠，。！？；：、（）《》【】]*))\Z'
)


class Token(NamedTuple):
    """A part of the line that ends at the cursor: from column `start`, saying `query`.

    A "path" is what follows a command that takes one.
    """

    kind: Literal["command", "mention", "path"]
    start: int
    query: str


def token_at(line: str, column: int, *, first_line: bool) -> Token | None:
    """The token that ends at `column` of `line`, if the cursor is at the end of one.

    A command is the first word of the question; a word with a second slash is a path and none.
    """
    before = line[:column]
    if first_line and (found := _COMMAND.match(before)):
        rest = (
            line[column:].split(maxsplit=1)[:1] if not line[column : column + 1].isspace() else []
        )
        is_path = any(slash in word for word in rest for slash in SLASHES)
        return None if is_path else Token("command", 0, found[1])
    # Long lines are pasted: no name is that long.
    base = max(0, column - 300)
    mention = _MENTION.search(before, base)
    if mention is None:
        return None
    query = mention[1] if mention[1] is not None else mention[2]
    return Token("mention", mention.start(), query)


class Given(NamedTuple):
    """A command as it was typed: the word after the slash, and what follows it."""

    word: str
    argument: str


def command_in(text: str) -> Given | None:
    """The command that a text is; None for a question, be its first word a path.

    A space before the slash makes a question of any text.
    """
    found = _GIVEN.match(text)
    if found is None or (not found[1] and found[2]):
        return None
    return Given(found[1], (found[2] or "").strip())
