"""browse_website: a page of the web, as far as it answers the question, and where it leads on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.network import NetworkError
from engine.tools.context import ToolContext
from engine.tools.observation import ErrorKind, Observation, Passage, ToolError
from engine.tools.tool import FromQuestion, FromSearch, Tool, tool

if TYPE_CHECKING:
    from engine.page_reading import Link, PageError, PageReader, ReadPage

_MOST_LINKS = 5
# A summary is to be read at a glance, however much room there is.
_SUMMARY_ROOM = 2000
_LONGEST_SHOWN_ADDRESS = 200
# Not Found, and Gone.
_MISSING = frozenset({404, 410})
_NO_ADDRESS: Mapping[Language, str] = {
    "en": '"{url}" is no web address; give a whole one that begins with http:// or https://',
    "zh": "“{url}”不是网址；请给出以 http:// 或 https:// 开头的完整网址",
}
_TROUBLES: Mapping[str, tuple[ErrorKind, Mapping[Language, str]]] = {
    "kind": (
        "failed",
        {
            "en": "{url}: it is {detail}, not text that can be read; browse another page",
            "zh": "{url}：这是 {detail}，不是可读的文字；请换一个网页",
        },
    ),
    "script": (
        "failed",
        {
            "en": "{url}: the page shows its text only with JavaScript, which is not run here; "
            "browse another page",
            "zh": "{url}：该网页要运行 JavaScript 才显示内容，这里不运行脚本；请换一个网页",
        },
    ),
    "empty": (
        "not_found",
        {
            "en": "{url}: the page holds no text; browse another page",
            "zh": "{url}：该网页没有文字；请换一个网页",
        },
    ),
    "broken": (
        "failed",
        {
            "en": "{url}: the page cannot be read: {detail}",
            "zh": "{url}：无法读取该网页：{detail}",
        },
    ),
}
_WALLED: Mapping[Language, str] = {
    "en": "Little text was found: the page may show the rest only after a login or a consent.",
    "zh": "只找到很少的文字：其余内容可能要登录或同意后才显示。",
}
_CUT: Mapping[Language, str] = {
    "en": "The page is very long; only its first {most:,} characters were looked through.",
    "zh": "页面过长，只查看了前 {most:,} 个字符。",
}
_LINKS: Mapping[Language, str] = {"en": "Links on the page:", "zh": "页面上的链接："}


class _WebsiteTools:
    """The tool, with the process that reads pages, which is started with the first one."""

    def __init__(self) -> None:
        self._made: PageReader | None = None

    @property
    def _reader(self) -> PageReader:
        if self._made is None:
            from engine.page_reading import PageReader

            self._made = PageReader()
        return self._made

    def browse_website(
        self,
        context: ToolContext,
        url: Annotated[str, FromSearch()],
        question: Annotated[str, FromQuestion(whole=True)],
    ) -> Observation:
        """Read a web page or a PDF and return the parts of it that answer the question, with up
        to five links to go on with; a summary without a question.

        Args:
        url: the address of the page
        question: what to look for in it; empty for a summary
        """
        from engine.condensing import condense, is_summarising
        from engine.page_reading import PageError

        address = _address(url, context.language)
        web = context.need_web()
        try:
            page = self._reader.read(web.page(address, tool="browse_website"))
        except NetworkError as error:
            raise _network_error(error, address, context.language) from error
        except PageError as error:
            raise _page_error(error, address, context.language) from error
        whole = is_summarising(question)
        room = min(context.room, _SUMMARY_ROOM) if whole else context.room
        chosen = condense(page.passages, question, room)
        links = _onward(page.links, "" if whole else question)
        return Observation(
            _text(page, chosen, links, context.language),
            _data(page, chosen, links),
            tuple(chosen),
            whole=whole,
            trust="untrusted",
        )


def _address(url: str, language: Language) -> str:
    """The address as it is fetched: people leave out the scheme.

    Raises:
        ToolError: it is no web address.
    """
    from engine.targets import host_of

    written = clean_line(url)
    if written and "://" not in written and "." in written.partition("/")[0]:
        written = f"https://{written}"
    if not written.lower().startswith(("http://", "https://")) or not host_of(written):
        shown = written[:_LONGEST_SHOWN_ADDRESS]
        raise ToolError("invalid_argument", _NO_ADDRESS[language].format(url=shown))
    return written


def _shown(address: str) -> str:
    from engine.targets import without_user

    return without_user(address)[:_LONGEST_SHOWN_ADDRESS]


def _network_error(error: NetworkError, address: str, language: Language) -> ToolError:
    from engine.network_wording import kind_of, network_text

    kind = "not_found" if error.status in _MISSING else kind_of(error)
    return ToolError(kind, network_text(error, _shown(address), language))


def _page_error(error: PageError, address: str, language: Language) -> ToolError:
    kind, messages = _TROUBLES[error.trouble]
    values = {"url": _shown(address), "detail": error.detail}
    return ToolError(kind, messages[language].format(**values))


def _onward(links: Sequence[Link], question: str) -> list[Link]:
    """The links that share most words with the question; without one, the first."""
    from engine.summarising import without_addresses
    from engine.terms import terms

    wanted = set(terms(without_addresses(question)))
    if not wanted:
        return list(links[:_MOST_LINKS])

    def shared(link: Link) -> int:
        path = link.url.partition("://")[2].partition("/")[2]
        return 2 * len(wanted.intersection(terms(link.text))) + len(
            wanted.intersection(terms(path.replace("-", " ").replace("_", " ")))
        )

    return [link for link in sorted(links, key=lambda one: -shared(one)) if shared(link)][
        :_MOST_LINKS
    ]


def _text(
    page: ReadPage, chosen: Sequence[Passage], links: Sequence[Link], language: Language
) -> str:
    lines = [f"{page.title} — {page.url}", *map(_line, chosen)]
    if page.walled:
        lines.append(_WALLED[language])
    if page.cut:
        from engine.page_reading import MOST_TEXT

        lines.append(_CUT[language].format(most=MOST_TEXT))
    if links:
        lines.append(_LINKS[language])
        lines += [f"- {link.text} {link.url}" for link in links]
    return "\n".join(lines)


def _line(passage: Passage) -> str:
    """A passage on one line, under its heading or on its page."""
    place = passage.location
    where = place.heading or (f"p. {place.page}" if place.page is not None else "")
    told = " ".join(passage.text.split())
    return f"{where}: {told}" if where else told


def _data(page: ReadPage, chosen: Sequence[Passage], links: Sequence[Link]) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.url,
        "media_type": page.media_type,
        **{
            name: page.metadata[name]
            for name in ("author", "date", "language", "pages")
            if name in page.metadata
        },
        "passages": [
            {"text": passage.text, "location": passage.location.to_json()} for passage in chosen
        ],
        "links": [{"text": link.text, "url": link.url} for link in links],
        "walled": page.walled,
        "cut": page.cut,
    }


def website_tools() -> tuple[Tool, ...]:
    """browse_website."""
    tools = _WebsiteTools()
    return (
        tool(
            tools.browse_website,
            en="Read a web page",
            zh="阅读网页",
            returns="the passages that answer the question, one a line, each with its heading; "
            "up to five links of the page",
            online=True,
        ),
    )
