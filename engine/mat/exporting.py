"""The training set as files: prompt-response pairs, chat form, and a data card."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.mat.errors import StageCancelledError
from engine.mat.events import Spent, StageEvent, StageFinished, StagePlanned
from engine.mat.run_folder import RunFolder, draw, read_lines, write_lines

PAIRS, PAIRS_HELD_OUT = "train.jsonl", "held_out.jsonl"
CHAT, CHAT_HELD_OUT = "train.chat.jsonl", "held_out.chat.jsonl"
CARD = "DATA_CARD.md"

# What a line of the pairs holds, and what it means; the card prints it.
FIELDS: Mapping[str, str] = {
    "id": "short hash of type, prompt and response; the same pair has the same id in every run",
    "type": "plan, reflection (after a mistake or conflicting knowledge), conclusion, profile or "
    "general",
    "query": "what was asked",
    "template": "id, kind (prompt-API, prompt-response, prompt-react, profile) and origin of the "
    "system template; null for general data",
    "tools": "JSON Schemas of the tools in the prompt",
    "memory": "kind and relation (relevant, irrelevant, conflicting) of the memory block, and its "
    "text; null for general data",
    "language": "en or zh",
    "source": "where the query comes from",
    "model": "the model that wrote the response; its licence may bind what is trained on it",
    "prompt": "messages, each with role and content",
    "response": "what is to be learnt",
}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The folder to write to, the share kept apart, and the name on the card."""

    out: Path
    held_out: float = 0.02
    title: str = "Agent instruction data"


def export(
    folder: RunFolder, options: ExportOptions, cancel: threading.Event
) -> Iterator[StageEvent]:
    """Write the mixed records to `options.out`; every file appears whole or not at all.

    All records of one query fall on the same side, so that nothing held out is learnt.

    Raises:
        MatError: the folder holds no mixed records.
        OSError: `options.out` cannot be written.
    """
    began = time.monotonic()
    # Read first, so that a folder that is not there is said and not made.
    records = read_lines(folder.path / "mixed.jsonl", "kagent mat mix")
    with folder.held():
        yield StagePlanned("export", len(records), 0)
        options.out.mkdir(parents=True, exist_ok=True)
        sides: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
        for record in records:
            if cancel.is_set():
                raise StageCancelledError
            sides[draw("held out", str(record["query"])) < options.held_out].append(record)
        for side, pairs, chat in zip(
            sides, (PAIRS, PAIRS_HELD_OUT), (CHAT, CHAT_HELD_OUT), strict=True
        ):
            write_lines(options.out / pairs, map(_pair, side))
            write_lines(options.out / chat, map(_chat, side))
        counts = json.loads((folder.path / "mixed.json").read_text(encoding="utf-8"))
        card = data_card(options.title, sides, counts)
        (options.out / CARD).write_text(card, encoding="utf-8")
    total, seconds = len(records), time.monotonic() - began
    results = {"train": len(sides[0]), "held_out": len(sides[1])}
    yield StageFinished(
        "export", total, total, 0, 0, {}, Spent(), 0.0, seconds, interrupted=False, results=results
    )


def _pair(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record.get(name) for name in FIELDS}


def _chat(record: Mapping[str, Any]) -> dict[str, Any]:
    answer = {"role": "assistant", "content": record["response"]}
    return {"messages": [*record["prompt"], answer]}


def data_card(
    title: str, sides: Sequence[Sequence[Mapping[str, Any]]], counts: Mapping[str, Any]
) -> str:
    """The card of an export in Markdown: what it holds, how it was made, what each field means."""
    everything = [record for side in sides for record in side]
    lines = [
        f"# {title}",
        "",
        f"{len(sides[0])} pairs to train on and {len(sides[1])} held out, split by query. "
        f"{counts['agent']} are agent records and {counts['general']} general data: a share of "
        f"{counts['general_share']}.",
        "",
        f"`{PAIRS}` has one pair a line with all fields below, `{CHAT}` the same pairs as "
        '`{"messages": [...]}`, whose last message is what is to be learnt.',
        "",
        *_table("By", "value", _counts(everything)),
        *_table("Left out", "reason", {("", k): v for k, v in counts["left_out"].items()}),
        *_table("Kept from", "file", {("", k): v for k, v in counts["evaluation_texts"].items()}),
        "| field | meaning |",
        "|---|---|",
        *(f"| {name} | {meaning} |" for name, meaning in FIELDS.items()),
        "",
        "Responses of a language model are bound by its terms: see the models above before a "
        "model that is trained on them is published.",
        "",
    ]
    return "\n".join(lines)


def _counts(records: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for record in records:
        template = record.get("template") or {}
        memory = record.get("memory") or {}
        found["type", str(record["type"])] += 1
        found["language", str(record["language"])] += 1
        found["template", f"{template.get('origin', 'none')} {template.get('kind', '')}"] += 1
        found["memory", f"{memory.get('kind', 'none')} {memory.get('relation', '')}".strip()] += 1
        found["source", str(record["source"])] += 1
        found["model", str(record.get("model") or "none")] += 1
    return dict(sorted(found.items()))


def _table(head: str, second: str, rows: Mapping[tuple[str, str], int]) -> list[str]:
    if not rows:
        return []
    lines = [f"| {head.lower()} | {second} | count |", "|---|---|---|"]
    lines += [f"| {group} | {_cell(value)} | {count} |" for (group, value), count in rows.items()]
    return [*lines, ""]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split()) or "none"
