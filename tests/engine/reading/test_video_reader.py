"""Recordings made here, read as a person's are: words, times, chapters, and what is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import pytest

from engine.reading.extracted import Extracted, ReadingError
from engine.reading.media import MediaOptions, NoParts
from engine.reading.video import read_recording
from tests.video_file import (
    Caption,
    Timed,
    Video,
    chinese_font,
    cut_short,
    make_video,
    rotate,
    slides,
    spoil,
    subrip,
)

ENGLISH = ["Water cycle", "Evaporation lifts water", "Clouds form from vapour"]
CHINESE = ["光合作用", "叶绿素吸收光能", "释放氧气"]
CUES: Sequence[Timed] = ((0.5, 3.0, "Water rises."), (4.2, 7.0, "Plants need light."))
SLIDES = Video(8, slides([ENGLISH, ["Harvest", "Cut the leaves"]], 4.0), scenes=(4.0,))

needs_chinese = pytest.mark.skipif(
    chinese_font() is None, reason="no font with Chinese characters on this computer"
)


def read(path: Path, parts: Any = None, **options: Any) -> Extracted:
    options.setdefault("speech_wanted", False)
    return read_recording(path, path.stem, MediaOptions(**options), parts or NoParts())


def shown(document: Extracted) -> list[tuple[str, float, float]]:
    return [
        (document.text[one.start : one.end], one.time_start, one.time_end)
        for one in document.moments
        if one.channel == "shown"
    ]


def said(document: Extracted) -> list[tuple[str, float, float]]:
    return [
        (document.text[one.start : one.end], one.time_start, one.time_end)
        for one in document.moments
        if one.channel == "subtitle"
    ]


def tight(text: str) -> str:
    return "".join(text.split()).casefold()


def assert_shown(document: Extracted, captions: Sequence[Caption], within: float = 1.0) -> None:
    """Every line is there, none else, each at its time; the recogniser may lose a space or a
    capital."""
    lines = shown(document)
    assert sorted(tight(text) for text, _, _ in lines) == sorted(
        tight(one.text) for one in captions
    )
    by_text = {tight(text): (start, end) for text, start, end in lines}
    for one in captions:
        start, end = by_text[tight(one.text)]
        assert start == pytest.approx(one.start, abs=within), one.text
        assert end == pytest.approx(one.end, abs=within), one.text


@pytest.mark.parametrize(
    ("name", "codec", "subtitles"),
    [("a.mp4", "libx264", "mov_text"), ("b.mkv", "mpeg4", "srt"), ("c.webm", "libvpx", "webvtt")],
)
def test_slides_with_subtitles(tmp_path: Path, name: str, codec: str, subtitles: str) -> None:
    video = replace(SLIDES, codec=codec, subtitles=subtitles, cues=CUES)
    document = read(make_video(tmp_path / name, video))
    assert_shown(document, SLIDES.captions)
    assert said(document) == [(text, start, end) for start, end, text in CUES]


@needs_chinese
def test_chinese_slides_and_styled_subtitles(tmp_path: Path) -> None:
    captions = slides([CHINESE, ENGLISH], 4.0)
    cues = [(0.5, 3.0, r"{\i1}植物{\i0}需要光。"), (4.2, 7.0, r"Water\Nrises.")]
    video = Video(8, captions, cues, "ass", scenes=(4.0,))
    document = read(make_video(tmp_path / "plants.mkv", video))
    assert_shown(document, captions)
    assert said(document) == [("植物需要光。", 0.5, 3.0), ("Water rises.", 4.2, 7.0)]


def test_chapters_title_and_date(tmp_path: Path) -> None:
    video = replace(
        SLIDES,
        chapters=[(0, 4, "The sky"), (4, 8, "The field")],
        metadata={"title": "Nature", "creation_time": "2024-05-01T10:00:00"},
        cues=CUES,
        subtitles="mov_text",
    )
    document = read(make_video(tmp_path / "film.mp4", video), ocr=False)
    assert document.title == "Nature"
    assert [(one.heading, one.time_start) for one in document.passages] == [
        ("The sky", 0.5),
        ("The field", 4.2),
    ]
    assert document.metadata["date"] == "2024-05-01"
    assert document.metadata["duration"] == 8
    assert (document.metadata["width"], document.metadata["height"]) == (480, 272)


def test_subtitles_beside_are_used_first(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", replace(SLIDES, cues=CUES, subtitles="mov_text"))
    beside = tmp_path / "a.srt"
    beside.write_text(subrip([(1, 2, "From the file beside.")]), "utf-8")
    document = read(path, sidecars=(str(beside),), ocr=False)
    assert said(document) == [("From the file beside.", 1.0, 2.0)]


def test_a_clock_a_logo_and_a_ticker_are_told_once(tmp_path: Path) -> None:
    clock = [Caption(f"12:03:{second:02}", 370, 180, second, second + 1) for second in range(8)]
    logo = Caption("ACME TV", 370, 14, 0, 8)
    text = "Breaking news from the harbour: ships leave early"
    ticker = [Caption(text, 300 - 6 * k, 236, k / 10, (k + 1) / 10, 18) for k in range(80)]
    video = replace(SLIDES, captions=[*SLIDES.captions, *clock, logo, *ticker])
    lines = [text for text, _, _ in shown(read(make_video(tmp_path / "news.mp4", video)))]
    assert lines.count("ACME TV") == 1
    assert sum(line.startswith("12:03") for line in lines) == 1
    assert sum("news" in line for line in lines) == 1
    assert any("from the harbour" in line for line in lines)
    assert set(lines) >= {one.text for one in SLIDES.captions}


def test_a_line_that_comes_back_much_later_is_told_again(tmp_path: Path) -> None:
    captions = [Caption("Summary", 20, 20, 0, 5), Caption("Summary", 20, 20, 85, 90)]
    video = Video(90, captions, fps=1, gop=10, size=(320, 180))
    times = [start for text, start, _ in shown(read(make_video(tmp_path / "a.mp4", video)))]
    assert times == pytest.approx([0, 85], abs=1)


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = ["First on the left", "Second on the left", "Third on the left"]
    right = ["First on the right", "Second on the right", "Third on the right"]
    captions = [
        Caption(text, x, 20 + 44 * row, 0, 2, 18)
        for x, column in ((16, left), (256, right))
        for row, text in enumerate(column)
    ]
    document = read(make_video(tmp_path / "a.mp4", Video(2, captions)))
    assert document.text == "\n".join([*left, *right])


def test_a_caption_in_front_of_a_moving_picture(tmp_path: Path) -> None:
    caption = Caption("Jane Doe, engineer", 20, 200, 2, 7, 26, "#000000")
    path = make_video(tmp_path / "talk.mp4", Video(10, [caption], moving=True))
    assert_shown(read(path), [caption])


def test_a_screen_recording_of_variable_frame_rate(tmp_path: Path) -> None:
    captions = slides([ENGLISH, ["Harvest", "Cut the leaves"]], 15.0, every=4.0)
    path = make_video(tmp_path / "a.mp4", Video(30, captions, jumpy=True))
    assert_shown(read(path), captions)


def test_a_phone_video_held_upright(tmp_path: Path) -> None:
    captions = slides([["Upright", "held phone"]], 3.0)
    video = Video(3, captions, size=(272, 480), turned=90)
    path = make_video(tmp_path / "a.mp4", video)
    rotate(path, 90)
    document = read(path)
    assert_shown(document, captions)
    assert (document.metadata["width"], document.metadata["height"]) == (272, 480)


def test_a_video_of_one_frame(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", Video(0.1, [Caption("Alone", 20, 20, 0, 9)]))
    assert [text for text, _, _ in shown(read(path))] == ["Alone"]


def test_a_recording_without_words_is_a_document(tmp_path: Path) -> None:
    path = make_video(tmp_path / "walk.mp4", Video(2, metadata={"date": "2023-07-01"}))
    document = read(path)
    assert document.text == "walk\nVideo, 0:02, 480 × 272, 2023-07-01"
    assert len(document.passages) == 1
    assert document.moments == ()


def test_missing_speech_is_said(shared_data: Path) -> None:
    path = shared_data / "fixtures" / "speech" / "jfk.wav"
    document = read(path, speech_wanted=True)
    assert "kagent models pull" in str(document.metadata["unread"])
    assert document.text == "jfk\nAudio recording, 0:11"
    assert document.media_type == "audio/wav"


def test_failing_audio_does_not_keep_the_pictures_from_being_read(shared_data: Path) -> None:
    path = shared_data / "fixtures" / "video" / "video_with_failing_audio.mp4"
    document = read(path)
    assert document.metadata["width"] == 640
    assert document.passages


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    captions = slides([["First page"], ["Second page"], ["Third page"]], 4.0)
    video = Video(12, captions, scenes=(4, 8), sound="tone", muxing={"movflags": "+faststart"})
    path = make_video(tmp_path / "a.mp4", video)
    cut_short(path, 0.55)
    document = read(path)
    lines = [text for text, _, _ in shown(document)]
    assert lines[0] == "First page"
    assert "Third page" not in lines
    assert "it breaks off at 0:0" in str(document.metadata["unread"])


def test_a_file_without_its_index_says_so(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", SLIDES)
    cut_short(path, 0.5)
    with pytest.raises(ReadingError, match="the index at its end is missing"):
        read(path)
    beside = tmp_path / "a.srt"
    beside.write_text(subrip(CUES), "utf-8")
    document = read(path, sidecars=(str(beside),))
    assert said(document) == [(text, start, end) for start, end, text in CUES]
    assert "index" in str(document.metadata["unread"])


def test_damage_in_the_middle_is_skipped(tmp_path: Path) -> None:
    captions = slides([["First page"], ["Second page"], ["Third page"]], 4.0)
    path = make_video(tmp_path / "a.mp4", Video(12, captions, scenes=(4, 8)))
    spoil(path, 0.45, 500)
    lines = [text for text, _, _ in shown(read(path))]
    assert {"First page", "Third page"} <= set(lines)


def test_an_encrypted_recording_says_so(tmp_path: Path) -> None:
    muxing = {
        "encryption_scheme": "cenc-aes-ctr",
        "encryption_key": "00112233445566778899aabbccddeeff",
        "encryption_kid": "00112233445566778899aabbccddee00",
    }
    path = make_video(tmp_path / "film.mp4", replace(SLIDES, muxing=muxing))
    with pytest.raises(ReadingError, match=r"it is encrypted \(DRM\)"):
        read(path)


def test_tracks_that_nothing_can_decode_are_told_of(tmp_path: Path) -> None:
    path = make_video(tmp_path / "film.mkv", Video(1, sound="tone"))
    kinds = {b"V_MPEG4/ISO/AVC": b"V_MPEG4/ISO/XYZ", b"A_AAC": b"A_XYZ"}
    data = path.read_bytes()
    for known, unknown in kinds.items():
        data = data.replace(known, unknown)
    path.write_bytes(data)
    document = read(path)
    assert document.text == "film\nVideo, 0:01"
    assert "no text of its pictures: it is of a kind that" in str(document.metadata["unread"])
    assert "no speech: its sound is of a kind that" in str(document.metadata["unread"])


def test_what_is_before_the_beginning_has_no_negative_time(tmp_path: Path) -> None:
    captions = slides([["Before zero"], ["Behind zero"]], 2.0)
    source = make_video(tmp_path / "a.mkv", Video(4, captions, encoding={"bf": "0"}))
    path = tmp_path / "b.mp4"
    with av.open(str(source)) as whole, av.open(str(path), "w") as output:
        track = output.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.size and packet.pts is not None:
                packet.pts = packet.dts = packet.pts - 3000
                packet.stream = track
                output.mux(packet)
    document = read(path)
    assert [text for text, _, _ in shown(document)] == ["Behind zero"]
    assert shown(document)[0][1] == 0.0
    assert document.passages[0].time_start == 0.0


@pytest.mark.parametrize("name", ["list.mp4", "list.mkv", "list.wav", "list.mp3", "list.ogg"])
@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{}'\n",
    ],
)
def test_a_disguised_playlist_is_refused(tmp_path: Path, name: str, text: str) -> None:
    real = make_video(tmp_path / "real.mp4", Video(0.2))
    path = tmp_path / name
    path.write_text(text.format(real), "utf-8")
    with pytest.raises(ReadingError):
        read(path)


def test_an_empty_file_and_one_of_noise(tmp_path: Path) -> None:
    empty, noise = tmp_path / "a.mp4", tmp_path / "b.mkv"
    empty.write_bytes(b"")
    noise.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(ReadingError, match="it is empty"):
        read(empty)
    with pytest.raises(ReadingError, match="no mkv recording"):
        read(noise)


def test_slides_of_a_constant_bit_rate(tmp_path: Path) -> None:
    """Every packet is as large as the others: only the pictures tell where something changes."""
    rate = {"b": "400k", "minrate": "400k", "maxrate": "400k", "bufsize": "400k"}
    encoding = {**rate, "nal-hrd": "cbr", "preset": "veryfast"}
    path = make_video(tmp_path / "a.mp4", replace(SLIDES, encoding=encoding))
    assert_shown(read(path), SLIDES.captions)
