"""How well questions are answered from passages that the search finds, by quoting them.

    python -m benchmarks.passages [--model builtin] [--limit 600] [--threshold 0.5]

On the third of each question set that no training saw, searched for in the whole set: whether the
sentences shown hold the answer; whether the one or two that a ranking by words, or the model, would
quote do; what is refused, rightly and wrongly; and how good the short answer is. A model that was
trained for fewer lines, like the first built-in one, wants --sentences 4.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.passage_scoring import Scored, bm25_sentences, contains, short_scores
from benchmarks.question_sets import FILES, SQUAD_2, builtin_models, fill, load_set
from benchmarks.retrieval import REPOSITORY, say
from engine.concluding import POINTER_TOKENS, pointer_constraint, read_pointer
from engine.events import Command, Language, Recollection, Task
from engine.evidence import SENTENCES_SHOWN, Evidence, sentence_evidence
from engine.knowledge import WEAK_RELEVANCE, passage_of
from engine.mat.synthetic.conversations import ANSWERED
from engine.mat.synthetic.sources import is_held_out
from engine.offering import shown_tools
from engine.planning import without_final_mark
from engine.profile import DEFAULT_PROFILE
from engine.prompts.layout import PromptLayout
from engine.quoting import QuoteSettings, options_for, weigh
from engine.tools.builtin import builtin_registry
from engine.tools.knowledge import PASSAGE_LIMIT
from engine.tools.observation import Observation, Passage
from engine.tools.registry import Registry
from models.language.base import ContextOverflowError, LanguageModel, Message, OptionScorer
from models.language.loading import ModelSpec, load_model
from store.memory import MemoryBank

_DEPTH = 40
_NOW = datetime(2026, 11, 20, 10)
_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a held-out document; no answers where the documents give none."""

    text: str
    title: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Asks the model as the program does, from the observation on."""

    model: LanguageModel | None
    language: Language
    sentences: int
    registry: Registry
    least_shared: float = 0.0

    def read(self, question: str, passages: Sequence[Passage]) -> Scored:
        """What the model makes of the passages."""
        observation = Observation("", passages=tuple(passages))
        evidence = sentence_evidence(
            question, observation, 1, self.sentences, least_shared=self.least_shared
        )
        if not evidence or self.model is None or not isinstance(self.model, OptionScorer):
            return Scored(tuple(evidence), None, "", tuple(passages))
        layout = PromptLayout("pointer", self.language, DEFAULT_PROFILE)
        messages = self._messages(layout, question, passages, evidence)
        options = options_for(evidence, everything=False)
        try:
            scores = self.model.score(messages, options)
        except ContextOverflowError:
            return Scored(tuple(evidence), None, "", tuple(passages))
        weighed = weigh(evidence, options, scores.log_probabilities, question=question)
        best = [weighed.pieces[0][0]]
        constraint = pointer_constraint(best, layout.shown, everything=False, certain=True)
        written = "".join(
            self.model.generate(messages, max_tokens=POINTER_TOKENS, constraint=constraint)
        )
        pointed = read_pointer(written, best, (), layout.shown)
        return Scored(tuple(evidence), weighed, pointed.short, tuple(passages))

    def _messages(
        self,
        layout: PromptLayout,
        question: str,
        passages: Sequence[Passage],
        evidence: Sequence[Evidence],
    ) -> list[Message]:
        registry = self.registry
        titles = dict.fromkeys(passage.title for passage in passages)
        memory = [Recollection("knowledge", title, "", "", 0.0) for title in list(titles)[:2]]
        tools = shown_tools("pointer", [tool for tool in registry if not tool.online])

        def plan(command: Command) -> Message:
            phrase = registry.get(command.name).task_phrases[self.language]
            return layout.plan(Task(phrase, command))

        return [
            *layout.opening(tools, memory, question, _NOW),
            plan(Command("search_knowledge", {"text": without_final_mark(question)})),
            layout.observation(evidence),
            plan(Command("task_complete", {"reason": ANSWERED[self.language]})),
            layout.conclude(question, with_evidence=True),
        ]


@dataclass(slots=True)
class Report:
    """The readings of one set, of questions that are answered and of questions that are not."""

    language: Language
    answered: list[tuple[Asked, Scored]] = field(default_factory=list)
    unanswerable: list[Scored] = field(default_factory=list)
    taken_away: list[Scored] = field(default_factory=list)
    baseline: list[tuple[bool, bool]] = field(default_factory=list)
    in_passages: int = 0
    seconds: float = 0.0

    def print(self, name: str, settings: QuoteSettings) -> None:
        """All figures, in percent."""
        total = max(1, len(self.answered))
        hits = [_first_hit(asked, scored) for asked, scored in self.answered]
        say(f"{name}: {len(self.answered)} questions, {1000 * self.seconds / total:.0f} ms each")
        shown = "  ".join(
            f"{depth}: {100 * sum(hit < depth for hit in hits) / total:.1f}"
            for depth in (1, 2, 4, 6, 8)
        )
        say(
            f"  answer in passages {100 * self.in_passages / total:.1f}; in sentences shown {shown}"
        )
        one, two = (sum(pair[place] for pair in self.baseline) for place in (0, 1))
        say(f"  BM25 over three passages' sentences: one {100 * one / total:.1f}, "
            f"two {100 * two / total:.1f}")  # fmt: skip
        if not any(scored.weighed for _, scored in self.answered):
            return
        say("  refuse at  one  at most two (sentences)  cited passage  refused: answerable  "
            "unanswerable  taken away    short: EM    F1")  # fmt: skip
        for threshold in sorted({*_THRESHOLDS, settings.refuse_at}):
            self._print_threshold(threshold, settings)

    def _print_threshold(self, threshold: float, settings: QuoteSettings) -> None:
        one = QuoteSettings(threshold, settings.second_below, 1)
        two = QuoteSettings(threshold, settings.second_below, settings.most_sentences)
        total = max(1, len(self.answered))
        quoted = [scored.chosen(two) for _, scored in self.answered]
        holds_one = sum(
            contains([e.text for e in scored.chosen(one)], asked.answers)
            for asked, scored in self.answered
        )
        pairs = list(zip(self.answered, quoted, strict=True))
        holds_two = sum(contains([e.text for e in es], a.answers) for (a, _), es in pairs)
        passages = sum(contains([s.passage_of(e) for e in es], a.answers) for (a, s), es in pairs)
        exact, overlap = short_scores(
            [(s.short if es else "", a.answers) for (a, s), es in pairs], self.language
        )
        mean = sum(map(len, quoted)) / max(1, sum(map(bool, quoted)))
        mark = " <- in use" if threshold == settings.refuse_at else ""
        say(
            f"  {threshold:9.2f} {100 * holds_one / total:5.1f}  {100 * holds_two / total:6.1f} "
            f"({mean:.2f}) {100 * passages / total:22.1f} "
            f"{100 * sum(not es for es in quoted) / total:19.1f} "
            f"{_refused(self.unanswerable, two):13.1f} {_refused(self.taken_away, two):11.1f} "
            f"{100 * exact:12.1f} {100 * overlap:5.1f}{mark}"
        )


def _refused(readings: Sequence[Scored], settings: QuoteSettings) -> float:
    if not readings:
        return float("nan")
    return 100 * sum(not scored.chosen(settings) for scored in readings) / len(readings)


def _first_hit(asked: Asked, scored: Scored) -> int:
    """The place of the first sentence with an answer, from 0; a large number without one."""
    places = (n for n, e in enumerate(scored.shown) if contains([e.text], asked.answers))
    return next(places, 99)


def asked_in(data: Path, file: str) -> Iterator[Asked]:
    """The questions of the held-out documents of a set."""
    for article in json.loads((data / file).read_text("utf-8"))["data"]:
        title = str(article.get("title") or article["paragraphs"][0].get("title") or "")
        if is_held_out(title):
            for asked in chain.from_iterable(p["qas"] for p in article["paragraphs"]):
                answers = tuple(dict.fromkeys(a["text"] for a in asked["answers"]))
                yield Asked(asked["question"], title.replace("_", " "), answers)


def _spread(items: Sequence[Any], limit: int) -> Sequence[Any]:
    """At most `limit` of the items, from all over."""
    step = max(1.0, len(items) / limit)
    return [items[int(number * step)] for number in range(min(limit, len(items)))]


@dataclass(frozen=True, slots=True)
class Bench:
    """What all sets have in common."""

    data: Path
    reader_model: LanguageModel | None
    limit: int
    sentences: int
    relevance: float

    def measure(self, bank: MemoryBank, name: str, language: Language) -> Report:
        """Everything about one set."""
        report = Report(language)
        reader = Reader(self.reader_model, language, self.sentences, builtin_registry())
        answerable = [a for a in asked_in(self.data, FILES[name]) if a.answers]
        for asked in _spread(answerable, self.limit):
            hits = [
                (hit.relevance, passage_of(hit)) for hit in bank.search(asked.text, limit=_DEPTH)
            ]
            passages = self._shown(hits)
            began = time.perf_counter()
            report.answered.append((asked, reader.read(asked.text, passages)))
            report.seconds += time.perf_counter() - began
            report.in_passages += contains([p.text for p in passages], asked.answers)
            best = bm25_sentences(asked.text, [passage for _, passage in hits[:3]])
            report.baseline.append(
                (contains(best[:1], asked.answers), contains(best[:2], asked.answers))
            )
            others = self._shown([(r, p) for r, p in hits if p.title != asked.title])
            report.taken_away.append(reader.read(asked.text, others))
        if name == "SQuAD":
            impossible = [a for a in asked_in(self.data, SQUAD_2) if not a.answers]
            for asked in _spread(impossible, self.limit):
                hits = [
                    (hit.relevance, passage_of(hit)) for hit in bank.search(asked.text, limit=5)
                ]
                reading = reader.read(asked.text, self._shown(hits))
                report.unanswerable.append(reading)
        return report

    def _shown(self, hits: Sequence[tuple[float, Passage]]) -> list[Passage]:
        """As the search tool hands them on: the first few, if they are about the question."""
        return [p for relevance, p in hits[:PASSAGE_LIMIT] if relevance >= self.relevance]


def main() -> None:
    """Run everything and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data/document-qa")
    parser.add_argument("--model", default="builtin", help='"builtin", a GGUF file, or "none"')
    parser.add_argument("--sets", nargs="+", choices=tuple(FILES), default=list(FILES))
    parser.add_argument("--limit", type=int, default=600, help="questions of a kind a set")
    parser.add_argument("--sentences", type=int, default=SENTENCES_SHOWN)
    parser.add_argument("--relevance", type=float, default=WEAK_RELEVANCE)
    parser.add_argument("--threshold", type=float, default=QuoteSettings().refuse_at)
    parser.add_argument("--second-below", type=float, default=QuoteSettings().second_below)
    options = parser.parse_args()
    model = None if options.model == "none" else load_model(ModelSpec(options.model))
    settings = QuoteSettings(options.threshold, options.second_below)
    bench = Bench(options.data, model, options.limit, options.sentences, options.relevance)
    for name in options.sets:
        articles = load_set(options.data, FILES[name]).articles.values()
        with (
            tempfile.TemporaryDirectory() as folder,
            fill(Path(folder), articles, builtin_models()) as bank,
        ):
            report = bench.measure(bank, name, "en" if name == "SQuAD" else "zh")
        report.print(name, settings)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
