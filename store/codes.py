"""Two bits for each part of a vector, held in memory: a first, rough look at all of them.

A randomly rotated vector's signs tell its direction well enough to leave nearly all of a million
out (the idea of RaBitQ, Gao and Long 2024, arXiv 2405.12497). It goes in two steps: Hamming
distances between the query's signs and all others (32 bytes a segment, about 5 ms a million), then
for the nearest an estimate of the cosine from the signs, from a second bit that says which parts
are large, and from the query's own numbers, rounded to 4 bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD_BITS = 64
_BLOCK = 1 << 15
_PLANES = 4
# The best four levels for a normally distributed number, in standard deviations: where the large
# ones begin, and what small and large ones are taken for (Max 1960, "Quantizing for minimum
# distortion", table I); then the mean product of a number and its level.
_LARGE, _SMALL_LEVEL, _LARGE_LEVEL = 0.9816, 0.4528, 1.510
_PRODUCT = 0.8825
# How many are estimated after the Hamming distances: all of a small bank, few of a large one.
_ESTIMATED_AT_LEAST = 10_000
_ESTIMATED_SHARE = 0.015

Codes = NDArray[np.uint64]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bits of some segments as they are stored: `ids` of shape (n,), `codes` (n, 2 * words).

    The first half of a row are the signs, the second says which parts are large.
    """

    number: int
    ids: Ids
    codes: Codes


def large_parts(rotated: NDArray[np.float32]) -> list[bytes]:
    """The second bits of rotated vectors, shape (n, width), as they are stored."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rotated, rotated))
    limits = (_LARGE / math.sqrt(rotated.shape[1])) * lengths
    packed = np.packbits(np.abs(rotated) > limits[:, None], axis=1, bitorder="little")
    return [row.tobytes() for row in packed]


def read_chunk(number: int, validity: bytes, rowids: bytes, *bits: bytes, width: int) -> Chunk:
    """A chunk of a vec0 table (0.1): a bit, an id and twice `width` bits for each place in it.

    Raises:
        ValueError: the parts do not fit together.
    """
    places = len(rowids) // 8
    if len(validity) * 8 != places or any(len(part) * 8 != places * width for part in bits):
        raise ValueError("a chunk of another layout")
    used = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little").astype(bool)
    shape = (places, width // _WORD_BITS)
    codes = np.concatenate([np.frombuffer(part, "<u8").reshape(shape) for part in bits], axis=1)
    return Chunk(number, np.frombuffer(rowids, "<i8")[used], codes[used])


class Query:
    """A rotated query of length 1, as bits."""

    def __init__(self, rotated: NDArray[np.float32]) -> None:
        self._sum = float(rotated.sum())
        self._least = float(rotated.min())
        self._step = (float(rotated.max()) - self._least) / (2**_PLANES - 1) or 1.0
        levels = np.round((rotated - self._least) / self._step).astype(np.uint8)
        self.signs = _pack(rotated > 0)
        self._planes = [_pack((levels >> plane & 1).astype(bool)) for plane in range(_PLANES)]
        self._scale = 1 / (_PRODUCT * math.sqrt(len(rotated)))

    def estimate(self, codes: Codes) -> NDArray[np.float32]:
        """Estimated cosines of vectors, given their bits of shape (2 * words, n)."""
        words = len(codes) // 2
        signs, large = codes[:words], codes[words:]
        small = 2 * self._product(signs) - self._sum
        more = 2 * self._product(signs & large) - self._product(large)
        dots = _SMALL_LEVEL * small + (_LARGE_LEVEL - _SMALL_LEVEL) * more
        estimates: NDArray[np.float32] = (dots * self._scale).astype(np.float32)
        return estimates

    def _product(self, bits: Codes) -> NDArray[np.float64]:
        """The sum of the query's parts where a bit is set, for bits of shape (words, n)."""
        ones = np.zeros(bits.shape[1], np.int32)
        levels = np.zeros(bits.shape[1], np.int32)
        for word, part in enumerate(bits):
            ones += np.bitwise_count(part)
            for plane, masks in enumerate(self._planes):
                levels += np.bitwise_count(part & masks[word]).astype(np.int32) << plane
        product: NDArray[np.float64] = self._least * ones + self._step * levels
        return product


def _pack(bits: NDArray[np.bool_]) -> Codes:
    return np.packbits(bits, bitorder="little").view("<u8")


