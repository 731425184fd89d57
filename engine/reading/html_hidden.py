"""Takes out of a page what its markup hides from a reader: it must not reach anybody else either.

Text that nobody sees is where instructions for a program are planted; it is also menus, duplicates
and texts of dialogs, which are no content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

_NOTHING = r"(?:0(?:\.0*)?|\.0+)(?:px|em|rem|pt|%|vh|vw)?(?=\s*(?:;|!|$))"
_HIDDEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|content-visibility\s*:\s*hidden|color\s*:\s*transparent"
    r"|(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}(?:\.\d+)?"
    r"(?:px|em|rem|%|v[wh])"
    r"|clip\s*:\s*rect\((?:\s*[01](?:px)?[,\s]*){4}\)"
    r"|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)"
    r"|transform\s*:[^;]{0,60}scale\(\s*0\s*[,)])",
    re.IGNORECASE,
)
_TRANSPARENT = re.compile(rf"(?:^|[;\s])opacity\s*:\s*{_NOTHING}", re.IGNORECASE)
# What fades in begins transparent.
_MOVING = re.compile(r"transform|transition|animation|will-change", re.IGNORECASE)
_ZERO_SIZE = re.compile(rf"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*{_NOTHING}", re.IGNORECASE)
_CLIPPED = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_ZERO_LETTERS = re.compile(rf"(?:^|[;\s])font-size\s*:\s*{_NOTHING}", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BRACE = re.compile("[{}]")
_SHOWN = re.compile(r"(?:^|[;\s])(?:display|visibility)\s*:", re.IGNORECASE)
_CLASS_OR_ID = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])(-?[A-Za-z_][\w-]*)")
_MOST_STYLE = 500_000
_LONGEST_STYLE = 2000
_KEPT = frozenset({"html", "body", "head"})


def drop_hidden(root: etree._Element) -> None:
    """Remove the elements of a page that its attributes or its own style sheet hide."""
    names = _hidden_names(root)
    hidden = [
        node
        for node in root.iter(etree.Element)
        if node.tag not in _KEPT and _is_hidden(node, names)
    ]
    for node in hidden:
        _remove(node)


def _is_hidden(node: etree._Element, names: frozenset[str]) -> bool:
    if node.get("hidden") is not None or node.get("aria-hidden", "").lower() == "true":
        return True
    if names:
        classes = (node.get("class") or "").split()
        if any(f".{name}" in names for name in classes) or f"#{node.get('id')}" in names:
            return True
    style = (node.get("style") or "")[:_LONGEST_STYLE]
    return bool(style) and _style_hides(node, style)


def _style_hides(node: etree._Element, style: str) -> bool:
    if _HIDDEN.search(style):
        return True
    if _TRANSPARENT.search(style) and not _MOVING.search(style):
        return True
    if _ZERO_SIZE.search(style) and _CLIPPED.search(style):
        return True
    # Around letters of a size of their own it only takes away the gaps between boxes.
    return len(node) == 0 and _ZERO_LETTERS.search(style) is not None


def _remove(node: etree._Element) -> None:
    """Take an element out; the text after it stays."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _hidden_names(root: etree._Element) -> frozenset[str]:
    """Classes (".name") and ids ("#name") that the page's own style sheets hide."""
    sheets = [node.text or "" for node in root.iter("style")]
    sheet = _COMMENT.sub(" ", "\n".join(sheets)[:_MOST_STYLE])
    hidden: set[str] = set()
    for selectors, declarations in _rules(sheet):
        hides = _HIDDEN.search(declarations) is not None
        if not hides and not _SHOWN.search(declarations):
            continue
        for selector in selectors.split(","):
            match = _CLASS_OR_ID.fullmatch(selector.strip())
            if match and hides:
                hidden.add(match.group(1) + match.group(2))
            elif match:
                hidden.discard(match.group(1) + match.group(2))
    return frozenset(hidden)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that always hold: none for print, other screens or
    other browsers."""
    depth, start, opened = 0, 0, 0
    for match in _BRACE.finditer(sheet):
        if match.group() == "{":
            depth += 1
            opened = match.end() if depth == 1 else opened
        elif depth:
            depth -= 1
            if not depth:
                selectors = sheet[start : opened - 1].rpartition(";")[2].strip()
                if not selectors.startswith("@"):
                    yield selectors, sheet[opened : match.start()]
                start = match.end()
