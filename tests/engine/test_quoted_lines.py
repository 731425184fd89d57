"""The line on which a quoted sentence stands."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.events import Citation, Location
from engine.evidence import sentence_evidence
from engine.quoted_lines import find_letters, line_of_quote, with_exact_lines
from engine.tools.observation import Observation, Passage

TEXT = """# Rules

A **card** costs 4 crowns
a year. Children pay [nothing](https://example.org/a).


Late books cost a coin a day.

办理借书证每年需要四十元。
儿童办证免费。
"""


@pytest.mark.parametrize(
    ("quote", "line"),
    [
        ("A card costs 4 crowns a year.", 3),
        ("Children pay nothing.", 4),
        ("Late books cost a coin a day.", 7),
        ("儿童办证免费。", 10),
    ],
)
def test_the_line_is_the_sentences(quote: str, line: int) -> None:
    assert line_of_quote(TEXT, quote, 1) == line
    assert line_of_quote(TEXT, quote, 3) == line


def test_the_nearest_of_equal_sentences_is_meant() -> None:
    text = "Same words here.\n\nOther.\n\nSame words here.\n"
    assert line_of_quote(text, "Same words here.", 1) == 1
    assert line_of_quote(text, "Same words here.", 2) == 5
    assert line_of_quote(text, "Same words here.", 9) == 5


def test_what_is_not_there_has_no_line() -> None:
    assert line_of_quote(TEXT, "Nothing of the kind is said.", 1) is None
    assert line_of_quote("", "x", 1) is None
    assert line_of_quote(TEXT, "…", 1) is None


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60))
def test_a_found_span_holds_the_quotes_letters(before: str, quote: str, after: str) -> None:
    span = find_letters(f"{before}\n{quote}\n{after}", quote)
    has_letters = any(character.isalnum() for character in quote)
    assert (span is not None) == has_letters
    if span is not None:
        held = f"{before}\n{quote}\n{after}"[span[0] : span[1]]
        assert held[0].isalnum()
        assert held[-1].isalnum()


def citation_of(path: Path, quote: str, line: int | None = 1) -> Citation:
    fingerprint = hashlib.sha256(path.read_bytes()).hexdigest() + "-3"
    return Citation(1, str(path), "Rules", Location(line=line), quote, fingerprint)


def test_the_file_is_asked_for_the_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text(TEXT, encoding="utf-8")
    cited = citation_of(path, "Children pay nothing.")
    (exact,) = with_exact_lines([cited])
    assert exact == replace(cited, location=Location(line=4))
    path.write_text("\n\n\n" + TEXT, encoding="utf-8")
    assert with_exact_lines([cited]) == (cited,)
    path.unlink()
    assert with_exact_lines([cited]) == (cited,)


def test_a_page_has_no_line_and_a_folder_no_text(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text(TEXT, encoding="utf-8")
    cited = citation_of(path, "Children pay nothing.", None)
    assert with_exact_lines([cited]) == (cited,)
    folder = Citation(1, str(tmp_path), "t", Location(line=1), "Children pay nothing.")
    assert with_exact_lines([folder]) == (folder,)


def test_lines_and_rows_are_counted_within_a_passage() -> None:
    text = "name: a; price: 4\nname: b; price: 5\nname: c; price: 6"
    place = Location(line=10, row=2, sheet="Prices", span=(100, 100 + len(text)))
    passage = Passage(text, "/d/x.csv", "x", place)
    (found,) = sentence_evidence("name c", Observation("", passages=(passage,)), 1, limit=1)
    assert found.text == "name: c; price: 6"
    assert (found.location.line, found.location.row) == (12, 4)
    assert found.location.sheet == "Prices"


def test_a_subtitles_time_is_that_of_its_cue(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:04,000\nWelcome to all of you.\n\n"
        "2\n00:01:05,500 --> 00:01:09,250\nThe harbour lamp\nburns rape oil.\n",
        encoding="utf-8",
    )
    cited = citation_of(path, "The harbour lamp burns rape oil.", 3)
    cited = replace(cited, location=Location(line=3, start=1.0, end=69.25))
    (exact,) = with_exact_lines([cited])
    assert exact.location == Location(line=7, start=65.5, end=69.25)
