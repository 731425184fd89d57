"""Decoded pictures of every kind as plain pixels: 8 bits, three colours, the right way up, and
no larger than is looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

# What Exif calls the orientation of a camera, and how the picture is set upright (Exif 2.3, 4.6.4).
ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Larger pictures are made smaller.
MOST_READ = 24_000_000
# Pixels that are converted at once.
_STRIP = 4_000_000
# Transparent pictures whose visible part is brighter than this are laid on black.
_BRIGHT = 160
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")


def pixels_of(image: Image.Image, orientation: int = 1) -> NDArray[uint8]:
    """A decoded picture as an array of shape (height, width, 3), BGR."""
    factor = max(math.ceil(math.sqrt(image.width * image.height / MOST_READ)), 1)
    width, height = math.ceil(image.width / factor), math.ceil(image.height / factor)
    plain = Image.new("RGB", (width, height))
    bounds = _bounds(image) if image.mode in _SIXTEEN_BITS else (0.0, 0.0)
    back = _background(image) if _has_alpha(image) else None
    rows = max(_STRIP // (image.width * factor), 1)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        part = image.crop((0, top * factor, image.width, min(bottom * factor, image.height)))
        strip = _plain(part, bounds, back)
        plain.paste(strip.reduce(factor) if factor > 1 else strip, (0, top))
    way = _UPRIGHT.get(orientation)
    if way is not None:
        plain = plain.transpose(way)
    pixels: NDArray[uint8] = np.ascontiguousarray(np.asarray(plain)[:, :, ::-1])
    return pixels


def _plain(image: Image.Image, bounds: tuple[float, float], back: int | None) -> Image.Image:
    if image.mode in _SIXTEEN_BITS:
        low, high = bounds
        values = np.nan_to_num(np.asarray(image, np.float32))
        grey = (values - low) * (255 / max(high - low, 1e-9))
        return Image.fromarray(grey.clip(0, 255).astype(np.uint8)).convert("RGB")
    if back is not None:
        whole = image.convert("RGBA")
        ground = Image.new("RGBA", whole.size, (back, back, back, 255))
        return Image.alpha_composite(ground, whole).convert("RGB")
    return image.convert("RGB")


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info


def _sample(image: Image.Image) -> Image.Image:
    """A picture of the same kind with a few of its pixels."""
    return image.resize(
        (min(image.width, 256), min(image.height, 256)), resample=Image.Resampling.NEAREST
    )


def _bounds(image: Image.Image) -> tuple[float, float]:
    """The darkest and the brightest value, but for a few."""
    values = np.nan_to_num(np.asarray(_sample(image), np.float32))
    low, high = np.percentile(values, (0.5, 99.5))
    return float(low), float(high)


def _background(image: Image.Image) -> int:
    """The grey on which what is visible of a transparent picture stands out."""
    pixels = np.asarray(_sample(image).convert("RGBA"), np.float32)
    weights = pixels[:, :, 3]
    if not weights.any():
        return 255
    brightness = float((pixels[:, :, :3].mean(axis=2) * weights).sum() / weights.sum())
    opaque = float(weights.mean()) / 255
    # A picture that fills its frame has its own ground; it matters where most is clear.
    return 0 if brightness > _BRIGHT and opaque < 0.5 else 255
