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
from engine.date_questions import read_date_question
from engine.day_words import asks_of_calendar, is_held, other_terms
from engine.events import Command, Task
from engine.named_days import mentioned_days
from engine.page_choice import (
    MOST_PAGES,
    is_half_read,
    is_wiki,
    named_ends,
    results_named,
)
from engine.planning import Choices
from engine.progress import Progress, Question, wanted_recording
from engine.question_ends import asked_pairs, two_dates
from engine.recording_names import means_a_recording
from engine.subjects import (
    WEATHER,
    asks_for_weather,
    may_ask_for_weather,
    names_festival,
    speaks_of_holidays,
    speaks_of_solar_terms,
)
from engine.survey.reading import read_collection_question
from engine.terms import terms
from engine.tools.context import ToolContext
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import PromptStyle

SEARCH_LIBRARY = "search_knowledge"
SEARCH_WEB = "hybrid_search"
WEATHER_TOOL = "get_weather_info"
BROWSE_VIDEO = "browse_video"
BROWSE = {"wiki": "browse_wiki", "web": "browse_website"}
_ADDRESS = re.compile(
    r"\b(?:urls?|links?|domains?|hosts?|web ?sites?|web ?pages?)\b|网址|链接|网页|网站|域名",
    re.IGNORECASE,
)
# Share of a question's words that a passage of the library must hold to be about it.
_LEAST_KNOWN = 0.5
_OF_DATES = frozenset(
    ("time_delta", "get_calendar_info", "get_holidays_info", "get_solar_terms_info")
)
# The user's own tools that a small model is told of.
MOST_OWN_TOOLS = 6


@dataclass(frozen=True, slots=True)
class Offer:
    """The tools of a step, and what a small model may choose for their arguments."""

    tools: Sequence[Tool]
    choices: Choices = field(default_factory=Choices)


def kind_of_address(url: str) -> str:
    """Which tool browses an address: "wiki" or "web"."""
    return "wiki" if is_wiki(url) else "web"


def available(tools: Iterable[Tool], question: Question) -> list[Tool]:
    """The tools that can be used at all: without the internet none that needs it, unless it can
    answer from the library; without recordings none that looks into them."""
    return [
        tool
        for tool in tools
        if (question.access is not None or not tool.online or tool.name in question.at_home)
        and (tool.name != BROWSE_VIDEO or question.browses_recordings)
    ]


def shown_tools(style: PromptStyle, tools: Iterable[Tool]) -> list[Tool]:
    """Those of the available tools that the prompt names: a small model is not told of all.

    Of the user's own tools it is told of the first six.
    """
    if style == "prose":
        return list(tools)
    known = [tool for tool in tools if not _is_for_prose(tool)]
    return [tool for tool in known if not tool.origin] + _own(known)


