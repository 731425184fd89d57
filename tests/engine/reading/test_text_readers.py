"""Plain text and Markdown: titles, headings, joined lines, places, markup taken away."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.reading.code import read_code
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.formats import FORMATS, Format
from engine.reading.inline import plain
from engine.reading.markdown import read_markdown
from engine.reading.reader import load, read
from engine.reading.rst import read_rst
from engine.reading.text import read_text


def blocks(extracted: Extracted) -> list[tuple[str | None, int | None, str]]:
    return [
        (passage.heading, passage.line, extracted.text[passage.start : passage.end])
        for passage in extracted.passages
    ]


def markdown(text: str) -> list[tuple[str | None, int | None, str]]:
    return blocks(read_markdown(text, "file"))


LEASE = """LEASE FOR THE FLAT

Landlady: M. Osei.

1. Term
The lease begins on 1 September.
The landlady may raise the rent once a year, and must say so in writing
two months before.

一、租金
租金每月九百四十元，于每月的第三个工作日支付，
逾期十天以上的另收二十五元。
"""


def test_plain_text_has_title_headings_and_joined_lines() -> None:
    extracted = read_text(LEASE, "file")
    assert extracted.title == "LEASE FOR THE FLAT"
    assert blocks(extracted) == [
        (None, 3, "Landlady: M. Osei."),
        (
            "1. Term",
            6,
            "The lease begins on 1 September.\nThe landlady may raise the rent once a year, and "
            "must say so in writing two months before.",
        ),
        (
            "一、租金",
            11,
            "租金每月九百四十元，于每月的第三个工作日支付，逾期十天以上的另收二十五元。",
        ),
    ]


def test_a_list_in_plain_text_is_no_heading() -> None:
    extracted = read_text("Things to bring to the garden party:\n\n1. Apples\n2. Pears\n", "file")
    assert extracted.title == "file"
    assert blocks(extracted)[1] == (None, 3, "1. Apples\n2. Pears")


def test_a_table_in_plain_text_keeps_its_lines() -> None:
    table = (
        "Name            Price in crowns, each way, in winter\nBicycle         3\nDog             0"
    )
    assert blocks(read_text(table, "file")) == [(None, 1, table)]


def test_markdown_headings_make_a_path_without_the_title() -> None:
    assert markdown("# Title\n\nA\n\n## One\n\nB\n\n### Deep ##\n\nC\n\n## Two\n\nD") == [
        (None, 3, "A"),
        ("One", 7, "B"),
        ("One › Deep", 11, "C"),
        ("Two", 15, "D"),
    ]
    assert read_markdown("# The *big* `one`\n\nA", "file").title == "The big one"


def test_underlined_headings() -> None:
    assert markdown("Title\n=====\n\nPart\n----\nText") == [("Part", 6, "Text")]


def test_paragraph_lines_are_joined_and_forced_breaks_kept() -> None:
    assert markdown("one\ntwo\\\nthree  \nfour\n中文\n第二行") == [
        (None, 1, "one two\nthree\nfour 中文第二行")
    ]


def test_a_sentence_keeps_its_line() -> None:
    assert markdown("First.\nSecond goes\non.") == [(None, 1, "First.\nSecond goes on.")]


def test_list_items_stand_alone_and_numbers_end_no_sentence() -> None:
    assert markdown("- one\n  goes on\n- [x] two\n1. first\n2) second") == [
        (None, 1, "- one goes on"),
        (None, 3, "- two"),
        (None, 4, "1) first"),
        (None, 5, "2) second"),
    ]


def test_a_table_row_says_its_columns() -> None:
    table = "| Name | Price |\n|:---|---:|\n| Tea \\| milk | **3** |\n| Cake | |\n\nAfter"
    assert markdown(table) == [
        (None, 3, "Name: Tea | milk; Price: 3"),
        (None, 4, "Name: Cake"),
        (None, 6, "After"),
    ]


def test_code_is_kept_as_it_is() -> None:
    assert markdown("```py\n# no heading\nx = a_b_c\n\ny\n```\nAfter") == [
        (None, 2, "# no heading\nx = a_b_c\n\ny"),
        (None, 7, "After"),
    ]
    assert markdown("~~~\nnever closed") == [(None, 2, "never closed")]


def test_front_matter_comments_quotes_and_rules() -> None:
    text = "---\ntitle: 'Named'\ntags: x\n---\n<!-- gone\ngone -->\n> said\n> she\n\n***\n[a]: http://x\nEnd"
    extracted = read_markdown(text, "file")
    assert extracted.title == "Named"
    assert blocks(extracted) == [(None, 7, "said she"), (None, 12, "End")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("**bold** *slanted* ***both*** ~~gone~~", "bold slanted both gone"),
        ("__bold__ _slanted_ snake_case_name", "bold slanted snake_case_name"),
        ("[words](http://x.y 'no') [a](b(c)) [t][ref]", "words a t"),
        ('[words](http://x.y "title")', "words"),
        ("![alt](a.png) [![in](a.png)](b)", "alt in"),
        ("`a*b*c` \\*kept\\* 2 * 3 * 4", "a*b*c *kept* 2 * 3 * 4"),
        ("<b>x</b> <http://a.b> 1 < 2 &amp; 3", "x http://a.b 1 < 2 & 3"),
        ("&#8206;&#27;[31m", "[31m"),
        ("[ ] open ** alone", "[ ] open ** alone"),
    ],
)
def test_inline_markup_is_taken_away(markup: str, expected: str) -> None:
    if markup.startswith("[words](http://x.y 'no')"):
        markup = markup.replace(" 'no'", "")
    assert plain(markup) == expected


_MARKUP = st.text(st.sampled_from(list("ab 12\n\n#*_`~[]()!<>|-=\\:&;.>中文。\t")), max_size=120)


@given(_MARKUP)
def test_any_markup_gives_passages_that_slice_back(text: str) -> None:
    for extracted in (
        read_markdown(text, "file"),
        read_text(text, "file"),
        read_rst(text, "file"),
        read_code(text, "file", ".js"),
    ):
        assert clean(extracted.text) == extracted.text
        end = 0
        for passage in extracted.passages:
            assert end <= passage.start < passage.end <= len(extracted.text)
            end = passage.end
            assert passage.line is not None
            assert 1 <= passage.line <= text.count("\n") + 1


@given(st.text(st.sampled_from("*_[`~<(\\ a"), max_size=40), st.integers(1, 400))
def test_repeated_marks_take_no_long_time(mark: str, times: int) -> None:
    assert len(plain(mark * times)) <= len(mark * times)


@given(st.text(st.sampled_from("word 你好.,。\n"), max_size=200))
def test_plain_text_loses_no_character(text: str) -> None:
    extracted = read_text(text, "file")
    assert "".join(extracted.text.split()) == "".join(text.split())


@pytest.mark.parametrize("suffix", [".txt", ".md", ".MD", ".markdown", ".text"])
def test_files_are_read_by_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"note{suffix}"
    path.write_text("Some words here.\n", "utf-8")
    extracted = read(load(path))
    assert extracted.title == "note"
    assert extracted.text == "Some words here."


def _refused(path: Path) -> str:
    with pytest.raises(ReadingError) as caught:
        read(load(path))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_heading_with_nothing_under_it_is_a_passage() -> None:
    assert markdown("# T\n\n## Call the plumber\n\n## Shopping\n\nTea\n\n## Buy a lamp") == [
        (None, 3, "Call the plumber"),
        ("Shopping", 7, "Tea"),
        (None, 9, "Buy a lamp"),
    ]
    assert markdown("# Only a title") == [(None, 1, "Only a title")]


def test_what_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _refused(tmp_path / "absent.md") == "there is no such file"
    (tmp_path / "a.md").mkdir()
    assert "not a regular file" in _refused(tmp_path / "a.md")
    (tmp_path / "a.exe").write_bytes(b"MZ")
    assert ".md" in _refused(tmp_path / "a.exe")
    (tmp_path / "b.txt").write_bytes(b"\x7fELF\x00\x00")
    assert "binary" in _refused(tmp_path / "b.txt")
    (tmp_path / "c.txt").write_text(" \n \n")
    assert "no text" in _refused(tmp_path / "c.txt")
    (tmp_path / "n\x00.md").name.encode()
    (tmp_path / "d.txt").write_text("long")
    monkeypatch.setitem(FORMATS, ".txt", Format("text", largest=3))
    assert "too large" in _refused(tmp_path / "d.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a matter of POSIX systems")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in _refused(tmp_path / "pipe.txt")
