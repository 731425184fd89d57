"""How search, memory and disk grow with the number of segments: 10^4, 10^5, 10^6.

    python -m benchmarks.scale [--sizes 10000 100000 1000000] [--work DIR] [--queries 240]

Builds a bank of made-up documents (benchmarks/corpus.py) of each size, or takes the one that it
built before, and measures it in fresh processes: times of the whole search and of its parts over
English and Chinese queries, after as many others to warm up; resident memory, file-mapped pages
included; recall of the vector search against an exact one; bytes on disk. Times are given as
wall-clock and as CPU time: on a busy machine only the latter says something.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpus import MadeDocument, make_documents, make_query
from models.embedding.loading import BUILTIN, load_embedding
from store.documents import NewEntry
from store.memory import MemoryBank, Models
from store.records import NewDocument, NewSegment, SearchScope
from store.segments import indexed_text

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
SIZES = (10_000, 100_000, 1_000_000)
LIMIT = 10
_DOCUMENTS_AT_ONCE = 40
_EXACT_AT_ONCE = 20_000
_QUESTION_FILES = ("squad-v1.1-dev-32-articles.json", "cmrc2018_dev.json")
_PARTS = ("embedding", "keywords", "vectors", "ranking")


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def open_bank(home: Path) -> MemoryBank:
    """The bank in `home`, with the built-in embedding model for everything."""
    models: list[Any] = []

    def model() -> Any:
        if not models:
            models.append(load_embedding(BUILTIN))
        return models[0]

    return MemoryBank.open(home, Models(embedder=model, words=model))


def build(home: Path, segments: int, data: Path) -> None:
    """Fill `home` with made-up documents; the time it took is kept beside it."""
    made = home.with_suffix(".json")
    if made.exists():
        return
    wall, cpu = time.perf_counter(), time.process_time()
    with open_bank(home) as bank:
        documents = make_documents(data / "text", segments)
        number, done = 0, 0
        while batch := list(islice(documents, _DOCUMENTS_AT_ONCE)):
            bank.add_documents([_entry(number + place, each) for place, each in enumerate(batch)])
            number += len(batch)
            done += sum(len(each.segments) for each in batch)
            if done % 50_000 < _DOCUMENTS_AT_ONCE * 25:
                say(f"  {done} segments, {done / (time.process_time() - cpu):.0f} a CPU second")
    seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    made.write_text(json.dumps(seconds), "utf-8")


def _entry(number: int, made: MadeDocument) -> NewEntry:
    text = "\n\n".join(made.segments)
    segments, start = [], 0
    for piece in made.segments:
        segments.append(NewSegment(piece, start, start + len(piece)))
        start += len(piece) + 2
    return NewEntry(NewDocument(f"/made/{number}", made.title, text, "1"), segments)


def settle(home: Path) -> None:
    """Bring a bank that was built with older code up to date: vectors, index."""
    with open_bank(home) as bank:
        while bank.vectors.reembedding.step(2000):
            pass
        bank.search("up to date")


def queries_for(bank: MemoryBank, data: Path, count: int, seed: int) -> list[str]:
    """Half of them made from segments of the bank, half asked by people about other texts."""
    generator = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    top = bank._database.value("SELECT max(id) FROM segments")
    queries: list[str] = []
    while len(queries) < count // 2:
        text = bank._database.value(
            "SELECT text FROM segments WHERE id = ?", (generator.randint(1, top),)
        )
        if text:
            language = "en" if text[:200].isascii() or text[0].isascii() else "zh"
            queries.append(make_query(text, language, generator))
    for name in _QUESTION_FILES:
        articles = json.loads((data / "document-qa" / name).read_text("utf-8"))["data"]
        asked = [
            entry["question"]
            for article in articles
            for paragraph in article["paragraphs"]
            for entry in paragraph["qas"]
        ]
        queries.extend(generator.sample(asked, count // 4))
    generator.shuffle(queries)
    return queries


class Clocks:
    """Wall-clock and CPU milliseconds of parts of a search, by name."""

    def __init__(self) -> None:
        self.wall: dict[str, list[float]] = defaultdict(list)
        self.cpu: dict[str, list[float]] = defaultdict(list)

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, with its times noted under `name`."""

        def run(*arguments: Any, **named: Any) -> Any:
            wall, cpu = time.perf_counter(), time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.wall[name].append(1000 * (time.perf_counter() - wall))
                self.cpu[name].append(1000 * (time.process_time() - cpu))

        return run

    def clear(self) -> None:
        """Forget what was noted."""
        self.wall.clear()
        self.cpu.clear()


