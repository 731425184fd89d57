"""Files of speech models: followed to their end, and refused in one line."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.description import describe
from models.language.base import ModelFileError
from models.speech_file import MAGIC, read_speech_file, read_speech_header
from tests.speech_sounds import REAL_MODELS, WEIGHTLESS


def model_file(
    *, vocabulary: int = 51865, layers: int = 6, text_layers: int = 6, kind: int = 9
) -> bytes:
    """A speech model with one filter, one token and two tensors."""
    header = struct.pack(
        "<11i", vocabulary, 1500, 512, 8, layers, 448, 512, 8, text_layers, 80, kind
    )
    filters = struct.pack("<2i2f", 1, 2, 0.5, 0.5)
    tokens = struct.pack("<2i", 1, 3) + b"abc"
    plain = struct.pack("<5i", 2, 1, 0, 3, 2) + b"a" + bytes(4 * 6)
    packed = struct.pack("<4i", 1, 2, 7, 64) + b"bc" + bytes(2 * 24)
    return MAGIC + header + filters + tokens + plain + packed


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "model.bin"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("layers", "text_layers", "size"),
    [(4, 4, "tiny"), (6, 6, "base"), (24, 24, "medium"), (32, 32, "large"), (32, 4, "large turbo")],
)
def test_the_size_is_that_of_its_layers(
    tmp_path: Path, layers: int, text_layers: int, size: str
) -> None:
    read = read_speech_file(
        written(tmp_path, model_file(layers=layers, text_layers=text_layers, kind=2008))
    )
    assert (read.size, read.layers, read.file_type) == (size, layers, 8)
    assert read.parameters == 6 + 64


def test_english_only_models_are_known_by_their_vocabulary(tmp_path: Path) -> None:
    both = written(tmp_path, model_file())
    assert read_speech_header(both).multilingual
    assert describe(both).name == "whisper base"
    english = written(tmp_path, model_file(vocabulary=51864))
    assert not read_speech_header(english).multilingual
    told = describe(english)
    assert (told.kind, told.name, told.quantisation) == ("speech", "whisper base.en", "Q5_1")


def test_the_model_without_weights_is_whole(shared_data: Path) -> None:
    read = read_speech_file(WEIGHTLESS)
    assert (read.size, read.multilingual, read.parameters) == ("tiny", False, 0)


@pytest.mark.skipif(not REAL_MODELS, reason="there is no speech model here")
def test_real_models_are_whole() -> None:
    for path in REAL_MODELS:
        assert read_speech_file(path).parameters > 30_000_000


@pytest.mark.parametrize("cut", [1, 3, 30, 47, 60, 70, 90, 100])
def test_whatever_is_missing_at_its_end_is_noticed(tmp_path: Path, cut: int) -> None:
    with pytest.raises(ModelFileError, match=r"model\.bin is (cut short|damaged)"):
        read_speech_file(written(tmp_path, model_file()[:-cut]))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no speech model"),
        (b"GGUF" + bytes(100), "no speech model"),
        (MAGIC + bytes(60), "no speech model"),
        (model_file() + b"more than that, and no tensor", "damaged"),
        (model_file() + struct.pack("<3i", 1, 4, 99) + bytes(40), "damaged"),
    ],
)
def test_what_is_no_model_is_refused_in_a_line(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(ModelFileError, match=says) as caught:
        read_speech_file(written(tmp_path, data))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 8, 9])
@pytest.mark.parametrize("value", [-1, 0, 7, 2**31 - 1])
def test_numbers_that_do_not_fit_each_other_are_damage(
    tmp_path: Path, number: int, value: int
) -> None:
    # Such numbers crashed whisper.cpp (SIGSEGV, SIGFPE) where they were only read.
    data = bytearray(model_file())
    struct.pack_into("<i", data, 4 + 4 * number, value)
    path = tmp_path / "model.bin"
    path.write_bytes(data)
    with pytest.raises(ModelFileError, match="is damaged: download or copy it again"):
        read_speech_file(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="check the path"):
        read_speech_file(tmp_path / "none.bin")


@given(st.integers(0, 300), st.binary(min_size=1, max_size=12))
def test_damage_anywhere_is_a_line_or_none(
    tmp_path_factory: pytest.TempPathFactory, at: int, damage: bytes
) -> None:
    data = bytearray(model_file())
    data[at : at + len(damage)] = damage
    path = tmp_path_factory.mktemp("damaged") / "model.bin"
    path.write_bytes(data)
    with contextlib.suppress(ModelFileError):
        assert read_speech_file(path).layers
