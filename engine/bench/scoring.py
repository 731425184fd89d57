"""Scoring predictions: a value for each template of each instance, and their means.

For an instance the mean is over its templates, for a category over the instances of its type, and
the whole is the weighted sum of equation 7. A template for which nothing was predicted is worth 0.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, get_args

from engine.bench.comparing import StepValue
from engine.bench.corrected import CorrectedScorer
from engine.bench.faithful import FaithfulScorer
from engine.bench.instances import (
    CATEGORIES,
    STEP_TYPES,
    WEIGHTS,
    Category,
    Instance,
    InstanceType,
    Prediction,
    Step,
)

ScorerName = Literal["faithful", "corrected"]
SCORERS: Final[tuple[ScorerName, ...]] = get_args(ScorerName)

CATEGORIES_OF: Final[Mapping[InstanceType, tuple[Category, ...]]] = {
    "plantooluse": ("planning", "tool_use"),
    "reflextion": ("reflection",),
    "conclusion": ("concluding",),
    "profile": ("profile",),
}


class Rouge(Protocol):
    """ROUGE-L over mixed tokens: engine.bench.rouge.RougeL."""

    @property
    def tokenizer(self) -> str:
        """What splits the sentences."""
        ...

    def score(self, predicted: str, gold: str) -> float:
        """0..1."""
        ...


class _Scorer(Protocol):
    def similarity(self, predicted: str, gold: str) -> float: ...

    def read(self, template: str, text: str) -> Step: ...

    def value(self, instance: Instance, step: Step) -> StepValue: ...


@dataclass(frozen=True, slots=True)
class TemplateScore:
    """What came of one template of an instance.

    `text` is None where nothing was predicted, `step` where no call was to be read; `values` are
    0..1; `gold` is the number of the right answer that is closest.
    """

    template: str
    text: str | None
    values: Mapping[Category, float]
    step: Step | None = None
    gold: int = 0


@dataclass(frozen=True, slots=True)
class InstanceScore:
    """An instance with the scores of its templates; `values` are their means, 0..1."""

    instance: Instance
    templates: tuple[TemplateScore, ...]
    values: Mapping[Category, float]


@dataclass(frozen=True, slots=True)
class BenchScores:
    """Everything scored: `values` and `overall` are 0..1 and not rounded."""

    scorer: ScorerName
    tokenizer: str
    instances: tuple[InstanceScore, ...]
    values: Mapping[Category, float]
    overall: float
    predictions: int
    unknown_ids: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def score(
    instances: Sequence[Instance],
    predictions: Sequence[Prediction],
    scorer: ScorerName,
    rouge: Rouge,
) -> BenchScores:
    """Score what was predicted for the instances; of predictions with one id the last counts."""
    by_id = {prediction.id: prediction for prediction in predictions}
    reader: _Scorer = (
        FaithfulScorer(rouge.score) if scorer == "faithful" else CorrectedScorer(rouge.score)
    )
    problems: list[str] = []
    scored = tuple(
        _instance_score(instance, by_id.get(instance.id), reader, problems)
        for instance in instances
    )
    values = {category: mean_of(scored, category) for category in CATEGORIES}
    wanted = {instance.id for instance in instances}
    return BenchScores(
        scorer=scorer,
        tokenizer=rouge.tokenizer,
        instances=scored,
        values=values,
        overall=sum(WEIGHTS[category] * values[category] for category in CATEGORIES),
        predictions=len(by_id),
        unknown_ids=tuple(name for name in by_id if name not in wanted),
        problems=tuple(problems),
    )


def mean_of(scored: Sequence[InstanceScore], category: Category) -> float:
    """The mean over the instances that the category is measured on, 0..1; 0 without any."""
    found = [each.values[category] for each in scored if category in each.values]
    return statistics.fmean(found) if found else 0.0


def _instance_score(
    instance: Instance, prediction: Prediction | None, reader: _Scorer, problems: list[str]
) -> InstanceScore:
    texts = _texts(instance, prediction, problems)
    templates = tuple(
        _template_score(instance, template, texts.get(template), reader)
        for template in instance.prompts
    )
    values = {
        category: statistics.fmean(each.values[category] for each in templates)
        for category in CATEGORIES_OF[instance.type]
    }
    return InstanceScore(instance, templates, values)


def _texts(
    instance: Instance, prediction: Prediction | None, problems: list[str]
) -> Mapping[str, str]:
    """The predicted texts by the instance's templates.

    Where there is one prompt and one text they belong together, whatever the text is filed under.
    """
    if prediction is None:
        return {}
    if len(instance.prompts) == len(prediction.texts) == 1:
        return dict(zip(instance.prompts, prediction.texts.values(), strict=True))
    strange = [name for name in prediction.texts if name not in instance.prompts]
    if strange:
        texts = "1 predicted text" if len(strange) == 1 else f"{len(strange)} predicted texts"
        problems.append(f"{instance.id}: {texts} for no template of it ({', '.join(strange[:3])})")
    return prediction.texts


def _template_score(
    instance: Instance, template: str, text: str | None, reader: _Scorer
) -> TemplateScore:
    categories = CATEGORIES_OF[instance.type]
    if text is None:
        return TemplateScore(template, None, dict.fromkeys(categories, 0.0))
    if instance.type not in STEP_TYPES:
        found = [reader.similarity(text, gold.text) for gold in instance.golds]
        best = max(found)
        return TemplateScore(
            template, text, dict.fromkeys(categories, best), gold=found.index(best)
        )
    step = reader.read(template, text)
    value = reader.value(instance, step)
    values: dict[Category, float] = (
        {"planning": value.plan, "tool_use": value.tool_use}
        if instance.type == "plantooluse"
        else {"reflection": value.reflection}
    )
    return TemplateScore(template, text, values, step, value.gold)
