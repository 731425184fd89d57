"""What training reads and goes on from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.training.conversation_rows import read_conversations
from models.training.corpus import NGRAM, ngrams


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"messages": []}\n{"nothing": 1}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"c\.jsonl:2: not a conversation"):
        list(read_conversations(path))


def test_shared_passages_are_recognised() -> None:
    passage = "The " + " ".join(f"word{i}" for i in range(NGRAM + 3))
    assert not ngrams(passage).isdisjoint(ngrams(f"Before it, {passage} and after."))
    assert ngrams("too short").isdisjoint(ngrams(passage))
    assert ngrams("春节是中国最重要的传统节日之一啊") & ngrams(
        "我说春节是中国最重要的传统节日之一啊"
    )


@pytest.mark.usefixtures("torch_installed")
def test_training_goes_on_from_the_weights_that_are_shipped(builtin_model_path: Path) -> None:
    import torch

    from models.training.decoder import Decoder
    from models.training.export import read_gguf
    from models.training.weights import read_weights

    config, arrays = read_gguf(builtin_model_path)
    model = Decoder(config)
    model.load_state_dict(read_weights(builtin_model_path, torch.device("cpu")))
    assert config.context >= 1024
    for name, tensor in model.state_dict().items():
        assert np.array_equal(tensor.numpy(), arrays[name]), name
