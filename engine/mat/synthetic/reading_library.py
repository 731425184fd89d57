"""What the real search finds for the questions of the training documents, in a file.

    python -m engine.mat.synthetic.reading_library --data ../shared/data --out .training/found.jsonl

Training on what the search really brings shows a small model the sentences that it will have to
tell apart: of the same document, of others like it, with the answer among them and without.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.events import Language, Location
from engine.mat.synthetic.held_out import HeldOut
from engine.mat.synthetic.sources import PassageQuestion, passage_questions
from engine.reading.extracted import TextPassage
from engine.segmenting import segment
from engine.tools.observation import Passage

if TYPE_CHECKING:
    from store.memory import MemoryBank

# So many passages are kept of each search: those with the answer may be taken away again.
_DEPTH = 16
_LEAST_RELEVANCE = 0.1
_SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A segment that the search found: its place in the document of that title, and its ranks."""

    title: str
    start: int
    end: int
    text: str
    score: float
    relevance: float
    heading: str | None = None

    def passage(self) -> Passage:
        """It as the search tool hands it on."""
        location = Location(heading=self.heading, span=(self.start, self.end))
        return Passage(self.text, self.title, self.title, location, self.score)


@dataclass(frozen=True, slots=True)
class Searched:
    """A question with what the search over all training documents of its language found."""

    item: PassageQuestion
    found: tuple[FoundPassage, ...]


def read_searched(path: Path) -> Iterator[Searched]:
    """What `main` wrote.

    Raises:
        OSError: there is no such file.
    """
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            found = tuple(FoundPassage(**entry) for entry in record["found"])
            yield Searched(PassageQuestion(**record["item"]), found)


def search_all(items: Sequence[PassageQuestion]) -> Iterator[Searched]:
    """Every question with what is found for it in the documents of them all."""
    from models.embedding.loading import builtin_path
    from models.embedding.static import StaticModel
    from store.memory import MemoryBank, Models

    model = StaticModel.open(builtin_path())
    with tempfile.TemporaryDirectory() as folder:
        models = Models(embedder=lambda: model, words=lambda: model)
        with MemoryBank.open(Path(folder), models) as bank:
            _fill(bank, items)
            for item in items:
                yield Searched(item, tuple(_found(bank, item.question)))


def _fill(bank: MemoryBank, items: Iterable[PassageQuestion]) -> None:
    from store.documents import NewEntry
    from store.records import NewDocument, NewSegment

    contexts: dict[str, list[str]] = {}
    for item in items:
        texts = contexts.setdefault(item.title, [])
        if item.passage not in texts:
            texts.append(item.passage)
    entries = []
    for title, texts in contexts.items():
        passages, start = [], 0
        for text in texts:
            passages.append(TextPassage(start, start + len(text)))
            start += len(text) + len(_SEPARATOR)
        whole = _SEPARATOR.join(texts)
        pieces = [
            NewSegment(piece.text, piece.start, piece.end) for piece in segment(whole, passages)
        ]
        entries.append(NewEntry(NewDocument(title, title, whole, "1"), pieces))
    bank.add_documents(entries)


def _found(bank: MemoryBank, question: str) -> Iterator[FoundPassage]:
    for hit in bank.search(question, limit=_DEPTH):
        if hit.relevance >= _LEAST_RELEVANCE:
            yield FoundPassage(
                hit.title, hit.start, hit.end, hit.text, round(hit.score, 4),
                round(hit.relevance, 4),
            )  # fmt: skip


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--language", choices=("en", "zh"), help="only these; the default is both")
    options = parser.parse_args()
    items = list(passage_questions(options.data))
    held_out = HeldOut.of(passage_questions(options.data, held_out=True))
    items = [item for item in items if not held_out.shares(item.passage)]
    languages: tuple[Language, ...] = (options.language,) if options.language else ("en", "zh")
    part = options.out.with_suffix(".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("w", encoding="utf-8") as stream:
        for language in languages:
            for searched in search_all([item for item in items if item.language == language]):
                stream.write(json.dumps(asdict(searched), ensure_ascii=False) + "\n")
    part.replace(options.out)


if __name__ == "__main__":
    main()
