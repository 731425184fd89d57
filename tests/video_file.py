"""Videos made by the tests: known words at known times, with subtitles, chapters and sound."""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from av.container import OutputContainer
    from av.packet import Packet
    from numpy.typing import NDArray
    from PIL import ImageFont

_CHINESE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_MILLISECONDS = Fraction(1, 1000)
_RATE = 16_000
_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""

Timed = tuple[float, float, str]


@dataclass(frozen=True)
class Caption:
    """A line on the picture, `x` and `y` its top left corner in pixels, from `start` to `end`."""

    text: str
    x: int
    y: int
    start: float
    end: float
    size: int = 22
    ink: str = "#111111"


@dataclass(frozen=True)
class Video:
    """What a test video holds; times in seconds.

    `moving`: a noisy picture that changes in every frame, behind the captions. `jumpy`: a frame
    only where something changes, as screen recorders write. `sound`: a 16 kHz mono WAV, or "tone".
    `scenes`: when the background's colour changes. `turned`: the pictures are stored turned
    counterclockwise by so many degrees, as by a phone held upright (see `rotate`).
    """

    seconds: float
    captions: Sequence[Caption] = ()
    cues: Sequence[Timed] = ()
    subtitles: str = ""
    chapters: Sequence[Timed] = ()
    sound: Path | Literal["tone"] | None = None
    size: tuple[int, int] = (480, 272)
    fps: int = 10
    codec: str = "libx264"
    gop: int = 0
    moving: bool = False
    jumpy: bool = False
    scenes: Sequence[float] = ()
    turned: Literal[0, 90, 180, 270] = 0
    metadata: Mapping[str, str] = field(default_factory=dict)
    muxing: Mapping[str, str] = field(default_factory=dict)
    encoding: Mapping[str, str] = field(default_factory=dict)


def chinese_font() -> str | None:
    """A font of this computer with Chinese characters, None where there is none."""
    return next((path for path in _CHINESE_FONTS if Path(path).is_file()), None)


def slides(
    pages: Sequence[Sequence[str]], seconds: float, *, every: float = 1.0, size: int = 22
) -> list[Caption]:
    """Captions of slides of `seconds` each: a title, then a bullet more `every` second."""
    captions = []
    for number, page in enumerate(pages):
        end = (number + 1) * seconds
        for row, text in enumerate(page):
            start = number * seconds + row * every
            captions.append(Caption(text, 20, 14 + row * 2 * size, start, end, size))
    return captions


def make_video(path: Path, video: Video) -> Path:
    """Write the video; the suffix of `path` chooses the container."""
    import av

    with av.open(str(path), "w", container_options=dict(video.muxing)) as output:
        output.metadata.update(video.metadata)
        _write(output, video)
    return path


def _write(output: OutputContainer, video: Video) -> None:
    picture = _picture_stream(output, video)
    sound = None
    if video.sound is not None:
        sound = output.add_stream("aac", rate=_RATE, layout="mono")
    words: Any = None
    if video.subtitles:
        words = output.add_stream(video.subtitles)
        words.codec_context.subtitle_header = _ASS_HEADER
        words.codec_context.time_base = _MILLISECONDS
    if video.chapters:
        output.set_chapters([_chapter(number, one) for number, one in enumerate(video.chapters)])
    packets: list[Packet[Any]] = []
    for frame in _frames(video):
        packets += picture.encode(frame)
    packets += picture.encode(None)
    if sound is not None:
        for chunk in _sound(video):
            packets += sound.encode(chunk)
        packets += sound.encode(None)
    if words is not None:
        packets += [_cue(words, one) for one in video.cues]
    packets.sort(key=lambda packet: (packet.dts or 0) * packet.time_base)
    for packet in packets:
        output.mux(packet)


def _picture_stream(output: OutputContainer, video: Video) -> Any:
    stream: Any = output.add_stream(video.codec, rate=video.fps, options=dict(video.encoding))
    stream.width, stream.height = video.size[:: -1 if video.turned % 180 else 1]
    stream.pix_fmt = "yuvj420p" if video.codec == "mjpeg" else "yuv420p"
    stream.codec_context.time_base = _MILLISECONDS if video.jumpy else Fraction(1, video.fps)
    if video.gop:
        stream.gop_size = video.gop
    return stream


def _chapter(number: int, one: Timed) -> Any:
    start, end, title = one
    return {
        "id": number,
        "start": round(start * 1000),
        "end": round(end * 1000),
        "time_base": _MILLISECONDS,
        "metadata": {"title": title},
    }


def _cue(stream: Any, one: Timed) -> Packet[Any]:
    from av.subtitles.subtitle import SubtitleSet

    start, end, text = one
    dialogue = f"0,0,Default,,0,0,0,,{text}".encode()
    cue = SubtitleSet.create(dialogue, 0, round((end - start) * 1000), round(start * 1_000_000))
    packet: Packet[Any] = stream.codec_context.encode_subtitle(cue)
    packet.stream = stream
    packet.time_base = _MILLISECONDS
    packet.pts = packet.dts = round(start * 1000)
    packet.duration = round((end - start) * 1000)
    return packet


