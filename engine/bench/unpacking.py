"""Puts a benchmark file in its place, out of the gzip or zip that it may have come in."""

from __future__ import annotations

import contextlib
import gzip
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from engine.bench.errors import BenchError
from engine.bench.loading import Loaded, load_instances
from engine.whole_files import naming

# Twenty times the published one; a few megabytes of zip may hold a thousand times as much.
MOST_BYTES: Final = 512 << 20
_PIECE: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
# What a benchmark's file may be called, the likeliest first: how it ends, and a word in its name.
_NAMES: Final = (
    ((".jsonl",), "benchmark"),
    ((".gz", ".zip"), "benchmark"),
    ((".jsonl", ".gz", ".zip"), "bench"),
    ((".zip",), ""),
)


@dataclass(frozen=True, slots=True)
class InPlace:
    """A benchmark in its place: how many instances of each type, and what is wrong with lines."""

    path: Path
    by_type: Mapping[str, int]
    problems: tuple[str, ...]


def benchmark_among(names: Iterable[str]) -> str | None:
    """The file that holds the benchmark, by its name; None where none seems to."""
    ranked = [
        (rank, name)
        for name in names
        for rank, (suffixes, word) in enumerate(_NAMES)
        if name.lower().endswith(suffixes) and word in PurePosixPath(name).name.lower()
    ]
    return min(ranked)[1] if ranked else None


def put_in_place(found: Path, out: Path) -> InPlace:
    """Unpack a benchmark to `out`, which is compressed where its name ends in .gz, and read it.

    `found` is JSON lines, alone, in gzip or in a zip archive. `out` appears only where it can be
    read.

    Raises:
        BenchError: it is no benchmark.
        OSError: it cannot be written.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        with (
            naming(out),
            _unpacked(found) as read,
            _written(part, compressed=out.suffix == ".gz") as write,
        ):
            left = MOST_BYTES
            while piece := read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise BenchError(f"{found}: larger than 512 MiB when unpacked: no benchmark")
                write(piece)
        loaded = _loaded(part, found)
        part.replace(out)
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error):
        raise BenchError(f"{found}: the archive is damaged; get it again") from None
    finally:
        part.unlink(missing_ok=True)
    by_type: Counter[str] = Counter(instance.type for instance in loaded.instances)
    return InPlace(out, dict(by_type), loaded.problems)


def _loaded(part: Path, found: Path) -> Loaded:
    """What is wrong with it is said of the file that stays."""
    try:
        return load_instances(part)
    except BenchError as error:
        raise BenchError(str(error).replace(part.name, found.name)) from None


@contextlib.contextmanager
def _unpacked(found: Path) -> Iterator[Callable[[int], bytes]]:
    """What reads the JSON lines in a file."""
    with found.open("rb") as stream:
        head = stream.read(len(_ZIP))
        stream.seek(0)
        if head.startswith(_GZIP):
            with gzip.open(stream) as lines:
                yield lines.read
        elif head == _ZIP:
            with zipfile.ZipFile(stream) as archive, _member(archive, found) as read:
                yield read
        else:
            yield stream.read


@contextlib.contextmanager
def _member(archive: zipfile.ZipFile, found: Path) -> Iterator[Callable[[int], bytes]]:
    names = [name for name in archive.namelist() if name.lower().endswith(".jsonl")]
    name = benchmark_among(names) or (names[0] if len(names) == 1 else None)
    if name is None:
        raise BenchError(f"{found}: no benchmark is in the archive; unpack it yourself")
    try:
        with archive.open(name) as lines:
            yield lines.read
    except (RuntimeError, NotImplementedError) as error:
        # It has a password, or is packed in an unusual way.
        raise BenchError(f"{found}: cannot be unpacked ({error}); unpack it yourself") from error


@contextlib.contextmanager
def _written(path: Path, *, compressed: bool) -> Iterator[Callable[[bytes], int]]:
    with path.open("wb") as stream:
        if not compressed:
            yield stream.write
            return
        with gzip.GzipFile(filename="", fileobj=stream, mode="wb", mtime=0) as packed:
            yield packed.write
