"""How many cases of published parsers come out as their specifications say.

The floors are what was measured; a change that loses cases fails here. Cases count as equal when
the day (or moment) is one of the specification's past and future readings.
"""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.date_cases import load
from benchmarks.date_expressions import own_outcome
from engine.dates.resolving import resolve
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

FLOORS = {
    ("English", "DateParser"): 122,
    ("English", "HolidayParser"): 19,
    ("English", "DateTimeParser"): 56,
    # One fewer than before: the specification takes "10月12号,星期一" for 2017-10-12, a Thursday;
    # a weekday that contradicts its date looks for a year in which it is right, or is refused.
    ("Chinese", "DateParser"): 43,
    ("Chinese", "HolidayParser"): 25,
    ("Chinese", "DateTimeParser"): 9,
}
# All cases of benchmarks/date_expressions.py: its rules say what counts, and these are its totals.
ALL_CASES = {"en": (2031, 2863), "zh": (834, 1275)}
# The specification takes lunar dates and festivals for solar ones (春节 on 1 January), and reads
# 3-7-2017 in Chinese with the day first; ours are the real days and month first.
KNOWN_TO_DIFFER = {
    "12-11-10", "3-7-07", "3-7-2017", "3-7-27", "1/2/2020", "2015年农历正月初一", "三月初一",
    "农历2015年十月初一", "大年三十", "大年初一", "农历2015年十月初一早上九点二十",
    "中秋", "中秋节", "元宵节", "春节", "端午", "端午节", "重阳节", "除夕",
}  # fmt: skip


def outcomes(cases: list[dict[str, Any]]) -> Counter[str]:
    """Count the cases with one date that are equal, different or not understood."""
    counts: Counter[str] = Counter()
    for case in cases:
        reference = case.get("Context", {}).get("ReferenceDateTime")
        for result in case["Results"] if reference else ():
            value = result.get("Value") or {}
            future, past = value.get("FutureResolution", {}), value.get("PastResolution", {})
            key = next((key for key in ("date", "dateTime") if key in future), None)
            if key:
                expected = {future[key], past.get(key)}
                context = ToolContext(now=datetime.fromisoformat(reference))
                counts[outcome(result["Text"], context, expected)] += 1
    return counts


def outcome(text: str, context: ToolContext, expected: set[str]) -> str:
    """Equal, known, different or refused."""
    try:
        found = resolve(text, context)
    except ToolError:
        return "refused"
    if {found.first_day.isoformat(), str(found.start)} & expected:
        return "equal"
    return "known" if text in KNOWN_TO_DIFFER else f"different: {text}"


@pytest.mark.parametrize(("language", "name"), FLOORS)
def test_share_of_cases(shared_data: Path, language: str, name: str) -> None:
    folder = shared_data / "time" / "recognizers_specs" / "Specs" / "DateTime" / language
    counts = outcomes(json.loads((folder / f"{name}.json").read_text(encoding="utf-8-sig")))
    assert counts["equal"] >= FLOORS[language, name]
    # What is understood is understood rightly.
    assert set(counts) <= {"equal", "known", "refused"}


def test_totals_over_three_collections(shared_data: Path) -> None:
    cases = load(shared_data / "time")
    passed = Counter(case.language for case in cases if own_outcome(case) == "equal")
    for language, (floor, total) in ALL_CASES.items():
        assert sum(case.language == language for case in cases) == total
        assert passed[language] >= floor


def test_impossible_days_and_other_words_are_refused(shared_data: Path) -> None:
    cases = [case for case in load(shared_data / "time") if case.kind == "none"]
    accepted = {case.text for case in cases if own_outcome(case) != "equal"}
    # Times as they are spoken, and the day of Martin Luther King.
    assert accepted <= {"4a", "4a.", "three twenty", "Martin Luther King' day"}
    assert len(cases) >= 30
