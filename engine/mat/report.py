"""What a run of the pipeline came to, stage by stage, as figures and as a page of Markdown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

from engine.mat.errors import MatError
from engine.mat.run_folder import RunFolder


def figures(
    folder: RunFolder,
    training_logs: Sequence[Path] = (),
    measured: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The figures of the stages that were run; a stage that was not is absent.

    `training_logs` are JSON lines with "step" and "loss", as models/training writes them;
    `measured` is what else is known of what was tuned, and stands in the end.

    Raises:
        MatError: nothing was run in the folder, or a file is damaged.
    """
    found: dict[str, Any] = {}
    if queries := _lines(folder.queries):
        found["queries"] = {
            "count": len(queries),
            "clusters": len({row.get("cluster") for row in queries}),
            "languages": _counted(queries, "language"),
            "sources": _counted(queries, "source"),
        }
    if templates := _lines(folder.templates):
        found["craft"] = {"templates": len(templates), "kinds": _counted(templates, "kind")}
    if folder.approved.exists():
        approved = _lines(folder.approved)
        scores = [float(row["score"]) for row in approved if row.get("score") is not None]
        found["validate"] = {
            "approved": len(approved),
            "of": len(templates),
            "kinds": _counted(approved, "kind"),
            "mean_score": round(fmean(scores), 2) if scores else None,
        }
    if records := _lines(folder.records):
        found["collect"] = _collected(records)
    mixed = folder.path / "mixed.json"
    if mixed.exists():
        found["mix"] = _object(mixed)
    for path in training_logs:
        found.setdefault("training", {})[path.stem] = _training(path)
    found |= measured or {}
    if not found:
        raise MatError(f"{folder.path}: nothing was run there; begin with: kagent mat craft")
    return found


def _collected(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    steps = Counter((row["query"], row["template"]["id"]) for row in records)
    return {
        "pairs": len(records),
        "queries": len({row["query"] for row in records}),
        "templates": len({row["template"]["id"] for row in records}),
        # Table 1 of the paper gives this for its own set: 1.85.
        "mean_steps": round(fmean(steps.values()), 2),
        "types": _counted(records, "type"),
        "scenarios": _counted(records, "task"),
        "languages": _counted(records, "language"),
        "memory": dict(
            Counter(
                f"{row['memory']['kind']} {row['memory']['relation']}".strip() for row in records
            )
        ),
        "after_a_mistake": sum(row["mistake"] is not None for row in records),
    }


def _training(path: Path) -> dict[str, Any]:
    rows = _lines(path)
    if not rows:
        raise MatError(f"{path}: no training log; check --training-log")
    losses = [float(row["loss"]) for row in rows if "loss" in row]
    held_out = [float(row["held_out"]) for row in rows if "held_out" in row]
    return {
        "steps": rows[-1].get("step"),
        "first_loss": losses[0] if losses else None,
        "last_loss": losses[-1] if losses else None,
        "held_out_loss": held_out[-1] if held_out else None,
    }


def markdown(found: Mapping[str, Any]) -> str:
    """The figures as a page."""
    lines = ["# Meta-agent tuning: report", ""]
    for stage, values in found.items():
        lines += [f"## {stage}", "", "| figure | value |", "|---|---|"]
        lines += [f"| {_words(name)} | {_value(value)} |" for name, value in values.items()]
        lines.append("")
    return "\n".join(lines)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        shown = ", ".join(f"{_words(str(key))} {_value(item)}" for key, item in value.items())
        return shown.replace("|", "\\|") or "none"
    return "none" if value is None else str(value)


def _counted(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, int]:
    return dict(Counter(str(row.get(key, "none")) for row in rows).most_common())


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise MatError(f"{path}: damaged or unreadable ({error}); run its stage again") from error


def _object(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MatError(f"{path}: damaged or unreadable ({error}); run: kagent mat mix") from error
    return found
