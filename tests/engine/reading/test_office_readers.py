"""Word, PowerPoint, Excel and EPUB: headings, lists, tables, notes, pages, sheets and rows."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from engine.reading.docx import read_docx
from engine.reading.epub import read_epub
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.limits import DEFAULT_LIMITS, Limits
from engine.reading.pptx import read_pptx
from engine.reading.xlsx import read_xlsx
from tests.engine.reading.made_files import (
    W,
    blocks,
    core_properties,
    docx,
    epub,
    paragraph,
    pptx,
    shape,
    zip_file,
)


def headed(extracted: Extracted) -> list[tuple[str | None, str]]:
    headings = [passage.heading for passage in extracted.passages]
    return list(zip(headings, blocks(extracted), strict=True))


def table(*rows: tuple[str, ...]) -> str:
    cells = (
        "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def read_word(path: Path) -> Extracted:
    return read_docx(path, "file", DEFAULT_LIMITS)


def test_word_headings_lists_and_tables(tmp_path: Path) -> None:
    item = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        (
            paragraph("House rules", "T"),
            paragraph("Welcome."),
            paragraph("The garden", "H1"),
            paragraph("Water it", properties=item),
            paragraph("Weed it", properties=item),
            paragraph("Tools", "Mine"),
            table(("Tool", "Price"), ("Spade", "12"), ("Hose", "")),
            paragraph("租金", properties='<w:outlineLvl w:val="0"/>'),
            paragraph("每月九百四十元。"),
        )
    )
    properties = core_properties("", "M. Osei", "2026-09-01T12:00:00Z")
    extracted = read_word(docx(tmp_path / "a.docx", body, {"docProps/core.xml": properties}))
    assert extracted.title == "House rules"
    assert extracted.metadata == {"author": "M. Osei", "date": "2026-09-01T12:00:00Z"}
    assert headed(extracted) == [
        (None, "Welcome."),
        ("The garden", "- Water it"),
        ("The garden", "- Weed it"),
        ("The garden › Tools", "Tool: Spade; Price: 12"),
        ("The garden › Tools", "Tool: Hose"),
        ("租金", "每月九百四十元。"),
    ]


def test_word_pages_as_word_noted_them(tmp_path: Path) -> None:
    turn = "<w:lastRenderedPageBreak/>"
    body = "".join(
        (
            paragraph("One."),
            paragraph("Two.", before=turn),
            f"<w:p><w:r><w:t>Two to </w:t>{turn}<w:t>three.</w:t></w:r></w:p>",
            paragraph("Three."),
        )
    )
    extracted = read_word(docx(tmp_path / "a.docx", body))
    assert [passage.page for passage in extracted.passages] == [1, 2, 2, 3]
    assert extracted.metadata["pages"] == 3


def test_word_keeps_insertions_and_notes_and_leaves_out_what_was_deleted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>The rent is </w:t></w:r>"
        "<w:del><w:r><w:delText>900</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>940</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>crowns.</w:t></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{paragraph("x")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Since May.")}</w:footnote></w:footnotes>'
    )
    extracted = read_word(docx(tmp_path / "a.docx", body, {"word/footnotes.xml": notes}))
    assert blocks(extracted) == ["The rent is 940\tcrowns.", "Footnote 2: Since May."]


def test_word_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('Boxed.')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        "<w:t>Around.</w:t></w:r></w:p>"
    )
    assert blocks(read_word(docx(tmp_path / "a.docx", body))) == ["Around.", "Boxed."]


def test_the_first_heading_is_the_title_where_none_is_given(tmp_path: Path) -> None:
    body = paragraph("Minutes", "H1") + paragraph("We met.") + paragraph("Later", "H1")
    extracted = read_word(docx(tmp_path / "a.docx", body))
    assert extracted.title == "Minutes"
    assert headed(extracted) == [("Minutes", "We met."), (None, "Later")]


def test_strict_word_documents_are_read(tmp_path: Path) -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    document = f"<w:document {strict}><w:body>{paragraph('Strictly.')}</w:body></w:document>"
    path = zip_file(tmp_path / "a.docx", {"word/document.xml": document})
    assert blocks(read_word(path)) == ["Strictly."]


def test_slides_are_pages_with_titles_notes_and_tables(tmp_path: Path) -> None:
    cells = "".join(
        "<a:tr>"
        + "".join(
            f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"
            for text in row
        )
        + "</a:tr>"
        for row in (("Name", "Age"), ("Ada", "36"))
    )
    slides = [
        shape(["Our plan"], "ctrTitle") + shape(["7"], "sldNum"),
        shape(["First", "Then"], "body")
        + shape(["Steps"], "title")
        + f"<p:graphicFrame><a:tbl>{cells}</a:tbl></p:graphicFrame>",
    ]
    extracted = read_pptx(
        pptx(tmp_path / "a.pptx", slides, {2: "Say why."}), "file", DEFAULT_LIMITS
    )
    assert extracted.title == "Our plan"
    assert extracted.metadata == {"pages": 2}
    assert [(p.page, p.heading) for p in extracted.passages] == [(1, None), *[(2, "Steps")] * 4]
    assert blocks(extracted) == [
        "Our plan",
        "- First",
        "- Then",
        "Name: Ada; Age: 36",
        "Note: Say why.",
    ]


def test_a_sheet_gives_a_passage_per_row_with_the_names_of_its_columns(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.worksheets[0]
    first.title = "People"
    for row in (
        ["Staff of the library"],
        [],
        ["Name", "Age", "Since"],
        ["Ada", 36, datetime.datetime(2020, 5, 1)],
        ["Bob", 41.5, None],
    ):
        first.append(row)
    workbook.create_sheet("费用").append(["房租", 940])
    workbook.properties.creator = "Ada"
    workbook.save(tmp_path / "a.xlsx")
    extracted = read_xlsx(tmp_path / "a.xlsx", "file", DEFAULT_LIMITS)
    assert extracted.metadata["sheets"] == 2
    assert extracted.metadata["author"] == "Ada"
    assert [(p.sheet, p.row, p.heading) for p in extracted.passages] == [
        ("People", 1, "People"),
        ("People", 3, "People"),
        ("People", 4, "People"),
        ("People", 5, "People"),
        ("费用", 1, "费用"),
    ]
    assert blocks(extracted) == [
        "Staff of the library",
        "Name; Age; Since",
        "Name: Ada; Age: 36; Since: 2020-05-01",
        "Name: Bob; Age: 41.5",
        "房租; 940",
    ]


def test_a_cell_in_the_last_row_and_column_costs_nothing(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "near"
    sheet["B1048576"] = "far"
    workbook.save(tmp_path / "a.xlsx")
    extracted = read_xlsx(tmp_path / "a.xlsx", "file", DEFAULT_LIMITS)
    assert [passage.row for passage in extracted.passages] == [1, 1048576]


def test_a_book_is_read_chapter_by_chapter(tmp_path: Path) -> None:
    chapters = [
        "<h1>One</h1><p>It began&#160;&hellip;</p><h2>Later</h2><p>It went on.</p>",
        "<p>No heading here.</p>",
    ]
    extracted = read_epub(epub(tmp_path / "a.epub", chapters), "file", DEFAULT_LIMITS)
    assert extracted.title == "A book"
    assert extracted.metadata == {"author": "Ada", "language": "en"}
    assert headed(extracted) == [
        ("One", "It began …"),
        ("One › Later", "It went on."),
        (None, "No heading here."),
    ]


def test_limits_of_packages_are_kept(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("Words. " * 1000))
    with pytest.raises(ReadingError, match="unpacks to"):
        read_docx(path, "file", Limits(unpacked=1000))
    with pytest.raises(ReadingError, match="2 parts"):
        read_docx(path, "file", Limits(entries=1))
    protected = zip_file(tmp_path / "a.epub", {"META-INF/rights.xml": "<x/>"})
    with pytest.raises(ReadingError, match="copy-protected"):
        read_epub(protected, "file", DEFAULT_LIMITS)
