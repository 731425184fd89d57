"""Which process reads which file, and what becomes of pages that are pictures."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.reading.extracted import Extracted, PicturesOnlyError, ReadingError, TextPassage
from engine.reading.formats import kind_of
from engine.reading.media import NO_SPEECH_MODEL, OCR_OFF, MediaOptions
from engine.reading.media_worker import MediaWorker, Progress, Reached
from engine.reading.reader import SourceFile, load
from engine.reading.worker import ReadingWorker
from tests.engine.reading import made_files
from tests.video_file import Caption, Video, make_video


class Noting(MediaWorker):
    """Notes what it is asked to read, and reads nothing."""

    def __init__(self, options: MediaOptions) -> None:
        super().__init__(options)
        self.asked: list[tuple[str, str]] = []

    def read(self, source: SourceFile, kind: str, progress: Progress | None = None) -> Extracted:
        self.asked.append((source.path.name, kind))
        return Extracted("T", "words", "x/y", (TextPassage(0, 5),))


def read(path: Path, *, ocr: bool = True) -> tuple[Extracted, list[tuple[str, str]]]:
    media = Noting(MediaOptions(ocr=ocr))
    with ReadingWorker(media=media) as worker:
        return worker.read(load(path)), media.asked


def page(text: str) -> list[tuple[float, float, float, str]]:
    return [(72, 700, 10, text)] if text else []


def test_pages_with_text_are_read_as_before(tmp_path: Path) -> None:
    made_files.pdf(tmp_path / "a.pdf", [page("A page.")])
    extracted, asked = read(tmp_path / "a.pdf")
    assert asked == []
    assert "A page." in extracted.text
    assert "unread" not in extracted.metadata


def test_pages_without_text_are_read_as_pictures(tmp_path: Path) -> None:
    made_files.pdf(tmp_path / "all.pdf", [page("")])
    made_files.pdf(tmp_path / "some.pdf", [page("A page."), page("")])
    for name in ("all.pdf", "some.pdf"):
        assert read(tmp_path / name)[1] == [(name, "scan")]


def test_without_ocr_that_is_said(tmp_path: Path) -> None:
    made_files.pdf(tmp_path / "all.pdf", [page("")])
    made_files.pdf(tmp_path / "some.pdf", [page("A page."), page("")])
    with pytest.raises(PicturesOnlyError, match="recognising text in pictures is off"):
        read(tmp_path / "all.pdf", ocr=False)
    extracted, asked = read(tmp_path / "some.pdf", ocr=False)
    assert asked == []
    assert extracted.metadata["unread"] == OCR_OFF


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.mp4", "recording"), ("a.OPUS", "recording"), ("a.png", "picture"), ("a.TIFF", "picture")],
)
def test_recordings_and_pictures_go_to_the_media_process(
    tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    assert read(path)[1] == [(name, kind)]


def test_a_real_video_is_read(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "talk.mp4",
        Video(seconds=4, size=(640, 360), captions=(Caption("Sharpening", 60, 120, 0, 4),)),
    )
    seen: list[Reached] = []
    with ReadingWorker() as worker:
        extracted = worker.read(load(path), seen.append)
    assert "sharpening" in extracted.text.casefold()
    assert extracted.metadata["duration"] == 4
    assert all(moment.channel == "shown" for moment in extracted.moments)
    assert seen


def test_sound_without_a_speech_model_is_a_document_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "memo.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    with ReadingWorker() as worker:
        extracted = worker.read(load(path))
    assert extracted.title == "memo"
    assert NO_SPEECH_MODEL in str(extracted.metadata["unread"])


@pytest.fixture(scope="module")
def media() -> Iterator[MediaWorker]:
    with MediaWorker() as started:
        yield started


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.wav", "a.mp3", "a.ogg", "a.png", "a.tif"])
@pytest.mark.parametrize("content", [b"", b"not what it says", b"#EXTM3U\nfile:///etc/passwd\n"])
def test_what_is_no_recording_is_one_line(
    media: MediaWorker, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadingError) as caught:
        media.read(load(path), str(kind_of(name)))
    assert "\n" not in str(caught.value)
    assert "crash" not in str(caught.value)
