"""Pictures of every kind, whole and broken, become documents."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.reading.extracted import Extracted, ReadingError
from engine.reading.media import OCR_OFF, MediaOptions, NoParts
from engine.reading.picture_frames import open_picture
from engine.reading.pictures import read_picture
from engine.reading.text_reader import shared_text_reader
from tests.engine.reading.kept_parts import KeptParts
from tests.picture_file import drawn

SIGN = "Meeting room on floor 7"


def _sign(text: str = SIGN, mode: str = "RGB") -> Image.Image:
    return drawn([(text, 20, 20)], (330, 70)).convert(mode)


def _read(path: Path, *, ocr: bool = True) -> Extracted:
    return read_picture(path, path.stem, MediaOptions(ocr=ocr, threads=1), NoParts())


def _sixteen_bits(path: Path) -> None:
    Image.fromarray(np.asarray(_sign(mode="L")).astype(np.uint16) * 30 + 4000).save(path)


def _white_on_nothing(path: Path) -> None:
    letters = Image.new("RGBA", (330, 70), (255, 255, 255, 0))
    letters.putalpha(Image.eval(_sign(mode="L"), lambda value: 255 - value))
    letters.save(path)


def _as_mode(mode: str) -> Callable[[Path], None]:
    return lambda path: _sign(mode=mode).save(path)


@pytest.mark.parametrize(
    ("name", "write", "media_type"),
    [
        ("cmyk.jpg", _as_mode("CMYK"), "image/jpeg"),
        ("bilevel.tiff", _as_mode("1"), "image/tiff"),
        ("grey.webp", _as_mode("L"), "image/webp"),
        ("palette.gif", _as_mode("P"), "image/gif"),
        ("sixteen.png", _sixteen_bits, "image/png"),
        ("clear.png", _white_on_nothing, "image/png"),
        ("colours.bmp", _as_mode("RGB"), "image/bmp"),
    ],
)
def test_every_kind_of_pixels_is_read(
    tmp_path: Path, name: str, write: Callable[[Path], None], media_type: str
) -> None:
    path = tmp_path / name
    write(path)

    read = _read(path)

    assert read.text == SIGN
    assert read.media_type == media_type
    assert (read.metadata["width"], read.metadata["height"]) == (330, 70)
    assert int(read.metadata["ocr_confidence"]) >= 80
    assert str(read.metadata["ocr"]).startswith("PP-OCR")
    assert "unread" not in read.metadata


def test_a_camera_s_orientation_date_and_words_are_heeded(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "The door\x1b]0;evil\x07 of the office"
    exif.get_ifd(0x8769)[0x9003] = "2021:07:08 09:10:11"
    path = tmp_path / "photo.jpg"
    _sign().rotate(90, expand=True).save(path, exif=exif)

    read = _read(path)

    assert read.text == SIGN
    assert (read.metadata["width"], read.metadata["height"]) == (330, 70)
    assert read.metadata["date"] == "2021-07-08T09:10:11"
    assert read.metadata["subject"] == "The door of the office"


def test_a_picture_without_text_is_a_document_by_its_title_size_and_date(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0132] = "2020:02:30 12:00:00"  # no such day
    path = tmp_path / "beach.jpg"
    Image.new("RGB", (64, 48), "navy").save(path, exif=exif)

    read = _read(path)

    assert read.text == "beach\nPicture of 64 × 48 pixels"
    assert len(read.passages) == 1
    assert "date" not in read.metadata
    assert "unread" not in read.metadata


def test_with_ocr_off_nothing_is_recognised_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "sign.png"
    _sign().save(path)

    read = _read(path, ocr=False)

    assert read.text == "sign\nPicture of 330 × 70 pixels"
    assert read.metadata["unread"] == OCR_OFF


def test_without_the_models_it_is_a_document_all_the_same_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.ocr_models._WHEELS", ())
    shared_text_reader.cache_clear()
    path = tmp_path / "sign.png"
    _sign().save(path)

    read = _read(path)

    assert read.text == "sign\nPicture of 330 × 70 pixels"
    assert str(read.metadata["unread"]).startswith(
        "no text in pictures: the OCR models are not installed"
    )


def test_the_pages_of_a_tiff_have_their_numbers_and_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    first, *others = (_sign(f"Page with the word {word}") for word in ("apple", "pear", "fig"))
    first.save(path, save_all=True, append_images=others, compression="tiff_lzw")
    kept = KeptParts()
    options = MediaOptions(threads=1)

    read = read_picture(path, "fax", options, kept)
    again = read_picture(path, "fax", options, kept)

    assert [
        (passage.page, read.text[passage.start : passage.end]) for passage in read.passages
    ] == [
        (1, "Page with the word apple"),
        (2, "Page with the word pear"),
        (3, "Page with the word fig"),
    ]
    assert read.metadata["pages"] == 3
    assert again == read
    assert len(kept.new) == len(kept.parts) == 3
    assert {stage for stage, *_ in kept.reached} == {"pictures"}


def test_frames_of_an_animation_that_differ_are_read_and_lines_that_stay_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "steps.gif"
    frames = [
        drawn([("How to open it", 20, 20), (f"press key {key}", 20, 60)], (260, 110))
        for key in ("AB", "AB", "CD")
    ]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)

    read = _read(path)

    assert " ".join(read.text.split()) == "How to open it press key AB press key CD"
    assert "pages" not in read.metadata


def test_of_an_endless_animation_the_first_frames_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "endless.gif"
    numbers = random.Random(1)
    frames = [Image.new("P", (8, 8), numbers.randrange(2)) for _ in range(1000)]
    for frame in frames:
        frame.putpalette([0, 0, 0, 9, 9, 9])
        frame.putpixel((numbers.randrange(8), numbers.randrange(8)), 1)
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=20)

    read = _read(path)

    assert read.text == "endless\nPicture of 8 × 8 pixels"
    assert read.metadata["unread"] == "only its first 300 frames were looked at"


@pytest.mark.parametrize("name", ["cut.png", "cut.jpg"])
def test_of_a_truncated_picture_the_rest_is_read_and_that_is_said(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    drawn([(SIGN, 20, 20), ("lost for good", 20, 300)], (330, 400)).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 4 // 5])

    read = _read(path)

    assert SIGN in read.text
    assert read.metadata["unread"] == "it is damaged or cut off; what is left was read"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.png", b""),
        ("noise.jpg", bytes(range(256)) * 9),
        ("page.gif", b"<html>no picture</html>"),
        ("postscript.tif", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
        ("head.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
    ],
)
def test_what_is_no_picture_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(ReadingError, match="it is damaged") as caught:
        _read(path)
    assert "\n" not in str(caught.value)


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("size", [(30_000, 30_000), (65_535, 65_535), (2**31 - 1, 2**31 - 1)])
def test_a_picture_bomb_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(_png_that_claims(*size))
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))

    with pytest.raises(ReadingError, match=r"268,435,456 pixels; save a smaller copy"):
        _read(path)


def test_a_large_picture_is_made_smaller_and_lets_go_of_its_pixels(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    Image.new("L", (16_384, 3_000), 200).save(path, compress_level=1)

    with open_picture(path) as picture:
        (number, pixels), *others = list(picture.frames())

    assert others == []
    assert number == 1
    assert pixels.shape == (1500, 8192, 3)
    assert set(np.unique(pixels)) <= {200}
    assert picture.about()["width"] == 16_384
