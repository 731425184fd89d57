"""The media process: it may crash, hang, grow and be stopped, and nothing is lost or read twice."""

from __future__ import annotations

import dataclasses
import json
import re
import struct
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.reading import media_watch, processes
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.media import NO_SPEECH_MODEL, OCR_OFF, MediaOptions
from engine.reading.media_journal import forget, journal_path
from engine.reading.media_watch import MediaLimits
from engine.reading.media_worker import MediaWorker, Reached
from engine.reading.reader import SourceFile, load
from tests.engine.reading.scripted_media import READERS, script, worker

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes end by signals there only")
MIB = 1024 * 1024
PARTS = 6
# Long enough for a process to start on a busy computer.
STALL = 4.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def read(home: Path | None, source: SourceFile, **options: Any) -> Extracted:
    with worker(home, **options) as media:
        return media.read(source, "recording")


def whole(tmp_path: Path, **options: Any) -> Extracted:
    """What comes of a film that nothing happens to; of the same name, so of the same title."""
    folder = tmp_path / "whole"
    folder.mkdir()
    return read(None, script(folder / "talk.mp4", parts=PARTS, seconds=30), **options)


def same(one: Extracted, other: Extracted) -> bool:
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("title", "text", "media_type", "passages", "moments")
    )


def journalled(home: Path, source: SourceFile) -> list[str]:
    lines = journal_path(home, source.fingerprint).read_text("ascii").splitlines()
    return [json.loads(line)["part"] for line in lines[1:]]


def test_a_recording_is_read_with_its_moments_and_its_progress(tmp_path: Path) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"")
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30)
    seen: list[Reached] = []
    with worker(speech_model=str(model)) as media:
        extracted = media.read(source, "recording", seen.append)
    assert len(extracted.moments) == 1 + 2 * PARTS
    texts = [extracted.text[moment.start : moment.end] for moment in extracted.moments]
    assert texts[1:3] == ["shown at 0", "shown at 30"]
    assert extracted.moments[-1].channel == "said"
    assert extracted.moments[-1].time_start == 150
    assert {reached.stage for reached in seen} == {"shown", "said"}
    assert seen[-1] == Reached("said", 180, 180)


def test_ten_hours_are_read_without_a_limit_of_time(home: Path, tmp_path: Path) -> None:
    source = script(tmp_path / "long.mp4", parts=1200, seconds=30)
    seen: list[Reached] = []
    with worker(home) as media:
        extracted = media.read(source, "recording", seen.append)
    assert len(extracted.moments) == 1201
    assert seen[-1] == Reached("shown", 36_000, 36_000)
    assert journalled(home, source) == [f"shown {number}" for number in range(1200)]


@posix
@pytest.mark.parametrize("end", ["segfault", "kill", "exit", "reserve"])
def test_after_a_crash_it_goes_on_where_it_was(home: Path, tmp_path: Path, end: str) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 3": end}, fresh=True)
    extracted = read(home, source)
    assert same(extracted, whole(tmp_path))
    assert extracted.metadata["read"] == PARTS - 3
    assert journalled(home, source) == [f"shown {number}" for number in range(PARTS)]


@posix
@pytest.mark.parametrize(
    ("end", "because"),
    [
        ("segfault", r"crashed the reading process \(SIGSEGV\)"),
        ("kill", "memory had run out"),
        ("exit", r"crashed the reading process \(status 3\)"),
        ("reserve", "more memory than it may"),
    ],
)
def test_what_crashes_twice_at_the_same_part_is_left_out_and_said(
    home: Path, tmp_path: Path, end: str, because: str
) -> None:
    model = tmp_path / "model.bin"
    model.write_bytes(b"")
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 3": end})
    extracted = read(home, source, speech_model=str(model))
    unread = str(extracted.metadata["unread"])
    assert "what is shown could not be read: " in unread
    assert re.search(because, unread)
    assert {moment.channel for moment in extracted.moments} == {"subtitle", "said"}
    # What was read before stays, should another version of the reader come further.
    assert Counter(journalled(home, source)).most_common(1)[0][1] == 1
    assert journalled(home, source)[:3] == ["shown 0", "shown 1", "shown 2"]


@posix
def test_where_nothing_is_left_to_leave_out_the_crash_is_the_error(
    home: Path, tmp_path: Path
) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 0": "segfault"})
    with worker(home) as media:
        with pytest.raises(ReadingError, match="SIGSEGV") as caught:
            media.read(source, "recording")
        assert caught.value.lasting
        # The next file is read as if nothing had been.
        other = script(tmp_path / "other.mp4", parts=1, seconds=30)
        assert media.read(other, "recording").metadata["read"] == 1


@pytest.mark.skipif(sys.platform != "linux", reason="memory is looked at from outside there only")
def test_a_process_that_grows_too_large_is_ended(home: Path, tmp_path: Path) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 2": "memory"})
    limits = MediaLimits(memory=200 * MIB)
    with MediaWorker(MediaOptions(), home, limits, READERS) as media:
        extracted = media.read(source, "recording")
    assert "more than 200 MB of memory" in str(extracted.metadata["unread"])
    assert journalled(home, source) == ["shown 0", "shown 1"]


