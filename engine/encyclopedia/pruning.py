"""Leaves of an article's HTML what a reader of the text would read.

The names of classes are those that MediaWiki's own output and Wikipedia's templates use, in the
skins' HTML as well as in that of Parsoid, from which Kiwix's archives are made.
"""

from __future__ import annotations

import re

from lxml import etree

from engine.reading.html_blocks import local_name
from engine.tools.wording import alternatives

_DROPPED_TAGS = alternatives(
    "script|style|link|meta|noscript|figure|audio|video|iframe|object|form|footer|nav|h1|svg"
)
_DROPPED_CLASSES = alternatives(
    "reference|mw-ref|references|reflist|mw-references-wrap|refs|mw-cite-backlink|"
    "navbox|navbox-styles|vertical-navbox|sidebar|navbar|infobox-navbar|succession-box|"
    "authority-control|mw-authority-control|portalbox|sistersitebox|side-box|stub|"
    "ambox|ombox|tmbox|cmbox|fmbox|imbox|dmbox|mbox|metadata|noprint|hatnote|dablink|rellink|"
    "mw-editsection|mw-editsection-like|mw-jump-link|toc|mw-toc|toccolours-toc|"
    "thumb|tmulti|gallery|magnify|mw-kartographer-map|mw-kartographer-container|"
    "catlinks|printfooter|mw-indicators|mw-hidden-catlinks|shortdescription|error|Z3988|"
    "geo-nondefault|geo-multi-punct|Inline-Template|noexcerpt|ext-phonos|zim-footer|"
    "mw-empty-elt|sortkey|infobox-above|infobox-title|infobox-image|infobox-caption|NavHead|disambigbox"
)
_DROPPED_IDS = alternatives(
    "toc|siteSub|contentSub|jump-to-nav|coordinates|mw-navigation|footer|disambigbox"
)
_DROPPED_ROLES = frozenset({"navigation", "note", "search", "contentinfo", "banner"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FORMULA = re.compile(r"^\{\\(?:displaystyle|textstyle)\s*(.*)\}$", re.DOTALL)
_DISAMBIGUATION = frozenset({"disambigbox", "dmbox-disambig"})
_INFOBOX = frozenset({"infobox", "infobox_v2", "infobox_v3"})
_MOST_BOXES = 4


def content_of(root: etree._Element) -> etree._Element:
    """The element that holds the article."""
    for wanted in ("mw-parser-output", "mw-body-content"):
        for node in root.iter("div", "section"):
            if wanted in classes(node):
                return node
    for node in root.iter("div", "main"):
        if node.get("id") in {"mw-content-text", "bodyContent", "content"}:
            return node
    return next(root.iter("body"), root)


def is_marked_ambiguous(content: etree._Element) -> bool:
    """Whether the box is there that pages of several meanings carry."""
    return any(
        node.get("id") == "disambigbox" or not _DISAMBIGUATION.isdisjoint(classes(node))
        for node in content.iter("div", "table")
    )


def prune(content: etree._Element) -> None:
    """Blank notes, references, navigation, pictures and what is hidden; formulas become text.

    Infoboxes go to the end of the lead, so that it begins with its sentences.
    """
    for node in content.iter("img"):
        _write_formula(node)
    for node in list(content.iterdescendants()):
        if _is_dropped(node):
            # Taking it out would join the texts before and after it: n of them, n^2 characters.
            tail = node.tail
            node.clear()
            node.tag, node.tail = "template", tail
    _move_infoboxes(content)


def classes(node: etree._Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((node.get("class") or "").split())


def _is_dropped(node: etree._Element) -> bool:
    if local_name(node) in _DROPPED_TAGS or node.get("id") in _DROPPED_IDS:
        return True
    if node.get("role") in _DROPPED_ROLES or node.get("hidden") is not None:
        return True
    style = node.get("style")
    if style and _HIDDEN.search(style):
        return True
    named = node.get("class")
    return named is not None and not _DROPPED_CLASSES.isdisjoint(named.split())


def _write_formula(image: etree._Element) -> None:
    alt = image.get("alt") or ""
    if not any(name.startswith("mwe-math-fallback") for name in classes(image)) or not alt:
        return
    formula = _FORMULA.match(alt.strip())
    image.tail = (formula.group(1) if formula else alt) + (image.tail or "")


def _move_infoboxes(content: etree._Element) -> None:
    first = next(content.iter("h2"), None)
    place = None if first is None else _child_above(content, first)
    for box in [node for node in content.iter("table") if _INFOBOX & classes(node)][:_MOST_BOXES]:
        if any(_INFOBOX & classes(above) for above in box.iterancestors("table")):
            continue
        if place is not None and place in box.iterancestors():
            continue
        _detach(box)
        if place is None:
            content.append(box)
        else:
            place.addprevious(box)


def _child_above(content: etree._Element, node: etree._Element) -> etree._Element:
    """The child of `content` that holds `node`."""
    while (parent := node.getparent()) is not None and parent is not content:
        node = parent
    return node


def _detach(node: etree._Element) -> None:
    """Take an element out; the text after it stays where it is."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (node.tail or "")
    else:
        before.tail = (before.tail or "") + (node.tail or "")
    node.tail = None
    parent.remove(node)
