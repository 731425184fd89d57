"""Which files a folder or a pattern has: ignore files as git reads them, links, odd entries."""

import glob
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.file_patterns import Selection
from engine.scanning import FoundFile, Scanner, Trouble


def write(folder: Path, *names: str, text: str = "Some words.") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def names(
    folder: Path, *, scanner: Scanner | None = None, within: tuple[str, ...] = ()
) -> list[str]:
    found = (scanner or Scanner()).folder(folder, None, within)
    return [entry.path.relative_to(folder).as_posix() for entry in found]


def selected(pattern: str) -> set[str]:
    selection = Selection(pattern)
    found = Scanner().folder(selection.base, selection)
    return {str(entry.path) for entry in found if isinstance(entry, FoundFile)}


def test_ignore_files_at_every_level(tmp_path: Path) -> None:
    write(tmp_path, "keep.md", "drop.md", "a/drop.md", "a/keep.md", "a/b/drop.md", "build/x.md")
    write(tmp_path, ".gitignore", text="drop.md\n/build/\n# a comment\n")
    write(tmp_path, "a/.gitignore", text="!drop.md\n")
    write(tmp_path, "a/b/.kagentignore", text="\ufeffdrop.md\r\n")
    assert names(tmp_path) == ["keep.md", "a/drop.md", "a/keep.md"]


def test_kagentignore_wins_over_gitignore_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md", "c.md")
    write(tmp_path, ".gitignore", text="a.md\nb.md\n!c.md")
    write(tmp_path, ".kagentignore", text="!a.md\nc.md\n")
    assert names(tmp_path) == ["a.md"]


def test_hidden_files_and_junk_come_back_by_kagentignore_only(tmp_path: Path) -> None:
    junk = ("node_modules/p/readme.md", "__pycache__/x.md", ".git/d.md", "~$letter.docx", "a.md~")
    write(tmp_path, "note.md", ".notes/secret.md", ".hidden.md", *junk)
    write(tmp_path, "env/pyvenv.cfg", "env/lib/license.txt", "cache/CACHEDIR.TAG", "cache/x.md")
    assert names(tmp_path) == ["note.md"]
    write(tmp_path, ".gitignore", text="!.notes\n!.hidden.md\n")
    assert names(tmp_path) == ["note.md"]
    write(tmp_path, ".kagentignore", text="!.notes\n!node_modules/\n")
    assert names(tmp_path) == ["note.md", ".notes/secret.md", "node_modules/p/readme.md"]


def test_what_the_user_names_is_wanted_whatever_is_above_it(tmp_path: Path) -> None:
    write(tmp_path, "build/.cache/note.md")
    write(tmp_path, ".gitignore", text="build\n")
    assert names(tmp_path / "build" / ".cache") == ["note.md"]


def test_an_ignore_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    write(tmp_path, ".gitignore", text="!\nb.md\n")
    found = list(Scanner().folder(tmp_path))
    assert [entry.path.name for entry in found] == ["a.md", ".gitignore"]
    (trouble,) = (entry for entry in found if isinstance(entry, Trouble))
    assert trouble.notice
    assert "line 1" in trouble.reason


