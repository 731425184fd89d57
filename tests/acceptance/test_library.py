"""`kagent add`, `kagent search` and `kagent library`, with the real store."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]
NOTES = "# Robot vacuum\n\n## Warranty\n\nThe warranty of the robot vacuum lasts three years.\n"
NOTES_ZH = "扫地机器人的电池可以使用四年。\n\n主刷每三个月更换一次。\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "vacuum.md").write_text(NOTES, encoding="utf-8")
    (folder / "battery.txt").write_text(NOTES_ZH, encoding="utf-8")
    return folder


def one_line(ended: subprocess.CompletedProcess[str], code: int) -> str:
    assert ended.returncode == code, ended
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    return ended.stderr


def test_what_was_added_is_found(kagent: Kagent, notes: Path) -> None:
    added = kagent("add", notes)
    assert (added.returncode, added.stdout) == (0, "2 added\n")
    found = kagent("search", "robot", "warranty", "-k", "1", "--json")
    assert found.returncode == 0
    shown = json.loads(found.stdout)
    assert shown["query"] == "robot warranty"
    result = shown["results"][0]
    assert result.keys() == {"id", "score", "relevance", "source", "title", "location", "text"}
    assert result["source"] == str(notes / "vacuum.md")
    start, end = result["location"]["span"]
    assert start < end
    assert "three years" in result["text"]
    chinese = kagent("search", "电池")
    assert chinese.returncode == 0
    assert "四年" in chinese.stdout
    assert "battery.txt" in chinese.stdout


def test_a_file_is_read_again_only_when_it_changed(kagent: Kagent, notes: Path) -> None:
    assert kagent("add", notes / "vacuum.md").stdout == "1 added\n"
    assert kagent("add", notes / "vacuum.md").stdout == "1 unchanged\n"
    (notes / "vacuum.md").write_text(NOTES + "\nNew words.\n", encoding="utf-8")
    assert kagent("add", notes / "vacuum.md").stdout == "1 updated\n"


def test_nothing_found(kagent: Kagent, notes: Path) -> None:
    kagent("add", notes)
    assert "nothing found" in one_line(kagent("search", "xylophone"), 3)
    as_json = kagent("search", "xylophone", "--json")
    assert as_json.returncode == 3
    assert json.loads(as_json.stdout) == {"query": "xylophone", "results": []}


def test_a_search_without_a_library(kagent: Kagent) -> None:
    assert "nothing found" in one_line(kagent("search", "anything"), 3)


def test_a_missing_path(kagent: Kagent, tmp_path: Path) -> None:
    assert "absent.md" in one_line(kagent("add", tmp_path / "absent.md"), 1)


def test_a_binary_file(kagent: Kagent, tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(bytes(range(256)) * 20)
    assert "picture.txt" in one_line(kagent("add", path), 1)
    other = tmp_path / "program.exe"
    other.write_bytes(b"MZ\x90\x00" * 100)
    assert "program.exe" in one_line(kagent("add", other), 1)


def test_one_bad_file_does_not_stop_the_others(kagent: Kagent, notes: Path) -> None:
    ended = kagent("add", notes / "absent.md", notes / "vacuum.md")
    assert ended.returncode == 1
    assert ended.stdout == "1 added, 1 failed\n"
    assert "absent.md" in ended.stderr


def test_a_folder_with_nothing_to_read(kagent: Kagent, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert "empty" in one_line(kagent("add", folder), 1)


def test_the_library_is_listed_and_shortened(kagent: Kagent, notes: Path) -> None:
    kagent("add", notes)
    listed = json.loads(kagent("library", "list", "--json").stdout)
    assert {entry["source"] for entry in listed} == {
        str(notes / "battery.txt"),
        str(notes / "vacuum.md"),
    }
    assert "vacuum.md" in kagent("library", "list").stdout
    assert kagent("library", "remove", "notes/vacuum.md").returncode == 0
    assert len(json.loads(kagent("library", "list", "--json").stdout)) == 1
    assert kagent("search", "warranty").returncode == 3
    assert "vacuum.md" in one_line(kagent("library", "remove", notes / "vacuum.md"), 1)
    assert (notes / "vacuum.md").exists()


def test_a_damaged_index_is_made_again(kagent: Kagent, notes: Path, isolated_home: Path) -> None:
    kagent("add", notes)
    files = [path for path in (isolated_home / "kagent" / "index").iterdir() if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(b"damaged")
    found = kagent("search", "warranty")
    assert found.returncode == 0
    assert "three years" in found.stdout
    assert found.stderr.count("\n") == 1


def test_a_damaged_database(kagent: Kagent, isolated_home: Path) -> None:
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "kagent.db").write_bytes(b"this is no database" * 500)
    assert "kagent.db" in one_line(kagent("search", "x"), 1)
    assert "kagent.db" in one_line(kagent("ask", "hello"), 1)


def test_a_home_that_cannot_be_written(kagent: Kagent, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes anywhere")
    folder = tmp_path / "sealed"
    folder.mkdir(mode=0o500)
    assert "sealed" in one_line(kagent("--home", folder / "home", "search", "x"), 1)


def test_two_programs_at_once(environment: dict[str, str], kagent: Kagent, tmp_path: Path) -> None:
    folders = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(20):
            (folder / f"{name}{number}.txt").write_text(
                f"The {name} program wrote note number {number}.\n", encoding="utf-8"
            )
        folders.append(folder)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kagent_tui", "add", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
        )
        for folder in folders
    ]
    for process in running:
        out, err = process.communicate(timeout=100)
        assert (process.returncode, out) == (0, "20 added\n"), err
    assert len(json.loads(kagent("library", "list", "--json").stdout)) == 40
    found = json.loads(kagent("search", "program", "--json", "-k", "100").stdout)
    assert len(found["results"]) == 40
