"""Markdown as answers use it: what it may contain, and what of it can be clicked."""

from __future__ import annotations

import re
from collections.abc import Collection

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from textual.app import ComposeResult
from textual.widgets import Markdown
from textual.widgets._markdown import MarkdownTable, MarkdownTableContent

from engine.cleaning import clean
from kagent_tui.links import read_link
from kagent_tui.widgets.answer_lists import AnswerBulletList, AnswerOrderedList, AnswerParagraph

_SCHEME = "citation"
# As the engine numbers them (engine.citations).
_CITATION = re.compile(r"\[([1-9][0-9]{0,3})\]")


class AnswerParser(MarkdownIt):
    """A parser that makes links only of addresses that may be opened."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (markdown-it's name)
        """Whether an address that the text itself names becomes a link."""
        return read_link(url) is not None


def make_parser(citations: Collection[int] = ()) -> MarkdownIt:
    """Markdown as answers use it.

    Raw HTML is shown as text (Textual would drop it silently), a line break in the source stays
    one, since small models write a fact a line, and "[1]: title" at the end of an answer is text.
    Where the answer has a citation of that number, "[1]" is a link of a kind that no text can
    write. File names such as setup.py are not taken for hosts.
    """
    parser = AnswerParser("gfm-like", {"html": False})
    parser.disable("reference")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    if citations:
        _add_citations(parser, frozenset(citations))
    parser.core.ruler.push("keep_line_breaks", _keep_line_breaks)
    parser.core.ruler.push("keep_addresses", _keep_addresses)
    parser.core.ruler.push("clean_again", _clean_again)
    return parser


def citation_address(number: int) -> str:
    """What stands for a citation where other links have their address."""
    return f"{_SCHEME}:{number}"


def citation_number(address: str) -> int | None:
    """The citation that such an address stands for."""
    scheme, _, number = address.partition(":")
    return int(number) if scheme == _SCHEME and number.isdecimal() else None


def code_blocks(text: str) -> list[str]:
    """The code blocks of an answer, in order, without their fences."""
    tokens = make_parser().parse(text)
    return [token.content.rstrip("\n") for token in tokens if token.type in ("fence", "code_block")]


def _add_citations(parser: MarkdownIt, citations: frozenset[int]) -> None:
    def cite(state: StateInline, silent: bool) -> bool:
        found = _CITATION.match(state.src, state.pos, state.posMax)
        if found is None or int(found[1]) not in citations:
            return False
        if not silent:
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": citation_address(int(found[1]))}
            state.push("text", "", 0).content = found[0]
            state.push("link_close", "a", -1)
        state.pos = found.end()
        return True

    # Before links, so that "[1](http://...)" does not put another address under a citation.
    parser.inline.ruler.before("link", "citation", cite)


def _keep_line_breaks(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "softbreak":
                child.type = "hardbreak"


def _keep_addresses(state: StateCore) -> None:
    """Textual takes one layer of percent signs from an address that is clicked."""
    for token in state.tokens:
        for child in token.children or ():
            for name in ("href", "src"):
                if isinstance(address := child.attrs.get(name), str):
                    child.attrs[name] = address.replace("%", "%25")


def _clean_again(state: StateCore) -> None:
    """Entities ("&#x202e;") and percent signs in bare addresses ("%1b") became characters."""
    for token in state.tokens:
        for child in token.children or ():
            for part in (child, *(child.children or ())):
                part.content = clean(part.content)


class _Cells(MarkdownTableContent):
    """Cells without tooltips, which would read what a model wrote as markup."""

    def compose(self) -> ComposeResult:
        for cell in super().compose():
            cell.tooltip = None
            yield cell


class _Table(MarkdownTable):
    def compose(self) -> ComposeResult:
        for part in super().compose():
            if isinstance(part, MarkdownTableContent):
                yield _Cells(part.headers, part.rows)


class AnswerMarkdown(Markdown):
    """Textual's Markdown with the parts above; a click on a link only posts `LinkClicked`."""

    BLOCKS = {  # noqa: RUF012 (as Textual declares it)
        **Markdown.BLOCKS,
        "table_open": _Table,
        "paragraph_open": AnswerParagraph,
        "bullet_list_open": AnswerBulletList,
        "ordered_list_open": AnswerOrderedList,
    }

    def __init__(self) -> None:
        self.citations: frozenset[int] = frozenset()
        super().__init__(parser_factory=lambda: make_parser(self.citations), open_links=False)
