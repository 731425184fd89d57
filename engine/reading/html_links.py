"""The links of a page: those of its content first, then those around it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import etree

from engine.cleaning import clean_line
from engine.reading.html_blocks import inline_text, is_surrounding

_LONGEST_TEXT, _LONGEST_ADDRESS = 150, 2000


def links_json(root: etree._Element, most: int) -> str:
    """At most so many links as JSON: {"base": address, "links": [[text, address], ...]}.

    Addresses are as the page writes them; "base" is empty unless the page has one of its own.
    """
    base = next((node.get("href") for node in root.iter("base") if node.get("href")), "")
    inside: dict[str, str] = {}
    around: dict[str, str] = {}
    for node, is_around in _anchors(root):
        address = clean_line(node.get("href") or "")
        text = inline_text(node)[:_LONGEST_TEXT]
        if text and address and len(address) <= _LONGEST_ADDRESS and not address.startswith("#"):
            (around if is_around else inside).setdefault(address, text)
    found = inside | {address: text for address, text in around.items() if address not in inside}
    links = [[text, address] for address, text in found.items()]
    return json.dumps({"base": clean_line(base or ""), "links": links[:most]})


def _anchors(root: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """The anchors of a page, and whether they stand in what is around its content."""
    depth = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        step = 1 if event == "start" else -1
        if is_surrounding(node):
            depth += step
        if event == "start" and node.tag == "a":
            yield node, depth > 0
