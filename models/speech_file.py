"""The files of whisper.cpp's speech models, checked to their end without being loaded.

whisper.cpp reads a file that is cut short or damaged without complaint and crashes when it is used,
so the whole structure is followed here first. The layout is that of whisper.cpp's convert script
(models/convert-pt-to-ggml.py): magic, eleven numbers, the mel filters, the vocabulary, the tensors.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from models.language.base import ModelFileError

MAGIC: Final = b"lmgg"  # 0x67676d6c, lowest byte first
_HEADER: Final = struct.Struct("<11i")
# Layers of the encoder, and of the decoder where that tells two sizes apart.
_SIZES: Final = {4: "tiny", 6: "base", 12: "small", 24: "medium", 32: "large"}
_TURBO_DECODER: Final = 4
# The vocabulary of English-only models is one smaller, which is how whisper.cpp knows them.
_ENGLISH_VOCABULARY: Final = 51864
# The same in all of Whisper's sizes (Radford et al., 2022, table 1).
_HEAD_WIDTH: Final = 64
_TEXT_CONTEXT: Final = 448
_MEL_BANDS: Final = (80, 128)
_MOST_DIMENSIONS: Final = 4
_MOST_NAME: Final = 64
_MOST_TOKENS: Final = 60_000
# Bytes of a block and the numbers in it, by the tensor's type in ggml.h.
_BLOCKS: Final = {
    0: (4, 1), 1: (2, 1), 2: (18, 32), 3: (20, 32), 6: (22, 32), 7: (24, 32), 8: (34, 32),
    10: (84, 256), 11: (110, 256), 12: (144, 256), 13: (176, 256), 14: (210, 256),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpeechFile:
    """What the file of a speech model says of itself.

    `size` is Whisper's name of it, such as "base" or "large turbo"; `file_type` a number of
    general.file_type as in GGUF files; `parameters` the numbers in its tensors, 0 where they were
    not looked at, or for a file that has none (whisper.cpp's own for tests).
    """

    size: str
    multilingual: bool
    layers: int
    file_type: int
    parameters: int = 0


def read_speech_header(path: Path) -> SpeechFile:
    """What the first bytes say, which takes no time; raises ModelFileError."""
    return _opened(path, _header)


def read_speech_file(path: Path) -> SpeechFile:
    """Follow the file from its beginning to its end.

    Raises:
        ModelFileError: it is missing, no speech model, cut short or damaged.
    """
    return _opened(path, _whole)


def _opened(path: Path, read: Callable[[Path, IO[bytes]], SpeechFile]) -> SpeechFile:
    try:
        with path.open("rb") as file:
            return read(path, file)
    except struct.error as error:
        raise ModelFileError(f"{path} is cut short: download or copy it again") from error
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read ({error.strerror}): check the path") from error


def _header(path: Path, file: IO[bytes]) -> SpeechFile:
    if file.read(4) != MAGIC:
        raise ModelFileError(f"{path} is no speech model of whisper.cpp that is known here")
    numbers = _HEADER.unpack(file.read(_HEADER.size))
    vocabulary, audio_context, layers, text_layers = numbers[0], numbers[1], numbers[4], numbers[8]
    if not (50_000 < vocabulary < 53_000 and audio_context == 1500 and layers in _SIZES):
        raise ModelFileError(f"{path} is no speech model of whisper.cpp that is known here")
    if not _is_sound(numbers):
        raise ModelFileError(f"{path} is damaged: download or copy it again")
    turbo = " turbo" if layers == 32 and text_layers == _TURBO_DECODER else ""
    return SpeechFile(
        size=f"{_SIZES[layers]}{turbo}",
        multilingual=vocabulary > _ENGLISH_VOCABULARY,
        layers=layers,
        # Thousands are the version of the quantisation's layout.
        file_type=numbers[10] % 1000,
    )


def _is_sound(numbers: tuple[int, ...]) -> bool:
    """Whether widths, heads, layers and mel bands fit each other: whisper.cpp divides by them and
    makes room by them without asking."""
    _, _, width, heads, layers, context, text_width, text_heads, text_layers, bands, _ = numbers
    return (
        0 < width == text_width == heads * _HEAD_WIDTH
        and heads == text_heads
        and 0 < text_layers <= layers
        and context == _TEXT_CONTEXT
        and bands in _MEL_BANDS
    )


def _whole(path: Path, file: IO[bytes]) -> SpeechFile:
    header = _header(path, file)
    end = path.stat().st_size
    _skip(file, 4 * math.prod(_numbers(file, 2)), end)
    (tokens,) = _numbers(file, 1)
    if not 0 <= tokens <= _MOST_TOKENS:
        raise ModelFileError(f"{path} is damaged: download or copy it again")
    for _ in range(tokens):
        _skip(file, _numbers(file, 1)[0], end)
    parameters = 0
    while file.tell() < end:
        parameters += _tensor(path, file, end)
    return replace(header, parameters=parameters)


def _tensor(path: Path, file: IO[bytes], end: int) -> int:
    """Step over a tensor; how many numbers it has."""
    dimensions, name_bytes, kind = _numbers(file, 3)
    if not (
        1 <= dimensions <= _MOST_DIMENSIONS and 0 < name_bytes <= _MOST_NAME and kind in _BLOCKS
    ):
        raise ModelFileError(f"{path} is damaged: download or copy it again")
    lengths = _numbers(file, dimensions)
    if min(lengths) <= 0:
        raise ModelFileError(f"{path} is damaged: download or copy it again")
    count = math.prod(lengths)
    size, numbers = _BLOCKS[kind]
    _skip(file, name_bytes + count // numbers * size, end)
    return count


def _numbers(file: IO[bytes], count: int) -> tuple[int, ...]:
    return struct.unpack(f"<{count}i", file.read(4 * count))


def _skip(file: IO[bytes], size: int, end: int) -> None:
    """Go on behind the next bytes; raises struct.error where the file ends before."""
    if not 0 <= size <= end - file.tell():
        raise struct.error("past the end")
    file.seek(size, 1)
