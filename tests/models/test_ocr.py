"""Text in pictures, read by the models that are installed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.ocr import error_rate, line_error_rate, score
from engine.reading.reading_order import rows_of
from models.ocr import LEAST_CONFIDENCE, Box, TextLine, TextReader, kept
from tests.picture_file import drawn, pixels
from tests.video_file import chinese_font

NOTE = [
    ("The quick brown fox jumps over", 20, 20),
    ("the lazy dog, 27 times a day.", 20, 60),
    ("Opening hours: 9:30 to 17:45", 20, 100),
]


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(threads=1)


@pytest.mark.parametrize(
    ("name", "most"),
    [("phototest.tif", 0.01), ("en.jpg", 0.02), ("latin.jpg", 0.02), ("ch_en_num.jpg", 0.06)],
)
def test_the_fixtures_are_read_with_few_errors(
    shared_data: Path, reader: TextReader, name: str, most: float
) -> None:
    """Measured: none, none, none, and 2.4 % on an advertisement with ten-pixel letters."""
    assert (shared_data / "fixtures" / "ocr" / name).is_file()
    assert score(reader, name).rate <= most


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_picture_that_lies_on_any_side_is_read_in_its_own_order(
    reader: TextReader, quarters: int
) -> None:
    image = np.ascontiguousarray(np.rot90(pixels(drawn(NOTE, (420, 140))), quarters))

    lines = reader.read(image)

    read = " ".join(row.text for row in rows_of(lines))
    assert error_rate(" ".join(text for text, *_ in NOTE), read) <= 0.02
    height, width = image.shape[:2]
    for line in lines:
        assert line.confidence >= LEAST_CONFIDENCE
        assert 0 <= line.box.left < line.box.right <= width
        assert 0 <= line.box.top < line.box.bottom <= height
        assert line.box.length > 2 * line.box.height


@pytest.mark.skipif(chinese_font() is None, reason="no font with Chinese characters here")
def test_chinese_keeps_no_spaces_and_english_in_it_does(reader: TextReader) -> None:
    gold = ["请打开设置菜单，选择存储空间", "运行 pip install 即可完成安装", "二〇二四年三月十二日"]
    lines = [(text, 16, 16 + 44 * row) for row, text in enumerate(gold)]

    read = [line.text for line in reader.read(pixels(drawn(lines, (440, 150), letters=24)))]

    # The little circle of a year is the one character that may go wrong.
    assert (
        line_error_rate(
            [line.replace(" ", "") for line in gold], [line.replace(" ", "") for line in read]
        )
        <= 0.05
    )
    assert " " not in read[0]
    assert "pip install" in read[1]


def test_what_stayed_is_not_read_again(reader: TextReader) -> None:
    image = pixels(drawn(NOTE, (420, 140)))

    boxes = reader.detect(image)
    one = reader.recognise(image, boxes[1:2])

    assert len(boxes) == len(NOTE)
    assert [box.top for box in boxes] == sorted(box.top for box in boxes)
    assert [line.text for line in one] == [NOTE[1][0]]
    assert reader.recognise(image, []) == []


def test_light_letters_on_dark_and_a_smaller_look(reader: TextReader) -> None:
    image = pixels(drawn(NOTE, (420, 140), ink="#dddddd", ground="#202030"))

    boxes = reader.detect(image, longest_side=320)

    assert [line.text for line in reader.recognise(image, boxes)] == [text for text, *_ in NOTE]


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (64, 64)])
def test_a_picture_without_text_has_no_lines(reader: TextReader, size: tuple[int, int]) -> None:
    assert reader.read(pixels(drawn([], size))) == []


def test_small_letters_in_a_large_picture_are_found_and_large_ones_too(reader: TextReader) -> None:
    small = [(f"Clause {number}: nothing is lost", 1500, 40 + 30 * number) for number in (2, 3, 5)]
    picture = drawn(small, (2300, 1400), letters=20)
    picture.paste(drawn([("WELCOME", 0, 0)], (1200, 280), letters=220), (60, 700))

    read = {line.text for line in reader.read(pixels(picture))}

    assert read == {*(text for text, *_ in small), "WELCOME"}


def test_lines_below_the_least_confidence_are_left_out() -> None:
    box = Box.upright(0, 0, 10, 5)
    sure = TextLine("so", box, LEAST_CONFIDENCE)
    unsure = TextLine("so", box, LEAST_CONFIDENCE - 0.01)

    assert kept([sure, unsure, TextLine("", box, 1.0)]) == [sure]


def test_a_box_rolled_four_times_is_itself() -> None:
    box = Box.upright(0, 0, 10, 40)

    assert box.standing
    assert not box.rolled(1).standing
    assert box.rolled(1).corners[0] == (0, 40)
    assert box.rolled(3).corners[0] == (10, 0)
    assert box.rolled(1).rolled(3) == box