def test_a_process_that_gets_no_further_is_ended_once(home: Path, tmp_path: Path) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 2": "hang"})
    limits = MediaLimits(stall_seconds=STALL)
    with MediaWorker(MediaOptions(), home, limits, READERS) as media:
        extracted = media.read(source, "recording")
    assert re.search(r"got no further for \d+ seconds", str(extracted.metadata["unread"]))


def test_a_process_that_only_says_that_it_is_busy_is_ended_too(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_watch, "_PATIENCE", 1)
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 2": "spin"})
    limits = MediaLimits(stall_seconds=STALL)
    seen: list[Reached] = []
    with MediaWorker(MediaOptions(), home, limits, READERS) as media:
        extracted = media.read(source, "recording", seen.append)
    assert re.search(r"got no further for \d+ seconds", str(extracted.metadata["unread"]))
    assert sum(reached.done == 0 for reached in seen) > 1


def test_it_is_stopped_at_once_and_gone_on_with(home: Path, tmp_path: Path) -> None:
    source = script(
        tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 4": "hang"}, fresh=True
    )
    media = worker(home)
    closing: list[threading.Thread] = []

    def stop(reached: Reached) -> None:
        if reached.done >= 30 and not closing:
            closing.append(threading.Thread(target=media.close))
            closing[0].start()

    with pytest.raises(ReadingError, match="stopped") as caught:
        media.read(source, "recording", stop)
    assert not caught.value.lasting
    closing[0].join()
    before = journalled(home, source)
    assert before
    again = media.read(source, "recording")
    media.close()
    assert again.metadata["read"] == PARTS - len(before)
    assert same(again, whole(tmp_path))
    assert journalled(home, source) == [f"shown {number}" for number in range(PARTS)]


def test_parts_of_a_file_that_changed_are_not_used(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.mp4"
    source = script(path, parts=2, seconds=30)
    read(home, source)
    changed = script(path, parts=2, seconds=40)
    assert read(home, changed).metadata["read"] == 2


def test_parts_of_another_speech_model_are_not_used(home: Path, tmp_path: Path) -> None:
    models = [tmp_path / "one.bin", tmp_path / "two.bin"]
    for model in models:
        model.write_bytes(b"")
    source = script(tmp_path / "talk.mp4", parts=2, seconds=30)
    assert read(home, source, speech_model=str(models[0])).metadata["read"] == 4
    assert read(home, source, speech_model=str(models[0])).metadata["read"] == 0
    assert read(home, source, speech_model=str(models[1])).metadata["read"] == 2
    assert read(home, source, speech_model=str(models[1])).metadata["read"] == 0
    unread = read(home, source, ocr=False).metadata["unread"]
    assert unread == f"{OCR_OFF}; {NO_SPEECH_MODEL}"


def test_a_journal_that_a_crash_cut_off_is_gone_on_with(home: Path, tmp_path: Path) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30)
    uncut = read(home, source)
    path = journal_path(home, source.fingerprint)
    data = path.read_bytes()
    second = data.index(b"\n", data.index(b'"shown 2"')) + 1
    for cut in (second, second + 7, len(data) - 1):
        path.write_bytes(data[:cut])
        again = read(home, source)
        assert same(again, uncut)
        left = data[:cut].count(b"\n") - 1
        assert again.metadata["read"] == PARTS - left
        assert path.read_bytes() == data
    for garbage in (b"", b"\x00" * 50, b"[]\n", b"null\n" + data, data[5:], b"\xff\n"):
        path.write_bytes(garbage)
        assert read(home, source).metadata["read"] == PARTS
        assert path.read_bytes() == data
    forget(home, source.fingerprint)
    assert list((home / "reading").iterdir()) == []


def test_parts_that_make_no_sense_do_not_keep_a_file_from_being_read(
    home: Path, tmp_path: Path
) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30)
    uncut = read(home, source)
    path = journal_path(home, source.fingerprint)
    data = path.read_bytes()
    path.write_bytes(data.replace(b'["shown at 60"]', b"5"))
    again = read(home, source)
    assert same(again, uncut)
    assert again.metadata["read"] == PARTS
    assert path.read_bytes() == data


def test_a_file_of_which_nothing_was_read_leaves_no_journal(home: Path, tmp_path: Path) -> None:
    source = script(tmp_path / "talk.mp4", parts=1, seconds=30, at={"shown 0": "broken"})
    with pytest.raises(ReadingError, match="it is broken there"):
        read(home, source)
    assert not journal_path(home, source.fingerprint).exists()


def test_without_a_place_for_the_journal_it_is_read_all_the_same(tmp_path: Path) -> None:
    nowhere = tmp_path / "home"
    nowhere.write_text("a file stands here")
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30)
    assert read(nowhere, source).metadata["read"] == PARTS


