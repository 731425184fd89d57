"""Which of the pages that a search returned a question still needs, and what they have dated."""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.progress import Progress, Question
from engine.subjects import AGE, SPAN

# Pages that one question of a small model may open.
MOST_PAGES = 3
_WIKI = re.compile(r"https?://[a-z-]+(?:\.m)?\.wikipedia\.org/", re.IGNORECASE)


def is_wiki(url: str) -> bool:
    """Whether an address is one of Wikipedia's."""
    return _WIKI.match(url) is not None


def named_ends(question: Question, progress: Progress) -> dict[str, str]:
    """Both ends of the time that is asked for, once pages have said the days of who is named.

    Two who are compared, in the order of the question, or one whose age is asked for.
    """
    counted = any(record.task.command.name == "time_delta" for record in progress.records)
    if counted or not progress.browsed or not SPAN.search(question.shown_goal):
        return {}
    named = mentioned(question.shown_goal, progress.dated_by)
    if len({progress.named_dates[name] for name in named}) > 1:
        return {"start_time": named[0], "end_time": named[-1]}
    if len(named) == 1 and AGE.search(question.shown_goal) and not _compared(question, progress):
        return {"start_time": named[0], "end_time": "now"}
    return {}


def mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that `text` holds, in its order, as it writes them; no part of another."""
    folded = text.casefold()
    spans: list[tuple[int, int]] = []
    for name in sorted(names, key=len, reverse=True):
        start = folded.find(name.casefold())
        if start >= 0 and all(start >= end or start + len(name) <= first for first, end in spans):
            spans.append((start, start + len(name)))
    return [text[start:end] for start, end in sorted(spans)]


def is_half_read(question: Question, progress: Progress) -> bool:
    """Whether a span of time is asked for and a page about one of its ends is still unread."""
    return bool(SPAN.search(question.shown_goal)) and _compared(question, progress)


def _compared(question: Question, progress: Progress) -> bool:
    """Whether a result that was not opened yet is about somebody whom the question names."""
    if len(progress.browsed) >= MOST_PAGES:
        return False
    asked = question.shown_goal.casefold()
    return any(
        url not in progress.browsed
        and is_wiki(url)
        and any(part in asked for part in _parts(progress.titles.get(mark, "")))
        for mark, url in progress.results.items()
    )


def _parts(title: str) -> list[str]:
    """The parts of a title by which a question may mean it."""
    parts = re.split(r"[\s·(),，（）]+", title.casefold())
    return [part for part in parts if len(part) > (1 if part > "\u3000" else 2)]


def results_named(question: Question, progress: Progress) -> list[str]:
    """The marks of the unread articles whose whole titles the question names.

    Where it names several, each is wanted: the time between two events, who of two is older.
    """
    asked = question.shown_goal.casefold()
    return [
        mark
        for mark, url in progress.results.items()
        if url not in progress.browsed
        and is_wiki(url)
        and (title := _bare(progress.titles.get(mark, "")))
        and title in asked
    ]


def _bare(title: str) -> str:
    """A title without what only tells it from others: Mercury (planet)."""
    bare = re.sub(r"\s*[(（].*", "", title.casefold()).strip()
    return bare if len(bare) > 1 else ""
