"""Compares an exported GGUF file with the model that it was made of, as `transformers` runs it."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.language.base import Message, ModelError
from models.language.local import LocalModel
from models.language.prompts import TemplateLayout
from models.language.runtime import Runtime
from models.language.tokens import Vocabulary
from models.training.tuning_models import load_model, load_tokenizer
from models.training.tuning_settings import TuningError
from models.training.tuning_tokens import TuningVocabulary

# Where tokenizers differ if they do: scripts, joined emoji, spaces of all kinds, digits, line ends,
# contractions, marks that look like special tokens.
AWKWARD: Final = (
    "a", " ", "   ", "\t\t a", "\n", "\n\n\n", "a\r\nb\r\n", " \n \n", "x  y   z", "trailing  ",
    "don't I'LL WE'VE it’s", "2026-11-20 08:30", "1234567890", "3.14159e-10", "١٢٣ ४५६ 四五六",
    "今天是星期五，春节放假几天？", "繁體中文字", "日本語のテキスト カタカナ", "한국어 문장",
    "Привет, мир", "Ελληνικά", "العربية", "עברית", "हिन्दी में", "ไทยไม่มีช่องว่าง", "Tiếng Việt",
    "👩\u200d👧\u200d👦 🇨🇳 👍🏽", "𝕬𝖇𝖈 𠮷", "\u3000全角　空格", "a\u00a0b\u2003c", "ﬁ ½ ①",
    "e\u0301 n\u0303", "…—“”‘’", "\u200b\u200d\ufeff", "snake_case camelCase HTTPServer",
    '{"task_name": "x", "command": {"name": "y", "args": {}}}', "<|im_start|>system", "<|eot_id|>",
    "<think> </s> [INST]", "if (a<=b) { return a+=1; }", "https://example.org/a?b=c&d=%20#e",
    "x" * 300, "字" * 100, "!!!???...", "C:\\path\\file", "\x00\x01\x7f", "ÀÉÎÕÜ straße İı",
)  # fmt: skip
_PROMPTS: Final = (
    (Message("user", "What day is it in nine days?"),),
    (Message("system", "You are KAgent."), Message("user", "今天是星期几？")),
    (
        Message("user", "When does the ferry leave?"),
        Message("assistant", "At nine."),
        Message("user", "And back?"),
    ),
)
_GREEDY_TOKENS: Final = 24


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a GGUF file compares with its model.

    Attributes:
        texts: How many texts were tokenised by both.
        different: Those of them that gave other tokens.
        same_prompts: Whether both laid out the same tokens for every conversation.
        greedy: Conversations that both answered alike, of `prompts`.
        prompts: How many were answered.
        positions: At how many tokens the distributions of the next were compared.
        divergence: Their mean Kullback-Leibler divergence, in nats; 0 where they are equal.
        agreement: Share of them with the same most likely token.
    """

    texts: int
    different: list[str]
    same_prompts: bool
    greedy: int
    prompts: int
    positions: int
    divergence: float
    agreement: float

    @property
    def same_tokens(self) -> bool:
        """Whether texts and prompts gave the same tokens."""
        return not self.different and self.same_prompts

    def described(self) -> str:
        """One line for people."""
        tokens = f"tokens equal for {self.texts - len(self.different)} of {self.texts} texts"
        if self.different:
            tokens += f" (not {self.different[0][:40]!r})"
        if not self.same_prompts:
            tokens += ", prompts laid out differently"
        return (
            f"{tokens}; greedy text equal for {self.greedy} of {self.prompts} prompts; "
            f"divergence {self.divergence:.2e} nats, same first choice at {self.agreement:.1%} "
            f"of {self.positions} tokens"
        )


