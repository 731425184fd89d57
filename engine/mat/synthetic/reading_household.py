"""Documents such as people keep at home, each with questions about what it says and leaves out.

Leases, price lists, manuals, minutes, travel plans, recipes ... are described in `household/*.txt`:

    ## kind
    # title | another title
    + a sentence that opens the document
    = label | another label for the same fact
    A sentence with [its short answer]. | The same in other words.
    ? a question for it | another one

`{n1}` is a slot (see reading_household_slots), which keeps its value in the document and in its
questions; `<a|b>` are words of which one is taken each time. A document tells a part of its
kind's facts: questions for the others have no answer there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from zlib import crc32

from engine.events import Language
from engine.mat.synthetic.reading_household_layout import Told, laid_out
from engine.mat.synthetic.reading_household_slots import Slots
from engine.mat.synthetic.reading_library import FoundPassage, Searched
from engine.mat.synthetic.sources import PassageQuestion
from engine.segmenting import segment
from engine.terms import terms

_SLOT = re.compile(r"\{([^{}]+)\}")
_WORDS = re.compile(r"<([^<>]*)>")
_SPAN = re.compile(r"\[([^\[\]]+)\]")
# So many of a kind's facts a document tells.
_LEAST_TOLD, _MOST_TOLD = 0.5, 0.9
# Of the questions, so many are for a fact that the document does not tell.
UNTOLD_SHARE = 0.34
# So often another document of the same kind lies beside it, and the question names its own.
_TWIN_SHARE = 0.12
_OTHER_DOCUMENTS = (0, 1, 1, 2, 3)
# One kind in so many is kept from training, to set thresholds on.
_HELD_OUT_EVERY = 8
NAMING = {
    "en": ("{title}: {asked}", "{asked} - {title}", "{asked} ({title})", "for {title}, {asked}"),
    "zh": ("{title}：{asked}", "{title}里{asked}", "{title}，{asked}", "关于{title}，{asked}"),
}


@dataclass(slots=True)
class Fact:
    """What a document may tell: under these labels, in these words, for these questions."""

    labels: list[str]
    statements: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Kind:
    """A kind of document."""

    name: str
    language: Language
    titles: list[str] = field(default_factory=list)
    openings: list[list[str]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    @property
    def is_held_out(self) -> bool:
        """Whether the kind is kept from training."""
        return crc32(self.name.encode()) % _HELD_OUT_EVERY == 0


@dataclass(frozen=True, slots=True)
class Written:
    """A document, with where each fact's answer stands in it."""

    title: str
    text: str
    passages: tuple[FoundPassage, ...]
    told: tuple[tuple[Fact, int, str], ...]
    untold: tuple[Fact, ...]
    slots: Slots


def kinds(language: Language) -> list[Kind]:
    """All kinds of documents of a language.

    Raises:
        ValueError: a line of the descriptions is none of theirs.
    """
    found: list[Kind] = []
    folder = files("engine.mat.synthetic") / "household"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.startswith(language) and file.name.endswith(".txt"):
            for line in file.read_text("utf-8").splitlines():
                _read(line.strip(), found, language)
    return found


def _read(line: str, found: list[Kind], language: Language) -> None:
    if not line:
        return
    mark, rest = line.split(" ", 1)[0], line.split(" ", 1)[-1]
    parts = [part.strip() for part in rest.split(" | ")]
    if mark == "##":
        found.append(Kind(rest, language))
    elif mark == "#":
        found[-1].titles += parts
    elif mark == "+":
        found[-1].openings.append(parts)
    elif mark == "=":
        found[-1].facts.append(Fact(parts))
    elif mark == "?":
        found[-1].facts[-1].questions += parts
    else:
        found[-1].facts[-1].statements += [part.strip() for part in line.split(" | ")]


def filled(text: str, slots: Slots) -> str:
    """The text with one of each words' choices, and the document's values in its slots."""
    text = _WORDS.sub(lambda match: slots.rng.choice(match[1].split("|")), text)
    return " ".join(_SLOT.sub(lambda match: slots.value(match[1]), text).split())


