"""What a memory must hold after a process at work on it was killed: all that was acknowledged, and
of the operation at which it died all or nothing."""

from __future__ import annotations

import copy
import random
import re
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from store.memory import MemoryBank
from store.records import SearchScope
from store.tokens import query_tokens
from tests.store.fault_workload import MODELS, Operation, open_bank

_WORD = re.compile(r"\bw\d+x\b")
MOST_SECONDS_TO_START = 3.0
_EXPECTED_NAMES = re.compile(
    r"kagent\.db|kagent\.lock|backup\.lock|index\.lock|index"
    r"|kagent\.db\.before-(restore|schema)-[0-9T-]+"
)


@dataclass
class State:
    """What is remembered: documents as (word, segments) by source, and the words of the turns and
    tasks of each session by its title."""

    documents: dict[str, tuple[str, int]] = field(default_factory=dict)
    sessions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def after(self, operation: Operation, backups: dict[str, State]) -> State:
        """The state after an operation; `backups` by file are read, and written by a backup."""
        new = copy.deepcopy(self)
        match operation["op"]:
            case "add":
                new.documents[operation["source"]] = (operation["word"], operation["segments"])
            case "move":
                new.documents[operation["to"]] = new.documents.pop(operation["source"])
            case "remove":
                del new.documents[operation["source"]]
            case "session":
                new.sessions[operation["title"]] = []
            case "turn" | "task":
                new.sessions[operation["title"]].append((operation["op"], operation["word"]))
            case "forget_session":
                del new.sessions[operation["title"]]
            case "restore":
                new = copy.deepcopy(backups[operation["file"]])
        return new

    def words(self) -> dict[str, str]:
        """The kind of memory of each word."""
        kinds = {"turn": "conversation", "task": "task"}
        return {word: "knowledge" for word, _ in self.documents.values()} | {
            word: kinds[kind] for entries in self.sessions.values() for kind, word in entries
        }


class Planner:
    """Makes up operations that are possible one after the other."""

    def __init__(self, seed: int, backup_directory: Path) -> None:
        self._chance = random.Random(seed)
        self._number = 0
        self._directory = backup_directory

    def plan(self, state: State, backups: dict[str, State], count: int) -> list[Operation]:
        """The next `count` operations; `backups` is what can be restored."""
        planned: list[Operation] = []
        backups = dict(backups)
        for _ in range(count):
            operation = self._operation(state, backups)
            planned.append(operation)
            if operation["op"] == "backup":
                backups[operation["file"]] = state
            state = state.after(operation, backups)
        return planned

    def _operation(self, state: State, backups: dict[str, State]) -> Operation:
        choices = {
            "add": 6,
            "replace": 3 * bool(state.documents),
            "move": 1 * bool(state.documents),
            "remove": 2 * bool(state.documents),
            "session": 1,
            "turn": 3 * bool(state.sessions),
            "task": 2 * bool(state.sessions),
            "forget_session": 0.5 * bool(state.sessions),
            "search": 2 * bool(state.words()),
            "reopen": 0.5,
            "model": 0.4,
            "purge": 0.4,
            "backup": 0.5,
            "restore": 0.4 * bool(backups),
        }
        name = self._chance.choices(list(choices), list(choices.values()))[0]
        return {"op": name} | self._arguments(name, state, backups)

    def _arguments(self, name: str, state: State, backups: dict[str, State]) -> Operation:
        self._number += 1
        word = f"w{self._number}x"
        size = self._chance.choice([0, 0, 200, 3000, 30_000])
        made: Operation = {}
        match name:
            case "add" | "replace":
                made = {"op": "add", "word": word, "size": size}
                made["source"] = f"/d{self._number}" if name == "add" else self._a(state.documents)
                made["segments"] = self._chance.randrange(1, 4)
            case "move" | "remove":
                made = {"source": self._a(state.documents), "to": f"/m{self._number}"}
            case "session":
                made = {"title": f"s{self._number}"}
            case "turn" | "task" | "forget_session":
                made = {"title": self._a(state.sessions), "word": word, "size": size}
            case "search":
                found, kind = self._chance.choice(list(state.words().items()))
                made = {"word": found, "kind": kind}
            case "model":
                made = {"model": self._chance.choice(MODELS)}
            case "backup":
                made = {"file": str(self._directory / f"backup{self._chance.randrange(2)}")}
            case "restore":
                made = {"file": self._a(backups)}
        return made

    def _a(self, names: Mapping[str, object]) -> str:
        return self._chance.choice(list(names))


