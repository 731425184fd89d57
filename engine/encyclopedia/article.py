"""Articles of an encyclopedia: the same text, sections and places from any HTML of MediaWiki's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml import etree

from engine.cleaning import clean
from engine.encyclopedia.addresses import tidy_title
from engine.encyclopedia.pruning import content_of, is_marked_ambiguous, prune
from engine.events import Location
from engine.kuaipedia.base import Aspect
from engine.reading.extracted import Assembler, ReadingError, TextPassage
from engine.reading.html_blocks import inline_text, write_blocks
from engine.tools.observation import Passage
from engine.tools.wording import alternatives
from store.folding import fold

# Of a page that is larger, the beginning is read.
MOST_HTML = 5_000_000
SEPARATOR = " › "
_MOST_LINKS = 2000
_MOST_MEANINGS = 40
_LONGEST_MEANING = 300
_LONGEST_SUMMARY = 600
# Sections that hold no text about the subject, as English and Chinese articles name them.
_APPARATUS = frozenset(
    map(
        fold,
        alternatives(
            "References|External links|See also|Further reading|Notes|Notes and references|"
            "Citations|Footnotes|Sources|Bibliography|Works cited|General references|"
            "General sources|参考文献|参考资料|参考来源|参考|脚注|注释|注解|备注|外部链接|外部连接|"
            "延伸阅读|扩展阅读|参见|参看|另见|相关条目|来源|引用|资料来源|注释与参考文献"
        ),
    )
)
_MAY_REFER = re.compile(
    r"\b(?:may|can|could) (?:also )?(?:refer to|mean)\b[^.:]{0,40}(?::|$)"
    r"|(?:可以|可能)是?(?:指|意指)[^。:：]{0,20}(?:[:：]|$)|有(?:以下|下列)[^。:：]{0,12}[:：]"
)
_AMBIGUOUS_TITLE = re.compile(r"[(（](?:disambiguation|消歧义|消歧義)[)）]$", re.IGNORECASE)
# Namespaces whose pages are no articles, as links write them.
_NAMESPACE = re.compile(
    r"^(?:special|file|image|category|template|help|talk|user|user talk|wikipedia|portal|draft|"
    r"mediawiki|module|特殊|文件|档案|檔案|分类|分類|模板|帮助|幫助|讨论|討論|用户|用戶|维基百科|"
    r"維基百科|主题|主題|wp|t|h)\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another article, and the words that it stands on."""

    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One of the articles that a page of several meanings leads to, and its line there."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The text that stands directly under a heading: `article.text[start:end]`.

    `path` are the headings from the outermost to its own; empty for the lead.
    """

    path: tuple[str, ...]
    start: int
    end: int

    @property
    def heading(self) -> str | None:
        """The path as places write it, None for the lead."""
        return SEPARATOR.join(self.path) or None


@dataclass(frozen=True, slots=True)
class Article:
    """An article: spans count characters of its `text`, which is the same online and offline.

    `asked` is the title that led here by a redirect, else the title itself; `archive` the name of
    the file that it was read from, empty for the internet. `meanings` are those of a page that
    only tells several subjects of one name apart. `cut` when it was too long to be read whole.
    """

    title: str
    url: str
    site: str
    language: str
    text: str
    sections: tuple[Section, ...]
    blocks: tuple[TextPassage, ...]
    links: tuple[Link, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    asked: str = ""
    archive: str = ""
    cut: bool = False

    def passages(self, sections: Sequence[Section] | None = None) -> list[Passage]:
        """The text of sections, of all by default, a passage each."""
        return [
            self.passage(section.start, section.end, section.heading)
            for section in (self.sections if sections is None else sections)
        ]

    def passage(self, start: int, end: int, heading: str | None) -> Passage:
        """A piece of the text with its place."""
        place = Location(heading=heading, span=(start, end))
        return Passage(self.text[start:end], self.url, self.title, place)

    @property
    def lead(self) -> tuple[TextPassage, ...]:
        """The paragraphs and infobox rows before the first heading."""
        return tuple(block for block in self.blocks if block.heading is None)

    @property
    def summary(self) -> str:
        """The first paragraph of the lead, as far as it is short."""
        for block in self.lead:
            text = self.text[block.start : block.end]
            if len(text) > _LONGEST_SUMMARY:
                return text[:_LONGEST_SUMMARY].rstrip() + "…"
            if text:
                return text
        return ""

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """The headings of the two upper levels, in order."""
        seen: dict[tuple[str, ...], Aspect] = {}
        for section in self.sections:
            for level in (1, 2):
                if len(section.path) >= level:
                    path = section.path[:level]
                    seen.setdefault(path, Aspect(path[-1], level))
        return tuple(seen.values())

    def under(self, aspect: str) -> list[Section]:
        """The sections under a heading, named as it is or by a part of its name."""
        wanted = fold(aspect.rpartition(SEPARATOR.strip())[2].strip())
        for matches in (wanted.__eq__, lambda name: bool(wanted) and wanted in name):
            found = [
                section
                for section in self.sections
                if any(matches(fold(heading)) for heading in section.path)
            ]
            if found:
                return found
        return []


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page was read: its title, the site to cite, its language, how it was asked for."""

    title: str
    site: str
    language: str
    url: str
    asked: str = ""
    archive: str = ""