def written(kind: Kind, rng: random.Random) -> Written:
    """A document of a kind."""
    slots = Slots(kind.language, rng)
    title = filled(rng.choice(kind.titles), slots)
    share = rng.uniform(_LEAST_TOLD, _MOST_TOLD)
    facts = [fact for fact in kind.facts if rng.random() < share] or kind.facts[:1]
    if rng.random() < 0.35:
        rng.shuffle(facts)
    openings = [filled(rng.choice(one), slots) for one in kind.openings if rng.random() < 0.6]
    told = [_told(fact, slots) for fact in facts]
    page = laid_out(title, openings, told, kind.language, rng)
    places = [
        (fact, start + one.answer_at, one.answer)
        for fact, (one, start) in zip(facts, page.starts, strict=True)
    ]
    pieces = segment(page.text, page.passages)
    passages = [
        FoundPassage(title, piece.start, piece.end, piece.text, 0.0, 1.0, piece.heading)
        for piece in pieces
    ]
    untold = [fact for fact in kind.facts if fact not in facts]
    return Written(title, page.text, tuple(passages), tuple(places), tuple(untold), slots)


def _told(fact: Fact, slots: Slots) -> Told:
    statement = filled(slots.rng.choice(fact.statements), slots)
    span = _SPAN.search(statement)
    sentence = _SPAN.sub(lambda match: match[1], statement)
    if span is None:
        return Told(filled(fact.labels[0], slots), sentence, "", 0, sentence)
    label = filled(slots.rng.choice(fact.labels), slots)
    asked = filled(slots.rng.choice(fact.questions), slots)
    return Told(label, sentence, span[1], span.start(), asked)


def household_searches(
    language: Language, rng: random.Random, *, held_out: bool = False
) -> Iterator[Searched]:
    """Questions about documents of people's own, without end.

    Args:
        language: The language of the documents and questions.
        rng: Where chance comes from.
        held_out: Only the kinds that are kept from training; all others without.
    """
    all_kinds = [kind for kind in kinds(language) if kind.is_held_out == held_out]
    around = [written(rng.choice(all_kinds), rng) for _ in range(60)]
    while True:
        kind = rng.choice(all_kinds)
        document = written(kind, rng)
        for _ in range(rng.choice((2, 3, 4))):
            yield _searched(kind, document, around, rng)
        around[rng.randrange(len(around))] = document


def _searched(
    kind: Kind, document: Written, around: Sequence[Written], rng: random.Random
) -> Searched:
    fact, place, answer = rng.choice(document.told)
    lacks = bool(document.untold) and rng.random() < UNTOLD_SHARE
    if lacks:
        fact = rng.choice(document.untold)
    asked = filled(rng.choice(fact.questions), document.slots)
    others = [
        other
        for other in rng.sample(around, rng.choice(_OTHER_DOCUMENTS))
        if other.title != document.title and not _is_of(other, kind)
    ]
    twin = written(kind, rng) if rng.random() < _TWIN_SHARE else None
    if twin is not None and twin.title != document.title:
        others.append(twin)
        asked = rng.choice(NAMING[kind.language]).format(title=document.title, asked=asked)
    item = PassageQuestion(
        asked, document.text, document.title, None if lacks else place, kind.language,
        "" if lacks else answer,
    )  # fmt: skip
    found = _ranked(asked, document, others, None if lacks else place, rng)
    return Searched(item, found)


def _is_of(other: Written, kind: Kind) -> bool:
    facts = [fact for fact, _, _ in other.told]
    return any(fact is known for fact in facts for known in kind.facts)


def _ranked(
    asked: str,
    document: Written,
    others: Sequence[Written],
    place: int | None,
    rng: random.Random,
) -> tuple[FoundPassage, ...]:
    """The passages of all of them, about in the order of a search."""
    wanted = set(terms(asked))
    scored = []
    for one in (document, *others):
        for passage in one.passages:
            context = f"{one.title} {passage.heading or ''} {passage.text}"
            score = 3 * len(wanted & set(terms(context))) / max(1, len(wanted))
            score += rng.uniform(0, 1.5) + (1.2 if one is document else 0)
            if one is document and place is not None and passage.start <= place < passage.end:
                score += 1.2
            scored.append(
                FoundPassage(
                    one.title,
                    passage.start,
                    passage.end,
                    passage.text,
                    round(score, 2),
                    1.0,
                    passage.heading,
                )
            )
    return tuple(sorted(scored, key=lambda passage: -passage.score)[:12])
