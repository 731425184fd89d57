"""A radar chart of the five figures as SVG: one polygon for each model."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from engine.bench.instances import CATEGORIES, Category
from engine.cleaning import clean, clean_line

NAMES: Final[Mapping[Category, str]] = {
    "planning": "Planning",
    "tool_use": "Tool use",
    "reflection": "Reflection",
    "concluding": "Concluding",
    "profile": "Profile",
}
# Where the outermost ring may lie, in percent.
_ENDS: Final = (4, 8, 20, 40, 60, 80, 100)
_RINGS: Final = 4
_RADIUS: Final = 128.0
_WIDTH: Final = 390
# Of the chart without its legend; the centre is in its middle.
_HEIGHT: Final = 310
_CENTRE: Final = (_WIDTH / 2, _HEIGHT / 2 + 8)
_LINE: Final = 20
_LONGEST_LABEL: Final = 42
# More polygons than this are not filled, or they would hide each other.
_MOST_FILLED: Final = 3
# How many colours there are; then they come again with broken lines.
COLOURS: Final = 8
_SHAPES: Final = 4
_MARK: Final = 3.4
# The colours of the series on a light ground and on a dark one.
LIGHT: Final = (
    "#1f5fa8",
    "#b3480f",
    "#1b7a52",
    "#8b3a86",
    "#8a6a00",
    "#0b7285",
    "#b02a4c",
    "#55606b",
)
DARK: Final = (
    "#7fb2f0",
    "#f0975f",
    "#6fcf9f",
    "#d79ad3",
    "#e0bf57",
    "#66c9dc",
    "#f08ba4",
    "#b4bec9",
)


@dataclass(frozen=True, slots=True)
class Series:
    """A polygon: five figures in percent. A reference is drawn in grey, behind the others."""

    label: str
    figures: Mapping[Category, float]
    is_reference: bool = False


def scale_end(series: Sequence[Series]) -> int:
    """What the outermost ring stands for, in percent: the least of a few that holds everything."""
    most = max((max(one.figures.values(), default=0) for one in series), default=0)
    return next((end for end in _ENDS if most <= end), _ENDS[-1])


def point(axis: int, value: float, most: float) -> tuple[float, float]:
    """Where a value lies, x to the right and y down, from the chart's middle.

    The first axis points up, the others follow clockwise.
    """
    angle = 2 * math.pi * axis / len(CATEGORIES) - math.pi / 2
    distance = _RADIUS * max(0.0, min(value, most)) / most
    return round(distance * math.cos(angle), 2), round(distance * math.sin(angle), 2)


def svg(series: Sequence[Series], *, name: str = "radar", standalone: bool = False) -> str:
    """The chart with its legend.

    Args:
        series: what is drawn, in the order of the legend.
        name: begins the ids, so that a page may hold several charts.
        standalone: a file of its own brings its namespace, its colours and its ground.
    """
    ordered = [*(one for one in series if one.is_reference)]
    ordered += [one for one in series if not one.is_reference]
    most = scale_end(series)
    height = _HEIGHT + 12 + _LINE * len(series)
    own = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    name = escape(name, quote=True)
    filled = "" if sum(not one.is_reference for one in series) > _MOST_FILLED else " filled"
    parts = [
        f'<svg{own} class="radar{filled}" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">',
        f'<title id="{name}-title">Radar chart of the five figures</title>',
        f'<desc id="{name}-desc">{_described(series, most)}</desc>',
    ]
    if standalone:
        parts += [
            f"<style>{STYLE}</style>",
            f'<rect class="ground" width="{_WIDTH}" height="{height}"/>',
        ]
    parts.append(f'<g transform="translate({_CENTRE[0]:g} {_CENTRE[1]:g})">')
    parts += [*_grid(most), *_axes()]
    numbers = _numbers(series)
    parts += [_polygon(one, numbers[id(one)], most) for one in ordered]
    parts += [*_ring_labels(most), "</g>"]
    parts += [_legend(one, numbers[id(one)], row) for row, one in enumerate(series)]
    return clean("\n".join([*parts, "</svg>"]))


def _numbers(series: Sequence[Series]) -> dict[int, int]:
    """Which colour and shape each has: references and models are numbered apart."""
    counted = {True: 0, False: 0}
    found = {}
    for one in series:
        found[id(one)] = counted[one.is_reference]
        counted[one.is_reference] += 1
    return found


def _described(series: Sequence[Series], most: int) -> str:
    sentences = [f"Five axes from 0 to {most} percent."]
    for one in series:
        values = ", ".join(
            f"{NAMES[category]} {one.figures.get(category, 0):.2f}" for category in CATEGORIES
        )
        sentences.append(f"{_label(one)}: {values}.")
    return " ".join(sentences)


def _label(one: Series) -> str:
    label = clean_line(one.label)
    if len(label) > _LONGEST_LABEL:
        label = f"{label[: _LONGEST_LABEL - 1]}…"
    return escape(label, quote=True)


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _grid(most: int) -> Iterator[str]:
    for ring in range(1, _RINGS + 1):
        value = most * ring / _RINGS
        corners = [point(axis, value, most) for axis in range(len(CATEGORIES))]
        yield f'<polygon class="ring" points="{_joined(corners)}"/>'


def _ring_labels(most: int) -> Iterator[str]:
    for ring in range(1, _RINGS + 1):
        _, y = point(0, most * ring / _RINGS, most)
        yield f'<text class="tick" x="4" y="{y + 11:g}">{most * ring // _RINGS}</text>'


def _axes() -> Iterator[str]:
    for axis, category in enumerate(CATEGORIES):
        x, y = point(axis, 1, 1)
        yield f'<line class="axis" x1="0" y1="0" x2="{x:g}" y2="{y:g}"/>'
        anchor = "middle" if abs(x) < 1 else "start" if x > 0 else "end"
        away_x, away_y = x * 1.07, y * 1.07 + (14 if y > 1 else -4 if abs(x) < 1 else 4)
        yield (
            f'<text class="name" x="{away_x:.2f}" y="{away_y:.2f}" text-anchor="{anchor}">'
            f"{NAMES[category]}</text>"
        )


def _polygon(one: Series, number: int, most: int) -> str:
    corners = [
        point(axis, one.figures.get(category, 0.0), most)
        for axis, category in enumerate(CATEGORIES)
    ]
    marks = "" if one.is_reference else "".join(_mark(number, x, y) for x, y in corners)
    return f'<g class="{_classes(one, number)}"><polygon points="{_joined(corners)}"/>{marks}</g>'


def _classes(one: Series, number: int) -> str:
    if one.is_reference:
        return f"reference broken-{number % 3 + 1}"
    broken = number // COLOURS % _SHAPES
    return f"series-{number % COLOURS + 1}" + (f" broken-{broken}" if broken else "")


def _mark(number: int, x: float, y: float) -> str:
    """A dot, a square, a diamond or a triangle, so that colour is not all that tells apart."""
    corners: list[tuple[float, float]]
    match number % _SHAPES:
        case 0:
            return f'<circle class="mark" cx="{x:g}" cy="{y:g}" r="{_MARK:g}"/>'
        case 1:
            corners = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
        case 2:
            corners = [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
        case _:
            corners = [(0, -1.3), (1.2, 0.9), (-1.2, 0.9)]
    moved = [(round(x + _MARK * right, 2), round(y + _MARK * down, 2)) for right, down in corners]
    return f'<polygon class="mark" points="{_joined(moved)}"/>'


def _legend(one: Series, number: int, row: int) -> str:
    y = _HEIGHT + 12 + _LINE * row
    mark = "" if one.is_reference else _mark(number, 30, y)
    return (
        f'<g class="{_classes(one, number)}"><line x1="14" y1="{y}" x2="46" y2="{y}"/>{mark}'
        f'<text class="legend" x="56" y="{y + 4.5:g}">{_label(one)}</text></g>'
    )


def _variables(colours: Sequence[str]) -> str:
    return " ".join(f"--series-{number}: {colour};" for number, colour in enumerate(colours, 1))


LIGHT_VARIABLES: Final = _variables(LIGHT)
DARK_VARIABLES: Final = _variables(DARK)
# The page that holds a chart defines --text, --soft, --line and --ground, and the series' colours.
RULES: Final = "\n".join(
    (
        ".radar .ring { fill: none; stroke: var(--line); stroke-width: .8; }",
        ".radar .axis { stroke: var(--line); stroke-width: .8; }",
        ".radar .name { fill: var(--text); font-size: 13.5px; }",
        ".radar .tick { fill: var(--soft); font-size: 10px; paint-order: stroke;"
        " stroke: var(--ground); stroke-width: 3px; }",
        ".radar .legend { fill: var(--text); stroke: none; font-size: 13px; }",
        ".radar.filled g > polygon { fill-opacity: .05; }",
        ".radar g > polygon { fill-opacity: 0; stroke-width: 1.8; stroke-linejoin: round; }",
        ".radar g > line { stroke-width: 1.8; }",
        ".radar .ring, .radar g > .ring { fill: none; stroke-width: .8; }",
        ".radar g > .axis { stroke-width: .8; }",
        ".radar .mark { fill-opacity: 1 !important; stroke-width: 0 !important; }",
        ".radar .reference { fill: none; stroke: var(--soft); }",
        ".radar .reference > polygon, .radar .reference > line { stroke-width: 1.2; fill: none; }",
        ".radar .broken-1 > polygon:first-child, .radar .broken-1 > line"
        " { stroke-dasharray: 2 3; }",
        ".radar .broken-2 > polygon:first-child, .radar .broken-2 > line"
        " { stroke-dasharray: 7 3; }",
        ".radar .broken-3 > polygon:first-child, .radar .broken-3 > line"
        " { stroke-dasharray: 7 3 2 3; }",
        *(
            f".radar .series-{number} {{ fill: var(--series-{number}); "
            f"stroke: var(--series-{number}); }}"
            for number in range(1, COLOURS + 1)
        ),
    )
)
STYLE: Final = f"""
svg {{ --text: #1d1d1b; --soft: #6a6a66; --line: #d4d2ca; --ground: #ffffff;
  {LIGHT_VARIABLES}
  font-family: system-ui, sans-serif; }}
@media (prefers-color-scheme: dark) {{
  svg {{ --text: #e8e6df; --soft: #a09e96; --line: #45443f; --ground: #161613;
  {DARK_VARIABLES} }}
}}
.ground {{ fill: var(--ground); }}
{RULES}
"""
