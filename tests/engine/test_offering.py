"""What a small model is offered at each step: home first, then the web, then the page that fits."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.events import Command, Location, Recollection, Task, TaskRecord
from engine.evidence import Evidence
from engine.network import Network
from engine.offering import (
    BROWSE,
    SEARCH_LIBRARY,
    SEARCH_WEB,
    WEATHER_TOOL,
    available,
    offer,
    shown_tools,
    with_addresses,
)
from engine.progress import Progress, Question
from engine.spans import question_spans
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.registry import Registry
from engine.tools.services import ToolServices
from engine.tools.tool import Tool
from engine.web_access import WebAccess

REGISTRY = builtin_registry()
WIKI = "https://en.wikipedia.org/wiki/Lionel_Messi"
PAGE = "https://example.org/antonela"


def question(text: str = "Who was Ada?", *, online: bool = True, at_home: bool = False) -> Question:
    memory = (
        (Recollection("knowledge", "Notes", "notes.md", "Ada was a poet", 1.0),) if at_home else ()
    )
    access = WebAccess(Network("ask"), question=text) if online else None
    return Question(
        text,
        "en",
        datetime(2026, 11, 20, 10),
        "",
        memory=memory,
        shown_goal=text,
        access=access,
        cancel=threading.Event(),
    )


def names(asked: Question, progress: Progress, step: int) -> set[str]:
    tools = available(REGISTRY, asked)
    return {tool.name for tool in offer(REGISTRY, tools, asked, progress, step).tools}


def searched(**results: str) -> Progress:
    progress = Progress([], 0)
    progress.searched_web = True
    progress.results = {f"[{mark[1:]}]": url for mark, url in results.items()}
    return progress


def test_without_the_internet_no_tool_that_needs_it_is_there() -> None:
    offline = question(online=False)
    assert {SEARCH_WEB, *BROWSE.values(), "get_weather_info"}.isdisjoint(
        tool.name for tool in available(REGISTRY, offline)
    )
    first = names(offline, Progress([], 0), 0)
    assert first == {"get_calendar_info", "time_delta", SEARCH_LIBRARY, "do_nothing"}


def test_tools_whose_subject_is_not_named_are_left_out() -> None:
    terms = names(question("When is the winter solstice?"), Progress([], 0), 0)
    assert "get_solar_terms_info" in terms
    assert "get_weather_info" not in terms
    days_off = names(question("国庆放几天假"), Progress([], 0), 0)
    assert "get_holidays_info" in days_off
    assert "get_solar_terms_info" not in days_off


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("What's the weather in Oslo tomorrow?", "get_weather_info"),
        (f"What does {PAGE} say?", "browse_website"),
        (f"{WIKI}里他哪天出生", "browse_wiki"),
    ],
)
def test_what_needs_the_internet_says_so_itself(text: str, tool: str) -> None:
    asked = question(text, online=False)
    found = offer(REGISTRY, available(REGISTRY, asked), asked, Progress([], 0), 0)
    assert [one.name for one in found.tools] == [tool]


def test_a_time_between_two_dates_is_counted() -> None:
    asked = question("How long is it from Monday to Friday?", online=False)
    progress = Progress([], 0, spans=question_spans(asked.goal, ToolContext(asked.now)))
    found = offer(REGISTRY, available(REGISTRY, asked), asked, progress, 0)
    assert [one.name for one in found.tools] == ["time_delta"]
    assert found.choices.values == {"start_time": "Monday", "end_time": "Friday"}


def test_what_the_library_knows_is_looked_for_there_first() -> None:
    at_home = names(question(at_home=True), Progress([], 0), 0)
    assert SEARCH_LIBRARY in at_home
    assert SEARCH_WEB not in at_home
    elsewhere = names(question(), Progress([], 0), 0)
    assert SEARCH_WEB in elsewhere
    assert SEARCH_LIBRARY not in elsewhere


def test_a_search_at_home_that_finds_nothing_goes_out() -> None:
    progress = Progress([], 0, found_nothing_at_home=True)
    assert names(question(at_home=True), progress, 1) == {SEARCH_WEB}
    assert SEARCH_WEB not in names(question(at_home=True, online=False), progress, 1)


def test_after_a_search_a_page_is_read_before_the_end() -> None:
    progress = searched(r1=WIKI, r2=PAGE)
    offered = names(question(), progress, 1)
    assert set(BROWSE.values()) <= offered
    assert "task_complete" not in offered
    progress.browsed.add(WIKI)
    offered = names(question(), progress, 2)
    assert BROWSE["wiki"] not in offered
    assert {BROWSE["web"], "task_complete"} <= offered


def test_only_results_that_were_not_opened_yet_can_be_browsed() -> None:
    progress = searched(r1=WIKI, r2=PAGE, r3=f"{PAGE}/2")
    asked = question()
    tools = available(REGISTRY, asked)
    assert offer(REGISTRY, tools, asked, progress, 1).choices.addresses == {
        "wiki": ["[1]"],
        "web": ["[2]", "[3]"],
    }
    progress.browsed |= {WIKI, PAGE}
    assert offer(REGISTRY, tools, asked, progress, 2).choices.addresses == {"web": ["[3]"]}


def test_offline_results_that_nothing_can_open_may_end() -> None:
    """An archive of another wiki is searched with the network off; its articles have addresses."""
    registry = builtin_registry(ToolServices(archives=(Path("wiktionary.zim"),)))
    asked = question(online=False)
    tools = available(registry, asked)
    progress = searched(r1="https://en.wiktionary.org/wiki/tea")
    found = offer(registry, tools, asked, progress, 1)
    assert [tool.name for tool in found.tools] == ["task_complete"]
    assert found.choices.addresses == {}


def test_a_search_without_results_may_end() -> None:
    offered = names(question(), searched(), 1)
    assert "task_complete" in offered
    assert set(BROWSE.values()).isdisjoint(offered)


@pytest.mark.parametrize(("url", "kind"), [(WIKI, "wiki"), (PAGE, "web")])
def test_an_address_that_the_user_typed_is_read_first(url: str, kind: str) -> None:
    asked = question(f"What does {url} say about tea?")
    tools = available(REGISTRY, asked)
    found = offer(REGISTRY, tools, asked, Progress([], 0), 0)
    assert [tool.name for tool in found.tools] == [BROWSE[kind]]
    assert found.choices.addresses == {kind: [url]}


ADA, BOB = date(1990, 1, 1), date(1991, 1, 1)


@pytest.mark.parametrize(
    ("text", "dates", "ends"),
    [
        ("How many days older is Ada than Bob?", {"Ada": ADA}, None),
        ("How many days older is Ada than Bob?", {"Bob": BOB, "Ada": ADA}, ("Ada", "Bob")),
        ("鲍勃比艾达小几天？", {"艾达": ADA, "鲍勃": BOB}, ("鲍勃", "艾达")),
        ("How old is Ada?", {"Ada": ADA, "Ada Lovelace": ADA}, ("Ada", "now")),
        ("艾达今年多大？", {"艾达": ADA}, ("艾达", "now")),
        ("When was Ada born?", {"Ada": ADA}, None),
        ("Did Ada marry Bob?", {"Bob": BOB, "Ada": ADA}, None),
    ],
)
def test_time_is_counted_once_pages_have_said_its_ends(
    text: str, dates: dict[str, date], ends: tuple[str, str] | None
) -> None:
    progress = searched(r1=WIKI)
    progress.browsed.add(WIKI)
    progress.named_dates = dates
    stated = Evidence(9, "born", WIKI, "A page", Location())
    progress.dated_by = dict.fromkeys(dates, stated)
    asked = question(text)
    found = offer(REGISTRY, available(REGISTRY, asked), asked, progress, 2)
    offered = [tool.name for tool in found.tools]
    assert (offered == ["time_delta"]) is (ends is not None)
    if ends is None:
        assert "time_delta" not in offered
    else:
        assert found.choices.values == {"start_time": ends[0], "end_time": ends[1]}
    progress.records.append(
        TaskRecord(Task("count", Command("time_delta", {})), "10 days", None, 0.0)
    )
    after = offer(REGISTRY, available(REGISTRY, asked), asked, progress, 3)
    assert "time_delta" not in {tool.name for tool in after.tools}


def test_a_comparison_is_not_over_while_a_page_of_one_side_is_unread() -> None:
    asked = question("Who is older, Messi or Antonela?")
    progress = searched(r1=WIKI, r2=f"{WIKI}_2", r3=PAGE)
    progress.titles = {"[1]": "Lionel Messi", "[2]": "Antonela Roccuzzo", "[3]": "Other"}
    progress.browsed.add(WIKI)
    assert "task_complete" not in names(asked, progress, 2)
    progress.browsed.add(f"{WIKI}_2")
    assert "task_complete" in names(asked, progress, 3)


def test_a_small_model_is_not_told_of_tools_that_it_is_never_offered() -> None:
    tools = available(REGISTRY, question())
    small = {tool.name for tool in shown_tools("pointer", tools)}
    large = {tool.name for tool in shown_tools("prose", tools)}
    assert {"web_search", "browse_aspect"} <= large - small
    assert {SEARCH_WEB, *BROWSE.values(), "task_complete"} <= small


def with_own(**fields: Any) -> tuple[Registry, Tool]:
    """The built-in tools and one of the user's own."""
    own = replace(REGISTRY.get("time_delta"), name="dice", origin="dice.py", **fields)
    registry = builtin_registry()
    registry.register(own)
    return registry, own


