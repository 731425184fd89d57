"""What a query's prompt remembers, and mistakes made on purpose."""

from __future__ import annotations

import json
import threading
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events import Command
from engine.mat.asking import Asking, Patience
from engine.mat.errors import MalformedError
from engine.mat.loop import Job, Tools, run_tool
from engine.mat.memories import (
    SHARES,
    VARIANTS,
    Variant,
    first_object,
    made_by_teacher,
    make_piece,
    memory_of_piece,
    memory_of_tasks,
    variant_of,
)
from engine.mat.mistakes import spoilt
from engine.mat.profiles import Names, dialogue_prompts, make_dialogue, make_profile, make_topics
from engine.mat.queries import SeedQuery
from engine.mat.trajectories import Step, Trajectory
from tests.engine.mat.scripted_teacher import ScriptedTeacher
from tests.engine.scripted_model import ScriptedModel

QUERY = SeedQuery("q1", "How old is the bridge in Morwen?", "en", "test")
LONG = "The bridge in Morwen was built long ago by people from the other side."


def _piece(piece: str, answer: object, query: SeedQuery = QUERY) -> object:
    asking = Asking(threading.Event(), Patience(attempts=1))
    return make_piece(piece, query, ScriptedModel([json.dumps(answer)]), asking)


def test_knowledge_is_relevant_only_where_the_answer_stands_in_it() -> None:
    good = {"title": "t", "knowledge": LONG + " It is 90 years old.", "answer": "90 Years"}
    assert _piece("knowledge-relevant", good) == good
    with pytest.raises(MalformedError, match="does not stand in the passage"):
        _piece("knowledge-relevant", {**good, "answer": "80 years"})


def test_knowledge_is_irrelevant_only_without_the_known_answer() -> None:
    query = SeedQuery("q1", QUERY.text, "en", "test", answer="90")
    found = {"title": "t", "knowledge": LONG}
    assert _piece("knowledge-irrelevant", found, query) == {**found, "answer": ""}
    with pytest.raises(MalformedError, match="the answer stands in the passage"):
        _piece("knowledge-irrelevant", {"title": "t", "knowledge": LONG + " 90 years."}, query)


def test_knowledge_conflicts_only_where_one_side_is_true() -> None:
    true = {"title": "a", "knowledge": LONG + " It is 90 years old."}
    false = {"title": "b", "knowledge": LONG + " It is 40 years old."}
    answer = {"true": true, "false": false, "answer": "90"}
    piece = _piece("knowledge-conflicting", answer)
    assert piece == answer
    memory = memory_of_piece("knowledge-conflicting", answer, QUERY)
    block = memory.block("en")
    assert "90 years" in block
    assert "40 years" in block
    assert (memory.kind, memory.relation, memory.answer) == ("knowledge", "conflicting", "90")
    with pytest.raises(MalformedError, match="say the same"):
        _piece("knowledge-conflicting", {**answer, "false": true})
    with pytest.raises(MalformedError, match='"false" is missing'):
        _piece("knowledge-conflicting", {**answer, "false": "no"})


def test_what_the_query_s_own_source_knows_needs_no_teacher() -> None:
    query = SeedQuery("q", "How old?", "en", "squad", LONG + " It is 90.", "90")
    asking = Asking(threading.Event())
    found = make_piece("knowledge-relevant", query, ScriptedModel([]), asking)
    assert found["knowledge"] == query.knowledge
    assert asking.spent.requests == 0


def test_a_true_conversation_asks_its_follow_up_and_a_pseudo_one_the_query() -> None:
    turns = [{"user": "Tell me of Morwen.", "assistant": "It has a bridge."}]
    piece = _piece("conversation", {"turns": turns, "follow_up": "How old is it?"})
    assert isinstance(piece, dict)
    true = memory_of_piece("conversation-true", piece, QUERY)
    pseudo = memory_of_piece("conversation-pseudo", piece, QUERY)
    assert true.query == "How old is it?"
    assert pseudo.query == QUERY.text
    assert "It has a bridge." in true.block("en")
    with pytest.raises(MalformedError, match="unchanged"):
        _piece("conversation", {"turns": turns, "follow_up": QUERY.text})