PATTERNS = [
    "a",
    "b/",
    "/a",
    "*.md",
    "!a.md",
    "!b",
    "a/**",
    "**/b",
    "a/*/c.md",
    "b/c.md",
    "!/b/",
    "?.md",
]
FOLDERS = ["", "a", "b", "a/b", "b/a"]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(FOLDERS), st.lists(st.sampled_from(PATTERNS), max_size=3), max_size=3
    )
)
def test_gitignore_files_mean_what_git_says(
    tmp_path_factory: pytest.TempPathFactory, ignored: dict[str, list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("tree")
    write(folder, *(f"{place}/{name}" for place in FOLDERS for name in ("a.md", "c.md")))
    for place, lines in ignored.items():
        write(folder, f"{place}/.gitignore", text="\n".join(lines))
    git = ["git", "-c", "core.excludesFile=", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    listed = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard", "*.md"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(names(folder)) == sorted(listed.stdout.split())


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["*", "**", "a", "b", "[ab]", "?.md", "*.md", "c.md"]),
        min_size=1,
        max_size=4,
    )
)
def test_patterns_select_what_pythons_glob_does(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "globbed"
    if not folder.exists():
        write(folder, *(f"{place}/{name}" for place in FOLDERS for name in ("a.md", "c.md")))
    pattern = str(folder.joinpath(*parts))
    # pathlib reads a final ** in another way, and differently by version. That "c.md/**" selects
    # the file c.md is a slip of glob.
    matches = glob.iglob("/".join(parts), root_dir=folder, recursive=True)  # noqa: PTH207
    hits = [folder / m for m in matches if not (m.endswith("/") and (folder / m).is_file())]
    expected = {str(path) for path in hits if path.is_file()}
    for hit in hits:  # a folder stands for all below it
        expected |= {str(path) for path in hit.rglob("*.md") if hit.is_dir()}
    if glob.has_magic(pattern):
        assert selected(pattern) == expected


def test_a_pattern_of_many_stars_is_no_trouble(tmp_path: Path) -> None:
    write(tmp_path, "a/b/c/d/e/f/g/h.md")
    pattern = str(tmp_path.joinpath(*["**", "*"] * 12, "x.md"))
    assert selected(pattern) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_not_followed_into_folders_and_no_file_comes_twice(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    write(folder, "a.md", "sub/b.md")
    write(outside, "c.md")
    (folder / "loop").symlink_to(folder)
    (folder / "sub" / "up").symlink_to(tmp_path)
    (folder / "again.md").symlink_to(folder / "a.md")
    (folder / "far.md").symlink_to(outside / "c.md")
    (folder / "dead.md").symlink_to(folder / "nothing.md")
    (folder / "self.md").symlink_to(folder / "self.md")
    assert names(folder) == ["a.md", "sub/b.md", "far.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_pipes_and_devices_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert names(tmp_path) == []
    for path in (tmp_path / "pipe.md", Path("/dev/null")):
        found = Scanner().file(path)
        assert isinstance(found, Trouble)
        assert found.reason == "it is not a regular file"


def test_a_missing_root_hides_its_files_and_a_missing_file_does_not(tmp_path: Path) -> None:
    (trouble,) = Scanner().folder(tmp_path / "absent")
    assert isinstance(trouble, Trouble)
    assert (trouble.hides, trouble.missing) == (True, True)
    alone = Scanner().file(tmp_path / "absent.md")
    assert isinstance(alone, Trouble)
    assert (alone.hides, alone.missing) == (False, True)
    drive = Scanner().file(tmp_path / "drive" / "absent.md")
    assert isinstance(drive, Trouble)
    assert drive.hides


def test_a_very_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
    before = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(300):
            Path("d").mkdir()
            os.chdir("d")
        Path("bottom.md").write_text("Deep.", "utf-8")
    finally:
        os.chdir(before)
    assert len(names(tmp_path)) == 1


def test_only_what_lies_within(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b/c.md", "b/d/e.md", "f/g.md")
    write(tmp_path, ".gitignore", text="e.md\n")
    root = os.path.realpath(tmp_path)
    assert names(tmp_path, within=(f"{root}/b",)) == ["b/c.md"]
    assert names(tmp_path, within=(f"{root}/a.md", f"{root}/f")) == ["a.md", "f/g.md"]
    assert names(tmp_path, within=(f"{root}/nowhere",)) == []


def test_what_the_user_removed_and_kagents_own_home_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b/c.md", "home/index/meta.json", "d.md")
    root = os.path.realpath(tmp_path)
    scanner = Scanner(frozenset((f"{root}/a.md", f"{root}/b")), tmp_path / "home")
    assert names(tmp_path, scanner=scanner) == ["d.md"]


def test_a_time_that_is_too_fresh_is_not_relied_on(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    path = tmp_path / "a.md"
    fresh = Scanner().file(path)
    os.utime(path, ns=(1_600_000_000_123_456_789, 1_600_000_000_123_456_789))
    old = Scanner().file(path)
    assert isinstance(fresh, FoundFile)
    assert isinstance(old, FoundFile)
    assert (fresh.modified_ns, old.modified_ns) == (None, 1_600_000_000_123_456_789)
