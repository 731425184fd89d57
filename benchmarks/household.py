"""How well questions about documents of a household are answered, in a made-up library of them.

    python -m benchmarks.household [--model builtin] [--libraries 3] [--relevance 0.25]

Documents of every kind of engine/mat/synthetic/household lie in a library and are searched. Asked
is about those of the kinds that no training saw: what they tell, and what they do not; and
questions of an encyclopaedia, for which nothing in the library is an answer.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.passage_scoring import Scored
from benchmarks.passages import Reader
from benchmarks.question_sets import builtin_models
from benchmarks.retrieval import REPOSITORY, say
from engine.events import Language
from engine.evidence import SENTENCES_SHOWN
from engine.knowledge import WEAK_RELEVANCE, passage_of
from engine.mat.synthetic.asking import as_typed
from engine.mat.synthetic.reading_household import (
    NAMING,
    Fact,
    Kind,
    Written,
    filled,
    kinds,
    written,
)
from engine.mat.synthetic.sources import passage_questions
from engine.quoting import QuoteSettings
from engine.sentences import split_sentences
from engine.tools.builtin import builtin_registry
from engine.tools.knowledge import PASSAGE_LIMIT
from engine.tools.observation import Passage
from models.language.loading import ModelSpec, load_model
from store.documents import NewEntry
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment

_RELEVANCES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
_FOREIGN = 60
_NAMED = 0.66


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the document and the first words of the answer; "" where nothing answers."""

    text: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """A question, with the passages that the search found, each with its relevance."""

    asked: Asked
    hits: tuple[tuple[float, Passage], ...]

    def at(self, relevance: float) -> list[Passage]:
        """The passages that are as relevant as that."""
        return [passage for found, passage in self.hits if found >= relevance]

    def holds(self, passages: Sequence[Passage]) -> bool:
        """Whether the answer's sentence is in one of the passages."""
        return any(
            passage.title == self.asked.title and self.asked.sentence in passage.text
            for passage in passages
        )


def library(language: Language, rng: random.Random) -> list[tuple[Kind, Written]]:
    """A document of each kind."""
    return [(kind, written(kind, rng)) for kind in kinds(language)]


def _entry(document: Written, number: int) -> NewEntry:
    pieces = [
        NewSegment(piece.text, piece.start, piece.end, piece.heading) for piece in document.passages
    ]
    source = f"{document.title} {number}"
    return NewEntry(NewDocument(source, document.title, document.text, "1"), pieces)


def _asked(
    documents: Sequence[tuple[Kind, Written]], rng: random.Random, *, trained: bool
) -> Iterator[Asked]:
    for kind, document in documents:
        if kind.is_held_out == trained:
            continue
        for fact, place, _ in document.told:
            sentence = _words_at(document, place)
            yield Asked(_question(fact, kind, document, rng), document.title, sentence)
        for fact in document.untold:
            yield Asked(_question(fact, kind, document, rng), document.title, "")


def _question(fact: Fact, kind: Kind, document: Written, rng: random.Random) -> str:
    """As people type it; two in three say which document they mean."""
    asked = as_typed(filled(rng.choice(fact.questions), document.slots), kind.language, rng, 0.3)
    if rng.random() < _NAMED:
        return rng.choice(NAMING[kind.language]).format(title=document.title, asked=asked)
    return asked


def _words_at(document: Written, place: int) -> str:
    """The first words of the answer, within its sentence."""
    end = next(end for start, end in split_sentences(document.text) if start <= place < end)
    return document.text[place : min(end, place + 12)].strip()


def find_all(
    language: Language, libraries: int, seed: int, *, trained: bool
) -> tuple[list[Found], list[Found]]:
    """What the search finds for questions about the documents, and for those of elsewhere."""
    rng = random.Random(seed)  # noqa: S311 - which questions are asked is no secret
    data = REPOSITORY.parent / "shared/data"
    others = [item.question for item in passage_questions(data) if item.language == language]
    own: list[Found] = []
    foreign: list[Found] = []
    for _ in range(libraries):
        documents = library(language, rng)
        with (
            tempfile.TemporaryDirectory() as folder,
            MemoryBank.open(Path(folder), builtin_models()) as bank,
        ):
            bank.add_documents([_entry(one, number) for number, (_, one) in enumerate(documents)])
            questions = _asked(documents, rng, trained=trained)
            own += [_found(bank, asked) for asked in questions]
            sample = rng.sample(others, _FOREIGN)
            foreign += [_found(bank, Asked(question, "", "")) for question in sample]
    return own, foreign