def test_tasks_are_remembered_with_what_they_brought() -> None:
    command = Command("time_delta", {"start_time": "a"})
    steps = (
        Step((), "r", "plan", command, "60 days"),
        Step((), "r", "plan", command, "an error", error=True),
    )
    memory = memory_of_tasks("task-relevant", Trajectory(steps, "", "ended"), QUERY)
    assert "60 days" in memory.block("en")
    assert "an error" not in memory.block("en")
    with pytest.raises(MalformedError, match="observed nothing"):
        memory_of_tasks("task-relevant", Trajectory(steps[1:], "", "ended"), QUERY)


def test_memory_is_drawn_by_the_paper_s_shares_and_the_same_every_time() -> None:
    drawn = Counter(variant_of("t", str(number)) for number in range(20_000))
    assert sum(SHARES.values()) == pytest.approx(1.0)
    assert set(drawn) == set(VARIANTS)
    for variant in VARIANTS:
        assert drawn[variant] / 20_000 == pytest.approx(SHARES[variant], abs=0.012)
    assert variant_of("t", "1") == variant_of("t", "1")
    assert variant_of("t", "1", only=("none",)) == "none"


def test_each_memory_of_a_teacher_is_asked_for_by_a_prompt_of_its_own() -> None:
    wanted: list[Variant] = [v for v in VARIANTS if v.startswith(("knowledge", "conversation"))]
    assert all(made_by_teacher(variant) for variant in wanted)
    assert not made_by_teacher("task-relevant")


@given(st.text())
def test_any_answer_is_an_object_or_malformed(text: str) -> None:
    try:
        first_object(text)
    except MalformedError:
        return
    assert "{" in text


@settings(max_examples=40)
@given(
    st.dictionaries(st.text(), st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())))
)
def test_any_object_makes_a_piece_or_is_malformed(value: dict[str, object]) -> None:
    for piece in ("knowledge-relevant", "knowledge-conflicting", "conversation"):
        try:
            outcome = _piece(piece, value)
        except MalformedError as error:
            outcome = str(error)
        assert outcome


def test_a_spoilt_call_really_fails_and_in_several_ways(tools: Tools) -> None:
    command = Command("time_delta", {"start_time": "2024-01-01", "end_time": "2024-03-01"})
    ways = spoilt(command, tools.offered, "some", "name")
    assert len(ways) == 3
    errors = set()
    for way in ways:
        assert way != command
        text, error = run_tool(tools, Job("", "en"), way, threading.Event())
        assert error
        errors.add(text)
    assert len(errors) == 3
    assert spoilt(Command("unknown", {}), tools.offered) == []


def test_profiles_topics_and_dialogues_follow_from_one_another() -> None:
    teacher, asking = ScriptedTeacher(), Asking(threading.Event())
    names = Names([])
    profile = make_profile(1, "en", names, teacher, asking)
    assert 3 <= len(profile["instructions"]) <= 7
    assert profile["name"] in names.told()
    topics = make_topics(profile, teacher, asking)["topics"]
    assert len(topics) == len(set(topics)) == 20
    dialogue = make_dialogue(profile, topics[0], teacher, asking)
    pairs = dialogue_prompts(profile, dialogue)
    assert [len(messages) for messages, _ in pairs] == [2, 4, 6]
    assert profile["name"] in pairs[0][0][0].content
    assert pairs[1][0][2].content == pairs[0][1]


def test_a_character_comes_only_once() -> None:
    steps = [f"step {n}" for n in range(7)]

    def answers(count: int) -> ScriptedModel:
        texts = [{"name": "A Cook", "instructions": steps[:count]} for _ in range(3)]
        return ScriptedModel([json.dumps(text) for text in texts])

    asking = Asking(threading.Event(), Patience(attempts=1))
    names = Names(["a cook"])
    with pytest.raises(MalformedError, match=r"already|instructions and not"):
        make_profile(1, "en", names, answers(5), asking)
    counts = {n for n in range(3, 8) if _fits(answers(n))}
    assert len(counts) == 1


def _fits(model: ScriptedModel) -> bool:
    try:
        make_profile(1, "en", Names([]), model, Asking(threading.Event(), Patience(attempts=1)))
    except MalformedError:
        return False
    return True
