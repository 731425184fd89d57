"""Examples of what a model got wrong, the worst first."""

from __future__ import annotations

import json
from typing import Any, Final

from engine.bench.comparing import same_call
from engine.bench.instances import CATEGORIES, Category, Gold, Instance, Step
from engine.bench.scoring import BenchScores, TemplateScore
from engine.cleaning import clean

_EACH: Final = 6
# Fewer percent than this is a failure.
_BELOW: Final = 50.0
_LONGEST: Final = 1200


def failures(scores: BenchScores) -> list[dict[str, Any]]:
    """The worst predictions of each category, at most six each.

    Of equally bad ones the instances and templates take turns, so that five templates of one
    instance don't fill the list.
    """
    found = []
    for category in CATEGORIES:
        ranked = []
        for number, each in enumerate(scores.instances):
            for place, template in enumerate(each.templates):
                if category in template.values:
                    turn = (place - number) % len(each.templates)
                    value = round(100.0 * template.values[category], 2)
                    ranked.append((value, turn, number, template))
        ranked.sort(key=lambda row: row[:3])
        found += [
            _failure(scores.instances[number].instance, template, category, value)
            for value, _, number, template in ranked[:_EACH]
            if value < _BELOW
        ]
    return found


def _failure(
    instance: Instance, template: TemplateScore, category: Category, value: float
) -> dict[str, Any]:
    gold = instance.golds[template.gold]
    return {
        "id": instance.id,
        "type": instance.type,
        "category": category,
        "template": template.template,
        "query": _shown(instance.query),
        "predicted": _shown(template.text or ""),
        "gold": _shown(_gold_text(gold)),
        "score": value,
        "problem": _problem(instance, template, gold),
    }


def _problem(instance: Instance, template: TemplateScore, gold: Gold) -> str:
    """In a few words, what is wrong."""
    if template.text is None:
        return "nothing was predicted"
    if not template.text.strip():
        return "an empty text"
    if template.step is None:
        return "few words in common with the right answers"
    return _step_problem(instance, template.step, gold)


def _step_problem(instance: Instance, step: Step, gold: Gold) -> str:
    if step.problem or not step.call.tool_name:
        return clean(step.problem) or "no tool could be read"
    if same_call(step.call, instance.last_task):
        return "repeats the last task"
    if step.call.tool_name not in {each.call.tool_name for each in instance.golds}:
        return f"another tool than the right ones: {_shown(step.call.tool_name, 60)}"
    if lacking := sorted(set(gold.call.tool_args) - set(step.call.tool_args)):
        return f"lacks arguments: {_shown(', '.join(lacking), 80)}"
    return "other words than the right answers"


def _gold_text(gold: Gold) -> str:
    if not gold.call.tool_name:
        return gold.text
    step = {
        "thought": gold.thought,
        "tool_name": gold.call.tool_name,
        "tool_args": dict(gold.call.tool_args),
    }
    return json.dumps(step, ensure_ascii=False)


def _shown(text: str, longest: int = _LONGEST) -> str:
    text = clean(text[: 2 * longest]).strip()
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
