"""The tools on offer, and how one is run: its arguments checked, its time and size limited."""

from __future__ import annotations

import threading
import time
import typing
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.network import NetworkError
from engine.network_wording import network_error
from engine.tools.arguments import converted
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.tool import Tool
from store.errors import StoreError

_POLL_SECONDS = 0.05
_LONGEST_REASON = 300
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "unknown": "there is no tool named '{name}'; use one of: {known}",
        "argument": "{name} takes no argument '{key}'; its arguments: {known}",
        "none": "none",
        "missing": "{name} needs {missing}",
        "cancelled": "{name}: cancelled",
        "late": "{name}: no result within {seconds:g} s",
        "fault": "{name}: an unexpected error: {reason}",
        "nothing": "{name}: it found nothing",
        "cut": "… (cut at {most:,} characters)",
    },
    "zh": {
        "unknown": "没有名为“{name}”的工具；可用的有：{known}",
        "argument": "{name}没有参数“{key}”；它的参数：{known}",
        "none": "无",
        "missing": "{name}缺少参数：{missing}",
        "cancelled": "{name}：已取消",
        "late": "{name}：{seconds:g}秒内没有结果",
        "fault": "{name}：出现意外错误：{reason}",
        "nothing": "{name}：没有找到任何内容",
        "cut": "……（截至第{most:,}个字符）",
    },
}


class Registry:
    """The tools on offer, in a fixed order."""

    def __init__(self, tools: Iterable[Tool] = ()) -> None:
        self._tools: dict[str, Tool] = {}
        for entry in tools:
            self.register(entry)

    def register(self, entry: Tool) -> None:
        """Add a tool.

        Raises:
            ValueError: the name is taken.
        """
        if entry.name in self._tools:
            raise ValueError(f"a tool named {entry.name} is already registered")
        self._tools[entry.name] = entry

    def __iter__(self) -> typing.Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def names(self) -> list[str]:
        """Names in order."""
        return list(self._tools)

    def get(self, name: str, language: Language = "en") -> Tool:
        """The tool of that name.

        Raises:
            ToolError: there is none; the message lists those there are.
        """
        try:
            return self._tools[name]
        except KeyError:
            known = ", ".join(self._tools)
            text = _TEXTS[language]["unknown"].format(name=clean_line(name), known=known)
            raise ToolError("invalid_argument", text) from None

    def run(self, name: str, args: Mapping[str, Any], context: ToolContext) -> Observation:
        """Check the arguments against the schema and call the tool.

        It runs in a thread of its own, which is left behind when it takes longer than it may.

        Raises:
            ToolError: an unknown tool, a wrong or missing argument, or the tool's own trouble;
                also where the tool has a fault.
            StoreError: the memory that it reads is in trouble.
        """
        entry = self.get(name, context.language)
        checked = self._checked(entry, args, context.language)
        if entry.terminal:
            return entry.function(context, **checked)
        return _limited(entry, _Run(entry, context, checked).result(), context.language)

    @staticmethod
    def _checked(entry: Tool, args: Mapping[str, Any], language: Language) -> dict[str, Any]:
        texts, properties = _TEXTS[language], entry.parameters["properties"]
        for key in args:
            if key not in properties:
                known = ", ".join(properties) or texts["none"]
                text = texts["argument"].format(name=entry.name, key=clean_line(key), known=known)
                raise ToolError("invalid_argument", text)
        # A model that fills in every argument writes null for those that it leaves out.
        args = {key: value for key, value in args.items() if value is not None}
        missing = [key for key in entry.parameters["required"] if key not in args]
        if missing:
            text = texts["missing"].format(name=entry.name, missing=", ".join(missing))
            raise ToolError("invalid_argument", text)
        return {
            key: converted(entry.name, key, properties[key], args[key], language) for key in args
        }


class _Run(threading.Thread):
    """One call of a tool, to be waited for as long as it may take."""

    def __init__(self, entry: Tool, context: ToolContext, args: Mapping[str, Any]) -> None:
        super().__init__(name=f"kagent-tool-{entry.name}", daemon=True)
        self._entry = entry
        self._context = context
        self._args = args
        self._observation: Observation | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Call the tool and keep what comes of it."""
        try:
            self._observation = self._entry.function(self._context, **self._args)
        except BaseException as error:  # raised again by the thread that waits
            self._error = error

    def result(self) -> Observation:
        """What the tool brings.

        Raises:
            ToolError: the tool's own, or it took too long, has a fault, or the question was
                cancelled.
            StoreError: the memory is in trouble.
        """
        name, seconds = self._entry.name, self._entry.seconds
        texts = _TEXTS[self._context.language]
        web, cancel = self._context.web, self._context.cancel
        left, looked_at = seconds, time.monotonic()
        self.start()
        while self.is_alive():
            self.join(_POLL_SECONDS)
            if cancel is not None and cancel.is_set():
                raise ToolError("failed", texts["cancelled"].format(name=name))
            passed, looked_at = time.monotonic() - looked_at, time.monotonic()
            # What the user takes to answer a question of ours is not the tool's time.
            left -= 0.0 if web is not None and web.waits_for_user else passed
            if left < 0 and self.is_alive():
                raise ToolError("timed_out", texts["late"].format(name=name, seconds=seconds))
        if self._error is not None:
            raise self._told(self._error)
        assert self._observation is not None
        return self._observation

    def _told(self, error: BaseException) -> BaseException:
        """The error as one of a tool, so that the question goes on, unless it is another's."""
        language = self._context.language
        if isinstance(error, NetworkError):
            told = network_error(error, self._entry.name, language)
        elif isinstance(error, Exception) and not isinstance(error, ToolError | StoreError):
            reason = clean_line(f"{type(error).__name__}: {error}")[:_LONGEST_REASON]
            text = _TEXTS[language]["fault"].format(name=self._entry.name, reason=reason)
            told = ToolError("failed", text)
        else:
            return error
        told.__cause__ = error
        return told


def _limited(entry: Tool, found: Observation, language: Language) -> Observation:
    """The observation, cut to the characters that the tool may bring; never an empty one."""
    texts = _TEXTS[language]
    if not found.text.strip():
        raise ToolError("not_found", texts["nothing"].format(name=entry.name))
    if len(found.text) <= entry.characters:
        return found
    left = entry.characters
    kept: list[Passage] = []
    for passage in found.passages:
        left -= len(passage.text)
        if left < 0 and kept:
            break
        kept.append(passage)
    note = texts["cut"].format(most=entry.characters)
    return replace(found, text=found.text[: entry.characters] + note, passages=tuple(kept))
