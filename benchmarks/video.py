"""How fast recordings are read, in multiples of real time, and what is found in them.

    python -m benchmarks.video [--minutes 10] [--stretch 60] [--folder FOLDER]

Made here, 1280 × 720 at 25 frames a second: slides on which a line more appears every four seconds,
English and Chinese, with subtitles; and a moving picture with three captions, without subtitles and
without a model of speech. Beside them OCR of one frame a second of the slides: all frames are
decoded and one a second is read, whole, by the same models on a --stretch of seconds, and the time
of ten minutes is reckoned from it. Everything runs in a process of its own, whose greatest memory
is told. Recall and precision count lines (spaces and case left out); times are those of their
beginnings. On a machine that does other work the wall clock says little: CPU seconds are told too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.reading.media import MediaOptions, NoParts
from tests.video_file import Caption, Video, make_video, slides

_SIZE, _FPS = (1280, 720), 25
_SLIDE, _EVERY, _LINES = 30.0, 4.0, 6
_LOOP = 10.0
_ENGLISH = (
    "water energy light plant river stone engine memory network signal market teacher window "
    "bridge garden winter summer planet motion protein muscle travel history letter number"
)
_CHINESE = (
    "光合作用 叶绿素 吸收 光能 释放 氧气 水分 蒸发 河流 土壤 养分 温度 湿度 气候 变化 原因 影响 "
    "方法 步骤 结果"
)


def made_slides(folder: Path, minutes: float) -> tuple[Path, list[Caption]]:
    """The slide video, made if it is not there, and what stands on its slides."""
    draw = random.Random(5)  # noqa: S311
    english, chinese = _ENGLISH.split(), _CHINESE.split()
    pages = []
    for number in range(max(1, round(minutes * 60 / _SLIDE))):
        if number % 3 == 2:
            pages.append(["".join(draw.sample(chinese, 3)) for _ in range(_LINES)])
        else:
            pages.append(
                [" ".join(draw.sample(english, draw.randint(3, 5))) for _ in range(_LINES)]
            )
    captions = slides(pages, _SLIDE, every=_EVERY, size=40)
    seconds = len(pages) * _SLIDE
    video = Video(
        seconds,
        captions,
        cues=[
            (at * 3.0, at * 3.0 + 2.8, f"Sentence {at} is about the {draw.choice(english)}.")
            for at in range(int(seconds / 3))
        ],
        subtitles="mov_text",
        sound="tone",
        size=_SIZE,
        fps=_FPS,
        scenes=[_SLIDE * number for number in range(1, len(pages))],
        encoding={"preset": "veryfast"},
    )
    path = folder / f"slides-{_digest(captions)}.mp4"
    return path if path.exists() else make_video(path, video), captions


def made_talk(folder: Path, minutes: float) -> tuple[Path, list[Caption]]:
    """The moving video: ten seconds over and over, three times with a caption.

    The packets are copied, since encoding ten minutes of movement takes longer than reading them.
    """
    import av

    texts = ["Maria Lopez, geologist", "How volcanoes erupt", "A week in Norway"]
    captions, loops = [], {}
    for place, text in enumerate(texts):
        loop = round(place * minutes * 60 / _LOOP / len(texts))
        captions.append(Caption(text, 60, 560, loop * _LOOP + 2, loop * _LOOP + 8, 64, "#000000"))
        loops[loop] = Caption(text, 60, 560, 2, 8, 64, "#000000")
    path = folder / f"talk-{_digest(captions)}.mp4"
    if path.exists():
        return path, captions
    clips = {}
    for loop in (-1, *loops):
        part = Video(
            _LOOP,
            [loops[loop]] if loop in loops else [],
            size=_SIZE,
            fps=_FPS,
            gop=round(_LOOP * _FPS),
            moving=True,
            encoding={"preset": "veryfast", "sc_threshold": "0"},
        )
        clips[loop] = make_video(folder / "clip.mp4", part).read_bytes()
    with av.open(str(path), "w") as output:
        stream: Any = None
        for loop in range(round(minutes * 60 / _LOOP)):
            (folder / "clip.mp4").write_bytes(clips.get(loop, clips[-1]))
            with av.open(str(folder / "clip.mp4")) as source:
                template = source.streams.video[0]
                stream = stream or output.add_stream_from_template(template)
                for packet in source.demux(template):
                    if packet.pts is not None and packet.dts is not None and packet.time_base:
                        shift = round(loop * _LOOP / packet.time_base)
                        packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                        packet.stream = stream
                        output.mux(packet)
    (folder / "clip.mp4").unlink()
    return path, captions


def _digest(captions: Sequence[Caption]) -> str:
    """A name for a recording with these captions, so that an older one is not taken for it."""
    return hashlib.sha256(repr(captions).encode()).hexdigest()[:12]


def read_whole(path: Path) -> dict[str, Any]:
    """Read a recording as `kagent add` does, without a model of speech."""
    from engine.reading.video import read_recording

    document = read_recording(path, path.stem, MediaOptions(speech_wanted=False), NoParts())
    lines = [
        (document.text[one.start : one.end], one.time_start)
        for one in document.moments
        if one.channel == "shown"
    ]
    return {"seconds": document.metadata["duration"], "lines": lines}


def read_each_second(path: Path, stretch: float) -> dict[str, Any]:
    """Read one frame a second of the beginning, and keep each text where it was first seen."""
    import av
    import numpy as np

    from models.ocr import TextReader

    reader = TextReader(2)
    lines: dict[str, tuple[str, float]] = {}
    due = 0.0
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            if frame.time >= stretch:
                break
            if frame.time >= due:
                due += 1.0
                picture = np.asarray(frame.to_ndarray(format="bgr24"), dtype=np.uint8)
                for line in reader.read(picture):
                    lines.setdefault(_tight(line.text), (line.text, frame.time))
    return {"seconds": stretch, "lines": list(lines.values())}


def measured(kind: str, path: Path, stretch: float) -> dict[str, Any]:
    """What one of the two readers makes of a recording in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.video", "--run", kind, str(path)]
    command += ["--stretch", str(stretch)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def run(kind: str, path: Path, stretch: float) -> None:
    """Read in this process, and print what it took, as JSON."""
    begun, cpu = time.perf_counter(), time.process_time()
    result = read_whole(path) if kind == "whole" else read_each_second(path, stretch)
    result["wall"] = time.perf_counter() - begun
    result["cpu"] = time.process_time() - cpu
    result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps(result) + "\n")


