"""The public question sets that the measurements here take, by file.

engine.bench.question_sets reads them; which part may be fitted on stands there, too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.bench.question_sets import (
    Article,
    Question,
    QuestionSet,
    article_of,
    fill,
    passage_rank,
    read_squad,
)
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from store.memory import Models

__all__ = [
    "FILES",
    "QED",
    "SQUAD_2",
    "Article",
    "Question",
    "QuestionSet",
    "builtin_models",
    "fill",
    "load_qed",
    "load_set",
    "passage_rank",
]

FILES = {
    "SQuAD": "squad-v1.1-dev-32-articles.json",
    "CMRC": "cmrc2018_dev.json",
    "DRCD": "DRCD_dev.json",
}
SQUAD_2 = "squad-v2.0-dev-32-articles.json"
QED = "qed/qed-dev.jsonlines"


def load_set(data: Path, file: str, fit_titles: frozenset[str] | None = None) -> QuestionSet:
    """A set in SQuAD's format; answerable questions only.

    Raises:
        BenchError: there is no such file, or it is in another format.
    """
    return read_squad(data / file, fit_titles)


def load_qed(data: Path, known_titles: frozenset[str]) -> QuestionSet:
    """Questions that people asked a search engine, for fitting only; no article of other sets.

    Raises:
        OSError: there is no such file.
    """
    contexts: dict[str, list[str]] = {}
    asked: list[tuple[str, str, str, str]] = []
    for line in (data / QED).read_text("utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        title, text = entry["title_text"], entry["paragraph_text"]
        if title in known_titles:
            continue
        if text not in contexts.setdefault(title, []):
            contexts[title].append(text)
        asked.append((str(entry["example_id"]), entry["question_text"], title, text))
    articles = {title: article_of(title, title, texts, True) for title, texts in contexts.items()}
    questions = [
        Question(key, question, title, contexts[title].index(text), True)
        for key, question, title, text in asked
    ]
    return QuestionSet(articles, questions)


def builtin_models() -> Models:
    """The models that come with the program, opened once."""
    model = StaticModel.open(builtin_path())
    return Models(embedder=lambda: model, words=lambda: model)
