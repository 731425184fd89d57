"""Two processes at one home: both get on with it, or one is told in a line why not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store import backup
from store.errors import StoreError
from store.memory import MemoryBank
from store.migrations import SCHEMA_VERSION
from store.older_copies import older_copies
from store.records import NewDocument, NewSegment
from tests.store.fault_oracle import examine
from tests.store.schema_1 import STATE, make_schema_1

REPOSITORY = Path(__file__).resolve().parents[2]

_BEGIN = """
import sys
from pathlib import Path
from store import backup, memory
from store.errors import StoreError
from store.forgetting import Forgetting
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment

home = Path(sys.argv[1])
memory._PENDING_LIMIT = 10
def add(bank, word):
    text = f"The lamp {word} burns."
    bank.add_document(NewDocument(f"/{word}", word, text, "1"), [NewSegment(text, 0, len(text))])
def say(text):
    print(text, flush=True)
"""
# Adds and removes documents, and purges now and then; says what can be found from now on.
WRITER = """
with MemoryBank.open(home) as bank:
    for number in range(60):
        add(bank, f"word{number}")
        say(f"word{number}")
        if number % 3 == 0:
            add(bank, f"gone{number}")
            assert bank.remove_document(f"/gone{number}")
        if number % 20 == 10:
            Forgetting(bank._database, bank._indexing).purge()
"""
# Looks for each word that it reads on standard input.
SEARCHER = """
with MemoryBank.open(home) as bank:
    for line in sys.stdin:
        word = line.strip()
        assert [hit for hit in bank.search(word) if word in hit.text], word
        assert not [hit for hit in bank.search("lamp", limit=100) if "gone" in hit.text]
    assert bank.notices == [], bank.notices
say("found all")
"""
OPENER = """
say("ready")
sys.stdin.readline()
with MemoryBank.open(home) as bank:
    assert len(bank.documents()) == 2
    assert bank.search("ferry"), "not found"
"""
HOLDER = """
with MemoryBank.open(home) as bank:
    say("open")
    sys.stdin.readline()
    add(bank, "late")
"""


def start(script: str, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _BEGIN + script, str(home)],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], given: str | None = None) -> str:
    output, errors = process.communicate(given, timeout=100)
    assert process.returncode == 0, errors
    assert errors == ""
    return output


def test_one_searches_what_the_other_adds_removes_and_purges(tmp_path: Path) -> None:
    writer, searcher = start(WRITER, tmp_path), start(SEARCHER, tmp_path)
    assert writer.stdout is not None
    assert searcher.stdin is not None
    for word in writer.stdout:
        searcher.stdin.write(word)
        searcher.stdin.flush()
    finish(writer)
    assert finish(searcher) == "found all\n"


def test_an_older_schema_opened_by_many_is_brought_up_to_date_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_schema_1(home)
    openers = [start(OPENER, home) for _ in range(4)]
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    for opener in openers:
        finish(opener)
    names = [path.name for path in older_copies(home / "kagent.db")]
    assert names == [f"kagent.db.before-schema-{SCHEMA_VERSION}"]
    examine(home, [STATE])


def test_a_restore_is_refused_while_another_process_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.home._PATIENCE_SECONDS", 0.1)
    home = tmp_path / "home"
    with MemoryBank.open(home) as bank:
        bank.add_document(NewDocument("/a", "a", "lamp", "1"), [NewSegment("lamp", 0, 4)])
    backup.back_up(home, tmp_path / "copy")
    holder = start(HOLDER, home)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    with pytest.raises(StoreError, match="KAgent is running") as caught:
        backup.restore(home, tmp_path / "copy")
    assert "\n" not in str(caught.value)
    finish(holder, "go\n")
    kept = backup.restore(home, tmp_path / "copy").kept
    with MemoryBank.open(home) as bank:
        assert [record.source for record in bank.documents()] == ["/a"]
    assert kept is not None
    assert backup.restore(tmp_path / "other", kept).documents == 2


def test_a_killed_holder_keeps_nobody_out(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with MemoryBank.open(home):
        pass
    backup.back_up(home, tmp_path / "copy")
    holder = start(HOLDER, home)
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate(timeout=30)
    assert backup.restore(home, tmp_path / "copy").documents == 0
