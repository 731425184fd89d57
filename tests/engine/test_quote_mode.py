"""Answers that quote: chosen by likelihood, refused by it, and by large models where it is set."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Answer, Concluded
from engine.library import Library
from engine.quoting import QuoteSettings
from engine.session import EngineSettings, Session
from engine.tools.builtin import builtin_registry
from models.language.base import Message, OptionScorer, Scores, Usage
from models.language.gbnf import check
from store.memory import MemoryBank
from tests.engine.scripted_model import ScriptedModel

NOW = datetime(2026, 11, 20, 10, 0)
SEARCH = '{"task_name": "s", "command": {"name": "search_knowledge", "args": {"text": "card"}}}'
DAYS = (
    '{"task_name": "d", "command": {"name": "time_delta", "args": '
    '{"start_time": "2024-01-01", "end_time": "2024-03-01"}}}'
)
DONE = '{"task_name": "d", "command": {"name": "task_complete", "args": {"reason": "done"}}}'
RULES = "# Rules\n\nA card costs 4 crowns a year. Children pay nothing for a card.\n"


class ScoringModel(ScriptedModel):
    """A scripted model that finds the options as likely as it is told."""

    def __init__(self, outputs: Sequence[str], shares: dict[str, float]) -> None:
        super().__init__(outputs, style="pointer")
        self.shares = shares
        self.options: list[str] = []

    def score(
        self,
        messages: Sequence[Message],
        options: Sequence[str],
        *,
        cancel: threading.Event | None = None,
    ) -> Scores:
        self.prompts.append(list(messages))
        self.options = list(options)
        scores = tuple(math.log(self.shares.get(option, 1e-6)) for option in options)
        return Scores(scores, Usage(10, 5))


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    notes = tmp_path / "rules.md"
    notes.write_text(RULES, encoding="utf-8")
    with MemoryBank.open(tmp_path / "home") as opened:
        list(Library(opened).add([notes]))
        yield opened


def _ask(
    bank: MemoryBank,
    model: ScriptedModel,
    query: str = "What does a card cost?",
    quote: QuoteSettings | None = None,
) -> Answer:
    settings = EngineSettings(quote=quote or QuoteSettings())
    session = Session(
        bank=bank, model=lambda: model, registry=builtin_registry(), settings=settings
    )
    last = list(session.ask(query, now=NOW))[-1]
    assert isinstance(last, Concluded), last
    return last.answer


def test_the_likeliest_sentence_is_quoted_after_its_short_answer(bank: MemoryBank) -> None:
    model = ScoringModel([SEARCH, DONE, "[1] 4 crowns"], {"[1]": 0.9, "[2]": 0.05, "none": 0.05})
    assert isinstance(model, OptionScorer)
    answer = _ask(bank, model)
    assert model.options == ["[1]", "[2]", "none"]
    assert answer.text == "4 crowns – “A card costs 4 crowns a year.” [1]"
    assert [citation.quote for citation in answer.citations] == ["A card costs 4 crowns a year."]
    assert answer.citations[0].location.line == 3
    grammar = model.constraints[-1]
    assert grammar is not None
    check(grammar.gbnf)
    assert "none" not in grammar.gbnf
    assert answer.usage.prompt_tokens == 40


def test_a_short_answer_that_is_not_in_the_sentence_is_left_out(bank: MemoryBank) -> None:
    model = ScoringModel([SEARCH, DONE, "[1] 5 crowns"], {"[1]": 0.9})
    assert _ask(bank, model).text == "A card costs 4 crowns a year. [1]"


def test_a_second_sentence_stands_below_where_the_first_is_unsure(bank: MemoryBank) -> None:
    shares = {"[1]": 0.25, "[2]": 0.4, "none": 0.1}
    answer = _ask(bank, ScoringModel([SEARCH, DONE, "[2] nothing"], dict(shares)))
    second = "A card costs 4 crowns a year."
    first = "Children pay nothing for a card."
    assert answer.text in (
        f"nothing\n- {first} [1]\n- {second} [2]",
        f"- {second} [1]\n- {first} [2]",
    )
    one = QuoteSettings(most_sentences=1)
    answer = _ask(bank, ScoringModel([SEARCH, DONE, "[1]"], dict(shares)), quote=one)
    assert len(answer.citations) == 1


def test_what_nothing_answers_is_refused(bank: MemoryBank) -> None:
    model = ScoringModel([SEARCH, DONE], {"[1]": 1e-14, "[2]": 1e-14, "none": 0.99})
    answer = _ask(bank, model)
    assert answer.outcome == "not_found"
    assert answer.text == "I found nothing about this in your documents."
    assert not answer.citations
    assert not model.outputs


def test_a_model_without_scores_writes_the_pointer(bank: MemoryBank) -> None:
    model = ScriptedModel([SEARCH, DONE, "[1] 4 crowns"], style="pointer")
    assert _ask(bank, model).text == "4 crowns – “A card costs 4 crowns a year.” [1]"
    assert _ask(bank, ScriptedModel([SEARCH, DONE, "none"], style="pointer")).outcome == "not_found"


def test_a_large_model_can_be_held_to_quoting(bank: MemoryBank) -> None:
    always = QuoteSettings(always=True)
    model = ScriptedModel([SEARCH, DONE, "[{}] 4 crowns"])
    model.context_tokens = 32_000

    def number(count: int) -> None:
        if count == 3:
            lines = model.prompts[-1][-1].content.split("\n")
            line = next(line for line in lines if "costs 4 crowns" in line)
            model.outputs[0] = f"{line[line.rindex('[') :]} 4 crowns"

    model._on_generate = number
    answer = _ask(bank, model, quote=always)
    assert answer.text == "4 crowns – “A card costs 4 crowns a year.” [1]"
    assert answer.outcome == "answered"
    request = model.prompts[-1][-1].content
    assert request.count("<<data ") == 1
    assert "Goal: What does a card cost?" in request
    refusing = ScriptedModel([SEARCH, DONE, "none"])
    refusing.context_tokens = 32_000
    assert _ask(bank, refusing, quote=always).outcome == "not_found"
    made_up = ScriptedModel([SEARCH, DONE, "It costs 9 crowns."])
    made_up.context_tokens = 32_000
    assert _ask(bank, made_up, quote=always).outcome == "not_found"


def test_what_a_tool_computed_is_quoted_too(bank: MemoryBank) -> None:
    model = ScriptedModel([DAYS, DONE, "[1]"])
    model.context_tokens = 32_000
    answer = _ask(bank, model, "How many days?", QuoteSettings(always=True))
    assert "60 days" in answer.text
    assert answer.citations[0].source == "tool:time_delta"
