"""Upstream's quirks by hand, and what the other scorer makes of the same case.

ROUGE-L of two texts of m and n tokens with c in common is 2pr / (p + r) = 2c / (m + n), but for
the 1e-8 in its denominator.
"""

from __future__ import annotations

import pytest

from engine.bench.instances import Call, Instance, Prediction
from engine.bench.scoring import ScorerName
from tests.engine.bench.scored_cases import (
    figures,
    gold,
    kuaiagent,
    plans,
    predicted,
    react,
    reflects,
    rouge,
    scores_of,
    texts,
)

LAST = Call("search", {"text": "red fox"})


def both(
    instances: list[Instance], predictions: list[Prediction]
) -> tuple[dict[str, float], dict[str, float]]:
    """What the faithful scorer says, and the corrected one."""
    return (
        figures("faithful", instances, predictions),
        figures("corrected", instances, predictions),
    )


def test_a_prediction_that_repeats_the_last_task_is_not_punished() -> None:
    # Thoughts: 3 + 4 tokens, 3 in common: 6/7. Arguments: 2 + 3 tokens, 2 in common: 4/5.
    # 0.3 * 6/7 + 0.7 * 4/5 = 0.257143 + 0.56 = 0.817143. The right answer isn't the last task.
    case = reflects("r", gold("search the den again", "search", text="red fox den"), last=LAST)
    wrote = predicted("r", kuaiagent("search the den", "search", text="red fox"))
    assert both([case], [wrote]) == ({"reflection": 81.71}, {})


def test_a_right_answer_that_is_the_last_task_is_worth_nothing() -> None:
    # The prediction repeats nothing: 0.3 * 1 + 0.7 * 4/5 = 0.86.
    case = reflects("r", gold("look again", "search", text="red fox"), last=LAST)
    wrote = predicted("r", kuaiagent("look again", "search", text="red fox den"))
    assert both([case], [wrote]) == ({}, {"reflection": 86.0})


def test_the_penalty_is_a_matter_of_each_right_answer() -> None:
    # The first is the last task, and the second is not: thoughts "look again" and "look at dens",
    # 2 + 3 tokens, 1 in common: 2/5; arguments 4/5; 0.3 * 0.4 + 0.7 * 0.8 = 0.68.
    # The prediction repeats the last task, so corrected gives nothing.
    case = reflects(
        "r",
        gold("look again", "search", text="red fox"),
        gold("look at dens", "search", text="red fox den"),
        last=LAST,
    )
    wrote = predicted("r", kuaiagent("look again", "search", text="red fox"))
    assert both([case], [wrote]) == ({"reflection": 68.0}, {})


def test_reflection_takes_the_best_right_answer_as_a_whole() -> None:
    # The first: 0.3 * 1 + 0.7 * 0 = 0.3; the second: 0.3 * 0 + 0.7 * 1 = 0.7.
    # Corrected: 0.3 * 1 + 0.7 * 1 = 1, as equations 2 and 3 have their own maxima.
    case = reflects(
        "r", gold("find the fox", "search", text="a b"), gold("go", "search", text="red fox")
    )
    wrote = predicted("r", kuaiagent("find the fox", "search", text="red fox"))
    assert both([case], [wrote]) == ({"reflection": 70.0}, {"reflection": 100.0})


def test_an_empty_react_text_keeps_the_template_before_it() -> None:
    # Two templates; corrected counts (1 + 0) / 2.
    case = plans("p", gold("go", "search", text="fox"), templates=("KuaiAgent", "ReACT"))
    step = kuaiagent("go", "search", text="fox")
    wrote = predicted("p", {"KuaiAgent": step, "ReACT": ""})
    assert both([case], [wrote]) == (
        {"planning": 100.0, "tool_use": 100.0},
        {"planning": 50.0, "tool_use": 50.0},
    )


def test_other_empty_texts_keep_nothing() -> None:
    case = plans("p", gold("go", "search", text="fox"), templates=("ReACT", "KuaiAgent"))
    wrote = predicted("p", {"ReACT": react("go", "search", text="fox"), "KuaiAgent": ""})
    half = {"planning": 50.0, "tool_use": 50.0}
    assert both([case], [wrote]) == (half, half)


