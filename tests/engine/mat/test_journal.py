"""A journal keeps what is settled, whatever becomes of the program that wrote it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.mat.errors import MatError
from engine.mat.events import Spent
from engine.mat.journal import Entry, Journal
from engine.mat.run_folder import RunFolder, draw, pick, read_lines, write_lines

SETTINGS = {"seed": 1, "kinds": ["a", "b"]}
ENTRY = Entry("a/1", "done", {"text": "你好\u2028"}, ("once",), Spent(2, 30, 4, 0.5))


def _written(path: Path, *entries: Entry) -> Path:
    journal = Journal(path, "craft", SETTINGS)
    for entry in entries:
        journal.add(entry)
    journal.close()
    return path


def test_what_was_settled_is_there_again(tmp_path: Path) -> None:
    path = _written(tmp_path / "j", ENTRY, Entry("a/2", "refused", reasons=("bad",)))
    journal = Journal(path, "craft", SETTINGS)
    assert list(journal) == [ENTRY, Entry("a/2", "refused", reasons=("bad",))]
    assert journal.done("a/1") == {"text": "你好\u2028"}
    assert journal.done("a/2") is None
    assert "a/2" in journal
    assert journal.spent() == ENTRY.spent
    journal.close()


@given(cut=st.integers(1, 400))
def test_a_torn_end_is_mended_and_loses_only_what_was_torn(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    entries = [Entry(f"a/{n}", "done", {"n": n}) for n in range(4)]
    path = _written(tmp_path_factory.mktemp("torn") / "j", *entries)
    data = path.read_bytes()
    kept = data[: max(len(data) - cut, 0)]
    path.write_bytes(kept)
    whole = kept.count(b"\n")
    journal = Journal(path, "craft", SETTINGS)
    assert len(journal) == max(whole - 1, 0)
    journal.add(ENTRY)
    journal.close()
    again = Journal(path, "craft", SETTINGS)
    assert again.done("a/1") == ENTRY.value
    again.close()


def test_other_settings_are_refused_in_one_line_with_what_differs(tmp_path: Path) -> None:
    path = _written(tmp_path / "j", ENTRY)
    before = path.read_bytes()
    with pytest.raises(MatError) as caught:
        Journal(path, "craft", {**SETTINGS, "seed": 2, "more": "x" * 100})
    message = str(caught.value)
    assert "seed was 1 and is 2" in message
    assert "more was null" in message
    assert "new run folder" in message
    assert "\n" not in message
    assert path.read_bytes() == before


def test_settings_bind_nobody_before_anything_is_settled(tmp_path: Path) -> None:
    path = _written(tmp_path / "j")
    journal = Journal(path, "craft", {"seed": 9})
    journal.add(ENTRY)
    journal.close()
    with pytest.raises(MatError, match="seed was 9"):
        Journal(path, "craft", SETTINGS)


@pytest.mark.parametrize(
    "broken",
    [
        b'{"key": "x"}',
        b"[" * 100_000,
        b'{"key":"x","status":"done","value":{},"reasons":[],"spent":[1e999,0,0,0]}',
    ],
    ids=["incomplete", "too deep", "endless"],
)
def test_another_stage_s_file_and_a_damaged_line_are_said(tmp_path: Path, broken: bytes) -> None:
    path = _written(tmp_path / "j", ENTRY)
    with pytest.raises(MatError, match="no journal of the stage collect"):
        Journal(path, "collect", SETTINGS)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + broken + b"\n" + lines[1])
    with pytest.raises(MatError, match="line 2: damaged"):
        Journal(path, "craft", SETTINGS)


@pytest.mark.parametrize("content", [b"my thesis", b'{"a": 1}\nmy thesis', b"\xff\x00"])
def test_a_file_that_is_no_journal_is_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes(content)
    with pytest.raises(MatError, match="no journal of the stage craft"):
        Journal(path, "craft", SETTINGS)
    assert path.read_bytes() == content


def test_a_torn_first_line_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "j"
    for torn in (b"", b'{"sta', b'{"stage":"craft","ver'):
        path.write_bytes(torn)
        Journal(path, "craft", SETTINGS).close()
        assert path.read_bytes().startswith(b'{"stage":"craft","version":1,')


def test_one_program_at_a_time_writes_into_a_folder(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    with folder.held(), pytest.raises(MatError, match="another program"), folder.held():
        pass
    with folder.held():
        assert folder.path.is_dir()


def test_files_of_a_run_are_replaced_whole_and_missed_with_the_command_to_run(
    tmp_path: Path,
) -> None:
    path = tmp_path / "lines.jsonl"
    assert write_lines(path, [{"a": "一"}, {"a": "b"}]) == 2
    assert read_lines(path, "cmd") == [{"a": "一"}, {"a": "b"}]
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0]) == {"a": "一"}
    with pytest.raises(MatError, match="run first: cmd"):
        read_lines(tmp_path / "none", "cmd")


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_draw_is_the_same_for_the_same_names(names: list[str]) -> None:
    assert 0 <= draw(*names) < 1
    assert draw(*names) == draw(*names)


@given(st.integers(0, 30), st.integers(0, 40), st.text())
def test_a_pick_holds_different_ones_and_the_same_ones_every_time(
    size: int, number: int, name: str
) -> None:
    items = list(range(size))
    found = pick(items, number, name)
    assert len(found) == len(set(found)) == min(size, number)
    assert found == pick(items, number, name)
