"""The sound of recordings: every kind comes out as one channel at 16 kHz, at its time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engine.reading.speech_audio import Block, Sound, sound_of
from engine.reading.video_container import opened
from models.sound import RATE, Samples
from tests.speech_sounds import silence, spaced, tone, write_wav
from tests.video_file import Video, make_video


def heard(path: Path, since: int = 0) -> tuple[list[Block], Sound]:
    with opened(path) as container:
        sound = Sound(container, sound_of(container))
        return list(sound.blocks(since)), sound


def whole(blocks: Sequence[Block]) -> Samples:
    """The blocks at their places, with silence between them."""
    samples = np.zeros(blocks[-1].at + len(blocks[-1].samples), np.float32)
    for block in blocks:
        samples[block.at : block.at + len(block.samples)] = block.samples
    return samples


def encode(
    path: Path,
    codec: str,
    pieces: Sequence[tuple[float, Samples]],
    *,
    rate: int = RATE,
    layout: str = "mono",
) -> Path:
    """A recording whose pieces stand at these seconds; the samples are brought to its rate."""
    with av.open(str(path), "w") as output:
        stream: Any = output.add_stream(codec, rate=rate, layout=layout)
        for at, samples in pieces:
            resampler = av.AudioResampler(
                stream.format.name, layout, rate, stream.codec_context.frame_size or 1024
            )
            frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "flt", "mono")
            frame.sample_rate = RATE
            place = round(at * rate)
            for ready in [*resampler.resample(frame), *resampler.resample(None)]:
                ready.pts, ready.time_base = place, Fraction(1, rate)
                place += ready.samples
                output.mux(stream.encode(ready))
        output.mux(stream.encode(None))
    return path


def damage(path: Path) -> None:
    """Put other bytes into the middle of its sound."""
    data = bytearray(path.read_bytes())
    at = data.index(b"mdat") + 4 + int.from_bytes(data[data.index(b"mdat") - 4 :][:4], "big") // 3
    data[at : at + 600] = np.random.default_rng(0).bytes(600)
    path.write_bytes(data)


def begins(samples: Samples, since: float = 0.0) -> float:
    """When it becomes loud, in seconds."""
    loud = np.flatnonzero(np.abs(samples[round(since * RATE) :]) > 0.1)
    return float(loud[0]) / RATE + since


SOUND = spaced(silence(0.5), tone(1.0), silence(0.5))


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout"),
    [
        ("a.wav", "pcm_s16le", 8000, "mono"),
        ("a.wav", "pcm_alaw", 8000, "stereo"),
        ("a.wav", "pcm_f32le", 96_000, "5.1"),
        ("a.mp3", "libmp3lame", 44_100, "stereo"),
        ("a.m4a", "aac", 48_000, "stereo"),
        ("a.flac", "flac", 44_100, "mono"),
        ("a.ogg", "libopus", 24_000, "stereo"),
        ("a.opus", "libopus", 48_000, "mono"),
        ("a.mkv", "ac3", 48_000, "5.1"),
        ("a.webm", "libopus", 48_000, "stereo"),
    ],
)
def test_every_kind_is_heard_at_its_time(
    tmp_path: Path, name: str, codec: str, rate: int, layout: str
) -> None:
    path = encode(tmp_path / name, codec, [(0.0, SOUND)], rate=rate, layout=layout)
    blocks, sound = heard(path)
    samples = whole(blocks)
    assert samples.dtype == np.float32
    assert len(samples) / RATE == pytest.approx(2.0, abs=0.15)
    assert begins(samples) == pytest.approx(0.5, abs=0.08)
    assert sound.first_damage is None
    assert sound.heard / RATE == pytest.approx(2.0, abs=0.15)


def test_sound_that_begins_late_and_has_gaps_keeps_its_times(tmp_path: Path) -> None:
    pieces = [(3.0, tone(1.0)), (30.0, tone(1.0)), (31.0, tone(0.5))]
    blocks, _ = heard(encode(tmp_path / "a.mkv", "pcm_s16le", pieces))
    # A recording begins with its first stream, which is this one.
    assert blocks[0].at == 0
    jumps = [
        later.at / RATE
        for block, later in itertools.pairwise(blocks)
        if later.at != block.at + len(block.samples)
    ]
    assert jumps == [pytest.approx(27.0, abs=0.01)]
    assert (blocks[-1].at + len(blocks[-1].samples)) / RATE == pytest.approx(28.5, abs=0.01)


def test_later_parts_are_the_same_samples(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", "libmp3lame", [(0.0, SOUND)], rate=44_100)
    first, _ = heard(path)
    later, _ = heard(path, RATE)
    assert later[0].at == RATE
    np.testing.assert_array_equal(whole(later)[RATE:], whole(first)[RATE:])
    assert heard(path, 100 * RATE)[0] == []


def test_a_tone_on_one_side_is_heard(tmp_path: Path) -> None:
    sides = np.stack([tone(1.0), silence(1.0)], axis=1).reshape(-1)
    blocks, _ = heard(write_wav(tmp_path / "a.wav", sides, channels=2))
    assert np.abs(whole(blocks)).max() > 0.1


def test_damage_is_said_and_the_rest_is_heard(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.m4a", "aac", [(0.0, spaced(SOUND, SOUND, SOUND))])
    damage(path)
    blocks, sound = heard(path)
    assert sound.first_damage is not None
    assert 0.5 < sound.first_damage < 4
    assert blocks[-1].at / RATE > 5.5
    assert begins(whole(blocks), 4.2) == pytest.approx(4.5, abs=0.1)


def test_one_that_is_cut_short_is_heard_to_there(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mkv", "aac", [(0.0, spaced(SOUND, SOUND, SOUND))])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    blocks, _ = heard(path)
    assert 1 < (blocks[-1].at + len(blocks[-1].samples)) / RATE < 5


def test_the_recording_with_failing_sound_is_heard(shared_data: Path) -> None:
    path = shared_data / "fixtures" / "video" / "video_with_failing_audio.mp4"
    blocks, sound = heard(path)
    assert sound.heard / RATE > 11
    assert blocks[-1].at / RATE <= sound.duration


def test_the_stream_that_players_choose_is_taken(tmp_path: Path) -> None:
    import av.stream

    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as output:
        streams = [output.add_stream("pcm_s16le", rate=RATE, layout="mono") for _ in range(2)]
        streams[1].disposition = av.stream.Disposition.default
        streams[0].disposition = av.stream.Disposition.comment
        for stream, samples in zip(streams, [silence(1), tone(1)], strict=True):
            frame = av.AudioFrame.from_ndarray(
                (samples * 32767).astype(np.int16).reshape(1, -1), "s16", "mono"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
            output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    assert np.abs(whole(heard(path)[0])).max() > 0.2


def test_a_silent_film_has_no_sound(tmp_path: Path) -> None:
    with opened(make_video(tmp_path / "silent.mp4", Video(1))) as container:
        assert sound_of(container) is None
    with opened(make_video(tmp_path / "loud.mp4", Video(1, sound="tone"))) as container:
        assert sound_of(container) is not None
