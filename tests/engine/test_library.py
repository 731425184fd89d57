"""The library and the tools over it: adding files, finding them, saying that nothing was found."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Language
from engine.knowledge import BankKnowledge
from engine.library import AddReport, Library
from engine.tools import control, knowledge
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.registry import Registry
from kagent_tui.memory_models import memory_models
from store.memory import MemoryBank

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = REPOSITORY / "examples"
QUESTIONS = REPOSITORY / "tests" / "data" / "example_questions.jsonl"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryBank]:
    home = tmp_path_factory.mktemp("home")
    with MemoryBank.open(home, memory_models("builtin")) as opened:
        assert all(report.error is None for report in Library(opened).add([EXAMPLES]))
        yield opened


def add(bank: MemoryBank, *paths: Path) -> list[AddReport]:
    return list(Library(bank).add(paths))


def context(bank: MemoryBank | None, language: Language = "en") -> ToolContext:
    found = BankKnowledge(bank) if bank else None
    return ToolContext(now=datetime(2026, 11, 20, 9, 0), language=language, knowledge=found)


def registry() -> Registry:
    return Registry([*knowledge.TOOLS, *control.TOOLS])


def test_adding_a_file_again(bank: MemoryBank, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Lamps\n\nThe lamp burns at night.\n", "utf-8")
    assert add(bank, path) == [AddReport(path, "added", 1)]
    assert add(bank, path) == [AddReport(path, "unchanged")]
    path.write_text("# Lamps\n\nThe beacon burns at dawn.\n", "utf-8")
    assert [report.outcome for report in add(bank, path)] == ["updated"]
    assert bank.search("night") == []
    (hit,) = bank.search("beacon")
    assert (hit.source, hit.title, hit.line) == (str(path), "Lamps", 3)
    text = bank.document_text(str(path))
    assert text is not None
    assert text[hit.start : hit.end] == hit.text == "The beacon burns at dawn."


def test_a_folder_is_walked_and_hidden_files_left_out(bank: MemoryBank, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    for name in ("b.txt", "a.md", "sub/c.md", ".hidden.md", ".git/d.md", "e.bin"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Some words.", "utf-8")
    (folder / "sub" / "loop").symlink_to(folder)
    names = [str(report.path.relative_to(folder)) for report in add(bank, folder)]
    assert names == ["a.md", "b.txt", "sub/c.md"]


def test_what_cannot_be_added_is_reported_and_the_rest_goes_on(
    bank: MemoryBank, tmp_path: Path
) -> None:
    binary = tmp_path / "binary.txt"
    binary.write_bytes(bytes(range(256)) * 4)
    good = tmp_path / "good.txt"
    good.write_text("The lamp burns.", "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    reports = add(bank, tmp_path / "absent.md", binary, empty, tmp_path / "x.docx", good)
    assert [report.outcome for report in reports] == ["failed"] * 4 + ["added"]
    for report in reports[:4]:
        assert report.error is not None
        assert str(report.path) in report.error
        assert "\n" not in report.error
    assert len(bank.documents()) == 1


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX systems only")
def test_a_name_that_is_no_text_is_still_added(bank: MemoryBank, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m\n.txt"))
    path.write_text("The lamp burns.", "utf-8")
    (report,) = add(bank, path)
    assert report.outcome == "added"
    (hit,) = bank.search("lamp")
    assert hit.source.isprintable()


def test_the_same_file_by_two_names_is_one_document(bank: MemoryBank, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The lamp burns.", "utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "note.txt")
    outcomes = [r.outcome for r in add(bank, tmp_path / "note.txt", tmp_path / "link.txt")]
    assert outcomes == ["added", "unchanged"]


def _asked(answered: bool) -> list[dict[str, str]]:
    entries = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [entry for entry in entries if bool(entry["source"]) == answered]


@pytest.mark.parametrize("entry", _asked(True), ids=lambda entry: entry["question"])
def test_examples_answer_their_questions(examples: MemoryBank, entry: dict[str, str]) -> None:
    best = BankKnowledge(examples).search(entry["question"], 3)[0]
    assert Path(best.source).name == entry["source"]
    assert entry["answer_contains"] in " ".join(best.text.split())
    assert best.location.span is not None
    start, end = best.location.span
    text = examples.document_text(best.source)
    assert text is not None
    assert text[start:end] == best.text


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football world cup in 1998?",
        "What is the boiling point of mercury?",
        "《红楼梦》的作者是谁？",
        "光合作用需要哪些条件？",
    ],
)
def test_what_the_library_is_not_about_finds_nothing(examples: MemoryBank, question: str) -> None:
    assert BankKnowledge(examples).search(question, 5) == ()


def test_one_short_note_is_found_by_a_question_in_other_words(
    bank: MemoryBank, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("The ferry departs at nine.", "utf-8")
    add(bank, tmp_path / "note.txt")
    assert len(BankKnowledge(bank).search("When does the ferry leave?", 5)) == 1
    assert BankKnowledge(bank).search("What is the capital of France?", 5) == ()


def test_search_knowledge_gives_a_line_and_a_passage_each(examples: MemoryBank) -> None:
    args = {"text": "How much does a bicycle cost on the ferry?"}
    observation = registry().run("search_knowledge", args, context(examples))
    lines = observation.text.split("\n")
    assert len(lines) == len(observation.passages) == len(observation.data) <= 5
    assert lines[0].startswith("Port Ellery Harbour: ferry timetable and rules › Bicycles")
    assert "3 crowns each way" in lines[0]
    assert observation.data[0]["location"]["heading"] == "Bicycles, dogs and luggage"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [("en", "volcanoes of Peru", "nothing"), ("zh", "秘鲁的火山", "没有找到")],
)
def test_search_knowledge_says_what_it_did_not_find(
    examples: MemoryBank, language: Language, text: str, expected: str
) -> None:
    with pytest.raises(ToolError) as caught:
        registry().run("search_knowledge", {"text": text}, context(examples, language))
    assert caught.value.kind == "not_found"
    assert text in str(caught.value)
    assert expected in str(caught.value)


@pytest.mark.parametrize(("text", "kind"), [(" ", "invalid_argument"), ("lamp", "failed")])
def test_search_knowledge_without_words_or_library(text: str, kind: str) -> None:
    with pytest.raises(ToolError) as caught:
        registry().run("search_knowledge", {"text": text}, context(None, "zh"))
    assert caught.value.kind == kind


def test_the_commands_that_end_planning() -> None:
    tools = registry()
    assert [entry.terminal for entry in tools] == [False, True, True]
    reason = control.REASONS[0]
    assert tools.run("task_complete", {"reason": reason}, context(None)).text == reason
    assert tools.run("do_nothing", {}, context(None, "zh")).text == "不需要使用工具。"
    assert tools.get("search_knowledge").schema()["required"] == ["text"]
