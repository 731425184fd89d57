"""What is counted once documents have said a day, and which day that is."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.dated_steps import COUNT, LOOK_UP, dated_step
from engine.document_dates import stated_dates
from engine.events import Location
from engine.tools.context import ToolContext
from engine.tools.observation import Passage

NOW = datetime(2026, 11, 26, 10)
CONTEXT = ToolContext(NOW)
POLICY = (
    "# Policy\n"
    "- The cover begins on 1 July 2025 and ends on 30 June 2027.\n"
    "- You may end the cover early on 31 December 2026.\n"
    "- The bicycle was inspected on 3 May 2026; the repair is due by 20 January 2027.\n"
    "- Claims are handed in within 14 days.\n"
    "- The spring meeting was moved from 2 March 2027: it is on 9 March 2027."
)
FAMILY = (
    "外公周明远，1921年4月5日生于苏州。外公1999年8月1日去世。\n"
    "大舅周建，1948年2月3日出生，二舅周康1951年6月7日出生。\n"
    "保修期自2025年5月1日起至2027年4月30日止。体检改到12月8日，原定12月1日。"
)


def passage(text: str) -> Passage:
    return Passage(text, "notes.md", "notes.md", Location(span=(0, len(text)), line=1))


@pytest.mark.parametrize(
    ("question", "args"),
    [
        ("how many days until the cover ends", ("now", "2027-06-30")),
        ("How long since the cover began?", ("2025-07-01", "now")),
        ("days left until the repair is due", ("now", "2027-01-20")),
        ("how many days between the inspection of the bicycle and the repair", None),
        (
            "how long after the bicycle was inspected is the repair due",
            ("2026-05-03", "2027-01-20"),
        ),
        ("离保修到期还有多少天", ("now", "2027-04-30")),
        ("外公活了多少岁", ("1921-04-05", "1999-08-01")),
        ("周建比周康大多少天", ("1948-02-03", "1951-06-07")),
        ("离周末还有几天", None),
    ],
)
def test_a_length_is_counted_from_what_the_sentence_says(
    question: str, args: tuple[str, str] | None
) -> None:
    passages = [passage(POLICY), passage(FAMILY)]
    step = dated_step(question, passages, 1, CONTEXT)
    if args is None:
        assert step is None or step.tool == COUNT
        return
    assert step is not None
    assert step.tool == COUNT
    assert tuple(step.args.values()) == args
    for written, piece in step.by.items():
        assert step.days[written] == date.fromisoformat(written)
        assert piece.text in POLICY + FAMILY
        assert not piece.text.startswith("- ")


def test_a_weekday_is_looked_up() -> None:
    step = dated_step("what weekday is the repair due", [passage(POLICY)], 1, CONTEXT)
    assert step is not None
    assert (step.tool, step.args) == (LOOK_UP, {"start_date": "2027-01-20"})


def test_a_sentence_that_names_the_weekday_answers_by_itself() -> None:
    text = "The choir rehearses on Tuesdays. The choir was founded on 3 May 1999."
    step = dated_step("what day does the choir rehearse", [passage(text)], 1, CONTEXT)
    assert step is None


def test_rules_are_left_to_the_documents() -> None:
    question = "How many days before the repair must claims be handed in?"
    assert dated_step(question, [passage(POLICY)], 1, CONTEXT) is None


def test_a_date_without_a_year_takes_that_of_its_line_or_this_year() -> None:
    text = (
        "Term ends on 22 January 2027. It starts again on 15 February.\nThe fair is on 9 December."
    )
    days = [one.day for one in stated_dates([passage(text)], 1, CONTEXT)]
    assert days == [date(2027, 1, 22), date(2027, 2, 15), date(2026, 12, 9)]


def test_a_piece_is_its_sentence_with_its_place() -> None:
    first = stated_dates([passage(POLICY)], 5, CONTEXT)[0]
    start, end = first.piece.location.span or (0, 0)
    assert POLICY[start:end] == first.piece.text
    assert first.piece.location.line == 2
    assert first.piece.id >= 5


def test_what_is_no_whole_date_is_none() -> None:
    text = "In 1999, in May, on the 5th, at 10:30, 3/4 of 2,318 pounds, version 2.10.1, 2026-13-40."
    assert stated_dates([passage(text)], 1, CONTEXT) == []
