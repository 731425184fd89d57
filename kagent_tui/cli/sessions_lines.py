"""A session on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.records import SessionRecord


def session_line(record: SessionRecord) -> str:
    """Such as "3f2a91c0d4e5  2026-11-19T14:02:33+00:00  2 questions  Warranties  #car"."""
    from engine.cleaning import clean_line

    questions = "1 question" if record.turns == 1 else f"{record.turns} questions"
    tags = "".join(f"  #{clean_line(tag)}" for tag in record.tags)
    return f"{record.id}  {record.updated_at}  {questions}  {clean_line(record.title)}{tags}"
