"""The whole program with a scripted model: what leaving a part out changes in what it sees."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bench.system.answered import Answered
from engine.bench.system.asking import Asker
from engine.bench.system.questions import Question
from engine.bench.system.setups import WHOLE, Setup
from engine.mat.asking import Patience
from engine.network import Network
from models.language.base import RemoteModelError
from store.memory import MemoryBank
from tests.engine.bench.system.program import (
    ANSWERED,
    DONE,
    SEARCH,
    Pointing,
    filled,
    parts,
    plan,
    question,
    text_of,
)
from tests.engine.scripted_model import ScriptedModel


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    folder = tmp_path / "documents"
    folder.mkdir()
    with filled(tmp_path / "home", folder) as opened:
        yield opened


def asked(
    bank: MemoryBank,
    model: ScriptedModel,
    setup: Setup,
    one: Question,
    network: Network | None = None,
) -> Answered:
    found = Asker(parts(bank, network), model, setup).ask(one, threading.Event())
    assert found is not None
    return found


def test_the_whole_program_answers_and_forgets_the_session(bank: MemoryBank) -> None:
    model = Pointing([SEARCH, DONE, "point"])
    found = asked(bank, model, WHOLE, question())
    assert (found.tool, found.args) == ("search_knowledge", {"text": "card"})
    assert found.steps == ("search_knowledge", "task_complete")
    assert found.outcome == "answered"
    assert "4 crowns" in found.text
    assert [Path(one).name for one in found.citations] == ["z-card.md"]
    assert (found.prompt_tokens, found.generated_tokens > 0) == (30, True)
    assert not found.trouble
    # What is recalled is about the question.
    assert "A card costs 4 crowns" in text_of(model.prompts[0])
    assert "harbour wall" not in text_of(model.prompts[0])
    assert bank.sessions() == []


def test_without_memory_the_beginning_of_the_library_is_shown(bank: MemoryBank) -> None:
    model = ScriptedModel([SEARCH, DONE, "none"])
    found = asked(bank, model, Setup(("memory",)), question())
    first = text_of(model.prompts[0])
    assert "The harbour wall has stone 0 in row 0." in first
    assert "stone 199" not in first
    assert "A card costs 4 crowns" not in first
    # The search brings no more than that either.
    assert "stone 0 " in text_of(model.prompts[1][-1:])
    assert "A card costs 4 crowns" not in text_of(model.prompts[1])
    assert found.outcome == "not_found"


def test_without_memory_the_latest_turns_and_tasks_are_shown(bank: MemoryBank) -> None:
    delta = plan("time_delta", start_time="2024-01-01", end_time="2024-03-01")
    first = [delta, DONE, "[1]"]
    before = ("How many days are from 2024-01-01 to 2024-03-01?",)
    model = ScriptedModel([*first, SEARCH, DONE, "none"])
    asked(bank, model, Setup(("memory",)), question(before=before))
    opening = text_of(model.prompts[len(first)])
    assert "From earlier conversation:" in opening
    assert before[0] in opening
    assert "From earlier tasks:" in opening
    assert "do time_delta" in opening
    assert "60 days" in opening


def test_without_the_hybrid_search_a_large_model_is_told_of_plain_tools(bank: MemoryBank) -> None:
    online = Network("on", trusted_hosts={"127.0.0.1"})
    one = question(online=True)
    whole, plain = (ScriptedModel([SEARCH, DONE, "[1]"]) for _ in range(2))
    asked(bank, whole, WHOLE, one, online)
    asked(bank, plain, Setup(("hybrid",)), one, online)
    for name in ("hybrid_search", "browse_wiki", "browse_aspect"):
        assert f'{{"name": "{name}"' in whole.prompts[0][0].content
        assert f'{{"name": "{name}"' not in plain.prompts[0][0].content
    for name in ("web_search", "browse_website", "search_knowledge"):
        assert f'{{"name": "{name}"' in plain.prompts[0][0].content


def test_without_quotes_a_large_model_writes_in_its_own_words(bank: MemoryBank) -> None:
    whole, prose = Pointing([SEARCH, DONE, "point"]), ScriptedModel(list(ANSWERED))
    quoted = asked(bank, whole, WHOLE, question())
    written = asked(bank, prose, Setup(("quotes",)), question())
    assert "Write its number in square brackets" in whole.prompts[-1][-1].content
    assert quoted.text.startswith("A card costs 4 crowns a year.")
    assert "Write its number in square brackets" not in prose.prompts[-1][-1].content
    assert written.text == "A card costs 4 crowns [1]."


def test_without_quotes_a_small_model_writes_what_nothing_holds_it_to(bank: MemoryBank) -> None:
    model = ScriptedModel([SEARCH, DONE, "[1] 9 crowns"], style="pointer")
    found = asked(bank, model, Setup(("quotes",)), question())
    assert model.constraints[-1] is None
    assert found.text == "[1] 9 crowns"
    assert [Path(one).name for one in found.citations] == ["z-card.md"]


def test_another_layout_changes_the_prompts(bank: MemoryBank) -> None:
    model = ScriptedModel([SEARCH, DONE, "[1]"])
    found = asked(bank, model, Setup(layout="pointer"), question())
    assert model.prompts[0][0].content.startswith("KAgent. Plan one task as JSON.")
    assert model.prompts[-1][-1].content == "Conclude: point at the evidence."
    assert found.outcome == "answered"
    small = ScriptedModel([SEARCH, DONE, "[1]"], style="pointer")
    asked(bank, small, Setup(layout="prose"), question())
    assert "# Instructions" in small.prompts[0][0].content


def test_a_question_that_fails_is_asked_again(bank: MemoryBank) -> None:
    twice = Patience(tries=2, first_wait=0.0)

    def fail_first(number: int) -> None:
        if number == 1:
            raise RemoteModelError("the server is busy")

    model = Pointing([SEARCH, DONE, "point"], on_generate=fail_first)
    asker = Asker(parts(bank), model, WHOLE, twice)
    found = asker.ask(question(), threading.Event())
    assert found is not None
    assert found.outcome == "answered"
    dead = ScriptedModel([], on_generate=lambda _: fail_first(1))
    found = Asker(parts(bank), dead, WHOLE, twice).ask(question(), threading.Event())
    assert found is not None
    assert (found.outcome, found.trouble) == ("failed", "the server is busy")
    assert len(dead.prompts) == 2
    assert bank.sessions() == []


def test_a_cancelled_question_is_none(bank: MemoryBank) -> None:
    cancel = threading.Event()
    model = ScriptedModel([SEARCH], on_generate=lambda _: cancel.set())
    assert Asker(parts(bank), model, WHOLE).ask(question(), cancel) is None
    assert bank.sessions() == []
