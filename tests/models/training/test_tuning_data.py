"""Exported conversations are read, and bad lines are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.tuning_data import conversation, read_conversations
from models.training.tuning_settings import (
    TuningError,
    TuningSettings,
    plan_batches,
)
from tests.models.training.tuning_samples import sample_rows, write_rows


def test_both_forms_are_read(tmp_path: Path) -> None:
    found = read_conversations(write_rows(tmp_path / "mat.jsonl", sample_rows()), "all")
    assert len(found) == 40
    pair, chat = found[:2]
    assert [m.role for m in pair.messages] == ["user", "assistant"]
    assert pair.learnt == (1,)
    assert pair.plain_prompt
    assert chat.learnt == (2, 4)
    assert not chat.plain_prompt


def test_a_prompt_of_messages_teaches_its_response_only() -> None:
    earlier = [
        {"role": "user", "content": "a"},
        {"role": "assistant", "content": "b"},
        {"role": "user", "content": "c"},
    ]
    found = conversation({"prompt": earlier, "response": "d", "source": "ignored"})
    assert found.learnt == (3,)
    assert found.messages[3].content == "d"


def test_the_last_turn_alone_is_learnt_unless_all_are_wanted() -> None:
    assert conversation(sample_rows()[1]).learnt == (4,)


def test_a_greeting_before_anybody_asked_is_no_response() -> None:
    said = [
        {"role": "system", "content": "s"},
        {"role": "assistant", "content": "Hello"},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "How can I help?"},
    ]
    assert conversation({"messages": said}, "all").learnt == (3,)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "no JSON object"),
        ("{", "Expecting"),
        ("{}", "neither"),
        ('{"prompt": "", "response": "b"}', '"prompt" is empty'),
        ('{"prompt": "a", "response": " "}', '"response"'),
        ('{"prompt": 3, "response": "b"}', '"prompt" must be a list'),
        ('{"messages": []}', "must be a list of messages"),
        ('{"messages": [{"role": "user", "content": "a"}]}', "no answer of the assistant"),
        ('{"messages": [{"role": "robot", "content": "a"}]}', "'robot' is none of"),
        ('{"messages": [{"role": "user", "content": null}]}', "both strings"),
        ("[" * 100_000, "line 2"),
    ],
)
def test_a_bad_line_is_named_in_one_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "bad.jsonl"
    good = json.dumps(sample_rows()[0])
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(TuningError) as caught:
        read_conversations(path)
    assert "line 2" in str(caught.value)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_empty_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(TuningError, match="cannot be read"):
        read_conversations(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n\n")
    with pytest.raises(TuningError, match="holds no conversations"):
        read_conversations(tmp_path / "empty.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes("春节".encode("gbk"))
    with pytest.raises(TuningError, match="UTF-8"):
        read_conversations(tmp_path / "gbk.jsonl")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["messages", "prompt", "response", "role", "content"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(row=json_values, learn=st.sampled_from(["all", "last"]))
def test_any_row_is_read_or_refused(row: Any, learn: Any) -> None:
    try:
        found = conversation(row, learn)
    except ValueError:
        return
    assert found.learnt
    assert all(found.messages[turn].role == "assistant" for turn in found.learnt)


@given(share=st.integers(1, 64), most=st.integers(1, 16), processes=st.integers(1, 16))
def test_a_batch_is_spread_exactly(share: int, most: int, processes: int) -> None:
    plan = plan_batches(share * processes, most, processes)
    assert plan.total == share * processes
    assert plan.micro <= most


def test_a_batch_that_cannot_be_shared_is_refused() -> None:
    with pytest.raises(TuningError, match="set --batch to a multiple of 3"):
        plan_batches(16, 4, 3)


def test_the_defaults_are_those_of_the_paper() -> None:
    settings = TuningSettings(model="m", data=Path("d"), out=Path("o"))
    assert (settings.peak_rate, settings.batch, settings.epochs) == (5e-6, 16, 1)
    assert settings.warm_up == 0.03
    assert TuningSettings("m", Path("d"), Path("o"), lora=True).peak_rate == 1e-4
