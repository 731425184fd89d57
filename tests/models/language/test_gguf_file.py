"""Model files that are missing, cut, foreign or damaged: one line each, and never a crash."""

from __future__ import annotations

import random
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.language.base import ModelFileError
from models.language.gguf_file import read_header
from models.language.local import LocalModel

REPOSITORY = Path(__file__).resolve().parents[3]
LOAD_MANY = """
import sys
from pathlib import Path
from models.language.base import Message, ModelError
from models.language.local import LocalModel

for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, flush=True)
    try:
        model = LocalModel(path)
    except ModelError as error:
        assert "\\n" not in str(error), error
        continue
    model.close()
"""


def _refusal(path: Path) -> str:
    with pytest.raises(ModelFileError) as caught:
        LocalModel(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_header_of_a_whole_file(tiny_path: Path) -> None:
    header = read_header(tiny_path)
    assert header.metadata["general.architecture"] == "llama"
    assert header.metadata["kagent.prompt_style"] == "pointer"
    assert header.metadata["llama.block_count"] == 2
    assert 0 < header.tensor_bytes < tiny_path.stat().st_size


def test_missing_directory_and_empty(tmp_path: Path) -> None:
    assert "no model file" in _refusal(tmp_path / "missing.gguf")
    assert "is a directory" in _refusal(tmp_path)
    empty = tmp_path / "empty.gguf"
    empty.touch()
    assert "is empty" in _refusal(empty)


def test_other_kinds_of_file(tmp_path: Path) -> None:
    for name, content in (
        ("text.gguf", b"not a model at all"),
        ("short.gguf", b"GG"),
        ("zip.gguf", b"PK\x03\x04" + bytes(200)),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert "not in the GGUF format" in _refusal(path)
    for version, words in ((1, "version 1"), (0x03000000, "big-endian"), (9, "version 9")):
        path = tmp_path / f"version-{version}.gguf"
        path.write_bytes(b"GGUF" + struct.pack("<IQQ", version, 1, 1))
        assert words in _refusal(path)


def test_every_truncation_is_noticed(tiny_path: Path, tmp_path: Path) -> None:
    whole = tiny_path.read_bytes()
    path = tmp_path / "cut.gguf"
    cuts = [*range(1, 400, 13), *range(400, len(whole), 4001), len(whole) - 1]
    for cut in cuts:
        path.write_bytes(whole[:cut])
        with pytest.raises(ModelFileError):
            read_header(path)
    assert re.search(r"cut short \(\d+ bytes, \d+ needed\); download", _refusal(path))


def test_unknown_architecture_names_itself(
    gguf_writer: Callable[..., Path], shape: Callable[..., Any]
) -> None:
    message = _refusal(gguf_writer(shape(architecture="kwaiformer")))
    assert "unknown model architecture: 'kwaiformer'" in message
    assert message.endswith("choose another model file")


def test_missing_tensor_is_named_by_llama_cpp(tiny_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "renamed.gguf"
    path.write_bytes(tiny_path.read_bytes().replace(b"output_norm.weight", b"output_gnome.weigh"))
    assert "tensor 'output_norm.weight' not found" in _refusal(path)


def test_damaged_headers_never_crash_the_process(tiny_path: Path, tmp_path: Path) -> None:
    whole = bytearray(tiny_path.read_bytes())
    end_of_header = len(whole) - read_header(tiny_path).tensor_bytes
    source = random.Random(5)
    folder = tmp_path / "damaged"
    folder.mkdir()
    for index in range(150):
        damaged = bytearray(whole)
        for _ in range(source.choice((1, 1, 2, 5))):
            damaged[source.randrange(4, end_of_header)] = source.choice((0, 1, 255, 65))
        (folder / f"{index:03}.gguf").write_bytes(damaged)
    done = subprocess.run(
        [sys.executable, "-c", LOAD_MANY, str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout.splitlines()[-1]