def test_an_empty_text_is_kept_as_nothing() -> None:
    # KuaiAgent's empty text is read as nothing, and that is what ReACT keeps.
    order = ("AutoGPT", "KuaiAgent", "ReACT")
    case = plans("p", gold("go", "search", text="fox"), templates=order)
    step = '{"thoughts": {"text": "go"}, "command": {"name": "search", "args": {"text": "fox"}}}'
    wrote = predicted("p", {"AutoGPT": step, "KuaiAgent": "", "ReACT": ""})
    third = {"planning": 33.33, "tool_use": 33.33}
    assert both([case], [wrote]) == (third, third)


def test_what_is_kept_goes_on_to_the_next_instance() -> None:
    # The conclusion between them reads no step. Of two instances corrected counts (1 + 0) / 2.
    first = plans("p", gold("go", "search", text="fox"), templates=("ReACT",))
    between = texts("conclusion", "c", "grey", templates=("ReACT",))
    second = plans("q", gold("go", "search", text="fox"), templates=("ReACT",))
    wrote = [
        predicted("p", {"ReACT": react("go", "search", text="fox")}),
        predicted("c", {"ReACT": "blue"}),
        predicted("q", {"ReACT": ""}),
    ]
    assert both([first, between, second], wrote) == (
        {"planning": 100.0, "tool_use": 100.0},
        {"planning": 50.0, "tool_use": 50.0},
    )
    # In another order of the file there is nothing before it.
    half = {"planning": 50.0, "tool_use": 50.0}
    assert both([second, between, first], wrote) == (half, half)


def test_what_is_kept_goes_on_from_planning_to_reflection() -> None:
    first = plans("p", gold("go", "search", text="fox"), templates=("ReACT",))
    second = reflects("r", gold("go", "search", text="fox"), templates=("ReACT",))
    wrote = [
        predicted("p", {"ReACT": react("go", "search", text="fox")}),
        predicted("r", {"ReACT": ""}),
    ]
    assert figures("faithful", [first, second], wrote)["reflection"] == 100.0
    assert "reflection" not in figures("corrected", [first, second], wrote)


def test_at_the_beginning_there_is_nothing_to_keep() -> None:
    case = plans("p", gold("go", "search", text="fox"), templates=("ReACT",))
    assert both([case], [predicted("p", {"ReACT": ""})]) == ({}, {})


def test_several_empty_texts_keep_the_same() -> None:
    cases = [plans(name, gold("go", "search"), templates=("ReACT",)) for name in "abc"]
    wrote = [predicted("a", {"ReACT": react("go", "search")})]
    wrote += [predicted(name, {"ReACT": ""}) for name in "bc"]
    # Corrected: 1 of 3.
    assert both(cases, wrote) == (
        {"planning": 100.0, "tool_use": 100.0},
        {"planning": 33.33, "tool_use": 33.33},
    )


def test_blanks_are_no_empty_text() -> None:
    cases = [plans(name, gold("go", "search"), templates=("ReACT",)) for name in "ab"]
    wrote = [
        predicted("a", {"ReACT": react("go", "search")}),
        predicted("b", {"ReACT": " \n"}),
    ]
    half = {"planning": 50.0, "tool_use": 50.0}
    assert both(cases, wrote) == (half, half)


def test_what_is_missing_is_worth_nothing_and_changes_nothing() -> None:
    # "b" is not predicted; "c" keeps what "a" had. Faithful: 2 of 3; corrected: 1 of 3.
    cases = [plans(name, gold("go", "search"), templates=("ReACT",)) for name in "abc"]
    wrote = [
        predicted("a", {"ReACT": react("go", "search")}),
        predicted("c", {"ReACT": ""}),
    ]
    assert both(cases, wrote) == (
        {"planning": 66.67, "tool_use": 66.67},
        {"planning": 33.33, "tool_use": 33.33},
    )


def test_right_answers_without_a_thought_are_skipped() -> None:
    # Thoughts: "go" and "go out": 2/3. Arguments of the first: 1; of the second, which alone
    # has a thought: 1 + 2 tokens, 1 in common: 2/3.
    case = plans("p", gold(None, "search", text="fox"), gold("go out", "search", text="fox den"))
    wrote = predicted("p", kuaiagent("go", "search", text="fox"))
    assert both([case], [wrote]) == (
        {"planning": 66.67, "tool_use": 66.67},
        {"planning": 66.67, "tool_use": 100.0},
    )


def test_without_any_thought_nothing_is_right() -> None:
    case = plans("p", gold(None, "search", text="fox"))
    wrote = predicted("p", kuaiagent("go", "search", text="fox"))
    assert both([case], [wrote]) == ({}, {"tool_use": 100.0})
    turned = reflects("r", gold(None, "search", text="fox"))
    again = predicted("r", kuaiagent("go", "search", text="fox"))
    assert both([turned], [again]) == ({}, {"reflection": 70.0})


