"""How well retrieval finds the right passage, and when it says that there is none.

    python -m benchmarks.retrieval [--data ../shared/data/document-qa] [--every 1]

Recall at 1 and 5 over the passages of public question sets (a passage's place is that of its best
segment among the different passages found), on the articles that were fitted on, on the others, and
on all: keywords alone, vectors alone, reciprocal ranks, the convex combination, and that with the
reranker. Then English questions over CMRC's Chinese passages. Last, "not
found": questions of SQuAD 2.0 asked of the half of its articles that holds theirs and of the half
that does not, for a range of thresholds of relevance.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.question_sets import (
    FILES,
    SQUAD_2,
    Article,
    Question,
    QuestionSet,
    builtin_models,
    fill,
    load_set,
)
from engine.bench.retrieval import Rankings, recall
from engine.knowledge import MIN_RELEVANCE
from engine.segmenting import MAX_TOKENS
from store.memory import Models
from store.records import SearchScope

REPOSITORY = Path(__file__).resolve().parent.parent
# Sixty questions of CMRC's report part, drawn at random and put in English words by hand.
ENGLISH = Path(__file__).with_name("cross_language_questions.jsonl")
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
_SCOPE = SearchScope()


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def report(name: str, rankings: Rankings, questions: Sequence[Question]) -> None:
    """Ask everything, print a line for each way to rank."""
    places = [(question.fit, rankings.ranks(question)) for question in questions]
    say(f"{name}: {len(questions)} questions, {len(rankings.articles)} articles")
    say(f"  {'':20}{'fit':>15}{'report':>15}{'all':>15}   ms")
    for way in places[0][1]:
        parts = [
            [ranks[way] for fit, ranks in places if fit],
            [ranks[way] for fit, ranks in places if not fit],
            [ranks[way] for _, ranks in places],
        ]
        cells = "".join(f"{recall(part, 1):9.4f}{recall(part, 5):6.3f}" for part in parts)
        spent = rankings.seconds.get(way)
        cost = f"{1000 * spent / len(places):5.1f}" if spent else "    -"
        say(f"  {way:20}{cells}  {cost}")


def measure_across(home: Path, models: Models, chinese: QuestionSet) -> None:
    """English questions about the subjects of Chinese ones, asked of the Chinese passages."""
    originals = {question.id: question for question in chinese.questions}
    entries = map(json.loads, ENGLISH.read_text("utf-8").splitlines())
    questions = [replace(originals[entry["id"]], text=entry["question"]) for entry in entries]
    with fill(home, chinese.articles.values(), models) as bank:
        report("English questions, CMRC", Rankings(bank, models, chinese.articles), questions)


def measure_absence(folder: Path, models: Models, data: Path, every: int) -> None:
    """Thresholds of relevance: questions asked of the half with their article, and of the other."""
    titles = {one.title: one.fit for one in load_set(data, FILES["SQuAD"]).articles.values()}
    fit_titles = frozenset(title for title, fit in titles.items() if fit)
    questions = load_set(data, SQUAD_2, fit_titles)
    halves: tuple[list[Article], list[Article]] = ([], [])
    for fit in (True, False):
        some = [one for one in questions.articles.values() if one.fit == fit]
        for number, article in enumerate(some):
            halves[number % 2].append(article)
    present: dict[bool, list[float]] = {True: [], False: []}
    absent: dict[bool, list[float]] = {True: [], False: []}
    for number, half in enumerate(halves):
        own = {article.source for article in half}
        with fill(folder / str(number), half, models) as bank:
            retrieval = bank.retrieval_by(models)
            for question in questions.questions[::every]:
                hits = retrieval.rank(question.text, _SCOPE, 5)
                best = max((hit.relevance for hit in hits), default=0.0)
                (present if question.source in own else absent)[question.fit].append(best)
    for fit, name in ((True, "fit"), (False, "report")):
        say(f"not found, {name}: {len(present[fit])} questions present, {len(absent[fit])} absent")
        for threshold in THRESHOLDS:
            say("  " + _found_line(threshold, present[fit], absent[fit]))


def _found_line(threshold: float, present: Sequence[float], absent: Sequence[float]) -> str:
    """Precision and recall of saying "not found", and of finding."""
    silent = sum(best < threshold for best in absent)
    missed = sum(best < threshold for best in present)
    return (
        f"{threshold:4.2f}  not found: precision {silent / max(1, silent + missed):.3f} "
        f"recall {silent / max(1, len(absent)):.3f}   present kept {1 - missed / len(present):.3f}"
        + ("   <- in use" if threshold == MIN_RELEVANCE else "")
    )


def main() -> None:
    """Run everything and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data/document-qa")
    parser.add_argument("--max-tokens", type=int, default=MAX_TOKENS)
    parser.add_argument("--every", type=int, default=1, help="ask only every n-th question")
    arguments = parser.parse_args()
    models = builtin_models()
    say(f"segments of at most {arguments.max_tokens} tokens; recall at 1 and 5; wall time")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (title, file) in enumerate(FILES.items()):
            one = load_set(arguments.data, file)
            home = folder / f"set{number}"
            with fill(home, one.articles.values(), models, arguments.max_tokens) as bank:
                rankings = Rankings(bank, models, one.articles)
                report(title, rankings, one.questions[:: arguments.every])
        chinese = load_set(arguments.data, FILES["CMRC"])
        measure_across(folder / "across", models, chinese)
        measure_absence(folder, models, arguments.data, arguments.every)


if __name__ == "__main__":
    main()
