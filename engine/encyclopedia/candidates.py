"""The articles that the names in a question may mean, and which of them it does mean.

A candidate is scored by how it is named, how much of the question its name covers, and how many of
the question's other words its article begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from engine.encyclopedia.addresses import entity_id
from engine.encyclopedia.article import Article, says_it_is_ambiguous
from engine.encyclopedia.dated_facts import is_person
from engine.encyclopedia.mentions import Mention, asked_about
from engine.encyclopedia.names import bare, is_part, words_of
from engine.encyclopedia.source import ArticleMissingError, Encyclopedia
from engine.kuaipedia.base import Entity, LinkedEntities
from engine.terms import terms
from store.folding import fold

# Titles looked up at once: online in one or two requests, in an archive as many as there are.
_MOST_ONLINE = 60
_MOST_OFFLINE = 600
_MOST_SEARCHES = 3
_MOST_LINKED = 3
# A candidate below this is linked to nothing. Fitted with the weights below on the first half of
# the questions of benchmarks/entity_linking.py; its figures are of the second half.
NIL_BELOW = 0.6
_QUALITY, _LOOKS, _COVERS, _CONTEXT = 0.45, 0.3, 0.1, 0.25
# How far a title stands for the words: it is them, leads here, names them among others.
_EXACT, _REDIRECT, _AMONG_OTHERS, _NAME_PART = 1.0, 0.95, 0.7, 0.8
# An article of the name counts, where several share it, if so much of the question is in its lead.
_LEAST_CONTEXT = 0.2

Need = Literal["", "person", "context"]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article that a mention may stand for, and what else must speak for it."""

    mention: Mention
    title: str
    quality: float
    needs: Need = ""
    score: float = 0.0


