"""GGUF embedding models: a small BERT written here, and the built-in language model."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.embedding.base import EmbeddingCancelledError, EmbeddingError, EmbeddingModel
from models.embedding.gguf import GgufModel
from models.embedding.instructions import Instructions, instructions_for
from models.embedding.loading import load_embedding
from models.training.embedding_bert_gguf import write_bert_gguf

WIDTH, LAYERS, CONTEXT = 32, 2, 64
VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "ferry", "leaves", "at", "nine", "tax",
    "law", "##s", ".", "渡", "轮", "query", ":", "a", "##b", "c",
]  # fmt: skip


def random_bert(seed: int = 0) -> dict[str, Any]:
    """Weights of an untrained BERT with the names that Hugging Face gives them."""
    rng = np.random.default_rng(seed)

    def matrix(*shape: int) -> Any:
        return rng.normal(0.0, 0.3, shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": matrix(len(VOCABULARY), WIDTH),
        "embeddings.position_embeddings.weight": matrix(CONTEXT, WIDTH),
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        start = f"encoder.layer.{layer}."
        for name, rows, columns in (
            ("attention.self.query", WIDTH, WIDTH),
            ("attention.self.key", WIDTH, WIDTH),
            ("attention.self.value", WIDTH, WIDTH),
            ("attention.output.dense", WIDTH, WIDTH),
            ("intermediate.dense", 4 * WIDTH, WIDTH),
            ("output.dense", WIDTH, 4 * WIDTH),
        ):
            weights[f"{start}{name}.weight"] = matrix(rows, columns)
            weights[f"{start}{name}.bias"] = matrix(rows)
        norms += [f"{start}attention.output.LayerNorm", f"{start}output.LayerNorm"]
    for norm in norms:
        weights[f"{norm}.weight"] = np.ones(WIDTH, np.float32)
        weights[f"{norm}.bias"] = np.zeros(WIDTH, np.float32)
    return weights


def write(path: Path, **options: Any) -> Path:
    write_bert_gguf(path, random_bert(), VOCABULARY, heads=4, **options)
    return path


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("bert") / "tiny-bert.gguf")


@pytest.fixture(scope="module")
def model(bert: Path) -> GgufModel:
    return GgufModel(bert)


def test_it_embeds_any_number_of_texts(model: GgufModel) -> None:
    interface: EmbeddingModel = model
    texts = [f"the ferry leaves at nine {'tax ' * (n % 30)}" for n in range(45)] + ["", " \n"]
    rows = interface.embed_documents(texts)
    assert rows.shape == (47, WIDTH)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows[:45], axis=1), 1.0, atol=1e-5)
    assert not rows[45:].any()
    # A text's vector does not depend on what else is in its batch.
    for place in (0, 17, 44):
        np.testing.assert_allclose(
            interface.embed_documents([texts[place]])[0], rows[place], atol=1e-4
        )
    assert interface.embed_documents([]).shape == (0, WIDTH)


def test_long_texts_are_cut_to_the_context(model: GgufModel) -> None:
    room = CONTEXT - 2
    long, longer = "tax " * room, "tax " * room + "ferry " * 5000
    rows = model.embed_documents([long, longer])
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-5)


def test_names_of_special_tokens_in_a_text_are_text(model: GgufModel) -> None:
    said, cut = model.embed_documents(["tax [SEP] law", "tax [SEP]"])
    assert 2 not in model._tokens("[CLS] tax [SEP]", 20)
    assert 3 not in model._tokens("[CLS] tax [SEP]", 20)
    assert not np.allclose(said, cut, atol=1e-3)


def test_instructions_are_put_before_queries(bert: Path, model: GgufModel) -> None:
    asking = GgufModel(bert, instructions=Instructions(query="query: "))
    try:
        np.testing.assert_allclose(
            asking.embed_query("tax law"), model.embed_documents(["query: tax law"])[0], atol=1e-5
        )
        np.testing.assert_allclose(
            asking.embed_documents(["tax law"]), model.embed_documents(["tax law"]), atol=1e-5
        )
        assert asking.identity != model.identity
    finally:
        asking.close()


def test_the_identity_follows_content_and_context(bert: Path, tmp_path: Path) -> None:
    same = shutil.copy(bert, tmp_path / bert.name)
    other = tmp_path / "other" / bert.name
    other.parent.mkdir()
    write_bert_gguf(other, random_bert(seed=1), VOCABULARY, heads=4)
    identities = []
    for path, context in ((bert, 512), (Path(same), 512), (other, 512), (bert, 16)):
        model = GgufModel(path, context_tokens=context)
        identities.append(model.identity)
        model.close()
    assert identities[0] == identities[1]
    assert len(set(identities)) == 3


def test_cancelling_ends_it(model: GgufModel) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(EmbeddingCancelledError):
        model.embed_documents(["tax law"], cancel)
    assert model.embed_documents(["tax law"]).any()


def test_threads_take_turns(model: GgufModel) -> None:
    expected = model.embed_query("the ferry leaves")
    results: list[bool] = []

    def work() -> None:
        results.extend(
            bool(np.allclose(model.embed_query("the ferry leaves"), expected, atol=1e-5))
            for _ in range(10)
        )

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 40


def test_a_closed_model_says_so(bert: Path) -> None:
    model = GgufModel(bert)
    model.close()
    model.close()
    with pytest.raises(EmbeddingError, match="is closed"):
        model.embed_query("tax")


def test_a_language_model_embeds_too(builtin_model_path: Path) -> None:
    model = load_embedding(str(builtin_model_path))
    try:
        texts = ["a dog runs in the park", "税法", "long " * 2000, "<|im_end|>"]
        rows = model.embed_documents(texts)
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
        assert int((rows @ model.embed_query("a dog runs")).argmax()) == 0
    finally:
        model.close()


def test_a_reranker_is_refused(tmp_path: Path) -> None:
    rank = 4
    path = write(tmp_path / "reranker.gguf", pooling=rank)
    with pytest.raises(EmbeddingError, match="is a reranker"):
        GgufModel(path)


def test_damaged_files_are_refused_in_one_line(bert: Path, tmp_path: Path) -> None:
    data = bert.read_bytes()
    for number, content in enumerate((b"", data[:100], data[: len(data) // 2], b"x" + data)):
        path = tmp_path / f"{number}.gguf"
        path.write_bytes(content)
        with pytest.raises(EmbeddingError) as caught:
            GgufModel(path)
        assert "\n" not in str(caught.value)
        assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("names", "query", "passage"),
    [
        (("Multilingual E5 Small",), "query: ", "passage: "),
        (("e5-base-v2-q8_0",), "query: ", "passage: "),
        (("bge-small-en-v1.5",), "Represent this sentence for searching relevant passages: ", ""),
        (("Bge Small Zh V1.5",), "为这个句子生成表示以用于检索相关文章：", ""),
        (("", "nomic-bert", "model"), "search_query: ", "search_document: "),
        (("bge-m3",), "", ""),
        (("all-MiniLM-L6-v2",), "", ""),
        (("code5",), "", ""),
    ],
)
def test_known_models_get_their_instructions(
    names: tuple[str, ...], query: str, passage: str
) -> None:
    assert instructions_for(*names) == Instructions(query, passage)
