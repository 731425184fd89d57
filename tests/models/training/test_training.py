"""Training: batches are reproducible, an interrupted run goes on as if it had not stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.training.batches import (
    ConversationBatches,
    ProseBatches,
    pack_conversations,
    read_conversations,
)
from models.training.corpus import NGRAM, ngrams
from models.training.tokenizer import ASSISTANT, END, USER, encode_conversation, load_tokenizer

TOKENIZER = Path(__file__).parents[3] / "models/training/tokenizer.json"
CONVERSATION = [
    {"role": "user", "content": "Goal: 春节"},
    {"role": "assistant", "content": "[1]"},
    {"role": "tool", "content": "a fact [1]"},
]


def write_conversations(path: Path, count: int) -> None:
    lines = []
    for number in range(count):
        text = f"Goal: how many days until {number}?" + " please" * (number % 7)
        messages = [
            {"role": "user", "content": text},
            {"role": "assistant", "content": f"[{number % 5}]"},
        ]
        lines.append(json.dumps({"messages": messages}))
    path.write_text("\n".join(lines), encoding="utf-8")


def test_only_the_assistant_and_a_little_the_user_are_learnt() -> None:
    ids, weights = encode_conversation(load_tokenizer(TOKENIZER), CONVERSATION)
    assert (ids[0], ids[-1]) == (USER, END)
    start = ids.index(ASSISTANT)
    assert set(weights[1 : start - 1]) == {0.1}
    assert weights[start + 1 : start + 5].count(1.0) == 4
    assert weights[-1] == 0.0
    assert len(ids) == len(weights)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"messages": []}\n{"nothing": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"c\.jsonl:2: not a conversation"):
        list(read_conversations(path))


def test_conversation_batches_cover_everything_once_an_epoch(tmp_path: Path) -> None:
    source, packed = tmp_path / "c.jsonl", tmp_path / "c.npz"
    write_conversations(source, 120)
    assert pack_conversations(load_tokenizer(TOKENIZER), source, packed, 512) == (120, 0)
    batches = ConversationBatches(packed, tokens_per_batch=256, seed=3)
    again = ConversationBatches(packed, tokens_per_batch=256, seed=3)
    rows = 0
    for step in range(batches.batches_per_epoch):
        batch = batches(step)
        assert np.array_equal(batch.inputs, again(step).inputs)
        assert batch.inputs[:, 1:].tolist() == batch.targets[:, :-1].tolist()
        rows += len(batch.inputs)
    assert rows == 120


def test_prose_batches_are_windows_of_the_stream(tmp_path: Path) -> None:
    np.save(tmp_path / "p.npy", np.arange(5000, dtype=np.uint16))
    batch = ProseBatches(tmp_path / "p.npy", length=32, tokens_per_batch=128, seed=1)(7)
    assert batch.inputs.shape == (4, 32)
    assert np.array_equal(batch.inputs + 1, batch.targets)


def test_shared_passages_are_recognised() -> None:
    passage = "The " + " ".join(f"word{i}" for i in range(NGRAM + 3))
    assert not ngrams(passage).isdisjoint(ngrams(f"Before it, {passage} and after."))
    assert ngrams("too short").isdisjoint(ngrams(passage))
    assert ngrams("春节是中国最重要的传统节日之一啊") & ngrams(
        "我说春节是中国最重要的传统节日之一啊"
    )


@pytest.mark.usefixtures("torch_installed")
def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(tmp_path: Path) -> None:
    import torch

    from models.training import train as training
    from models.training.config import DecoderConfig

    config = DecoderConfig(width=32, layers=1, heads=2, feed_forward=48, context=64)
    finals = []
    for folder, stops in (("whole", [900]), ("broken", [400, 900])):
        work = tmp_path / folder
        work.mkdir()
        write_conversations(work / "c.jsonl", 60)
        pack_conversations(
            load_tokenizer(TOKENIZER), work / "c.jsonl", work / "conversations.npz", 64
        )
        for stop in stops:
            recipe = training.Recipe("conversations", 900, 128, 1e-3, 1e-3)
            training.train(recipe, config, work, None, stop_after=stop)
        finals.append(torch.load(work / "conversations.pt", weights_only=True))
    assert finals[0]["spent"] == finals[1]["spent"] >= 900
    for name, tensor in finals[0]["model"].items():
        assert torch.equal(tensor, finals[1]["model"][name]), name


@pytest.mark.usefixtures("torch_installed")
def test_positions_without_weight_cost_nothing() -> None:
    import torch

    from models.training.train import ROW_STEP, paying_rows

    weights = torch.zeros(4, 600)
    weights[1, 5] = weights[3, 7] = 1.0
    rows: Any = paying_rows(weights)
    assert {605, 1807} <= set(rows.tolist())
    assert len(rows) == ROW_STEP


@pytest.mark.usefixtures("torch_installed")
def test_training_goes_on_from_the_weights_that_are_shipped(builtin_model_path: Path) -> None:
    import torch

    from models.training.decoder import Decoder
    from models.training.export import read_gguf
    from models.training.train import read_weights

    config, arrays = read_gguf(builtin_model_path)
    model = Decoder(config)
    model.load_state_dict(read_weights(builtin_model_path, torch.device("cpu")))
    assert config.context == 1024
    for name, tensor in model.state_dict().items():
        assert np.array_equal(tensor.numpy(), arrays[name]), name