class Linking:
    """One text and one encyclopedia; `found` are the text's mentions."""

    def __init__(self, source: Encyclopedia, text: str, found: Sequence[Mention]) -> None:
        self._source = source
        self._mentions = found[: _MOST_OFFLINE if source.archive else _MOST_ONLINE]
        self._asked = asked_about(text)

    def linked(self) -> LinkedEntities:
        """The entities, the principal one first.

        Raises:
            EncyclopediaError: the encyclopedia is in trouble.
            NetworkError: there is no answer, or it was not allowed.
        """
        candidates = self._titled()
        candidates += self._searched(candidates)
        candidates = self._told_apart(candidates)
        chosen = _apart(candidates)
        if not chosen:
            return LinkedEntities()
        entities = [entity for one in chosen if (entity := self._entity(one)) is not None]
        return LinkedEntities(entities[0], tuple(entities[1:])) if entities else LinkedEntities()

    def _titled(self) -> list[_Candidate]:
        """Candidates whose title or redirect is the mention."""
        forms = {one: _titles_of(one, fully=bool(self._source.archive)) for one in self._mentions}
        found = self._source.lookup([title for titles in forms.values() for title in titles])
        candidates = []
        for mention, titles in forms.items():
            own = next((found[title] for title in titles if title in found), None)
            if own is not None:
                exact = fold(bare(own)) == fold(mention.text)
                candidates.append(_Candidate(mention, own, _EXACT if exact else _REDIRECT))
        return candidates

    def _searched(self, found: Sequence[_Candidate]) -> list[_Candidate]:
        """Candidates among whose titles the mention is a part, for names that are no title."""
        taken = [one.mention for one in found if one.mention.weight >= 0.4]
        left = [
            mention
            for mention in self._mentions
            if mention.searched and not any(_overlap(mention, other) for other in taken)
        ]
        candidates: list[_Candidate] = []
        done: list[Mention] = []
        searches = 0
        for mention in left:
            if any(_overlap(mention, other) for other in done):
                continue
            if searches == _MOST_SEARCHES:
                break
            searches += 1
            titles = [
                title for title in self._source.search(mention.text) if is_part(mention.text, title)
            ]
            if titles:
                done.append(mention)
            for title in titles:
                quality = _NAME_PART if 2 <= len(words_of(title)) <= 3 else _AMONG_OTHERS
                needs: Need = "context" if len(titles) > 1 else "person"
                candidates.append(_Candidate(mention, title, quality, needs))
        return candidates

    def _told_apart(self, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """The candidates with their scores; of a name with several meanings, the likeliest."""
        leads = self._source.leads(list(dict.fromkeys(one.title for one in candidates)))
        scored = []
        for one in candidates:
            lead = leads.get(one.title, "")
            if says_it_is_ambiguous(one.title, lead):
                scored += self._meanings(one)
            else:
                scored.append(self._scored(one, lead))
        return [one for one in scored if one.score >= NIL_BELOW]

    def _meanings(self, ambiguous: _Candidate) -> list[_Candidate]:
        try:
            page = self._source.article(ambiguous.title)
        except ArticleMissingError:
            return []
        titles = [meaning.title for meaning in page.meanings]
        leads = self._source.leads(titles)
        return [
            self._scored(
                replace(ambiguous, title=title, quality=_AMONG_OTHERS, needs="context"),
                leads.get(title, ""),
            )
            for title in titles
            if title in leads
        ]

    def _scored(self, one: _Candidate, lead: str) -> _Candidate:
        named = set(terms(one.mention.text))
        rest = [term for term in self._asked if term not in named]
        held = set(terms(lead)) | set(terms(one.title))
        shared = sum(term in held for term in rest) / len(rest) if rest else 0.0
        doubtful = one.needs == "context" or (one.needs == "person" and not is_person(lead))
        if doubtful and shared < _LEAST_CONTEXT:
            return one
        covered = len(named.intersection(self._asked)) / len(self._asked) if self._asked else 1.0
        score = (
            _QUALITY * one.quality
            + _LOOKS * one.mention.weight
            + _COVERS * covered
            + _CONTEXT * shared
        )
        return replace(one, score=score)

    def _entity(self, one: _Candidate) -> Entity | None:
        try:
            article = self._source.article(one.title)
        except ArticleMissingError:
            return None
        return entity_of(article, one.mention.text)


def entity_of(article: Article, mention: str = "") -> Entity:
    """The entity that an article is about."""
    return Entity(
        id=entity_id(article.language, article.title),
        title=article.title,
        summary=article.summary,
        url=article.url,
        language="zh" if article.language == "zh" else "en",
        aspects=article.aspects,
        mention=mention,
    )


def _apart(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The best candidates that do not overlap, each entity once, the principal one first.

    A longer name goes before those inside it. The principal entity has the best score, and among
    equals stands first.
    """
    ranked = sorted(candidates, key=lambda one: (-_length(one.mention), -one.score))
    chosen: dict[str, _Candidate] = {}
    for one in ranked:
        known = any(_overlap(one.mention, other.mention) for other in chosen.values())
        if not known and one.title not in chosen:
            chosen[one.title] = one
    best = sorted(chosen.values(), key=lambda one: (-round(one.score, 3), one.mention.start))
    others = sorted(best[1:_MOST_LINKED], key=lambda one: one.mention.start)
    return [*best[:1], *others]


def _length(mention: Mention) -> int:
    return mention.end - mention.start


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _titles_of(mention: Mention, *, fully: bool) -> list[str]:
    """The titles that a mention may be, likeliest first.

    Wikipedia has redirects from other ways to write a title; an archive need not have them.
    """
    words = mention.text
    titles = [words[0].upper() + words[1:]]
    if words.islower() and " " in words:
        titles.append(" ".join(word[0].upper() + word[1:] for word in words.split()))
    if fully and words.islower() and words.endswith("s"):
        titles.append(titles[0].removesuffix("s"))
    if fully and " " in words:
        first, *rest = words.split()
        titles.append(" ".join((first, *rest[:-1], rest[-1].lower())))
        titles.append(f"{first} {' '.join(rest).lower()}")
    return list(dict.fromkeys(titles))
