"""The exported file computes in llama.cpp what the decoder computes in PyTorch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.events import Language
from engine.profile import DEFAULT_PROFILE
from engine.prompts.layout import PromptLayout
from engine.tools.builtin import builtin_registry
from models.builtin import language_model_path
from models.language.local import LocalModel
from models.training.tokenizer import (
    ASSISTANT,
    END,
    ROLE_IDS,
    encode_content,
    load_tokenizer,
)

ROOT = Path(__file__).parents[3]
TOKENIZER = ROOT / "models/training/tokenizer.json"


@pytest.fixture(scope="module")
def decoder() -> Any:
    """The decoder with the weights of the built-in file."""
    torch = pytest.importorskip("torch")
    from models.training.decoder import Decoder
    from models.training.export import read_gguf

    config, state = read_gguf(language_model_path())
    model = Decoder(config)
    model.load_state_dict({name: torch.from_numpy(values) for name, values in state.items()})
    return model.eval()


def prompts() -> list[list[Any]]:
    """Planning prompts of every eighth written question."""
    found = []
    path = ROOT / "tests/data/planning_questions.jsonl"
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    for row in rows[::8]:
        language: Language = row["language"]
        layout = PromptLayout("pointer", language, DEFAULT_PROFILE)
        from datetime import datetime

        found.append(
            layout.opening(builtin_registry(), (), row["question"], datetime(2026, 11, 20))
        )
    return found


def greedy(decoder: Any, tokenizer: Any, messages: list[Any], limit: int) -> str:
    """PyTorch's own greedy continuation."""
    import torch

    ids: list[int] = []
    for message in messages:
        ids += [ROLE_IDS[message.role], *encode_content(tokenizer, message.content), END]
    ids.append(ASSISTANT)
    start = len(ids)
    with torch.inference_mode():
        for _ in range(limit):
            hidden = decoder(torch.tensor([ids]))
            token = int(decoder.logits(hidden[0, -1]).argmax())
            if token == END:
                break
            ids.append(token)
    return str(tokenizer.decode(ids[start:]))


@pytest.fixture(scope="module")
def wanted(decoder: Any) -> list[str]:
    """PyTorch's continuation of each prompt, which takes most of a minute: once for all tests."""
    tokenizer = load_tokenizer(TOKENIZER)
    return [greedy(decoder, tokenizer, messages, 60) for messages in prompts()]


@pytest.mark.usefixtures("torch_installed")
def test_greedy_output_is_the_same(decoder: Any, wanted: list[str], tmp_path: Path) -> None:
    from models.training.export import export_gguf

    state = {name: tensor.numpy() for name, tensor in decoder.state_dict().items()}
    exact = tmp_path / "exact.gguf"
    export_gguf(
        state, decoder.config.to_json(), TOKENIZER, exact,
        name="exact", description="", quantised=False,
    )  # fmt: skip
    model = LocalModel(exact)
    try:
        cases = prompts()
        found = ["".join(model.generate(messages, max_tokens=60)) for messages in cases]
    finally:
        model.close()
    assert len(cases) == 30
    assert found == wanted


@pytest.mark.usefixtures("torch_installed")
def test_the_shipped_file_differs_from_exact_arithmetic_rarely(wanted: list[str]) -> None:
    model = LocalModel(language_model_path())
    try:
        cases = prompts()
        found = ["".join(model.generate(messages, max_tokens=60)) for messages in cases]
    finally:
        model.close()
    equal = sum(one == other for one, other in zip(found, wanted, strict=True))
    # Eight-bit activations round differently from float32: a near tie may fall the other way.
    assert equal >= len(cases) - 2
