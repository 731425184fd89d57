"""Conversations to tune on, read from JSON lines.

A line is `{"messages": [{"role", "content"}, ...]}`, or a prompt with its response,
`{"prompt": "..." or [{"role", "content"}, ...], "response": "..."}`. Further keys are left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from models.language.base import Message, Role
from models.training.tuning_settings import Learn, TuningError

_ROLES: Final = ("system", "user", "assistant", "tool")


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages, and the places among them of the responses to learn.

    `plain_prompt` says that the prompt was one string, which the layout "raw" needs.
    """

    messages: tuple[Message, ...]
    learnt: tuple[int, ...]
    plain_prompt: bool = False


def read_conversations(path: Path, learn: Learn = "last") -> list[Conversation]:
    """All conversations of a file.

    Raises:
        TuningError: the file is missing or empty, or a line is malformed; it says which.
    """
    try:
        found = list(_lines(path, learn))
    except UnicodeDecodeError:
        raise TuningError(f"{path} is not UTF-8 text: give JSON lines in UTF-8") from None
    except OSError as error:
        raise TuningError(f"{path} cannot be read ({error.strerror}): check the path") from error
    if not found:
        raise TuningError(f"{path} holds no conversations: export some first")
    return found


def _lines(path: Path, learn: Learn) -> Iterator[Conversation]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield conversation(json.loads(line), learn)
            except (ValueError, RecursionError) as error:
                reason = " ".join(str(error).split())[:200]
                message = f"{path}, line {number}: {reason}; correct it or leave it out"
                raise TuningError(message) from None


def conversation(row: Any, learn: Learn = "last") -> Conversation:
    """One decoded line.

    Raises:
        ValueError: it has neither of the two forms; the message says what is wrong.
    """
    if not isinstance(row, dict):
        raise ValueError("it is no JSON object")
    if "response" in row:
        return _pair(row)
    if "messages" not in row:
        raise ValueError('it has neither "messages" nor "prompt" and "response"')
    messages = _messages(row["messages"], "messages")
    turns = tuple(i for i, m in enumerate(messages) if m.role == "assistant")
    # What the assistant says before anybody else has no prompt to be learnt from.
    turns = tuple(i for i in turns if any(m.role != "system" for m in messages[:i]))
    if not turns:
        raise ValueError('"messages" has no answer of the assistant to learn')
    return Conversation(messages, turns[-1:] if learn == "last" else turns)


def _pair(row: dict[str, Any]) -> Conversation:
    prompt, response = row.get("prompt"), row["response"]
    if not isinstance(response, str) or not response.strip():
        raise ValueError('"response" must be a string that is not empty')
    answer = Message("assistant", response)
    if isinstance(prompt, str):
        if not prompt.strip():
            raise ValueError('"prompt" is empty')
        return Conversation((Message("user", prompt), answer), (1,), plain_prompt=True)
    before = _messages(prompt, "prompt")
    return Conversation((*before, answer), (len(before),))


def _messages(value: Any, key: str) -> tuple[Message, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(f'"{key}" must be a list of messages')
    return tuple(_message(item) for item in value)


def _message(item: Any) -> Message:
    if not isinstance(item, dict) or not isinstance(item.get("content"), str):
        raise ValueError('a message needs "role" and "content", both strings')
    role = item.get("role")
    if role not in _ROLES:
        raise ValueError(f"the role {role!r} is none of {', '.join(_ROLES)}")
    return Message(cast(Role, role), item["content"])
