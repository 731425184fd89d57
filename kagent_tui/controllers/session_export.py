"""Sessions as files: Markdown, JSON or HTML, for both faces."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from engine.cleaning import clean_line
from engine.new_file import write_new_file
from kagent_tui.controllers.sessions import SessionError, stored_answer
from kagent_tui.i18n import tr
from models.paths import expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.events import Answer
    from store.memory import MemoryBank
    from store.records import SessionRecord, TurnRecord

ExportFormat = Literal["md", "json", "html"]
FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)
_ENDINGS: Final[dict[str, ExportFormat]] = {
    ".md": "md",
    ".markdown": "md",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
}
# What Windows forbids in names (and every other system with it), and what shells trip over.
_FORBIDDEN = re.compile(r"[\x00-\x1f<>:\"/\\|?*'`$&;!~#%{}\[\]()（）]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_NAME: Final = 60
_MOST_NUMBERS: Final = 1000


def export_text(bank: MemoryBank, record: SessionRecord, form: ExportFormat) -> str:
    """A session as the text of a file.

    Raises:
        SessionError: one of its answers cannot be read.
        StoreError: the memory cannot be read.
    """
    turns = bank.turns(record.id)
    answers = [stored_answer(turn) for turn in turns]
    if form == "json":
        from kagent_tui.render.encoding import dumps

        return dumps(session_json(record, turns, answers)) + "\n"
    said = [(turn.created_at, answer) for turn, answer in zip(turns, answers, strict=True)]
    if form == "html":
        from kagent_tui.render.html import session_html

        return session_html(record.title, said)
    from kagent_tui.render.markdown import session_markdown

    return session_markdown(record.title, said)


def record_json(record: SessionRecord) -> dict[str, Any]:
    """A session without what was said in it, as `kagent sessions list --json` has it."""
    return {
        "id": record.id,
        "title": record.title,
        "questions": record.turns,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "tags": list(record.tags),
        "parent": record.parent,
        "deleted_at": record.deleted_at,
    }


def session_json(
    record: SessionRecord, turns: Sequence[TurnRecord], answers: Sequence[Answer]
) -> dict[str, Any]:
    """A whole session, as `kagent sessions show --json` has it."""
    from engine.answers import answer_to_json

    turns_json = [
        {"created_at": turn.created_at, **answer_to_json(answer)}
        for turn, answer in zip(turns, answers, strict=True)
    ]
    return {**record_json(record), "turns": turns_json}


def format_of(path: str) -> ExportFormat | None:
    """The format that a file's name ends with; None for another ending."""
    return _ENDINGS.get(Path(path).suffix.lower())


def default_path(record: SessionRecord, form: ExportFormat, folder: Path) -> Path:
    """A path in `folder` of which there is no file yet, named like the session."""
    name = _FORBIDDEN.sub(" ", clean_line(record.title))
    name = " ".join(name.split())[:_LONGEST_NAME].strip(" .-").replace(" ", "-")
    if not name or _RESERVED.fullmatch(name):
        name = f"session-{record.id}"
    path = folder / f"{name}.{form}"
    for number in range(2, _MOST_NUMBERS):
        if not path.exists():
            break
        path = folder / f"{name}-{number}.{form}"
    return path


def write_new(path: str | Path, text: str) -> Path:
    """Write a file that only the user may read, whole or not at all; the absolute path.

    Raises:
        SessionError: there is such a file already, or the system refuses.
    """
    wanted = expanded(path).absolute()
    try:
        write_new_file(wanted, text)
    except FileExistsError:
        raise SessionError(
            tr("{path}: there is such a file already; name another", path=str(path))
        ) from None
    except OSError as error:
        raise SessionError(f"{path}: {error.strerror or error}") from None
    return wanted
