"""The header of a GGUF file, read in Python so that a damaged file never reaches llama.cpp.

llama.cpp maps a file and trusts much of it: a short file ends in a bus error and an empty key in an
abort, either of which takes the whole program down. The layout follows the GGUF specification,
https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models.language.base import ModelFileError

_MAGIC: Final = b"GGUF"
_STRING: Final = 8
_ARRAY: Final = 9
_SCALARS: Final[dict[int, struct.Struct]] = {
    code: struct.Struct("<" + letter)
    for code, letter in {
        0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"
    }.items()
}  # fmt: skip
# LLAMA_MAX_LAYERS; llama.cpp aborts on more.
_MAX_LAYERS: Final = 512
_U32: Final = _SCALARS[4]
_U64: Final = _SCALARS[10]
# Weights per block and bytes per block of each tensor type, by its number in ggml.h. A type that
# is not listed is newer than this table; of its tensors only the start is checked.
_BLOCKS: Final[dict[int, tuple[int, int]]] = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    9: (32, 40), 10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210),
    15: (256, 292), 16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18),
    21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8),
    28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17), 40: (64, 36),
}  # fmt: skip
# Keys whose type llama.cpp asserts instead of checking: (type, element type of an array).
_EXPECTED: Final[dict[str, tuple[int, int | None]]] = {
    "general.alignment": (4, None),
    "general.architecture": (_STRING, None),
    "tokenizer.ggml.model": (_STRING, None),
    "tokenizer.ggml.tokens": (_ARRAY, _STRING),
    "tokenizer.ggml.merges": (_ARRAY, _STRING),
    "tokenizer.ggml.scores": (_ARRAY, 6),
    "tokenizer.ggml.token_type": (_ARRAY, 5),
    "tokenizer.chat_template": (_STRING, None),
}


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says of itself: scalar and string metadata, and what its tensors hold.

    `types` are numbers of weights by the number of their type in ggml.h.
    """

    metadata: dict[str, Any]
    tensor_bytes: int
    types: Mapping[int, int] = field(default_factory=dict)


class _DamagedError(Exception):
    """The header does not hold together; the message says how."""


