"""Small real files of many formats, written by hand so that each part of them is known."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.reading.extracted import Extracted

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
P = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

Line = tuple[float, float, float, str]


def blocks(extracted: Extracted) -> list[str]:
    """The text of each passage."""
    return [extracted.text[passage.start : passage.end] for passage in extracted.passages]


def zip_file(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A package of parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def core_properties(title: str = "", creator: str = "", modified: str = "") -> str:
    """docProps/core.xml."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator>"
        f"<dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    )


def paragraph(text: str, style: str = "", before: str = "", properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r>{before}<w:t>{text}</w:t></w:r></w:p>"


def docx(path: Path, body: str, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A Word document with the usual heading styles."""
    styles = (
        f"<w:styles {W}>"
        '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
        "</w:styles>"
    )
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zip_file(
        path, {"word/document.xml": document, "word/styles.xml": styles, **(parts or {})}
    )


def shape(texts: Sequence[str], kind: str = "") -> str:
    """A shape of a slide; `kind` is its placeholder."""
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    paragraphs = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    return f"<p:sp><p:nvSpPr>{holder}</p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>"


def pptx(path: Path, slides: Sequence[str], notes: Mapping[int, str] | None = None) -> Path:
    """A presentation; notes by slide, from 1."""
    numbers = range(1, len(slides) + 1)
    parts = {
        "ppt/presentation.xml": f"<p:presentation {P}><p:sldIdLst>"
        + "".join(f'<p:sldId id="{n + 255}" r:id="r{n}"/>' for n in numbers)
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
        + "".join(f'<Relationship Id="r{n}" Target="slides/s{n}.xml"/>' for n in numbers)
        + "</Relationships>",
    }
    for n, slide in zip(numbers, slides, strict=True):
        parts[f"ppt/slides/s{n}.xml"] = f"<p:sld {P}><p:spTree>{slide}</p:spTree></p:sld>"
    for n, note in (notes or {}).items():
        parts[f"ppt/slides/_rels/s{n}.xml.rels"] = (
            f'<Relationships xmlns="{RELATIONSHIPS}">'
            f'<Relationship Id="n" Target="../notesSlides/n{n}.xml"/></Relationships>'
        )
        parts[f"ppt/notesSlides/n{n}.xml"] = f"<p:notes {P}>{shape([note], 'body')}</p:notes>"
    return zip_file(path, parts)


def epub(path: Path, chapters: Sequence[str], title: str = "A book") -> Path:
    """A book whose chapters are bodies of XHTML."""
    numbers = range(len(chapters))
    manifest = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    parts = {
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        'container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        "<dc:creator>Ada</dc:creator><dc:language>en</dc:language></metadata>"
        f"<manifest>{manifest}</manifest><spine>{spine}</spine></package>",
    }
    for n, chapter in enumerate(chapters):
        parts[f"OEBPS/text/c{n}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML '
            '1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html xmlns="http://www.w3.'
            f'org/1999/xhtml"><head><title>x</title></head><body>{chapter}</body></html>'
        )
    return zip_file(path, parts)


def pdf(
    path: Path,
    pages: Sequence[Sequence[Line]],
    *,
    information: str = "",
    bookmarks: Sequence[tuple[str, int]] = (),
    content: bytes | None = None,
) -> Path:
    """A PDF of lines (x, y, size, text) in Helvetica; `content` replaces every page's drawing."""
    count = len(pages)
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(count))
    first_mark = 10 + 2 * count
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Outlines >>",
        5: f"<< {information} >>".encode("latin-1"),
    }
    for n, lines in enumerate(pages):
        drawn = (
            content
            if content is not None
            else b"".join(
                f"BT /F1 {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET\n".encode("cp1252")
                for x, y, size, text in lines
            )
        )
        objects[10 + 2 * n] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {11 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[11 + 2 * n] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    if bookmarks:
        last = first_mark + len(bookmarks) - 1
        objects[4] = f"<< /Type /Outlines /First {first_mark} 0 R /Last {last} 0 R >>".encode()
    for n, (title, page) in enumerate(bookmarks):
        after = f"/Next {first_mark + n + 1} 0 R" if n + 1 < len(bookmarks) else ""
        objects[first_mark + n] = (
            f"<< /Title ({_escaped(title)}) /Parent 4 0 R {after} "
            f"/Dest [{10 + 2 * (page - 1)} 0 R /Fit] >>"
        ).encode("latin-1")
    path.write_bytes(_assembled(objects))
    return path


def _assembled(objects: Mapping[int, bytes]) -> bytes:
    data = b"%PDF-1.7\n"
    offsets = {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects) + 1
    table = b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n"
        for n in range(size)
    )
    return (
        data
        + b"xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n"
        % (
            size,
            table,
            size,
        )
        + b"%d\n%%%%EOF\n" % len(data)
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
