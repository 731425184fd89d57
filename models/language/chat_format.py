"""Texts of the OpenAI chat format: what is sent to a server and read from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from models.language.base import Message, ModelError, Usage
from models.language.sse import one_line

_FENCE: Final = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_REASONING: Final = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


def told_usage(usage: Mapping[str, Any]) -> Usage:
    """Counts as a server reports them; what it leaves out counts as 0."""
    details = usage.get("prompt_tokens_details")
    counts = [
        usage.get("prompt_tokens"),
        details.get("cached_tokens") if isinstance(details, Mapping) else None,
        usage.get("completion_tokens"),
    ]
    prompt, cached, generated = (max(0, c) if isinstance(c, int) else 0 for c in counts)
    return Usage(prompt, max(0, prompt - cached), generated)


def normalised(base_url: str) -> str:
    """The base URL without a trailing slash, and with /v1 where it has no path.

    Raises:
        ModelError: it is not an http or https URL.
    """
    url = base_url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ModelError(f"{one_line(base_url)!r} is no URL of a model server: correct it")
    return url if parts.path.rstrip("/") else f"{url}/v1"


def folded(messages: Sequence[Message]) -> list[dict[str, str]]:
    """Tool results as the user's words, neighbours joined: servers' templates differ too much."""
    result: list[dict[str, str]] = []
    for message in messages:
        role = "user" if message.role == "tool" else message.role
        if result and result[-1]["role"] == role:
            result[-1]["content"] += f"\n\n{message.content}"
        else:
            result.append({"role": role, "content": message.content})
    return result


def appended(messages: list[dict[str, str]], wish: str) -> list[dict[str, str]]:
    """`messages` with `wish` at the end of the last user turn."""
    if messages and messages[-1]["role"] == "user":
        last = {"role": "user", "content": f"{messages[-1]['content']}\n\n{wish}"}
        return [*messages[:-1], last]
    return [*messages, {"role": "user", "content": wish}]


def plain_schema(schema: Any) -> Any:
    """The schema without our own `x-` keywords, which strict servers refuse."""
    if isinstance(schema, list):
        return [plain_schema(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    plain = {k: plain_schema(v) for k, v in schema.items() if not str(k).startswith("x-")}
    if isinstance(schema.get("properties"), Mapping):
        # These keys are names, not keywords.
        plain["properties"] = {k: plain_schema(v) for k, v in schema["properties"].items()}
    return plain


def unwrapped(answer: str) -> str:
    """The answer without reasoning before it and without a code fence around it."""
    answer = _REASONING.sub("", answer, count=1)
    fenced = _FENCE.match(answer)
    return (fenced.group(1) if fenced else answer).strip()


def json_trouble(answer: str) -> str | None:
    """What is wrong with `answer` as JSON, None if nothing is."""
    try:
        json.loads(answer, strict=False)
    except (ValueError, RecursionError) as error:
        return one_line(str(error))
    return None
