"""A step written as each of the five templates asks for it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

from engine.events import Command, Language


def written(
    template: str, thought: str, command: Command, language: Language, rng: random.Random
) -> str:
    """The response to a template's prompt: the thought and the call in its form."""
    if template in ("ReACT", "ToolLlama"):
        args = _json(command.args)
        return f"Thought: {thought}\nAction: {command.name}\nAction Input: {args}"
    if template == "ModelScope":
        request = _json({"api_name": command.name, "parameters": command.args})
        return f"{thought}\n<|startofthink|>\n{request}\n<|endofthink|>"
    if template == "AutoGPT":
        return json.dumps(_autogpt(thought, command, language), ensure_ascii=False, indent=2)
    step = {"task_name": thought, "command": {"name": command.name, "args": command.args}}
    return _json([step]) if rng.random() < 0.9 else _json(step)


def _autogpt(thought: str, command: Command, language: Language) -> dict[str, Any]:
    rest = {
        "en": (
            "it brings what the goal needs",
            "- make this call\n- answer",
            "none",
            "One moment.",
        ),
        "zh": ("这样能得到所需的信息", "- 执行这个命令\n- 回答", "无", "请稍等。"),
    }[language]
    thoughts = dict(zip(("reasoning", "plan", "criticism", "speak"), rest, strict=True))
    return {
        "thoughts": {"text": thought, **thoughts},
        "command": {"name": command.name, "args": dict(command.args)},
    }


def _json(value: Mapping[str, Any] | list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
