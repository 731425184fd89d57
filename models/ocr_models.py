"""Where the models that read text in pictures are: RapidOCR's wheels carry them.

Python 3.12 and older have `rapidocr-onnxruntime` (PP-OCRv4), newer ones its successor `rapidocr`
(PP-OCRv6); both are Apache-2.0. Only their models are used: their programs differ from each other,
download what they miss, and work in double precision.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

# Package, what its models are called, and the files of each stage inside it.
_WHEELS = (
    (
        "rapidocr_onnxruntime",
        "PP-OCRv4",
        "ch_PP-OCRv4_det_infer.onnx",
        "ch_PP-OCRv4_rec_infer.onnx",
        "ch_ppocr_mobile_v2.0_cls_infer.onnx",
    ),
    (
        "rapidocr",
        "PP-OCRv6",
        "PP-OCRv6_det_small.onnx",
        "PP-OCRv6_rec_small.onnx",
        "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    ),
)


class OcrUnavailableError(Exception):
    """Text in pictures cannot be read on this computer; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class OcrModels:
    """The files that find lines (`detection`), read them (`recognition`) and tell which way up
    they are (`direction`); `name` is what they are called together."""

    name: str
    detection: Path
    recognition: Path
    direction: Path


def ocr_models() -> OcrModels:
    """The models that are installed; loads none of them.

    Raises:
        OcrUnavailableError: the package that carries them is not installed, or incomplete.
    """
    missing: list[str] = []
    for package, name, *files in _WHEELS:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            continue
        folder = Path(spec.origin).parent / "models"
        paths = [folder / file for file in files]
        missing = [path.name for path in paths if not path.is_file()]
        if not missing:
            return OcrModels(name, *paths)
    if missing:
        raise OcrUnavailableError(
            f"the OCR models are incomplete ({', '.join(missing)}); install KAgent again: "
            "pipx reinstall kagent-tui"
        )
    raise OcrUnavailableError(
        "the OCR models are not installed; install KAgent again: pipx reinstall kagent-tui"
    )
