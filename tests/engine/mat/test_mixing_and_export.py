"""Mix, decontaminate, deduplicate and export: what stays, what goes and why, and the files."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.mat.decontamination import EvaluationTexts
from engine.mat.deduplication import Seen
from engine.mat.errors import MatError, StageCancelledError
from engine.mat.events import StageFinished, StageNoticed
from engine.mat.exporting import FIELDS, ExportOptions, export
from engine.mat.general_data import general_records
from engine.mat.mixing import MixOptions, mix
from engine.mat.ngrams import ngrams, units
from engine.mat.report import figures, markdown
from engine.mat.run_folder import RunFolder, digest

WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "haven",
    "inlet",
    "jetty",
    "kelp",
    "lagoon",
    "marsh",
    "north",
]


def record(number: int, response: str | None = None, query: str | None = None) -> dict[str, Any]:
    """A collected pair whose text is like no other's."""
    query = query or " ".join(WORDS[(number * 5 + step) % 14] + str(number) for step in range(8))
    response = response or f'{{"task_name": "number {number}", "command": {{"name": "t{number}"}}}}'
    prompt = [{"role": "system", "content": "Plan."}, {"role": "user", "content": query}]
    return {
        "id": digest("plan", query, response),
        "type": "plan",
        "language": "en",
        "source": "seed",
        "prompt": prompt,
        "response": response,
        "query": query,
        "task": "query",
        "template": {"id": "t1", "kind": "prompt-API", "origin": "meta-agent", "cluster": 0},
        "tools": [],
        "memory": {"kind": "none", "relation": "", "block": "", "answer": ""},
        "scores": {"template": 5.0},
        "mistake": None,
        "step": 0,
        "outcome": "ended",
        "model": "teacher",
    }


def folder_with(path: Path, records: list[dict[str, Any]]) -> RunFolder:
    path.mkdir(exist_ok=True)
    folder = RunFolder(path)
    folder.records.write_text("".join(json.dumps(row) + "\n" for row in records), encoding="utf-8")
    return folder


def general_file(path: Path, count: int) -> Path:
    lines = [
        {"messages": [
            {"role": "user", "content": f"Tell me about {WORDS[n % 14]} number {n} please"},
            {"role": "assistant", "content": f"It is item {n} and was seen {n * 7} times in {n}."},
        ]}
        for n in range(count)
    ]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def run_mix(folder: RunFolder, options: MixOptions) -> tuple[list[dict[str, Any]], StageFinished]:
    events = list(mix(folder, options, threading.Event()))
    finished = events[-1]
    assert isinstance(finished, StageFinished)
    text = (folder.path / "mixed.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()], finished


def test_general_data_take_their_share(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "run", [record(n) for n in range(84)])
    general = general_file(tmp_path / "general.jsonl", 60)
    mixed, finished = run_mix(folder, MixOptions((general,), general_share=0.16))
    assert finished.results == {"agent": 84, "general": 16}
    assert [row["part"] for row in mixed].count("general") == 16
    parts = "".join(row["part"][0] for row in mixed)
    assert "g" in parts[:60]
    again, _ = run_mix(folder, MixOptions((general,), general_share=0.16))
    assert again == mixed


def test_too_few_general_data_are_said(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "run", [record(n) for n in range(30)])
    general = general_file(tmp_path / "general.jsonl", 2)
    events = list(mix(folder, MixOptions((general,), general_share=0.5), threading.Event()))
    (notice,) = [event for event in events if isinstance(event, StageNoticed)]
    assert "0.062" in notice.message


def test_copies_and_evaluation_passages_are_left_out(tmp_path: Path) -> None:
    passage = " ".join(f"{word} {index}" for index, word in enumerate(WORDS))
    tainted = record(50, query=f"Context: {passage.upper()}! What is it?")
    near = record(1, response=record(1)["response"].replace("number 1", "number 1."))
    evaluation = tmp_path / "squad.json"
    evaluation.write_text(json.dumps({"data": [{"context": f"x {passage} y"}]}), encoding="utf-8")
    folder = folder_with(tmp_path / "run", [record(1), record(2), record(1), near, tainted])
    mixed, finished = run_mix(folder, MixOptions(against=(evaluation,)))
    assert {row["id"] for row in mixed} == {record(1)["id"], record(2)["id"]}
    assert finished.refused == 3
    assert finished.reasons["it shares a passage with squad.json"] == 1
    assert sum(count for reason, count in finished.reasons.items() if "copy" in reason) == 2


def test_chinese_passages_are_recognised_across_punctuation() -> None:
    evaluation = EvaluationTexts()
    evaluation.add(
        "北京大学创建于1898年，初名京师大学堂，是中国第一所国立综合性大学。", "cmrc.json"
    )
    assert (
        evaluation.shared_with(["问：初名京师大学堂，是中国第一所国立综合性大学吗"]) == "cmrc.json"
    )
    assert evaluation.shared_with(["清华大学是中国著名的大学"]) is None


def test_a_short_evaluation_question_counts_as_a_whole() -> None:
    evaluation = EvaluationTexts()
    evaluation.add("Who wrote the old harbour song?", "questions.txt")
    assert evaluation.shared_with(["Goal: who wrote the OLD harbour song"]) == "questions.txt"
    assert evaluation.shared_with(["who wrote the old song"]) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=13, max_size=40), st.text(max_size=30))
