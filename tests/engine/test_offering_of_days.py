"""What a small model is offered of the tools for days: only what has a date to work with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from engine.dated_steps import DatedStep
from engine.events import Command, Location, Recollection, Task, TaskRecord
from engine.network import Network
from engine.offering import Offer, available, is_misread, offer
from engine.planning import plan_constraint
from engine.progress import Progress, Question
from engine.spans import question_spans
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.web_access import WebAccess

REGISTRY = builtin_registry()
NOW = datetime(2026, 11, 26, 10)
OF_DAYS = {"time_delta", "get_calendar_info", "get_holidays_info", "get_solar_terms_info"}


def asked(text: str, recalled: str = "") -> tuple[Question, Progress]:
    memory = (
        (Recollection("knowledge", "Notes", "notes.md", recalled, 1.0, Location()),)
        if recalled
        else ()
    )
    question = Question(text, "en", NOW, "", memory=memory, shown_goal=text)
    return question, Progress([], 0, spans=question_spans(text, ToolContext(NOW)))


def offered(question: Question, progress: Progress, step: int = 0) -> Offer:
    return offer(REGISTRY, available(REGISTRY, question), question, progress, step)


def names(text: str, recalled: str = "") -> set[str]:
    return {tool.name for tool in offered(*asked(text, recalled)).tools}


def grammar(text: str) -> str:
    question, progress = asked(text)
    found = offered(question, progress)
    return plan_constraint(found.tools, question.shown_goal, "pointer", "en", found.choices).gbnf


def ran(progress: Progress, name: str, error: str | None = None, **args: str) -> None:
    progress.records.append(TaskRecord(Task("t", Command(name, args)), "", error, 0.0))


@pytest.mark.parametrize(
    "text",
    [
        "how much does the parking space cost",
        "who painted the hall",
        "保安的电话是多少",
        "how many days can I keep a DVD",
        "how long does it take to charge",
    ],
)
def test_without_a_date_or_a_question_about_the_calendar_there_is_no_tool_for_days(
    text: str,
) -> None:
    assert names(text) == {"search_knowledge", "do_nothing"}


@pytest.mark.parametrize("text", ["what day is it", "今天几号", "what time is it", "现在几点"])
def test_the_present_day_is_for_the_calendar(text: str) -> None:
    assert "get_calendar_info" in names(text)


def test_what_a_recalled_document_holds_is_looked_for_there() -> None:
    recalled = "The pottery workshop's Christmas market is on 12 December 2026."
    text = "how many days until the pottery workshop's Christmas market"
    assert names(text, recalled) == {"search_knowledge"}
    assert "time_delta" in names(text)
    assert "time_delta" in names("how many days until Christmas", recalled)


def test_no_plan_counts_from_a_day_to_itself() -> None:
    assert r"\"now\"" in grammar("how many days until 3 May 2027")
    question, progress = asked("how many days until 3 May 2027")
    assert offered(question, progress).choices.ends == (("now", "3 May 2027"),)
    question, progress = asked("how many days since 3 May 2026")
    assert offered(question, progress).choices.ends == (("3 May 2026", "now"),)


def test_both_ends_that_a_question_says_are_taken_as_they_are() -> None:
    question, progress = asked("how many days between 3 May and Easter 2027")
    found = offered(question, progress)
    assert [tool.name for tool in found.tools] == ["time_delta"]
    assert found.choices.values == {"start_time": "3 May", "end_time": "Easter 2027"}


def test_after_a_list_of_holidays_the_days_are_counted_and_then_it_ends() -> None:
    question, progress = asked("how long is it between Labour Day 2027 and National Day 2027")
    ran(progress, "get_holidays_info", year="2027")
    assert [tool.name for tool in offered(question, progress, 1).tools] == ["time_delta"]
    ran(progress, "time_delta", start_time="Labour Day 2027", end_time="National Day 2027")
    assert [tool.name for tool in offered(question, progress, 2).tools] == ["task_complete"]


def test_a_tool_for_days_does_not_run_twice() -> None:
    question, progress = asked("which days are off in 2027")
    ran(progress, "get_holidays_info", year="2027")
    assert "get_holidays_info" not in {tool.name for tool in offered(question, progress, 1).tools}


def test_a_misread_date_sends_to_the_documents() -> None:
    question, progress = asked("what weekday is the hearing")
    command = Command("get_calendar_info", {"start_date": "the hearing"})
    assert is_misread(command, progress)
    ran(progress, command.name, error="not understood", start_date="the hearing")
    assert [tool.name for tool in offered(question, progress, 1).tools] == ["search_knowledge"]
    assert not is_misread(Command("get_calendar_info", {"start_date": "now"}), progress)


def test_what_documents_have_dated_is_counted_next() -> None:
    question, progress = asked("how many days until the hearing")
    ran(progress, "search_knowledge", text="x")
    day = date(2027, 3, 9)
    args = {"start_time": "now", "end_time": "2027-03-09"}
    progress.dated = DatedStep("time_delta", args, {"2027-03-09": day}, {})
    found = offered(question, progress, 1)
    assert [tool.name for tool in found.tools] == ["time_delta"]
    assert found.choices.values == args
    ran(progress, "time_delta", **args)
    assert [tool.name for tool in offered(question, progress, 2).tools] == ["task_complete"]


def test_the_present_is_no_choice_where_the_day_or_year_is_said() -> None:
    question, progress = asked("what weekday is 3 May 2027")
    tools = [REGISTRY.get("get_calendar_info")]
    choices = offered(question, progress).choices
    assert "now" not in plan_constraint(tools, question.goal, "pointer", "en", choices).gbnf
    question, progress = asked("public holidays of 2027")
    tools = [REGISTRY.get("get_holidays_info")]
    choices = offered(question, progress).choices
    text = plan_constraint(tools, question.goal, "pointer", "en", choices).gbnf
    assert "2027" in text
    assert "now" not in text


def test_of_the_results_only_articles_about_what_is_named_are_read() -> None:
    question, progress = asked("how many years has the Tamble Bridge been open")
    question = replace(question, access=WebAccess(Network("ask"), question=question.goal))
    progress.searched_web = True
    progress.results = {
        "[1]": "https://en.wikipedia.org/wiki/Tamble",
        "[2]": "https://en.wikipedia.org/wiki/Tamble_Bridge",
        "[3]": "https://example.org/tolls",
    }
    progress.titles = {"[1]": "Tamble (river)", "[2]": "Tamble Bridge", "[3]": "Tolls"}
    choices = offered(question, progress, 1).choices
    assert choices.addresses == {"wiki": ["[1]", "[2]"]}
