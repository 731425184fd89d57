from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.embedding_upkeep import embed_for
from kagent_tui.memory_models import memory_models
from store.errors import StoreError
from store.memory import KEYWORDS_ONLY, MemoryBank, Models
from store.records import NewDocument, NewSegment


class Letters:
    """Counts letters: another real way to make vectors, of another size."""

    identity = "letters-1"
    dimensions = 26

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[text.lower().count(chr(97 + place)) for place in range(26)] for text in texts]
        found = np.array(rows, np.float32)
        lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
        return np.asarray(found / np.maximum(lengths, 1), np.float32)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.embed_documents([text])[0]
        return vector


def fill(home: Path, models: Models, count: int = 40) -> None:
    with MemoryBank.open(home, models) as bank:
        for number in range(count):
            text = f"Lamp {number} of the harbour is lit by Ines at dusk."
            bank.add_document(
                NewDocument(f"/{number}", "Lamps", text, "1"), [NewSegment(text, 0, len(text))]
            )


def test_what_was_added_without_a_model_is_embedded_later(tmp_path: Path) -> None:
    fill(tmp_path, KEYWORDS_ONLY)
    with MemoryBank.open(tmp_path, memory_models("builtin")) as bank:
        assert bank.vectors.reembedding.due()
        assert bank.vectors.reembedding.progress() == (0, 40)
        assert not embed_for(bank, 60)
        assert bank.vectors.reembedding.progress() == (40, 40)
        assert not bank.vectors.reembedding.due()
        hit = bank.search("Who lights the lamps of the port?", limit=1)[0]
        assert hit.similarity is not None


def test_no_time_makes_nothing_and_says_that_some_may_lack(tmp_path: Path) -> None:
    fill(tmp_path, KEYWORDS_ONLY, 3)
    with MemoryBank.open(tmp_path, memory_models("builtin")) as bank:
        assert embed_for(bank, 0)
        assert bank.vectors.reembedding.progress() == (0, 3)


def test_the_old_vectors_serve_until_the_new_ones_are_all_there(tmp_path: Path) -> None:
    fill(tmp_path, memory_models("builtin"))
    models = Models(Letters, memory_models("builtin").older)
    with MemoryBank.open(tmp_path, models) as bank:
        assert bank.vectors.reembedding.step(10) == 10
        assert bank.vectors.reembedding.progress() == (10, 40)
        query = bank.vectors.embed_query("harbour lamp")
        assert query is not None
        assert len(query) == 256
    # Another process goes on where this one ended.
    with MemoryBank.open(tmp_path, models) as bank:
        assert bank.vectors.reembedding.progress() == (10, 40)
        assert not embed_for(bank, 60)
        query = bank.vectors.embed_query("harbour lamp")
        assert query is not None
        assert len(query) == 26


def test_an_embedding_file_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"not a model")
    with MemoryBank.open(tmp_path / "home", memory_models(str(broken))) as bank:
        document, segments = NewDocument("/a", "a", "text", "1"), [NewSegment("text", 0, 4)]
        with pytest.raises(StoreError) as caught:
            bank.add_document(document, segments)
    assert str(broken) in str(caught.value)
    assert "\n" not in str(caught.value)
