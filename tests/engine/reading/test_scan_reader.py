"""PDFs with pages that are pictures."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from PIL import Image

from engine.reading import scans
from engine.reading.extracted import ReadingError
from engine.reading.limits import DEFAULT_LIMITS
from engine.reading.media import OCR_OFF, MediaOptions, NoParts
from engine.reading.pdf import read_pdf
from engine.reading.scans import read_scanned_pdf
from tests.engine.reading.kept_parts import KeptParts
from tests.pdf_file import make_pdf
from tests.picture_file import drawn

OPTIONS = MediaOptions(threads=1)
WORDS = [
    "The canal was opened in 1779 after eleven",
    "years of work. It cost far more than its",
    "builders had thought, and was closed in 1936.",
]


def _scan(lines: Sequence[str]) -> bytes:
    """A page of 324 by 72 points that is a picture of these lines, in letters of 12 points."""
    placed = [(line, 30, 20 + 54 * row) for row, line in enumerate(lines)]
    written = io.BytesIO()
    drawn(placed, (900, 200), letters=33).save(written, "PDF", resolution=200)
    return written.getvalue()


def _stamped(scan: pypdfium2.PdfDocument, words: str) -> bytes:
    """The scan with words in a text layer above its picture."""
    page = scan[0]
    text = pdfium_c.FPDFPageObj_NewTextObj(scan, b"Helvetica", 4.0)
    wide = ctypes.create_string_buffer((words + "\0").encode("utf-16-le"))
    pdfium_c.FPDFText_SetText(text, ctypes.cast(wide, pdfium_c.FPDF_WIDESTRING))
    pdfium_c.FPDFPageObj_Transform(text, 1, 0, 0, 1, 200, 3)
    pdfium_c.FPDFPage_InsertObject(page, text)
    pdfium_c.FPDFPage_GenerateContent(page)
    written = io.BytesIO()
    scan.save(written)
    return written.getvalue()


def _joined(path: Path, *documents: bytes) -> Path:
    whole = pypdfium2.PdfDocument.new()
    for data in documents:
        whole.import_pages(pypdfium2.PdfDocument(data))
    whole.save(str(path))
    return path


def test_scanned_pages_stand_in_order_between_the_others(tmp_path: Path) -> None:
    before, after = (
        make_pdf([["First page, with text."]]),
        make_pdf([["The last page, with text."]]),
    )
    path = _joined(tmp_path / "mixed.pdf", before, _scan(WORDS), after)
    kept = KeptParts()

    read = read_scanned_pdf(path, "mixed", OPTIONS, kept)

    assert [
        (passage.page, read.text[passage.start : passage.end]) for passage in read.passages
    ] == [
        (1, "First page, with text."),
        (2, " ".join(WORDS)),
        (3, "The last page, with text."),
    ]
    assert read.media_type == "application/pdf"
    assert read.metadata["pages"] == 3
    assert read.metadata["pages_recognised"] == 1
    assert "pages_without_text" not in read.metadata
    assert "unread" not in read.metadata
    assert kept.reached == sorted(kept.reached)
    assert {("pages", 1, 3), ("pages", 2, 3), ("pages", 3, 3)} <= set(kept.reached)
    assert len(kept.new) == 1


def test_a_scan_with_a_stamp_in_its_text_layer_is_a_scan_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    path.write_bytes(_stamped(pypdfium2.PdfDocument(_scan(WORDS)), "Made by a scanner"))

    plain = read_pdf(path, "stamped", DEFAULT_LIMITS)
    read = read_scanned_pdf(path, "stamped", OPTIONS, NoParts())

    assert plain.text == "Made by a scanner"
    assert plain.metadata["pages_without_text"] == 1
    assert " ".join(WORDS) in read.text


def test_a_reading_that_was_interrupted_goes_on_at_its_next_page(tmp_path: Path) -> None:
    path = _joined(tmp_path / "two.pdf", _scan(WORDS[:1]), _scan(WORDS[2:]))
    whole = KeptParts()
    read = read_scanned_pdf(path, "two", OPTIONS, whole)
    first, second = whole.new

    rest = KeptParts({first: whole.parts[first]})

    assert read_scanned_pdf(path, "two", OPTIONS, rest) == read
    assert rest.new == [second]
    assert [passage.page for passage in read.passages] == [1, 2]


def test_a_scan_of_empty_pages_is_a_document_by_its_title(tmp_path: Path) -> None:
    path = _joined(tmp_path / "blank.pdf", _scan([]))

    read = read_scanned_pdf(path, "blank", OPTIONS, NoParts())

    assert read.text == "blank\n1 pages without any text that can be recognised"
    assert read.metadata["pages_without_text"] == 1


def test_with_ocr_off_the_other_pages_are_read_and_that_is_said(tmp_path: Path) -> None:
    path = _joined(tmp_path / "mixed.pdf", make_pdf([["A page with text."]]), _scan(WORDS))

    read = read_scanned_pdf(path, "mixed", MediaOptions(ocr=False), NoParts())

    assert read.text == "A page with text."
    assert read.metadata["unread"] == OCR_OFF
    assert read.metadata["pages_without_text"] == 1


def test_a_page_beyond_all_measure_is_drawn_coarser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "_MOST_PIXELS", 10_000)
    written = io.BytesIO()
    picture = Image.new("L", (50, 50), 255)
    picture.putpixel((9, 9), 0)
    picture.save(written, "PDF", resolution=0.3)  # 12,000 points a side
    path = tmp_path / "poster.pdf"
    path.write_bytes(written.getvalue())

    read = read_scanned_pdf(path, "poster", OPTIONS, NoParts())

    assert read.metadata["pages"] == 1


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no PDF"])
def test_what_is_no_pdf_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)

    with pytest.raises(ReadingError, match="it is damaged or no PDF"):
        read_scanned_pdf(path, "broken", OPTIONS, NoParts())
