"""What a process does to a memory until it is killed: operations in, acknowledgements out.

Run as `python -m tests.store.fault_workload`; a line of JSON on standard input is a job: a home and
operations (dictionaries with "op"). Each job is done by a process forked for it, which spares the
imports; the lines PID n, ACK n (the n-th operation is done), END and at last GONE tell of it on
standard output. The model of what must then be there is in fault_oracle.py.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store import backup, memory
from store.memory import MemoryBank, Models
from store.records import NewDocument, NewSegment, NewTask

Operation = dict[str, Any]

# Small, so that the index is written in between, too.
PENDING_LIMIT = 5


def text_of(word: str, size: int) -> str:
    """A text that holds `word` and is about `size` characters long."""
    sentence = f"The lamp {word} burns in the harbour. 灯火通明。"
    return sentence + " It is a quiet night at the quay." * (size // 34)


def segments_of(word: str, count: int, size: int) -> list[NewSegment]:
    """Segments of a document that has been cut: the longest is a page or so."""
    text = text_of(word, min(size, 1000))
    return [NewSegment(f"{text} Part {part}.", 0, len(text)) for part in range(count)]


class DrawnEmbedder:
    """A vector for each word, drawn from the word and the model's identity; a text's is the sum."""

    dimensions = 64

    def __init__(self, identity: str) -> None:
        self.identity = identity

    def embed_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self.dimensions, np.float32)
        for word, count in Counter(text.split()).items():
            total += np.float32(count) * self._drawn(word)
        return total / np.float32(np.linalg.norm(total) or 1.0)

    def _drawn(self, word: str) -> NDArray[np.float32]:
        seed = zlib.crc32(f"{self.identity} {word}".encode())
        return np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)


MODELS = ("model-1", "model-2")


def open_bank(home: Path, identity: str = MODELS[0]) -> MemoryBank:
    """The memory of `home` with an embedding model of that name."""
    return MemoryBank.open(home, Models(lambda: DrawnEmbedder(identity), older=DrawnEmbedder))


class Workload:
    """Carries out operations on the memory of one home."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._bank = open_bank(home)
        self._does: dict[str, Callable[[Operation], None]] = {
            "add": self._add,
            "move": lambda do: self._must(self._bank.library.move(do["source"], do["to"])),
            "remove": lambda do: self._must(self._bank.remove_document(do["source"])),
            "session": lambda do: self._must(self._bank.create_session(do["title"])),
            "turn": self._turn,
            "task": self._task,
            "forget_session": self._forget_session,
            "search": self._search,
            "reopen": self._reopen,
            "model": self._reopen,
            "purge": self._purge,
            "backup": lambda do: self._must(
                backup.back_up(self._home, Path(do["file"]), overwrite=True)
            ),
            "restore": self._restore,
        }

    def do(self, operation: Operation) -> None:
        self._does[operation["op"]](operation)

    def close(self) -> None:
        self._bank.close()

    def _must(self, outcome: object) -> None:
        if not outcome:
            raise AssertionError("the operation was not possible")

    def _add(self, do: Operation) -> None:
        word, size = do["word"], do["size"]
        document = NewDocument(do["source"], word, text_of(word, size), word)
        self._bank.add_document(document, segments_of(word, do["segments"], size))

    def _session(self, title: str) -> str:
        return next(record.id for record in self._bank.sessions() if record.title == title)

    def _turn(self, do: Operation) -> None:
        word = do["word"]
        self._bank.append_turn(
            self._session(do["title"]),
            f"Where is {word}?",
            text_of(word, do["size"]),
            "{}",
            segments_of(word, 1, do["size"]),
        )

    def _task(self, do: Operation) -> None:
        word = do["word"]
        task = NewTask("look", "{}", text_of(word, do["size"]), None, 0.1)
        segments = segments_of(word, 1, do["size"])
        self._bank.append_task(self._session(do["title"]), task, segments)

    def _forget_session(self, do: Operation) -> None:
        self._must(self._bank.sessions_store.delete(self._session(do["title"])))

    def _search(self, do: Operation) -> None:
        hits = self._bank.search(do["word"], kinds=[do["kind"]], limit=20)
        self._must([hit for hit in hits if do["word"] in hit.text])

    def _reopen(self, do: Operation) -> None:
        self._bank.close()
        self._bank = open_bank(self._home, do.get("model", MODELS[0]))
        if do["op"] == "model":
            while self._bank.vectors.reembedding.step(batch=3):
                pass

    def _purge(self, _: Operation) -> None:
        self._must(self._bank.purge().remains is None)

    def _restore(self, do: Operation) -> None:
        self._bank.close()
        backup.restore(self._home, Path(do["file"]))
        self._bank = open_bank(self._home)


def do_job(home: Path, operations: list[Operation]) -> None:
    workload = Workload(home)
    os.write(1, b"ACK -1\n")
    for number, operation in enumerate(operations):
        workload.do(operation)
        os.write(1, f"ACK {number}\n".encode())
    workload.close()
    os.write(1, b"END\n")


def main() -> None:
    memory._PENDING_LIMIT = PENDING_LIMIT
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.write(1, f"PID {os.getpid()}\n".encode())
            job = json.loads(line)
            try:
                do_job(Path(job["home"]), job["operations"])
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        os.waitpid(child, 0)
        os.write(1, b"GONE\n")


if __name__ == "__main__":
    main()
