"""The built-in embedding model: vectors of length 1, both scripts alike, passages found."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embedding.base import EmbeddingError, EmbeddingModel
from models.embedding.loading import builtin_path, load_embedding
from models.embedding.static import StaticModel

_MOST_BYTES = 12_000_000


@pytest.fixture(scope="module")
def model() -> StaticModel:
    loaded = load_embedding("builtin")
    assert isinstance(loaded, StaticModel)
    return loaded


def test_it_is_an_embedding_model_of_the_promised_size(model: StaticModel) -> None:
    interface: EmbeddingModel = model
    assert interface.dimensions == 256
    assert interface.identity.startswith("kagent-embed-")
    assert builtin_path().stat().st_size <= _MOST_BYTES


def test_rows_have_length_one_or_are_zero(model: StaticModel) -> None:
    rows = model.embed_documents(["The ferry leaves at nine.", "", "合同编号是多少？", "¿?", "🙂"])
    assert rows.shape == (5, 256)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 0, 0], atol=1e-5)
    assert model.embed_documents([]).shape == (0, 256)
    assert np.linalg.norm(model.embed_query("ferry")) == pytest.approx(1.0, abs=1e-5)
    assert not model.embed_query("").any()


def test_the_same_text_has_the_same_vector(model: StaticModel) -> None:
    texts = ["Ferry to the island", "去岛上的渡轮", "unheardofwordsareinpieces"]
    together = model.embed_documents(texts)
    other = StaticModel.open(builtin_path())
    assert other.identity == model.identity
    for row, text in zip(together, texts, strict=True):
        np.testing.assert_array_equal(other.embed_documents([text])[0], row)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("臺灣的電腦與網絡", "台湾的电脑与网络"),
        ("計算機軟體專利", "计算机软体专利"),
        ("圖書館裡的書", "图书馆里的书"),
    ],
)
def test_both_scripts_have_the_same_vector(
    model: StaticModel, traditional: str, simplified: str
) -> None:
    np.testing.assert_array_equal(model.embed_query(traditional), model.embed_query(simplified))


def test_meaning_counts_across_words_and_languages(model: StaticModel) -> None:
    passages = model.embed_documents(
        [
            "The physician prescribed medicine for the sick child.",
            "The parliament passed a law on taxes.",
            "医生给生病的孩子开了药。",
            "议会通过了税法。",
        ]
    )
    for question, english, chinese in (
        ("Which doctor treated the ill boy?", 0, 2),
        ("legislation about taxation", 1, 3),
    ):
        scores = passages @ model.embed_query(question)
        assert scores[:2].argmax() == english
        assert scores[2:].argmax() + 2 == chinese


def test_words_have_vectors_of_their_own(model: StaticModel) -> None:
    words = ["ferry", "boat", "taxation", "火车", "列车", "", "xqzzy", "計算"]
    numbers = model.word_numbers(words)
    # Words come folded: neither pieces nor traditional characters are tried.
    assert [number < 0 for number in numbers] == [False] * 5 + [True] * 3
    vectors = model.word_vectors(np.array(numbers[:5], np.intp))
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > cosines[0, 2] + 0.1
    assert cosines[3, 4] > cosines[3, 0] + 0.1
    assert model.word_vectors(np.array([], np.intp)).shape == (0, 256)


@given(st.text())
def test_any_text_is_finite(model: StaticModel, text: str) -> None:
    for row in (model.embed_documents([text])[0], model.embed_query(text)):
        assert np.isfinite(row).all()
        assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-4) or not row.any()
    assert len(model.word_numbers(text.split())) == len(text.split())


def test_threads_do_not_disturb_each_other(model: StaticModel) -> None:
    texts = [f"sentence number {n} about topic{n % 7} 第{n}句话" for n in range(200)]
    expected = model.embed_documents(texts)
    results: list[bool] = []

    def work() -> None:
        fresh = model.embed_documents(texts)
        results.append(bool((fresh == expected).all()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4


@pytest.mark.parametrize(
    ("name", "floor"),
    [("squad-v1.1-dev-32-articles", 0.45), ("cmrc2018_dev", 0.60), ("DRCD_dev", 0.60)],
)
def test_questions_find_their_passage_among_two_hundred(
    model: StaticModel, shared_data: Path, name: str, floor: float
) -> None:
    articles = json.loads((shared_data / "document-qa" / f"{name}.json").read_text("utf-8"))["data"]
    # Articles of the part that nothing is fitted on.
    kept = [article for number, article in enumerate(articles) if number % 4]
    paragraphs = [paragraph for article in kept for paragraph in article["paragraphs"]][:200]
    rows = model.embed_documents([paragraph["context"] for paragraph in paragraphs])
    found = [
        int((rows @ model.embed_query(paragraph["qas"][0]["question"])).argmax()) == number
        for number, paragraph in enumerate(paragraphs)
        if paragraph["qas"]
    ]
    assert sum(found) / len(found) >= floor


def test_what_cannot_be_loaded_is_told_in_one_line(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a model")
    for source in ("", "  ", str(tmp_path / "absent.gguf"), str(tmp_path), str(text)):
        with pytest.raises(EmbeddingError) as caught:
            load_embedding(source)
        assert "\n" not in str(caught.value)
