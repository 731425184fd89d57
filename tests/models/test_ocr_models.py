"""Which models are used, and what is said when there are none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import ocr_models as module
from models.ocr import TextReader
from models.ocr_models import OcrUnavailableError, ocr_models
from tests.picture_file import drawn, pixels

SUCCESSOR = (
    "PP-OCRv6_det_small.onnx",
    "PP-OCRv6_rec_small.onnx",
    "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of packages that is the only one."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    for package, *_ in module._WHEELS:
        monkeypatch.delitem(sys.modules, package, raising=False)
    return tmp_path


def test_the_models_of_this_python_are_there_and_whole() -> None:
    found = ocr_models()

    assert found.name in {"PP-OCRv4", "PP-OCRv6"}
    for path in (found.detection, found.recognition, found.direction):
        assert path.is_file()


def test_the_successor_is_used_with_its_own_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its package cannot be installed beside the other: its files stand in, under its names."""
    here = ocr_models()
    models = tmp_path / "rapidocr" / "models"
    models.mkdir(parents=True)
    (tmp_path / "rapidocr" / "__init__.py").write_text("raise ImportError('not to be imported')")
    for name, path in zip(
        SUCCESSOR, (here.detection, here.recognition, here.direction), strict=True
    ):
        shutil.copy(path, models / name)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [str(tmp_path)])
        for package, *_ in module._WHEELS:
            patch.delitem(sys.modules, package, raising=False)
        found = ocr_models()

    assert found.name == "PP-OCRv6"
    assert [path.name for path in (found.detection, found.recognition)] == list(SUCCESSOR[:2])
    lines = TextReader(1, found).read(pixels(drawn([("Room 42", 20, 20)], (200, 70))))
    assert [line.text for line in lines] == ["Room 42"]


def test_without_a_package_it_is_said_in_one_line(alone: Path) -> None:
    with pytest.raises(OcrUnavailableError, match="not installed; install KAgent again") as caught:
        TextReader()
    assert "\n" not in str(caught.value)


def test_a_package_without_its_models_is_said_to_be_incomplete(alone: Path) -> None:
    (alone / "rapidocr").mkdir()
    (alone / "rapidocr" / "__init__.py").touch()

    with pytest.raises(OcrUnavailableError, match=r"incomplete \(PP-OCRv6_det_small\.onnx"):
        ocr_models()


def test_what_runs_the_networks_tells_nobody_of_it(tmp_path: Path) -> None:
    # Its telemetry begins with a store of its own in the cache folder, and asks for a server.
    program = (
        "import sys; from pathlib import Path; from models.ocr_sessions import Network; "
        "Network(Path(sys.argv[1]), 1)"
    )
    environment = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    kept = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "PYTHONPATH")
    environment |= {name: os.environ[name] for name in kept if name in os.environ}
    command = [sys.executable, "-c", program, str(ocr_models().direction)]
    subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[2])
    assert list(tmp_path.rglob("*")) == []
