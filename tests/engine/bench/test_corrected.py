"""The scorer of the paper's equations: what must hold whatever is predicted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bench.corrected import CorrectedScorer
from engine.bench.instances import CATEGORIES, TYPES, Call, Gold, Instance, Prediction, Step
from engine.bench.scoring import SCORERS, ScorerName, score
from tests.engine.bench.scored_cases import (
    figures,
    gold,
    kuaiagent,
    plans,
    predicted,
    reflects,
    rouge,
    scores_of,
    texts,
)

WORDS = st.sampled_from(["fox", "den", "a.m.", "狐狸", "。", "go", "None", "", " ", "!?", "x" * 50])
TEXTS = st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=6).map(" ".join))
VALUES = st.one_of(TEXTS, st.integers(), st.none(), st.booleans(), st.lists(TEXTS, max_size=2))
CALLS = st.builds(
    Call,
    st.sampled_from(["search", "browse", ""]),
    st.dictionaries(st.sampled_from(["text", "k", "问"]), VALUES, max_size=3),
)
STEP_GOLDS = st.lists(
    st.builds(Gold, st.one_of(st.none(), TEXTS), CALLS), min_size=1, max_size=4
).map(tuple)
# Right answers with a tool and a thought.
WHOLE_GOLDS = st.lists(
    st.builds(
        Gold,
        TEXTS.filter(lambda thought: thought.strip() not in ("", "None")),
        st.builds(
            Call,
            st.sampled_from(["search", "browse"]),
            st.dictionaries(st.sampled_from(["text", "k", "问"]), VALUES, max_size=3),
        ),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
TEXT_GOLDS = st.lists(st.builds(lambda text: Gold(text=text), TEXTS), min_size=1, max_size=4).map(
    tuple
)
TEMPLATES = ("KuaiAgent", "ReACT", "AutoGPT")
WRITTEN = st.one_of(
    TEXTS,
    st.builds(kuaiagent, TEXTS, st.sampled_from(["search", "browse"]), text=TEXTS, k=VALUES),
)


@st.composite
def benchmarks(draw: st.DrawFn) -> tuple[list[Instance], list[Prediction]]:
    """A few instances of all types, and predictions for some of their prompts."""
    instances, predictions = [], []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(TYPES))
        has_steps = kind in ("plantooluse", "reflextion")
        templates = ("plain",) if kind == "profile" else TEMPLATES
        name = f"i{number}"
        instances.append(
            Instance(
                name,
                "the query",
                kind,
                draw(STEP_GOLDS if has_steps else TEXT_GOLDS),
                dict.fromkeys(templates, "the prompt"),
                last_task=draw(st.one_of(st.none(), CALLS)),
            )
        )
        written = draw(st.dictionaries(st.sampled_from(templates), WRITTEN))
        predictions.append(Prediction(name, written))
    return instances, predictions


@settings(max_examples=60)
@given(case=benchmarks(), scorer=st.sampled_from(SCORERS))
def test_every_score_is_within_its_bounds(
    case: tuple[list[Instance], list[Prediction]], scorer: ScorerName
) -> None:
    found = scores_of(scorer, *case)
    assert 0.0 <= found.overall <= 1.0
    assert all(0.0 <= found.values[category] <= 1.0 for category in CATEGORIES)
    for each in found.instances:
        assert all(0.0 <= value <= 1.0 for value in each.values.values())


@settings(max_examples=60)
@given(case=benchmarks(), scorer=st.sampled_from(SCORERS), seed=st.integers(0, 2**32))
def test_the_order_of_right_answers_changes_nothing(
    case: tuple[list[Instance], list[Prediction]], scorer: ScorerName, seed: int
) -> None:
    instances, predictions = case
    shuffled = [
        Instance(
            each.id,
            each.query,
            each.type,
            tuple(random.Random(seed).sample(each.golds, len(each.golds))),
            each.prompts,
            last_task=each.last_task,
        )
        for each in instances
    ]
    assert (
        scores_of(scorer, instances, predictions).values
        == scores_of(scorer, shuffled, predictions).values
    )


@settings(max_examples=60)
@given(case=benchmarks(), seed=st.integers(0, 2**32))
def test_the_order_of_lines_changes_nothing(
    case: tuple[list[Instance], list[Prediction]], seed: int
) -> None:
    instances, predictions = case
    chance = random.Random(seed)
    mixed = chance.sample(instances, len(instances))
    answers = chance.sample(predictions, len(predictions))
    before = {
        each.instance.id: each.values
        for each in scores_of("corrected", instances, predictions).instances
    }
    for each in scores_of("corrected", mixed, answers).instances:
        assert each.values == before[each.instance.id]
    # The faithful scorer goes by the benchmark's order, whatever that of the predictions.
    assert (
        scores_of("faithful", instances, predictions).values
        == scores_of("faithful", instances, answers).values
    )


@settings(max_examples=60)
@given(golds=WHOLE_GOLDS, chosen=st.data())
def test_a_right_answer_predicted_is_worth_everything(
    golds: tuple[Gold, ...], chosen: st.DataObject
) -> None:
    right = chosen.draw(st.sampled_from(golds))
    assert right.thought is not None
    found = CorrectedScorer(rouge().score).value(
        plans("p", *golds), Step(right.thought, right.call)
    )
    assert (found.plan, found.tool_use, found.reflection) == pytest.approx((1, 1, 1), abs=1e-7)


@given(golds=TEXT_GOLDS)
def test_a_right_text_predicted_is_worth_everything(golds: tuple[Gold, ...]) -> None:
    case = texts("profile", "f", *(each.text for each in golds))
    wrote = Prediction("f", {"plain": golds[-1].text})
    found = score([case], [wrote], "corrected", rouge())
    assert found.values["profile"] == 1.0


def test_right_answers_in_their_written_form_are_worth_everything() -> None:
    step = gold("查一下大寒是哪天", "get_solar_terms_info", year=2027, note="")
    case = plans("p", gold("x", "search"), step, templates=("KuaiAgent", "AutoGPT", "ReACT"))
    arguments = '{"year": 2027, "note": ""}'
    wrote = {
        "KuaiAgent": kuaiagent("查一下大寒是哪天", "get_solar_terms_info", year=2027, note=""),
        "AutoGPT": '{"thoughts": {"text": "查一下大寒是哪天"}, "command": '
        f'{{"name": "get_solar_terms_info", "args": {arguments}}}}}',
        "ReACT": "Thought: 查一下大寒是哪天\nAction: get_solar_terms_info\n"
        f"Action Input: {arguments}",
    }
    assert figures("corrected", [case], [predicted("p", wrote)]) == {
        "planning": 100.0,
        "tool_use": 100.0,
    }


def test_plan_and_tool_may_come_from_different_right_answers() -> None:
    # 0.25 and 0.35 of the whole have maxima of their own in both scorers.
    case = plans("p", gold("find it", "search", text="a"), gold("go", "search", text="fox"))
    wrote = predicted("p", kuaiagent("find it", "search", text="fox"))
    every = {"planning": 100.0, "tool_use": 100.0}
    assert figures("corrected", [case], [wrote]) == every
    assert figures("faithful", [case], [wrote]) == every


def test_a_repetition_of_the_last_task_is_worth_nothing_however_right() -> None:
    case = reflects("r", gold("go", "search", text="fox"), last=Call("search", {"text": "fox"}))
    wrote = predicted("r", kuaiagent("go", "search", text="fox"))
    assert figures("corrected", [case], [wrote]) == {}
    other = predicted("r", kuaiagent("go", "search", text="fox", k=3))
    assert figures("corrected", [case], [other]) == {"reflection": 100.0}


def test_the_order_of_the_file_does_not_matter_to_empty_texts() -> None:
    case = plans("p", gold("go", "search"), templates=("ReACT", "KuaiAgent"))
    step = kuaiagent("go", "search")
    for wrote in ({"KuaiAgent": step, "ReACT": ""}, {"ReACT": "", "KuaiAgent": step}):
        found = figures("corrected", [case], [predicted("p", wrote)])
        assert found == {"planning": 50.0, "tool_use": 50.0}


def test_the_closest_right_answer_is_known() -> None:
    # Plan and tool use together: 1 + 0 and 0 + 1, of which the first is named; then 1 + 0 and
    # 2 * 1 / 4 + 1.
    near = plans("p", gold("find it", "search", text="a"), gold("go", "search", text="fox"))
    step = predicted("p", kuaiagent("find it", "search", text="fox"))
    assert scores_of("corrected", [near], [step]).instances[0].templates[0].gold == 0
    nearer = plans("p", gold("find it", "search", text="a"), gold("go find", "search", text="fox"))
    for scorer in SCORERS:
        assert scores_of(scorer, [nearer], [step]).instances[0].templates[0].gold == 1
