"""Lines found in pictures, in the order in which a person reads them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.ocr_pages import confidence_of, from_part, page_of, to_part
from engine.reading.pdf_lines import Reflow
from engine.reading.reading_order import rows_of
from models.ocr_boxes import Box, TextLine

PROSE = "a line of prose that fills its column"
TITLE = "A wide title over both of the columns"
FOOT = "A line below both columns, over the whole width"


def _line(text: str, x: float, y: float, width: float, height: float = 20.0) -> TextLine:
    return TextLine(text, Box.upright(x, y, x + width, y + height), 0.9)


def _read(lines: Sequence[TextLine], seed: int = 1) -> list[str]:
    mixed = list(lines)
    random.Random(seed).shuffle(mixed)
    return [row.text for row in rows_of(mixed)]


def _two_columns(pitch: float) -> tuple[list[TextLine], list[str]]:
    """A title, columns of six and five lines, the second's `pitch` apart, and a line below."""
    left = [f"{PROSE}, left {row}" for row in range(6)]
    right = [f"{PROSE}, right {row}" for row in range(5)]
    lines = [
        _line(TITLE, 150, 0, 500, 30),
        *(_line(text, 0, 60 + 30 * row, 380) for row, text in enumerate(left)),
        *(_line(text, 420, 60 + pitch * row, 380) for row, text in enumerate(right)),
        _line(FOOT, 0, 280, 800),
    ]
    return lines, [TITLE, *left, *right, FOOT]


@pytest.mark.parametrize("pitch", [30, 34])
def test_two_columns_are_read_one_after_the_other(pitch: float) -> None:
    lines, order = _two_columns(pitch)

    assert _read(lines) == order


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_has_the_same_order(quarters: int) -> None:
    lines, order = _two_columns(34)

    def turned(x: float, y: float) -> tuple[float, float]:
        return ((y, 800 - x), (800 - x, 320 - y), (320 - y, x))[quarters - 1]

    moved = []
    for line in lines:
        first, second, third, fourth = (turned(*corner) for corner in line.box.corners)
        moved.append(TextLine(line.text, Box((first, second, third, fourth)), 0.9))
    assert _read(moved) == order


def test_a_page_that_lies_askew_has_the_same_order() -> None:
    lines, order = _two_columns(30)
    askew = []
    for line in lines:
        first, second, third, fourth = ((x - 0.02 * y, y + 0.02 * x) for x, y in line.box.corners)
        askew.append(TextLine(line.text, Box((first, second, third, fourth)), 0.9))

    assert _read(askew) == order


def test_a_table_is_read_row_by_row() -> None:
    table = [
        ("Item", "Price", "Left"),
        ("Apple", "1.20", "5"),
        ("Pear", "2.10", ""),
        ("Fig", "9", "1"),
    ]
    lines = [_line("Prices of today", 0, 0, 150)]
    for row, cells in enumerate(table):
        lines += [_line(cell, 200 * i, 40 + 30 * row, 60) for i, cell in enumerate(cells) if cell]

    assert _read(lines) == [
        "Prices of today",
        "Item Price Left",
        "Apple 1.20 5",
        "Pear 2.10",
        "Fig 9 1",
    ]


def test_the_boxes_of_a_slide_are_read_one_after_the_other() -> None:
    lines = [_line("Two ways to travel", 250, 0, 300, 40)]
    left = [f"- the train takes hours: {row}" for row in range(3)]
    right = [f"- the plane takes days: {row}" for row in range(4)]
    lines += [_line(text, 20, 80 + 40 * row, 300) for row, text in enumerate(left)]
    lines += [_line(text, 420, 80 + 40 * row, 300) for row, text in enumerate(right)]

    assert _read(lines) == ["Two ways to travel", *left, *right]


def test_pieces_of_a_line_are_one_row() -> None:
    lines = [_line("有限", 0, 0, 40), _line("公司", 80, 2, 40), _line("below", 0, 40, 90)]

    assert _read(lines) == ["有限 公司", "below"]


def test_nothing_is_read_of_nothing() -> None:
    assert rows_of([]) == []


_COORDINATES = st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(1, 300), st.floats(1, 60))


@given(st.lists(_COORDINATES, max_size=25))
def test_every_line_is_read_exactly_once(places: list[tuple[float, float, float, float]]) -> None:
    lines = [_line(f"w{number}", *place) for number, place in enumerate(places)]

    words = " ".join(row.text for row in rows_of(lines)).split()

    assert sorted(words) == sorted(line.text for line in lines)


def test_rows_become_paragraphs_and_headings_as_those_of_a_pdf_do() -> None:
    lines = [_line("A heading in large letters", 0, 0, 300, 40)]
    text = [
        "The first paragraph goes on over",
        "more than one line and has a hyphen-",
        "ated word.",
    ]
    lines += [_line(each, 0, 70 + 30 * row, 400) for row, each in enumerate(text)]
    lines += [_line("Another paragraph begins lower down.", 0, 200, 400, 23)]

    page = page_of(lines, 3, 842.0, 0.36)
    paragraphs = list(Reflow([page]).paragraphs(page))

    assert page.number == 3
    assert [(paragraph.level, paragraph.text) for paragraph in paragraphs] == [
        (1, "A heading in large letters"),
        (0, "The first paragraph goes on over more than one line and has a hyphenated word."),
        (0, "Another paragraph begins lower down."),
    ]


def test_a_page_survives_being_kept() -> None:
    lines = [_line("one\x1b[31m", 0, 0, 80), _line("two", 0, 40, 80)]
    page, confidence = page_of(lines, 2, 100.0), confidence_of(lines)

    assert from_part(2, to_part(page, confidence)) == (page, confidence)
    assert [line.text for line in page.lines] == ["one", "two"]
    assert confidence == pytest.approx(0.9)
    assert confidence_of([]) is None
