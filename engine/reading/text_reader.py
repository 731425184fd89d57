"""The recogniser of text in pictures, one for all the files that a process reads."""

from __future__ import annotations

from functools import lru_cache

from engine.reading.media import OCR_OFF, MediaOptions
from models.ocr import TextReader
from models.ocr_models import OcrUnavailableError


@lru_cache(maxsize=1)
def shared_text_reader(threads: int) -> TextReader:
    """The recogniser; its networks stay loaded.

    Raises:
        OcrUnavailableError: its models are not installed.
    """
    return TextReader(threads)


def text_reader(options: MediaOptions) -> tuple[TextReader | None, str]:
    """The recogniser, or None and why there is none, in one line."""
    if not options.ocr:
        return None, OCR_OFF
    try:
        return shared_text_reader(options.threads), ""
    except OcrUnavailableError as error:
        return None, f"no text in pictures: {error}"
