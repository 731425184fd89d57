"""The files that a run writes: predictions, and beside them what the run took."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.bench.instances import PLAIN, Instance
from engine.mat.run_folder import write_lines
from engine.whole_files import write_whole


def journal_path(predictions: Path) -> Path:
    """Where the prompts that are answered are kept while a run goes on, and after it."""
    return predictions.with_name(predictions.name + ".journal")


def run_record_path(predictions: Path) -> Path:
    """Where it stands what the run took that made these predictions."""
    return predictions.with_name(predictions.name + ".run.json")


def prediction_rows(
    instances: Iterable[Instance], text: Callable[[str, str], str | None]
) -> Iterator[dict[str, Any]]:
    """A line of predictions for each instance that has any: its own line less its prompts.

    `text` gives what the model wrote for an instance's id and a template's name, "" where nothing
    came, None where it was not asked.
    """
    for instance in instances:
        found = {name: text(instance.id, name) for name in instance.prompts}
        told = {name: said for name, said in found.items() if said is not None}
        if not told:
            continue
        row = {key: value for key, value in instance.row.items() if key != "prompt_input"}
        is_plain = set(instance.prompts) == {PLAIN}
        yield {**row, "id": instance.id, "model_predict": told[PLAIN] if is_plain else told}


def write_predictions(
    path: Path, instances: Iterable[Instance], text: Callable[[str, str], str | None]
) -> int:
    """Write predictions whole, in place of what was there; how many instances have any.

    Raises:
        OSError: the file cannot be written.
    """
    return write_lines(path, prediction_rows(instances, text))


def read_run_record(predictions: Path) -> dict[str, Any]:
    """What the run took that made these predictions; empty where nothing usable is there."""
    try:
        found = json.loads(run_record_path(predictions).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    # Python's reader of JSON takes Infinity and NaN, too; a result must not hold them.
    return {
        name: value
        for name, value in found.items()
        if not isinstance(value, float) or math.isfinite(value)
    }


def write_run_record(predictions: Path, record: Mapping[str, Any]) -> None:
    """Write what a run took.

    Raises:
        OSError: the file cannot be written.
    """
    text = json.dumps(dict(record), ensure_ascii=False, indent=2)
    write_whole(run_record_path(predictions), f"{text}\n")
