"""Results are read from files in which anything may stand."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bench.errors import BenchError
from engine.bench.report.fields import Fields
from engine.bench.report.reading import bench_result, read_result, read_scores
from engine.bench.report.results import OtherResult
from tests.engine.bench.report.sample_results import (
    HOSTILE,
    hostile_scores,
    read,
    scores,
    system,
    written,
)

CLEAN = "<script>alert(1)</script>&\"'|`*_[x](http://evil.example)"


def test_a_result_is_read_whole(tmp_path: Path) -> None:
    found = read(tmp_path, "one.json", scores())
    assert (found.model, found.data, found.scorer) == ("builtin", "mini", "corrected")
    assert found.figures == {
        "planning": 30,
        "tool_use": 40,
        "reflection": 10,
        "concluding": 50,
        "profile": 20,
    }
    assert found.overall == 34.5
    assert found.counts["by_type"] == {
        "plantooluse": 2,
        "reflextion": 1,
        "conclusion": 2,
        "profile": 1,
    }
    assert [group.name for group in found.groups["language"]] == ["en", "zh"]
    assert found.groups["language"][1].scores == {"planning": 25.0, "concluding": 45.0}
    assert "relation" not in found.groups
    assert found.templates["planning"] == {"ReACT": 28.0, "AutoGPT": 32.0}
    assert found.failures[0].category == "planning"
    assert found.instances[0].scores == {"planning": 20, "tool_use": 30}


def test_other_kinds_give_their_numbers(tmp_path: Path) -> None:
    found = read_result(written(tmp_path, "s.json", system(setup="whole", seed=3)))
    assert isinstance(found, OtherResult)
    assert (found.kind, found.model, found.questions) == ("system", "builtin", 40)
    assert found.figures == {"pass_rate": 62.5, "score": 3.75}
    assert found.usage["peak_mib"] == 1800


def test_texts_are_cleaned_of_what_a_terminal_acts_upon(tmp_path: Path) -> None:
    found = read(tmp_path, "h.json", hostile_scores())
    assert (found.model, found.data, found.scorer) == (CLEAN, CLEAN, CLEAN)
    assert found.usage["machine"] == CLEAN
    assert found.groups["language"][0].name == CLEAN
    failure = found.failures[0]
    assert (failure.id, failure.query, failure.problem) == (CLEAN, CLEAN, CLEAN)
    for text in (failure.predicted, failure.gold):
        assert not set(text) & set("\x1b\x00\u202e")
    assert HOSTILE not in repr(found)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is no result of kagent bench"),
        ("[]", "is no result of kagent bench"),
        ("{}", "is no result of kagent bench"),
        ('{"kind": "other"}', "is no result of kagent bench"),
        ('{"id": 1}\n{"id": 2}\n', "is no result of kagent bench"),
        ("[" * 100_000, "is no result of kagent bench"),
        ('{"kind": 5}', "kind: a text is needed"),
        ('{"kind": "kagentbench"}', "planning: a number from 0 to 100 is needed"),
        ('{"kind": "system", "questions": 2.5}', "questions: a count is needed"),
        ('{"kind": "system", "usage": []}', "usage: an object is needed"),
    ],
)
def test_what_is_no_result_is_said_in_one_line(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BenchError) as refused:
        read_result(path)
    assert str(path) in str(refused.value)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"overall": float("nan")}, "overall: a number"),
        ({"planning": 101}, "planning: a number from 0 to 100"),
        ({"planning": True}, "planning: a number"),
        ({"planning": 10**400}, "planning: a number"),
        ({"model": ["x"]}, "model: a text"),
        ({"counts": "many"}, "counts: an object"),
        ({"failures": {}}, "failures: a list of objects"),
        ({"instances": [{"id": "a", "type": "profile", "scores": 3}]}, "instances[1].scores"),
        ({"groups": {"language": {"en": [1]}}}, "groups.language.en: an object"),
        ({"groups": {"language": {"en": {"planning": "x"}}}}, "groups.language.en.planning"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, changed: dict[str, Any], says: str) -> None:
    path = written(tmp_path, "wrong.json", scores(**changed))
    with pytest.raises(BenchError) as refused:
        read_result(path)
    assert says in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="cannot be read"):
        read_result(tmp_path / "none.json")
    with pytest.raises(BenchError, match="cannot be read"):
        read_result(tmp_path)


def test_only_the_five_figures_may_be_wanted(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="is a result of kagent bench system"):
        read_scores(written(tmp_path, "s.json", system()))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(st.sampled_from(sorted(scores())), _JSON)
def test_any_value_in_any_field_is_read_or_refused(field: str, value: Any) -> None:
    values = json.loads(json.dumps(scores(**{field: value})))
    said, found = "", None
    try:
        found = bench_result(Fields(Path("any.json"), values))
    except BenchError as error:
        said = str(error)
    assert found is not None or said.startswith("any.json: ")
    assert "\n" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes")
def test_a_pipe_is_no_result_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(BenchError, match=r"pipe\.json: is no result"):
        read_result(tmp_path / "pipe.json")
