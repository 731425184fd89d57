"""Branches: a new session that begins with the turns of another.

The copies show and export as the first ones do. Each knows the first of its copies, so that recall
finds one of them only (store/shelving.py), and forgetting reaches all (store/entries.py).
"""

from __future__ import annotations

import re
from typing import Final

from store.database import Database

# The answer names the session that holds it. What cannot be read is copied as it stands.
_TURNS: Final = """
INSERT INTO turns(session_id, question, answer_text, answer_json, created_at, origin_id)
SELECT ?1, question, answer_text,
       CASE WHEN json_valid(answer_json)
            THEN json_replace(answer_json, '$.session', ?1) ELSE answer_json END,
       created_at, COALESCE(origin_id, id)
FROM turns WHERE session_id = ?2 AND id <= ?3 ORDER BY id
"""
# The tasks that the copied answers tell of.
_TASKS: Final = """
WITH held AS MATERIALIZED (
    SELECT DISTINCT record.value ->> '$.task_name' AS name,
           record.value ->> '$.observation' AS seen
    FROM turns, json_each(
        CASE WHEN json_valid(answer_json) THEN answer_json ELSE '{}' END, '$.tasks') AS record
    WHERE turns.session_id = ?1 AND record.type = 'object'
)
INSERT INTO tasks(session_id, task_name, command_json, observation, error, seconds, created_at,
                  origin_id)
SELECT ?1, task_name, command_json, observation, error, seconds, created_at,
       COALESCE(origin_id, id)
FROM tasks
WHERE session_id = ?2 AND (task_name, observation) IN (SELECT name, seen FROM held)
ORDER BY id
"""
_TAGS: Final = """
INSERT INTO session_tags(session_id, tag) SELECT ?1, tag FROM session_tags WHERE session_id = ?2
"""
# What the session that was branched has and the branch has not.
_ASIDE: Final = """
SELECT 'c' || id AS entry FROM turns
WHERE session_id = (SELECT parent_id FROM sessions WHERE id = ?1)
  AND COALESCE(origin_id, id) NOT IN (
      SELECT COALESCE(origin_id, id) FROM turns WHERE session_id = ?1)
UNION ALL
SELECT 't' || id FROM tasks
WHERE session_id = (SELECT parent_id FROM sessions WHERE id = ?1)
  AND COALESCE(origin_id, id) NOT IN (
      SELECT COALESCE(origin_id, id) FROM tasks WHERE session_id = ?1)
"""
_EVERY_TURN: Final = 2**63 - 1


def copy_turns(database: Database, source: str, target: str, upto: int | None) -> None:
    """Copy the turns of a session up to the one of that id (0: none, None: all), with their tasks
    and the session's tags, in the caller's transaction.
    """
    last = _EVERY_TURN if upto is None else upto
    database.execute(_TURNS, (target, source, last))
    database.execute(_TASKS, (target, source))
    database.execute(_TAGS, (target, source))


def set_aside(database: Database, session_id: str) -> frozenset[str]:
    """The turns and tasks ("c12", "t7") that went another way than this branch; none for a session
    that is no branch.
    """
    return frozenset(row["entry"] for row in database.rows(_ASIDE, (session_id,)))


def branch_title(title: str, taken: set[str], word: str) -> str:
    """A title such as "Warranties (branch)" or "Warranties (branch 2)" that is not taken yet."""
    ending = re.compile(rf"\s*\({re.escape(word)}(?: \d+)?\)$")
    base = ending.sub("", title)
    number, wanted = 1, f"{base} ({word})"
    while wanted in taken:
        number += 1
        wanted = f"{base} ({word} {number})"
    return wanted
