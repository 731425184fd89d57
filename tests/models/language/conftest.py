"""Random-weight GGUF files, written on the spot, for tests of the language models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import gguf
    import numpy as np

    from models.language.local import LocalModel

CONTROL = ("<|pad|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|end|>", "<|now|>")
# Strings that many published models mark as user-defined: they match even in plain text.
USER_DEFINED = ("<tool_call>", "</tool_call>", "<think>", "[[X]]", "aXa", "结束")
MERGES = ("t h", "th e", "Ġ the", "i n", "e r", "Ġ a", "o n", "ä ¸", "ä ½", "å ¤")


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of a random Llama-architecture decoder and what its file says."""

    width: int = 64
    layers: int = 2
    feed_forward: int = 128
    context: int = 1024
    architecture: str = "llama"
    pointer: bool = True
    template: str | None = None
    control: tuple[str, ...] = CONTROL
    stop: str = "<|end|>"
    extra: dict[str, str] = field(default_factory=dict)


def _byte_alphabet() -> list[str]:
    """The 256 printable stand-ins for bytes of GPT-2's byte-level BPE, by byte value."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spare = iter(range(256, 512))
    return [chr(byte if byte in kept else next(spare)) for byte in range(256)]


def write_gguf(path: Path, shape: Shape) -> Path:
    """Write a Llama-architecture GGUF with random F16 weights and a byte-level BPE vocabulary."""
    import gguf

    tokens = [*_byte_alphabet(), *(merge.replace(" ", "") for merge in MERGES)]
    kinds = [1] * len(tokens) + [3] * len(shape.control) + [4] * len(USER_DEFINED)
    tokens += [*shape.control, *USER_DEFINED]
    writer = gguf.GGUFWriter(path, shape.architecture)
    writer.add_name("random")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(list(MERGES))
    writer.add_eos_token_id(tokens.index(shape.stop))
    writer.add_add_bos_token(False)
    if shape.template is not None:
        writer.add_chat_template(shape.template)
    if shape.pointer:
        writer.add_string("kagent.prompt_style", "pointer")
    for key, value in shape.extra.items():
        writer.add_string(key, value)
    _add_tensors(writer, shape, len(tokens))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_tensors(writer: gguf.GGUFWriter, shape: Shape, vocabulary: int) -> None:
    """Random matrices, cut from one block of noise because drawing them all would take long."""
    import numpy as np

    random = np.random.default_rng(7)
    noise = random.standard_normal(1 << 20).astype(np.float16)

    def matrix(rows: int, columns: int, scale: float) -> np.ndarray:
        start = int(random.integers(1 << 18))
        tiled = np.resize(noise[start:], rows * columns).reshape(rows, columns)
        return tiled * np.float16(scale)

    key_width, scale = shape.width // 2, shape.width**-0.5
    writer.add_tensor("token_embd.weight", matrix(vocabulary, shape.width, 1.0))
    writer.add_tensor("output_norm.weight", np.ones(shape.width, dtype=np.float32))
    for layer in range(shape.layers):
        for norm in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{norm}.weight", np.ones(shape.width, np.float32))
        for name, rows, columns in (
            ("attn_q", shape.width, shape.width),
            ("attn_k", key_width, shape.width),
            ("attn_v", key_width, shape.width),
            ("attn_output", shape.width, shape.width),
            ("ffn_gate", shape.feed_forward, shape.width),
            ("ffn_up", shape.feed_forward, shape.width),
            ("ffn_down", shape.width, shape.feed_forward),
        ):
            writer.add_tensor(f"blk.{layer}.{name}.weight", matrix(rows, columns, scale))


@pytest.fixture(scope="session")
def gguf_writer(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Shape], Path]:
    """Return a function that writes a random GGUF of some shape, once per shape."""
    folder = tmp_path_factory.mktemp("gguf")
    written: dict[str, Path] = {}

    def write(shape: Shape) -> Path:
        key = repr(shape)
        if key not in written:
            written[key] = write_gguf(folder / f"random-{len(written)}.gguf", shape)
        return written[key]

    return write


@pytest.fixture(scope="session")
def tiny_path(gguf_writer: Callable[[Shape], Path]) -> Path:
    """Return a tiny pointer-style GGUF."""
    return gguf_writer(Shape())


@pytest.fixture(scope="session")
def tiny_model(tiny_path: Path) -> Iterator[LocalModel]:
    """Return the tiny pointer-style model, loaded once; tests must exhaust their generations."""
    from models.language.local import LocalModel

    model = LocalModel(tiny_path)
    yield model
    model.close()


@pytest.fixture(scope="session")
def slow_path(gguf_writer: Callable[[Shape], Path]) -> Path:
    """Return a GGUF of 250 MB, so large that a prompt takes seconds."""
    return gguf_writer(Shape(width=1024, layers=8, feed_forward=4096, context=4096))


@pytest.fixture(scope="session")
def accepts(tiny_model: LocalModel) -> Callable[[str, str], bool]:
    """Return a function (grammar, text) -> whether llama.cpp's own matcher takes the whole text."""
    import numpy as np

    from models.language.sampling import Sampler

    vocabulary = tiny_model._runtime.vocabulary
    stop = next(iter(vocabulary.stops))

    def matches(grammar: str, text: str) -> bool:
        sampler = Sampler(vocabulary, grammar)
        try:
            for token in vocabulary.content_tokens(text):
                logits = np.full(vocabulary.size, -np.inf, dtype=np.float32)
                logits[token] = 0.0
                if not sampler._allowed(np.array([token]), logits).size:
                    return False
                assert sampler.choose(logits) == token
            zeros = np.zeros(vocabulary.size, dtype=np.float32)
            return bool(sampler._allowed(np.array([stop]), zeros).size)
        finally:
            sampler.close()

    return matches


@pytest.fixture(scope="session")
def shape() -> type[Shape]:
    """Return the class that describes a random GGUF, since a conftest cannot be imported."""
    return Shape
