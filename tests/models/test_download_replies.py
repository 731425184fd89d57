"""Heads of answers, good and hostile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.download_events import DownloadError
from models.download_replies import BusyReplyError, ChangedError, Opening, opening_of
from models.fetching import FetchError
from models.part_file import Origin

URL = "https://hub.example/m.gguf"


@dataclass
class Head:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)

    def pieces(self) -> Iterator[bytes]:
        return iter(())


def test_a_whole_file() -> None:
    head = Head(200, {"content-length": "500", "etag": '"a"'})
    assert opening_of(head, URL, 0, None) == Opening(0, 500, '"a"', "")


def test_the_rest_of_a_file() -> None:
    head = Head(206, {"content-range": "bytes 100-499/500", "etag": '"a"'})
    origin = Origin(URL, '"a"', 500)
    assert opening_of(head, URL, 100, origin) == Opening(100, 500, '"a"', "")


@pytest.mark.parametrize(
    "headers",
    [
        {"content-range": "bytes 99-499/500"},
        {"content-range": "bytes 100-599/600"},
        {"content-range": "bytes 100-499/500", "etag": '"b"'},
        {"content-range": "items 100-499/500"},
        {},
    ],
)
def test_the_rest_of_another_file(headers: dict[str, str]) -> None:
    with pytest.raises(ChangedError):
        opening_of(Head(206, headers), URL, 100, Origin(URL, '"a"', 500))


def test_a_weak_etag_vouches_for_nothing() -> None:
    assert opening_of(Head(200, {"etag": 'W/"a"'}), URL, 0, None).etag == ""


def test_a_hash_of_the_hub_is_taken_only_where_it_is_one() -> None:
    linked = {"x-linked-etag": f'"{"AB" * 32}"'}
    assert opening_of(Head(200, linked), URL, 0, None).linked_sha256 == "ab" * 32
    git = {"x-linked-etag": f'"{"ab" * 20}"'}
    assert opening_of(Head(200, git), URL, 0, None).linked_sha256 == ""


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("7", 7.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("soon", None), ("", None)],
)
def test_how_long_a_server_wants_to_be_left_alone(written: str, seconds: float | None) -> None:
    with pytest.raises(BusyReplyError) as caught:
        opening_of(Head(503, {"retry-after": written}), URL, 0, None)
    assert caught.value.seconds == seconds


_NAMES = st.sampled_from(
    ["content-range", "content-length", "etag", "x-linked-etag", "retry-after", "content-encoding"]
)
_WRITTEN = st.one_of(
    st.text(st.characters(max_codepoint=255), max_size=40),
    st.from_regex(r"bytes [0-9]{1,30}-[0-9]{1,30}/([0-9]{1,30}|\*)", fullmatch=True),
    st.integers().map(str),
)


@given(
    status=st.integers(100, 599),
    headers=st.dictionaries(_NAMES, _WRITTEN, max_size=6),
    have=st.integers(0, 1 << 40),
)
@example(status=200, headers={"content-length": "9" * 5000}, have=0)
@example(status=503, headers={"retry-after": "9" * 5000}, have=0)
def test_nothing_that_a_server_writes_is_more_than_an_error(
    status: int, headers: dict[str, str], have: int
) -> None:
    try:
        opening = opening_of(Head(status, headers), URL, have, Origin(URL, '"a"', 500))
    except (DownloadError, FetchError, ChangedError, BusyReplyError):
        return
    assert opening.start in (0, have)
