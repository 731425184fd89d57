"""What the rest of a stage will take, before it is begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engine.mat.events import Spent, Stage, StageEstimated
from engine.mat.journal import Journal
from engine.mat.working import WorkOptions
from models.language.base import LanguageModel, Message

# Prompts counted of each kind of item where nothing is measured yet.
SAMPLE = 12

Kind = Callable[[str], str]


def estimate(
    stage: Stage,
    keys: Sequence[str],
    journal: Journal,
    counted: Callable[[str], Spent],
    options: WorkOptions,
) -> StageEstimated:
    """The items of `keys` that are not settled yet, by what settled ones of their kind took.

    The kind of an item is its key's first word. Where none of a kind is settled, `counted` tells
    what a key's item takes, asked for a sample of them.
    """
    left = [key for key in keys if key not in journal]
    total, assumed, measured = Spent(), False, 0
    for kind, members in _grouped(left).items():
        settled = journal.kinds.get(kind)
        if settled is not None:
            total += settled.spent.times(len(members) / settled.count)
            measured += settled.count
            continue
        assumed = True
        sample = members[:: max(1, len(members) // SAMPLE)][:SAMPLE]
        counts = sum((counted(key) for key in sample), Spent())
        total += counts.times(len(members) / len(sample))
    seconds = None if assumed else total.seconds / max(1, options.in_flight)
    items = 0 if assumed else measured
    return StageEstimated(stage, len(left), total, options.prices.of(total), seconds, items)


def kind_of(key: str) -> str:
    """The first word of a key."""
    return key.partition("/")[0]


def counted_prompt(
    model: LanguageModel, messages: Iterable[Message], tokens_out: int, requests: int = 1
) -> Spent:
    """What it takes to ask these messages so often, by the model's own count of tokens."""
    tokens = sum(model.count_tokens(message.content) + 4 for message in messages)
    return Spent(requests, tokens * requests, tokens_out * requests)


def _grouped(keys: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(kind_of(key), []).append(key)
    return groups
