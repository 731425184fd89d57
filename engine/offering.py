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
from engine.named_days import mentioned_days
from engine.planning import Choices
from engine.progress import Progress, Question
from engine.survey.reading import read_collection_question
from engine.tools.context import ToolContext
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import PromptStyle

SEARCH_LIBRARY = "search_knowledge"
SEARCH_WEB = "hybrid_search"
BROWSE = {"wiki": "browse_wiki", "web": "browse_website"}
_WIKI = re.compile(r"https?://[a-z-]+(?:\.m)?\.wikipedia\.org/", re.IGNORECASE)
# A span of time is asked for: an age, or how much one is older than another.
_SPAN = re.compile(
    r"\b(?:older|younger|elder|age|old|apart|between|lived|earlier|later)\b"
    r"|\bborn (?:before|after|first)\b"
    r"|多大|几岁|多少岁|年龄|年纪|岁数|活了|大多少|小多少|大几|小几|谁大|谁小|更大|更小|年长|年轻|相差|差多少|差几|"
    r"相隔|早出生|晚出生|先出生|多少天|几天",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\bhow (?:old|many (?:days|weeks|months|years) old)\b|\bage\b|\bhas .{1,60} lived\b"
    r"|多大|几岁|年龄|年纪|岁数|活了",
    re.IGNORECASE,
)
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
    typed = addresses_in(question.goal) if question.access is not None else []
    names = {tool.name for tool in tools}
    addresses = {
        kind: urls for kind, urls in _addresses(typed, progress).items() if BROWSE[kind] in names
    }
    ends = _ends(question, progress)
    if ends and "time_delta" in names:
        return Offer([registry.get("time_delta")], Choices(addresses, ends))
    choices = Choices(addresses, spans=progress.spans)
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
    if typed and (browse := BROWSE[kind_of_address(typed[0])]) in names:
        return browse
    if question.custom_tool in names:
        return question.custom_tool
    if SEARCH_LIBRARY not in names:
        return None
    context = ToolContext(question.now, question.language)
    asked = read_collection_question(question.shown_goal, context)
    return SEARCH_LIBRARY if asked else None


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
    at_home = any(entry.kind == "knowledge" for entry in question.memory)
    if step or at_home or SEARCH_WEB not in names:
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


def _ends(question: Question, progress: Progress) -> dict[str, str]:
    """Both ends of the time that is asked for, once pages have said the days of who is named.

    Two who are compared, in the order of the question, or one whose age is asked for.
    """
    counted = any(record.task.command.name == "time_delta" for record in progress.records)
    if counted or not progress.browsed or not _SPAN.search(question.shown_goal):
        return {}
    named = _mentioned(question.shown_goal, progress.dated_by)
    if len({progress.named_dates[name] for name in named}) > 1:
        return {"start_time": named[0], "end_time": named[-1]}
    if len(named) == 1 and _AGE.search(question.shown_goal) and not _compared(question, progress):
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
    return bool(_SPAN.search(question.shown_goal)) and _compared(question, progress)


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