def test_the_thought_none_is_compared_as_text() -> None:
    # Both the texts "None": 1. Corrected takes it for no thought.
    case = plans("p", gold("None", "search", text="fox"))
    wrote = predicted("p", kuaiagent("None", "search", text="fox"))
    assert both([case], [wrote]) == (
        {"planning": 100.0, "tool_use": 100.0},
        {"tool_use": 100.0},
    )


def test_the_thought_none_of_a_prediction_is_a_word_like_others() -> None:
    # "none" and "none needed": 1 + 2 tokens, 1 in common: 2/3.
    case = plans("p", gold("None needed", "search"))
    wrote = predicted("p", kuaiagent("None", "search"))
    assert both([case], [wrote]) == (
        {"planning": 66.67, "tool_use": 100.0},
        {"tool_use": 100.0},
    )


def test_two_empty_arguments_are_worth_nothing() -> None:
    # Two arguments, of which one is empty: (1 + 0) / 2, as ROUGE-L of empty texts is 0.
    case = plans("p", gold("go", "search", text="fox", within=""))
    wrote = predicted("p", kuaiagent("go", "search", text="fox", within=""))
    assert both([case], [wrote]) == (
        {"planning": 100.0, "tool_use": 50.0},
        {"planning": 100.0, "tool_use": 100.0},
    )