def _own(tools: Iterable[Tool]) -> list[Tool]:
    return [tool for tool in tools if tool.origin][:MOST_OWN_TOOLS]


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

    `tools` are those that are available, the user's own in the order in which they fit; these are
    for the first step, in which the model chooses among them and the built-in ones.
    """
    typed = addresses_in(question.goal)
    names = {tool.name for tool in tools}
    addresses = {
        kind: urls
        for kind, urls in _addresses(typed, question, progress).items()
        if BROWSE[kind] in names
    }
    if step == 0 and (tool := _needs_the_internet(registry, tools, question, typed)):
        # It says itself that the network is off.
        typed_there = {kind_of_address(url): [url] for url in typed[:1]}
        return Offer([tool], Choices(typed_there, spans=progress.spans))
    ends = named_ends(question, progress)
    if ends and "time_delta" in names:
        return Offer([registry.get("time_delta")], Choices(addresses, ends))
    dated = progress.dated
    if dated is not None and dated.tool in names and not progress.has_run(dated.tool):
        return Offer([registry.get(dated.tool)], Choices(addresses, dated.args))
    pairs = asked_pairs(question, progress)
    choices = Choices(addresses, two_dates(question, progress), progress.spans, pairs)
    only = _only_tool(tools, question, progress, step, typed)
    if only == BROWSE_VIDEO:
        choices = Choices(values={"video_id": wanted_recording(question, progress)})
    if only is not None:
        return Offer([registry.get(only)], choices)
    hidden = _hidden(tools, question, progress, step, addresses)
    left = [tool for tool in tools if tool.name not in hidden and not tool.origin]
    if step == 0:
        left += _own(tools)
    left = [tool for tool in left if not _is_for_prose(tool)]
    # Where the user allows few tools, none may be left but to end.
    return Offer(left or [tool for tool in tools if tool.terminal], choices)


def _addresses(
    typed: Sequence[str], question: Question, progress: Progress
) -> dict[str, list[str]]:
    """What may be browsed next: addresses as typed, and the marks of results, by kind.

    Of the results only the articles about what the question names, where there are any.
    """
    if len(progress.browsed) >= MOST_PAGES:
        return {}
    found: dict[str, list[str]] = {}
    for url in typed:
        if url not in progress.browsed:
            found.setdefault(kind_of_address(url), []).append(url)
    named = results_named(question, progress)
    for mark, url in progress.results.items():
        if url not in progress.browsed and (mark in named or not named):
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
    if (progress.whole or _is_counted(progress)) and "task_complete" in names:
        return "task_complete"
    if step:
        return _only_next(names, question, progress)
    wanted = [question.custom_tool]
    if wanted_recording(question, progress):
        wanted.append(BROWSE_VIDEO)
    if not _own_are_for(_ADDRESS, tools):
        wanted += [BROWSE[kind_of_address(url)] for url in typed[:1]]
    if _asks_for_weather(question) and not _own_are_for(WEATHER, tools):
        wanted.append(WEATHER_TOOL)
    if two_dates(question, progress):
        wanted.append("time_delta")
    context = ToolContext(question.now, question.language)
    if read_collection_question(question.shown_goal, context) or _is_of_attached(question):
        wanted.append(SEARCH_LIBRARY)
    return next((name for name in wanted if name in names), None)


def _is_of_attached(question: Question) -> bool:
    """Whether something was attached that the question may be about: none of the calendar is."""
    asked = question.shown_goal
    of_days = asks_of_calendar(asked) or speaks_of_holidays(asked) or speaks_of_solar_terms(asked)
    return question.attached is not None and not of_days


def _only_next(names: set[str], question: Question, progress: Progress) -> str | None:
    """The tool that what came before leaves no choice about."""
    last = progress.records[-1].task.command if progress.records else None
    if last is not None and is_misread(last, progress) and not progress.has_run(SEARCH_LIBRARY):
        # What was taken for a date is none: the documents may know.
        return SEARCH_LIBRARY if SEARCH_LIBRARY in names else None
    if two_dates(question, progress) and not progress.has_run("time_delta"):
        return "time_delta" if "time_delta" in names else None
    if last is not None and last.name == BROWSE_VIDEO:
        # What the recording does not say, another document may.
        after = "task_complete" if progress.latest else SEARCH_LIBRARY
        return after if after in names else None
    if wanted_recording(question, progress) and BROWSE_VIDEO in names:
        return BROWSE_VIDEO
    goes_out = progress.found_nothing_at_home and not progress.searched_web
    return SEARCH_WEB if goes_out and SEARCH_WEB in names else None


def _is_counted(progress: Progress) -> bool:
    """Whether the last step counted or looked up what documents had dated, or two ends."""
    last = progress.records[-1] if progress.records else None
    if last is None or last.error:
        return False
    done = last.task.command.name
    return done == "time_delta" or (progress.dated is not None and done == progress.dated.tool)


def is_misread(command: Command, progress: Progress) -> bool:
    """Whether a tool for dates was given words that say none."""
    spans = progress.spans
    if command.name not in _OF_DATES or spans is None:
        return False
    known = {*spans.dates, *progress.named_dates, "now"}
    return not known.intersection(map(str, command.args.values()))


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
    # What has run has said what it knows.
    hidden |= {name for name in _OF_DATES if progress.has_run(name)}
    at_home = question.attached is not None or _is_known_at_home(question)
    at_home = at_home or _is_of_recordings(question)
    if step or at_home or SEARCH_WEB not in names:
        hidden.add(SEARCH_WEB)
    else:
        hidden.add(SEARCH_LIBRARY)
    if progress.results or progress.browsed:
        # What a search lists is seldom the answer: a page is read before the end.
        hidden |= names - {"time_delta", *BROWSE.values()}
        if not addresses or (progress.browsed and not is_half_read(question, progress)):
            hidden.discard("task_complete")
    if progress.results or (
        progress.named_dates and len(mentioned_days(question.shown_goal, progress.named_dates)) < 2
    ):
        hidden.add("time_delta")
    return hidden


def _own_are_for(subject: re.Pattern[str], tools: Iterable[Tool]) -> bool:
    """Whether one of the user's own tools speaks of what a built-in tool is for."""
    return any(
        subject.search(f"{tool.name.replace('_', ' ')} {tool.description}") for tool in _own(tools)
    )


