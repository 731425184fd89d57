"""The score of an answer, 1 to 5, by what can be checked of it without a model.

The paper's people score from 1 (mostly wrong) to 5 (flawless), and 4 passes (section 4.3). Here:

    5  everything asked for is there, and the cited source is the one that says it
    4  the answer is right, but its source is not cited
    3  a part of the answer is there; or small talk was answered, after a tool that it did not need
    2  nothing was claimed, though there was an answer to give
    1  wrong, or made up where there is nothing to find

Where a question names no source, a right answer is a 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final
from urllib.parse import unquote

from engine.bench.system.checking import fold, right_answer, says
from engine.bench.system.questions import Question

FLAWLESS, RIGHT, PARTLY, NOTHING_SAID, WRONG = 5, 4, 3, 2, 1
# The least score that passes (paper section 4.3).
PASSED: Final = RIGHT


def checked_score(
    question: Question, outcome: str, text: str, tools: Sequence[str], sources: Iterable[str]
) -> int:
    """The score of an answer, 1 to 5; `sources` are those that it cites, `tools` what was called.

    It is at least 4 just where `right_answer` holds.
    """
    if right_answer(question, outcome, text, tools):
        cited = not question.source or any(_is_source(one, question.source) for one in sources)
        return FLAWLESS if cited else RIGHT
    if outcome != "answered":
        return NOTHING_SAID
    if question.refuse:
        return WRONG
    if question.outcome == "talk":
        return PARTLY if text.strip() else WRONG
    written = fold(text)
    return PARTLY if any(says(written, part) for one in question.answer for part in one) else WRONG


def _is_source(cited: str, wanted: str) -> bool:
    """Whether a cited path or address is the document that the question names."""
    parts = PurePath(unquote(cited)).parts
    named = PurePath(wanted).parts
    return bool(named) and parts[-len(named) :] == named
