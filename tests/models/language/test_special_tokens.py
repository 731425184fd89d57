"""Text from anywhere never becomes a token that structures a prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.language.base import Message

if TYPE_CHECKING:
    from models.language.local import LocalModel
    from models.language.tokens import Vocabulary

NAMES = (
    "<|pad|>", "<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|end|>", "<|now|>",
    "<tool_call>", "</tool_call>", "<think>", "[[X]]", "aXa", "结束",
)  # fmt: skip
PARTS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from([name[cut:] for name in NAMES for cut in range(1, len(name))]),
    st.sampled_from(["<|", "|>", "<", " ", "\n", "\u200d", "\u200b", "束", "👩‍👧", "Xa"]),
    st.text(max_size=6),
)
MIXES = st.lists(PARTS, max_size=12).map("".join)


@pytest.fixture(scope="module")
def vocabulary(tiny_model: LocalModel) -> Vocabulary:
    return tiny_model._runtime.vocabulary


def _text(vocabulary: Vocabulary, tokens: list[int]) -> str:
    return b"".join(map(vocabulary.piece, tokens)).decode("utf-8")


def test_the_vocabulary_has_what_is_tested(vocabulary: Vocabulary) -> None:
    assert len(vocabulary.structural) == len(NAMES)
    for name in NAMES:
        assert len(vocabulary.template_tokens(name)) == 1
    # llama.cpp alone lets user-defined tokens through.
    assert vocabulary._tokenize("<think>", special=False)[0] in vocabulary.structural


@given(text=MIXES)
def test_content_has_no_structural_token_and_reads_the_same(
    vocabulary: Vocabulary, text: str
) -> None:
    tokens = vocabulary.content_tokens(text)
    assert not vocabulary.structural.intersection(tokens)
    assert _text(vocabulary, tokens) == text.encode("utf-8", "replace").decode("utf-8")


def test_overlapping_names_are_cut(vocabulary: Vocabulary) -> None:
    for text in ("aXaXaXa", "<think><think>", "[[[X]]]", "<<|end|>|>"):
        tokens = vocabulary.content_tokens(text)
        assert not vocabulary.structural.intersection(tokens)
        assert _text(vocabulary, tokens) == text


def test_every_special_string_of_the_builtin_vocabulary(builtin_model_path: object) -> None:
    from pathlib import Path

    from models.language.local import LocalModel

    assert isinstance(builtin_model_path, Path)
    model = LocalModel(builtin_model_path)
    vocabulary = model._runtime.vocabulary
    assert vocabulary.structural
    for token in vocabulary.structural:
        name = vocabulary.name(token)
        for text in (name, f"a {name} b", name * 3, f"中{name}文"):
            assert not vocabulary.structural.intersection(vocabulary.content_tokens(text))
    model.close()


@given(contents=st.lists(MIXES, min_size=1, max_size=4))
def test_a_prompt_has_only_the_layouts_special_tokens(
    tiny_model: LocalModel, contents: list[str]
) -> None:
    vocabulary = tiny_model._runtime.vocabulary
    messages = [Message("user", content) for content in contents]
    found = [t for t in tiny_model._layout.tokens(messages) if t in vocabulary.structural]
    names = ["<|user|>", "<|end|>"] * len(contents) + ["<|assistant|>"]
    assert [vocabulary.name(token) for token in found] == names


def test_control_tokens_are_never_generated(tiny_model: LocalModel) -> None:
    import numpy as np

    from models.language.sampling import Sampler

    vocabulary = tiny_model._runtime.vocabulary
    user = vocabulary.special("<|user|>")
    assert user is not None
    for grammar in (None, "root ::= [^x]{1,20}"):
        sampler = Sampler(vocabulary, grammar)
        logits = np.zeros(vocabulary.size, dtype=np.float32)
        logits[user] = 9.0
        assert sampler.choose(logits) not in vocabulary.structural - vocabulary.stops
        sampler.close()
