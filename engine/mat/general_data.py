"""General data to mix with: ordinary instructions and dialogues, in chat form (paper 4.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from engine.language import detect_language
from engine.mat.errors import MatError
from engine.mat.run_folder import digest

_ROLES = frozenset({"system", "user", "assistant"})


def general_records(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """A record for each line {"messages": [...]} or {"prompt": ..., "response": ...} of the files.

    The last message of a conversation is what is learnt and must be the assistant's.

    Raises:
        MatError: a file cannot be read or a line has no such form; says file and line.
    """
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise MatError(f"{path}: cannot be read ({error}); check --general") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _record(path, number, line)


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
        prompt, response = _pair(value)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise MatError(
            f'{path}, line {number}: neither {{"messages": [...]}} that end with the assistant nor '
            f'{{"prompt", "response"}} ({" ".join(str(error).split())[:80]}); correct the line'
        ) from None
    question = prompt[-1]["content"]
    return {
        "id": digest("general", *(message["content"] for message in prompt), response),
        "type": "general",
        "language": detect_language(question),
        "source": str(value.get("source", path.name)),
        "prompt": prompt,
        "response": response,
        "query": question,
    }


def _pair(value: Any) -> tuple[list[dict[str, str]], str]:
    if "messages" in value:
        *prompt, last = [_message(message) for message in value["messages"]]
        if last["role"] != "assistant":
            raise ValueError("the last message is not the assistant's")
        response = last["content"]
    else:
        given = value["prompt"]
        prompt = (
            [{"role": "user", "content": given}]
            if isinstance(given, str)
            else [_message(message) for message in given]
        )
        response = value["response"]
    if not prompt or not isinstance(response, str) or not response.strip():
        raise ValueError("a prompt or a response is empty")
    return prompt, response


def _message(value: Any) -> dict[str, str]:
    role, content = value["role"], value["content"]
    if role not in _ROLES or not isinstance(content, str):
        raise ValueError(f"role {role!r}")
    return {"role": role, "content": content}
