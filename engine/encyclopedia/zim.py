"""Wikipedia offline: ZIM files as Kiwix publishes them, read with libzim.

libzim is GPL-3.0 and an extra of this program; https://wiki.openzim.org/wiki/ZIM_file_format and
https://wiki.openzim.org/wiki/Metadata describe the format and the names of its metadata.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from engine.cleaning import clean_line
from engine.encyclopedia.addresses import article_url, is_language, site_of
from engine.encyclopedia.article import MOST_HTML, Article, Origin, read_article
from engine.encyclopedia.source import NEAR_TITLES, ArticleMissingError, EncyclopediaError
from engine.reading.extracted import ReadingError
from engine.scanning import why_not
from store.folding import fold

if TYPE_CHECKING:
    from libzim.reader import Archive, Entry, Item

INSTALL = 'pipx install "kagent-tui[zim]"'
# ISO 639-3, which the metadata use, and Wikipedia's codes where those differ.
_LANGUAGES = {
    "eng": "en", "zho": "zh", "chi": "zh", "cmn": "zh", "deu": "de", "ger": "de", "fra": "fr",
    "fre": "fr", "spa": "es", "jpn": "ja", "kor": "ko", "rus": "ru", "por": "pt", "ita": "it",
    "ara": "ar", "nld": "nl", "pol": "pl", "swe": "sv", "ukr": "uk", "vie": "vi", "tur": "tr",
    "fas": "fa", "ind": "id", "hin": "hi", "ces": "cs", "lzh": "zh-classical", "yue": "zh-yue",
}  # fmt: skip
_PAGE = "text/html"
_WIKI = re.compile(
    r"[a-z-]{2,20}\.wiki(?:pedia|books|news|quote|source|versity|voyage)\.org|"
    r"[a-z-]{2,20}\.wiktionary\.org"
)
_OPEN_ARCHIVES = 8


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """What a ZIM file says of itself; `date` is ISO 8601 or empty."""

    title: str
    language: str
    articles: int
    date: str


class ZimArchive:
    """The encyclopedia in a ZIM file. Threads may share it: libzim's searchers are locked."""

    def __init__(self, path: Path, archive: Archive) -> None:
        self._path = path
        self._archive = archive
        self._lock = threading.Lock()
        self._facts = ArchiveFacts(
            title=self._metadata("Title") or path.stem,
            language=_language(self._metadata("Language")),
            articles=int(archive.article_count),
            date=self._metadata("Date")[:10],
        )
        self._site = self._find_site()

    @property
    def facts(self) -> ArchiveFacts:
        """What the file says of itself."""
        return self._facts

    @property
    def language(self) -> str:
        """The code of its language, as in the address of that Wikipedia."""
        return self._facts.language

    @property
    def site(self) -> str:
        """Where its articles stand on the internet; empty where that is not known."""
        return self._site

    @property
    def archive(self) -> str:
        """The file's name."""
        return self._path.name

    def article(self, title: str) -> Article:
        """The article of a title, through redirects, or one whose title is written a little
        otherwise.

        Raises:
            ArticleMissingError: there is none.
            EncyclopediaError: the archive is damaged.
        """
        with self._said_plainly():
            entry = self._find(title)
            if entry is None:
                near = self.search(title)
                same = [one for one in near if fold(one) == fold(title)]
                entry = self._find(same[0]) if same else None
                if entry is None:
                    raise ArticleMissingError(title, near)
            asked = clean_line(entry.title)
            item = entry.get_item()
            html = bytes(item.content[: 4 * MOST_HTML]).decode("utf-8", "replace")
        own = self._title(item)
        url = self._url(own, item.path)
        origin = Origin(own, self._site, self.language, url, asked, self.archive)
        try:
            return read_article(html, origin)
        except ReadingError:
            raise ArticleMissingError(title) from None

    def lookup(self, titles: Sequence[str]) -> dict[str, str]:
        """Of these titles those that lead to an article, with that article's own title.

        Raises:
            EncyclopediaError: the archive is damaged.
        """
        found = {}
        with self._said_plainly():
            for title in titles:
                entry = self._find(title)
                if entry is not None:
                    found[title] = self._title(entry.get_item())
        return found

    def search(self, words: str, limit: int = NEAR_TITLES) -> list[str]:
        """Titles that begin with or hold the words; then those of articles that hold them.

        Raises:
            EncyclopediaError: the archive is damaged.
        """
        found: dict[str, None] = {}
        with self._said_plainly(), self._lock:
            for path in self._results(words, limit):
                item = self._archive.get_entry_by_path(path).get_item()
                if item.mimetype.startswith(_PAGE):
                    found[self._title(item)] = None
        return list(found)[:limit]

    def leads(self, titles: Sequence[str]) -> dict[str, str]:
        """The beginnings of articles, by their titles.

        Raises:
            EncyclopediaError: the archive is damaged.
        """
        found = {}
        for title in titles:
            try:
                found[title] = self.article(title).summary
            except ArticleMissingError:
                continue
        return found

    def _results(self, words: str, limit: int) -> Iterator[str]:
        from libzim.search import Query, Searcher
        from libzim.suggestion import SuggestionSearcher

        if self._archive.has_title_index:
            yield from SuggestionSearcher(self._archive).suggest(words).getResults(0, limit)
        if self._archive.has_fulltext_index:
            query = Query().set_query(words)
            yield from Searcher(self._archive).search(query).getResults(0, limit)

    def _find(self, title: str) -> Entry | None:
        """The entry of an article; older files keep articles under A/."""
        path = title.replace(" ", "_")
        for wanted in (path, f"A/{path}", title):
            if self._archive.has_entry_by_path(wanted):
                entry = self._archive.get_entry_by_path(wanted)
                return entry if entry.get_item().mimetype.startswith(_PAGE) else None
        if self._archive.has_entry_by_title(title):
            return self._archive.get_entry_by_title(title)
        return None

    def _title(self, item: Item) -> str:
        """An article's title; of a wiki, where pages may show another, the one in its address."""
        if self._site:
            return clean_line(item.path.removeprefix("A/").replace("_", " "))
        return clean_line(item.title) or clean_line(item.path)

    def _url(self, title: str, path: str) -> str:
        if self._site:
            return article_url(self._site, title)
        return f"zim:{quote(self._path.name)}/{quote(path)}"

    def _find_site(self) -> str:
        """Where its articles stand on the internet; empty where the file does not say so."""
        source = self._metadata("Source").lower()
        found = _WIKI.fullmatch(source.rpartition("://")[2].rstrip("/"))
        if found is not None:
            return f"https://{found.group()}"
        if self._metadata("Name").lower().startswith("wikipedia") and self.language:
            return site_of(self.language)
        return ""

    def _metadata(self, name: str) -> str:
        try:
            return clean_line(bytes(self._archive.get_metadata(name)).decode("utf-8", "replace"))
        except (RuntimeError, KeyError):
            return ""

    def _said_plainly(self) -> _DamageSaid:
        return _DamageSaid(self._path)


