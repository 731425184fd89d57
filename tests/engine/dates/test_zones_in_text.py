"""The place whose clock a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dates.zones_in_text import zone_in


@pytest.mark.parametrize(
    ("text", "written", "label"),
    [
        ("what time is it in Lima", "Lima", "America/Lima"),
        ("What time is it in New York City right now?", "New York City", "America/New_York"),
        ("tokyo time now", "tokyo", "Asia/Tokyo"),
        ("whats the local time at Sydney?", "Sydney", "Australia/Sydney"),
        ("time in la", "la", "America/Los_Angeles"),
        ("what time is it in the uk", "uk", "Europe/London"),
        ("what time is it in EST", "EST", "UTC-05:00"),
        ("eastern time now", "eastern", "America/New_York"),
        ("current time UTC+9", "UTC+9", "UTC+09:00"),
        ("what time is it for my friend in Peru", "Peru", "America/Lima"),
        ("Paris's time", "Paris", "Europe/Paris"),
        ("利马现在几点", "利马", "America/Lima"),
        ("现在美国西部几点", "美国西部", "America/Los_Angeles"),
        ("纽约当地时间", "纽约", "America/New_York"),
    ],
)
def test_one_place_is_found(text: str, written: str, label: str) -> None:
    found = zone_in(text)
    assert found is not None
    assert (found.written, found.zone.label) == (written, label)


@pytest.mark.parametrize(
    "text",
    [
        "what time is it",
        "What time is it in Tokyo and London?",
        "东京和伦敦现在几点",
        "what time is it in Foobar",
        "time in la plata",
        "time in south dakota",
        "is it time for lunch",
        "what is the date for easter",
        "现在几点",
        "",
    ],
)
def test_none_or_several_are_none(text: str) -> None:
    assert zone_in(text) is None


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = zone_in(text)
    assert found is None or found.written in text
