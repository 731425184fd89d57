"""Packed rows: nothing lost, attention inside conversations, an interrupted run, and learning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.packing import WEIGHT_UNIT, Sequences, as_weights, load_sequences, pack_rows
from models.training.tokenizer import END, PAD, SYSTEM, load_tokenizer

TOKENIZER = Path(__file__).parents[3] / "models/training/tokenizer.json"


def sequences(lengths: list[int], first: int = 10) -> Sequences:
    """Sequences whose tokens tell which one they are of."""
    parts = [np.array([SYSTEM, *[first + n] * (length - 1)]) for n, length in enumerate(lengths)]
    ids = np.concatenate(parts).astype(np.uint16)
    offsets = np.cumsum([0, *lengths])
    return Sequences(ids, np.full(len(ids), WEIGHT_UNIT, np.uint8), offsets)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 64), min_size=1, max_size=60), st.integers(0, 9))
def test_every_sequence_that_fits_is_in_exactly_one_row(lengths: list[int], seed: int) -> None:
    ids, weights = pack_rows(sequences(lengths), 48, seed)
    assert ids.shape == weights.shape
    assert ids.shape[1] == 48
    found = [
        tuple(part) for row in ids for part in " ".join(map(str, row)).split(f"{SYSTEM} ") if part
    ]
    assert len(found) <= len(ids) * 48
    for number, length in enumerate(lengths):
        wanted = length - 1 if length <= 48 else 0
        assert int((ids == 10 + number).sum()) == wanted
    assert (weights[ids == PAD] == 0).all()


def test_rows_are_nearly_full() -> None:
    lengths = np.random.default_rng(0).integers(20, 300, 3000).tolist()
    ids, _ = pack_rows(sequences(lengths, first=2), 2048, 1)
    assert (ids == PAD).mean() < 0.03


def test_weights_survive_the_file(tmp_path: Path) -> None:
    packed = as_weights([0.0, 0.1, 1.0, 3.0, 99.0])
    assert packed.tolist() == [0, 2, 20, 60, 255]
    Sequences(np.arange(5, dtype=np.uint16), packed, np.array([0, 2, 5])).save(tmp_path / "a.npz")
    read = load_sequences(tmp_path / "a.npz")
    assert read.offsets.tolist() == [0, 2, 5]
    assert read.weights.tolist() == packed.tolist()


def test_a_conclusion_counts_more_than_a_plan(tmp_path: Path) -> None:
    from models.training.conversation_rows import CONCLUSION_WEIGHT, encode, pack_files

    tokenizer = load_tokenizer(TOKENIZER)
    plan = '{"task_name": "Search"}'
    messages = [
        {"role": "system", "content": "KAgent."},
        {"role": "user", "content": "Goal: x"},
        {"role": "assistant", "content": plan},
        {"role": "assistant", "content": "[1]"},
    ]
    ((ids, weights),) = encode(tokenizer, [messages], 100)
    assert ids[0] == SYSTEM
    assert ids[-1] == END
    assert weights[-1] == CONCLUSION_WEIGHT
    assert set(weights) == {0.0, 0.1, 1.0, CONCLUSION_WEIGHT}
    assert list(encode(tokenizer, [messages], 5)) == []
    source = tmp_path / "c.jsonl"
    line = json.dumps({"messages": messages}) + "\n"
    source.write_text(line * 3, encoding="utf-8")
    counts = pack_files(tokenizer, [source], tmp_path, 100)
    assert counts == {"conversations": 2, "held_out": 1, "tokens": 2 * len(ids)}
    assert len(load_sequences(tmp_path / "conversations.npz").offsets) == 3


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a little to learn from."""
    rng = np.random.default_rng(3)
    lengths = rng.integers(8, 40, 60).tolist()
    sequences(lengths).save(tmp_path / "conversations.npz")
    sequences(lengths[:8]).save(tmp_path / "held_out.npz")
    np.save(tmp_path / "prose.npy", rng.integers(6, 90, 4000).astype(np.uint16))
    return tmp_path


def start(work: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A tiny training with its data, as the command line makes it."""
    torch = pytest.importorskip("torch")
    from models.training.config import DecoderConfig
    from models.training.packed import Run, load
    from models.training.packed_training import Recipe, Training

    monkeypatch.setattr("builtins.print", lambda *_args, **_options: None)
    config = DecoderConfig(vocabulary=100, width=16, layers=2, heads=2, feed_forward=32, context=64)
    recipe = Recipe(rows=4, length=64, warm_up_steps=2, matrix_rate=2e-2, other_rate=1e-2)
    device = torch.device("cpu")
    training = Training(config, recipe, device)
    return Run(training, load(work, 64, 4, device), work, "run", 0.0), training


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    from models.training.packed import Budget

    whole, training = start(work, monkeypatch)
    whole.go(Budget(None, 14))
    wanted = {name: tensor.clone() for name, tensor in training.model.state_dict().items()}
    lines = [json.loads(line) for line in (work / "run.jsonl").read_text().splitlines()]
    assert lines[-1]["held_out"] < lines[0]["loss"]
    (work / "run.pt").unlink()

    first, _ = start(work, monkeypatch)
    first.go(Budget(None, 14), stop_after=6)
    second, training = start(work, monkeypatch)
    assert training.step == 6
    second.go(Budget(None, 14))
    for name, tensor in training.model.state_dict().items():
        assert torch.equal(tensor, wanted[name]), name


def test_a_conversation_sees_nothing_of_the_one_before_it() -> None:
    torch = pytest.importorskip("torch")
    from models.training.attending import within_conversations
    from models.training.config import DecoderConfig
    from models.training.decoder import Decoder

    torch.manual_seed(0)
    model = Decoder(DecoderConfig(vocabulary=100, width=16, layers=2, heads=2, feed_forward=32))
    alone = torch.tensor([[SYSTEM, 20, 21, 22]])
    behind = torch.tensor([[SYSTEM, 30, 31, 32, SYSTEM, 20, 21, 22]])
    with torch.no_grad():
        expected = model(alone)
        packed = model(behind, within_conversations(behind))[:, 4:]
        leaking = model(behind)[:, 4:]
    # Positions are relative in rotary attention, so standing further right changes nothing.
    assert torch.allclose(packed, expected, atol=1e-4)
    assert not torch.allclose(leaking, expected, atol=1e-2)


def test_an_update_is_orthogonal() -> None:
    torch = pytest.importorskip("torch")
    from models.training.muon import StackedMuon, orthogonal

    torch.manual_seed(1)
    values = torch.linalg.svdvals(orthogonal(torch.randn(3, 12, 40)).float())
    assert values.min() > 0.5
    assert values.max() < 1.4
    weight = torch.nn.Parameter(torch.zeros(8, 8))
    unused = torch.nn.Parameter(torch.ones(8, 8))
    weight.grad = torch.eye(8)
    muon = StackedMuon([weight, unused])
    muon.step(0.1)
    assert weight.grad is None
    assert (weight.diagonal() < 0).all()
    # Without a gradient a matrix only decays.
    assert torch.allclose(unused, torch.full((8, 8), 1 - 0.1 * 0.05))


def test_prose_comes_first_and_conversations_after() -> None:
    from models.training.mixture import Mixture

    mixture = Mixture(0.8, 0.1, 0.3, 0.5)
    assert mixture.prose(0.0) == mixture.prose(0.3) == 0.8
    assert mixture.prose(0.4) == pytest.approx(0.45)
    assert mixture.prose(0.5) == mixture.prose(1.0) == 0.1
