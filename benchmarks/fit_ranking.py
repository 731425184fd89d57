"""Fits the built-in reranker and writes store/ranking.json.

    python -m benchmarks.fit_ranking [--data ../shared/data/document-qa] [--every 1]

Only the fit part of the public question sets is used (see question_sets). For each question the
passages that the two searches find are told apart by the features of store.features: one network
learns to put the right one first (softmax over the passages of a question), another how likely a
passage is relevant at all, against the passages that are found when the article is not there.
Both are fitted with and without the features of vectors. Needs torch (the `train` extra).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.question_sets import (
    FILES,
    Article,
    Question,
    QuestionSet,
    builtin_models,
    fill,
    load_qed,
    load_set,
)
from store.feature_names import FEATURES, VECTOR_FEATURES
from store.features import FeatureTable, WordVectors
from store.records import SearchScope
from store.retrieval import BLOCK, Retrieval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A model's outputs for its inputs, and the numbers of the examples to take.
Loss = Callable[[Callable[[Any], Any], Any], Any]

REPOSITORY = Path(__file__).resolve().parent.parent
WEIGHTS = REPOSITORY / "store" / "ranking.json"
HIDDEN = {"order": 16, "relevance": 8}
_EPOCHS = {"order": 30, "relevance": 6}
_BATCH = 64
_LEARNING_RATE = 3e-3
_WEIGHT_DECAY = 0.1
_SEEDS = 3
_ABSENT = 5  # best passages of a question without its article that count as irrelevant


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Examples:
    """Feature rows of questions: present ones with the right passages marked, and absent ones."""

    present: list[NDArray[np.float32]] = field(default_factory=list)
    right: list[NDArray[np.bool_]] = field(default_factory=list)
    absent: list[NDArray[np.float32]] = field(default_factory=list)


def collect(
    retrieval: Retrieval,
    articles: dict[str, Article],
    ids: dict[str, int],
    questions: Sequence[Question],
    examples: Examples,
) -> None:
    """Add the examples of some questions, once with their articles and once without."""
    import numpy as np

    words = retrieval.words
    everything = frozenset(ids.values())
    for question in questions:
        rows, table = _table(retrieval, question.text, SearchScope(), words)
        right = [
            row["source"] == question.source
            and question.passage
            in articles[row["source"]].passages(row["span_start"], row["span_end"])
            for row in rows
        ]
        if any(right):
            examples.present.append(table)
            examples.right.append(np.array(right))
        without = SearchScope(document_ids=everything - {ids[question.source]})
        examples.absent.append(_table(retrieval, question.text, without, words)[1][:_ABSENT])


def _table(
    retrieval: Retrieval, query: str, scope: SearchScope, words: WordVectors | None
) -> tuple[list[dict[str, Any]], NDArray[np.float32]]:
    found = retrieval.find(query, scope)
    best = [segment_id for segment_id, _ in found.fused[:BLOCK]]
    rows, candidates = retrieval.candidates(found, best)
    return rows, FeatureTable(found.view, candidates, words).matrix(FEATURES)


def fit_order(examples: Examples, names: Sequence[str]) -> dict[str, Any]:
    """A network that puts the right passage first."""
    import numpy as np
    import torch

    columns = [FEATURES.index(name) for name in names]
    size = max(len(rows) for rows in examples.present)
    x = np.zeros((len(examples.present), size, len(columns)), np.float32)
    right = np.zeros(x.shape[:2], bool)
    real = np.zeros(x.shape[:2], bool)
    for i, rows in enumerate(examples.present):
        x[i, : len(rows)] = rows[:, columns]
        right[i, : len(rows)] = examples.right[i]
        real[i, : len(rows)] = True
    mean, scale = x[real].mean(0), x[real].std(0) + 1e-6
    inputs = torch.tensor((x - mean) / scale)
    wrong, unreal = torch.tensor(~right), torch.tensor(~real)

    def loss(model: Callable[[Any], Any], batch: Any) -> Any:
        scores = model(inputs[batch]).masked_fill(unreal[batch], -1e9)
        chances = torch.log_softmax(scores, 1).masked_fill(wrong[batch], -1e9)
        return -torch.logsumexp(chances, 1).mean()

    return _trained(loss, len(x), names, "order", mean, scale)


def fit_relevance(examples: Examples, names: Sequence[str]) -> dict[str, Any]:
    """A network whose value is the log odds that a passage is relevant, at even odds before."""
    import numpy as np
    import torch

    columns = [FEATURES.index(name) for name in names]
    pairs = zip(examples.present, examples.right, strict=True)
    good = np.concatenate([rows[right] for rows, right in pairs])[:, columns]
    bad = np.concatenate([rows for rows in examples.absent if len(rows)])[:, columns]
    x = np.concatenate([good, bad])
    mean, scale = x.mean(0), x.std(0) + 1e-6
    inputs = torch.tensor((x - mean) / scale)
    target = torch.tensor(np.arange(len(x)) < len(good), dtype=torch.float32)
    weight = torch.where(target > 0, len(x) / (2 * len(good)), len(x) / (2 * len(bad)))

    def loss(model: Callable[[Any], Any], batch: Any) -> Any:
        return torch.nn.functional.binary_cross_entropy_with_logits(
            model(inputs[batch]), target[batch], weight=weight[batch]
        )

    return _trained(loss, len(x), names, "relevance", mean, scale)


def _trained(
    loss: Loss,
    examples: int,
    names: Sequence[str],
    head: str,
    mean: NDArray[np.float32],
    scale: NDArray[np.float32],
) -> dict[str, Any]:
    """Networks from several seeds side by side, which is again such a network."""
    import numpy as np

    models = [_train_one(loss, examples, len(names), head, seed) for seed in range(_SEEDS)]
    parts = [{key: value.detach().numpy() for key, value in m.named_parameters()} for m in models]
    linear = sum(part["linear.weight"][0] for part in parts) / _SEEDS
    bias = sum(part["linear.bias"][0] + part["outer.bias"][0] for part in parts) / _SEEDS
    return {
        "features": list(names),
        "mean": _numbers(mean),
        "scale": _numbers(scale),
        "linear": _numbers(linear),
        "hidden": [_numbers(row) for row in np.hstack([p["inner.weight"].T for p in parts])],
        "hidden_bias": _numbers(np.concatenate([part["inner.bias"] for part in parts])),
        "output": _numbers(np.concatenate([part["outer.weight"][0] for part in parts]) / _SEEDS),
        "bias": round(float(bias), 5),
    }


def _train_one(loss: Loss, examples: int, inputs: int, head: str, seed: int) -> Any:
    import torch

    torch.manual_seed(seed)
    linear = torch.nn.Linear(inputs, 1)
    inner = torch.nn.Linear(inputs, HIDDEN[head])
    outer = torch.nn.Linear(HIDDEN[head], 1)
    parts = torch.nn.ModuleDict({"linear": linear, "inner": inner, "outer": outer})

    def forward(x: Any) -> Any:
        return (linear(x) + outer(torch.tanh(inner(x)))).squeeze(-1)

    optimizer = torch.optim.AdamW(parts.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    epochs = _EPOCHS[head]
    steps = epochs * (examples // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _LEARNING_RATE, total_steps=steps + 1)
    for _ in range(epochs):
        for batch in torch.randperm(examples).split(_BATCH):
            optimizer.zero_grad()
            loss(forward, batch).backward()
            optimizer.step()
            schedule.step()
    return parts


def _numbers(values: Any) -> list[float]:
    return [float(f"{value:.5g}") for value in values]


def gather(data: Path, folder: Path, every: int) -> Examples:
    """The examples of the fit part of all the sets."""
    sets: dict[str, QuestionSet] = {name: load_set(data, file) for name, file in FILES.items()}
    titles = frozenset(one.title for one in sets["SQuAD"].articles.values())
    sets["QED"] = load_qed(data, titles)
    models = builtin_models()
    examples = Examples()
    for name, one in sets.items():
        with fill(folder / name, one.articles.values(), models) as bank:
            ids = {record.source: record.id for record in bank.documents()}
            chosen = [question for question in one.questions if question.fit][::every]
            collect(bank.retrieval_by(models), one.articles, ids, chosen, examples)
        say(f"{name}: {len(chosen)} questions; with right passages so far {len(examples.present)}")
    return examples


def main() -> None:
    """Gather, fit, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared/data/document-qa")
    parser.add_argument("--every", type=int, default=1, help="take only every n-th question")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        examples = gather(arguments.data, Path(folder), arguments.every)
    modes = {
        "hybrid": FEATURES,
        "keywords": [name for name in FEATURES if name not in VECTOR_FEATURES],
    }
    weights = {
        mode: {
            "order": fit_order(examples, names),
            "relevance": fit_relevance(examples, names),
        }
        for mode, names in modes.items()
    }
    arguments.out.write_text(json.dumps(weights, separators=(",", ":")) + "\n", "utf-8")
    say(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
