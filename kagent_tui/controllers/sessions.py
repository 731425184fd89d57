"""Sessions: found, sorted, branched, deleted and brought back, for both faces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.cleaning import clean_line
from kagent_tui.errors import FaceError
from kagent_tui.i18n import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.attachments import Attachment
    from engine.events import Answer
    from store.memory import MemoryBank
    from store.records import SessionRecord, TurnRecord

_LONGEST_TITLE: Final = 200
_LONGEST_TAG: Final = 40


class SessionError(FaceError):
    """What was asked of a session cannot be done; one line with what to do next."""


def list_sessions(
    bank: MemoryBank, words: str = "", *, tags: Iterable[str] = (), deleted: bool = False
) -> list[SessionRecord]:
    """The sessions that hold all words and have all tags, the one last used first.

    Args:
        bank: the memory.
        words: parts of the title, a tag, a question or an answer.
        tags: whole tags, whatever the case of their letters.
        deleted: list the trash instead, by what is in titles and tags.

    Raises:
        StoreError: the memory cannot be read.
    """
    if deleted:
        records = [record for record in bank.sessions_store.trashed() if _holds(record, words)]
    elif words.strip():
        records = bank.sessions_store.search(words)
    else:
        records = bank.sessions()
    wanted = {tag_of(tag).casefold() for tag in tags}
    return [record for record in records if wanted <= {tag.casefold() for tag in record.tags}]


def _holds(record: SessionRecord, words: str) -> bool:
    written = " ".join((record.title, *record.tags)).casefold()
    return all(word in written for word in words.casefold().split())


def find_session(bank: MemoryBank, wanted: str, *, deleted: bool = False) -> SessionRecord:
    """The session whose id is `wanted` or alone begins with it; with `deleted` one in the trash.

    Raises:
        SessionError: there is none, or there are several.
        StoreError: the memory cannot be read.
    """
    records = bank.sessions_store.trashed() if deleted else bank.sessions()
    found = _named(records, wanted)
    if len(found) == 1:
        return found[0]
    listing = "kagent sessions list" + (" --deleted" if deleted else "")
    if found:
        raise SessionError(
            tr(
                "{count} sessions begin with {id!r}; write more of the id, see: {command}",
                count=len(found),
                id=wanted,
                command=listing,
            )
        )
    if not deleted and (gone := _named(bank.sessions_store.trashed(), wanted)):
        raise SessionError(
            tr(
                "the session {id} is deleted; to bring it back: {command}",
                id=gone[0].id,
                command=f"kagent sessions restore {gone[0].id}",
            )
        )
    if deleted:
        raise SessionError(
            tr("there is no deleted session {id!r}; see: {command}", id=wanted, command=listing)
        )
    raise SessionError(tr("there is no session {id!r}; see: {command}", id=wanted, command=listing))


def _named(records: list[SessionRecord], wanted: str) -> list[SessionRecord]:
    found = [record for record in records if record.id == wanted]
    return found or [record for record in records if wanted and record.id.startswith(wanted)]


def latest_session(bank: MemoryBank) -> SessionRecord | None:
    """The session last used, None where there is none; raises StoreError."""
    records = bank.sessions()
    return records[0] if records else None


def rename(bank: MemoryBank, session_id: str, title: str) -> str:
    """Give a session another title; the title as it is kept.

    Raises:
        SessionError: the title is empty, or the session is gone.
        StoreError: the memory cannot be written.
    """
    name = clean_line(title)[:_LONGEST_TITLE].strip()
    if not name:
        raise SessionError(tr("the title is empty: write what the session is about"))
    _check(bank.sessions_store.rename(session_id, name), session_id)
    return name


def tag_of(text: str) -> str:
    """A tag as it is kept: one line, without the # that some write before it.

    Raises:
        SessionError: it is empty, too long, or holds a comma, which separates tags.
    """
    tag = clean_line(text).lstrip("#").strip()
    if not tag or "," in tag or "，" in tag:
        raise SessionError(tr("{tag!r} cannot be a tag: write a word or two, no comma", tag=text))
    if len(tag) > _LONGEST_TAG:
        raise SessionError(
            tr("a tag has at most {most} characters: {tag}", most=_LONGEST_TAG, tag=tag)
        )
    return tag


def tags_of(text: str) -> list[str]:
    """The tags that are written with commas between them; raises SessionError."""
    return [tag_of(part) for part in text.replace("，", ",").split(",") if part.strip()]


def problem_of_tags(text: str) -> str | None:
    """Why what is written between commas cannot all be tags; None where it can."""
    try:
        tags_of(text)
    except SessionError as error:
        return str(error)
    return None


def change_tags(
    bank: MemoryBank, session_id: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> None:
    """Give a session tags and take others.

    Raises:
        SessionError: one of them cannot be a tag, or the session is gone.
        StoreError: the memory cannot be written.
    """
    given, taken = [tag_of(tag) for tag in add], [tag_of(tag) for tag in remove]
    _check(bank.sessions_store.untag(session_id, taken), session_id)
    _check(bank.sessions_store.tag(session_id, given), session_id)


def set_tags(bank: MemoryBank, record: SessionRecord, tags: Iterable[str]) -> None:
    """Let a session have these tags and no others; raises as `change_tags`."""
    wanted = [tag_of(tag) for tag in tags]
    change_tags(bank, record.id, add=wanted, remove=record.tags)


def all_tags(bank: MemoryBank) -> list[str]:
    """Every tag in use, in order; raises StoreError."""
    return sorted({tag for record in bank.sessions() for tag in record.tags}, key=str.casefold)


def delete(bank: MemoryBank, session_id: str, *, now: bool = False) -> None:
    """Put a session in the trash, from which `restore` brings it back; or, `now`, forget it.

    Raises:
        SessionError: it is gone already.
        StoreError: the memory cannot be written.
    """
    store = bank.sessions_store
    _check(store.delete(session_id) if now else store.trash(session_id), session_id)


def restore(bank: MemoryBank, session_id: str) -> None:
    """Bring a session back from the trash; raises as `delete`."""
    _check(bank.sessions_store.restore(session_id), session_id)


def branch(bank: MemoryBank, session_id: str, upto_turn_id: int | None = None) -> SessionRecord:
    """Begin a session with the turns of another, up to the one of that id: 0 for none of them.

    Raises:
        StoreError: the session is gone, or the memory cannot be written.
    """
    # Stands in brackets after the title of the session that was branched.
    new = bank.sessions_store.branch(session_id, upto_turn_id, word=tr("branch"))
    return next(record for record in bank.sessions() if record.id == new)


def branch_before(bank: MemoryBank, session_id: str, number: int) -> tuple[SessionRecord, str]:
    """Branch a session before its question of that number, from 1 on, to ask it anew or otherwise.

    The branch and the question; a negative number counts from the last, -1.

    Raises:
        SessionError: there is no such question.
        StoreError: the session is gone, or the memory cannot be written.
    """
    before, turn = _turn(bank, session_id, number)
    return branch(bank, session_id, before), turn.question


def attachments_before(bank: MemoryBank, session_id: str, number: int) -> list[Attachment]:
    """What went with the question of that number; see `branch_before`.

    Raises:
        SessionError: there is no such question, or its answer cannot be read.
        StoreError: the memory cannot be read.
    """
    from engine.attachments import Attachment

    turn = _turn(bank, session_id, number)[1]
    return [Attachment.of_source(one.source) for one in stored_answer(turn).attachments]


def _turn(bank: MemoryBank, session_id: str, number: int) -> tuple[int, TurnRecord]:
    """The id of the turn before it, 0 for none, and the turn itself; raises SessionError."""
    turns = bank.turns(session_id)
    place = number - 1 if number > 0 else len(turns) + number
    if number == 0 or not 0 <= place < len(turns):
        raise SessionError(
            ntr(
                "there is no question {number}: the session has {count} question",
                "there is no question {number}: the session has {count} questions",
                len(turns),
                number=number,
            )
        )
    return turns[place - 1].id if place else 0, turns[place]


def stored_answer(turn: TurnRecord) -> Answer:
    """The answer of a turn as it was shown.

    Raises:
        SessionError: it cannot be read.
    """
    import json

    from engine.answers import answer_from_json

    try:
        return answer_from_json(json.loads(turn.answer_json))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SessionError(
            tr(
                "the answer of {time} cannot be read ({reason}); was it written by another version "
                "of KAgent?",
                time=turn.created_at,
                reason=str(error),
            )
        ) from None


def _check(done: bool, session_id: str) -> None:
    if not done:
        raise SessionError(
            tr(
                "there is no session {id!r}; see: {command}",
                id=session_id,
                command="kagent sessions list",
            )
        )
