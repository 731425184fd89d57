"""Exported files hold the model: same tokens, same greedy text, close when quantised."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.language.base import Message
from models.language.gguf_file import read_header
from models.training.quantising import quantise
from models.training.tuning_settings import TuningError
from tests.models.training.tuning_samples import (
    CHATML,
    TEXTS,
    one_thread,
    require_train,
    sample_rows,
    write_rows,
)

KINDS = ("llama", "qwen2", "qwen3")

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model of every kind, and each as F32."""
    require_train()
    one_thread()
    from models.training.tuning_export import export
    from models.training.tuning_models import quieten
    from models.training.tuning_tiny import make_tiny_model

    quieten()
    folder = tmp_path_factory.mktemp("base")
    for kind in KINDS:
        # As wide as a block of Q4_K, which narrower rows cannot be made into.
        make_tiny_model(folder / kind, TEXTS, kind=kind, width=256)  # type: ignore[arg-type]
        export(folder / kind, folder / f"{kind}.gguf", weights="F32")
    return folder


@pytest.fixture
def copied(base: Path, tmp_path: Path) -> Path:
    """A copy of a model to damage."""
    return Path(shutil.copytree(base / "qwen2", tmp_path / "copied"))


def edit_json(path: Path, **changes: Any) -> None:
    held = json.loads(path.read_text(encoding="utf-8"))
    held.update(changes)
    path.write_text(json.dumps(held), encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_an_exact_file_is_the_model(base: Path, kind: str) -> None:
    from models.training.tuning_check import compare

    found = compare(base / kind, base / f"{kind}.gguf")
    assert found.different == []
    assert found.same_prompts
    assert found.greedy == found.prompts == 3
    assert found.agreement == 1.0
    assert found.divergence < 1e-6


@pytest.mark.parametrize("weights", ["F16", "BF16"])
def test_half_precision_is_close(base: Path, tmp_path: Path, weights: Any) -> None:
    from models.training.tuning_check import compare
    from models.training.tuning_export import export

    path = export(base / "llama", tmp_path / "half.gguf", weights=weights)
    assert path.stat().st_size < 0.6 * (base / "llama.gguf").stat().st_size
    found = compare(base / "llama", path)
    assert found.same_tokens
    # Seven bits of BF16 against ten of F16.
    assert found.divergence < (1e-5 if weights == "F16" else 1e-3)
    if weights == "F16":
        assert found.greedy == found.prompts


@pytest.mark.parametrize(
    ("kind", "share", "divergence"),
    [("Q8_0", 0.30, 2e-3), ("Q4_0", 0.20, 0.3), ("Q4_K_M", 0.22, 0.1)],
)
@pytest.mark.parametrize("architecture", ["llama", "qwen2"])
def test_a_quantised_file_is_smaller_and_close(
    base: Path, tmp_path: Path, architecture: str, kind: str, share: float, divergence: float
) -> None:
    from models.training.tuning_check import compare

    exact = base / f"{architecture}.gguf"
    path = quantise(exact, tmp_path / "small.gguf", kind, threads=1)
    assert path.stat().st_size < share * exact.stat().st_size
    assert list(tmp_path.glob("*.part")) == []
    found = compare(base / architecture, path)
    assert found.same_tokens
    assert found.divergence < divergence


def test_the_program_speaks_with_the_file(base: Path) -> None:
    from models.language.local import LocalModel

    model = LocalModel(base / "llama.gguf")
    try:
        header = read_header(base / "llama.gguf").metadata
        assert header["general.architecture"] == "llama"
        assert header["tokenizer.ggml.pre"] == "llama-bpe"
        assert header["tokenizer.ggml.add_bos_token"] is True
        assert "<|start_header_id|>" in header["tokenizer.chat_template"]
        assert model.style == "prose"
        assert model.context_tokens == 1024
        generation = model.generate([Message("user", "今天星期几？")], max_tokens=8)
        list(generation)
        assert generation.usage.generated_tokens > 0
        vocabulary = model._runtime.vocabulary
        assert vocabulary.special("<|eot_id|>") in vocabulary.stops
    finally:
        model.close()


GPT2_SPLIT = {
    "type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True
}  # fmt: skip
DIGITS = {"type": "Digits", "individual_digits": True}


@pytest.mark.parametrize(
    ("source", "pre_tokenizer", "ignore_merges", "name"),
    [
        ("llama", None, True, "llama-bpe"),
        ("llama", None, False, "smaug-bpe"),
        ("qwen2", None, False, "qwen2"),
        ("qwen2", GPT2_SPLIT, False, "gpt-2"),
        ("qwen2", {"type": "Sequence", "pretokenizers": [DIGITS, GPT2_SPLIT]}, False, "smollm"),
    ],
)
def test_every_known_split_gives_the_same_tokens(
    base: Path, tmp_path: Path, source: str, pre_tokenizer: Any, ignore_merges: bool, name: str
) -> None:
    from models.language.runtime import Runtime
    from models.training.tuning_check import AWKWARD
    from models.training.tuning_export import export
    from models.training.tuning_models import load_tokenizer
    from models.training.tuning_tokens import TuningVocabulary

    folder = Path(shutil.copytree(base / source, tmp_path / "model"))
    held = json.loads((folder / "tokenizer.json").read_text())
    held["model"]["ignore_merges"] = ignore_merges
    held["normalizer"] = None
    if pre_tokenizer is not None:
        held["pre_tokenizer"] = pre_tokenizer
    (folder / "tokenizer.json").write_text(json.dumps(held))
    path = export(folder, tmp_path / "model.gguf")
    assert read_header(path).metadata["tokenizer.ggml.pre"] == name
    texts = [*AWKWARD, *TEXTS, *_lines_of_the_examples()]
    vocabulary = TuningVocabulary(load_tokenizer(str(folder), online=False))
    runtime = Runtime(path)
    try:
        different = [
            text
            for text in texts
            if runtime.vocabulary.content_tokens(text) != vocabulary.content_tokens(text)
        ]
    finally:
        runtime.close()
    assert len(texts) > 200
    assert different == []


def _lines_of_the_examples() -> list[str]:
    folder = Path(__file__).parents[3] / "examples"
    return [
        line
        for path in sorted(folder.iterdir())
        if path.suffix in {".md", ".txt"}
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize(
    "scaling",
    [
        {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
         "original_max_position_embeddings": 64},
        {"rope_type": "linear", "factor": 4.0},
        {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 256},
    ],
    ids=lambda scaling: scaling["rope_type"],
)  # fmt: skip
def test_scaled_rotary_embeddings_are_the_same(
    base: Path, tmp_path: Path, scaling: dict[str, Any]
) -> None:
    from models.training.tuning_check import compare
    from models.training.tuning_export import export

    folder = Path(shutil.copytree(base / "llama", tmp_path / "scaled"))
    edit_json(folder / "config.json", rope_parameters={"rope_theta": 10000.0, **scaling})
    path = export(folder, tmp_path / "scaled.gguf", weights="F32")
    long = [(Message("user", "One two three four five six seven. " * 12),)]
    assert compare(folder, path, texts=["a"], prompts=long).divergence < 1e-5
    # Otherwise the scaling would make no difference here, and this test none either.
    assert compare(folder, base / "llama.gguf", texts=["a"], prompts=long).divergence > 1e-4


@pytest.mark.parametrize(
    ("file", "changes", "reason"),
    [
        ("config.json", {"architectures": ["GemmaForCausalLM"]}, "GemmaForCausalLM cannot be"),
        ("config.json", {"use_sliding_window": True}, "sliding window"),
        ("config.json", {"hidden_act": "gelu"}, "gelu"),
        ("config.json", {"rope_parameters": {"rope_type": "longrope"}}, "longrope"),
        ("config.json", {"num_hidden_layers": 3}, "lacks 9 tensors"),
        ("config.json", {"vocab_size": 5}, "do not belong together"),
        ("tokenizer.json", {"model": {"type": "Unigram"}}, "not byte-level BPE"),
        ("tokenizer.json", {"pre_tokenizer": {"type": "Metaspace"}}, "none of those"),
        ("tokenizer.json", {"normalizer": {"type": "Lowercase"}}, "normalizer Lowercase"),
        ("tokenizer_config.json", {"eos_token": None}, "no eos_token"),
        ("tokenizer_config.json", {"eos_token": "<nothing>"}, "is no token"),
    ],
)
def test_what_would_not_be_the_same_is_refused(
    copied: Path, tmp_path: Path, file: str, changes: dict[str, Any], reason: str
) -> None:
    from models.training.tuning_export import export

    edit_json(copied / file, **changes)
    with pytest.raises(TuningError) as caught:
        export(copied, tmp_path / "out.gguf")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.gguf").exists()


def test_an_unknown_pattern_is_refused(copied: Path) -> None:
    from models.training.tuning_vocabulary import split_name

    held = json.loads((copied / "tokenizer.json").read_text())
    held["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = r"\w+|\W+"
    with pytest.raises(TuningError, match="known to give the same tokens"):
        split_name(held)


def test_missing_and_damaged_files_are_named(copied: Path, tmp_path: Path) -> None:
    from models.training.tuning_export import export, main

    weights = copied / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(TuningError, match="is damaged"):
        export(copied, tmp_path / "out.gguf")
    weights.unlink()
    with pytest.raises(TuningError, match="holds no model"):
        export(copied, tmp_path / "out.gguf")
    (copied / "tokenizer.json").unlink()
    with pytest.raises(TuningError, match=r"tokenizer\.json is missing"):
        export(copied, tmp_path / "out.gguf")
    assert main(["--model", str(tmp_path), "--out", str(tmp_path / "out.gguf")]) == 1


def test_the_quantiser_refuses_in_one_line(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = base / "qwen2.gguf"
    small = quantise(exact, tmp_path / "small.gguf", "Q8_0", threads=1)
    with pytest.raises(TuningError, match="could not be quantised to Q4_0") as caught:
        quantise(small, tmp_path / "smaller.gguf", "Q4_0")
    assert "\n" not in str(caught.value)
    with pytest.raises(TuningError, match="choose from Q8_0"):
        quantise(exact, tmp_path / "x.gguf", "Q9")
    with pytest.raises(TuningError, match="written over itself"):
        quantise(exact, exact, "Q8_0")
    (tmp_path / "cut.gguf").write_bytes(exact.read_bytes()[:5000])
    with pytest.raises(TuningError):
        quantise(tmp_path / "cut.gguf", tmp_path / "x.gguf", "Q8_0")
    full = SimpleNamespace(total=10, used=9, free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(TuningError, match="GB free"):
        quantise(exact, tmp_path / "x.gguf", "Q8_0")
    assert not (tmp_path / "x.gguf").exists()


@pytest.mark.parametrize("lora", [False, True])
def test_the_end_of_the_pipeline_in_small(tmp_path: Path, lora: bool) -> None:
    require_train()
    one_thread()
    from models.language.local import LocalModel
    from models.training.tuning_pipeline import tiny_pipeline

    data = write_rows(tmp_path / "mat.jsonl", sample_rows())
    result = tiny_pipeline(data, tmp_path / "out", steps=24, lora=lora)
    assert result.last_loss < result.first_loss
    assert result.same, result.comparison
    model = LocalModel(result.quantised)
    try:
        said = "".join(model.generate([Message("user", "第3天是星期几？")], max_tokens=20))
    finally:
        model.close()
    assert said
    if not lora:
        # The tuned model has learnt how answers to such questions begin.
        assert result.last_loss < 0.3 * result.first_loss


def test_nothing_of_the_program_needs_the_training_packages() -> None:
    import subprocess

    heavy = ("torch", "transformers", "peft", "accelerate", "safetensors", "gguf", "tokenizers")
    program = (
        "import sys\n"
        "import kagent_tui.cli, engine.agent, store.database\n"
        "import models.language.local, models.language.remote, models.embedding\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_template_keeps_its_own_words(copied: Path, tmp_path: Path) -> None:
    from models.training.tuning_export import export

    (copied / "chat_template.jinja").unlink()
    edit_json(copied / "tokenizer_config.json", chat_template=CHATML)
    path = export(copied, tmp_path / "out.gguf")
    assert read_header(path).metadata["tokenizer.chat_template"] == CHATML
