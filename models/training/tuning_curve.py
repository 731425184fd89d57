"""The log of losses, and the learning curve drawn from it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

_WIDTH: Final = 720
_HEIGHT: Final = 360
_LEFT: Final = 56
_RIGHT: Final = 16
_TOP: Final = 32
_BOTTOM: Final = 40
_TICKS: Final = 5
# The drawn line is a running mean over this share of the steps.
_SMOOTHING: Final = 0.02


def read_log(path: Path) -> list[dict[str, Any]]:
    """The rows of a log; a last line that was cut short is left out."""
    if not path.exists():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            break
    return rows


def rewind_log(path: Path, step: int) -> None:
    """Drop the rows after `step`, which a run that goes on from there writes again."""
    kept = [row for row in read_log(path) if row["step"] <= step]
    part = path.with_suffix(".part")
    part.write_text("".join(json.dumps(row) + "\n" for row in kept), encoding="utf-8")
    part.replace(path)


def append_log(path: Path, row: dict[str, Any]) -> None:
    """Add a row."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def write_curve(path: Path, points: Sequence[tuple[float, float]], title: str) -> None:
    """Draw (step, loss) points as an SVG picture: the losses pale, their running mean in front.

    Points that are no finite numbers are left out; without any, nothing is written.
    """
    finite = [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]
    if not finite:
        return
    xs, ys = zip(*finite, strict=True)
    low, high = min(ys), max(ys)
    margin = 0.05 * (high - low) or 0.5
    low, high = max(0.0, low - margin), high + margin
    first, last = xs[0], max(xs[-1], xs[0] + 1)

    def across(x: float) -> float:
        return _LEFT + (x - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def down(y: float) -> float:
        return _TOP + (high - y) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    # More points than the picture is wide only make it heavy.
    stride = -(-len(finite) // _WIDTH)

    def line(values: Sequence[float], style: str) -> str:
        drawn = list(zip(xs, values, strict=True))[::stride]
        path = " ".join(f"{across(x):.1f},{down(y):.1f}" for x, y in drawn)
        return f'<polyline points="{path}" fill="none" {style}/>'

    marks = [_mark_y(low + (high - low) * i / _TICKS, down) for i in range(_TICKS + 1)]
    marks += [_mark_x(first + (last - first) * i / _TICKS, across) for i in range(_TICKS + 1)]
    shown = title.replace("&", "&amp;").replace("<", "&lt;")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="11" fill="#333">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="13">{shown}</text>',
        *marks,
        line(ys, 'stroke="#9bbbe0" stroke-width="1"'),
        line(_running_mean(ys), 'stroke="#1f5fa8" stroke-width="2"'),
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _running_mean(values: Sequence[float]) -> list[float]:
    weight = 1.0 / max(1.0, _SMOOTHING * len(values))
    found, mean = [], values[0]
    for value in values:
        mean += weight * (value - mean)
        found.append(mean)
    return found


def _mark_y(value: float, down: Any) -> str:
    y = down(value)
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e4e4e4"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>'
    )


def _mark_x(value: float, across: Any) -> str:
    return (
        f'<text x="{across(value):.1f}" y="{_HEIGHT - 14}" text-anchor="middle">'
        f"{round(value):,}</text>"
    )