def test_a_custom_tool_stands_among_the_others_in_the_first_step() -> None:
    registry, own = with_own(description="Roll dice.")
    asked = question(online=False)
    tools = available(registry, asked)
    assert shown_tools("pointer", tools)[-1] == own
    first = {tool.name for tool in offer(registry, tools, asked, Progress([], 0), 0).tools}
    assert {"dice", "do_nothing", SEARCH_LIBRARY} <= first
    later = {tool.name for tool in offer(registry, tools, asked, Progress([], 0), 1).tools}
    assert "dice" not in later


def test_a_custom_tool_is_alone_where_the_question_is_its_example() -> None:
    registry, _ = with_own(description="Roll dice.")
    asked = replace(question(online=False), custom_tool="dice")
    tools = available(registry, asked)
    assert [t.name for t in offer(registry, tools, asked, Progress([], 0), 0).tools] == ["dice"]


def test_a_small_model_is_told_of_six_custom_tools() -> None:
    registry, own = with_own()
    tools = [*registry, *(replace(own, name=f"dice_{number}") for number in range(9))]
    own_names = [tool.name for tool in shown_tools("pointer", tools) if tool.origin]
    assert own_names == ["dice", *(f"dice_{number}" for number in range(5))]
    asked = question(online=False)
    offered = offer(registry, tools, asked, Progress([], 0), 0).tools
    assert [tool.name for tool in offered if tool.origin] == own_names