class BrokenError(AssertionError):
    """The memory is not as it must be."""


def examine(home: Path, candidates: list[State]) -> State:
    """The state that the memory of `home` is in, which must be one of `candidates` and sound.

    It is opened twice: a restart after a restart must find nothing to do.

    Raises:
        BrokenError: what is wrong.
    """
    found = _look(home, candidates, first=True)
    _look(home, [found], first=False)
    strays = [path.name for path in home.iterdir() if not _EXPECTED_NAMES.fullmatch(path.name)]
    _demand(not strays, f"left over: {strays}")
    return found


def _demand(condition: object, complaint: str) -> None:
    if not condition:
        raise BrokenError(complaint)


def _look(home: Path, candidates: list[State], *, first: bool) -> State:
    begin = time.monotonic()
    with open_bank(home) as bank:
        bank.search("harbour")
        seconds = time.monotonic() - begin
        _demand(seconds < MOST_SECONDS_TO_START, f"took {seconds:.1f} s to start")
        _demand(first or bank.notices == [], f"a second start had to say {bank.notices}")
        _demand(bank._indexing.pending() == 0, "the index has not caught up")
        wrong = bank.problems()
        _demand(not wrong, "; ".join(wrong))
        _check_vectors(bank)
        state = _observe(bank)
        _demand(state in candidates, f"{state} is none of {candidates}")
        for word, kind in state.words().items():
            # Every one in the index, and some all the way, which takes longer.
            held = bank._indexing.matching_segments(query_tokens(word), SearchScope((kind,)))
            _demand(held, f"{word} is not in the index")
            if zlib.crc32(word.encode()) % 8 == 0:
                hits = bank.search(word, kinds=[kind], limit=20)
                _demand([hit for hit in hits if word in hit.text], f"{word} is not found")
    return state


def _observe(bank: MemoryBank) -> State:
    state = State()
    for record in bank.documents():
        text = bank.document_text(record.source) or ""
        (word,) = set(_WORD.findall(text))
        _check_segments(bank, "document_id", record.id, word, record.segments)
        _demand(record.fingerprint == word, f"{record.source} is of two versions")
        state.documents[record.source] = (word, record.segments)
    for session in bank.sessions():
        entries = state.sessions.setdefault(session.title, [])
        for row in bank._database.rows(
            "SELECT 'turn' AS kind, id, answer_text AS text, created_at FROM turns"
            " WHERE session_id = ? UNION ALL"
            " SELECT 'task', id, observation, created_at FROM tasks WHERE session_id = ?",
            (session.id, session.id),
        ):
            (word,) = set(_WORD.findall(row["text"]))
            _check_segments(bank, f"{row['kind']}_id", row["id"], word, 1)
            entries.append((row["kind"], word))
        # Turns and tasks are numbered apart; their words are numbered together.
        entries.sort(key=lambda entry: int(entry[1][1:-1]))
    return state


def _check_vectors(bank: MemoryBank) -> None:
    segments = bank._database.value("SELECT count(*) FROM segments")
    model = bank.vectors._tables.models().get("active")
    if model is not None:
        vectors = bank._database.value(f"SELECT count(*) FROM vectors_{model.id}")
        _demand(vectors == segments, f"{segments} segments have {vectors} vectors")


def _check_segments(bank: MemoryBank, column: str, owner: int, word: str, count: int) -> None:
    rows = bank._database.rows(f"SELECT text FROM segments WHERE {column} = ?", (owner,))
    words = [set(_WORD.findall(row["text"])) for row in rows]
    _demand(words == [{word}] * count, f"{column} {owner} has segments of {words}, not of {word}")