def _needs_the_internet(
    registry: Registry, tools: Sequence[Tool], question: Question, typed: Sequence[str]
) -> Tool | None:
    """The tool that the question is for and that cannot be used, for the network is off.

    None where one of the user's own may be what it is for.
    """
    if question.access is not None or question.custom_tool:
        return None
    wanted = ""
    if typed and not _own_are_for(_ADDRESS, tools):
        wanted = BROWSE[kind_of_address(typed[0])]
    elif _asks_for_weather(question) and not _own_are_for(WEATHER, tools):
        wanted = WEATHER_TOOL
    known = wanted in registry.names()
    return registry.get(wanted) if known and registry.get(wanted).online else None


def _asks_for_weather(question: Question) -> bool:
    """Whether the weather is asked for, and not what a document says of it."""
    found = asks_for_weather(question.shown_goal)
    if found is None:
        return False
    word = found[0].casefold()
    recalled = (entry for entry in question.memory if entry.kind == "knowledge")
    return not any(word in f"{entry.title} {entry.text}".casefold() for entry in recalled)


def _is_of_recordings(question: Question) -> bool:
    """Whether "the video" of a question may be one of the user's own."""
    recordings = question.recordings
    return recordings is not None and means_a_recording(question.shown_goal) and recordings.any()


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
    if not may_ask_for_weather(asked):
        hidden.add(WEATHER_TOOL)
    if not speaks_of_solar_terms(asked):
        hidden.add("get_solar_terms_info")
    if not speaks_of_holidays(asked):
        hidden.add("get_holidays_info")
    return hidden | _beside_the_dates(question, progress)


def _beside_the_dates(question: Question, progress: Progress) -> set[str]:
    """The tools for days that have no date to work with, and all where documents know of it."""
    asked, spans = question.shown_goal, progress.spans
    hidden: set[str] = set()
    if spans is None:
        return hidden
    if spans.count > 1:
        hidden.add("do_nothing")
    if not asked_pairs(question, progress):
        hidden.add("time_delta")
    if not spans.count and not asks_of_calendar(asked) and len(other_terms(asked, spans)) > 1:
        hidden.add("get_calendar_info")
    asks_documents = not spans.are_ends and _is_of_documents(question, progress)
    if not progress.records and asks_documents:
        hidden |= _OF_DATES
        if read_date_question(asked) is not None:
            hidden.add("do_nothing")
    elif not spans.count and _describes_days(asked):
        hidden |= _OF_DATES
    return hidden


def _describes_days(asked: str) -> bool:
    """Whether a length between two days is asked for that only documents or pages can date."""
    found = read_date_question(asked)
    return found is not None and len(found.days) == 2 and not names_festival(asked)


def _is_of_documents(question: Question, progress: Progress) -> bool:
    """Whether the library holds what a question says beside its dates."""
    recalled = [
        f"{entry.title} {entry.location.heading or ''} {entry.text}"
        for entry in question.memory
        if entry.kind == "knowledge"
    ]
    return is_held(other_terms(question.shown_goal, progress.spans), recalled)


def _is_for_prose(tool: Tool) -> bool:
    """Whether a tool needs an argument that a small model is never offered."""
    properties = tool.parameters["properties"]
    return any(properties[name].get("x-for-prose") for name in tool.parameters["required"])
