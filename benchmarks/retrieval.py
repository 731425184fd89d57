"""How well keyword retrieval finds the right passage, and what the coverage threshold does.

    python -m benchmarks.retrieval [--data ../shared/data/document-qa] [--max-tokens 200]

Prints recall at 1 and 5 on SQuAD 1.1 dev (32 articles) and CMRC 2018 dev (a document per article),
then for a range of thresholds of coverage: the share of right passages within the best five that
stay, on both sets and on the questions about examples/, and the share of questions that have
nothing to do with examples/ and find nothing there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.knowledge import MIN_COVERAGE
from engine.library import Library
from engine.reading.extracted import TextPassage
from engine.segmenting import MAX_TOKENS, segment
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment, SegmentHit

REPOSITORY = Path(__file__).resolve().parent.parent
THRESHOLDS = [round(0.05 * step, 2) for step in range(4, 15)]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the source that answers it, the span of the right paragraph, the answer."""

    text: str
    source: str
    span: tuple[int, int]
    answers: tuple[str, ...]


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def load_squad(path: Path, bank: MemoryBank, max_tokens: int) -> list[Question]:
    """Add every article of a file in SQuAD's format to the bank; its answerable questions."""
    questions: list[Question] = []
    for number, article in enumerate(json.loads(path.read_text("utf-8"))["data"]):
        source = f"{path.name}#{number}"
        title = article.get("title") or article["paragraphs"][0].get("title") or ""
        text, passages = "", []
        for paragraph in article["paragraphs"]:
            text += "\n\n" if text else ""
            span = (len(text), len(text) + len(paragraph["context"]))
            text += paragraph["context"]
            passages.append(TextPassage(*span))
            questions.extend(
                Question(
                    entry["question"],
                    source,
                    span,
                    tuple(answer["text"] for answer in entry["answers"]),
                )
                for entry in paragraph["qas"]
                if entry["answers"]
            )
        pieces = [
            NewSegment(piece.text, piece.start, piece.end)
            for piece in segment(text, passages, max_tokens)
        ]
        bank.add_document(NewDocument(source, title.replace("_", " "), text, "1"), pieces)
    return questions


def is_right(hit: SegmentHit, question: Question) -> bool:
    """Whether a hit overlaps the right paragraph and holds an answer."""
    return (
        hit.source == question.source
        and hit.start < question.span[1]
        and hit.end > question.span[0]
        and any(answer in hit.text for answer in question.answers)
    )


def measure(name: str, bank: MemoryBank, questions: Iterable[Question]) -> None:
    """Print recall, time, and what each threshold keeps of the right hits."""
    started = time.perf_counter()
    ranks: list[int] = []
    coverages: list[float] = []
    count = 0
    for question in questions:
        count += 1
        hits = bank.search(question.text, limit=5)
        right = [rank for rank, hit in enumerate(hits) if is_right(hit, question)]
        if right:
            ranks.append(right[0])
            coverages.append(max(hits[rank].coverage for rank in right))
    seconds = time.perf_counter() - started
    statistics = bank.statistics()
    say(
        f"{name}: {count} questions, {statistics.segments} segments, "
        f"recall@1 {ranks.count(0) / count:.3f}, recall@5 {len(ranks) / count:.3f}, "
        f"{1000 * seconds / count:.1f} ms a question"
    )
    say("  kept of those: " + _sweep(coverages))


def _sweep(coverages: list[float]) -> str:
    return "  ".join(
        f"{threshold:.2f}:{sum(c >= threshold for c in coverages) / len(coverages):.3f}"
        for threshold in THRESHOLDS
    )


def measure_examples(home: Path, foreign: dict[str, list[str]]) -> None:
    """Thresholds over examples/: questions about them, and questions about other things."""
    with MemoryBank.open(home) as bank:
        for report in Library(bank).add([REPOSITORY / "examples"]):
            if report.error:
                say(report.error)
        coverages = []
        asked = list(_example_questions())
        for entry in asked:
            hits = bank.search(entry["question"], limit=5)
            right = [
                hit.coverage
                for hit in hits
                if Path(hit.source).name == entry["source"] and entry["answer_contains"] in hit.text
            ]
            if right:
                coverages.append(max(right))
            else:
                say(f"  not in the best five: {entry['question']}")
        say(f"examples: {len(asked)} questions, recall@5 {len(coverages) / len(asked):.3f}")
        say("  kept of those: " + _sweep(coverages))
        for name, questions in foreign.items():
            best = [
                max((hit.coverage for hit in bank.search(question, limit=5)), default=0.0)
                for question in questions
            ]
            kept_out = "  ".join(
                f"{threshold:.2f}:{sum(b < threshold for b in best) / len(best):.3f}"
                for threshold in THRESHOLDS
            )
            say(f"  find nothing, of {len(questions)} from {name}: {kept_out}")


def _example_questions() -> Iterator[dict[str, str]]:
    path = REPOSITORY / "tests" / "data" / "example_questions.jsonl"
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["source"]:
            yield entry


def main() -> None:
    """Run everything and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data/document-qa")
    parser.add_argument("--max-tokens", type=int, default=MAX_TOKENS)
    parser.add_argument("--every", type=int, default=1, help="ask only every n-th question")
    arguments = parser.parse_args()
    say(f"segments of at most {arguments.max_tokens} tokens; threshold in use: {MIN_COVERAGE}")
    foreign: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, file in (
            ("SQuAD", "squad-v1.1-dev-32-articles.json"),
            ("CMRC", "cmrc2018_dev.json"),
        ):
            with MemoryBank.open(Path(folder, name)) as bank:
                questions = load_squad(arguments.data / file, bank, arguments.max_tokens)
                chosen = questions[:: arguments.every]
                measure(name, bank, chosen)
                foreign[name] = [question.text for question in chosen]
        measure_examples(Path(folder, "examples"), foreign)


if __name__ == "__main__":
    main()
