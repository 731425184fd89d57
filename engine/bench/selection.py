"""Which prompts of a benchmark are asked, and by what they are told apart from another's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.bench.errors import BenchError
from engine.bench.instances import PLAIN, TYPES, Instance, Prediction

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which instances and which of their prompts; what is empty or None chooses all.

    At most `limit` instances, spread evenly over the file. The prompt of a profile instance belongs
    to no template and is asked under any of them.
    """

    types: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt of an instance; `key` is the same in every run."""

    instance: Instance
    template: str

    @property
    def key(self) -> str:
        """What it is settled under."""
        return f"{self.instance.id}/{self.template}"

    @property
    def text(self) -> str:
        """What the model is asked."""
        return self.instance.prompts[self.template]


def spread(items: Sequence[Item], limit: int | None) -> list[Item]:
    """At most `limit` of the items, spread evenly, for files are sorted by kind as a rule."""
    if limit is None or limit >= len(items):
        return list(items)
    return [items[number * len(items) // limit] for number in range(limit)]


def selected(instances: Sequence[Instance], selection: Selection) -> list[Prompt]:
    """The prompts in the file's order.

    Raises:
        BenchError: there are none.
    """
    chosen = [one for one in instances if not selection.types or one.type in selection.types]
    # Over the types first: a file may go through them once for each language.
    by_type = sorted(range(len(chosen)), key=lambda place: TYPES.index(chosen[place].type))
    prompts = [
        Prompt(chosen[place], name)
        for place in sorted(spread(by_type, selection.limit))
        for name in chosen[place].prompts
        if not selection.templates or name == PLAIN or name in selection.templates
    ]
    if not prompts:
        wanted = " and ".join(
            f"the {what} {', '.join(names)}"
            for what, names in (("type", selection.types), ("template", selection.templates))
            if names
        )
        raise BenchError(
            f"the data has no prompts of {wanted}: choose others"
            if wanted
            else "the data has no prompts: choose another file with --data"
        )
    return prompts


def only_predicted(
    instances: Sequence[Instance], predictions: Sequence[Prediction]
) -> tuple[Instance, ...]:
    """The instances that something was predicted for, with those of their prompts it was for."""
    texts = {prediction.id: prediction.texts for prediction in predictions}
    chosen = []
    for one in instances:
        answered = texts.get(one.id, {})
        prompts = {name: prompt for name, prompt in one.prompts.items() if name in answered}
        if answered:
            chosen.append(replace(one, prompts=prompts or one.prompts))
    return tuple(chosen)


def digest_of(instances: Sequence[Instance]) -> str:
    """A short name of what is asked: the same for the same prompts and functions."""
    found = hashlib.sha256()
    for one in instances:
        asked = [one.id, dict(one.prompts), [dict(func) for func in one.funcs]]
        found.update(json.dumps(asked, sort_keys=True).encode())
    return found.hexdigest()[:16]
