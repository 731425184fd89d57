"""Recordings and pictures that come with a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from engine import attaching
from engine.attaching import ReadAttachments
from engine.attachments import Attachment, AttachmentError, check_duration
from engine.library_events import LibraryEvent, MediaProgressed
from engine.reading.media import MediaOptions
from store.memory import MemoryBank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def sign(path: Path) -> Path:
    """A picture with words."""
    picture = Image.new("RGB", (640, 120), "white")
    font = ImageFont.load_default(40)
    ImageDraw.Draw(picture).text((20, 30), "Mind the low bridge", fill="black", font=font)
    picture.save(path)
    return path


def test_the_words_of_a_picture_come_with_a_question(bank: MemoryBank, tmp_path: Path) -> None:
    path = sign(tmp_path / "sign.png")
    read = ReadAttachments([Attachment("place", str(path))], bank)
    try:
        (source,) = read.sources
        (part,) = read.parts
        assert "low bridge" in (part.bank.document_text(source.source) or "")
    finally:
        read.close()


def test_without_ocr_it_is_there_with_its_name(bank: MemoryBank, tmp_path: Path) -> None:
    path = sign(tmp_path / "sign.png")
    read = ReadAttachments([Attachment("place", str(path))], bank, media=MediaOptions(ocr=False))
    try:
        (source,) = read.sources
        assert source.title == "sign"
    finally:
        read.close()


def test_a_question_does_not_wait_for_hours(
    bank: MemoryBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []

    class Endless:
        def __init__(self, *_: object, **__: object) -> None: ...

        def adding(self, *_: object, **__: object) -> Iterator[LibraryEvent]:
            try:
                for done in range(1000):
                    left = None if done < 3 else 7200.0 - done
                    yield MediaProgressed(tmp_path / "talk.mp4", "said", done, 9000, 1.0, left)
            finally:
                stopped.append(True)

    monkeypatch.setattr(attaching, "Library", Endless)
    with pytest.raises(AttachmentError) as caught:
        ReadAttachments([Attachment("place", "talk.mp4")], bank)
    assert str(caught.value) == (
        "talk.mp4: reading it takes about 120 minutes, too long for one question; add it to the "
        "library: kagent add talk.mp4"
    )
    assert stopped == [True]
    check_duration("talk.mp4", 60.0)
    check_duration("talk.mp4", None)
