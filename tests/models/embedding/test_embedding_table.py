"""The file of a static embedding model: what is written is read, and damage is told."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.embedding.base import EmbeddingError
from models.embedding.table import Table, read_table, write_table


def make_table(features: int = 5, dimensions: int = 8) -> Table:
    rng = np.random.default_rng(3)
    return Table(
        name="test",
        names=[f"word{number}" for number in range(features - 1)] + ["猫"],
        simplified={"貓": "猫", "𠮟": "叱"},
        scales=np.linspace(0.25, 2.0, features, dtype=np.float32),
        query_factors=np.full(features, 0.5, np.float32),
        vectors=rng.integers(-8, 8, (features, dimensions), dtype=np.int8),
    )


def test_what_is_written_is_read(tmp_path: Path) -> None:
    table = make_table()
    write_table(table, tmp_path / "a.bin")
    read = read_table(tmp_path / "a.bin")
    assert read.name == "test"
    assert read.names == table.names
    assert read.simplified == table.simplified
    np.testing.assert_array_equal(read.vectors, table.vectors)
    np.testing.assert_allclose(read.scales, table.scales, rtol=1e-3)
    np.testing.assert_array_equal(read.query_factors, table.query_factors)
    assert len(read.digest) == 64
    assert list(tmp_path.iterdir()) == [tmp_path / "a.bin"]


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    one, other = make_table(), make_table()
    other.vectors[0, 0] ^= 1
    write_table(one, tmp_path / "one.bin")
    write_table(one, tmp_path / "same.bin")
    write_table(other, tmp_path / "other.bin")
    digests = [read_table(tmp_path / f"{n}.bin").digest for n in ("one", "same", "other")]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"", "no embedding model of KAgent"),
        (b"GGUF" + bytes(64), "no embedding model of KAgent"),
        (b"KAGEMB01", "damaged"),
        (b"KAGEMB01\xff\xff\xff\xff", "damaged"),
        (b"KAGEMB01\x02\x00\x00\x00" + zlib.crc32(b"{}").to_bytes(4, "little") + b"{}", "damaged"),
        (b"KAGEMB01\x02\x00\x00\x00" + zlib.crc32(b"[]").to_bytes(4, "little") + b"[]", "damaged"),
    ],
)
def test_other_files_are_refused_in_one_line(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "x.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EmbeddingError, match=says) as caught:
        read_table(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7), cut=st.booleans())
def test_no_damage_goes_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int, cut: bool
) -> None:
    path = tmp_path_factory.mktemp("table") / "x.bin"
    write_table(make_table(), path)
    data = bytearray(path.read_bytes())
    place %= len(data)
    if cut:
        del data[place:]
    else:
        data[place] ^= 1 << bit
    path.write_bytes(data)
    with pytest.raises(EmbeddingError) as caught:
        read_table(path)
    assert "\n" not in str(caught.value)
