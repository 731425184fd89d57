"""browse_wiki: articles of Wikipedia, from an archive or online."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.services import ToolServices
from engine.tools.tool import FromQuestion, FromSearch, Tool, tool

if TYPE_CHECKING:
    from engine.encyclopedia.article import Article, Link
    from engine.encyclopedia.dated_facts import DatedFact

_MOST_LINKS = 5
# A summary is to be read at a glance, however much room there is.
_SUMMARY_ROOM = 2000
_LONGEST_SHOWN = 200

_NO_ADDRESS: Mapping[Language, str] = {
    "en": '"{url}" is neither an address of Wikipedia nor a title; for another site use '
    "browse_website",
    "zh": "“{url}”既不是维基百科的网址，也不是条目名；其他网站请用 browse_website",
}
_MEANINGS: Mapping[Language, str] = {
    "en": "{title} has several meanings; browse the one that is meant:",
    "zh": "“{title}”有多种含义，请选择其中一个继续阅读：",
}
_LINKED: Mapping[Language, str] = {"en": "See also: {links}", "zh": "相关条目：{links}"}
_CUT: Mapping[Language, str] = {
    "en": "The article is very long; only its beginning was read.",
    "zh": "条目过长，只读取了开头部分。",
}


class _WikiTools:
    """The tool, with the services that it asks."""

    def __init__(self, services: ToolServices) -> None:
        self._services = services

    def browse_wiki(
        self,
        context: ToolContext,
        url: Annotated[str, FromSearch(wiki=True)],
        question: Annotated[str, FromQuestion(whole=True)],
    ) -> Observation:
        """Read an article of Wikipedia and return the parts of it that answer the question, each
        with its section; a summary without a question.

        Args:
        url: the address of the article, or its title
        question: what to look for in it; empty for a summary
        """
        article, section = find_article(self._services, context, url, "browse_wiki")
        if article.meanings:
            return _several_meanings(article, context.language)
        from engine.condensing import condense
        from engine.encyclopedia.dated_facts import dated_facts, wanted_facts

        facts = dated_facts(article)
        wanted = wanted_facts(facts, question)
        dated = [_dated_passage(article, fact, context.language) for fact in wanted]
        room = context.room if question else min(context.room, _SUMMARY_ROOM)
        room = max(1, room - sum(len(passage.text) for passage in dated))
        # An address that names a section and asks nothing means that section.
        sections = article.under(section) if section and not question else None
        chosen = condense(article.passages(sections or None), question, room)
        links = _onward(article, question, chosen)
        lines = [*map(passage_line, (*dated, *chosen))]
        if article.cut:
            lines.append(_CUT[context.language])
        if links:
            shown = ", ".join(f"{one.title} {_url(article, one.title)}" for one in links)
            lines.append(_LINKED[context.language].format(links=shown))
        return Observation(
            text="\n".join(lines),
            data={
                **article_facts(article),
                "dates": {kind: fact.day.isoformat() for kind, fact in facts.items()},
                "passages": [passage_json(passage) for passage in (*dated, *chosen)],
                "links": [{"title": one.title, "url": _url(article, one.title)} for one in links],
            },
            passages=(*dated, *chosen),
            named_dates=_named_dates(article, wanted, f"{question}\n{context.question}"),
            trust="untrusted",
        )


def find_article(
    services: ToolServices, context: ToolContext, written: str, tool_name: str
) -> tuple[Article, str]:
    """The article that an address, an entity's id or a title means, and the section that the
    address names.

    Raises:
        ToolError: it is no such thing, or there is no such article, or the network is off.
        NetworkError: there is no answer, or it was not allowed.
    """
    from engine.encyclopedia.addresses import read_address
    from engine.encyclopedia.shelf import Shelf

    address = read_address(written)
    if address is None:
        shown = clean_line(written)[:_LONGEST_SHOWN]
        raise ToolError("invalid_argument", _NO_ADDRESS[context.language].format(url=shown))
    return Shelf(services, context, tool_name).article(address), address.fragment


def _dated_passage(article: Article, fact: DatedFact, language: Language) -> Passage:
    """A line that says a date plainly, citing the article's own sentence."""
    from engine.encyclopedia.names import bare

    sentence = fact.sentence(bare(article.title), language)
    source = article.passage(fact.start, fact.end, None)
    return Passage(sentence, source.source, source.title, source.location, quote=source.text)


def _named_dates(article: Article, facts: Sequence[DatedFact], question: str) -> dict[str, date]:
    """The names by which later steps of a question about time may mean the subject's date."""
    from engine.encyclopedia.dated_facts import asks_of_time
    from engine.encyclopedia.names import bare, names_in

    if not facts or not asks_of_time(question):
        return {}

    day = facts[0].day
    names = [article.title, bare(article.title), article.asked, *names_in(question, article.title)]
    return dict.fromkeys(dict.fromkeys(names), day)


def _several_meanings(article: Article, language: Language) -> Observation:
    """What a page of several meanings leads to, to choose from."""
    from dataclasses import replace

    whole = article.passage(0, len(article.text), None)
    passages = tuple(
        replace(whole, text=one.text, source=_url(article, one.title), title=one.title)
        for one in article.meanings
    )
    head = _MEANINGS[language].format(title=article.title)
    lines = [f"- {one.text} {_url(article, one.title)}" for one in article.meanings]
    return Observation(
        text="\n".join((head, *lines)),
        data={
            **article_facts(article),
            "meanings": [
                {"title": one.title, "url": _url(article, one.title), "text": one.text}
                for one in article.meanings
            ],
        },
        passages=passages,
        urls=tuple(_url(article, one.title) for one in article.meanings),
        trust="untrusted",
    )


def _onward(article: Article, question: str, chosen: Iterable[Passage]) -> list[Link]:
    """Links of the chosen passages, those that share words with the question first."""
    from engine.terms import terms

    text = "\n".join(passage.text for passage in chosen)
    wanted = set(terms(question))
    own = set(terms(article.title))
    here = [link for link in article.links if link.words in text and link.title != article.title]

    def shared(link: Link) -> int:
        return len((wanted - own).intersection(terms(f"{link.title} {link.words}")))

    return sorted(here, key=lambda link: -shared(link))[:_MOST_LINKS]


def _url(article: Article, title: str) -> str:
    """The address of another article of the same encyclopedia; its title where it has no site."""
    from engine.encyclopedia.addresses import article_url

    return article_url(article.site, title) if article.site else title


def article_facts(article: Article) -> dict[str, Any]:
    """What --json says of an article."""
    return {
        "title": article.title,
        "url": article.url,
        "language": article.language,
        "archive": article.archive or None,
        "sections": [{"name": one.name, "level": one.level} for one in article.aspects],
    }


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage of an article in parts."""
    return {
        "text": passage.text,
        "quote": passage.quote or passage.text,
        "location": passage.location.to_json(),
    }


def passage_line(passage: Passage) -> str:
    """A passage on one line, with the title and the section that it stands under."""
    if passage.quote is not None:
        return passage.text
    place = " › ".join(part for part in (passage.title, passage.location.heading) if part)
    return f"{place}: {' '.join(passage.text.split())}"


def wiki_tools(services: ToolServices) -> tuple[Tool, ...]:
    """browse_wiki."""
    return (
        tool(
            _WikiTools(services).browse_wiki,
            en="Read Wikipedia",
            zh="阅读维基百科",
            returns="the passages that answer the question, one a line, each with its section; "
            "dates of the subject; up to five articles to go on with",
            online=not services.archives,
        ),
    )
