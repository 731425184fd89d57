"""What the commands of `kagent bench` write, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kagent_tui.cli.bench_files import (
    checked_out,
    checked_result,
    file_labels,
    write_results,
)
from kagent_tui.cli.diagnostics import CommandError, run
from store.locking import file_lock
from tests.engine.bench.report.sample_results import scores, written
from tests.engine.bench.run_cases import plan_row, write_rows

Captured = pytest.CaptureFixture[str]
THESIS = b"my thesis, without a line end"


@pytest.mark.parametrize("content", [THESIS, b"[]", b'{"kind": "letter"}', b'{"id": 1}\n'])
def test_only_a_result_is_overwritten_by_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "thesis.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"thesis\.json: there already, and no result"):
        checked_result(path)
    assert path.read_bytes() == content
    with pytest.raises(CommandError, match="no ordinary file"):
        checked_result(tmp_path)
    for earlier in (b"", b'{"kind": "plan", "model": 5}', b'{"kind": "kagentbench"}'):
        path.write_bytes(earlier)
        assert checked_result(path) == path
    assert checked_result(tmp_path / "new.json") == tmp_path / "new.json"


def test_of_several_results_none_takes_the_place_of_another_file(tmp_path: Path) -> None:
    thesis = tmp_path / "r-m.json"
    thesis.write_bytes(THESIS)
    results = [{"kind": "plan", "model": "m"}, {"kind": "plan", "model": "m"}]
    paths = write_results(tmp_path / "r.json", results)
    assert [path.name for path in paths] == ["r-m-2.json", "r-m-3.json"]
    assert thesis.read_bytes() == THESIS
    assert write_results(tmp_path / "r.json", results) == paths


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="a folder of the system is needed")
def test_a_folder_that_takes_no_file_is_said_before_the_work() -> None:
    with pytest.raises(CommandError, match="nothing can be written in that folder"):
        checked_out(Path("/proc/self/out.json"))


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="a device is needed")
def test_no_device_is_replaced(isolated_home: Path, capsys: Captured) -> None:
    arguments = ["bench", "run", "--data", "mini", "--model", "builtin", "--fresh"]
    assert run([*arguments, "--out", "/dev/null"]) == 1
    assert "/dev/null: no ordinary file; name another --out" in capsys.readouterr().err
    assert not Path("/dev/null").is_file()
    assert Path("/dev/null").exists()


def _score(data: Path, predictions: Path, out: Path) -> list[str]:
    files = ["--data", str(data), "--predictions", str(predictions), "--out", str(out)]
    return ["bench", "score", *files]


def test_a_result_destroys_neither_the_benchmark_nor_the_predictions(
    isolated_home: Path, tmp_path: Path, capsys: Captured
) -> None:
    data = write_rows(tmp_path / "data.jsonl", [plan_row("Leeds")])
    predictions = write_rows(
        tmp_path / "out.jsonl", [{"id": "Leeds", "model_predict": {"ReACT": "x", "AutoGPT": "y"}}]
    )
    before = data.read_bytes(), predictions.read_bytes()
    for out in (data, predictions):
        assert run(_score(data, predictions, out)) == 1
        assert f"{out.name}: there already, and no result" in capsys.readouterr().err
    assert (data.read_bytes(), predictions.read_bytes()) == before
    out = tmp_path / "分数.json"
    for _ in range(2):
        assert run(_score(data, predictions, out)) == 0
        assert capsys.readouterr().err.splitlines()[-1] == f"written: {out}"
    assert json.loads(out.read_text("utf-8"))["kind"] == "kagentbench"


@pytest.mark.parametrize("name", ["thesis.md", "thesis.html"])
def test_only_a_report_is_overwritten_by_one(name: str, tmp_path: Path, capsys: Captured) -> None:
    result, out = str(written(tmp_path, "a.json", scores())), tmp_path / name
    out.write_bytes(THESIS)
    assert run(["bench", "report", result, "--out", str(out)]) == 1
    assert f"{name}: there already, and no report of kagent bench" in capsys.readouterr().err
    assert out.read_bytes() == THESIS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", name]
    out.unlink()
    for title in ("One | *title*", "Another"):
        assert run(["bench", "report", result, "--out", str(out), "--title", title]) == 0
        assert title.split()[0] in out.read_text("utf-8")


def test_a_journal_of_something_else_is_left_as_it_is(
    isolated_home: Path, tmp_path: Path, capsys: Captured
) -> None:
    data = write_rows(tmp_path / "data.jsonl", [plan_row("Leeds")])
    journal = tmp_path / "r.journal"
    out = ["--out", str(tmp_path / "r")]
    for command in (["plan"], ["system"], ["run", "--data", str(data)]):
        for content in (THESIS, THESIS + b"\n", b"a\nb\nc"):
            journal.write_bytes(content)
            assert run(["bench", *command, "--model", "builtin", *out]) == 1
            assert f"no journal of kagent bench {command[0]}" in capsys.readouterr().err
            assert journal.read_bytes() == content


def test_two_runs_do_not_write_into_one_journal(
    isolated_home: Path, tmp_path: Path, capsys: Captured
) -> None:
    with file_lock(tmp_path / ".r.json.lock") as held:
        assert held
        for command in ("plan", "system"):
            arguments = ["--model", "builtin", "--fresh", "--out", str(tmp_path / "r.json")]
            assert run(["bench", command, *arguments]) == 1
            assert "r.json: another run is at work on it" in capsys.readouterr().err
    assert not (tmp_path / "r.json.journal").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device is needed")
def test_a_full_disk_is_said_with_the_name_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "r.json.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as caught:
        write_results(tmp_path / "r.json", [{"kind": "plan", "text": "x" * 100_000}])
    assert caught.value.filename == str(tmp_path / "r.json")


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    paths = [Path("a/q.jsonl"), Path("b/q.jsonl"), Path("a/q.jsonl")]
    assert file_labels(paths) == [str(path) for path in paths]
    assert file_labels([Path("a/q.jsonl"), Path("b/r.jsonl"), Path("a/q.jsonl")]) == [
        "q.jsonl",
        "r.jsonl",
        "q.jsonl",
    ]


@pytest.mark.parametrize(
    ("command", "option"),
    [("run", "--model"), ("system", "--model"), ("system", "--judge"), ("plan", "--model")],
)
def test_no_model_is_taken_for_another(
    command: str, option: str, isolated_home: Path, capsys: Captured
) -> None:
    more = ["--data", "mini", "--out", "x.jsonl"] if command == "run" else []
    assert run(["bench", command, *more, option, " "]) == 2
    assert f"Invalid value for '{option}'" in capsys.readouterr().err