class CodeBook:
    """The bits of all segments of one kind, in blocks; position p is in block p // _BLOCK."""

    def __init__(self, words: int) -> None:
        self._words = words
        self._codes: list[Codes] = []
        self._ids: list[Ids] = []
        self._last_start = 0
        self.last_chunk = 0
        self.size = 0

    def __len__(self) -> int:
        return self.size

    def take(self, chunks: Iterable[Chunk]) -> None:
        """Take the chunks from `last_chunk` on, in order; what was known of that one goes."""
        self.size = self._last_start
        for chunk in chunks:
            self._last_start, self.last_chunk = self.size, chunk.number
            self._append(chunk.ids, chunk.codes)

    def _append(self, ids: Ids, codes: Codes) -> None:
        done = 0
        while done < len(ids):
            block, place = divmod(self.size, _BLOCK)
            if block == len(self._ids):
                self._ids.append(np.empty(_BLOCK, np.int64))
                self._codes.append(np.empty((2 * self._words, _BLOCK), np.uint64))
            count = min(len(ids) - done, _BLOCK - place)
            self._ids[block][place : place + count] = ids[done : done + count]
            self._codes[block][:, place : place + count] = codes[done : done + count].T
            done += count
            self.size += count

    def distances(self, signs: Codes) -> NDArray[np.uint16]:
        """Hamming distances to a query's signs, shape (len(self),)."""
        found = np.empty(self.size, np.uint16)
        differing, counts = np.empty(_BLOCK, np.uint64), np.empty(_BLOCK, np.uint8)
        for block, codes in enumerate(self._codes):
            part = found[block * _BLOCK : (block + 1) * _BLOCK]
            n = len(part)
            part[:] = 0
            for word in range(self._words):
                np.bitwise_xor(codes[word, :n], signs[word], out=differing[:n])
                np.bitwise_count(differing[:n], out=counts[:n])
                np.add(part, counts[:n], out=part)
        return found

    def at(self, positions: NDArray[np.intp]) -> tuple[Ids, Codes]:
        """Ids, and bits of shape (2 * words, n), at ascending positions."""
        ids, codes = [], []
        edges = np.searchsorted(positions, np.arange(len(self._ids) + 1) * _BLOCK)
        for block in range(len(self._ids)):
            places = positions[edges[block] : edges[block + 1]] - block * _BLOCK
            ids.append(self._ids[block].take(places))
            codes.append(self._codes[block].take(places, axis=1))
        if not ids:
            return np.empty(0, np.int64), np.empty((2 * self._words, 0), np.uint64)
        return np.concatenate(ids), np.concatenate(codes, axis=1)

    def ids(self) -> Ids:
        """All ids, shape (len(self),)."""
        return self.at(np.arange(self.size))[0]


def nearest(
    books: Sequence[CodeBook],
    rotated: NDArray[np.float32],
    limit: int,
    allowed: Sequence[NDArray[np.bool_]] | None = None,
) -> tuple[Ids, NDArray[np.float32]]:
    """The segments that may be nearest to a rotated query of length 1: ids, estimated cosines.

    Best first, at most `limit`. `allowed` has a mask for each book.
    """
    query = Query(rotated)
    total = sum(map(len, books) if allowed is None else (int(mask.sum()) for mask in allowed))
    wanted = max(_ESTIMATED_AT_LEAST, int(_ESTIMATED_SHARE * total))
    if total > wanted:
        positions = _closest(books, allowed, query, wanted)
    elif allowed is not None:
        positions = [np.flatnonzero(mask) for mask in allowed]
    else:
        positions = [np.arange(len(book)) for book in books]
    parts = [book.at(places) for book, places in zip(books, positions, strict=True)]
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    ids = np.concatenate([part[0] for part in parts])
    estimates = query.estimate(np.concatenate([part[1] for part in parts], axis=1))
    if len(ids) > limit:
        chosen = np.argpartition(-estimates, limit)[:limit]
        ids, estimates = ids[chosen], estimates[chosen]
    order = np.argsort(-estimates, kind="stable")
    return ids[order], estimates[order]


def _closest(
    books: Sequence[CodeBook],
    allowed: Sequence[NDArray[np.bool_]] | None,
    query: Query,
    wanted: int,
) -> list[NDArray[np.intp]]:
    """Positions of the `wanted` smallest Hamming distances, and of those that tie with them."""
    distances = [book.distances(query.signs) for book in books]
    farthest = len(query.signs) * _WORD_BITS + 1
    for found, mask in zip(distances, allowed or (), strict=False):
        found[~mask] = farthest
    counts = sum(np.bincount(found, minlength=farthest + 1) for found in distances)
    limit = min(int(np.searchsorted(np.cumsum(counts), wanted)), farthest - 1)
    return [np.flatnonzero(found <= limit) for found in distances]
