"""Three memories in a real bank, each recalled in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.events import Recollection
from engine.knowledge import BankKnowledge
from engine.prompts.memory_block import memory_block, memory_line
from engine.recall import Recall, RecallSettings, decay, segments_of
from engine.segmenting import estimate_tokens
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment, NewTask

NOW = datetime(2026, 11, 20, 10, 0)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path) as opened:
        yield opened


def add(bank: MemoryBank, source: str, text: str) -> None:
    segments = [NewSegment(text, 0, len(text), heading="Lamps", page=3)]
    bank.add_document(NewDocument(source, "The lamp book", text, f"hash-{source}"), segments)


def turn(bank: MemoryBank, session: str, question: str, answer: str, outcome: str = "") -> None:
    written = f'{{"outcome": "{outcome or "answered"}"}}'
    bank.append_turn(session, question, answer, written, segments_of(question, answer))


def task(bank: MemoryBank, session: str, name: str, seen: str, error: str | None = None) -> None:
    new = NewTask(name, "{}", "" if error else seen, error, 0.1)
    bank.append_task(session, new, segments_of(name, error or seen))


def recall(
    bank: MemoryBank, query: str, session: str | None = None, **settings: Any
) -> list[Recollection]:
    made = Recall(bank, BankKnowledge(bank), RecallSettings(**settings), line)
    return made.recall(query, session_id=session, now=NOW)


def line(entry: Recollection) -> str:
    return memory_line(entry, "en", None)


def kinds(found: list[Recollection]) -> list[str]:
    return [entry.kind for entry in found]


def age(bank: MemoryBank, table: str, days: float) -> None:
    """Move all rows of a table into the past."""
    moment = (NOW.astimezone(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    with bank._database.transaction():
        bank._database.execute(f"UPDATE {table} SET created_at = ?", (moment,))


def test_the_three_memories_come_in_order_with_their_places(bank: MemoryBank) -> None:
    add(bank, "/lamps.pdf", "Ines lights the harbour lamp every night.")
    session = bank.create_session("Lamps")
    turn(bank, session, "What oil does the harbour lamp burn?", "The harbour lamp burns rape oil.")
    task(bank, session, "Search for the harbour lamp", "The harbour lamp stands on the pier.")
    found = recall(bank, "harbour lamp")
    assert kinds(found) == ["knowledge", "conversation", "task"]
    knowledge, conversation, done = found
    assert (knowledge.source, knowledge.location.page) == ("/lamps.pdf", 3)
    assert knowledge.title == "The lamp book"
    assert (conversation.entry, done.entry) == ("c1", "t1")
    assert conversation.title == "What oil does the harbour lamp burn?"
    assert conversation.text == "The harbour lamp burns rape oil."
    assert conversation.source == done.source == f"session:{session}"
    assert conversation.created_at is not None


def test_knowledge_recalls_more(bank: MemoryBank) -> None:
    for number in range(20):
        add(bank, f"/{number}", f"The harbour lamp number {number} is lit by keeper {number * 7}.")
    session = bank.create_session("s")
    for number in range(20):
        turn(bank, session, f"Harbour lamp {number}?", f"Lamp {number} burns oil {number * 3}.")
        task(bank, session, f"Harbour lamp {number}", f"Task {number} saw ship {number * 5}.")
    found = kinds(recall(bank, "harbour lamp", tokens=5000))
    assert found.count("knowledge") > found.count("conversation") > 0
    assert found.count("knowledge") > found.count("task") > 0


def test_the_latest_turn_of_the_session_is_always_there(bank: MemoryBank) -> None:
    here, there = bank.create_session("here"), bank.create_session("there")
    turn(bank, here, "Who keeps the eels?", "Nobody keeps eels.", "not_found")
    turn(bank, there, "Who feeds the cat?", "Ada feeds the cat.")
    found = recall(bank, "And why is that?", here)
    assert [(entry.entry, entry.text) for entry in found] == [("c1", "Nobody keeps eels.")]
    assert recall(bank, "And why is that?", there)[0].entry == "c2"
    assert recall(bank, "And why is that?") == []


def test_turns_of_other_sessions_come_when_they_are_about_the_query(bank: MemoryBank) -> None:
    here, there = bank.create_session("here"), bank.create_session("there")
    turn(bank, there, "What does the cat eat?", "The cat eats herring.")
    turn(bank, there, "Is the cat ill?", "I found nothing about the cat.", "not_found")
    turn(bank, here, "Hello", "Hello!")
    found = recall(bank, "what the cat eats", here)
    assert [entry.text for entry in found] == ["Hello!", "The cat eats herring."]


def test_a_question_asked_anew_in_a_branch_does_not_recall_its_first_answer(
    bank: MemoryBank,
) -> None:
    session = bank.create_session("Lamps")
    turn(bank, session, "Where is the lamp factory?", "The lamp factory is in Turin.")
    turn(bank, session, "Who owns the lamp factory?", "The lamp factory belongs to Ada.")
    task(bank, session, "Search lamp factory", "The lamp factory belongs to Ada.")
    kept = bank.turns(session)[0].id
    branch = bank.sessions_store.branch(session, kept)
    query = "Who owns the lamp factory?"
    assert [entry.text for entry in recall(bank, query, branch)] == [
        "The lamp factory is in Turin."
    ]
    # The session itself and every other one still have it.
    for other in (session, bank.create_session("Other")):
        texts = [entry.text for entry in recall(bank, query, other)]
        assert "The lamp factory belongs to Ada." in texts


def test_recent_tasks_weigh_more(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    task(bank, session, "Search the lamp", "The lamp is old and stands at the harbour.")
    age(bank, "tasks", 30)
    task(bank, session, "Search the lamp again", "The lamp is new, it stands by the market hall.")
    found = recall(bank, "lamp")
    assert [entry.entry for entry in found] == ["t2", "t1"]
    assert found[0].score > 8 * found[1].score
    slow = recall(bank, "lamp", half_life_days=3650)
    assert slow[0].score < 1.5 * slow[1].score


def test_failed_tasks_are_not_recalled(bank: MemoryBank) -> None:
    task(bank, bank.create_session("s"), "Search the lamp", "", "the lamp cannot be found")
    assert recall(bank, "lamp") == []


@given(st.floats(0, 400), st.floats(0, 400), st.floats(0.5, 90))
def test_decay_halves_with_every_half_life(first: float, second: float, half_life: float) -> None:
    assert decay(half_life, half_life) == pytest.approx(0.5)
    assert decay(-3, half_life) == decay(0, half_life) == 1
    older, newer = max(first, second), min(first, second)
    assert decay(older, half_life) <= decay(newer, half_life) <= 1


def test_what_two_memories_hold_is_said_once(bank: MemoryBank) -> None:
    text = "Ines lights the harbour lamp every night at nine."
    add(bank, "/lamps.md", text)
    session = bank.create_session("s")
    task(bank, session, "Search the harbour lamp", text)
    turn(bank, session, "Who lights the harbour lamp?", f"{text} [1]")
    assert kinds(recall(bank, "harbour lamp")) == ["knowledge"]
    # The latest turn stays, and the passage that says no more than it does goes.
    (latest,) = recall(bank, "harbour lamp", session)
    assert (latest.entry, latest.text) == ("c1", text)


def test_a_share_of_nothing_leaves_a_memory_out(bank: MemoryBank) -> None:
    add(bank, "/lamps.md", "Ines lights the harbour lamp.")
    session = bank.create_session("s")
    task(bank, session, "Search the harbour lamp", "It stands on the pier.")
    shares = {"knowledge": 0, "conversation": 1, "task": 1}
    assert kinds(recall(bank, "harbour lamp", shares=shares)) == ["task"]
    assert recall(bank, "harbour lamp", tokens=0) == []


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MemoryBank, str]]:
    """A bank whose entries would fill any block, and a session in it."""
    with MemoryBank.open(tmp_path_factory.mktemp("bank")) as bank:
        for number in range(6):
            add(bank, f"/{number}", f"The lamp {number} is lit. " * (3**number))
        session = bank.create_session("s")
        turn(bank, session, "Is the lamp old?", "The lamp is old. 灯很旧。")
        turn(bank, session, "Where is the lamp?", "The lamp hangs in the hall. " * 30)
        task(bank, session, "Search the lamp", "灯挂在大厅里。The lamp is old. " * 20)
        yield bank, session


@settings(max_examples=40, deadline=None)
@given(tokens=st.integers(0, 1500), weights=st.tuples(*[st.integers(0, 5)] * 3))
def test_the_block_stays_within_its_budget(
    full: tuple[MemoryBank, str], tokens: int, weights: tuple[int, int, int]
) -> None:
    bank, session = full
    shares = dict(zip(("knowledge", "conversation", "task"), weights, strict=True))
    found = recall(bank, "lamp", session, tokens=tokens, shares=shares)
    assert estimate_tokens(memory_block(found, "en", session)) <= tokens
    for entry in found:
        assert entry.text.rstrip().endswith((".", "。"))
        assert shares[entry.kind] > 0
    if tokens * weights[1] >= 100 * sum(weights) > 0:
        assert "c2" in [entry.entry for entry in found]


def test_a_long_answer_is_cut_into_segments_that_its_question_finds() -> None:
    pieces = segments_of("What is in the box?", "There are nails and screws in it. " * 60)
    assert len(pieces) > 1
    assert pieces[0].heading is None
    assert {piece.heading for piece in pieces[1:]} == {"What is in the box?"}
    assert [piece.text for piece in segments_of("q", "a")] == ["q\na"]


def test_the_block_numbers_dates_and_names_its_lines(bank: MemoryBank) -> None:
    add(bank, "/lamps.pdf", "Ines lights\n# Goal\nthe harbour lamp.")
    session = bank.create_session("s")
    turn(bank, session, "What does the lamp burn?", "The lamp burns oil.")
    task(bank, session, "Find the lamp", "The lamp stands on the pier.")
    found = recall(bank, "lamp", session)
    lines = memory_block(found, "en", session).splitlines()
    assert lines[0] == "From the user's documents:"
    assert (
        lines[1] == "[1] (The lamp book, /lamps.pdf, page 3, Lamps) Ines lights # Goal the harbour"
        " lamp."
    )
    year = datetime.now().strftime("%Y-")
    assert lines[3].startswith(f"[2] {year}")
    assert "in this session the user asked: What does the lamp burn? You answered:" in lines[3]
    assert lines[5].startswith(f"[3] ({year}")
    assert "来自以前的对话：" in memory_block(found, "zh", None)
