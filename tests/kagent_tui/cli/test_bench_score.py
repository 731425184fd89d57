"""`kagent bench score`: its table, its JSON, what it says and what it refuses."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kagent_tui.cli.diagnostics import run

STEP = {"thought": "go out", "tool_name": "search", "tool_args": {"text": "fox den"}}
WRITTEN = json.dumps({"task_name": "go", "command": {"name": "search", "args": {"text": "den"}}})
ROWS: list[Any] = [
    {
        "id": "p",
        "query": "q",
        "type": "plantooluse",
        "golden_result_list": [STEP],
        "prompt_input": {"KuaiAgent": "x", "ReACT": "y"},
    },
    {
        "id": "r",
        "query": "q",
        "type": "reflextion",
        "golden_result_list": [STEP],
        "prompt_input": {"KuaiAgent": "x"},
        "memory_last_task": {"tool_name": "search", "tool_args": {"text": "den"}},
    },
    {
        "id": "c",
        "query": "q",
        "type": "conclusion",
        "golden_result_list": [{"golden_result": "今天是周五"}],
        "prompt_input": {"ReACT": "x"},
    },
    {
        "id": "f",
        "query": "q",
        "type": "profile",
        "golden_result_list": ["aye aye"],
        "prompt_input": "x",
    },
]
PREDICTED: list[Any] = [
    {"id": "p", "model_predict": {"KuaiAgent": WRITTEN, "ReACT": ""}},
    {"id": "r", "model_predict": {"KuaiAgent": WRITTEN}},
    {"id": "c", "model_predict": {"ReACT": "今天周五"}},
    {"id": "f", "model_predict": "aye"},
]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: list[str]


@dataclass
class Files:
    """A benchmark and predictions in a folder, and the command over them."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def write(self, name: str, rows: list[Any]) -> Path:
        path = self.folder / name
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def __call__(
        self, *options: str, rows: list[Any] | None = None, predicted: list[Any] | None = None
    ) -> Ended:
        data = self.write("data.jsonl", ROWS if rows is None else rows)
        predictions = self.write("tiny.jsonl", PREDICTED if predicted is None else predicted)
        return self.run("--data", str(data), "--predictions", str(predictions), *options)

    def run(self, *options: str) -> Ended:
        self.capsys.readouterr()
        code = run(["bench", "score", *options])
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ended(code, captured.out, captured.err.splitlines())


@pytest.fixture
def score(tmp_path: Path, isolated_home: Path, capsys: pytest.CaptureFixture[str]) -> Files:
    return Files(tmp_path, capsys)


def figures(result: dict[str, Any]) -> list[float]:
    names = ("planning", "tool_use", "reflection", "concluding", "profile", "overall")
    return [result[name] for name in names]


def test_both_scorers_stand_side_by_side(score: Files) -> None:
    # KuaiAgent: thought 2/3, argument 2/3; the empty ReACT is as KuaiAgent or 0.
    # Reflection: 2/3, or 0 as it repeats the last task. Concluding 8/9, profile 2/3.
    # faithful: 0.7 * 2/3 + 0.2 * 8/9 + 0.1 * 2/3 = 0.711111
    # corrected: 0.6 * 1/3 + 0.2 * 8/9 + 0.1 * 2/3 = 0.444444
    done = score("--scorer", "both")
    assert (done.code, done.err) == (0, [])
    assert done.out.splitlines() == [
        f"tiny on {score.folder / 'data.jsonl'}: 4 of 4 instances predicted",
        "",
        "               faithful  corrected  weight",
        "planning          66.67      33.33    0.25",
        "tool use          66.67      33.33    0.35",
        "reflection        66.67       0.00    0.10",
        "concluding        88.89      88.89    0.20",
        "profile           66.67      66.67    0.10",
        "overall           71.11      44.44",
    ]


