"""What belongs to a recording, what it is told by, and which pictures are icons."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.icons import is_icon
from engine.reading.digests import content_digest
from engine.reading.extracted import Extracted, TextPassage
from engine.reading.media import NO_SPEECH_MODEL, OCR_OFF, MediaOptions
from engine.reading.reader import load
from engine.reading.sidecars import sidecars_among, sidecars_of, stamp
from engine.unread_parts import is_complete, marked, unmarked, wanting
from store.records import Moment
from tests.engine.reading.made_pictures import bmp, gif, png

FINGERPRINT = "0123abcd-5"


def test_which_subtitles_belong_to_which_recording() -> None:
    names = {
        "talk.mp4",
        "talk.srt",
        "talk.en.vtt",
        "talk.zh-Hans.forced.ass",
        "talk.mp4.ssa",
        "talk.a.b.c.srt",
        "talk-2.srt",
        "talks.srt",
        "Talk.srt",
        "talk.txt",
        "other.srt",
    }
    belonging = {"talk.srt", "talk.en.vtt", "talk.zh-Hans.forced.ass", "talk.mp4.ssa"}
    assert sidecars_among(names, ["talk.mp4", "talk.txt"]) == belonging
    assert sidecars_among(names, ["talk.txt"]) == frozenset()


def test_those_without_a_language_come_first(tmp_path: Path) -> None:
    for name in ("talk.mp4", "talk.en.srt", "talk.srt", "talk.de.srt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "talk.fr.srt").mkdir()
    found = sidecars_of(tmp_path / "talk.mp4")
    assert [path.name for path in found] == ["talk.srt", "talk.de.srt", "talk.en.srt"]


def test_a_recording_is_told_by_its_subtitles_too(tmp_path: Path) -> None:
    talk, subtitles = tmp_path / "talk.mp4", tmp_path / "talk.srt"
    talk.write_bytes(b"film")
    alone = load(talk)
    assert alone.fingerprint.partition("-")[0] == hashlib.sha256(b"film").hexdigest()
    subtitles.write_bytes(b"one")
    os.utime(subtitles, ns=(7, 9_000_000_000_000_000_000))
    one = load(talk)
    assert one.sidecars == (subtitles,)
    assert stamp(talk.stat(), one.sidecars) == (7, 9_000_000_000_000_000_000)
    subtitles.write_bytes(b"two")
    assert len({alone.fingerprint, one.fingerprint, load(talk).fingerprint}) == 3


@pytest.mark.skipif(os.name == "nt", reason="the file would not be sparse")
def test_a_very_large_recording_is_told_by_samples(tmp_path: Path) -> None:
    large = tmp_path / "large.mkv"
    size = 30 * 1000**3
    with large.open("wb") as file:
        file.truncate(size)
    digests = [content_digest(large)]
    for place in (0, size // 2, size - 1):
        with large.open("r+b") as file:
            file.seek(place)
            file.write(b"x")
        digests.append(content_digest(large))
    with large.open("r+b") as file:
        file.truncate(size + 1)
    digests.append(content_digest(large))
    assert len(set(digests)) == 5
    assert content_digest(large) == digests[4]


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (png(16, 16), True),
        (png(400, 31), True),
        (png(32, 32), False),
        (gif(31, 31), True),
        (gif(32, 40), False),
        (bmp(32, -16), True),
        (bmp(64, -64), False),
        (png(16, 16)[:18], False),
        (b"\xff\xd8\xff", False),
        (b"", False),
    ],
)
def test_icons_are_told_by_their_size(tmp_path: Path, head: bytes, is_one: bool) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(head)
    assert is_icon(path, 2000) is is_one
    assert is_icon(path, 500)
    assert not is_icon(path, 20_000)
    assert not is_icon(tmp_path / "none.png", 2000)


def test_what_was_read_with_speech_off_wants_it_when_it_is_on() -> None:
    off = MediaOptions(speech_wanted=False)
    film = Extracted("T", "ab", "video/mp4", (TextPassage(0, 2),))
    titled = replace(film, moments=(Moment(0, 2, 0.0, 1.0, "subtitle"),))
    assert NO_SPEECH_MODEL in wanting(film, off)
    assert wanting(film, MediaOptions(speech_model="model")) == ""
    assert wanting(titled, off) == ""
    assert wanting(replace(film, media_type="image/png"), off) == ""


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.text(max_size=20))
def test_a_document_is_complete_when_nothing_more_can_be_had(
    deaf: bool, blind: bool, hears: bool, sees: bool, else_: str
) -> None:
    unread = "; ".join([NO_SPEECH_MODEL] * deaf + [OCR_OFF] * blind + [else_])
    fingerprint = marked(FINGERPRINT, unread)
    options = MediaOptions(speech_model="model" if hears else None, ocr=sees)
    assert unmarked(fingerprint) == FINGERPRINT
    assert fingerprint.endswith("-5")
    assert fingerprint.partition("-")[0] == "0123abcd"
    assert is_complete(fingerprint, options) is not ((deaf and hears) or (blind and sees))
