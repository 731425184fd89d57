"""Segments: exact spans, nothing lost, never too long, cut where a reader would cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.extracted import TextPassage
from engine.reading.markdown import read_markdown
from engine.segmenting import Segment, estimate_tokens, segment

ENGLISH = "The ferry crosses the bay every ninety minutes. "
CHINESE = "反渗透膜每两年半更换一次，更换前请关闭进水阀。"


def cut(text: str, max_tokens: int = 40) -> list[Segment]:
    return list(segment(text, [TextPassage(0, len(text), line=1)], max_tokens))


def test_long_english_is_cut_between_sentences() -> None:
    pieces = cut((ENGLISH * 12).strip())
    assert len(pieces) > 2
    for piece in pieces:
        assert piece.text.startswith("The ferry")
        assert piece.text.endswith("minutes.")


def test_long_chinese_is_cut_between_sentences() -> None:
    pieces = cut(CHINESE * 12, 60)
    assert len(pieces) > 2
    for piece in pieces:
        assert piece.text.startswith("反渗透膜")
        assert piece.text.endswith("进水阀。")


def test_a_long_sentence_is_cut_between_clauses_then_words() -> None:
    sentence = "when the wind is above force eight, " * 10 + "nobody sails"
    for piece in cut(sentence):
        assert piece.text.startswith(("when", "nobody"))
    words = "harbour " * 100
    assert {word for piece in cut(words.strip()) for word in piece.text.split()} == {"harbour"}


def test_a_word_without_end_is_cut_anywhere() -> None:
    pieces = cut("x" * 5000 + "灯" * 500)
    assert "".join(piece.text for piece in pieces) == "x" * 5000 + "灯" * 500


def test_short_passages_share_a_segment_under_one_heading_only() -> None:
    extracted = read_markdown("# T\n\nA b c.\n\nD e f.\n\n## H\n\nG h i.\n", "file")
    pieces = list(segment(extracted.text, extracted.passages))
    assert [(piece.heading, piece.line, piece.text) for piece in pieces] == [
        (None, 3, "A b c.\n\nD e f."),
        ("H", 9, "G h i."),
    ]


def test_pages_are_not_mixed() -> None:
    passages = [TextPassage(0, 1, page=1), TextPassage(2, 3, page=2)]
    assert [piece.page for piece in segment("a b", passages)] == [1, 2]


def test_sheets_are_not_mixed_and_a_segment_begins_at_its_first_row() -> None:
    passages = [
        TextPassage(0, 1, sheet="one", row=2),
        TextPassage(2, 3, sheet="one", row=3),
        TextPassage(4, 5, sheet="two", row=2),
    ]
    pieces = list(segment("a b c", passages))
    assert [(piece.sheet, piece.row, piece.text) for piece in pieces] == [
        ("one", 2, "a b"),
        ("two", 2, "c"),
    ]


def test_lines_that_fit_are_not_cut() -> None:
    line = "if (!x) { y = z[1]; } // Why? Because!"
    for piece in cut("\n".join([line] * 30), 60):
        assert set(piece.text.split("\n")) == {line}


@given(
    st.lists(
        st.sampled_from(["The boat sails. ", "潮水很高。", "Why not? ", "价格是九元！"]), min_size=1
    ),
    st.integers(16, 60),
)
def test_no_sentence_that_fits_is_cut(sentences: list[str], max_tokens: int) -> None:
    text = "".join(sentences).strip()
    for piece in segment(text, [TextPassage(0, len(text))], max_tokens):
        assert piece.text.endswith((".", "。", "?", "！"))
        assert piece.start == 0 or text[: piece.start].rstrip().endswith((".", "。", "?", "！"))


def test_windows_of_a_recording_stay_apart_with_their_times() -> None:
    passages = [
        TextPassage(0, 1, time_start=1.0, time_end=2.0),
        TextPassage(2, 3, time_start=2.0, time_end=4.5),
    ]
    pieces = list(segment("a b", passages))
    assert [(one.text, one.time_start, one.time_end) for one in pieces] == [
        ("a", 1.0, 2.0),
        ("b", 2.0, 4.5),
    ]


def test_a_senseless_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16"):
        list(segment("a", [TextPassage(0, 1)], 3))


@pytest.mark.parametrize(
    ("text", "tokens"), [("灯塔", 2), ("lamp", 1.3), ("2026", 4), ("", 0), ("a, b", 3.6)]
)
def test_estimate(text: str, tokens: float) -> None:
    assert estimate_tokens(text) == pytest.approx(tokens)


_TEXT = st.text(
    st.one_of(
        st.sampled_from("abc de fg.,;!? 。，；！？灯塔港口 \n\n12"),
        st.characters(codec="utf-8"),
    ),
    max_size=600,
)


@given(_TEXT, st.integers(16, 60))
def test_segments_slice_back_hold_everything_and_keep_to_the_limit(
    text: str, max_tokens: int
) -> None:
    pieces = list(segment(text, [TextPassage(0, len(text))], max_tokens))
    end = 0
    for piece in pieces:
        assert piece.text == text[piece.start : piece.end]
        assert piece.text == piece.text.strip()
        assert piece.text
        assert not text[end : piece.start].strip()
        assert estimate_tokens(piece.text) <= max_tokens
        end = piece.end
    assert not text[end:].strip()


@given(_TEXT, st.integers(16, 60))
def test_markdown_passages_are_all_in_the_segments(text: str, max_tokens: int) -> None:
    extracted = read_markdown(text, "file")
    pieces = list(segment(extracted.text, extracted.passages, max_tokens))
    held = "".join("".join(piece.text.split()) for piece in pieces)
    wanted = "".join(
        "".join(extracted.text[passage.start : passage.end].split())
        for passage in extracted.passages
    )
    assert held == wanted
    assert all(estimate_tokens(piece.text) <= max_tokens for piece in pieces)


def test_rows_share_a_segment_only_without_a_gap_between_them() -> None:
    text = "a\nb\nc"
    passages = [TextPassage(0, 1, row=2), TextPassage(2, 3, row=3), TextPassage(4, 5, row=7)]
    assert [(piece.text, piece.row) for piece in segment(text, passages)] == [("a\nb", 2), ("c", 7)]