def test_the_equations_are_counted_by_unless_told_otherwise(score: Files) -> None:
    assert "  corrected  weight" in score().out
    result = json.loads(score("--json").out)
    assert result["scorer"] == "corrected"
    assert figures(result) == [33.33, 33.33, 0.0, 88.89, 66.67, 44.44]
    assert "groups" not in result
    faithful = json.loads(score("--json", "--scorer", "faithful").out)
    assert figures(faithful) == [66.67, 66.67, 66.67, 88.89, 66.67, 71.11]


def test_a_file_has_the_details_too(score: Files) -> None:
    out = score.folder / "result.json"
    done = score("--out", str(out), "--model", "the fox")
    assert done.out.startswith("the fox on ")
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["model"] == "the fox"
    assert [each["id"] for each in result["instances"]] == ["p", "r", "c", "f"]
    assert list(result["groups"]) == ["language", "memory", "relation", "template"]
    assert result["failures"][0]["predicted"] == ""
    assert result["categories"]["planning"]["templates"] == {"KuaiAgent": 66.67, "ReACT": 0.0}


def test_what_the_run_took_stands_beside_its_predictions(score: Files) -> None:
    record = score.folder / "tiny.jsonl.run.json"
    record.write_text('{"model": "qwen", "seconds": 12.5}', encoding="utf-8")
    result = json.loads(score("--json").out)
    assert (result["model"], result["usage"]) == ("qwen", {"model": "qwen", "seconds": 12.5})
    assert json.loads(score("--json", "--model", "other").out)["model"] == "other"
    for damaged in ("{", "[]", '{"model": 5}'):
        record.write_text(damaged, encoding="utf-8")
        assert json.loads(score("--json").out)["model"] == "tiny"


def test_what_is_missing_is_said_and_counted(score: Files) -> None:
    done = score("--json", predicted=[PREDICTED[3], {"id": "p", "model_predict": {"ReACT": ""}}])
    assert done.code == 0
    assert done.err == [
        "kagent: instances without any prediction: 2 of 4; to leave them out: --only-predicted",
        "kagent: prompts without a prediction, which count 0: 3 of 5",
    ]
    counts = json.loads(done.out)["counts"]
    assert (counts["scored"], counts["missing"], counts["missing_templates"]) == (2, 2, 3)


def test_what_was_not_run_is_left_out_where_that_is_wanted(score: Files) -> None:
    predicted = [PREDICTED[3], {"id": "p", "model_predict": {"KuaiAgent": WRITTEN}}]
    whole, part = (
        score("--json", predicted=predicted),
        score("--json", "--only-predicted", predicted=predicted),
    )
    assert part.err == ["kagent: no instance of type reflextion, conclusion; their figures are 0"]
    result = json.loads(part.out)
    # The prompt of ReACT was not asked; as a 0 it halves the figure.
    assert (json.loads(whole.out)["planning"], result["planning"]) == (33.33, 66.67)
    assert result["profile"] == json.loads(whole.out)["profile"]
    assert result["data"].endswith("data.jsonl, 2 of 4 instances")
    counts = result["counts"]
    assert (counts["instances"], counts["prompts"], counts["missing_templates"]) == (2, 2, 0)
    nobody = [{"id": "nobody", "model_predict": "x"}]
    refused = score("--only-predicted", predicted=nobody)
    assert refused.code == 1
    assert "no prediction is for an instance" in refused.err[-1]


def test_what_is_wrong_in_the_files_is_said_and_counted(score: Files) -> None:
    rows = [ROWS[0], ROWS[0], "{", {"id": "z", "type": "other"}]
    predicted = [
        "{",
        {"id": "nobody", "model_predict": "x"},
        {"id": "p", "model_predict": "x"},
        {"id": "p", "model_predict": {"Langchain": "x", "KuaiAgent": 5}},
    ]
    done = score("--json", rows=rows, predicted=predicted)
    assert done.code == 0
    assert [line.removeprefix("kagent: ") for line in done.err] == [
        "data.jsonl, line 2: the id p once more; the first line is kept",
        "data.jsonl, line 3: is no JSON object",
        "data.jsonl, line 4: the type other is none of plantooluse, reflextion, conclusion, "
        "profile",
        "tiny.jsonl, line 1: is no JSON object",
        "tiny.jsonl, line 4: the id p once more; the last line is kept",
        "tiny.jsonl, line 4: the prediction of KuaiAgent is no text; its JSON is taken",
        "p: 1 predicted text for no template of it (Langchain)",
        "1 prediction for no instance of the benchmark (nobody)",
        "prompts without a prediction, which count 0: 1 of 2",
        "no instance of type reflextion, conclusion, profile; their figures are 0",
    ]
    counts = json.loads(done.out)["counts"]
    assert (counts["bad_lines"], counts["duplicate_ids"], counts["unknown_ids"]) == (3, 2, 1)
    assert counts["absent_types"] == ["reflextion", "conclusion", "profile"]


