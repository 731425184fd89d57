"""Text from documents and the web in a prompt: fenced as data, its look-alikes of marks removed.

The fence carries a number that is made anew for each question, so that no text can close it
(shared practice against indirect prompt injection: OWASP Top 10 for LLM applications, LLM01).
"""

from __future__ import annotations

import re
import secrets

# Whatever reads like one of our own marks: a fence, a citation, a role or a turn of a chat.
_FENCE = re.compile(r"<{2,}[^<>\n]{0,80}>{2,}|<{2,}\s*/?\s*(?:data|end)\b", re.IGNORECASE)
_CITATION = re.compile(r"\[(\d{1,4})\]")
_CHAT_MARK = re.compile(r"<\|[^<>|\n]{0,40}\|>|<\|[a-z_]+|\[/?INST\]|<</?SYS>>", re.IGNORECASE)
_FULL_WIDTH = "\uff1c\uff1e\uff3b\uff3d\uff5c"
_PLAIN = str.maketrans(_FULL_WIDTH, "<>[]|")


def new_number() -> str:
    """A number that text which was written before cannot know."""
    return secrets.token_hex(4)


def as_data(text: str) -> str:
    """`text` without anything that could be taken for a mark of the prompt."""
    plain = _FENCE.sub(" ", text.translate(_PLAIN))
    plain = _CHAT_MARK.sub(" ", plain)
    return without_marks(plain)


def without_marks(text: str) -> str:
    """`text` with round brackets where a number in square ones would read like a citation."""
    return _CITATION.sub(r"(\1)", text)


def fenced(text: str, number: str) -> str:
    """`text`, already passed through `as_data`, between marks that carry `number`."""
    return f"<<data {number}>>\n{text}\n<<end {number}>>"
