"""llama.cpp and the training's tokenizer give the same ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.builtin import language_model_path
from models.language.local import LocalModel
from models.training.tokenizer import SPECIAL_TOKENS, encode_content, load_tokenizer

TOKENIZER = Path("models/training/tokenizer.json")
DATA = Path("tests/data")


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return load_tokenizer(Path(__file__).parents[3] / TOKENIZER)


@pytest.fixture(scope="module")
def model() -> Any:
    with_model = LocalModel(language_model_path())
    yield with_model
    with_model.close()


def ids_of(model: LocalModel, text: str) -> list[int]:
    """llama.cpp's own ids of plain text."""
    return model._runtime.vocabulary._tokenize(text, special=False)


AWKWARD = [
    "", " ", "  a  b ", "\n\n\t x", "2026年10月1日", "1,234.5", "don't I'LL we've",
    "👩\u200d👧\u200d👦 emoji", "ﬁ", "KAgent。用JSON计划", '{"task_name": "x"}', "a\r\nb",
    "e\u0301", "繁體字", "…—“”", "\u3000全角　空格", "x" * 500,
]  # fmt: skip


def test_questions_passages_and_awkward_strings(tokenizer: Any, model: LocalModel) -> None:
    texts = list(AWKWARD)
    for name in ("planning_questions.jsonl", "example_questions.jsonl"):
        path = Path(__file__).parents[2] / "data" / name
        texts += [json.loads(line)["question"] for line in path.open(encoding="utf-8")]
    for path in sorted((Path(__file__).parents[3] / "examples").iterdir()):
        texts += path.read_text(encoding="utf-8").splitlines()
    assert len(texts) > 500
    different = [t for t in texts if ids_of(model, t) != encode_content(tokenizer, t)]
    assert different == []


@given(text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_text(tokenizer: Any, model: LocalModel, text: str) -> None:
    assert ids_of(model, text) == encode_content(tokenizer, text)


def test_names_of_special_tokens_are_plain_text(tokenizer: Any, model: LocalModel) -> None:
    for name in SPECIAL_TOKENS:
        ids = encode_content(tokenizer, name)
        assert min(ids) >= len(SPECIAL_TOKENS)
        assert min(model._runtime.vocabulary.content_tokens(name)) >= len(SPECIAL_TOKENS)


def test_every_digit_stands_alone(tokenizer: Any) -> None:
    assert len(encode_content(tokenizer, "20261120")) == 8


def test_no_token_crosses_a_chinese_character(tokenizer: Any) -> None:
    apart = [encode_content(tokenizer, character) for character in "春节放假几天"]
    assert encode_content(tokenizer, "春节放假几天") == [i for ids in apart for i in ids]