def test_any_text_that_contains_an_evaluation_text_is_found(words: list[str], rest: str) -> None:
    evaluation = EvaluationTexts()
    evaluation.add(" ".join(words), "e")
    assert evaluation.shared_with([f"{rest} {' '.join(words)} {rest}"]) == "e"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.integers(1, 5))
def test_ngrams_are_runs_of_the_units(text: str, length: int) -> None:
    found = units(text)
    runs = list(ngrams(found, length))
    assert len(runs) == max(0, len(found) - length + 1)
    assert all(list(run) == found[i : i + length] for i, run in enumerate(runs))


def test_a_near_copy_is_told_from_another_text() -> None:
    seen = Seen()
    text = " ".join(f"{word} is number {n} of the list" for n, word in enumerate(WORDS))
    assert seen.copy_of(text) is None
    assert seen.copy_of(text.upper() + "!") == "exact"
    assert seen.copy_of(text + " indeed") == "near"
    assert seen.copy_of(" ".join(reversed(text.split()))) is None


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"messages": [{"role": "user", "content": "x"}]}',
        '{"messages": [{"role": "wizard", "content": "x"}, {"role": "assistant", "content": "y"}]}',
        '{"prompt": "x", "response": "  "}',
        "[]",
        '{"messages": []}',
    ],
)
def test_a_bad_general_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "general.jsonl"
    path.write_text('{"prompt": "Hello there", "response": "Hi"}\n' + line, encoding="utf-8")
    with pytest.raises(MatError, match=r"general\.jsonl, line 2"):
        list(general_records([path]))


def test_nothing_is_left_half_written_when_interrupted(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "run", [record(n) for n in range(5)])
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(StageCancelledError):
        list(mix(folder, MixOptions(), cancel))
    assert not (folder.path / "mixed.jsonl").exists()
    with pytest.raises(MatError, match="kagent mat mix"):
        list(export(folder, ExportOptions(tmp_path / "out"), threading.Event()))


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "none")
    with pytest.raises(MatError, match="kagent mat collect"):
        list(mix(folder, MixOptions(), threading.Event()))
    with pytest.raises(MatError, match="kagent mat mix"):
        list(export(folder, ExportOptions(tmp_path / "out"), threading.Event()))
    assert not folder.path.exists()


def test_export_splits_by_query_and_explains_every_field(tmp_path: Path) -> None:
    twice = [record(n, response=f"plan {n} {turn} {WORDS[n % 14]}", query=record(n)["query"])
             for n in range(80) for turn in (0, 1)]  # fmt: skip
    general = general_file(tmp_path / "general.jsonl", 40)
    folder = folder_with(tmp_path / "run", twice)
    run_mix(folder, MixOptions((general,)))
    out = tmp_path / "out"
    list(export(folder, ExportOptions(out, held_out=0.2, title="Test | set"), threading.Event()))

    def lines(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (out / name).read_text(encoding="utf-8").splitlines()]

    train, held_out = lines("train.jsonl"), lines("held_out.jsonl")
    assert held_out
    assert {row["query"] for row in train}.isdisjoint(row["query"] for row in held_out)
    assert set(train[0]) == set(FIELDS)
    chat = lines("train.chat.jsonl")
    assert len(chat) == len(train)
    assert chat[0]["messages"] == [
        *train[0]["prompt"],
        {"role": "assistant", "content": train[0]["response"]},
    ]
    card = (out / "DATA_CARD.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in card for name in FIELDS)
    assert f"{len(train)} pairs to train on" in card


def test_the_report_has_what_was_run_and_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(MatError, match="kagent mat craft"):
        figures(RunFolder(tmp_path / "empty"))
    folder = folder_with(tmp_path / "run", [record(n) for n in range(6)])
    run_mix(folder, MixOptions())
    log = tmp_path / "packed.jsonl"
    log.write_text('{"step": 1, "loss": 9.0}\n{"step": 50, "loss": 2.5, "held_out": 2.6}\n')
    found = figures(folder, [log])
    assert list(found) == ["collect", "mix", "training"]
    assert found["collect"]["pairs"] == 6
    assert found["training"]["packed"]["held_out_loss"] == 2.6
    page = markdown(found)
    assert "| pairs | 6 |" in page
    assert "## training" in page