@pytest.mark.parametrize("scorer", ["faithful", "corrected"])
class TestWhatBothHaveInCommon:
    def test_another_tool_is_worth_nothing(self, scorer: ScorerName) -> None:
        case = plans("p", gold("go", "search", text="fox"))
        wrote = predicted("p", kuaiagent("go", "Search", text="fox"))
        assert figures(scorer, [case], [wrote]) == {}

    def test_the_tool_of_any_right_answer_will_do(self, scorer: ScorerName) -> None:
        case = plans("p", gold("go", "search", text="fox"), gold("open it", "browse", url="u"))
        wrote = predicted("p", kuaiagent("open", "browse", url="u"))
        # "open" and "open it": 2/3.
        assert figures(scorer, [case], [wrote]) == {"planning": 66.67, "tool_use": 100.0}

    def test_arguments_count_one_by_one(self, scorer: ScorerName) -> None:
        # start: 1; end: lacking, 0; place: 2 + 1 tokens, 1 in common: 2/3. (1 + 0 + 2/3) / 3.
        # What only the prediction has costs nothing.
        case = plans("p", gold("go", "dates", start="today", end="friday", place="york"))
        wrote = predicted("p", kuaiagent("go", "dates", start="today", place="new york", x=1))
        assert figures(scorer, [case], [wrote])["tool_use"] == 55.56

    def test_without_arguments_the_tool_decides(self, scorer: ScorerName) -> None:
        case = plans("p", gold("go", "do_nothing"))
        wrote = predicted("p", kuaiagent("stay", "do_nothing", reason="none"))
        assert figures(scorer, [case], [wrote]) == {"tool_use": 100.0}

    def test_values_are_compared_as_json(self, scorer: ScorerName) -> None:
        case = plans("p", gold("go", "t", number=5, yes=True, names=["狐", "b"], text="7.5"))
        wrote = predicted(
            "p", kuaiagent("go", "t", number="5", yes="true", names=["狐", "b"], text=7.5)
        )
        assert figures(scorer, [case], [wrote])["tool_use"] == 100.0
        # "5" and "6" have nothing in common, and tokens are folded: (0 + 1 + 1 + 1) / 4.
        other = predicted(
            "p", kuaiagent("go", "t", number=6, yes="True", names=["狐", "b"], text=7.5)
        )
        assert figures(scorer, [case], [other])["tool_use"] == 75.0

    def test_json_keeps_its_characters(self, scorer: ScorerName) -> None:
        case = plans("p", gold("go", "t", names='["狐"]'))
        wrote = predicted("p", kuaiagent("go", "t", names=["狐"]))
        assert figures(scorer, [case], [wrote])["tool_use"] == 100.0

    def test_no_tool_is_not_the_same_as_no_tool(self, scorer: ScorerName) -> None:
        assert figures(scorer, [plans("p", gold("go", ""))], [predicted("p", "go")]) == {}

    def test_what_cannot_be_read_is_worth_nothing(self, scorer: ScorerName) -> None:
        case = plans("p", gold("go", "do_nothing"))
        for text in ("", " ", "nonsense", '{"command": {}}', "{" * 1000, "x" * 100_000):
            assert figures(scorer, [case], [predicted("p", text)]) == {}

    def test_templates_then_instances_are_averaged(self, scorer: ScorerName) -> None:
        # "a": (1 + 0) / 2, as ReACT is missing; "b": 1. (0.5 + 1) / 2.
        cases = [
            plans("a", gold("go", "search"), templates=("KuaiAgent", "ReACT")),
            plans("b", gold("go", "search")),
        ]
        wrote = [predicted(name, kuaiagent("go", "search")) for name in "ab"]
        assert figures(scorer, cases, wrote) == {"planning": 75.0, "tool_use": 75.0}

    def test_a_repeated_task_is_one_with_the_same_values(self, scorer: ScorerName) -> None:
        # 5 and "5" are the same value, another order of arguments the same call.
        last = Call("t", {"b": "x", "a": 5})
        case = reflects("r", gold("go", "t", a="5", b="x"), last=last)
        wrote = predicted("r", kuaiagent("go", "t", a=5, b="x"))
        assert figures(scorer, [case], [wrote]) == {}
        # Fewer arguments are another call; of three one is right: 0.3 + 0.7 * 1/3.
        other = reflects("r", gold("go", "t", a="5", b="x", c="y"), last=last)
        fewer = predicted("r", kuaiagent("go", "t", a=5))
        assert figures(scorer, [other], [fewer]) == {"reflection": 53.33}

    def test_texts_take_the_closest_right_answer(self, scorer: ScorerName) -> None:
        # Chinese is counted by characters. 今天周五 (4) and 今天是周五 (5), 4 in common: 8/9;
        # with 明天 (2) only 天: 2 * 1 / 6. For the template without a text 0: (8/9 + 0) / 2.
        case = texts("conclusion", "c", "明天", "今天是周五", templates=("ReACT", "AutoGPT"))
        wrote = predicted("c", {"ReACT": "今天周五"})
        assert figures(scorer, [case], [wrote]) == {"concluding": 44.44}

    def test_profile_has_one_prompt(self, scorer: ScorerName) -> None:
        # "aye , captain" and "aye , aye , captain !": 3 + 6 tokens, 3 in common: 6/9.
        case = texts("profile", "c", "Aye, aye, captain!", "No.")
        for name in ("plain", "ReACT", "reply"):
            wrote = predicted("c", {name: "Aye, captain"})
            assert figures(scorer, [case], [wrote]) == {"profile": 66.67}

    def test_conclusions_are_compared_as_they_are_written(self, scorer: ScorerName) -> None:
        # Nothing is cut off: "thought : x" of 3 tokens before the 1 of the answer: 2 / 5.
        case = texts("conclusion", "c", "grey", templates=("ReACT",))
        wrote = predicted("c", {"ReACT": "Thought: x grey"})
        assert figures(scorer, [case], [wrote]) == {"concluding": 40.0}

    def test_the_whole_is_weighted(self, scorer: ScorerName) -> None:
        cases = [
            plans("p", gold("go out", "search", text="fox den")),
            reflects("r", gold("go", "search", text="fox")),
            texts("conclusion", "c", "a b c d", templates=("ReACT",)),
            texts("profile", "f", "a b"),
        ]
        wrote = [
            predicted("p", kuaiagent("go", "search", text="fox den")),
            predicted("r", kuaiagent("go", "search", text="hen")),
            predicted("c", {"ReACT": "a b c d"}),
            predicted("f", {"plain": "a c"}),
        ]
        found = scores_of(scorer, cases, wrote)
        # planning 2/3, tool use 1, reflection 0.3, concluding 1, profile 2 * 1 / 4:
        # 0.25 * 2/3 + 0.35 * 1 + 0.1 * 0.3 + 0.2 * 1 + 0.1 * 0.5 = 0.796667
        assert found.overall == pytest.approx(0.796667, abs=1e-6)
        assert figures(scorer, cases, wrote) == {
            "planning": 66.67,
            "tool_use": 100.0,
            "reflection": 30.0,
            "concluding": 100.0,
            "profile": 50.0,
        }

    def test_the_libraries_are_named(self, scorer: ScorerName) -> None:
        case = texts("profile", "f", "a b")
        found = scores_of(scorer, [case], [predicted("f", {"plain": "a"})])
        assert found.tokenizer == rouge().tokenizer
