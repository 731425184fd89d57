"""Why a picture cannot be read, wholly or at all: engine.reading.pictures, models.ocr."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark("it is damaged or no picture of its kind"),
    mark("it is damaged"),
    mark("its pixels are damaged"),
    mark("it has more than {most} pixels; save a smaller copy"),
    mark("it is too large ({width} × {height} pixels); save a smaller copy"),
    mark("it is damaged or cut off; what is left was read"),
    mark("it is damaged or cut off at frame {number}; what is left was read"),
    mark("it is damaged after {number} frames"),
    mark("only its first {number} frames were looked at"),
    mark("only {number} of its frames were read"),
    mark("no text in pictures: {reason}"),
    mark("the OCR models are not installed; install KAgent again: pipx reinstall kagent-tui"),
    mark(
        "the OCR models are incomplete ({names}); install KAgent again: pipx reinstall kagent-tui"
    ),
)