class _DamageSaid:
    """Turns what libzim raises in the block into an EncyclopediaError."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        # libzim's own errors are RuntimeErrors, for entries also KeyErrors.
        if isinstance(error, RuntimeError | KeyError):
            raise _damaged(self._path) from error


def open_archive(path: Path) -> ZimArchive:
    """The archive in a file, kept open for the next time.

    Raises:
        EncyclopediaError: libzim is not installed, or the file is missing, no ZIM file or damaged.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = why_not(error)
        raise EncyclopediaError(
            {
                "en": f"the archive {path} cannot be read: {reason}; add it again where it is now, "
                f"or take it out with: kagent library remove {path}",
                "zh": f"无法读取档案 {path}：{reason}；请从新位置重新添加，"
                f"或用 kagent library remove {path} 移除",
            }
        ) from error
    return _open(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=_OPEN_ARCHIVES)
def _open(path: Path, _size: int, _modified_ns: int) -> ZimArchive:
    try:
        from libzim.reader import Archive
    except ImportError as error:
        raise EncyclopediaError(
            {
                "en": f"{path}: reading ZIM files needs libzim; install it with: {INSTALL}",
                "zh": f"{path}：读取 ZIM 文件需要 libzim；安装命令：{INSTALL}",
            }
        ) from error
    try:
        return ZimArchive(path, Archive(path))
    except (RuntimeError, KeyError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> EncyclopediaError:
    return EncyclopediaError(
        {
            "en": f"{path}: it is no ZIM file, or it is damaged; download it again",
            "zh": f"{path}：不是 ZIM 文件或已损坏；请重新下载",
        }
    )


def _language(written: str) -> str:
    """Wikipedia's code of the first language that the metadata name."""
    code = written.replace(";", ",").split(",")[0].strip().lower()
    code = _LANGUAGES.get(code, code)
    return code if is_language(code) else ""
