"""The two commands that end planning."""

from __future__ import annotations

from typing import Annotated

from engine.tools.context import ToolContext
from engine.tools.observation import Observation
from engine.tools.tool import Phrases, tool

REASONS = (
    "the observations answer the question",
    "the documents do not answer the question",
    "观察结果已能回答问题",
    "资料中没有答案",
)


def task_complete(context: ToolContext, reason: Annotated[str, Phrases(REASONS)]) -> Observation:
    """Finish: what was observed is enough to answer the question, or more tools would not help.

    Args:
    reason: why no more tools are needed
    """
    return Observation(text=reason)


def do_nothing(context: ToolContext) -> Observation:
    """Use no tool: the message is small talk, or can be answered without looking anything up."""
    text = {"en": "No tool is needed.", "zh": "不需要使用工具。"}[context.language]
    return Observation(text=text)


TOOLS = (
    tool(
        task_complete,
        en="Finish",
        zh="完成任务",
        returns="the reason",
        terminal=True,
    ),
    tool(
        do_nothing,
        en="Answer without tools",
        zh="直接回答",
        returns="nothing",
        terminal=True,
    ),
)
