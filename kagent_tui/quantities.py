"""Sizes and times as a person reads them."""

from __future__ import annotations

from kagent_tui.i18n import tr


def size_text(number: float) -> str:
    """Bytes: "7.6 MB", "90 bytes"."""
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            shown = f"{number:.0f}" if unit == "bytes" else f"{number:.1f}"
            return tr("{count} bytes", count=shown) if unit == "bytes" else f"{shown} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def duration_text(seconds: float) -> str:
    """Seconds: "4.2 s", "3:07 min", "1:02:03"."""
    whole = round(seconds)
    if whole < 60:
        return tr("{seconds} s", seconds=f"{seconds:.1f}" if seconds < 10 else whole)
    # Helps import this module, and nothing of the engine.
    from engine.time_codes import clock

    return clock(whole) if whole >= 3600 else tr("{time} min", time=clock(whole))