def test_many_problems_are_not_all_said(score: Files) -> None:
    done = score(rows=[*ROWS, *["{"] * 20])
    assert len(done.err) == 6
    assert done.err[-1] == "kagent: and 15 more such lines"


def test_long_and_hostile_texts_are_scored(score: Files) -> None:
    hostile = [
        "{" * 100_000,
        "狐" * 100_000,
        '"' * 100_000,
        "\x1b]0;x\x07\ud800\u202e",
        "a " * 50_000,
    ]
    for text in hostile:
        predicted = [
            {"id": "p", "model_predict": {"KuaiAgent": text, "ReACT": f"Action: {text}"}},
            {"id": "r", "model_predict": text},
            {"id": "c", "model_predict": {"ReACT": text}},
            {"id": "f", "model_predict": {"anything": text}},
        ]
        out = score.folder / "out.json"
        done = score("--json", "--out", str(out), predicted=predicted)
        assert (done.code, done.err) == (0, [])
        assert json.loads(done.out)["overall"] < 1
        written = out.read_text(encoding="utf-8")
        assert not {"\x1b", "\u202e"} & set(json.loads(written)["failures"][0]["predicted"])


def test_compressed_files_are_read(score: Files) -> None:
    whole = json.loads(score("--json").out)
    packed = score.folder / "data.jsonl.gz"
    packed.write_bytes(gzip.compress((score.folder / "data.jsonl").read_bytes()))
    done = score.run(
        "--data", str(packed), "--predictions", str(score.folder / "tiny.jsonl"), "--json"
    )
    assert figures(json.loads(done.out)) == figures(whole)


def _no_file(score: Files) -> Ended:
    return score.run("--data", "none.jsonl", "--predictions", "none.jsonl")


def _nothing_predicted(score: Files) -> Ended:
    return score(predicted=[])


def _other_benchmark(score: Files) -> Ended:
    return score(predicted=[{"id": "x", "model_predict": "y"}])


def _no_folder_of_nltk(score: Files) -> Ended:
    return score("--nltk-data", str(score.folder / "none"))


def _no_folder_to_write(score: Files) -> Ended:
    return score("--out", str(score.folder / "none" / "result.json"))


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (_no_file, "none.jsonl: cannot be read: No such file or directory"),
        (_nothing_predicted, "tiny.jsonl: holds no prediction; give what"),
        (_other_benchmark, "tiny.jsonl: no prediction is for an instance of "),
        (_no_folder_of_nltk, "punkt_tab cannot be read from "),
        (_no_folder_to_write, "none: there is no such folder; make it, or name another --out"),
    ],
)
def test_what_cannot_be_scored_is_one_line(
    refused: Callable[[Files], Ended], says: str, score: Files
) -> None:
    done = refused(score)
    assert (done.code, done.out, len(done.err)) == (1, "", 1)
    assert says in done.err[0]


@pytest.mark.parametrize(
    "options",
    [("--scorer", "both", "--json"), ("--scorer", "both", "--out", "x"), ("--scorer", "x")],
)
def test_wrong_usage_is_one_line(options: tuple[str, ...], score: Files) -> None:
    done = score(*options)
    assert (done.code, done.out, len(done.err)) == (2, "", 1)
    assert "--scorer" in done.err[0] or "one scorer" in done.err[0]