def _frames(video: Video) -> Iterator[Any]:
    import av
    import numpy as np

    count = max(1, round(video.seconds * video.fps))
    before: Any = None
    frame: Any = None
    for number in range(count):
        key = visible_at(video, number / video.fps)
        if video.jumpy and key == before and number < count - 1:
            continue
        if video.moving or key != before:
            pixels = _drawn(video.size, *key)
            if video.moving:
                pixels = _with_movement(pixels, number)
            if video.turned:
                pixels = np.ascontiguousarray(np.rot90(pixels, video.turned // 90))
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")
        before = key
        frame.pts = round(number * 1000 / video.fps) if video.jumpy else number
        frame.time_base = _MILLISECONDS if video.jumpy else Fraction(1, video.fps)
        yield frame


def visible_at(video: Video, time: float) -> tuple[int, tuple[Caption, ...]]:
    """How many scenes have begun at a time, and the captions that are visible."""
    shown = tuple(one for one in video.captions if one.start <= time < one.end)
    return sum(scene <= time for scene in video.scenes), shown


@functools.lru_cache(maxsize=8)
def _drawn(size: tuple[int, int], scene: int, captions: tuple[Caption, ...]) -> NDArray[np.uint8]:
    import numpy as np
    from PIL import Image, ImageDraw

    ground = ("#f4f4ee", "#dfe8f2", "#f2e6dc")[scene % 3]
    image = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    for one in captions:
        draw.text((one.x, one.y), one.text, fill=one.ink, font=_font(one.text, one.size))
    return np.asarray(image)


@functools.lru_cache(maxsize=32)
def _loaded(path: str | None, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


def _font(text: str, size: int) -> Any:
    return _loaded(None if text.isascii() else chinese_font(), size)


def _with_movement(pixels: NDArray[np.uint8], number: int) -> NDArray[np.uint8]:
    """A soft texture that drifts where the ground was plain, and noise: like a filmed face."""
    import numpy as np

    height, width, _ = pixels.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = number / 7
    wave = np.sin(x / 37 + turn) + np.sin(y / 23 - turn / 2) + np.sin((x + y) / 51 + turn / 3)
    noise = np.random.default_rng(number).normal(0, 3, (height, width)).astype(np.float32)
    moved = pixels.astype(np.float32)
    ground = pixels.min(axis=2) > 200
    moved[ground] = (130 + 22 * wave + noise)[ground][:, None] * np.array(
        [1.0, 0.86, 0.74], dtype=np.float32
    )
    return np.clip(moved, 0, 255).astype(np.uint8)


def _sound(video: Video) -> Iterator[Any]:
    import av
    import numpy as np

    if isinstance(video.sound, Path):
        with av.open(str(video.sound)) as source:
            for frame in source.decode(audio=0):
                frame.pts = None
                yield frame
        return
    count = round(video.seconds * _RATE)
    tone = (8000 * np.sin(np.arange(count) * (2 * np.pi * 440 / _RATE))).astype(np.int16)
    for begin in range(0, count, 1024):
        piece = tone[None, begin : begin + 1024]
        frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
        frame.sample_rate = _RATE
        frame.pts = begin
        yield frame


def rotate(path: Path, degrees: Literal[90, 180, 270]) -> None:
    """Mark an MP4 as filmed with the phone held otherwise: the matrix of its first track.

    The matrix is that of ISO/IEC 14496-12, section 8.3.2 (tkhd, version 0).
    """
    one = 1 << 16
    turn = {90: (0, one, -one, 0), 180: (-one, 0, 0, -one), 270: (0, -one, one, 0)}[degrees]
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4 + 40
    a, b, c, d = turn
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


def cut_short(path: Path, share: float) -> None:
    """Leave only the first `share` (0 to 1) of a file's bytes."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])


def spoil(path: Path, share: float, length: int = 400) -> None:
    """Overwrite `length` bytes at a `share` of the file with noise."""
    data = bytearray(path.read_bytes())
    at = int(len(data) * share)
    data[at : at + length] = bytes((index * 73 + 11) % 256 for index in range(length))
    path.write_bytes(data)


def subrip(cues: Iterable[Timed]) -> str:
    """The cues as a SubRip file."""
    blocks = []
    for number, (start, end, text) in enumerate(cues, 1):
        blocks.append(f"{number}\n{_stamp(start)} --> {_stamp(end)}\n{text}\n")
    return "\n".join(blocks)


def _stamp(seconds: float) -> str:
    whole = round(seconds * 1000)
    hours, rest = divmod(whole, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"
