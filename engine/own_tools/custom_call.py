"""A user's function as a Tool: each call runs in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cleaning import clean, clean_line
from engine.events import Language
from engine.own_tools.worker_process import Reply, WorkerError, run_worker
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.tool import TOOL_CHARACTERS, TOOL_SECONDS, Tool

LONGEST_SECONDS = 3600.0
LONGEST_DESCRIPTION = 1000
# Lines of a text that can be cited one by one; the rest is cited together.
_MOST_LINES = 200
_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "nothing": "{name}: it found nothing",
        "timed_out": "{name}: no result within {seconds:g} seconds, so it was stopped",
        "cancelled": "{name}: cancelled",
        "crashed": "{name}: its process ended without an answer ({reason})",
        "failed": "{name}: {reason}",
        "undeclared": (
            "{name}: it reached for the internet ({reason}), which its docstring does not ask "
            "for; name the hosts in a section Internet:"
        ),
        "unreached": "{name}: it reached for {reason}, a host that its docstring does not name",
    },
    "zh": {
        "nothing": "{name}：没有找到任何内容",
        "timed_out": "{name}：{seconds:g}秒内没有结果，已停止",
        "cancelled": "{name}：已取消",
        "crashed": "{name}：其进程没有回答就结束了（{reason}）",
        "failed": "{name}：{reason}",
        "undeclared": (
            "{name}：它想访问互联网（{reason}），但说明中没有声明；"
            "请在“联网:”（Internet:）一节写出主机名"
        ),
        "unreached": "{name}：它想访问说明中没有写出的主机{reason}",
    },
}


@dataclass(frozen=True, slots=True)
class ToolPlaces:
    """Where the user's tools are kept: the `folder` of their files, `logs`, and a `cache`."""

    folder: Path
    logs: Path
    cache: Path

    @classmethod
    def under(cls, home: Path) -> ToolPlaces:
        """The places under a home; none need be there."""
        return cls(home / "tools", home / "logs", home / "cache")


@dataclass(frozen=True, slots=True)
class Code:
    """Where a function is: `request` is what the worker loads it by, `origin` says it to a user.

    It runs in `folder`.
    """

    request: Mapping[str, str]
    origin: str
    folder: Path


def custom_tool(described: Mapping[str, Any], code: Code, logs: Path) -> Tool:
    """The tool of a description that the worker made (see engine.own_tools.signatures)."""
    name = described["name"]
    words = name.replace("_", " ")
    phrases = described["phrases"]
    hosts = tuple(described["hosts"])
    return Tool(
        name=name,
        description=clean_line(described["description"])[:LONGEST_DESCRIPTION],
        parameters=described["parameters"],
        returns=clean_line(described["returns"]),
        function=_Call(name, code, hosts, _seconds(described), logs),
        task_phrases={
            "en": clean_line(phrases.get("en", f"Use {words}")),
            "zh": clean_line(phrases.get("zh", f"使用{words}")),
        },
        online=bool(hosts),
        origin=code.origin,
        examples=tuple(clean_line(text) for text in described["examples"]),
        seconds=_seconds(described),
    )


def _seconds(described: Mapping[str, Any]) -> float:
    return min(LONGEST_SECONDS, described["seconds"] or TOOL_SECONDS)


@dataclass(frozen=True, slots=True)
class _Call:
    """What runs when the tool is called."""

    name: str
    code: Code
    hosts: tuple[str, ...]
    seconds: float
    logs: Path

    def __call__(self, context: ToolContext, **args: Any) -> Observation:
        """Run the function.

        Raises:
            ToolError: it failed, was late, found nothing, or wanted what it may not have.
        """
        if self.hosts:
            sends = json.dumps(args, ensure_ascii=False)
            context.need_web().announce(self.hosts, tool=self.name, sends=sends)
        request = {
            **self.code.request,
            "mode": "call",
            "function": self.name,
            "args": args,
            "characters": TOOL_CHARACTERS,
            "hosts": list(self.hosts),
        }
        environment = {
            "KAGENT_LANGUAGE": context.language,
            "KAGENT_NOW": context.now.isoformat(timespec="seconds"),
        }
        try:
            reply = run_worker(
                request,
                folder=self.code.folder,
                seconds=self.seconds,
                cancel=context.cancel,
                environment=environment,
            )
        except WorkerError as error:
            write_log(self.logs, f"tool-{self.name}", error.printed)
            text = self._text(context, error.trouble, reason=str(error))
            late = error.trouble == "timed_out"
            raise ToolError("timed_out" if late else "failed", text) from None
        return self._observation(context, reply, args)

    def _text(self, context: ToolContext, key: str, reason: str = "") -> str:
        text = _TEXTS[context.language][key]
        return clean_line(text.format(name=self.name, seconds=self.seconds, reason=reason))

    def _observation(
        self, context: ToolContext, reply: Reply, args: Mapping[str, Any]
    ) -> Observation:
        error = reply.answer.get("error")
        write_log(self.logs, f"tool-{self.name}", reply.printed + (error or {}).get("trace", ""))
        if error and error["kind"] == "offline":
            key = "unreached" if self.hosts else "undeclared"
            raise ToolError("offline", self._text(context, key, error["message"]))
        if error:
            raise ToolError("failed", self._text(context, "failed", error["message"]))
        found = reply.answer["result"]
        text = clean(found["text"]).strip()
        if not text:
            raise ToolError("not_found", self._text(context, "nothing"))
        title = call_title(self.name, args)
        return Observation(
            text=text,
            data=found["data"],
            passages=cited_lines(self.name, title, text, found["sources"]),
            trust="untrusted",
        )


def call_title(name: str, args: Mapping[str, Any]) -> str:
    """A call as it is shown: name(key=value)."""
    shown = ", ".join(f"{key}={value}" for key, value in args.items())
    return clean_line(f"{name}({shown})")[:200]


def cited_lines(
    name: str, title: str, text: str, sources: Sequence[Mapping[str, str]]
) -> tuple[Passage, ...]:
    """A passage a line. With one source, the lines are its; with several, their quotes follow."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], "\n".join(lines[_MOST_LINES:])]
    if len(sources) == 1:
        one = _Source.of(sources[0])
        place, title = one.source or f"tool:{name}", one.title
        return tuple(Passage(line, place, title, quote=one.quote or line) for line in lines)
    passages = [Passage(line, f"tool:{name}", title) for line in lines]
    quoted = [one for one in map(_Source.of, sources) if one.quote]
    passages += [Passage(one.quote, one.source, one.title, quote=one.quote) for one in quoted]
    return tuple(passages)


@dataclass(frozen=True, slots=True)
class _Source:
    source: str
    title: str
    quote: str

    @classmethod
    def of(cls, given: Mapping[str, str]) -> _Source:
        return cls(
            clean_line(given["source"]), clean_line(given["title"]), clean(given["quote"]).strip()
        )


def make_private(folder: Path) -> None:
    """Make a folder of the home, and the home, for this user alone; raises OSError."""
    for path in (folder.parent, folder):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_log(logs: Path, name: str, text: str) -> None:
    """Keep what a tool printed at its latest call, readable by this user alone.

    A log that cannot be written is no reason for a tool to fail.
    """
    if not text:
        return
    with contextlib.suppress(OSError):
        make_private(logs)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(logs / f"{name}.log", flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
