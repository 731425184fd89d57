"""A reading of a recording that is ended at any moment and gone on with: the same document, and
no frame recognised twice."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from engine.reading.frames_lines import ScreenReader
from engine.reading.frames_screen import Screen, ShownLine, screen_of, screen_value
from engine.reading.media import MediaOptions, NoParts, Stage
from engine.reading.video import read_recording
from engine.reading.video_shown import Shown, read_shown
from models.ocr import TextReader
from models.ocr_boxes import Box, TextLine
from tests.video_file import Caption, Video, make_video, slides

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

OPTIONS = MediaOptions(speech_wanted=False)
PAGES = [[f"Page {word}", f"All about {word}"] for word in ("one", "two", "three", "four")]
SLIDES = Video(64, slides(PAGES, 16.0, every=6.0), size=(320, 180), fps=3, gop=15)
CAPTIONS = [
    Caption("Jane Doe", 20, 100, 3, 12, 30, "#000000"),
    Caption("Her garden", 20, 60, 31, 38, 30, "#000000"),
]
KINDS = {
    "slides.mp4": SLIDES,
    "slides.mkv": replace(SLIDES, codec="mpeg4"),
    "one key frame.mp4": replace(SLIDES, gop=400, encoding={"sc_threshold": "0"}),
    "screen.mp4": replace(SLIDES, jumpy=True, gop=0),
    "moving.webm": replace(
        SLIDES, seconds=40, captions=CAPTIONS, moving=True, fps=2, gop=20, codec="libvpx"
    ),
}


class StoppedError(Exception):
    """The worker was ended."""


class KeptParts:
    """Parts as the journal keeps them; reading is broken off at one of them, which is lost where
    `loses` says so."""

    def __init__(self, stop_at: int = 9999, *, loses: bool = False) -> None:
        self.kept: dict[str, str] = {}
        self.told: list[float] = []
        self._stop_at, self._loses = stop_at, loses

    def go_on(self) -> None:
        self._stop_at, self.told = 9999, []

    def known(self, name: str) -> Any | None:
        return json.loads(self.kept[name]) if name in self.kept else None

    def keep(self, name: str, value: Any) -> None:
        assert name not in self.kept, "read twice"
        stops = len(self.kept) == self._stop_at
        if not (stops and self._loses):
            self.kept[name] = json.dumps(value)
        if stops:
            raise StoppedError

    def progress(self, stage: Stage, done: float, whole: float) -> None:
        assert 0 <= done <= whole
        if stage == "shown":
            self.told.append(done)

    @property
    def seen(self) -> float:
        """The time of the last frame that was recognised."""
        frames = [json.loads(self.kept[name]) for name in self.kept if "frame" in name]
        return max((float(one["time"]) for one in frames), default=0.0)


class InkReader:
    """Finds dark runs of a picture and reads in them what depends on every pixel."""

    def __init__(self) -> None:
        self.found = self.read = 0

    def detect(self, image: NDArray[uint8], longest_side: int = 0) -> list[Box]:
        del longest_side
        self.found += 1
        dark = (image.max(axis=2) < 60).astype(np.uint8)
        joined = cv2.dilate(dark, np.ones((3, 25), np.uint8))
        _, _, places, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
        return [
            Box.upright(float(x), float(y), float(x + width), float(y + height))
            for x, y, width, height in places[1:, :4].tolist()
            if width > 30
        ]

    def recognise(self, image: NDArray[uint8], boxes: Sequence[Box]) -> list[TextLine]:
        self.read += len(boxes)
        lines = []
        for box in boxes:
            part = image[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
            digest = hashlib.sha256(np.ascontiguousarray(part).tobytes()).hexdigest()
            lines.append(TextLine(digest[:20], box, 0.6 + int(digest[:4], 16) / 2**18))
        return lines


def shown(path: Path, reader: InkReader, parts: Any) -> Shown:
    return read_shown(path, reader, OPTIONS, parts, 0.0)


@pytest.mark.parametrize("name", list(KINDS))
def test_ended_at_any_part_it_goes_on_and_recognises_nothing_twice(
    tmp_path: Path, name: str
) -> None:
    path = make_video(tmp_path / name, KINDS[name])
    whole, reader = KeptParts(), InkReader()
    expected = shown(path, reader, whole)
    assert expected.lines
    count = len(whole.kept)
    assert sum("frame" in part for part in whole.kept) >= 4
    for stop in {0, count // 2, *random.Random(name).sample(range(count - 1), 3)}:
        loses = stop % 2 == 1
        parts, counted = KeptParts(stop, loses=loses), InkReader()
        with pytest.raises(StoppedError):
            shown(path, counted, parts)
        before = parts.seen
        parts.go_on()
        assert shown(path, counted, parts) == expected
        assert parts.told[0] >= before
        assert parts.kept == whole.kept
        # A frame whose lines were not kept yet is looked at again: that one, and only where lost.
        most = 4 if loses else 0
        assert reader.found <= counted.found <= reader.found + most
        assert reader.read <= counted.read <= reader.read + most
    again = InkReader()
    assert shown(path, again, whole) == expected
    assert again.found == again.read == 0


def test_the_state_is_kept_at_key_frames_along_the_way(tmp_path: Path) -> None:
    """So that going on decodes again no more than half a minute of a usual recording."""
    parts = KeptParts()
    shown(make_video(tmp_path / "a.mp4", SLIDES), InkReader(), parts)
    until = [json.loads(value)["until"] for name, value in parts.kept.items() if " part " in name]
    assert until == [30, 60, pytest.approx(64, abs=0.5)]


def test_a_document_of_two_runs_is_that_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"detect": 0, "recognise": 0}

    def counting(name: str) -> None:
        method: Callable[..., Any] = getattr(TextReader, name)

        def counted(*given: Any) -> Any:
            counts[name] += 1
            return method(*given)

        monkeypatch.setattr(TextReader, name, counted)

    counting("detect")
    counting("recognise")
    video = replace(SLIDES, seconds=40, captions=slides(PAGES[:2], 20.0, every=8.0), fps=1, gop=10)
    path = make_video(tmp_path / "a.mp4", video)
    whole = read_recording(path, "a", OPTIONS, NoParts())
    expected = dict(counts)
    assert whole.moments
    parts = KeptParts(3)
    counts.update(detect=0, recognise=0)
    with pytest.raises(StoppedError):
        read_recording(path, "a", OPTIONS, parts)
    parts.go_on()
    assert read_recording(path, "a", OPTIONS, parts) == whole
    assert counts == expected


def test_a_screen_comes_back_the_same() -> None:
    generator = np.random.default_rng(3)
    line = ShownLine("光合 作用", 0.1 + 0.2, 1 / 3, 2 / 3, 4, (1, 2, 3, 4), 1 / 7, 2, moving=True)
    screen = Screen(
        [line], [line, line], [], 5,
        generator.integers(0, 256, (90, 160)).astype(np.uint8), 1 / 9,
        generator.integers(0, 2, (12, 20)).astype(np.bool_), 2, 3, 270,
    )  # fmt: skip
    back = screen_of(json.loads(json.dumps(screen_value(screen))))
    for one, other in ((back.grey, screen.grey), (back.busy, screen.busy)):
        assert one is not None
        assert other is not None
        assert np.array_equal(one, other)
    assert screen_value(back) == screen_value(screen)
    assert ScreenReader(InkReader(), back).lines_on
