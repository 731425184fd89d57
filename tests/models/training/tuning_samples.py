"""Conversations to tune on, and chat templates shaped like published ones."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest

CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role + '\n' + m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
# Refuses a system role and insists on alternation, as Gemma's does.
NO_SYSTEM = (
    "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}"
    "<|im_start|>{{ 'model' if m.role == 'assistant' else m.role }}\n{{ m.content | trim }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>model\n{% endif %}"
)
# Puts an empty thought before the last answer only, as Qwen3's does.
THINKING = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n"
    "{% if m.role == 'assistant' and loop.last %}<think>\n\n</think>\n\n{% endif %}"
    "{{ m.content }}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and enable_thinking is false %}<think>\n\n</think>\n\n"
    "{% endif %}{% endif %}"
)
TEXTS = [
    "The ferry leaves Little Morwen at nine. What day is it today? It is Friday 20 November 2026.",
    "今天是星期五，春节放假几天？第三天是星期几？",
    '{"task_name": "look up", "command": {"name": "search_knowledge", "args": {"text": "ferry"}}}',
    "don't you're we've it's 1234 56 7.8\n\n\tindented   spaces",
] * 5


def require_train() -> None:
    """Skip where the extra `train` is absent; fail in CI, which installs it."""
    missing = [
        name
        for name in ("torch", "transformers", "peft", "accelerate", "gguf")
        if importlib.util.find_spec(name) is None
    ]
    if missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must install the extra train: {missing}")
        pytest.skip(f"not installed: {', '.join(missing)}; pip install -e '.[train]'")


def one_thread() -> None:
    """Matrices this small are slower on several threads, which also wait busily."""
    import torch

    torch.set_num_threads(1)


def sample_rows() -> list[dict[str, Any]]:
    """Forty rows of all forms that can be learnt in a few steps."""
    rows: list[dict[str, Any]] = []
    for day in range(1, 21):
        command = {"name": "time_delta", "args": {"start_time": f"{day} May", "end_time": "today"}}
        response = json.dumps({"task_name": "count the days", "command": command})
        rows.append({"prompt": f"How long is it since {day} May?", "response": response})
        rows.append(
            {
                "messages": [
                    {"role": "system", "content": "You are KAgent."},
                    {"role": "user", "content": f"第{day}天是星期几？"},
                    {"role": "assistant", "content": "星期五"},
                    {"role": "tool", "content": "Saturday"},
                    {"role": "assistant", "content": "No, it is Saturday."},
                ]
            }
        )
    return rows


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Write JSON lines."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path
