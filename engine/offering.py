"""Which tools a step of a question is offered.

A large model is offered all that can be used. A small one is only offered what can come next, so
that it has little to choose from: it looks at home before it goes out, it browses what a search
returned, and it finishes once there is something to finish with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.addresses_in_text import addresses_in
from engine.events import Command, Task
from engine.evidence import terms
from engine.named_days import mentioned_days
from engine.planning import Choices
from engine.progress import Progress, Question
from engine.subjects import (
    AGE,
    LENGTH,
    MAYBE_WEATHER,
    SPAN,
    WEATHER,
    names_festival,
    speaks_of_holidays,
    speaks_of_solar_terms,
)
from engine.survey.reading import read_collection_question
from engine.tools.context import ToolContext
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import PromptStyle

SEARCH_LIBRARY = "search_knowledge"
SEARCH_WEB = "hybrid_search"
WEATHER_TOOL = "get_weather_info"
BROWSE = {"wiki": "browse_wiki", "web": "browse_website"}
_WIKI = re.compile(r"https?://[a-z-]+(?:\.m)?\.wikipedia\.org/", re.IGNORECASE)
# Share of a question's words that a passage of the library must hold to be about it.
_LEAST_KNOWN = 0.5
# Pages that one question of a small model may open.
_MOST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """The tools of a step, and what a small model may choose for their arguments."""

    tools: Sequence[Tool]
    choices: Choices = field(default_factory=Choices)


def kind_of_address(url: str) -> str:
    """Which tool browses an address: "wiki" or "web"."""
    return "wiki" if _WIKI.match(url) else "web"


def available(tools: Iterable[Tool], question: Question) -> list[Tool]:
    """The tools that can be used at all: without the internet, none that needs it."""
    return [tool for tool in tools if question.access is not None or not tool.online]


def shown_tools(style: PromptStyle, tools: Iterable[Tool]) -> list[Tool]:
    """Those of the available tools that the prompt names: a small model is not told of all."""
    if style == "prose":
        return list(tools)
    return [tool for tool in tools if not tool.origin and not _is_for_prose(tool)]


def with_addresses(task: Task, progress: Progress) -> Task:
    """The task with the addresses that stand behind the marks of search results."""
    url = task.command.args.get("url")
    if not isinstance(url, str) or url not in progress.results:
        return task
    args = {**task.command.args, "url": progress.results[url]}
    return replace(task, command=Command(task.command.name, args))


def offer(
    registry: Registry, tools: Sequence[Tool], question: Question, progress: Progress, step: int
) -> Offer:
    """What a small model is offered at a step (0 is the first).

    `tools` are those that are available; custom tools are offered only as the one that was chosen
    for the question.
    """
    typed = addresses_in(question.goal)
    names = {tool.name for tool in tools}
    addresses = {
        kind: urls for kind, urls in _addresses(typed, progress).items() if BROWSE[kind] in names
    }
    if step == 0 and (tool := _needs_the_internet(registry, question, typed)):
        # It says itself that the network is off.
        typed_there = {kind_of_address(url): [url] for url in typed[:1]}
        return Offer([tool], Choices(typed_there, spans=progress.spans))
    ends = _ends(question, progress)
    if ends and "time_delta" in names:
        return Offer([registry.get("time_delta")], Choices(addresses, ends))
    choices = Choices(addresses, _two_dates(progress), progress.spans)
    only = _only_tool(tools, question, progress, step, typed)
    if only is not None:
        return Offer([registry.get(only)], choices)
    hidden = _hidden(tools, question, progress, step, addresses)
    left = [tool for tool in tools if tool.name not in hidden and not tool.origin]
    return Offer([tool for tool in left if not _is_for_prose(tool)], choices)


def _addresses(typed: Sequence[str], progress: Progress) -> dict[str, list[str]]:
    """What may be browsed next: addresses as typed, and the marks of results, by kind."""
    if len(progress.browsed) >= _MOST_PAGES:
        return {}
    found: dict[str, list[str]] = {}
    for url in typed:
        if url not in progress.browsed:
            found.setdefault(kind_of_address(url), []).append(url)
    for mark, url in progress.results.items():
        if url not in progress.browsed:
            found.setdefault(kind_of_address(url), []).append(mark)
    return found


def _only_tool(
    tools: Sequence[Tool],
    question: Question,
    progress: Progress,
    step: int,
    typed: Sequence[str],
) -> str | None:
    """The tool that the question leaves no choice about."""
    names = {tool.name for tool in tools}
    if progress.whole and "task_complete" in names:
        return "task_complete"
    if step:
        goes_out = progress.found_nothing_at_home and not progress.searched_web
        return SEARCH_WEB if goes_out and SEARCH_WEB in names else None
    wanted = [*(BROWSE[kind_of_address(url)] for url in typed[:1]), question.custom_tool]
    if _asks_for_weather(question):
        wanted.append(WEATHER_TOOL)
    if _two_dates(progress) and LENGTH.search(question.shown_goal):
        wanted.append("time_delta")
    context = ToolContext(question.now, question.language)
    if read_collection_question(question.shown_goal, context):
        wanted.append(SEARCH_LIBRARY)
    return next((name for name in wanted if name in names), None)


def _hidden(
    tools: Sequence[Tool],
    question: Question,
    progress: Progress,
    step: int,
    addresses: Mapping[str, Sequence[str]],
) -> set[str]:
    hidden = {"do_nothing" if step else "task_complete"}
    hidden |= {browse for kind, browse in BROWSE.items() if not addresses.get(kind)}
    names = {tool.name for tool in tools}
    hidden |= _beside_the_point(question, progress)
    if step or _is_known_at_home(question) or SEARCH_WEB not in names:
        hidden.add(SEARCH_WEB)
    else:
        hidden.add(SEARCH_LIBRARY)
    if progress.results or progress.browsed:
        # What a search lists is seldom the answer: a page is read before the end.
        hidden |= names - {"time_delta", *BROWSE.values()}
        if not addresses or (progress.browsed and not _is_half_read(question, progress)):
            hidden.discard("task_complete")
    if progress.results or (
        progress.named_dates and len(mentioned_days(question.shown_goal, progress.named_dates)) < 2
    ):
        hidden.add("time_delta")
    return hidden


def _needs_the_internet(
    registry: Registry, question: Question, typed: Sequence[str]
) -> Tool | None:
    """The tool that the question is for and that cannot be used, for the network is off."""
    if question.access is not None:
        return None
    wanted = ""
    if typed:
        wanted = BROWSE[kind_of_address(typed[0])]
    elif _asks_for_weather(question):
        wanted = WEATHER_TOOL
    known = wanted in registry.names()
    return registry.get(wanted) if known and registry.get(wanted).online else None


def _asks_for_weather(question: Question) -> bool:
    """Whether the weather is asked for, and not what a document says of it."""
    found = WEATHER.search(question.shown_goal)
    if found is None:
        return False
    word = found[0].casefold()
    recalled = (entry for entry in question.memory if entry.kind == "knowledge")
    return not any(word in f"{entry.title} {entry.text}".casefold() for entry in recalled)


def _is_known_at_home(question: Question) -> bool:
    """Whether a passage of the library holds much of what the question asks for."""
    wanted = set(terms(question.shown_goal))
    for entry in question.memory:
        if entry.kind == "knowledge":
            held = wanted & set(terms(f"{entry.title} {entry.location.heading or ''} {entry.text}"))
            if len(held) >= _LEAST_KNOWN * len(wanted):
                return True
    return False


def _beside_the_point(question: Question, progress: Progress) -> set[str]:
    """The tools for days, and others, whose subject the question does not name."""
    asked = question.shown_goal
    hidden = set()
    if not MAYBE_WEATHER.search(asked):
        hidden.add(WEATHER_TOOL)
    if not speaks_of_solar_terms(asked):
        hidden.add("get_solar_terms_info")
    if not speaks_of_holidays(asked):
        hidden.add("get_holidays_info")
    if progress.spans is not None and progress.spans.count > 1:
        hidden.add("do_nothing")
    return hidden


def _two_dates(progress: Progress) -> dict[str, str]:
    """Both ends of a time, where the question goes from one date to another, not from festivals."""
    spans = progress.spans
    if spans is None or not spans.are_ends or any(map(names_festival, spans.apart)):
        return {}
    return dict(zip(("start_time", "end_time"), spans.apart, strict=True))


def _ends(question: Question, progress: Progress) -> dict[str, str]:
    """Both ends of the time that is asked for, once pages have said the days of who is named.

    Two who are compared, in the order of the question, or one whose age is asked for.
    """
    counted = any(record.task.command.name == "time_delta" for record in progress.records)
    if counted or not progress.browsed or not SPAN.search(question.shown_goal):
        return {}
    named = _mentioned(question.shown_goal, progress.dated_by)
    if len({progress.named_dates[name] for name in named}) > 1:
        return {"start_time": named[0], "end_time": named[-1]}
    if len(named) == 1 and AGE.search(question.shown_goal) and not _compared(question, progress):
        return {"start_time": named[0], "end_time": "now"}
    return {}


def _mentioned(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that `text` holds, in its order, as it writes them; no part of another."""
    folded = text.casefold()
    spans: list[tuple[int, int]] = []
    for name in sorted(names, key=len, reverse=True):
        start = folded.find(name.casefold())
        if start >= 0 and all(start >= end or start + len(name) <= first for first, end in spans):
            spans.append((start, start + len(name)))
    return [text[start:end] for start, end in sorted(spans)]


def _is_half_read(question: Question, progress: Progress) -> bool:
    """Whether a span of time is asked for and a page about one of its ends is still unread."""
    return bool(SPAN.search(question.shown_goal)) and _compared(question, progress)


def _compared(question: Question, progress: Progress) -> bool:
    """Whether a result that was not opened yet is about somebody whom the question names."""
    if len(progress.browsed) >= _MOST_PAGES:
        return False
    asked = question.shown_goal.casefold()
    return any(
        url not in progress.browsed
        and kind_of_address(url) == "wiki"
        and any(part in asked for part in _parts(progress.titles.get(mark, "")))
        for mark, url in progress.results.items()
    )


def _parts(title: str) -> list[str]:
    """The parts of a title by which a question may mean it."""
    parts = re.split(r"[\s·(),，（）]+", title.casefold())
    return [part for part in parts if len(part) > (1 if part > "\u3000" else 2)]


def _is_for_prose(tool: Tool) -> bool:
    """Whether a tool needs an argument that a small model is never offered."""
    properties = tool.parameters["properties"]
    return any(properties[name].get("x-for-prose") for name in tool.parameters["required"])
