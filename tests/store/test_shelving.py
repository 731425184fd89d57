"""Whatever is branched, deleted, brought back and forgotten: each turn is found once, or not."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.memory import MemoryBank
from store.records import NewSegment, NewTask

OPERATIONS = st.tuples(
    st.sampled_from(["ask", "branch", "trash", "restore", "delete", "forget", "forget here"]),
    st.integers(0, 9),
    st.integers(0, 9),
)
PIECES = 2


class Run:
    """Carries out operations; what one is about is chosen among what there is."""

    def __init__(self, bank: MemoryBank) -> None:
        self.bank = bank
        self.asked = 0
        self.ask(bank.create_session("first"))

    def ask(self, session: str) -> None:
        self.asked += 1
        word = f"word{self.asked}"
        pieces = [NewSegment(f"{word} part {part}", 0, 9) for part in range(PIECES)]
        task = NewTask(f"look {word}", "{}", f"seen {word}", None, 0.1)
        self.bank.append_task(session, task, pieces)
        record = {"task_name": task.name, "observation": task.observation}
        stored = json.dumps({"session": session, "tasks": [record]})
        self.bank.append_turn(session, f"question {word}", word, stored, pieces)

    def do(self, name: str, which: int, more: int) -> None:
        store = self.bank.sessions_store
        live, trashed = [
            [record.id for record in records] for records in (self.bank.sessions(), store.trashed())
        ]
        among = {"restore": trashed, "delete": [*live, *trashed]}.get(name, live)
        if not among:
            return
        session = among[which % len(among)]
        turns = self.bank.turns(session)
        turn = turns[more % len(turns)].id if turns else 0
        match name:
            case "ask":
                self.ask(session)
            case "branch":
                store.branch(session, turn)
            case "trash":
                assert store.trash(session)
            case "restore":
                assert store.restore(session)
            case "delete":
                assert store.delete(session)
            case "forget" | "forget here" if turns:
                self.bank.entries.forget("conversation", turn, copies=name == "forget")

    def check(self) -> None:
        """Segments of each turn and task: all of them in one place where it is found, or shelved
        in one place where it is not."""
        database = self.bank._database
        for table, column in (("turns", "turn_id"), ("tasks", "task_id")):
            rows = database.rows(
                f"SELECT {table}.id, COALESCE(origin_id, {table}.id) AS first,"
                f" deleted_at IS NULL AS live FROM {table}"
                " JOIN sessions ON sessions.id = session_id"
            )
            first = {row["id"]: row["first"] for row in rows}
            live = {row["id"] for row in rows if row["live"]}
            held = Counter(
                row[column]
                for row in database.rows(
                    f"SELECT {column} FROM segments WHERE {column} IS NOT NULL"
                )
            )
            shelved = Counter(
                row[column]
                for row in database.rows(
                    f"SELECT {column} FROM shelved_segments WHERE {column} IS NOT NULL"
                )
            )
            assert held.keys() <= live
            assert not shelved.keys() & live
            found = {first[row] for row in live}
            assert Counter(first[row] for row in held) == Counter(found)
            assert Counter(first[row] for row in shelved) == Counter(set(first.values()) - found)
            assert set(held.values()) | set(shelved.values()) <= {PIECES}
        assert len(self.bank.entries.all(("conversation",))) == len(self._firsts())
        sources = database.rows(
            "SELECT source, segments.title, sessions.id, sessions.title AS name FROM segments"
            " JOIN turns ON turns.id = turn_id JOIN sessions ON sessions.id = session_id"
        )
        assert all(row["source"] == f"session:{row['id']}" for row in sources)
        assert all(row["title"] == row["name"] for row in sources)

    def _firsts(self) -> set[int]:
        return {
            row["first"]
            for row in self.bank._database.rows(
                "SELECT COALESCE(origin_id, turns.id) AS first FROM turns"
                " JOIN sessions ON sessions.id = session_id WHERE deleted_at IS NULL"
            )
        }


@settings(max_examples=25)
@given(st.lists(OPERATIONS, max_size=15))
def test_what_is_there_is_found_once(operations: list[tuple[str, int, int]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        MemoryBank.open(Path(folder) / "home") as bank,
    ):
        run = Run(bank)
        for operation in operations:
            run.do(*operation)
        run.check()
        assert bank.problems() == []
