"""A session as one HTML file: no scripts, nothing loaded from anywhere, every text escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from engine.cleaning import clean, clean_line
from engine.events import Answer, Citation, Language
from engine.html_head import html_head
from kagent_tui.render.html_style import STYLE
from kagent_tui.render.text import attached_text, place_text
from kagent_tui.when import in_utc

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

_MARK = re.compile(r"\[(\d{1,4})\]")
_SCHEMES: Final = frozenset(("http", "https"))
_TAGS: Final[Mapping[Language, str]] = {"en": "en", "zh": "zh-Hans"}
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {"sources": "Sources", "back": "Back to the answer", "questions": "Questions"},
    "zh": {"sources": "来源", "back": "回到回答", "questions": "问题"},
}
_BODY: Final = """\
<header>
<h1>{title}</h1>
</header>
{contents}<main>
{turns}</main>
</body>
</html>
"""
_WITH_CONTENTS: Final = 3


def session_html(title: str, turns: Sequence[tuple[str, Answer]]) -> str:
    """The questions as headings, each with its time, answer and sources, which the answer's marks
    lead to.

    Args:
        title: the session's.
        turns: when each was asked (ISO 8601 in UTC), and its answer.
    """
    languages = Counter(answer.language for _, answer in turns)
    language: Language = max(languages, key=lambda one: languages[one]) if languages else "en"
    body = _BODY.format(
        title=_line(title),
        contents=_contents(turns, language) if len(turns) >= _WITH_CONTENTS else "",
        turns="".join(
            "".join(f"{part}\n" for part in _turn(number, created_at, answer))
            for number, (created_at, answer) in enumerate(turns, start=1)
        ),
    )
    # Markdown's character references may have brought control characters back.
    return clean(html_head(title, STYLE, _TAGS[language]) + body)


def _contents(turns: Sequence[tuple[str, Answer]], language: Language) -> str:
    rows = "".join(
        f'<li lang="{_TAGS[answer.language]}">'
        f'<a href="#q{number}">{_line(answer.question)}</a></li>\n'
        for number, (_, answer) in enumerate(turns, start=1)
    )
    label = escape(_WORDS[language]["questions"], quote=True)
    return f'<nav aria-label="{label}">\n<ol>\n{rows}</ol>\n</nav>\n'


def _turn(number: int, created_at: str, answer: Answer) -> Iterator[str]:
    yield f'<article id="q{number}" lang="{_TAGS[answer.language]}">'
    yield f"<h2>{_line(answer.question)}</h2>"
    time = f'<time datetime="{_line(created_at)}">{_line(in_utc(created_at))}</time>'
    yield f'<p class="time">{time}</p>'
    for attached in answer.attachments:
        yield f"<p>@ {_line(attached_text(attached))}</p>"
    cited = {citation.id for citation in answer.citations}
    yield f'<div class="answer">\n{_markdown(clean(answer.text).strip(), number, cited)}</div>'
    if answer.citations:
        yield from _sources(number, answer)
    yield "</article>"


def _sources(number: int, answer: Answer) -> Iterator[str]:
    words = _WORDS[answer.language]
    yield f"<h3>{words['sources']}</h3>"
    yield '<ol class="sources">'
    for citation in answer.citations:
        place = f"{number}-{citation.id}"
        back = escape(words["back"], quote=True)
        yield f'<li id="source-{place}" value="{citation.id}">'
        yield f"<p>{_source(citation, answer.language)}"
        yield f'<a class="back" href="#q{number}" title="{back}" aria-label="{back}">↩</a></p>'
        if citation.quote.strip():
            yield f"<blockquote><p>{_line(citation.quote)}</p></blockquote>"
        yield "</li>"
    yield "</ol>"


def _source(citation: Citation, language: Language) -> str:
    title = f"<cite>{_line(citation.title)}</cite>"
    if _is_address(clean_line(citation.source)):
        address = escape(clean_line(citation.source), quote=True)
        title = f'<a href="{address}" rel="noopener noreferrer">{title}</a>'
    place = place_text(citation.source, citation.location, language)
    return f"{title} <code>{_line(place)}</code>" if place else title


def _line(text: str) -> str:
    return escape(clean_line(text), quote=True)


def _markdown(text: str, number: int, cited: set[int]) -> str:
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_marks(token.children, number, cited))
        if token.tag in ("h1", "h2", "h3", "h4", "h5"):
            # Below the question, which is an h2.
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered


def _with_marks(children: Sequence[Token], number: int, cited: set[int]) -> Iterator[Token]:
    """The tokens of a paragraph, in whose text the marks [n] become links to the sources."""
    from markdown_it.token import Token

    in_link = 0
    for child in children:
        in_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type != "text" or in_link:
            yield child
            continue
        for place, piece in enumerate(_MARK.split(child.content)):
            if place % 2 and int(piece) in cited:
                content = f'<a class="mark" href="#source-{number}-{int(piece)}">[{piece}]</a>'
                yield Token("html_inline", "", 0, content=content)
            elif piece or place % 2:
                yield Token("text", "", 0, content=f"[{piece}]" if place % 2 else piece)


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables, without HTML and pictures; links lead to the web or nowhere."""
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML

    class Renderer(RendererHTML):
        def link_open(
            self,
            tokens: Sequence[Token],
            idx: int,
            options: OptionsDict,
            env: MutableMapping[str, Any],
        ) -> str:
            tokens[idx].attrSet("rel", "noopener noreferrer")
            return self.renderToken(tokens, idx, options, env)

    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=Renderer)
    parser.enable(["table", "strikethrough"])
    parser.disable(["image", "html_block", "html_inline"])
    parser.validateLink = _is_address  # type: ignore[method-assign, assignment]
    return parser


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.netloc)
