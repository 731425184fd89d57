"""The tools on offer, and how one is run: its arguments checked, its time and size limited."""

from __future__ import annotations

import threading
import time
import typing
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from engine.cleaning import clean
from engine.network import NetworkError, NetworkTrouble
from engine.tools.context import ToolContext
from engine.tools.observation import ErrorKind, Observation, Passage, ToolError
from engine.tools.tool import Tool

_POLL_SECONDS = 0.05
_KINDS: Mapping[NetworkTrouble, ErrorKind] = {
    "off": "offline",
    "declined": "refused",
    "refused": "refused",
    "bad_address": "invalid_argument",
    "unreachable": "offline",
    "timed_out": "timed_out",
    "rate_limited": "rate_limited",
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

    def get(self, name: str) -> Tool:
        """The tool of that name.

        Raises:
            ToolError: there is none; the message lists those there are.
        """
        try:
            return self._tools[name]
        except KeyError:
            known = ", ".join(self._tools)
            raise ToolError(
                "invalid_argument", f"there is no tool named {clean(name)!r}; use one of: {known}"
            ) from None

    def run(self, name: str, args: Mapping[str, Any], context: ToolContext) -> Observation:
        """Check the arguments against the schema and call the tool.

        It runs in a thread of its own, which is left behind when it takes longer than it may.

        Raises:
            ToolError: an unknown tool, a wrong or missing argument, or the tool's own trouble.
        """
        entry = self.get(name)
        checked = self._checked(entry, args)
        if entry.terminal:
            return entry.function(context, **checked)
        return _limited(entry, _Run(entry, context, checked).result())

    @staticmethod
    def _checked(entry: Tool, args: Mapping[str, Any]) -> dict[str, Any]:
        properties = entry.parameters["properties"]
        for key in args:
            if key not in properties:
                known = ", ".join(properties) or "none"
                raise ToolError(
                    "invalid_argument",
                    f"{entry.name} takes no argument {clean(key)!r}; its arguments: {known}",
                )
        missing = [key for key in entry.parameters["required"] if key not in args]
        if missing:
            raise ToolError("invalid_argument", f"{entry.name} needs {', '.join(missing)}")
        return {key: _convert(entry.name, key, properties[key], args[key]) for key in args}


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
            ToolError: the tool's own, or it took too long, or the question was cancelled.
        """
        name, seconds = self._entry.name, self._entry.seconds
        deadline = time.monotonic() + seconds
        self.start()
        while self.is_alive():
            self.join(_POLL_SECONDS)
            if self._context.cancel is not None and self._context.cancel.is_set():
                raise ToolError("failed", f"{name}: cancelled")
            if time.monotonic() > deadline and self.is_alive():
                raise ToolError("timed_out", f"{name}: no result within {seconds:g} seconds")
        if isinstance(self._error, NetworkError):
            raise ToolError(_KINDS.get(self._error.kind, "failed"), str(self._error))
        if self._error is not None:
            raise self._error
        assert self._observation is not None
        return self._observation


def _limited(entry: Tool, found: Observation) -> Observation:
    """The observation, cut to the characters that the tool may bring; never an empty one."""
    if not found.text.strip():
        raise ToolError("not_found", f"{entry.name}: it found nothing")
    if len(found.text) <= entry.characters:
        return found
    left = entry.characters
    kept: list[Passage] = []
    for passage in found.passages:
        left -= len(passage.text)
        if left < 0 and kept:
            break
        kept.append(passage)
    cut = f"{found.text[: entry.characters]}… (cut at {entry.characters:,} characters)"
    return replace(found, text=cut, passages=tuple(kept))


def _convert(tool_name: str, key: str, spec: Mapping[str, Any], value: Any) -> Any:
    """Accept what a person types on a command line: text for numbers and booleans."""
    wanted = spec["type"]
    try:
        if wanted == "string":
            converted: Any = clean(str(value)).strip()
        elif wanted == "boolean":
            converted = {"true": True, "false": False, "1": True, "0": False}[str(value).lower()]
        else:
            converted = int(value) if wanted == "integer" else float(value)
    except (KeyError, ValueError):
        raise ToolError(
            "invalid_argument", f"{tool_name}: {key}={value!r} is not a valid {wanted}"
        ) from None
    if "enum" in spec and converted not in spec["enum"]:
        raise ToolError(
            "invalid_argument", f"{tool_name}: {key} must be one of {', '.join(spec['enum'])}"
        )
    return converted