def _found(bank: MemoryBank, asked: Asked) -> Found:
    hits = bank.search(asked.text, limit=PASSAGE_LIMIT)
    return Found(asked, tuple((hit.relevance, passage_of(hit)) for hit in hits))


def _print_search(own: Sequence[Found], foreign: Sequence[Found]) -> None:
    told = [found for found in own if found.asked.sentence]
    say("  relevance  answer in passages  nothing found: answerable  untold  of elsewhere")
    for relevance in _RELEVANCES:
        holding = sum(found.holds(found.at(relevance)) for found in told)
        untold = [found for found in own if not found.asked.sentence]
        none = [
            100 * sum(not found.at(relevance) for found in group) / max(1, len(group))
            for group in (told, untold, foreign)
        ]
        say(f"  {relevance:9.2f} {100 * holding / max(1, len(told)):19.1f} {none[0]:26.1f} "
            f"{none[1]:7.1f} {none[2]:13.1f}")  # fmt: skip


def _is_right(found: Found, scored: Scored, settings: QuoteSettings) -> bool:
    return any(
        piece.title == found.asked.title and found.asked.sentence in piece.text
        for piece in scored.chosen(settings)
    )


def _print_read(
    own: Sequence[tuple[Found, Scored]], foreign: Sequence[Scored], second_below: float
) -> None:
    told = [(found, scored) for found, scored in own if found.asked.sentence]
    untold = [scored for found, scored in own if not found.asked.sentence]
    say(f"  {len(told)} answerable, {len(untold)} not told, {len(foreign)} of elsewhere")
    shown = sum(
        any(p.title == f.asked.title and f.asked.sentence in p.text for p in s.shown)
        for f, s in told
    )
    say(f"  answer in sentences shown {100 * shown / max(1, len(told)):.1f}")
    say("  refuse at   one   two  refused: answerable  untold  of elsewhere")
    for threshold in _THRESHOLDS:
        one, two = (QuoteSettings(threshold, second_below, most) for most in (1, 2))
        right = [100 * sum(_is_right(f, s, x) for f, s in told) / max(1, len(told))
                 for x in (one, two)]  # fmt: skip
        refused = [
            100 * sum(not scored.chosen(two) for scored in group) / max(1, len(group))
            for group in ([scored for _, scored in told], untold, foreign)
        ]
        say(f"  {threshold:9.2f} {right[0]:5.1f} {right[1]:5.1f} {refused[0]:20.1f} "
            f"{refused[1]:7.1f} {refused[2]:13.1f}")  # fmt: skip


def main() -> None:
    """Run everything and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--model", default="builtin", help='"builtin", a GGUF file, or "none"')
    parser.add_argument("--libraries", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--relevance", type=float, default=WEAK_RELEVANCE)
    parser.add_argument("--least-shared", type=float, default=0.0)
    parser.add_argument("--second-below", type=float, default=QuoteSettings().second_below)
    parser.add_argument("--trained", action="store_true", help="the kinds that training saw")
    options = parser.parse_args()
    model = None if options.model == "none" else load_model(ModelSpec(options.model))
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        own, foreign = find_all(language, options.libraries, options.seed, trained=options.trained)
        say(f"{language}: {len(own)} questions")
        _print_search(own, foreign)
        if model is None:
            continue
        registry = builtin_registry()
        reader = Reader(model, language, SENTENCES_SHOWN, registry, options.least_shared)

        def read(found: Found, reader: Reader = reader) -> Scored:
            return reader.read(found.asked.text, found.at(options.relevance))

        _print_read(
            [(found, read(found)) for found in own],
            [read(found) for found in foreign],
            options.second_below,
        )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
