"""A Hugging Face tokenizer.json as the tokenizer keys of a GGUF file.

Byte-level BPE only. llama.cpp has the way a text is split before the merges built in, under a name;
here the name is found by what tokenizer.json says of it (pattern and options), which decides it
whatever the vocabulary is. What is not known is refused, since a wrong name gives wrong tokens
without any error.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.training.tuning_settings import TuningError

_CONTRACTIONS: Final = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_REST: Final = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
# The patterns that Llama 3 and Qwen2 publish in their tokenizer.json.
LLAMA3_PATTERN: Final = _CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + _REST
QWEN2_PATTERN: Final = _CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + _REST
# The pattern that splits, or "gpt-2" for the one that byte-level BPE has of its own, "+digits" with
# every digit apart; whether a word that is a token skips its merges; llama.cpp's name for both.
_NAMES: Final[dict[tuple[str, bool], str]] = {
    (LLAMA3_PATTERN, True): "llama-bpe",
    (LLAMA3_PATTERN, False): "smaug-bpe",
    (QWEN2_PATTERN, False): "qwen2",
    ("gpt-2", False): "gpt-2",
    ("gpt-2+digits", False): "smollm",
}
_NORMAL, _CONTROL, _USER_DEFINED, _UNUSED = 1, 3, 4, 5


@dataclass(frozen=True, slots=True)
class GgufVocabulary:
    """The tokenizer keys of a GGUF file."""

    split: str
    tokens: list[str]
    types: list[int]
    merges: list[str]
    special: dict[str, int]
    begins: bool
    template: str | None


def read_vocabulary(folder: Path, size: int) -> GgufVocabulary:
    """The vocabulary of a model's folder, filled up to the `size` of its embedding.

    Raises:
        TuningError: files are missing or damaged, or llama.cpp has no such tokenizer.
    """
    described = _read_json(folder / "tokenizer.json")
    config = _read_json(folder / "tokenizer_config.json")
    model = described.get("model") or {}
    if model.get("type") != "BPE" or model.get("byte_fallback"):
        raise TuningError(
            f"{folder} has a {model.get('type')} tokenizer that is not byte-level BPE: "
            "convert it with llama.cpp's own scripts"
        )
    split = split_name(described)
    by_id = {int(number): token for token, number in model["vocab"].items()}
    kinds = dict.fromkeys(by_id, _NORMAL)
    for added in described.get("added_tokens", []):
        by_id[added["id"]] = added["content"]
        kinds[added["id"]] = _CONTROL if added["special"] else _USER_DEFINED
    if max(by_id) >= size:
        raise TuningError(
            f"{folder} has {max(by_id) + 1} tokens and an embedding of {size}: "
            "they do not belong together"
        )
    tokens = [by_id.get(number, f"[PAD{number}]") for number in range(size)]
    merges = [m if isinstance(m, str) else " ".join(m) for m in model["merges"]]
    return GgufVocabulary(
        split,
        tokens,
        [kinds.get(number, _UNUSED) for number in range(size)],
        merges,
        _special(config, {token: number for number, token in by_id.items()}, folder),
        _begins(described, config),
        _template(folder, config),
    )


def split_name(described: dict[str, Any]) -> str:
    """llama.cpp's name of the way in which a tokenizer.json splits texts.

    Raises:
        TuningError: it knows none that does the same.
    """
    model = described["model"]
    odd = [
        key
        for key in ("continuing_subword_prefix", "end_of_word_suffix", "dropout", "unk_token")
        if model.get(key)
    ]
    normaliser = (described.get("normalizer") or {}).get("type")
    if normaliser not in (None, "NFC"):
        odd.append(f"normalizer {normaliser}")
    pattern = _pattern(described.get("pre_tokenizer") or {})
    name = _NAMES.get((pattern or "", bool(model.get("ignore_merges"))))
    if odd or name is None:
        what = ", ".join(odd) or f"splits texts by {(pattern or 'an unknown rule')[:80]!r}"
        raise TuningError(
            f"the tokenizer ({what}) is none of those that are known to give the same tokens in "
            "llama.cpp: convert the model with llama.cpp's own scripts"
        )
    return name


def _pattern(pre_tokenizer: dict[str, Any]) -> str | None:
    """The key into `_NAMES` of a pre-tokenizer, None where its parts are others."""
    parts = pre_tokenizer.get("pretokenizers", [pre_tokenizer])
    if not parts or parts[-1].get("type") != "ByteLevel" or parts[-1].get("add_prefix_space"):
        return None
    own_split = parts[-1].get("use_regex", True)
    before = parts[:-1]
    if own_split:
        if not before:
            return "gpt-2"
        digits = len(before) == 1 and before[0].get("type") == "Digits"
        return "gpt-2+digits" if digits and before[0].get("individual_digits") else None
    if len(before) != 1 or before[0].get("type") != "Split":
        return None
    split = before[0]
    if split.get("behavior") != "Isolated" or split.get("invert"):
        return None
    pattern = split.get("pattern", {}).get("Regex")
    return str(pattern) if pattern else None


def _special(config: dict[str, Any], ids: dict[str, int], folder: Path) -> dict[str, int]:
    """Numbers of the special tokens by their role: "bos", "eos", "pad"."""
    found = {}
    for role in ("bos", "eos", "pad"):
        token = config.get(f"{role}_token")
        content = token.get("content") if isinstance(token, dict) else token
        if content is None:
            continue
        if content not in ids:
            raise TuningError(f"{folder} names {content!r} as {role}_token, which is no token")
        found[role] = ids[content]
    if "eos" not in found:
        raise TuningError(f"{folder} names no eos_token: set one in tokenizer_config.json")
    return found


def _begins(described: dict[str, Any], config: dict[str, Any]) -> bool:
    """Whether a begin token is put before every text."""
    bos = config.get("bos_token")
    wanted = bos.get("content") if isinstance(bos, dict) else bos
    processor = described.get("post_processor") or {}
    for part in processor.get("processors", [processor]):
        first = (part.get("single") or [{}])[0]
        if part.get("type") == "TemplateProcessing" and "SpecialToken" in first:
            return bool(first["SpecialToken"].get("id") == wanted)
    return False


def _template(folder: Path, config: dict[str, Any]) -> str | None:
    """The chat template: a file of its own, or in the configuration."""
    own = folder / "chat_template.jinja"
    if own.is_file():
        return own.read_text(encoding="utf-8")
    template = config.get("chat_template")
    if isinstance(template, list):
        template = next((t["template"] for t in template if t.get("name") == "default"), None)
    return template or None


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TuningError(
            f"{path} is missing: load and save the model with transformers first"
        ) from None
    except (OSError, ValueError) as error:
        raise TuningError(f"{path} cannot be read: {' '.join(str(error).split())}") from error
    if not isinstance(value, dict):
        raise TuningError(f"{path} is no JSON object: save the model again")
    return value
