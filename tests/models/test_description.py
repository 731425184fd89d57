"""What a file says of itself, for architectures of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.description import describe, parts_of
from models.importing import own_name
from models.language.base import ModelFileError
from tests.models.made_gguf import write_gguf

QWEN: dict[str, int | str | bool] = {
    ".context_length": 32768,
    ".block_count": 36,
    ".embedding_length": 2048,
    ".attention.head_count": 16,
    ".attention.head_count_kv": 2,
    "general.name": "Qwen2.5 3B Instruct",
    "general.file_type": 15,
    "general.license": "other",
    "tokenizer.chat_template": "{{ messages }}",
}


def test_a_plain_decoder(tmp_path: Path) -> None:
    told = describe(write_gguf(tmp_path / "a.gguf", "qwen2", QWEN, weights=512))
    assert (told.kind, told.architecture, told.attention) == ("language", "qwen2", "full")
    assert (told.quantisation, told.context_tokens, told.layers) == ("Q4_K_M", 32768, 36)
    assert told.parameters == 512
    # 2 * 36 layers * 2 heads of 128 * 2 bytes, as in the catalogue.
    assert told.kv_bytes_per_token == 36_864
    assert told.memory_bytes(1000) == told.bytes + 36_864_000
    assert told.has_chat_template
    assert (told.style, told.licence) == ("prose", "other")
    assert own_name(told) == "qwen2.5-3b-instruct-q4-k-m"


@pytest.mark.parametrize(
    ("architecture", "values", "attention", "kind"),
    [
        ("gemma3", {".attention.sliding_window": 1024, ".context_length": 131072}, "sliding window",
         "language"),
        ("phi3", {".attention.sliding_window": 131072, ".context_length": 131072}, "full",
         "language"),
        ("mamba", {".ssm.state_size": 16}, "recurrent", "language"),
        ("rwkv7", {".wkv.head_size": 64}, "recurrent", "language"),
        ("bert", {".pooling_type": 1}, "encoder", "embedding"),
        ("nomic-bert", {".pooling_type": 1}, "encoder", "embedding"),
        ("qwen3", {".pooling_type": 3}, "full", "embedding"),
        ("gemma3", {".attention.causal": False, ".pooling_type": 1}, "encoder", "embedding"),
        ("llama", {".pooling_type": 0}, "full", "language"),
    ],
)  # fmt: skip
def test_attention_and_kind(
    tmp_path: Path,
    architecture: str,
    values: dict[str, int | str | bool],
    attention: str,
    kind: str,
) -> None:
    told = describe(write_gguf(tmp_path / "a.gguf", architecture, values))
    assert (told.attention, told.kind) == (attention, kind)


def test_a_window_is_given_in_tokens(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "a.gguf", "gemma3", {".attention.sliding_window": 512})
    assert describe(path).sliding_window == 512


def test_what_a_file_does_not_say_is_left_open(tmp_path: Path) -> None:
    told = describe(write_gguf(tmp_path / "Some_File.gguf", "llama", {}))
    assert (told.name, told.quantisation, told.licence, told.kv_bytes_per_token) == (
        "Some_File", "", "", 0,
    )  # fmt: skip
    assert own_name(told) == "some-file"
    strange = write_gguf(tmp_path / "b.gguf", "llama", {"general.file_type": 999})
    assert describe(strange).quantisation == "type 999"


@pytest.mark.parametrize(
    ("architecture", "values", "says"),
    [
        ("clip", {}, "no model of its own"),
        ("llama", {"general.type": "adapter"}, "adapter"),
        ("bert", {".pooling_type": 4}, "ranks passages"),
        ("llama", {"split.count": 3}, "one of 3 parts"),
    ],
)
def test_files_that_are_no_models(
    tmp_path: Path, architecture: str, values: dict[str, int | str | bool], says: str
) -> None:
    path = write_gguf(tmp_path / "a.gguf", architecture, values)
    with pytest.raises(ModelFileError, match=says) as caught:
        describe(path)
    assert str(path) in str(caught.value)


def test_a_model_in_parts_is_one_model(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        values: dict[str, int | str | bool] = {
            "split.count": 3,
            "general.name": "Big",
            ".block_count": 1,
        }
        write_gguf(tmp_path / f"big-{number:05}-of-00003.gguf", "llama", values, weights=320)
    first = tmp_path / "big-00001-of-00003.gguf"
    told = describe(tmp_path / "big-00002-of-00003.gguf")
    assert told.path == first
    assert len(told.parts) == 3
    assert told.parameters == 960
    assert told.bytes == sum(part.stat().st_size for part in told.parts)
    (tmp_path / "big-00003-of-00003.gguf").unlink()
    with pytest.raises(ModelFileError, match="big-00003-of-00003"):
        parts_of(first)
