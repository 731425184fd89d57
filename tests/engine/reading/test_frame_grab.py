"""One picture out of a file, decoded in a process of its own; what hostile files get."""

from __future__ import annotations

import math
import os
import threading
from pathlib import Path

import pytest
from PIL import Image

from engine.reading.extracted import ReadingError
from engine.reading.frame_grab import Frame, grab_frame
from tests.pdf_file import make_pdf
from tests.video_file import Video, cut_short, make_video, rotate


def colour(frame: Frame, x: float, y: float) -> str:
    """Which colour there is most of at a place, in shares of the width and height."""
    at = (int(y * frame.height) * frame.width + int(x * frame.width)) * 3
    red, green, blue = frame.rgb[at : at + 3]
    if min(red, green, blue) > 180:
        return "white"
    return max(zip((red, green, blue), ("red", "green", "blue"), strict=True))[1]


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "two.mp4"
    return make_video(path, Video(6, size=(160, 96), fps=10, scenes=(2, 4)))


def ground(frame: Frame) -> tuple[int, ...]:
    middle = (frame.height // 2 * frame.width + frame.width // 2) * 3
    return tuple(round(value / 10) for value in frame.rgb[middle : middle + 3])


def test_the_frame_of_a_second(video: Path) -> None:
    first = grab_frame(video, second=1.0)
    assert (first.width, first.height) == (160, 96)
    assert first.whole == (160, 96)
    assert first.second == pytest.approx(1.0, abs=0.06)
    second = grab_frame(video, second=2.05)
    assert ground(first) != ground(second)
    assert ground(second) == ground(grab_frame(video, second=3.95))
    last = grab_frame(video, second=500)  # beyond its end: the last there is
    assert last.second == pytest.approx(5.9, abs=0.06)
    assert ground(last) != ground(second)


def test_it_fits_into_the_box_that_was_asked_for(video: Path) -> None:
    frame = grab_frame(video, second=1, size=(40, 40))
    assert (frame.width, frame.height) == (40, 24)
    assert len(frame.rgb) == 40 * 24 * 3
    assert frame.whole == (160, 96)
    assert grab_frame(video, size=(1200, 1000)).width == 160  # nothing is made larger
    with pytest.raises(ValueError, match="5000"):
        grab_frame(video, size=(5000, 5000))


def test_a_phone_s_video_stands_upright(tmp_path: Path) -> None:
    path = make_video(tmp_path / "phone.mp4", Video(1, size=(160, 96), fps=5))
    rotate(path, 90)
    frame = grab_frame(path)
    assert (frame.width, frame.height) == (96, 160)
    assert frame.whole == (96, 160)


def test_a_picture_and_one_that_can_be_seen_through(tmp_path: Path) -> None:
    path = tmp_path / "half.png"
    picture = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    picture.paste((200, 0, 0, 255), (0, 0, 20, 20))
    picture.save(path)
    frame = grab_frame(path)
    assert (frame.width, frame.height, frame.second) == (40, 20, None)
    assert (colour(frame, 0.2, 0.5), colour(frame, 0.8, 0.5)) == ("red", "white")


def test_a_photo_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (60, 20), (0, 0, 200)).save(path, exif=exif)
    frame = grab_frame(path)
    assert (frame.width, frame.height) == (20, 60)
    assert frame.whole == (20, 60)


def test_other_kinds_of_videos_and_pictures_that_are_read(tmp_path: Path) -> None:
    video = make_video(tmp_path / "old.avi", Video(1, size=(160, 96), fps=5, codec="mpeg4"))
    frame = grab_frame(video, second=0.5)
    assert (frame.width, frame.height, frame.second) == (160, 96, 0.4)
    Image.new("RGB", (30, 20), (200, 0, 0)).save(tmp_path / "drawn.bmp")
    assert colour(grab_frame(tmp_path / "drawn.bmp"), 0.5, 0.5) == "red"


def test_a_page(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(make_pdf([["The first page"], ["The second page"]]))
    frame = grab_frame(path, page=2, size=(200, 200))
    assert max(frame.width, frame.height) == 200
    assert len(set(frame.rgb)) > 1
    with pytest.raises(ReadingError, match="it has no page 9"):
        grab_frame(path, page=9)


def test_what_cannot_be_decoded_is_one_line(tmp_path: Path, video: Path) -> None:
    short = tmp_path / "short.mp4"
    short.write_bytes(video.read_bytes())
    cut_short(short, 0.3)
    no_video = tmp_path / "none.mp4"
    no_video.write_text("no video")
    picture = tmp_path / "none.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    for path in (short, no_video, picture, tmp_path / "absent.mp4"):
        with pytest.raises(ReadingError, match="its picture cannot be decoded") as caught:
            grab_frame(path)
        assert "\n" not in str(caught.value)
    with pytest.raises(ReadingError, match="of this kind"):
        grab_frame(tmp_path / "talk.mp3")


def test_a_playlist_in_disguise_opens_nothing_else(tmp_path: Path, video: Path) -> None:
    disguised = tmp_path / "list.mp4"
    disguised.write_text(f"#EXTM3U\n#EXTINF:10,\n{video.as_uri()}\n#EXT-X-ENDLIST\n")
    with pytest.raises(ReadingError, match="cannot be decoded"):
        grab_frame(disguised)


def test_a_picture_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (20_000, 20_000)).save(path)
    with pytest.raises(ReadingError, match="too large to be shown"):
        grab_frame(path)


def test_it_ends_when_nobody_waits(video: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(ReadingError, match="was stopped"):
        grab_frame(video, cancel=cancel)


@pytest.mark.parametrize("second", [-1.0, math.nan, math.inf, -math.inf, 1e300])
def test_any_second_is_one_of_the_recording_s(video: Path, second: float) -> None:
    shown = grab_frame(video, second=second).second
    assert shown == pytest.approx(5.9 if second > 0 else 0.0, abs=0.06)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("talk.mp4", "photo.png", "gone.mp4"):
        if name != "gone.mp4":
            os.mkfifo(tmp_path / name)
        with pytest.raises(ReadingError, match="there is no such file"):
            grab_frame(tmp_path / name)
