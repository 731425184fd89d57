"""Sessions for both faces: found, tagged, branched, deleted, exported."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagent_tui.controllers import sessions
from kagent_tui.controllers.session_export import (
    default_path,
    export_text,
    format_of,
    write_new,
)
from kagent_tui.controllers.sessions import SessionError
from store.memory import MemoryBank
from store.records import SessionRecord
from tests.kagent_tui.remembered import HOSTILE, remember


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "bank") as opened:
        yield opened


@pytest.fixture
def ids(bank: MemoryBank) -> dict[str, str]:
    return remember(bank)


def titles(records: list[SessionRecord]) -> list[str]:
    return [record.title for record in records]


def record_of(bank: MemoryBank, session: str) -> SessionRecord:
    return sessions.find_session(bank, session)


def test_lists_are_filtered_by_words_and_tags(bank: MemoryBank, ids: dict[str, str]) -> None:
    assert titles(sessions.list_sessions(bank)) == [HOSTILE, "反渗透膜", "The boiler"]
    assert titles(sessions.list_sessions(bank, "warranty boil")) == ["The boiler"]
    assert titles(sessions.list_sessions(bank, "更换")) == ["反渗透膜"]
    assert titles(sessions.list_sessions(bank, tags=["#HOUSE"])) == ["The boiler"]
    assert sessions.list_sessions(bank, "更换", tags=["house"]) == []
    sessions.delete(bank, ids["boiler"])
    assert titles(sessions.list_sessions(bank, deleted=True)) == ["The boiler"]
    assert titles(sessions.list_sessions(bank, "hous BOIL", deleted=True)) == ["The boiler"]
    assert sessions.list_sessions(bank, "pump", deleted=True) == []


def test_a_session_is_found_by_the_beginning_of_its_id(
    bank: MemoryBank, ids: dict[str, str]
) -> None:
    assert sessions.find_session(bank, ids["boiler"][:9]).id == ids["boiler"]
    for wanted in ("", "zz"):
        with pytest.raises(SessionError, match="there is no session"):
            sessions.find_session(bank, wanted)
    with bank._database.transaction():
        for name in ("aaa1", "aaa2"):
            bank._database.execute(
                "INSERT INTO sessions(id, title, created_at, updated_at) VALUES (?, 't', '', '')",
                (name,),
            )
    with pytest.raises(SessionError, match="2 sessions begin with 'aaa'"):
        sessions.find_session(bank, "aaa")
    assert sessions.find_session(bank, "aaa1").id == "aaa1"


def test_a_deleted_session_is_named_with_the_way_back(
    bank: MemoryBank, ids: dict[str, str]
) -> None:
    boiler = ids["boiler"]
    sessions.delete(bank, boiler)
    with pytest.raises(SessionError, match=f"kagent sessions restore {boiler}"):
        sessions.find_session(bank, boiler[:8])
    assert sessions.find_session(bank, boiler[:8], deleted=True).id == boiler
    sessions.restore(bank, boiler)
    assert sessions.find_session(bank, boiler).deleted_at is None
    with pytest.raises(SessionError, match="there is no deleted session"):
        sessions.find_session(bank, boiler, deleted=True)
    sessions.delete(bank, boiler, now=True)
    for act in (sessions.restore, sessions.delete):
        with pytest.raises(SessionError, match="there is no session"):
            act(bank, boiler)


def test_titles_are_one_clean_line(bank: MemoryBank, ids: dict[str, str]) -> None:
    assert sessions.rename(bank, ids["boiler"], " a\x1b[31m\n b ") == "a b"
    assert record_of(bank, ids["boiler"]).title == "a b"
    assert len(sessions.rename(bank, ids["boiler"], "x" * 999)) == 200
    for empty in ("", " \n", "\x1b"):
        with pytest.raises(SessionError, match="title is empty"):
            sessions.rename(bank, ids["boiler"], empty)
    with pytest.raises(SessionError, match="there is no session"):
        sessions.rename(bank, "nope", "x")


def test_tags_as_people_write_them(bank: MemoryBank, ids: dict[str, str]) -> None:
    assert sessions.tags_of(" #to  do, 家，x ,") == ["to do", "家", "x"]
    for wrong in ("", "#", "a,b", "甲，乙", "x" * 41):
        with pytest.raises(SessionError):
            sessions.tag_of(wrong)
    sessions.set_tags(bank, record_of(bank, ids["boiler"]), ["b", "House"])
    assert record_of(bank, ids["boiler"]).tags == ("b", "House")
    assert sessions.all_tags(bank) == ["b", "House"]
    with pytest.raises(SessionError):
        sessions.change_tags(bank, ids["boiler"], add=["fine", "a,b"])
    assert record_of(bank, ids["boiler"]).tags == ("b", "House")


def test_a_question_is_asked_anew_in_a_branch(bank: MemoryBank, ids: dict[str, str]) -> None:
    for number, question, kept in ((-1, "And the pump?", 1), (1, "Is it under warranty?", 0)):
        record, asked = sessions.branch_before(bank, ids["boiler"], number)
        assert (asked, record.turns, record.parent) == (question, kept, ids["boiler"])
    assert len(bank.turns(ids["boiler"])) == 2
    for wrong in (0, 3, -3):
        with pytest.raises(SessionError, match="the session has 2 questions"):
            sessions.branch_before(bank, ids["boiler"], wrong)


def test_an_answer_that_cannot_be_read_is_said(bank: MemoryBank) -> None:
    session = bank.create_session("s")
    for stored in ("{}", "not JSON", "[]", '{"question": "q"}', "7"):
        bank.append_turn(session, "q", "a", stored)
    for turn in bank.turns(session):
        with pytest.raises(SessionError, match="cannot be read"):
            sessions.stored_answer(turn)


def test_a_session_is_exported_in_each_form(bank: MemoryBank, ids: dict[str, str]) -> None:
    record = record_of(bank, ids["boiler"])
    assert export_text(bank, record, "md").startswith("# The boiler\n\n## Is it under warranty?\n")
    exported = json.loads(export_text(bank, record, "json"))
    assert exported["tags"] == ["house"]
    assert [turn["answer"] for turn in exported["turns"]] == ["Three years. [1]", "It is covered."]
    page = export_text(bank, record, "html")
    assert page.startswith("<!DOCTYPE html>")
    assert '<a class="mark" href="#source-1-1">[1]</a>' in page


def test_a_branch_exports_as_the_original(bank: MemoryBank, ids: dict[str, str]) -> None:
    new = sessions.branch(bank, ids["boiler"])
    sessions.delete(bank, ids["boiler"], now=True)
    sessions.rename(bank, new.id, "The boiler")
    texts = export_text(bank, record_of(bank, new.id), "md")
    assert "Three years. [1]" in texts
    turns = json.loads(export_text(bank, record_of(bank, new.id), "json"))["turns"]
    assert {turn["session"] for turn in turns} == {new.id}


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.md", "md"), ("A.HTM", "html"), ("b.json", "json"), ("c.txt", None), ("d", None)],
)
def test_the_ending_says_the_format(name: str, form: str | None) -> None:
    assert format_of(name) == form


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The boiler", "The-boiler.md"),
        ("反渗透膜（分支）", "反渗透膜-分支.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        (". .", "session-1.md"),
        ("con", "session-1.md"),
        ("x" * 300, "x" * 60 + ".md"),
    ],
)
def test_a_file_is_named_like_the_session(tmp_path: Path, title: str, name: str) -> None:
    record = SessionRecord("1", title, 1, "", "")
    path = default_path(record, "md", tmp_path)
    assert path == tmp_path / name
    path.touch()
    second = default_path(record, "md", tmp_path)
    assert second.name == f"{path.stem}-2.md"
    assert not second.exists()


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    assert write_new(path, "one\n") == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(SessionError, match="there is such a file already"):
        write_new(str(path), "two\n")
    assert path.read_text() == "one\n"
    with pytest.raises(SessionError, match="No such file"):
        write_new(tmp_path / "no" / "where.md", "x")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(SessionError, match="there is such a file already"):
        write_new(tmp_path / "link.md", "x")
    assert not (tmp_path / "elsewhere.md").exists()
