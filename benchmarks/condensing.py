"""How often what is kept of a long page holds the answer, with and without the vectors.

    python -m benchmarks.condensing [--data ../shared/data/document-qa] [--questions 20]

Pages are SQuAD's articles, and CMRC's passages joined forty at a time; of each so many questions
are drawn. An answer counts as kept when one passage holds the place where it stands.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.question_sets import FILES
from engine import condensing
from engine.events import Location
from engine.tools.observation import Passage

ROOMS = (600, 1200, 2400, 4800)
_JOINED = 40
_GAP = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the span of its answer in the page."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A long page and the questions about it."""

    passages: list[Passage]
    questions: list[Asked]


def load(data: Path, name: str, most: int) -> Iterator[Page]:
    """The pages of a set, with at most so many questions each."""
    entries = json.loads((data / FILES[name]).read_text("utf-8"))["data"]
    if name == "SQuAD":
        groups = [(entry["title"].replace("_", " "), entry["paragraphs"]) for entry in entries]
    else:
        paragraphs = [one for entry in entries for one in entry["paragraphs"]]
        random.Random(1).shuffle(paragraphs)  # noqa: S311 - nothing is kept secret
        starts = range(0, len(paragraphs) - _JOINED + 1, _JOINED)
        groups = [("", paragraphs[start : start + _JOINED]) for start in starts]
    for title, paragraphs in groups:
        passages, questions, start = [], [], 0
        for paragraph in paragraphs:
            text = paragraph["context"]
            place = Location(span=(start, start + len(text)))
            passages.append(Passage(text, name, title, place))
            for asked in paragraph["qas"]:
                answer = asked["answers"][0]
                first, words = answer["answer_start"], answer["text"]
                if first >= 0 and text[first : first + len(words)] == words:
                    begin = start + first
                    questions.append(Asked(asked["question"], begin, begin + len(words)))
            start += len(text) + _GAP
        drawn = random.Random(1).sample(questions, min(most, len(questions)))  # noqa: S311
        yield Page(passages, drawn)


def kept(page: Page, asked: Asked, room: int) -> bool:
    """Whether the answer's place is among what is kept."""
    spans = [one.location.span for one in condensing.condense(page.passages, asked.text, room)]
    return any(span and span[0] <= asked.start and asked.end <= span[1] for span in spans)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/document-qa"))
    parser.add_argument("--questions", type=int, default=20)
    arguments = parser.parse_args()
    weight = condensing._MEANING
    for name in ("SQuAD", "CMRC"):
        pages = list(load(arguments.data, name, arguments.questions))
        total = sum(len(page.questions) for page in pages)
        longest = max(pages, key=lambda page: sum(len(one.text) for one in page.passages))
        size = sum(len(one.text) for one in longest.passages)
        began = time.perf_counter()
        condensing.condense(longest.passages, longest.questions[0].text, ROOMS[-1])
        took = 1000 * (time.perf_counter() - began)
        sys.stdout.write(f"{name}: {total} questions; {size:,} characters take {took:.0f} ms\n")
        for with_vectors in (False, True):
            condensing._MEANING = weight if with_vectors else 0.0
            shares = [
                sum(kept(page, asked, room) for page in pages for asked in page.questions) / total
                for room in ROOMS
            ]
            told = "  ".join(
                f"{room}: {share:.4f}" for room, share in zip(ROOMS, shares, strict=True)
            )
            sys.stdout.write(f"  {'with' if with_vectors else 'without'} vectors  {told}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
