"""Paths as terminals drop them and people type them."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kagent_tui.controllers.path_completion import complete
from kagent_tui.controllers.targets import (
    escaped,
    last_target,
    looks_like_targets,
    targets_in,
    written,
)

NAMES = st.text(
    st.characters(blacklist_characters="\0/", blacklist_categories=["Cs"]), min_size=1, max_size=12
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(lambda names: "/" + "/".join(names))
# Blanks at the ends and line ends cannot be told from those between paths without quotes.
PLAIN_PATHS = PATHS.filter(lambda path: path == path.strip() and "\n" not in path)


@given(st.lists(PATHS, min_size=1, max_size=4, unique=True))
def test_quoted_as_a_shell_quotes(paths: list[str]) -> None:
    assert targets_in(shlex.join(paths), windows=False) == paths


@given(st.lists(PATHS, min_size=1, max_size=4, unique=True))
def test_what_is_written_is_read_back(paths: list[str]) -> None:
    assert targets_in(written(paths, windows=False), windows=False) == paths
    assert targets_in("\n".join(shlex.quote(path) for path in paths), windows=False) == paths


@given(st.lists(PATHS, min_size=1, max_size=4, unique=True), st.sampled_from(["", "localhost"]))
@example(paths=["/A:"], host="")
def test_file_addresses(paths: list[str], host: str) -> None:
    addresses = [f"file://{host}{quote(path)}" for path in paths]
    assert targets_in("\r\n".join(addresses), windows=False) == paths


@given(PLAIN_PATHS)
def test_as_it_is_where_the_disk_knows_it(path: str) -> None:
    assert targets_in(f" {path}\n", {path}.__contains__, windows=False) == [path]


@given(st.text(max_size=60))
def test_any_text_is_read_without_trouble(text: str) -> None:
    for windows in (False, True):
        found = targets_in(text, lambda _: False, windows=windows)
        assert all(found)
        assert len(set(found)) == len(found)
        looks_like_targets(text)
        start, last = last_target(text, windows=windows)
        assert 0 <= start <= len(text)
        assert (last == "") == (start == len(text)) or not last


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/a/b.pdf", ["/a/b.pdf"]),
        ("'/a/my file.pdf' ", ["/a/my file.pdf"]),
        (r"/a/my\ file\ \(1\).pdf /b.txt", ["/a/my file (1).pdf", "/b.txt"]),
        ('"/a/say \\"hi\\".txt"', ['/a/say "hi".txt']),
        ("'/a/it'\\''s.txt'", ["/a/it's.txt"]),
        ("/a/don't.txt", ["/a/don't.txt"]),
        ("file:///a/%E6%97%A5%20b.md\nfile:///c", ["/a/日 b.md", "/c"]),
        ("file://elsewhere/a", ["file://elsewhere/a"]),
        ("https://example.org/a?b=c#d", ["https://example.org/a?b=c#d"]),
        ("/a /a", ["/a"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_forms_that_terminals_write(text: str, wanted: list[str]) -> None:
    assert targets_in(text, windows=False) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"C:\notes\a.md", [r"C:\notes\a.md"]),
        (r'"C:\my notes\a.md" "D:\b c.txt"', [r"C:\my notes\a.md", r"D:\b c.txt"]),
        (r"C:\it's\a.md", [r"C:\it's\a.md"]),
        ("file:///C:/my%20notes/a.md", ["C:/my notes/a.md"]),
    ],
)
def test_on_windows_a_backslash_parts_folders(text: str, wanted: list[str]) -> None:
    assert targets_in(text, windows=True) == wanted


def test_blanks_that_were_not_escaped(tmp_path: Path) -> None:
    first, second = tmp_path / "my long name.txt", tmp_path / "b.txt"
    first.touch()
    second.touch()
    both = targets_in(f"{first} {second}", lambda name: Path(name).exists())
    assert both == [str(first), str(second)]
    assert targets_in(f" {first}\n", lambda name: Path(name).exists()) == [str(first)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/a/b.pdf", True),
        ("'/a/my file.pdf' /c", True),
        ("~/notes", True),
        ("file:///a", True),
        ("lease deposit", False),
        ("look at /a/b.pdf", False),
        ("and/or", False),
        ("", False),
    ],
)
def test_what_looks_like_a_drop(text: str, wanted: bool) -> None:
    assert looks_like_targets(text, windows=False) is wanted


def test_a_drive_of_windows_looks_like_a_drop() -> None:
    assert looks_like_targets(r"C:\my\a.txt", windows=True)
    assert not looks_like_targets("note: this", windows=True)


def test_completion_goes_as_far_as_is_certain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "My Notes").mkdir()
    (tmp_path / "My Notes" / "one.md").touch()
    (tmp_path / "My Novel.txt").touch()
    (tmp_path / ".hidden").touch()
    monkeypatch.chdir(tmp_path)
    some = complete("m", windows=False)
    assert some.choices == ("My Notes/", "My Novel.txt")
    assert some.text == "m"
    assert complete("My", windows=False).text == "My\\ No"
    assert complete("/x 'My Note", windows=False).text == "/x 'My Note"
    folder = complete("/x My\\ Not", windows=False)
    assert (folder.text, folder.choices) == ("/x My\\ Notes/", ())
    assert complete(folder.text, windows=False).text == "/x My\\ Notes/one.md "
    assert complete(".h", windows=False).text == ".hidden "
    assert complete(f"{tmp_path}/zzz", windows=False).text == f"{tmp_path}/zzz"
    assert complete("https://exam", windows=False).text == "https://exam"


def test_completion_begins_at_home(isolated_home: Path) -> None:
    (isolated_home / "papers").mkdir()
    assert complete("~/pa").text == "~/papers/"
    assert complete("~").text == "~/"


@given(NAMES)
def test_a_completed_name_is_read_back(name: str) -> None:
    assume(not name.startswith(("~", "file:")))
    assert targets_in(escaped(f"/{name}", windows=False), windows=False) == [f"/{name}"]