def read_article(html: str, origin: Origin) -> Article:
    """The article that a page's HTML holds.

    Raises:
        ReadingError: it holds no text.
    """
    content = _parsed(html[:MOST_HTML])
    marked = is_marked_ambiguous(content)
    prune(content)
    assembler = _Blocks()
    write_blocks(content, assembler)
    extracted = assembler.finish(origin.title, "text/html")
    blocks = tuple(block for block in extracted.passages if not _is_apparatus(block))
    if not blocks:
        raise ReadingError("it holds no text")
    first = extracted.text[blocks[0].start : blocks[0].end]
    ambiguous = marked or says_it_is_ambiguous(origin.title, first)
    return Article(
        title=origin.title,
        url=origin.url,
        site=origin.site,
        language=origin.language,
        text=extracted.text,
        sections=tuple(_sections(blocks)),
        blocks=blocks,
        links=tuple(_links(content)),
        meanings=tuple(_meanings(content)) if ambiguous else (),
        asked=origin.asked or origin.title,
        archive=origin.archive,
        cut=len(html) > MOST_HTML,
    )


class _Blocks(Assembler):
    """Without headings that nothing stands under: they are no text of the lead."""

    def heading(self, level: int, text: str, line: int | None = None) -> None:
        super().heading(level, text, line)
        self._bare = None


def _parsed(html: str) -> etree._Element:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml.html.document_fromstring(clean(html).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ReadingError("it holds no text") from error
    return content_of(root)


def _is_apparatus(block: TextPassage) -> bool:
    return block.heading is not None and fold(block.heading.split(SEPARATOR)[0]) in _APPARATUS


def _sections(blocks: Sequence[TextPassage]) -> list[Section]:
    found: list[Section] = []
    for block in blocks:
        path = tuple(block.heading.split(SEPARATOR)) if block.heading else ()
        if found and found[-1].path == path:
            found[-1] = Section(path, found[-1].start, block.end)
        else:
            found.append(Section(path, block.start, block.end))
    return found


def _links(content: etree._Element) -> list[Link]:
    found: dict[str, Link] = {}
    for node in content.iter("a"):
        title = linked_title(node)
        if title and title not in found:
            words = inline_text(node)
            if words:
                found[title] = Link(title, words)
                if len(found) == _MOST_LINKS:
                    break
    return list(found.values())


def linked_title(node: etree._Element) -> str:
    """The article that a link leads to, "" for any other place."""
    href = node.get("href") or ""
    if "new" in (node.get("class") or "").split() or href.startswith("#"):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or parts.query:
        return ""
    path = unquote(parts.path)
    _, marker, rest = path.partition("/wiki/")
    name = rest if marker else re.sub(r"^(?:\.{1,2}/)*(?:A/)?", "", path)
    if name.startswith(("/", "-/")) or _NAMESPACE.match(name.replace("_", " ")):
        return ""
    return tidy_title(name)


def says_it_is_ambiguous(title: str, lead: str) -> bool:
    """Whether a page, by its title or its first line, only tells several subjects apart."""
    if _AMBIGUOUS_TITLE.search(title):
        return True
    first = lead.split("\n", 1)[0][:_LONGEST_MEANING]
    return bool(_MAY_REFER.search(first.rstrip()))


def _meanings(content: etree._Element) -> list[Meaning]:
    found: dict[str, Meaning] = {}
    for item in content.iter("li"):
        titles = (linked_title(node) for node in item.iter("a"))
        title = next((one for one in titles if one), "")
        if title and title not in found:
            found[title] = Meaning(title, inline_text(item)[:_LONGEST_MEANING])
        if len(found) == _MOST_MEANINGS:
            break
    return list(found.values())