def measure(home: Path, data: Path, count: int) -> dict[str, Any]:
    """Times and memory of searches, in this process and nothing else before."""
    start = resident()
    clocks = Clocks()
    with open_bank(home) as bank:
        queries = queries_for(bank, data, 2 * count, seed=11)
        watched: list[tuple[str, Any, str]] = [
            ("embedding", bank.vectors, "embed_query"),
            ("keywords", bank._indexing, "search"),
            ("vectors", bank.vectors, "search"),
            ("ranking", bank._retrieval, "_judged"),
        ]
        for name, owner, method in watched:
            setattr(owner, method, clocks.timed(name, getattr(owner, method)))
        search = clocks.timed("whole", bank.search)
        search(queries[0], limit=LIMIT)
        first = clocks.wall["whole"][0]
        for query in queries[1:count]:
            search(query, limit=LIMIT)
        clocks.clear()
        for query in queries[count:]:
            search(query, limit=LIMIT)
        memory = resident()
        statistics = bank.statistics()
    return {
        "segments": statistics.segments,
        "bytes": statistics.bytes,
        "first": first,
        "start": start,
        "memory": memory,
        "wall": {name: _percentiles(values) for name, values in clocks.wall.items()},
        "cpu": {name: _percentiles(values) for name, values in clocks.cpu.items()},
    }


def _percentiles(values: Iterable[float]) -> tuple[float, float]:
    p50, p95 = np.percentile(list(values), [50, 95])
    return float(p50), float(p95)