def test_what_a_reader_refuses_is_the_error(home: Path, tmp_path: Path) -> None:
    source = script(tmp_path / "talk.mp4", parts=PARTS, seconds=30, at={"shown 1": "broken"})
    with pytest.raises(ReadingError, match=r"^it is broken there$"):
        read(home, source)
    missing = script(tmp_path / "b.mp4", parts=PARTS, seconds=30, at={"shown 1": "import"})
    with pytest.raises(ReadingError, match=r"cannot be loaded \(av\)") as caught:
        read(home, missing)
    assert not caught.value.lasting


def frame(value: Any, text: bytes = b"") -> bytes:
    encoded = json.dumps(value).encode("ascii")
    return struct.pack(">I", len(encoded)) + encoded + text


DOCUMENT = {"title": "T", "media_type": "m", "metadata": {}, "passages": [[0, 1] + [None] * 7]}
MOMENT = [0, 1, 0.0, 1.0, "said", 0.5]


def document(moments: Any) -> bytes:
    return frame({**DOCUMENT, "moments": moments, "bytes": 1}, b"a")


@pytest.mark.parametrize(
    "answer",
    [
        frame({"progress": ["shown", 1]}),
        frame({"progress": 7}),
        frame({"progress": ["elsewhere", 1, 2]}),
        frame({"progress": ["shown", float("nan"), 2]}),
        frame({"progress": ["shown", float("inf"), float("inf")]}),
        frame({"progress": ["shown", -1, 2]}),
        frame({"part": 7, "value": 1}),
        frame({"part": "", "value": 1}),
        frame({"part": "x" * 300, "value": 1}),
        frame({"part": "shown 1"}),
        frame({"part": "shown 1", "value": "x" * (17 * MIB)}),
        frame([]),
        frame({"bytes": -1}),
        frame({"bytes": 1 << 40}),
        frame({"bytes": "many"}),
        struct.pack(">I", 0xFFFFFFFF),
        struct.pack(">I", 3) + b"{a}",
        struct.pack(">I", 200_000) + b"[" * 200_000,
        frame({}),
        frame(DOCUMENT),
        document([[0, 2, *MOMENT[2:]]]),
        document([MOMENT, MOMENT]),
        document([[0, 1, 1.0, 0.5, "said", None]]),
        document([[0, 1, float("nan"), 1.0, "said", None]]),
        document([[0, 1, 0.0, 1.0, "sung", None]]),
        document([[0, 1, 0.0, 1.0, [], None]]),
        document([[0, 1, 0.0, 1.0, "said", 1.5]]),
        document([[True, 1, 0.0, 1.0, "said", 1.0]]),
        document("moments"),
    ],
)
def test_senseless_answers_are_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    said = tmp_path / "answer"
    said.write_bytes(answer)
    program = (
        "import pathlib, sys; sys.stdin.buffer.readline(); "
        f"sys.stdout.buffer.write(pathlib.Path({str(said)!r}).read_bytes()); "
        "sys.stdout.buffer.flush(); sys.stdin.buffer.read()"
    )
    monkeypatch.setattr(processes, "_PROGRAM", program)
    source = script(tmp_path / "talk.mp4", parts=1, seconds=30)
    limits = MediaLimits(stall_seconds=20.0)
    with (
        MediaWorker(MediaOptions(ocr=False), None, limits) as media,
        pytest.raises(ReadingError) as caught,
    ):
        media.read(source, "recording")
    assert "\n" not in str(caught.value)
    assert str(caught.value)


def test_a_good_moment_passes() -> None:
    from engine.reading.answers import checked

    header = {**DOCUMENT, "moments": [MOMENT], "bytes": 1}
    (moment,) = checked(header, b"a").moments
    assert dataclasses.astuple(moment) == tuple(MOMENT)


def test_the_process_is_used_again_and_ends_when_it_is_idle(tmp_path: Path) -> None:
    limits = MediaLimits(idle_seconds=0.05)
    with MediaWorker(MediaOptions(), None, limits, READERS) as media:
        media.read(script(tmp_path / "a.mp4", parts=1, seconds=1), "recording")
        process = media._process.current
        if process is not None:
            process.wait(timeout=20)
        assert media.read(load(tmp_path / "a.mp4"), "recording").metadata["read"] == 1
    patient = MediaLimits(idle_seconds=60.0)
    with MediaWorker(MediaOptions(), None, patient, READERS) as media:
        media.read(load(tmp_path / "a.mp4"), "recording")
        process = media._process.current
        media.read(load(tmp_path / "a.mp4"), "recording")
        assert process is not None
        assert media._process.current is process
    assert process.poll() is not None


def test_a_large_process_ends_with_its_file(tmp_path: Path) -> None:
    with MediaWorker(MediaOptions(), None, MediaLimits(kept_memory=0), READERS) as media:
        media.read(script(tmp_path / "a.mp4", parts=1, seconds=1), "recording")
        assert media._process.current is None


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert not [one for one in threading.enumerate() if one.name == "kagent-watchdog"]
