"""Reading conversations: a question, what the search brings for it, and what answers it.

    python -m engine.mat.synthetic.readings --data ../shared/data --found .training/found.jsonl \\
        --count 80000 --out .training/readings.jsonl

Four sources: question sets over real passages, as the real search finds them; dialogues about
records; cloze questions made from prose; all of them also without the answer among the evidence.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from engine.events import Command, Language
from engine.evidence import MIN_SHARED_TERMS, Evidence, sentence_evidence
from engine.mat.synthetic.asking import as_typed
from engine.mat.synthetic.conversations import (
    ANSWERED,
    Conversation,
    ConversationMaker,
    as_json,
    sentence_at,
)
from engine.mat.synthetic.held_out import HeldOut
from engine.mat.synthetic.reading_cloze import cloze_searches
from engine.mat.synthetic.reading_dialogues import dialogue_searches
from engine.mat.synthetic.reading_library import FoundPassage, Searched, read_searched
from engine.mat.synthetic.sources import PassageQuestion, passage_questions
from engine.planning import without_final_mark
from engine.short_answers import pointing
from engine.tools.builtin import builtin_registry
from engine.tools.knowledge import PASSAGE_LIMIT
from engine.tools.observation import Observation, Passage
from models.language.base import Message
from store.folding import fold

# Of the questions that have an answer, so many get evidence without it: its sentence cut out, the
# passages with it taken away, its document taken away.
CUT_SHARE = 0.09
REMOVED_SHARE = 0.07
ELSEWHERE_SHARE = 0.06
# Of the questions as they are written, so many are asked as people type.
TYPED_SHARE = 0.5
# The least relevance of a passage that is shown differs, for it is a setting.
_LEAST_RELEVANCES = (0.15, 0.25, 0.35, 0.5)
# Most often the first sentence answers. So many of those conversations are kept, so that it pays to
# read on; a conclusion weighs the first sentence accordingly.
FIRST_KEPT = 0.5
# With fewer of those, as many of the conversations without an answer would be too many.
NONE_KEPT = 0.5
# Questions that people wrote to have none are few, and asked again and again: fewer of them, or a
# model refuses whatever it has not seen.
_UNANSWERABLE_KEPT = 0.35
# How often the questions of the real sets are asked: differently each time.
SET_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class ReadingMaker:
    """Lays out readings in one language.

    `least_shared`: the share of a question's terms that some sentence must hold.
    """

    maker: ConversationMaker
    least_shared: float = MIN_SHARED_TERMS

    def reading(self, searched: Searched, *, typed: float = TYPED_SHARE) -> Conversation | None:
        """A question for the library, the best sentences of what was found, and the conclusion.

        None when the sentence that answers is not among those, or cannot be seen.
        """
        rng = self.maker.rng
        item = searched.item
        found = list(searched.found)
        if item.answer is not None and rng.random() < CUT_SHARE + REMOVED_SHARE + ELSEWHERE_SHARE:
            found = _without_answer(found, item, rng)
            item = replace(item, answer=None)
        if item.answer is None and rng.random() >= NONE_KEPT * (
            _UNANSWERABLE_KEPT if searched.item.answer is None else 1
        ):
            return None
        least = rng.choice(_LEAST_RELEVANCES)
        passages = [p.passage() for p in found if p.relevance >= least]
        passages = passages[: rng.choice((1, 2, 3, *[PASSAGE_LIMIT] * 5))]
        question = as_typed(item.question, item.language, rng, typed)
        return self._laid_out(item, question, passages)

    def _laid_out(
        self, item: PassageQuestion, question: str, passages: Sequence[Passage]
    ) -> Conversation | None:
        maker = self.maker
        first = 1 if maker.rng.random() < 0.85 else maker.rng.randrange(2, 13)
        observation = Observation("", passages=tuple(passages))
        evidence = sentence_evidence(question, observation, first, least_shared=self.least_shared)
        if not evidence:
            return None
        concluded = self._pointed(item, evidence)
        if concluded is None or (
            concluded.startswith(f"[{first}]") and maker.rng.random() >= FIRST_KEPT
        ):
            return None
        command = Command("search_knowledge", {"text": without_final_mark(question)})
        titles = list(dict.fromkeys(p.title for p in passages))
        memory = maker.memory_titles(command.name, titles[:2])
        if maker.online and not memory:
            # Otherwise the question would have gone to the web.
            memory = titles[:1]
        messages = maker.opening(question, command.name, memory)
        messages += [maker.plan(command), maker.layout().observation(evidence)]
        # Whether it answers is for the conclusion to weigh: the plan must not give it away.
        reason = ANSWERED[maker.language]
        messages.append(maker.plan(Command("task_complete", {"reason": reason})))
        messages.append(maker.layout().conclude(question, with_evidence=True))
        messages.append(Message("assistant", concluded))
        return as_json(messages)

    def _pointed(self, item: PassageQuestion, evidence: Sequence[Evidence]) -> str | None:
        if item.answer is None:
            return "none"
        chosen = next((piece for piece in evidence if _answers(piece, item)), None)
        if chosen is None:
            return None
        return pointing(chosen.id, self.maker.layout().shown(chosen), item.answer_text)


def _answers(piece: Evidence, item: PassageQuestion) -> bool:
    """Whether it is the sentence that the answer was taken from."""
    start = item.passage.find(piece.text)
    if start < 0 or piece.title != item.title or item.answer is None:
        return False
    return start <= item.answer < start + len(piece.text)


def _without_answer(
    found: Sequence[FoundPassage], item: PassageQuestion, rng: random.Random
) -> list[FoundPassage]:
    choice = rng.random() * (CUT_SHARE + REMOVED_SHARE + ELSEWHERE_SHARE)
    if choice < CUT_SHARE:
        sentence = sentence_at(item.passage, item.answer or 0)
        cut = [replace(p, text=p.text.replace(sentence, " ")) for p in found]
        return [p for p in cut if fold(item.answer_text) not in fold(p.text)]
    whole = choice < CUT_SHARE + ELSEWHERE_SHARE
    return [p for p in found if not (_has(p, item) or (whole and p.title == item.title))]


def _has(passage: FoundPassage, item: PassageQuestion) -> bool:
    """Whether a passage found holds the answer, or comes from where it was taken."""
    same = passage.title == item.title and (
        passage.text in item.passage or item.passage in passage.text
    )
    return same or fold(item.answer_text) in fold(passage.text)


def readings(
    data: Path, found: Iterable[Path], makers: Mapping[Language, ConversationMaker], count: int
) -> Iterator[tuple[str, Conversation]]:
    """About `count` readings with the kind of each, in no particular order.

    Args:
        data: The folder of data sets.
        found: The files that `reading_library` wrote.
        makers: A maker for each language.
        count: How many there should be; the questions of the real sets are asked up to four
            times, and as many cloze questions are made as are missing.
    """
    rng = next(iter(makers.values())).rng
    sets = [searched for path in found for searched in read_searched(path)]
    rounds = min(SET_ROUNDS, max(1, round(count / (1.3 * max(1, len(sets))))))
    made = 0
    dialogues = _asked("dialogue", list(dialogue_searches(data, rng)), min(rounds, 2), rng)
    for kind, searched in chain(_asked("set", sets, rounds, rng), dialogues):
        conversation = _made(makers, searched)
        if conversation is not None:
            made += 1
            yield f"reading {kind}", conversation
        if made >= 0.75 * count:
            break
    held_out = HeldOut.of(passage_questions(data, held_out=True))
    for language, maker in makers.items():
        wanted = (count - made) // len(makers)
        for searched in cloze_searches(data, language, held_out, rng):
            if wanted <= 0:
                break
            conversation = _made({language: maker}, searched, typed=0.4)
            if conversation is not None:
                wanted -= 1
                yield "reading cloze", conversation


def _asked(
    kind: str, searches: list[Searched], rounds: int, rng: random.Random
) -> Iterator[tuple[str, Searched]]:
    for _ in range(rounds):
        for searched in rng.sample(searches, len(searches)):
            yield kind, searched


def _made(
    makers: Mapping[Language, ConversationMaker], searched: Searched, typed: float = TYPED_SHARE
) -> Conversation | None:
    maker = makers.get(searched.item.language)
    if maker is None:
        return None
    maker.online = maker.rng.random() < 0.5
    return ReadingMaker(maker).reading(searched, typed=typed)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--found", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=80_000)
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rng, registry = random.Random(options.seed), builtin_registry()
    titles = sorted({(item.language, item.title) for item in passage_questions(options.data)})
    languages: tuple[Language, ...] = ("en", "zh")
    makers = {
        language: ConversationMaker(
            language, registry, rng, [title for spoken, title in titles if spoken == language]
        )
        for language in languages
    }
    counts: Counter[str] = Counter()
    part = options.out.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        for kind, conversation in readings(options.data, options.found, makers, options.count):
            counts[kind] += 1
            record = {"kind": kind, "messages": conversation}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    part.replace(options.out)
    sys.stdout.write(json.dumps(dict(counts), indent=1) + "\n")


if __name__ == "__main__":
    main()
