"""What a model is taught to think before a call, in words of our own; {name} is an argument."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Final

from engine.events import Command, Language

_BY_TOOL: Final[Mapping[Language, Mapping[str, Sequence[str]]]] = {
    "en": {
        "get_calendar_info": (
            "I need to look up {start_date} in the calendar.",
            "Check the calendar for {start_date} to see the weekday and date.",
            "To answer this I have to find out what day {start_date} is.",
            "The calendar tool will tell me about {start_date}.",
        ),
        "get_holidays_info": (
            "I'll get the list of public holidays of {year}.",
            "The holidays tool lists the days off of {year}, so I look there.",
            "To find the date of the holiday I need the holidays of {year}.",
        ),
        "get_solar_terms_info": (
            "I look up the solar terms of {year}.",
            "The list of the 24 solar terms of {year} has the date.",
            "To find the date I need the solar terms of {year}.",
        ),
        "time_delta": (
            "I need to count the time from {start_time} to {end_time}.",
            "Work out how long it is from {start_time} to {end_time}.",
            "The user wants the time between {start_time} and {end_time}, so I count it.",
        ),
        "search_knowledge": (
            "The answer should be in the user's own documents, so I search them.",
            "Search the documents for {text}.",
            "I'll look in the user's documents for {text}.",
        ),
        "hybrid_search": (
            "I don't know this and the documents won't tell, so I search the web for {text}.",
            "Search the web and the encyclopedia for {text}.",
        ),
        "get_weather_info": (
            "I need the weather forecast for {location}.",
            "Check the weather in {location}.",
        ),
        "do_nothing": (
            "The user is just chatting, so no tool is needed.",
            "This is small talk; there is nothing to look up.",
        ),
        "task_complete": (
            "The answer is already there, so nothing more has to be looked up.",
            "What was found is enough to answer, so I finish here.",
            "The result already tells it; the work can end.",
        ),
    },
    "zh": {
        "get_calendar_info": (
            "查一下{start_date}的日历。",
            "用日历看看{start_date}是星期几、几月几号。",
            "需要先查{start_date}是哪一天。",
        ),
        "get_holidays_info": (
            "查{year}的法定节假日安排。",
            "先看{year}的放假安排就知道日期了。",
            "要知道节日是哪天，先列出{year}的节假日。",
        ),
        "get_solar_terms_info": (
            "查{year}的二十四节气日期。",
            "节气表里有{year}的日期，查一下。",
        ),
        "time_delta": (
            "算一下从{start_time}到{end_time}有多久。",
            "计算{start_time}到{end_time}相差多少天。",
            "用户想知道{start_time}到{end_time}的时间，直接算。",
        ),
        "search_knowledge": (
            "答案应该在用户自己的资料里，先搜索资料。",
            "在资料里查{text}。",
            "去用户的资料里找{text}。",
        ),
        "hybrid_search": (
            "资料里没有，上网搜索{text}。",
            "搜索一下{text}。",
        ),
        "get_weather_info": ("查一下{location}的天气。", "看看{location}的天气预报。"),
        "do_nothing": ("用户只是在闲聊，不需要用工具。", "这是闲聊，没有什么要查的。"),
        "task_complete": (
            "已经有答案了，不用再查。",
            "前面查到的内容足够回答，可以结束。",
            "结果里已经写明，直接结束任务。",
        ),
    },
}
_ANY: Final[Mapping[Language, Sequence[str]]] = {
    "en": (
        "I will use {tool} for this: {does}.",
        "The tool {tool} can {does}, which is what is asked for.",
        "To answer I call {tool}, which can {does}.",
    ),
    "zh": (
        "用{tool}来{does}。",
        "{tool}可以{does}，正好用得上。",
        "这个问题要{does}，调用{tool}。",
    ),
}
_SLOT: Final = re.compile(r"\{(\w+)\}")
_AFTER_ERROR: Final[Mapping[Language, Sequence[str]]] = {
    "en": (
        "The last call failed because of its arguments, so I try again with the right ones. ",
        "That did not work; I correct the call. ",
        "The error says what was wrong, so I change the arguments. ",
    ),
    "zh": (
        "上一次调用的参数有误，改正后再试。",
        "上次没有成功，换正确的参数。",
        "报错说明了问题，修改参数再查。",
    ),
}


def thought_of(
    command: Command,
    description: str,
    language: Language,
    rng: random.Random,
    *,
    after_error: bool = False,
) -> str:
    """A thought for the call; `description` is what its prompt says of the tool."""
    args = {name: str(value) for name, value in command.args.items()}
    known = _BY_TOOL[language].get(command.name, ())
    fitting = [text for text in known if set(_SLOT.findall(text)) <= set(args)]
    if not fitting:
        args |= {"tool": command.name, "does": _does(description, language)}
    text = rng.choice(fitting or _ANY[language])
    for name, value in args.items():
        said = "现在" if value == "now" and language == "zh" else value
        text = text.replace(f"{{{name}}}", said)
    before = rng.choice(_AFTER_ERROR[language]) if after_error else ""
    return before + text


def _does(description: str, language: Language) -> str:
    """What a tool does, within a sentence."""
    first = (
        description.split("。" if language == "zh" else ". ", maxsplit=1)[0].strip().rstrip("。.")
    )
    return first if language == "zh" else first[:1].lower() + first[1:]
