"""Questions made from prose: a sentence with one part asked for, among paragraphs like its own.

Much of a made question's words stand in its sentence, as is so of the questions that people write
over a text; the paragraphs beside it are those that share most words with it, so that the sentence
is not found by words alone.
"""

from __future__ import annotations

import random
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.events import Language
from engine.mat.synthetic import cloze_en, cloze_zh
from engine.mat.synthetic.held_out import HeldOut
from engine.mat.synthetic.reading_library import FoundPassage, Searched
from engine.mat.synthetic.sources import PassageQuestion
from engine.sentences import split_sentences
from engine.terms import terms

_ARCHIVES: dict[Language, tuple[str, ...]] = {
    "en": ("prose-en-general", "prose-en-technical"),
    "zh": ("prose-zh-general", "prose-zh-technical"),
}
# Prose that says facts; novels and code do not.
_TELLING = re.compile(
    r"wikipedia|britannica|factbook|openstax|govuk|history|history-of|wealth|nursing|household|"
    r"handbook|laws|howtocook|d2l|python_docs|react|vue|rust_book|playbook|helm|milvus|rails|"
    r"swcarpentry|bitcoin|ethereum|glossary|outline|digitalgov|biography|nature|science",
    re.IGNORECASE,
)
_LEAST, _MOST = {"en": 120, "zh": 50}, {"en": 1400, "zh": 600}
# So many paragraphs are taken together, from anywhere in a file, as a library.
_LIBRARY = 3000
_RARE = 60
_QUESTION_TERMS = 10
_QUESTIONS_A_PARAGRAPH = 2
_Make = Callable[[str, str, random.Random], "tuple[str, str, int] | None"]
_MAKERS: dict[Language, _Make] = {"en": cloze_en.question_of, "zh": cloze_zh.question_of}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    title: str
    text: str


@dataclass(slots=True)
class _Library:
    """Paragraphs, and where their rarer terms stand."""

    paragraphs: Sequence[_Paragraph]
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_title: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for number, paragraph in enumerate(self.paragraphs):
            self.of_title[paragraph.title].append(number)
            for term in set(terms(paragraph.text)):
                self.places[term].append(number)

    def like(self, question: str, own: int, rng: random.Random) -> list[tuple[int, float]]:
        """The paragraphs that share most with a question, with a score each, and the own one."""
        shared: Counter[int] = Counter()
        for term in list(dict.fromkeys(terms(question)))[: 2 * _QUESTION_TERMS]:
            places = self.places.get(term, [])
            if len(places) <= _RARE:
                for number in places:
                    shared[number] += 1
        beside = self.of_title[self.paragraphs[own].title]
        for number in rng.sample(beside, min(3, len(beside))):
            shared[number] += 1
        most = max(shared.values(), default=1)
        found = [
            (number, 6.0 * count / most + rng.uniform(-1, 0.5))
            for number, count in shared.most_common(7)
            if number != own
        ]
        return [*found, (own, 6.0 + rng.uniform(-2.5, 1.0))]


def cloze_searches(
    data: Path, language: Language, held_out: HeldOut, rng: random.Random
) -> Iterator[Searched]:
    """Made questions with the paragraphs that a search would bring, without end but the prose's.

    Paragraphs that share a run of words with what is held out are left out.
    """
    for paragraphs in _libraries(data, language, rng):
        library = _Library(paragraphs)
        made = [
            searched
            for number in range(len(paragraphs))
            for searched in _about(library, number, language, held_out, rng)
        ]
        rng.shuffle(made)
        yield from made


def _about(
    library: _Library, number: int, language: Language, held_out: HeldOut, rng: random.Random
) -> Iterator[Searched]:
    paragraph = library.paragraphs[number]
    spans = split_sentences(paragraph.text)
    made = 0
    for start, end in rng.sample(spans, len(spans)):
        sentence = paragraph.text[start:end]
        if not 12 <= len(sentence) <= 400 or made == _QUESTIONS_A_PARAGRAPH:
            continue
        question = _MAKERS[language](sentence, paragraph.title, rng)
        if question is None or (not made and held_out.shares(paragraph.text)):
            continue
        made += 1
        text, answer, place = question
        item = PassageQuestion(
            text, paragraph.text, paragraph.title, start + place, language, answer
        )
        yield Searched(item, tuple(_found(library, text, number, rng)))


def _found(
    library: _Library, question: str, own: int, rng: random.Random
) -> Iterator[FoundPassage]:
    ranked = library.like(question, own, rng)
    for number, score in sorted(ranked, key=lambda pair: -pair[1]):
        paragraph = library.paragraphs[number]
        size = len(paragraph.text)
        yield FoundPassage(paragraph.title, 0, size, paragraph.text, round(score, 2), 1.0)


def _libraries(data: Path, language: Language, rng: random.Random) -> Iterator[list[_Paragraph]]:
    waiting: list[_Paragraph] = []
    for name in _ARCHIVES[language]:
        with tarfile.open(data / f"text/{name}.tar.xz") as archive:
            for member in archive:
                stream = archive.extractfile(member) if _TELLING.search(member.name) else None
                if stream is None:
                    continue
                text = stream.read().decode("utf-8", errors="replace")
                waiting += _paragraphs(text, language)
    # Whole stretches stay together, so that paragraphs of one document meet.
    stretches = [waiting[at : at + 60] for at in range(0, len(waiting), 60)]
    rng.shuffle(stretches)
    library: list[_Paragraph] = []
    for stretch in stretches:
        library += stretch
        if len(library) >= _LIBRARY:
            yield library
            library = []
    if library:
        yield library


def _paragraphs(text: str, language: Language) -> Iterator[_Paragraph]:
    for document in text.split("\n\n\n"):
        title = ""
        for block in document.split("\n\n"):
            lines = block.strip().split("\n")
            if lines[0].startswith("#"):
                title = title or lines.pop(0).lstrip("# ").strip()[:60]
            body = " ".join(line for line in lines if not line.startswith("#"))
            if _LEAST[language] <= len(body) <= _MOST[language] and "{" not in body:
                yield _Paragraph(title, body)
