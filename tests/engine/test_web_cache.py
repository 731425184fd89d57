"""The cache on disk: what it keeps, for how long, and what damage does to it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.web_cache import LONGEST_SECONDS, CachedPage, WebCache

PAGE = CachedPage("https://example.org/b", "text/html", "utf-8", "report.html", b"<p>hello</p>\n")


class Clock:
    """A time that the test sets."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def _cache(folder: Path, most: int = 1_000_000) -> tuple[WebCache, Clock]:
    clock = Clock()
    return WebCache(folder / "web", most_bytes=most, clock=clock), clock


def test_what_was_put_is_there_until_it_is_too_old(tmp_path: Path) -> None:
    cache, clock = _cache(tmp_path)
    assert cache.get("a", 600) is None
    cache.put("a", PAGE)
    assert cache.get("a", 600) == PAGE
    assert cache.get("b", 600) is None
    clock.now += 601
    assert cache.get("a", 600) is None
    assert cache.get("a", 700) == PAGE
    clock.now += LONGEST_SECONDS
    assert cache.get("a", 10 * LONGEST_SECONDS) is None
    assert list((tmp_path / "web").iterdir()) == []


def test_what_comes_from_the_future_is_dropped(tmp_path: Path) -> None:
    cache, clock = _cache(tmp_path)
    cache.put("a", PAGE)
    clock.now -= 1000
    assert cache.get("a", 600) is None


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_it_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    cache, _ = _cache(tmp_path)
    cache.put("https://example.org/?q=private", PAGE)
    (file,) = (tmp_path / "web").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "private" not in file.name


@given(st.data())
def test_damage_anywhere_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    cache, _ = _cache(folder)
    cache.put("a", PAGE)
    (file,) = (folder / "web").iterdir()
    whole = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    how = data.draw(st.sampled_from(["cut", "flip"]))
    if how == "cut":
        file.write_bytes(whole[:at])
    else:
        whole[at] ^= 1 + data.draw(st.integers(0, 254))
        file.write_bytes(whole)
    assert cache.get("a", 600) is None
    assert not file.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    cache, _ = _cache(tmp_path)
    cache.put("a", PAGE)
    (file,) = (tmp_path / "web").iterdir()
    moved = tmp_path / "moved"
    file.rename(moved)
    file.symlink_to(moved)
    assert cache.get("a", 600) is None
    assert moved.exists()


def test_the_oldest_go_when_there_is_no_room(tmp_path: Path) -> None:
    cache, clock = _cache(tmp_path, most=20_000)
    page = CachedPage("", "", None, "", bytes(4000))
    for key in "abcdef":
        cache.put(key, page)
        clock.now += 1
    kept = [key for key in "abcdef" if cache.get(key, 600)]
    assert kept == list("cdef")
    assert sum(file.stat().st_size for file in (tmp_path / "web").iterdir()) <= 20_000


def test_a_page_that_would_push_out_all_others_is_not_kept(tmp_path: Path) -> None:
    cache, _ = _cache(tmp_path, most=20_000)
    cache.put("a", CachedPage("", "", None, "", bytes(6000)))
    assert not (tmp_path / "web").exists()


def test_clearing_leaves_foreign_files_alone(tmp_path: Path) -> None:
    cache, _ = _cache(tmp_path)
    cache.clear()
    cache.put("a", PAGE)
    foreign = tmp_path / "web" / "notes.txt"
    foreign.write_text("mine")
    cache.clear()
    assert cache.get("a", 600) is None
    assert list((tmp_path / "web").iterdir()) == [foreign]


def test_a_folder_that_cannot_be_made_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "web").write_text("a file")
    cache, _ = _cache(tmp_path)
    cache.put("a", PAGE)
    assert cache.get("a", 600) is None
    cache.clear()
