"""Web pages: the main content, found by readability, under its headings."""

from __future__ import annotations

import codecs
import re

import lxml.html
from lxml import etree

from engine.cleaning import clean, clean_line
from engine.reading.decoding import decode
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.feeds import is_feed, read_feed
from engine.reading.html_blocks import inline_text, local_name, write_blocks
from engine.reading.html_hidden import drop_hidden
from engine.reading.html_links import links_json

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
_MOST_BROKEN = 0.002
# So many characters beyond ASCII tell whether a text is UTF-8.
_TELLING = 8
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "byl")
_DATES = (
    "article:published_time", "date", "dc.date", "dc.date.issued", "pubdate", "publish-date",
    "datepublished", "article:modified_time", "last-modified",
)  # fmt: skip
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")
# The main content that readability finds is believed when it is this much of what the page marks as
# its content: of manuals it often finds a part only. Where nothing is marked, all around it may be
# teasers and comments.
_LEAST_OF_MARKED, _MOST_OF_MARKED = 0.7, 1.02
_LEAST_SHARE = 0.3
_LEAST_CHARACTERS = 200
# What is marked as the content is believed when it is this much of the page.
_LEAST_MARKED = 0.2
# Larger pages are books or lists, all of them content; looking for its main part would take long.
_MOST_CHARACTERS = 500_000


def read_html(data: bytes, fallback_title: str, links: int = 0) -> Extracted:
    """Passages of a web page's main content, or of its whole body where that is unclear.

    What the page hides is left out. Up to `links` of its links are in the metadata, as JSON.

    Raises:
        ReadingError: no HTML, or not in the encoding that it declares.
    """
    text = decode_html(data)
    if is_feed(text):
        return read_feed(text, fallback_title)
    root = parse_html(text)
    metadata = _metadata(root)
    drop_hidden(root)
    title = _title(root) or fallback_title
    if links:
        metadata["links"] = links_json(root, links)
    body = _blocks(_body(root), title, metadata)
    if len(body.text) > _MOST_CHARACTERS:
        return body
    main = _main_content(root, title, metadata)
    length = 0 if main is None or len(main.text) < _LEAST_CHARACTERS else len(main.text)
    marked = _marked_content(root, title, metadata)
    if marked is None or len(marked.text) < _LEAST_MARKED * len(body.text):
        believed = length >= _LEAST_SHARE * len(body.text)
        return main if main is not None and length and believed else body
    share = length / len(marked.text)
    return main if main is not None and _LEAST_OF_MARKED <= share <= _MOST_OF_MARKED else marked


def _blocks(node: etree._Element, title: str, metadata: dict[str, str | int]) -> Extracted:
    """All in an element but navigation and the like, unless there is nothing else."""
    assembler = Assembler()
    write_blocks(node, assembler, all_parts=False)
    if assembler.empty:
        assembler = Assembler()
        write_blocks(node, assembler)
    return assembler.finish(title, "text/html", metadata)


def _marked_content(
    root: etree._Element, title: str, metadata: dict[str, str | int]
) -> Extracted | None:
    """What stands in the page's one <main>, or else in its one <article>."""
    for marked in (
        [node for node in root.iter(etree.Element) if _is_main(node)],
        list(root.iter("article")),
    ):
        inside = set(marked)
        outermost = [node for node in marked if inside.isdisjoint(node.iterancestors())]
        if len(outermost) == 1:
            found = _blocks(outermost[0], title, metadata)
            if len(found.text) >= _LEAST_CHARACTERS:
                return found
    return None


def _is_main(node: etree._Element) -> bool:
    return node.tag == "main" or node.get("role") == "main"


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
        text = decode_as(data, declared.group(1).decode("ascii", "replace"))
        if text is not None:
            return clean(text)
    return decode(data)


def decode_as(data: bytes, charset: str) -> str | None:
    """The text of a page that is said to be in `charset`; None where it plainly is not.

    A few broken characters are no reason to take a page for another encoding's.
    """
    # Browsers take the subsets by their supersets (WHATWG Encoding, 4.2).
    name = _SUPERSETS.get(charset.lower(), charset.lower())
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError):
        return None
    # What is UTF-8 is hardly ever anything else, while it may well pass for it.
    other = _decoded(data, "utf-8")
    if len(other.encode("ascii", "ignore")) + _TELLING <= len(other):
        return other
    return text if text.count("\ufffd") <= _MOST_BROKEN * len(text) else other or None


def _decoded(data: bytes, encoding: str) -> str:
    """The text, or nothing where the bytes are not in that encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


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
