"""Web pages: the main content, found by readability, under its headings."""

from __future__ import annotations

import codecs
import re

import lxml.html
from lxml import etree

from engine.cleaning import clean, clean_line
from engine.reading.decoding import decode
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.html_blocks import inline_text, local_name, write_blocks

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_DATES = (
    "article:published_time", "date", "dc.date", "dc.date.issued", "pubdate", "publish-date",
    "datepublished", "article:modified_time", "last-modified",
)  # fmt: skip
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")
# The main content that readability finds is believed when it is this much of the page.
_LEAST_SHARE = 0.7
_LEAST_CHARACTERS = 200
# Larger pages are books or lists, all of them content; looking for its main part would take long.
_MOST_CHARACTERS = 500_000


def read_html(data: bytes, fallback_title: str) -> Extracted:
    """Passages of a web page's main content, or of its whole body where that is unclear.

    Raises:
        ReadingError: no HTML, or not in the encoding that it declares.
    """
    root = parse_html(decode_html(data))
    metadata = _metadata(root)
    whole = Assembler()
    write_blocks(_body(root), whole, all_parts=False)
    if whole.empty:
        whole = Assembler()
        write_blocks(_body(root), whole)
    title = _title(root) or fallback_title
    body = whole.finish(title, "text/html", metadata)
    main = _main_content(root, title, metadata) if len(body.text) <= _MOST_CHARACTERS else None
    if main is None or len(main.text) < max(_LEAST_SHARE * len(body.text), _LEAST_CHARACTERS):
        return body
    return main


def parse_html(text: str) -> etree._Element:
    """The root element of a page, however badly it is written.

    Raises:
        ReadingError: it holds nothing.
    """
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False)
    try:
        return lxml.html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadingError("it holds no text") from error


def decode_html(data: bytes) -> str:
    """A page's text in the encoding that it declares, else in the one that its bytes show."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff")):
        name = declared.group(1).decode("ascii", "replace").lower()
        # Browsers take the subsets by their supersets (WHATWG Encoding, 4.2).
        name = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(name, name)
        try:
            return clean(data.decode(name))
        except (LookupError, UnicodeError):
            return decode(data)
    return decode(data)


def _main_content(
    root: etree._Element, title: str, metadata: dict[str, str | int]
) -> Extracted | None:
    # It costs a third of a second to import.
    from readability import Document
    from readability.readability import Unparseable

    try:
        summary = Document(etree.tostring(root, encoding="unicode", method="html")).summary()
        content = parse_html(summary)
    except (Unparseable, ReadingError):
        return None
    assembler = Assembler()
    write_blocks(content, assembler)
    return assembler.finish(title, "text/html", metadata)


def _body(root: etree._Element) -> etree._Element:
    found = next((node for node in root.iter("body")), None)
    return root if found is None else found


def _title(root: etree._Element) -> str:
    heading = next((text for node in root.iter("h1") if (text := inline_text(node))), "")
    named = next((text for node in root.iter("title") if (text := inline_text(node))), "")
    # A page's title often carries the site's name as well; its first heading does not.
    if heading and heading.casefold() in named.casefold():
        return heading
    return named or heading


def _metadata(root: etree._Element) -> dict[str, str | int]:
    given: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("name") or node.get("property") or node.get("itemprop") or "").lower()
        given.setdefault(name, clean_line(node.get("content") or "")[:300])
    language = next((node.get("lang") for node in root.iter("html")), None)
    stamps = [given[name] for name in _DATES if name in given]
    stamps += [clean_line(node.get("datetime") or "") for node in root.iter("time")][:1]
    dates = [match.group() for stamp in stamps if (match := _ISO_DATE.search(stamp))]
    return {
        "author": next((given[name] for name in _AUTHORS if given.get(name)), ""),
        "date": dates[0] if dates else "",
        "language": clean_line(language or "")[:20],
    }


__all__ = ["decode_html", "local_name", "parse_html", "read_html"]
