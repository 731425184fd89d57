"""Several processes at one home, and processes that are killed: nothing acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pysqlite3 import dbapi2

from store.memory import MemoryBank

REPOSITORY = Path(__file__).resolve().parents[2]

# Adds documents without end, or `count` of them; a line ACK name after each that add_document took.
_ADDER = """
import itertools, sys
from pathlib import Path
from store import memory
from store.records import NewDocument, NewSegment

home, name, count, search_every = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
memory._PENDING_LIMIT = 20
with memory.MemoryBank.open(home) as bank:
    for number in range(count) if count else itertools.count():
        word = f"{name}x{number}"
        # Three that nobody takes for one.
        texts = [f"The lamp {word} burns.", f"Nobody rows past {word}.", f"{word} tastes of salt."]
        segments = [NewSegment(text, 0, len(text)) for text in texts]
        bank.add_document(NewDocument(f"/{word}", word, texts[0], "1"), segments)
        print("ACK", word, flush=True)
        if search_every and number % search_every == 0:
            assert bank.search(word), word
"""


def _start(home: Path, name: str, count: int, search_every: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _ADDER, str(home), name, str(count), str(search_every)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _acknowledged(output: str) -> list[str]:
    lines = [line for line in output.split("\n")[:-1] if line.startswith("ACK ")]
    return [line.removeprefix("ACK ") for line in lines]


def _assert_all_found(home: Path, words: list[str]) -> None:
    with MemoryBank.open(home) as bank:
        sources = {record.source: record.segments for record in bank.documents()}
        for word in words:
            assert sources[f"/{word}"] == 3
            assert [hit.source for hit in bank.search(word)] == [f"/{word}"] * 3
        # A search returns 200 at most; `problems` compares the whole index with the database.
        assert len(bank.search("lamp", limit=200)) == min(len(sources), 200)
        assert set(sources.values()) <= {3}
        assert bank.problems() == []
        assert bank.notices == []


def test_two_processes_add_and_search_at_once(tmp_path: Path) -> None:
    workers = [_start(tmp_path, name, 40, 7) for name in ("a", "b")]
    words = []
    for worker in workers:
        output, errors = worker.communicate(timeout=100)
        assert worker.returncode == 0, errors
        words += _acknowledged(output)
    assert len(words) == 80
    _assert_all_found(tmp_path, words)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX systems")
@pytest.mark.parametrize("search_every", [0, 3])
def test_kill_9_loses_nothing_acknowledged(tmp_path: Path, search_every: int) -> None:
    chance = random.Random(search_every)
    words: list[str] = []
    for run in range(6):
        worker = _start(tmp_path, f"r{run}", 0, search_every)
        assert worker.stdout is not None
        first = worker.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        worker.send_signal(signal.SIGKILL)
        output, errors = worker.communicate(timeout=30)
        assert errors == ""
        words += _acknowledged(first + output)
    assert len(words) >= 6
    _assert_all_found(tmp_path, words)
    _assert_all_found(tmp_path, words)
    connection = dbapi2.connect(str(tmp_path / "kagent.db"))
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_second_process_finds_what_the_first_has_just_added(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as reader:
        assert reader.search("lamp") == []
        worker = _start(tmp_path, "late", 5, 0)
        _, errors = worker.communicate(timeout=60)
        assert worker.returncode == 0, errors
        assert len(reader.search("lamp", limit=100)) == 5
        assert reader.notices == []
