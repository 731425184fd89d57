"""The walk over earlier questions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kagent_tui.prompt_history import PromptHistory


def test_the_draft_comes_back_after_a_walk() -> None:
    history = PromptHistory(["new", "old"])
    assert history.older("draft") == "new"
    assert history.older("new") == "old"
    assert history.older("old") is None
    assert history.newer("old") == "new"
    assert history.newer("new") == "draft"
    assert history.newer("draft") is None


def test_what_is_changed_on_the_way_is_kept_until_the_walk_ends() -> None:
    history = PromptHistory(["new", "old"])
    history.older("draft")
    assert history.older("new, changed") == "old"
    assert history.newer("old") == "new, changed"
    assert history.add("sent") == "draft"
    assert history.entries == ("sent", "new", "old")
    assert history.older("") == "sent"


def test_a_question_is_there_once_and_blank_ones_are_not() -> None:
    history = PromptHistory(["a", "b", "a", " "])
    assert history.entries == ("a", "b")
    assert history.add("b") == ""
    assert history.add(" ") == ""
    assert history.entries == ("b", "a")


def test_questions_that_are_loaded_late_do_not_end_a_walk() -> None:
    history = PromptHistory(["now"])
    history.older("draft")
    history.extend(["earlier", "now"])
    assert history.entries == ("now", "earlier")
    assert history.older("now") == "earlier"
    history.newer("earlier")
    assert history.newer("now") == "draft"


@given(st.lists(st.text(min_size=1, max_size=3)), st.lists(st.booleans(), max_size=20), st.text())
def test_no_walk_loses_the_draft(entries: list[str], steps: list[bool], draft: str) -> None:
    history = PromptHistory(entries)
    shown = draft
    for older in steps:
        moved = history.older(shown) if older else history.newer(shown)
        shown = shown if moved is None else moved
    while (newer := history.newer(shown)) is not None:
        shown = newer
    assert shown == draft