def report(name: str, result: dict[str, Any], captions: Sequence[Caption]) -> None:
    """Print what was measured, beside what stands in the recording as far as it was read."""
    seconds = result["seconds"]
    gold = {_tight(one.text): one.start for one in captions if one.start < seconds - 1}
    found = {_tight(text): at for text, at in result["lines"]}
    right = sorted(gold.keys() & found.keys())
    late = [abs(found[text] - gold[text]) for text in right]
    say(
        f"{name}: {seconds / result['wall']:.1f} times real time ({result['wall']:.1f} s, "
        f"{result['cpu']:.1f} s of CPU for {seconds:.0f} s), "
        f"{result['memory'] / 2**20:.0f} MiB at most"
    )
    say(
        f"    recall {len(right)}/{len(gold)}, precision {len(right)}/{len(found)}, "
        f"beginnings off by {max(late, default=0):.2f} s at most, "
        f"{sum(late) / max(1, len(late)):.2f} s on average"
    )
    for text in sorted(gold.keys() - found.keys()):
        say(f"    missed: {text}")


def _tight(text: str) -> str:
    return "".join(text.split()).casefold()


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def compare(folder: Path, minutes: float, stretch: float) -> None:
    """Make the recordings in a folder, read them, and report."""
    slide_video, on_slides = made_slides(folder, minutes)
    talk, captions = made_talk(folder, minutes)
    ours = measured("whole", slide_video, stretch)
    baseline = measured("each", slide_video, min(stretch, minutes * 60))
    report("Slides with subtitles", ours, on_slides)
    report(f"One frame a second, {baseline['seconds']:.0f} s of it", baseline, on_slides)
    for clock in ("wall", "cpu"):
        ratio = (baseline[clock] / baseline["seconds"]) / (ours[clock] / ours["seconds"])
        say(f"    the slides are read {ratio:.1f} times as fast ({clock})")
    report("Talking head, no speech", measured("whole", talk, stretch), captions)


def arguments(words: Iterator[str] | None = None) -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--stretch", type=float, default=60)
    parser.add_argument("--folder", type=Path, help="where the videos are made, and left")
    parser.add_argument("--run", nargs=2, metavar=("KIND", "PATH"), help=argparse.SUPPRESS)
    return parser.parse_args(list(words) if words is not None else None)


def main() -> None:
    """Run from the command line."""
    given = arguments()
    if given.run:
        run(given.run[0], Path(given.run[1]), given.stretch)
    elif given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        compare(given.folder, given.minutes, given.stretch)
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), given.minutes, given.stretch)


if __name__ == "__main__":
    main()
