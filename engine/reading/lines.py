"""Lines of prose: those that an editor wrapped are joined, those that a person ended are kept."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

# At least this wide (in terminal columns), a line may have been wrapped; shorter ones were ended.
_WRAP_COLUMNS = 40
_ENDED = re.compile(r"[.!?:;。！？：；…][\"'”’」』）)\]]*$")
_STARTS_ITEM = re.compile(
    r"(?:[-*+•·]|\d{1,3}[.)、]|[（(]?[一二三四五六七八九十]{1,3}[、)）])\s*\S"
)
# Of a contract or a law; within a sentence such words only refer to one.
_STARTS_CLAUSE = re.compile(r"第\s*[一二三四五六七八九十百零〇\d]{1,5}\s*[条條步]\s*\S")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")


def join_wrapped(lines: Sequence[str], *, always: bool = False) -> str:
    """One paragraph of `lines`, which are stripped.

    A line end stays where a sentence or a list item ends; `always` joins short lines as well, as
    Markdown does.
    """
    text = lines[0] if lines else ""
    for before, line in itertools.pairwise(lines):
        wrapped = always or columns(before) >= _WRAP_COLUMNS
        if not wrapped or _ENDED.search(before) or (not always and _STARTS_ITEM.match(line)):
            text += "\n" + line
        else:
            text = glue(text, line)
    return text


def glue(text: str, line: str) -> str:
    """A line that goes on where `text` ended: Chinese needs no space between."""
    if _WIDE.match(text[-1:]) and _WIDE.match(line[:1]):
        return text + line
    return f"{text} {line}"


def starts_item(line: str) -> bool:
    """Whether a stripped line begins with the mark or number of a list's item."""
    return _STARTS_ITEM.match(line) is not None


def starts_clause(line: str) -> bool:
    """Whether a stripped line that follows an ended one begins a numbered clause or step."""
    return _STARTS_CLAUSE.match(line) is not None


def ends_sentence(line: str) -> bool:
    """Whether a stripped line ends in punctuation that ends a sentence or announces a list."""
    return _ENDED.search(line) is not None


def columns(line: str) -> int:
    """How many columns of a terminal a line fills: wide characters take two."""
    return len(line) + len(_WIDE.findall(line))