class _Cursor:
    """Reads little-endian values from a buffer and refuses to run past its end."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.position = 0

    def _advance(self, count: int) -> int:
        start = self.position
        if count > len(self._data) - start:
            raise _DamagedError("it ends within its header")
        self.position = start + count
        return start

    def scalar(self, layout: struct.Struct) -> Any:
        """The next scalar."""
        return layout.unpack_from(self._data, self._advance(layout.size))[0]

    def string(self) -> str:
        """The next string; bytes that are not UTF-8 become U+FFFD."""
        length = self.scalar(_U64)
        start = self._advance(length)
        return self._data[start : start + length].decode("utf-8", "replace")

    def skip_strings(self, count: int, *, distinct: bool) -> None:
        """Pass over `count` strings.

        Those that must be `distinct` contain no NUL and are only repeated where they are empty.
        """
        data, position, unpack, limit = self._data, self.position, _U64.unpack_from, len(self._data)
        seen: set[bytes] = set()
        empty = 0
        for _ in range(count):
            if position + 8 > limit:
                raise _DamagedError("it ends within its header")
            start = position + 8
            position = start + unpack(data, position)[0]
            if distinct:
                # What follows a NUL is invisible to llama.cpp.
                seen.add(data[start:position].partition(b"\x00")[0])
                empty += position == start
        if position > limit:
            raise _DamagedError("it ends within its header")
        if distinct and len(seen) + max(0, empty - 1) != count:
            raise _DamagedError("its vocabulary has the same token twice")
        self.position = position

    def skip_array(self, *, distinct: bool = False) -> int:
        """Pass over an array and return its element type."""
        kind, count = self.scalar(_U32), self.scalar(_U64)
        if kind == _STRING:
            self.skip_strings(count, distinct=distinct)
        elif kind in _SCALARS:
            self._advance(count * _SCALARS[kind].size)
        else:
            raise _DamagedError(f"its header has an array of the unknown type {kind}")
        return int(kind)


def read_header(path: Path) -> GgufHeader:
    """Read and check the header of the GGUF file at `path`.

    Raises:
        ModelFileError: the file is missing, not readable, a directory, empty, not a GGUF file, or
            damaged; a file that is shorter than its tensors need counts as damaged.
    """
    try:
        if path.is_dir():
            raise ModelFileError(f"{path} is a directory: give the path of one .gguf file")
        size = path.stat().st_size
        if size == 0:
            raise ModelFileError(f"{path} is empty: download or copy it again")
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _parse(data)
    except FileNotFoundError:
        message = f"there is no model file at {path}: check the path"
        raise ModelFileError(message) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ModelFileError(f"{path} cannot be read ({reason}): check its permissions") from error
    except _DamagedError as error:
        raise ModelFileError(f"{path} is no usable model file: {error}") from error


def _parse(data: mmap.mmap) -> GgufHeader:
    if data[:4] != _MAGIC:
        raise _DamagedError("it is not in the GGUF format; give a .gguf file")
    cursor = _Cursor(data)
    cursor.position = len(_MAGIC)
    version = cursor.scalar(_U32)
    if version not in (2, 3):
        kind = "big-endian" if version & 0xFFFF == 0 else f"version {version}"
        raise _DamagedError(f"it is a {kind} GGUF; convert it to a little-endian GGUF version 3")
    tensor_count, key_count = cursor.scalar(_U64), cursor.scalar(_U64)
    metadata = _metadata(cursor, key_count)
    needed, types = _tensors(cursor, tensor_count)
    alignment = metadata.get("general.alignment", 32)
    if alignment < 1 or alignment & (alignment - 1):
        raise _DamagedError(f"its alignment {alignment} is not a power of two")
    start = -(-cursor.position // alignment) * alignment
    if start + needed > len(data):
        raise _DamagedError(
            f"it is cut short ({len(data)} bytes, {start + needed} needed); "
            "download or copy it again"
        )
    return GgufHeader(metadata, needed, types)


def _metadata(cursor: _Cursor, count: int) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    for _ in range(count):
        key, kind = cursor.string(), cursor.scalar(_U32)
        if not key or key in metadata:
            raise _DamagedError("its header has an empty or repeated key")
        element = None
        if kind == _STRING:
            metadata[key] = cursor.string()
        elif kind == _ARRAY:
            metadata[key] = None
            # llama.cpp aborts on a vocabulary with a repeated token.
            element = cursor.skip_array(distinct=key == "tokenizer.ggml.tokens")
        elif kind in _SCALARS:
            metadata[key] = cursor.scalar(_SCALARS[kind])
        else:
            raise _DamagedError(f"its key {key[:60]!r} has the unknown type {kind}")
        if _EXPECTED.get(key, (kind, element)) != (kind, element):
            raise _DamagedError(f"its key {key!r} has the wrong type")
    architecture = metadata.get("general.architecture")
    if architecture is None:
        raise _DamagedError("it does not name its architecture")
    layers = metadata.get(f"{architecture}.block_count", 1)
    if not isinstance(layers, int) or not 1 <= layers <= _MAX_LAYERS:
        raise _DamagedError("its number of layers cannot be")
    return metadata


def _tensors(cursor: _Cursor, count: int) -> tuple[int, dict[int, int]]:
    """Bytes of tensor data that the file must hold after its header, and weights by type.

    A file without tensors holds only a vocabulary, and cannot generate.
    """
    if count == 0:
        raise _DamagedError("it holds no tensors, so it cannot answer")
    needed = 0
    types: dict[int, int] = {}
    for _ in range(count):
        name = cursor.string()
        dimensions = cursor.scalar(_U32)
        if not name or not 1 <= dimensions <= 4:
            raise _DamagedError("its header describes a tensor that cannot be")
        elements = 1
        for _ in range(dimensions):
            elements *= cursor.scalar(_U64)
        kind, offset = cursor.scalar(_U32), cursor.scalar(_U64)
        block, block_bytes = _BLOCKS.get(kind, (1, 0))
        needed = max(needed, offset + elements // block * block_bytes)
        types[kind] = types.get(kind, 0) + elements
    return needed, types
