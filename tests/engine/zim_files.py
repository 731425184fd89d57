"""ZIM files written with libzim, shaped like those that Kiwix makes of Wikipedia."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import libzim.writer as zim

from tests.engine.encyclopedia.made_article import MadeArticle

_ISO_639_3 = {"en": "eng", "zh": "zho"}


class _Page(zim.Item):  # type: ignore[misc]
    def __init__(self, path: str, title: str, html: str) -> None:
        super().__init__()
        self._path, self._title, self._html = path, title, html

    def get_path(self) -> str:
        return self._path

    def get_title(self) -> str:
        return self._title

    def get_mimetype(self) -> str:
        return "text/html"

    def get_contentprovider(self) -> Any:
        return zim.StringProvider(self._html)

    def get_hints(self) -> dict[Any, int]:
        return {zim.Hint.FRONT_ARTICLE: True}


def write_zim(
    path: Path,
    articles: Sequence[MadeArticle],
    *,
    language: str = "en",
    pages: Mapping[str, str] | None = None,
    metadata: Mapping[str, str] | None = None,
    prefix: str = "",
) -> Path:
    """Write an archive of the articles; `pages` are further ones, HTML by title.

    `prefix` goes before each path, as "A/" does in files of the older format.
    """
    facts = {
        "Title": "A small Wikipedia",
        "Language": _ISO_639_3.get(language, language),
        "Date": "2024-05-06",
        "Name": f"wikipedia_{language}_small",
        "Source": f"{language}.wikipedia.org",
        **(metadata or {}),
    }
    html = {one.title: one.kiwix_html() for one in articles} | dict(pages or {})
    creator = zim.Creator(path).config_indexing(True, facts["Language"]).config_nbworkers(1)
    with creator:
        for title, text in html.items():
            creator.add_item(_Page(prefix + title.replace(" ", "_"), title, text))
        for one in articles:
            for other in one.redirects:
                target = prefix + one.title.replace(" ", "_")
                creator.add_redirection(
                    prefix + other.replace(" ", "_"), other, target, {zim.Hint.FRONT_ARTICLE: True}
                )
        for name, value in facts.items():
            if value:
                creator.add_metadata(name, value)
    return path
