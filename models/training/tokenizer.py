"""The built-in model's tokenizer: byte-level BPE whose tokens never cross a Chinese character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SPECIAL_TOKENS = (
    "<|pad|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|tool|>",
    "<|end|>",
    "<|reserved_0|>",
    "<|reserved_1|>",
)
PAD, SYSTEM, USER, ASSISTANT, TOOL, END = range(6)
ROLE_IDS = {"system": SYSTEM, "user": USER, "assistant": ASSISTANT, "tool": TOOL}

# The split pattern of Qwen2, which llama.cpp knows as the pre-tokenizer "qwen2": it isolates every
# digit. https://huggingface.co/Qwen/Qwen2-7B/blob/main/tokenizer.json
QWEN2_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_SINGLE_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"


def train_tokenizer(texts: Iterable[str], vocabulary_size: int, target: Path) -> Any:
    """Learn the merges from `texts` and write tokenizer.json to `target`.

    While learning, every Han character stands alone, so no merge crosses one: a span copied out of
    a question then has the same tokens as in the question.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    def pre_tokenizer(*, split_han: bool) -> Any:
        parts: list[Any] = [pre_tokenizers.Split(Regex(QWEN2_PATTERN), "isolated")]
        if split_han:
            parts.append(pre_tokenizers.Split(Regex(_SINGLE_HAN), "isolated"))
        parts.append(pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False))
        return pre_tokenizers.Sequence(parts)

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer(split_han=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary_size,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.pre_tokenizer = pre_tokenizer(split_han=False)
    target.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(target))
    return tokenizer


def load_tokenizer(path: Path) -> Any:
    """The tokenizer that `train_tokenizer` wrote."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))


def encode_content(tokenizer: Any, text: str) -> list[int]:
    """Token ids of plain text; the names of special tokens in it are spelled out, never special."""
    tokenizer.encode_special_tokens = True
    return list(tokenizer.encode(text, add_special_tokens=False).ids)


# A little of the question is learnt too: it teaches the language that people ask in.
USER_WEIGHT = 0.1
DEFAULT_WEIGHTS = {"assistant": 1.0, "user": USER_WEIGHT}


def read_texts(paths: Iterable[Path], limit_bytes: int) -> Iterator[str]:
    """Paragraph-sized pieces of the files, `limit_bytes` from each, evenly spread over the file."""
    for path in paths:
        data = path.read_text(encoding="utf-8", errors="replace")
        stride = max(1, len(data) // max(1, limit_bytes))
        block = 4000
        for start in range(0, len(data), block * stride):
            yield data[start : start + block]
