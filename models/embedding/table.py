"""The file of a static embedding model: its vocabulary and one quantised vector for each feature.

Layout, little-endian: 8 bytes magic, uint32 length of a JSON header, uint32 CRC-32 of all that
follows, the header, then the parts that the header names, one after another: `names`,
`traditional` and `simplified` as UTF-8 text, `scales` and `query_factors` (float16) by feature,
`vectors` by feature and dimension, two numbers from -8 to 7 in a byte: the first half of a row in
the low bits of its bytes, the second half in the high bits. The header carries a SHA-256 of the
parts as the model's identity.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models.embedding.base import EmbeddingError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAGIC: Final = b"KAGEMB01"
_LENGTH_AND_SUM: Final = struct.Struct("<II")
_PARTS: Final = ("names", "traditional", "simplified", "scales", "query_factors", "vectors")


@dataclass(frozen=True, slots=True)
class Table:
    """A static embedding model's content.

    Attributes:
        name: Name and version of the model.
        names: The features, as `models.embedding.features` describes them.
        simplified: Traditional characters with their simplified ones.
        scales: What a feature's vector is multiplied with in a passage, shape (features,).
        query_factors: The further factor in a question, shape (features,).
        vectors: Whole numbers from -8 to 7, shape (features, dimensions); dimensions are even.
        digest: SHA-256 of the parts in hexadecimal; empty before it is written.
    """

    name: str
    names: list[str]
    simplified: dict[str, str]
    scales: NDArray[np.float32]
    query_factors: NDArray[np.float32]
    vectors: NDArray[np.int8]
    digest: str = ""


def write_table(table: Table, path: Path) -> None:
    """Write `table` to `path`, replacing what is there in one step."""
    parts = {
        "names": "\n".join(table.names).encode(),
        "traditional": "".join(table.simplified).encode(),
        "simplified": "".join(table.simplified.values()).encode(),
        "scales": table.scales.astype("<f2").tobytes(),
        "query_factors": table.query_factors.astype("<f2").tobytes(),
        "vectors": _halves(table.vectors).tobytes(),
    }
    payload = b"".join(parts[part] for part in _PARTS)
    features, dimensions = table.vectors.shape
    header = {
        "name": table.name,
        "features": features,
        "dimensions": dimensions,
        "parts": [[part, len(parts[part])] for part in _PARTS],
        "sha256": hashlib.sha256(payload).hexdigest(),
    }
    text = json.dumps(header).encode()
    content = text + payload
    start = _MAGIC + _LENGTH_AND_SUM.pack(len(text), zlib.crc32(content))
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(start + content)
    partial.replace(path)


def read_table(path: Path) -> Table:
    """Read the table at `path`.

    Raises:
        EmbeddingError: the file is missing, not readable, of another kind, or damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise EmbeddingError(f"{path} cannot be read ({reason}): check the path") from error
    if data[: len(_MAGIC)] != _MAGIC:
        raise EmbeddingError(f"{path} is no embedding model of KAgent: install KAgent again")
    try:
        return _parse(data)
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise EmbeddingError(f"{path} is damaged ({error}): install KAgent again") from error


def _parse(data: bytes) -> Table:
    import numpy as np

    length, checksum = _LENGTH_AND_SUM.unpack_from(data, len(_MAGIC))
    content = memoryview(data)[len(_MAGIC) + _LENGTH_AND_SUM.size :]
    if zlib.crc32(content) != checksum:
        raise ValueError("its checksum is wrong")
    header: dict[str, Any] = json.loads(bytes(content[:length]))
    payload = content[length:]
    parts: dict[str, memoryview] = {}
    position = 0
    for part, size in header["parts"]:
        parts[part] = payload[position : position + size]
        position += size
    shape = (int(header["features"]), int(header["dimensions"]))
    return Table(
        name=header["name"],
        names=str(parts["names"], "utf-8").split("\n"),
        simplified=dict(
            zip(str(parts["traditional"], "utf-8"), str(parts["simplified"], "utf-8"), strict=True)
        ),
        scales=np.frombuffer(parts["scales"], "<f2").astype(np.float32),
        query_factors=np.frombuffer(parts["query_factors"], "<f2").astype(np.float32),
        vectors=_whole(np.frombuffer(parts["vectors"], np.uint8).reshape(shape[0], -1)),
        digest=header["sha256"],
    )


def _halves(vectors: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Two numbers in a byte, shape (features, dimensions / 2)."""
    import numpy as np

    low, high = np.split((vectors + 8).astype(np.uint8), 2, axis=1)
    return np.bitwise_or(low, np.left_shift(high, 4))


def _whole(packed: NDArray[np.uint8]) -> NDArray[np.int8]:
    """What `_halves` packed."""
    import numpy as np

    features, half = packed.shape
    numbers = np.empty((features, 2, half), np.uint8)
    np.bitwise_and(packed, 15, out=numbers[:, 0])
    np.right_shift(packed, 4, out=numbers[:, 1])
    vectors = numbers.view(np.int8).reshape(features, 2 * half)
    vectors -= 8
    return vectors