@pytest.mark.parametrize(
    ("asked_for", "description", "built_in"),
    [
        ("What is the weather in Oslo?", "Weather at sea, from our own buoys.", WEATHER_TOOL),
        ("Shorten https://a.example/x for me", "Make a short link of a URL.", BROWSE["web"]),
    ],
)
@pytest.mark.parametrize("online", [True, False])
def test_a_custom_tool_for_the_weather_or_addresses_is_not_passed_over(
    asked_for: str, description: str, built_in: str, online: bool
) -> None:
    def offered(description: str) -> set[str]:
        registry, _ = with_own(description=description)
        asked = replace(question(online=online), goal=asked_for, shown_goal=asked_for)
        tools = available(registry, asked)
        return {tool.name for tool in offer(registry, tools, asked, Progress([], 0), 0).tools}

    assert offered("Roll dice.") == {built_in}
    assert {"dice", "do_nothing"} <= offered(description)


def test_marks_become_the_addresses_behind_them() -> None:
    progress = searched(r1=WIKI)
    task = Task("read", Command(BROWSE["wiki"], {"url": "[1]", "question": "age"}))
    assert with_addresses(task, progress).command.args["url"] == WIKI
    other = Task("read", Command(BROWSE["wiki"], {"url": PAGE, "question": "age"}))
    assert with_addresses(other, progress) == other
