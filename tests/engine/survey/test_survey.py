"""Counts and lists over a library of which the right ones are known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from engine.events import Answer, Concluded, Language
from engine.knowledge import BankKnowledge
from engine.language import detect_language
from engine.planning import plan_constraint
from engine.session import Session
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model
from store.errors import StoreError
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment
from tests.engine.scripted_model import ScriptedModel
from tests.engine.survey import made_library as made

NOW = datetime(2026, 11, 20, 10, 0)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryBank]:
    folder = tmp_path_factory.mktemp("made")
    with MemoryBank.open(folder / "home") as opened:
        made.make_library(opened, folder)
        yield opened


def asked(
    bank: MemoryBank,
    text: str,
    *,
    now: datetime = NOW,
    collections: tuple[str, ...] = (),
    **args: Any,
) -> Observation:
    context = ToolContext(
        now=now,
        language=detect_language(text),
        knowledge=BankKnowledge(bank, collections=collections),
    )
    return builtin_registry().run("search_knowledge", {"text": text, **args}, context)


COUNTS = [
    ("How many documents do I have?", made.DOCUMENTS),
    ("资料库里有多少份文档？", made.DOCUMENTS),
    ("How many contracts do I have?", made.CONTRACTS),
    ("有多少份合同？", made.CONTRACTS),
    ("資料庫裡有多少份合約？", made.CONTRACTS),
    ("how many contracts mention a deposit", 7),
    ("哪些合同提到押金", 2),
    ("how many PDFs are in my library", made.PDFS),
    ("资料库里有多少个PDF", made.PDFS),
    ("which documents mention solar panels?", made.SOLAR),
    ("哪些文档提到沈若兰", 1),
    ("list all meetings in May", len(made.MEETINGS_IN_MAY)),
    ("列出五月的所有会议", len(made.MEETINGS_IN_MAY)),
    ("how many meetings were there in May 2025", 1),
    ("how many meetings were there in June", 3),
    ("list the team meetings in May", 3),
    ("How many emails do I have?", made.MAILS_FROM_INES + 4),
    ("How many emails did Ines send me?", made.MAILS_FROM_INES),
    ("来自Ines的邮件有几封", made.MAILS_FROM_INES),
    ("list all emails from Ines in May", made.MAILS_FROM_INES_IN_MAY),
    ("show me all invoices from 2026", made.INVOICES_IN_2026),
    ("which files are in the collection work", made.IN_WORK),
    ("“work”集合里有哪些文件", made.IN_WORK),
    ("how many contracts are in the collection work", 7),
    ("Which documents mention Zanzibar and its harbour?", 0),
    ("how many spreadsheets do I have", 1),
]


@pytest.mark.parametrize(("question", "count"), COUNTS)
def test_the_counts_are_exact(bank: MemoryBank, question: str, count: int) -> None:
    found = asked(bank, question)
    assert found.whole
    assert found.data["looked_at"] == made.DOCUMENTS
    assert found.data["matched"] == count, found.text
    assert str(made.DOCUMENTS) in found.text.splitlines()[0]


def test_what_only_mentions_a_kind_is_counted_apart(bank: MemoryBank) -> None:
    found = asked(bank, "How many contracts do I have?")
    assert found.data["only_mention"] == made.ONLY_MENTION_CONTRACTS
    assert f"{made.ONLY_MENTION_CONTRACTS} more only mention it" in found.text
    sources = {Path(item["source"]).parent.name for item in found.data["items"]}
    assert sources == {"contracts", "flats"}


def test_meetings_are_found_where_they_stand(bank: MemoryBank) -> None:
    found = asked(bank, "list all meetings in May")
    places = {item["date"]: Path(item["source"]).name for item in found.data["items"]}
    assert places == made.MEETINGS_IN_MAY
    assert list(places) == sorted(places)


def test_a_period_without_a_year_that_holds_nothing_is_looked_for_a_year_earlier(
    tmp_path: Path,
) -> None:
    with MemoryBank.open(tmp_path / "home") as bank:
        made.make_library(bank, tmp_path)
        found = asked(bank, "list all meetings in May", now=datetime(2027, 2, 1))
        assert found.data["matched"] == len(made.MEETINGS_IN_MAY)
        assert "2026-05-01 to 2026-05-31" in found.text
        said = asked(bank, "list all meetings in May 2028")
        assert not said.whole or said.data["matched"] == 0


def test_what_was_added_lately_is_told_by_when_it_was_added(bank: MemoryBank) -> None:
    now = datetime.now()
    today = asked(bank, "how many PDFs did I add in the last 3 days", now=now)
    assert today.data["matched"] == made.PDFS
    before = asked(bank, "how many PDFs did I add before 2020", now=now)
    assert before.data["matched"] == 0
    assert before.text.startswith(f"Looked at {made.DOCUMENTS} documents; none matches")


def test_every_line_can_be_cited_with_words_of_its_document(bank: MemoryBank) -> None:
    for question in ("list all meetings in May", "How many contracts do I have?", "list all files"):
        head, *lines = asked(bank, question).passages
        assert head.source == "tool:search_knowledge"
        for line in lines:
            text = bank.document_text(line.source)
            assert text is not None
            assert line.fingerprint == bank.fingerprint(line.source)
            assert line.quote
            assert line.quote in text or line.quote == line.location.heading
            span = line.location.span
            assert span is not None
            assert 0 <= span[0] < span[1] <= len(text)
            if line.quote in text and line.quote != line.location.heading:
                assert text[span[0] : span[1]] == line.quote


def test_a_long_list_is_cut_and_says_so(bank: MemoryBank) -> None:
    found = asked(bank, "list all documents")
    assert len(found.passages) == 1 + 40
    assert f"The first 40 of {made.DOCUMENTS}" in found.passages[0].text
    assert len(found.data["items"]) == made.DOCUMENTS
    counted = asked(bank, "how many documents do I have")
    assert len(counted.passages) == 1 + 10
    assert "以下是60条中的前40条" in asked(bank, "列出所有文档").passages[0].text


def test_a_collection_can_bound_every_question(bank: MemoryBank) -> None:
    found = asked(bank, "How many documents do I have?", collections=("work",))
    assert (found.data["looked_at"], found.data["matched"]) == (made.IN_WORK, made.IN_WORK)
    meetings = asked(bank, "list all meetings in May", collections=("work",))
    assert [item["date"] for item in meetings.data["items"]] == ["2026-05-28"]
    passages = asked(bank, "What is paid at the roof?", collections=("work",)).passages
    assert Path(passages[0].source).name == "board.md"
    assert all("letters" not in passage.source for passage in passages)


def test_an_unknown_collection_is_said_with_those_there_are(bank: MemoryBank) -> None:
    with pytest.raises(StoreError, match="there are: work"):
        asked(bank, "list all documents", collections=("wrok",))
    with pytest.raises(ToolError, match="there are: work") as caught:
        asked(bank, "which files are in the collection wrok")
    assert caught.value.kind == "invalid_argument"


def test_where_nothing_matches_the_texts_are_searched(bank: MemoryBank) -> None:
    """No document is an interview, yet a question that names one may be told of in a text."""
    text = "In May we gave two interviews to the local radio about the orchard."
    document = NewDocument("/made/radio.txt", "Radio", text, "f")
    bank.add_document(document, [NewSegment(text, 0, len(text))])
    try:
        found = asked(bank, "how many interviews were there in May 2023")
        assert not found.whole
        assert found.passages[0].source == "/made/radio.txt"
    finally:
        bank.remove_document("/made/radio.txt")


@pytest.mark.parametrize(
    ("args", "count"),
    [
        ({"text": "", "kind": "contract"}, made.CONTRACTS),
        ({"text": "deposit", "kind": "contracts"}, 7),
        ({"text": "", "kind": "meeting", "after": "2026-05-01", "before": "2026-05-31"}, 6),
        ({"text": "*", "kind": ".pdf", "count_only": True}, made.PDFS),
        ({"text": "solar panels", "kind": "document"}, made.SOLAR),
        ({"text": "all", "collection": "work"}, made.IN_WORK),
        ({"text": "", "count_only": "true"}, made.DOCUMENTS),
    ],
)
def test_a_larger_model_can_ask_by_arguments(
    bank: MemoryBank, args: dict[str, Any], count: int
) -> None:
    text = args["text"]
    others = {key: value for key, value in args.items() if key != "text"}
    found = asked(bank, text, **others)
    assert found.data["matched"] == count, found.text
    if "count_only" in args:
        assert len(found.passages) == 1


def test_a_small_model_is_offered_none_of_these_arguments() -> None:
    tool = builtin_registry().get("search_knowledge")
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        small = plan_constraint([tool], "How many contracts?", "pointer", language)
        assert "kind" not in small.gbnf
        assert "collection" not in small.gbnf
    large = plan_constraint([tool], "How many contracts?", "prose", "en")
    assert "collection" in large.gbnf


def answer_of(bank: MemoryBank, model: LanguageModel, question: str) -> Answer:
    session = Session(bank=bank, model=lambda: model, registry=builtin_registry())
    last = list(session.ask(question, now=NOW))[-1]
    assert isinstance(last, Concluded)
    return last.answer


def test_a_small_model_answers_with_all_lines_and_cites_them(bank: MemoryBank) -> None:
    plans = [
        {"task_name": "x", "command": {"name": "search_knowledge", "args": {"text": "{}"}}},
        {"task_name": "x", "command": {"name": "task_complete", "args": {"reason": "done"}}},
    ]
    question = "list all meetings in May"
    outputs = [json.dumps(plan).replace("{}", question) for plan in plans] + ["all"]
    model = ScriptedModel(outputs, style="pointer")
    answer = answer_of(bank, model, question)
    grammars = [constraint.gbnf for constraint in model.constraints if constraint]
    assert "search_knowledge" in grammars[0]
    assert "get_calendar_info" not in grammars[0]
    assert "task_complete" in grammars[1]
    assert "search_knowledge" not in grammars[1]
    assert grammars[2] == 'root ::= "all"\n'
    lines = answer.text.splitlines()
    assert lines[0].startswith(f"Looked at {made.DOCUMENTS} documents; 6 entries")
    assert len(lines) == 1 + len(made.MEETINGS_IN_MAY)
    assert [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)] == list(range(1, 8))
    assert [Path(c.source).name for c in answer.citations[1:]] == list(
        made.MEETINGS_IN_MAY.values()
    )
    assert answer.citations[3].quote == "2026-05-12 Team meeting"


def test_a_larger_model_cites_the_documents_own_words(bank: MemoryBank) -> None:
    args = {"text": "", "kind": "meeting", "after": "2026-05-01", "before": "2026-05-31"}
    plans = [
        {"task_name": "x", "command": {"name": "search_knowledge", "args": args}},
        {"task_name": "x", "command": {"name": "task_complete", "args": {"reason": "done"}}},
    ]
    # Whatever was numbered is cited; the numbers of what was recalled come first.
    everything = " ".join(f"[{number}]" for number in range(1, 99))
    model = ScriptedModel([*map(json.dumps, plans), everything])
    answer = answer_of(bank, model, "Tell me of the meetings in May 2026, please?")
    quotes = {c.quote: Path(c.source).name for c in answer.citations if c.location.span}
    assert quotes["2026-05-12 Team meeting"] == "garden.md"
    assert quotes["date: 2026-05-05; what: Team meeting; who: Ines"] == "calendar.csv"
    assert not any("(garden.md)" in quote for quote in quotes)


@pytest.fixture(scope="module")
def builtin(builtin_model_path: Path) -> Iterator[LanguageModel]:
    assert builtin_model_path.is_file()
    model = load_model(ModelSpec(source="builtin"))
    yield model
    model.close()


@pytest.mark.parametrize(
    ("question", "part", "citations"),
    [
        ("How many contracts do I have?", "12 match", 11),
        ("list all meetings in May", "6 entries in 5 documents", 7),
        ("which documents mention solar panels?", "4 match", 5),
        ("how many PDFs did I add in 2019", "none matches", 1),
        ("有多少份合同？", "12份符合", 11),
        ("列出五月的所有会议", "5份文档中有6条符合", 7),
        ("“work”集合里有哪些文件", "9份符合", 10),
    ],
)
def test_the_built_in_model_answers_them(
    bank: MemoryBank, builtin: LanguageModel, question: str, part: str, citations: int
) -> None:
    answer = answer_of(bank, builtin, question)
    assert answer.outcome == "answered"
    assert part in answer.text
    assert len(answer.citations) == citations


def test_the_built_in_model_still_searches_for_what_is_no_such_question(
    bank: MemoryBank, builtin: LanguageModel
) -> None:
    answer = answer_of(bank, builtin, "How much do the solar panels of roof 2 give?")
    assert "2 kW" in answer.text
    assert Path(answer.citations[0].source).name == "panel-2.md"
