"""Draw the learning curve of one or more runs.

    python -m models.training.learning_curve --out curve.svg .training/packed.jsonl NAME=other.jsonl

A log is JSON lines with "tokens" and "loss" or "held_out", as models.training.packed writes it.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (millions of tokens, loss in nats a token) of one run."""

    name: str
    training: list[tuple[float, float]] = field(default_factory=list)
    held_out: list[tuple[float, float]] = field(default_factory=list)


def read_curve(name: str, path: Path) -> Curve:
    """The curve of a log.

    Raises:
        ValueError: a line is no JSON object with "tokens"; the message names file and line.
    """
    curve = Curve(name)
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                tokens = row["tokens"] / 1e6
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: no line of a training log ({error})") from error
            if "loss" in row:
                curve.training.append((tokens, row["loss"]))
            if "held_out" in row:
                curve.held_out.append((tokens, row["held_out"]))
    return curve


def draw(curves: list[Curve], target: Path) -> None:
    """Write the picture; its kind is `target`'s suffix."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.5, 4.2), layout="constrained")
    for curve in curves:
        if curve.training:
            axes.plot(*zip(*curve.training, strict=True), label=curve.name, linewidth=1.2)
        if curve.held_out:
            label = f"{curve.name}, held-out conversations"
            axes.plot(*zip(*curve.held_out, strict=True), "o", label=label, markersize=4)
    axes.set(xlabel="million tokens", ylabel="loss (nats a token)", yscale="log")
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target)
    pyplot.close(figure)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("logs", nargs="+", help="LOG or NAME=LOG")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    named = [log.rpartition("=") for log in options.logs]
    draw([read_curve(name or Path(log).stem, Path(log)) for name, _, log in named], options.out)


if __name__ == "__main__":
    main()
