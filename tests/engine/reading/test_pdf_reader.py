"""PDF: pages, headings by bookmark or size, paragraphs put together again, running heads gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.limits import DEFAULT_LIMITS, Limits
from engine.reading.pdf import read_pdf
from engine.reading.pdf_lines import HYPHEN, Line, Page, Reflow, without_running_heads
from tests.engine.reading import made_files
from tests.engine.reading.made_files import blocks, pdf

PROSE = (
    "The ferry to the island leaves the old harbour every",
    "ninety minutes from six in the morning, and the last",
    "one returns at eleven at night.",
)


def lines(*texts: str, top: float = 700, size: float = 10, x: float = 72) -> list[made_files.Line]:
    return [(x, top - 12 * n, size, text) for n, text in enumerate(texts)]


def read(path: Path, limits: Limits = DEFAULT_LIMITS) -> Extracted:
    return read_pdf(path, "file", limits)


def read_or_refuse(path: Path) -> Extracted | str:
    try:
        return read(path)
    except ReadingError as error:
        return str(error)


def test_pages_paragraphs_and_what_the_file_says_of_itself(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "a.pdf",
        [
            [*lines(*PROSE), *lines("Bicycles cost four crowns.", top=640)],
            lines("On the second page it ends."),
        ],
        information="/Title (The ferry) /Author (M. Osei) /ModDate (D:20260901120000Z)",
    )
    extracted = read(path)
    assert extracted.title == "The ferry"
    assert extracted.metadata == {"author": "M. Osei", "date": "2026-09-01T12:00:00", "pages": 2}
    assert blocks(extracted) == [
        " ".join(PROSE),
        "Bicycles cost four crowns.",
        "On the second page it ends.",
    ]
    assert [passage.page for passage in extracted.passages] == [1, 1, 2]


def test_bookmarks_are_headings_from_their_line_on(tmp_path: Path) -> None:
    page = [
        *lines("Before it all."),
        *lines("2 Prices", top=660),
        *lines("It costs nine crowns.", top=630),
    ]
    path = pdf(
        tmp_path / "a.pdf",
        [page, lines("Still about that.")],
        bookmarks=[("Prices", 1), ("No such line", 2)],
    )
    extracted = read(path)
    assert [
        (passage.heading, text)
        for passage, text in zip(extracted.passages, blocks(extracted), strict=True)
    ] == [
        (None, "Before it all."),
        ("Prices", "It costs nine crowns."),
        ("No such line", "Still about that."),
    ]
    assert "2 Prices" in extracted.text


def test_large_letters_are_headings_and_the_first_the_title(tmp_path: Path) -> None:
    page = [
        *lines("House rules", size=24),
        *lines("The garden", top=640, size=16),
        *lines(*PROSE, top=610),
    ]
    extracted = read(pdf(tmp_path / "a.pdf", [page]))
    assert extracted.title == "House rules"
    assert [passage.heading for passage in extracted.passages] == ["The garden"]


def test_pages_without_text_are_counted(tmp_path: Path) -> None:
    extracted = read(pdf(tmp_path / "a.pdf", [[], lines("Words."), []]))
    assert extracted.metadata == {"pages": 3, "pages_without_text": 2}
    with pytest.raises(ReadingError, match="they are pictures"):
        read(pdf(tmp_path / "b.pdf", [[], []]))


def test_running_heads_stay_once_and_page_numbers_go(tmp_path: Path) -> None:
    pages = [
        [
            (72, 770, 8, f"Yearly report, page {n}"),
            *lines(f"What happened in month {n} was this."),
            (300, 30, 8, str(n)),
        ]
        for n in range(1, 6)
    ]
    assert blocks(read(pdf(tmp_path / "a.pdf", pages))) == [
        "Yearly report, page 1",
        *(f"What happened in month {n} was this." for n in range(1, 6)),
    ]


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", [lines("a")] * 4)
    with pytest.raises(ReadingError, match="4 pages, at most 3"):
        read(path, Limits(pages=3))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.7\n" + bytes(range(256)) * 20]
)
def test_damaged_files_are_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_a_truncated_file_gives_what_is_left_or_one_line(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "a.pdf", [lines(*PROSE)] * 3).read_bytes()
    for size in range(0, len(whole), 97):
        (tmp_path / "b.pdf").write_bytes(whole[:size])
        got = read_or_refuse(tmp_path / "b.pdf")
        assert "\n" not in got if isinstance(got, str) else got.passages


def reflowed(*texts: str) -> list[str]:
    given_lines, y = [], 700.0
    for text in texts:
        given_lines.append(Line(text, 72, y, 10))
        # What PDFium joins at a hyphen were two lines.
        y -= 12 * (1 + text.count(HYPHEN))
    page = Page(1, 800, tuple(given_lines))
    return [paragraph.text for paragraph in Reflow([page]).paragraphs(page)]


def test_hyphens_at_line_ends_are_taken_out_but_not_those_of_compounds() -> None:
    long = "and here is a line that is as long as the others are"
    assert reflowed(
        long, f"the har{HYPHEN}bour is well-known to us, and it is a well{HYPHEN}known", long
    ) == [f"{long} the harbour is well-known to us, and it is a well-known {long}"]
    assert reflowed(
        f"{long} at the sea-", "side there is nothing to be seen but the sea alone"
    ) == [f"{long} at the seaside there is nothing to be seen but the sea alone"]


def test_chinese_lines_are_joined_without_a_space() -> None:
    first, second = (
        "租金每月九百四十元，于每月的第三个工作日支付，逾",
        "期十天以上的另收二十五元，由房东收取，不得拒绝。",
    )
    assert reflowed(first, second) == [first + second]


def test_clauses_of_a_contract_begin_lines() -> None:
    rows = (
        "第三条月租金为人民币四千五百元，押金九千元。",
        "第四条乙方应于每月五日前支付租金，不得拖欠。",
    )
    assert reflowed(*rows) == ["\n".join(rows)]
    # Within a sentence they only refer to one.
    first, second = (
        "租金每月九百四十元，于每月的第三个工作日按本合同",
        "第四条支付，逾期十天以上的另收二十五元，不得拒绝。",
    )
    assert reflowed(first, second) == [first + second]


def test_rows_of_figures_stay_apart() -> None:
    rows = ("Austria 8.9 83,879 Vienna", "Belgium 11.5 30,689 Brussels")
    assert reflowed(*rows) == ["\n".join(rows)]


_LINES = st.lists(
    st.builds(
        Line,
        st.text(st.sampled_from("ab1. -\ufffe中。"), min_size=1, max_size=20).filter(str.strip),
        st.floats(0, 600),
        st.floats(-10, 810),
        st.floats(0, 40),
    ),
    max_size=12,
)


@given(st.lists(_LINES, max_size=5))
def test_any_lines_are_put_together_without_loss(pages: list[list[Line]]) -> None:
    given_pages = [Page(n, 800, tuple(page)) for n, page in enumerate(pages, start=1)]
    kept = without_running_heads(given_pages)
    reflow = Reflow(kept)
    for page in kept:
        told = "".join(paragraph.text for paragraph in reflow.paragraphs(page))
        for mark in "-\ufffe \n":
            told = told.replace(mark, "")
        wanted = "".join(line.text for line in page.lines)
        assert told == wanted.replace("-", "").replace(HYPHEN, "").replace(" ", "")


def test_every_fixture_is_read_or_refused_in_one_line(shared_data: Path) -> None:
    read_files = 0
    for path in sorted((shared_data / "fixtures" / "pdf").rglob("*.pdf")):
        extracted = read_or_refuse(path)
        if isinstance(extracted, str):
            assert "\n" not in extracted
            continue
        read_files += 1
        assert clean(extracted.text) == extracted.text
        assert all(passage.page for passage in extracted.passages)
    assert read_files >= 57


def test_an_encrypted_file_says_that_it_needs_a_password(shared_data: Path) -> None:
    folder = shared_data / "fixtures/pdf/pdfminer/samples/encryption"
    with pytest.raises(ReadingError, match="password"):
        read(folder / "aes-256.pdf")
