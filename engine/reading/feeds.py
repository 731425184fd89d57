"""News feeds, RSS 0.9 to 2.0 and Atom: a passage an entry, with its date and address."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from engine.cleaning import clean_line
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.html_blocks import inline_text, local_name
from engine.reading.html_hidden import drop_hidden

_FEED = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?xml-stylesheet[^>]{0,500}\?>\s*)*"
    r"<(?:rss|feed|rdf:RDF)[\s>]",
    re.DOTALL,
)
_MOST_ENTRIES = 500
_DATES = ("pubdate", "published", "updated", "date")
_SUMMARIES = ("description", "summary", "encoded", "content")


def is_feed(text: str) -> bool:
    """Whether a document is a feed."""
    return _FEED.match(text) is not None


def read_feed(text: str, fallback_title: str) -> Extracted:
    """The entries of a feed, each under its title.

    Raises:
        ReadingError: it is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError("it is a broken feed") from error
    if root is None:
        raise ReadingError("it is a broken feed")
    assembler = Assembler()
    channel = next((node for node in root if local_name(node) == "channel"), root)
    title = _text_of(channel, ("title",)) or fallback_title
    entries = [node for node in root.iter() if local_name(node) in ("item", "entry")]
    for entry in entries[:_MOST_ENTRIES]:
        assembler.heading(1, _text_of(entry, ("title",)))
        assembler.block(
            "\n".join(
                filter(None, (_text_of(entry, _DATES), _text_of(entry, _SUMMARIES), _link(entry)))
            )
        )
    return assembler.finish(title, "application/rss+xml")


def _text_of(node: etree._Element, names: tuple[str, ...]) -> str:
    """The text of the first child of these names that has any, without markup."""
    for name in names:
        for child in node:
            if local_name(child) == name and (text := _plain("".join(map(str, child.itertext())))):
                return text
    return ""


def _plain(text: str) -> str:
    if "<" not in text:
        return clean_line(text)
    try:
        fragment = lxml.html.fromstring(f"<div>{text}</div>")
    except (etree.ParserError, etree.XMLSyntaxError):
        return clean_line(text)
    drop_hidden(fragment)
    return inline_text(fragment)


def _link(entry: etree._Element) -> str:
    for child in entry:
        if local_name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return clean_line(child.get("href") or child.text or "")
    return ""
