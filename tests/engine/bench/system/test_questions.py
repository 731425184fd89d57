"""Files of questions for the whole program."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bench.errors import BenchError
from engine.bench.system.questions import question_of, read_questions

NOW = datetime(2026, 11, 27, 10)


def test_a_row_may_say_little_and_may_say_all(tmp_path: Path) -> None:
    rows = [
        {"question": "离春节还有几天"},
        {
            "id": "a",
            "question": "and for children?",
            "language": "zh",
            "now": "2027-01-02T08:30",
            "before": ["what is the fee"],
            "tool": "search_knowledge",
            "args": {"text": "*"},
            "answer": [["5 pounds"], ["five pounds", "a year"]],
            "source": "club.md",
        },
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    short, full = read_questions(path, NOW)
    assert (short.id, short.language, short.now) == ("line-1", "zh", NOW)
    assert not short.is_checkable
    assert (full.language, full.now) == ("zh", datetime(2027, 1, 2, 8, 30))
    assert full.tool == ("search_knowledge",)
    assert full.args == ({"text": "*"},)
    assert full.answer == (("5 pounds",), ("five pounds", "a year"))
    assert full.is_checkable


def test_a_list_and_a_packed_file_are_read_too(tmp_path: Path) -> None:
    row = {"question": "hello", "outcome": "talk"}
    (tmp_path / "a.json").write_text(json.dumps([row]), encoding="utf-8")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    for name in ("a.json", "a.jsonl.gz"):
        (question,) = read_questions(tmp_path / name, NOW)
        assert question.outcome == "talk"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there are no questions in it"),
        ("{", "line 1: not JSON"),
        ('{"question": "a"}\n[1]', "line 2: not JSON|line 2: no object"),
        ("[1]", "line 1: no object in JSON"),
        ("[{]", "begins like a list in JSON and is none"),
        ('{"id": "x"}', 'there is no "question"'),
        ('{"question": 5}', '"question" must be a string'),
        ('{"question": "a", "id": "x"}\n{"question": "b", "id": "x"}', 'line 2: the id "x" was'),
        ('{"question": "a", "now": "soon"}', '"now" must be a date and time'),
        ('{"question": "a", "language": "fr"}', '"language" must be "en" or "zh"'),
        ('{"question": "a", "answer": [[]]}', 'an alternative of "answer" is empty'),
        ('{"question": "a", "answer": 7}', '"answer" must be a list of alternatives'),
        ('{"question": "a", "refuse": "yes"}', '"refuse" must be true or false'),
        ('{"question": "a", "outcome": "fine"}', '"outcome" must be "talk"'),
        ('{"question": "a", "tool": ["x", "y"], "args": [{}]}', "one object for each"),
        ('{"question": "a", "before": "x\\n", "args": [1]}', '"args" must be a list of objects'),
    ],
)
def test_what_is_wrong_is_said_in_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BenchError, match=said) as caught:
        read_questions(path, NOW)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match=r"none\.jsonl: cannot be read: No such file"):
        read_questions(tmp_path / "none.jsonl", NOW)
    with pytest.raises(BenchError, match="cannot be read: Is a directory"):
        read_questions(tmp_path, NOW)
    path = tmp_path / "a.jsonl.gz"
    whole = gzip.compress(b'{"question": "a"}')
    for damaged in (b"no archive", whole[:-9], whole[:12] + b"\xff" * 9 + whole[21:]):
        path.write_bytes(damaged)
        with pytest.raises(BenchError, match=r"not JSON|gzip data is damaged"):
            read_questions(path, NOW)
    path = tmp_path / "latin.jsonl"
    path.write_bytes('{"question": "é"}'.encode("latin-1"))
    with pytest.raises(BenchError, match="not in UTF-8"):
        read_questions(path, NOW)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "question", "language", "now", "before", "tool", "args", "answer", "refuse"]
        ),
        VALUES,
    )
)
def test_any_row_is_a_question_or_says_what_is_wrong(row: dict[str, Any]) -> None:
    said = ""
    try:
        found = question_of(row, 1, NOW)
    except ValueError as error:
        said = str(error)
    else:
        said = found.question
    assert said.strip()