def compare(
    folder: Path,
    path: Path,
    *,
    texts: Sequence[str] = AWKWARD,
    prompts: Sequence[Sequence[Message]] = _PROMPTS,
) -> Comparison:
    """Compare the GGUF file at `path` with the model in `folder`, computed in float32.

    llama.cpp composes no characters: where a tokenizer does (NFC), texts are composed before both.

    Raises:
        TuningError: one of the two cannot be loaded.
    """
    import torch

    tokenizer = load_tokenizer(str(folder), online=False)
    vocabulary = TuningVocabulary(tokenizer)
    model = load_model(str(folder), dtype=torch.float32, online=False).eval()
    try:
        local = LocalModel(path)
        runtime = Runtime(path)
    except ModelError as error:
        raise TuningError(str(error)) from error
    try:
        composed = [_composed(tokenizer, text) for text in texts]
        different = [
            text
            for text in composed
            if runtime.vocabulary.content_tokens(text) != vocabulary.content_tokens(text)
        ]
        laid_out = [_laid_out(vocabulary, tokenizer.chat_template, p) for p in prompts]
        found = [_laid_out(runtime.vocabulary, runtime.chat_template(), p) for p in prompts]
        greedy = 0
        divergences: list[float] = []
        agreed = 0
        for prompt, tokens in zip(prompts, laid_out, strict=True):
            answer = _greedy(model, runtime.vocabulary, tokens)
            said = "".join(local.generate(prompt, max_tokens=_GREEDY_TOKENS))
            greedy += said == _text(runtime.vocabulary, answer)
            wanted = _logits(model, [*tokens, *answer])
            near = _runtime_logits(runtime, [*tokens, *answer])
            divergences += _divergences(wanted, near).tolist()
            agreed += int((wanted.argmax(1) == near.argmax(1)).sum())
    finally:
        local.close()
        runtime.close()
    return Comparison(
        texts=len(composed),
        different=different,
        same_prompts=laid_out == found,
        greedy=greedy,
        prompts=len(prompts),
        positions=len(divergences),
        divergence=float(np.mean(divergences)),
        agreement=agreed / len(divergences),
    )


def _composed(tokenizer: Any, text: str) -> str:
    normaliser = tokenizer.backend_tokenizer.normalizer
    return text if normaliser is None else str(normaliser.normalize_str(text))


def _laid_out(vocabulary: Vocabulary, template: str | None, prompt: Sequence[Message]) -> list[int]:
    return TemplateLayout(vocabulary, template, "the model").tokens(prompt)


def _logits(model: Any, tokens: list[int]) -> np.ndarray[Any, Any]:
    import torch

    with torch.inference_mode():
        logits: np.ndarray[Any, Any] = model(torch.tensor([tokens])).logits[0].float().numpy()
    return logits


def _greedy(model: Any, vocabulary: Vocabulary, prompt: list[int]) -> list[int]:
    """PyTorch's greedy continuation, over the tokens that the program may speak."""
    found: list[int] = []
    while len(found) < _GREEDY_TOKENS:
        logits = _logits(model, [*prompt, *found])[-1]
        logits[vocabulary.unspeakable] = -np.inf
        token = int(logits.argmax())
        if token in vocabulary.stops:
            break
        found.append(token)
    return found


def _text(vocabulary: Vocabulary, tokens: list[int]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    return "".join(decoder.decode(vocabulary.spoken_piece(token)) for token in tokens)


def _runtime_logits(runtime: Runtime, tokens: list[int]) -> np.ndarray[Any, Any]:
    runtime.evaluate(tokens[:1], lambda: False)
    found = [runtime.logits().copy()]
    for token in tokens[1:]:
        runtime.append(token, lambda: False)
        found.append(runtime.logits().copy())
    return np.stack(found)


def _divergences(wanted: np.ndarray[Any, Any], found: np.ndarray[Any, Any]) -> Any:
    """Kullback-Leibler divergence of each row, over the softmax of both."""

    def log_softmax(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        shifted = values.astype(np.float64) - values.max(1, keepdims=True)
        normalised: np.ndarray[Any, Any] = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
        return normalised

    a, b = log_softmax(wanted), log_softmax(found)
    return (np.exp(a) * (a - b)).sum(1)
