"""Benchmark files and predictions as they arrive: what cannot be used is said and counted."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bench import lines, loading
from engine.bench.errors import BenchError
from engine.bench.instances import Call, Gold
from engine.bench.loading import load_instances, load_predictions
from engine.bench.predictions import write_predictions

STEP = {"thought": "go", "tool_name": "search", "tool_args": {"text": "fox"}}
PLAN: dict[str, Any] = {
    "id": "p1",
    "query": "Where is the fox?",
    "type": "plantooluse",
    "golden_result_list": [STEP],
    "funcs": [{"name": "search"}],
    "prompt_input": {"ReACT": "first", "KuaiAgent": "second"},
    "memory": "",
    "memory_type": "task",
    "memory_last_task": {"tool_name": "search", "tool_args": {"text": "den"}},
}
PROFILE: dict[str, Any] = {
    "id": "f1",
    "query": "Ahoy",
    "type": "profile",
    "golden_result_list": ["Aye", {"golden_result": "Aye, aye"}],
    "prompt_input": "You are a captain.",
}


def written(folder: Path, *lines: Any, name: str = "lines.jsonl") -> Path:
    """A file of these lines; what is no text is written as JSON."""
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_all_fields_are_read(tmp_path: Path) -> None:
    loaded = load_instances(written(tmp_path, PLAN, PROFILE))
    assert (loaded.problems, loaded.duplicates, loaded.bad_lines) == ((), (), 0)
    plan, profile = loaded.instances
    assert plan.golds == (Gold("go", Call("search", {"text": "fox"})),)
    assert list(plan.prompts.items()) == [("ReACT", "first"), ("KuaiAgent", "second")]
    assert plan.last_task == Call("search", {"text": "den"})
    assert (plan.memory_type, plan.funcs, plan.row) == ("task", ({"name": "search"},), PLAN)
    assert profile.golds == (Gold(text="Aye"), Gold(text="Aye, aye"))
    assert profile.prompts == {"plain": "You are a captain."}
    assert (profile.memory_type, profile.last_task) == ("none", None)


def test_a_right_answer_that_finishes_is_the_one_that_completes(tmp_path: Path) -> None:
    finish = {"return_type": "give_answer", "final_answer": "In its den."}
    golds = [{**STEP, "tool_name": name, "tool_args": finish} for name in ("Finish", "search")]
    loaded = load_instances(written(tmp_path, {**PLAN, "golden_result_list": golds}))
    assert loaded.instances[0].golds == (
        Gold("go", Call("task_complete", {"reason": "In its den."})),
        Gold("go", Call("search", finish)),
    )


@pytest.mark.parametrize(
    "row",
    [
        STEP,
        {**STEP, "tool_args": json.dumps(STEP["tool_args"])},
        json.dumps(STEP),
        {"golden_result": STEP},
        {"golden_result": json.dumps(STEP)},
    ],
)
def test_a_right_step_has_several_forms(row: Any, tmp_path: Path) -> None:
    loaded = load_instances(written(tmp_path, {**PLAN, "golden_result_list": [row]}))
    assert loaded.instances[0].golds == (Gold("go", Call("search", {"text": "fox"})),)
    assert loaded.problems == ()


@pytest.mark.parametrize("thought", ["absent", None, "", " "])
def test_a_right_step_may_have_no_thought(thought: str | None, tmp_path: Path) -> None:
    row = {**STEP, "thought": thought}
    if thought == "absent":
        del row["thought"]
    loaded = load_instances(written(tmp_path, {**PLAN, "golden_result_list": [row]}))
    assert loaded.instances[0].golds[0].thought is None
    assert loaded.problems == ()


def test_the_thought_none_is_a_text(tmp_path: Path) -> None:
    row = {**STEP, "thought": "None"}
    loaded = load_instances(written(tmp_path, {**PLAN, "golden_result_list": [row]}))
    assert loaded.instances[0].golds[0].thought == "None"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "is no JSON object"),
        ("[1]", "is no JSON object"),
        ("[" * 100_000, "is no JSON object"),
        ({**PLAN, "id": None}, "has no id"),
        ({**PLAN, "id": " "}, "has no id"),
        ({**PLAN, "id": True}, "has no id"),
        (
            {**PLAN, "id": "x", "type": "reflexion"},
            "the type reflexion is none of plantooluse, reflextion, conclusion, profile",
        ),
        ({**PLAN, "id": "x", "type": None}, 'the type "" is none of'),
        ({**PLAN, "id": "x", "golden_result_list": []}, "x has no right answer"),
        ({**PLAN, "id": "x", "golden_result_list": ["go"]}, "x has no right answer"),
        ({**PLAN, "id": "x", "golden_result_list": 5}, "x has no right answer"),
        ({**PROFILE, "id": "x", "golden_result_list": [""]}, "x has no right answer"),
        ({**PLAN, "id": "x", "prompt_input": {}}, "x has no prompt"),
        ({**PLAN, "id": "x", "prompt_input": 5}, "x has no prompt"),
    ],
)
def test_a_line_that_cannot_be_used_is_said(line: Any, says: str, tmp_path: Path) -> None:
    loaded = load_instances(written(tmp_path, PLAN, line, PROFILE))
    assert [each.id for each in loaded.instances] == ["p1", "f1"]
    assert loaded.bad_lines == 1
    assert len(loaded.problems) == 1
    assert loaded.problems[0].startswith(f"lines.jsonl, line 2: {says}")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"golden_result_list": [STEP, "go"]}, "right answer 2 names no tool and is left out"),
        (
            {"golden_result_list": [{**STEP, "tool_args": "fox"}]},
            "the arguments of right answer 1 are no object; none are taken",
        ),
        (
            {"golden_result_list": [{**STEP, "thought": 5}]},
            "the thought of right answer 1 is no text; its JSON is taken",
        ),
        ({"memory_last_task": "den"}, "memory_last_task names no tool and is left out"),
        (
            {"prompt_input": {"ReACT": "first", "Langchain": "other"}},
            "the template Langchain is not known; no call is read from its predictions",
        ),
        (
            {"prompt_input": {"ReACT": 5}},
            "the prompt of ReACT is no text; its JSON is taken",
        ),
    ],
)
def test_a_line_with_something_wrong_is_used_and_said(
    changed: dict[str, Any], says: str, tmp_path: Path
) -> None:
    loaded = load_instances(written(tmp_path, {**PLAN, **changed}))
    assert loaded.problems == (f"lines.jsonl, line 1: {says}",)
    assert (len(loaded.instances), loaded.bad_lines) == (1, 0)


def test_of_instances_with_one_id_the_first_is_kept(tmp_path: Path) -> None:
    loaded = load_instances(
        written(tmp_path, PLAN, {**PLAN, "query": "again", "memory_last_task": "x"}, PROFILE)
    )
    assert [each.query for each in loaded.instances] == ["Where is the fox?", "Ahoy"]
    assert loaded.duplicates == ("p1",)
    assert loaded.problems == ("lines.jsonl, line 2: the id p1 once more; the first line is kept",)


def test_an_id_may_be_a_number(tmp_path: Path) -> None:
    assert load_instances(written(tmp_path, {**PLAN, "id": 7})).instances[0].id == "7"
    found = load_predictions(written(tmp_path, {"id": 7, "model_predict": "x"}))
    assert found.predictions[0].id == "7"


def test_templates_are_known_in_any_case(tmp_path: Path) -> None:
    rows = {**PLAN, "prompt_input": {"react": "a", "ToolLLaMA": "b"}}
    loaded = load_instances(written(tmp_path, rows))
    assert list(loaded.instances[0].prompts) == ["ReACT", "ToolLlama"]
    found = load_predictions(written(tmp_path, {"id": "p1", "model_predict": {"ReAct": "x"}}))
    assert found.predictions[0].texts == {"ReACT": "x"}


@pytest.mark.parametrize("packed", [False, True])
def test_files_come_in_gzip_and_with_marks(packed: bool, tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + b"\r\n".join(
        json.dumps(row, ensure_ascii=False).encode() for row in (PLAN, {**PROFILE, "query": "你好"})
    )
    path = tmp_path / ("b.jsonl.gz" if packed else "b.jsonl")
    path.write_bytes(gzip.compress(content) if packed else content)
    loaded = load_instances(path)
    assert [each.query for each in loaded.instances] == ["Where is the fox?", "你好"]
    assert (loaded.problems, loaded.bad_lines) == ((), 0)


def test_files_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps(PLAN).encode() * 50)
    damaged = {
        "cut.gz": whole[: len(whole) // 2],
        "bits.gz": whole[:20] + b"\xff" * 20 + whole[40:],
        "head.gz": b"\x1f\x8bnothing",
    }
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BenchError, match=f"{name}: its gzip data is damaged"):
            load_instances(tmp_path / name)
    with pytest.raises(BenchError, match=r"none\.jsonl: cannot be read: No such file"):
        load_predictions(tmp_path / "none.jsonl")
    with pytest.raises(BenchError, match="cannot be read: Is a directory"):
        load_instances(tmp_path)


def test_files_with_nothing_usable_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="holds no instance; give a file of JSON lines with id"):
        load_instances(written(tmp_path, ""))
    with pytest.raises(BenchError, match=r"holds no instance \(lines.jsonl, line 1: is no JSON"):
        load_instances(written(tmp_path, "["))
    with pytest.raises(BenchError, match="holds no prediction; give what"):
        load_predictions(written(tmp_path, ""))
    path = tmp_path / "wide.jsonl"
    path.write_bytes(json.dumps(PLAN).encode("utf-16"))
    with pytest.raises(BenchError, match="line 1: is not UTF-8 text"):
        load_instances(path)


def test_predictions_are_texts_by_template_or_one_text(tmp_path: Path) -> None:
    found = load_predictions(
        written(
            tmp_path,
            {"id": "p1", "model_predict": {"ReACT": "a", "KuaiAgent": "", "AutoGPT": None}},
            {"id": "f1", "model_predict": "Aye"},
            {"id": "long", "model_predict": {"ReACT": "x" * 100_000}},
            {"id": "none", "model_predict": None},
        )
    )
    assert [dict(each.texts) for each in found.predictions] == [
        {"ReACT": "a", "KuaiAgent": ""},
        {"plain": "Aye"},
        {"ReACT": "x" * 100_000},
        {},
    ]
    assert (found.problems, found.bad_lines) == ((), 0)


def test_predictions_of_a_wrong_kind_are_said(tmp_path: Path) -> None:
    found = load_predictions(
        written(
            tmp_path,
            {"id": "a", "model_predict": {"ReACT": 5, "AutoGPT": {"text": "狐"}}},
            {"id": "b", "model_predict": 5},
            {"id": "c"},
            "{",
        )
    )
    assert [dict(each.texts) for each in found.predictions] == [
        {"ReACT": "5", "AutoGPT": '{"text": "狐"}'},
        {},
    ]
    assert found.problems == (
        "lines.jsonl, line 1: the prediction of ReACT is no text; its JSON is taken",
        "lines.jsonl, line 1: the prediction of AutoGPT is no text; its JSON is taken",
        "lines.jsonl, line 2: the prediction is neither a text nor texts by template",
        "lines.jsonl, line 3: c has no model_predict",
        "lines.jsonl, line 4: is no JSON object",
    )
    assert found.bad_lines == 2


def test_of_predictions_with_one_id_the_last_is_kept(tmp_path: Path) -> None:
    found = load_predictions(
        written(
            tmp_path,
            {"id": "f1", "model_predict": "one"},
            {"id": "f1", "model_predict": "two"},
            {"id": "f1", "model_predict": "three"},
        )
    )
    assert [dict(each.texts) for each in found.predictions] == [{"plain": "three"}]
    assert found.duplicates == ("f1", "f1")
    assert found.problems[0] == "lines.jsonl, line 2: the id f1 once more; the last line is kept"


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["thought", "tool_name", "tool_args", "golden_result", "ReACT", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@given(changed=st.dictionaries(st.sampled_from([*PLAN, "model_predict"]), JSON, max_size=4))
def test_no_line_is_dropped_without_a_word(
    changed: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    path = written(folder, {**PLAN, "id": "first"}, {**PLAN, **changed})
    loaded = load_instances(path)
    assert len(loaded.instances) + len(loaded.duplicates) + loaded.bad_lines == 2
    assert len(loaded.problems) >= loaded.bad_lines
    found = load_predictions(
        written(folder, {"id": "first", "model_predict": "x"}, {"id": "p1", **changed})
    )
    assert len(found.predictions) + len(found.duplicates) + found.bad_lines == 2


def test_a_line_that_is_nested_too_deep_to_be_walked_through_is_a_bad_line(tmp_path: Path) -> None:
    deep = json.dumps(PLAN).replace('"den"', "[" * 990 + "]" * 990)
    middle = json.dumps(PLAN).replace('"den"', "[" * 300 + "]" * 300)
    loaded = load_instances(written(tmp_path, deep, middle, PROFILE))
    assert [each.id for each in loaded.instances] == ["f1"]
    assert loaded.problems == (
        "lines.jsonl, line 1: is no JSON object",
        "lines.jsonl, line 2: is nested too deep",
    )


def test_a_template_named_twice_in_one_line_is_said(tmp_path: Path) -> None:
    row = {"id": "p1", "model_predict": {"ReACT": "first", "react": "last"}}
    found = load_predictions(written(tmp_path, row))
    assert found.predictions[0].texts == {"ReACT": "last"}
    assert found.problems == (
        "lines.jsonl, line 1: the prediction of ReACT once more; the last one is kept",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_pipe_is_refused_instead_of_being_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BenchError, match="pipe: is no regular file"):
        load_instances(tmp_path / "pipe")


def test_gzip_that_unpacks_to_more_than_any_benchmark_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "_LONGEST_LINE", 1 << 16)
    monkeypatch.setattr(lines, "_LARGEST", 1 << 17)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes(1 << 20)))
    with pytest.raises(BenchError, match=r"bomb\.gz: holds a line of 0 MiB or more"):
        load_instances(path)
    path.write_bytes(gzip.compress((b" " * 9999 + b"\n") * 200))
    with pytest.raises(BenchError, match=r"bomb\.gz: holds 2 GiB of lines or more"):
        load_instances(path)
    path.write_bytes(gzip.compress(b"\n" * 100_002))
    with pytest.raises(BenchError, match="hardly anything but blank lines"):
        load_instances(path)


def test_a_file_of_another_kind_is_given_up_after_so_many_bad_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_MOST_PROBLEMS", 3)
    with pytest.raises(BenchError, match=r"3 things are wrong with it by line 4 .*no id.*right"):
        load_predictions(written(tmp_path, *[{}] * 5, PROFILE))


def test_an_id_that_no_file_can_hold_is_found_all_the_same(tmp_path: Path) -> None:
    data = load_instances(written(tmp_path, json.dumps({**PROFILE, "id": "a\ud800"})))
    path = tmp_path / "predicted.jsonl"
    write_predictions(path, data.instances, lambda _id, _template: "aye")
    assert load_predictions(path).predictions[0].id == data.instances[0].id == "a?"