def resident() -> dict[str, float]:
    """Megabytes of this process: resident, the anonymous part, the peak. Linux only."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith("kB")}
    return {name: int(sizes[name]) / 1024 for name in ("VmRSS", "RssAnon", "VmHWM")}


def measure_recall(home: Path, data: Path, count: int, exactly: bool) -> dict[str, float]:
    """The share of the ten truly nearest segments that the search by vectors finds.

    Against the stored vectors, rounded to int8; if `exactly` also against unrounded ones, for
    which every text is embedded again.
    """
    with open_bank(home) as bank:
        vectors = bank.vectors
        embedded = [vectors.embed_query(query) for query in queries_for(bank, data, count, 11)]
        asked = [vector for vector in embedded if vector is not None and vector.any()]
        found = [
            {segment_id for segment_id, _ in vectors.search(vector, SearchScope(), LIMIT)}
            for vector in asked
        ]
        sources = {"stored": _stored(bank)}
        if exactly:
            sources["unrounded"] = _unrounded(bank)
        recall = {}
        for name, source in sources.items():
            nearest = _nearest(np.stack(asked), source)
            shared = sum(len(found[row] & set(nearest[row].tolist())) for row in range(len(asked)))
            recall[name] = shared / (LIMIT * len(asked))
        return recall


Batch = tuple[NDArray[np.int64], NDArray[np.float32]]


def _stored(bank: MemoryBank) -> Iterator[Batch]:
    top = bank._database.value("SELECT max(id) FROM segments")
    for first in range(1, top + 1, _EXACT_AT_ONCE):
        by_id = bank.vectors.vectors_of(range(first, first + _EXACT_AT_ONCE))
        yield np.array(list(by_id)), np.stack(list(by_id.values()))


def _unrounded(bank: MemoryBank) -> Iterator[Batch]:
    model = load_embedding(BUILTIN)
    last = 0
    while rows := bank._database.tuples(
        "SELECT id, title, heading, text FROM segments WHERE id > ? ORDER BY id LIMIT 5000",
        (last,),
    ):
        last = rows[-1][0]
        texts = [indexed_text(*row[1:]) for row in rows]
        yield np.array([row[0] for row in rows]), model.embed_documents(texts)


def _nearest(asked: NDArray[np.float32], batches: Iterable[Batch]) -> NDArray[np.int64]:
    best = np.full((len(asked), LIMIT), -np.inf, np.float32)
    best_ids = np.zeros((len(asked), LIMIT), np.int64)
    for ids, vectors in batches:
        cosines = np.concatenate([best, asked @ vectors.T], axis=1)
        numbers = np.concatenate([best_ids, np.broadcast_to(ids, (len(asked), len(ids)))], axis=1)
        places = np.argpartition(-cosines, LIMIT - 1, axis=1)[:, :LIMIT]
        best = np.take_along_axis(cosines, places, axis=1)
        best_ids = np.take_along_axis(numbers, places, axis=1)
    return best_ids


def report(size: int, home: Path, found: dict[str, Any], recall: dict[str, float]) -> None:
    """The table of one size."""
    made = json.loads(home.with_suffix(".json").read_text("utf-8"))
    memory = found["memory"]
    say(
        f"{size:>9,} segments: {found['bytes'] / 1e6:,.0f} MB on disk; built in "
        f"{made['wall']:,.0f} s ({made['cpu']:,.0f} s CPU, {size / made['cpu']:,.0f} a CPU second)"
    )
    say(
        f"  resident {memory['VmRSS']:.0f} MB ({memory['RssAnon']:.0f} anonymous), peak "
        f"{memory['VmHWM']:.0f} MB; before opening {found['start']['VmRSS']:.0f} MB; "
        f"first search {found['first']:.0f} ms"
    )
    shares = ", ".join(f"{value:.4f} against {name} vectors" for name, value in recall.items())
    say(f"  recall@{LIMIT} of the vector search: {shares}")
    say("  ms             wall p50     p95     CPU p50     p95")
    for name in ("whole", *_PARTS):
        wall, cpu = found["wall"].get(name), found["cpu"].get(name)
        if wall and cpu:
            say(f"  {name:12} {wall[0]:10.1f} {wall[1]:7.1f} {cpu[0]:11.1f} {cpu[1]:7.1f}")


def _in_fresh_process(task: str, home: Path, arguments: argparse.Namespace) -> Any:
    command = [sys.executable, "-m", "benchmarks.scale", "--task", task, "--home", str(home)]
    command += ["--queries", str(arguments.queries), "--data", str(arguments.data)]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as kagent itself sets it
    done = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True, cwd=REPOSITORY, env=environment
    )
    return json.loads(done.stdout)


def main() -> None:
    """Build and measure each size, or do one task for a parent process."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--work", type=Path, default=Path("/tmp/kagent-scale"))  # noqa: S108
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--queries", type=int, default=240)
    parser.add_argument("--task", choices=("measure", "recall", "recall-exactly"))
    parser.add_argument("--home", type=Path)
    arguments = parser.parse_args()
    if arguments.task == "measure":
        say(json.dumps(measure(arguments.home, arguments.data, arguments.queries)))
    elif arguments.task:
        exactly = arguments.task == "recall-exactly"
        say(json.dumps(measure_recall(arguments.home, arguments.data, arguments.queries, exactly)))
    else:
        arguments.work.mkdir(parents=True, exist_ok=True)
        for size in arguments.sizes:
            home = arguments.work / f"bank-{size}"
            build(home, size, arguments.data)
            settle(home)
            task = "recall-exactly" if size <= 100_000 else "recall"
            recall = _in_fresh_process(task, home, arguments)
            report(size, home, _in_fresh_process("measure", home, arguments), recall)


if __name__ == "__main__":
    main()
