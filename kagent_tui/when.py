"""Stored times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kagent_tui.i18n import tr


def in_utc(stored: str) -> str:
    """A stored time for a file that may be read anywhere: "2026-11-19 14:02 UTC"."""
    try:
        moment = datetime.fromisoformat(stored).astimezone(UTC)
    except ValueError:
        return stored
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def when(stored: str, now: datetime | None = None) -> str:
    """A time (ISO 8601 in UTC) in this place's clock: "today 14:02", or "2026-11-19 14:02".

    Args:
        stored: the time; what is none is given back as it is.
        now: what is today, or None for the clock.
    """
    try:
        moment = datetime.fromisoformat(stored).astimezone()
    except ValueError:
        return stored
    clock = f"{moment:%H:%M}"
    today = (now or datetime.now()).date()
    if moment.date() == today:
        return tr("today {time}", time=clock)
    if moment.date() == today - timedelta(days=1):
        return tr("yesterday {time}", time=clock)
    return f"{moment:%Y-%m-%d} {clock}"
