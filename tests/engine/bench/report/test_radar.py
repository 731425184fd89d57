"""The chart's corners, counted by hand, and that it is legible and harmless."""

from __future__ import annotations

from xml.etree import ElementTree

from engine.bench.instances import CATEGORIES
from engine.bench.report.radar import Series, point, scale_end, svg
from tests.engine.bench.report.sample_results import HOSTILE

FIGURES = dict(zip(CATEGORIES, (50.0, 100.0, 0.0, 25.0, 75.0), strict=True))


def test_the_corners_are_where_the_figures_say() -> None:
    # Radius 128; the axes at -90, -18, 54, 126 and 198 degrees.
    assert point(0, 100, 100) == (0.0, -128.0)
    assert point(0, 50, 100) == (0.0, -64.0)
    assert point(1, 100, 100) == (121.74, -39.55)
    assert point(2, 100, 100) == (75.24, 103.55)
    assert point(3, 20, 40) == (-37.62, 51.78)
    assert point(4, 100, 100) == (-121.74, -39.55)
    assert point(2, 0, 100) == (0.0, 0.0)


def test_what_lies_outside_is_drawn_at_the_edge() -> None:
    assert point(0, 120, 100) == (0.0, -128.0)
    assert point(0, -5, 100) == (0.0, 0.0)


def test_the_outermost_ring_holds_every_figure() -> None:
    def end(most: float) -> int:
        return scale_end([Series("a", {"planning": 1.0, "profile": most})])

    assert [end(3), end(20), end(20.1), end(45.3), end(60), end(99)] == [4, 20, 40, 60, 60, 100]
    assert scale_end([]) == 4


def test_the_polygon_has_the_corners_in_order() -> None:
    chart = svg([Series("a", FIGURES)])
    # 50, 100, 0, 25 and 75 of 100.
    assert '<polygon points="0,-64 121.74,-39.55 0,0 -18.81,25.89 -91.3,-29.67"/>' in chart


def test_every_figure_is_told_in_words_too() -> None:
    root = ElementTree.fromstring(svg([Series("a", FIGURES)], standalone=True))
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    named = str(root.get("aria-labelledby")).split()
    title, description = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert description is not None
    assert [title.get("id"), description.get("id")] == named
    assert description.text == (
        "Five axes from 0 to 100 percent. a: Planning 50.00, Tool use 100.00, Reflection 0.00, "
        "Concluding 25.00, Profile 75.00."
    )


def test_any_number_of_models_is_told_apart() -> None:
    series = [Series(f"model {number}", FIGURES) for number in range(20)]
    series += [Series("paper", FIGURES, is_reference=True)]
    chart = svg(series)
    classes = {line.split('"')[1] for line in chart.splitlines() if line.startswith('<g class="')}
    # Eight colours, then the same with broken lines; the reference has none.
    assert len(classes) == 21
    assert "series-1" in classes
    assert "series-4 broken-2" in classes
    assert "reference broken-1" in classes


def test_a_hostile_name_stays_text() -> None:
    chart = svg([Series(HOSTILE, FIGURES)], name='"><script>', standalone=True)
    root = ElementTree.fromstring(chart)
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert "\x1b" not in chart
    assert "<script" not in chart
