"""KAgentBench-mini as it ships: what is in it, and that its own right answers are worth 100."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import product

import pytest

from engine.bench.instances import (
    CATEGORIES,
    PLAIN,
    TEMPLATES,
    TYPES,
    Gold,
    Instance,
    InstanceType,
    Prediction,
)
from engine.bench.loading import Loaded, load_instances
from engine.bench.mini import mini_path
from engine.bench.results import percent
from engine.language import detect_language
from models.language.loading import ModelSpec, load_model
from tests.engine.bench.scored_cases import scores_of

CALLING: tuple[InstanceType, ...] = ("plantooluse", "reflextion")


@cache
def mini() -> Loaded:
    return load_instances(mini_path())


def of_type(kind: InstanceType) -> list[Instance]:
    return [instance for instance in mini().instances if instance.type == kind]


def written(template: str, gold: Gold) -> str:
    """A right answer in the form that the template asks for."""
    name, args = gold.call.tool_name, dict(gold.call.tool_args)
    as_json = json.dumps(args, ensure_ascii=False)
    if template in ("ReACT", "ToolLlama"):
        return f"Thought: {gold.thought}\nAction: {name}\nAction Input: {as_json}"
    if template == "ModelScope":
        request = json.dumps({"api_name": name, "parameters": args}, ensure_ascii=False)
        return f"{gold.thought}\n<|startofthink|>\n{request}\n<|endofthink|>"
    if template == "AutoGPT":
        thoughts, command = {"text": gold.thought}, {"name": name, "args": args}
        return json.dumps({"thoughts": thoughts, "command": command}, ensure_ascii=False)
    task = {"task_name": gold.thought, "command": {"name": name, "args": args}}
    return json.dumps([task], ensure_ascii=False)


def test_every_line_is_read() -> None:
    found = mini()
    assert (found.problems, found.duplicates, found.bad_lines) == ((), (), 0)
    assert len(found.instances) == 312
    assert {kind: len(of_type(kind)) for kind in TYPES} == {
        "plantooluse": 144,
        "reflextion": 44,
        "conclusion": 72,
        "profile": 52,
    }


def test_both_languages_have_an_equal_share_of_every_type() -> None:
    counts = Counter((each.type, each.row["language"]) for each in mini().instances)
    assert all(counts[kind, "en"] == counts[kind, "zh"] > 20 for kind in TYPES)
    for each in mini().instances:
        if each.type != "profile":
            assert detect_language(each.query) == each.row["language"], each.id


def test_every_kind_of_memory_bears_on_queries_in_every_way() -> None:
    kinds = Counter(
        (each.memory_type, each.row["memory_relation"])
        for each in mini().instances
        if each.type in ("plantooluse", "conclusion")
    )
    assert kinds["none", ""] >= 30
    relations = ("related", "unrelated", "conflicting")
    for kind, relation in product(("conversation", "task", "knowledge"), relations):
        assert kinds[kind, relation] >= 8, (kind, relation)


def test_right_answers_are_several_and_different() -> None:
    for each in mini().instances:
        said = [gold.thought if each.type in CALLING else gold.text for gold in each.golds]
        assert len(said) == len(set(said)) >= 4, each.id


def test_right_calls_are_on_offer_and_change_course() -> None:
    for each in (instance for kind in CALLING for instance in of_type(kind)):
        offered = {func["name"]: func["parameters"]["properties"] for func in each.funcs}
        assert 4 <= len(offered) <= 8, each.id
        for gold in each.golds:
            assert set(gold.call.tool_args) <= set(offered[gold.call.tool_name]), each.id
            assert gold.call != each.last_task, each.id
    assert all(instance.last_task is not None for instance in of_type("reflextion"))


def test_prompts_hold_what_a_model_has_to_know() -> None:
    for each in mini().instances:
        assert tuple(each.prompts) == ((PLAIN,) if each.type == "profile" else TEMPLATES), each.id
        for prompt in each.prompts.values():
            assert each.query in prompt, each.id
            assert "<<" not in prompt, each.id
            assert all(f'"name": "{func["name"]}"' in prompt for func in each.funcs), each.id


def test_prompts_leave_the_built_in_model_room_for_an_answer() -> None:
    longest: list[str] = []
    for language in ("en", "zh"):
        prompts = [
            prompt
            for each in mini().instances
            if each.row["language"] == language
            for prompt in each.prompts.values()
        ]
        longest += sorted(prompts, key=len)[-25:]
    model = load_model(ModelSpec("builtin"))
    try:
        assert max(map(model.count_tokens, longest)) <= 1500 < model.context_tokens - 512
    finally:
        model.close()


@pytest.mark.parametrize("number", [0, -1])
def test_right_answers_score_100(number: int) -> None:
    instances = mini().instances
    predictions = [
        Prediction(
            each.id,
            {
                template: written(template, each.golds[number])
                if each.type in CALLING
                else each.golds[number].text
                for template in each.prompts
            },
        )
        for each in instances
    ]
    scores = scores_of("corrected", list(instances), predictions)
    assert {category: percent(scores.values[category]) for category in CATEGORIES} == dict.fromkeys(
        CATEGORIES, 100.0
    )
    assert percent(scores.overall) == 100.0
