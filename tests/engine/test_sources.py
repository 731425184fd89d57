"""The names that the library gives to files and web pages."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sources import checked_address, is_address, is_within, path_of, source_of

NAMES = st.binary(min_size=1, max_size=20).filter(
    lambda name: b"/" not in name and b"\0" not in name and name not in {b".", b".."}
)


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX systems only")
@given(st.lists(NAMES, min_size=1, max_size=3))
def test_every_path_has_a_printable_name_that_leads_back(names: list[bytes]) -> None:
    path = Path(os.fsdecode(b"/" + b"/".join(names)))
    source = source_of(path)
    assert source.encode("utf-8").decode("utf-8") == source
    assert "\n" not in source
    assert "\x1b" not in source
    assert path_of(source) == path


@given(st.text(st.characters(categories=("L", "N", "Zs", "P")), min_size=1).map(str.strip))
def test_ordinary_names_stay_as_they_are(name: str) -> None:
    path = f"/tmp/{name.replace('/', '_')}x"
    assert source_of(path) == path


def test_spaces_are_part_of_a_name() -> None:
    assert source_of("/a/two  spaces.md") == "/a/two  spaces.md"
    assert source_of("/a/全角　空格.md") == "/a/全角　空格.md"


@pytest.mark.parametrize(
    ("source", "folder", "expected"),
    [
        ("/a/b", "/a", True),
        ("/a", "/a", True),
        ("/ab", "/a", False),
        ("/a", "/a/b", False),
        ("/a", "/", True),
        ("file:///a/%FF", "/a", True),
        ("/a/b", "file:///a%FF", False),
        ("https://a/b", "/", False),
        ("https://a/b", "https://a", False),
        ("https://a/b", "https://a/b", True),
    ],
)
def test_what_lies_in_a_folder(source: str, folder: str, expected: bool) -> None:
    assert is_within(source, folder) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c"),
        ("HTTP://example.org", "http://example.org"),
        ("https://", None),
        ("https://a:999999/", None),
        ("https://[::1", None),
        ("https://a/\x1b[31m", None),
    ],
)
def test_addresses(text: str, expected: str | None) -> None:
    assert is_address(text)
    assert checked_address(text) == expected


@pytest.mark.parametrize("text", ["/a/b", "C:\\a", "ftp://a/b", "file:///a", "https:/a", ""])
def test_what_is_no_address(text: str) -> None:
    assert not is_address(text)
