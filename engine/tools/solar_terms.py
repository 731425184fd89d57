"""get_solar_terms_info: the 24 solar terms of a year."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from engine.almanac.named_zone import NamedZone, named_zone
from engine.almanac.solar_term_times import (
    BEIJING,
    FIRST_YEAR,
    LAST_YEAR,
    SOLAR_TERMS,
    SolarTerm,
    is_forecast,
    term_moment,
)
from engine.dates.resolving import resolve_year
from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, refuse
from engine.tools.tool import ForProse, FromQuestion, tool
from engine.tools.wording import day_text, observation, weekday

_BEIJING = NamedZone(BEIJING, "Beijing", "Beijing")
_BEIJING_NAMES = ("beijing", "china", "北京", "中国")


def get_solar_terms_info(
    context: ToolContext,
    year: Annotated[str, FromQuestion(("now",), kind="date")],
    time_zone: Annotated[str | None, ForProse()] = None,
) -> Observation:
    """List the dates and times of the 24 solar terms of a year, in Beijing time or another.

    Args:
    year: The year, as the question says it: 2026, next year, now.
    time_zone: Where the dates and times hold: a city, a country, Asia/Tokyo or UTC+9; else Beijing.

    Raises ToolError when the year is not understood or outside 1900 to 2100, or the time zone is
    not known.
    """
    number = resolve_year(year, context)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        refuse(
            context.language,
            f"solar terms are known for the years {FIRST_YEAR} to {LAST_YEAR}, not for {number}",
            f"只能查询{FIRST_YEAR}年至{LAST_YEAR}年的节气，不能查询{number}年",
        )
    zone = _wanted(time_zone, context.language)
    lines, rows = [], []
    named: dict[str, date] = {}
    for index, term in enumerate(SOLAR_TERMS):
        moment = term_moment(number, index).astimezone(zone.rules)
        lines.append(_line(term, number, moment, zone, context.language))
        rows.append(
            {
                "zh": term.zh,
                "en": term.en,
                "date": moment.date().isoformat(),
                "time": f"{moment:%H:%M}",
                "moment": moment.isoformat(),
                "forecast": is_forecast(number, index),
            }
        )
        for name in (term.zh, term.en, *term.aliases):
            named[name] = moment.date()
    lines += _doubts(number, context.language)
    return observation(
        "get_solar_terms_info",
        {"year": year, "time_zone": time_zone},
        lines,
        data={"year": number, "time_zone": zone.label, "solar_terms": rows},
        named_dates=named,
    )


def _wanted(written: str | None, language: Language) -> NamedZone:
    if not written:
        return _BEIJING
    found = named_zone(written, language)
    # Almanacs kept to standard time through China's summer times.
    return _BEIJING if found.name.lower() in _BEIJING_NAMES else found


def _line(term: SolarTerm, year: int, moment: datetime, zone: NamedZone, language: Language) -> str:
    day = moment.date()
    if language == "zh":
        clock = f"北京时间{moment:%H:%M}" if zone is _BEIJING else zone.clock(moment, "zh")
        return (
            f"{year}年{term.zh}（{term.en}）是{day_text(day, 'zh')}（{day_text(day, 'en')}），"
            f"{weekday(day, 'zh')}，{clock}。"
        )
    clock = f"{moment:%H:%M} Beijing time" if zone is _BEIJING else zone.clock(moment, "en")
    return (
        f"{term.en} ({term.zh}) {year} is on {day_text(day, 'en')}, a {weekday(day, 'en')}, "
        f"at {clock}."
    )


def _doubts(year: int, language: Language) -> list[str]:
    """What is said of terms too close to midnight in Beijing for a forecast of their day."""
    terms = [term for index, term in enumerate(SOLAR_TERMS) if is_forecast(year, index)]
    if language == "zh":
        return [
            f"{year}年{term.zh}距北京时间午夜不到一分钟，今后的闰秒可能使其日期相差一天。"
            for term in terms
        ]
    return [
        f"{term.en} {year} is within a minute of midnight in Beijing: leap seconds still to come "
        "may move it by a day."
        for term in terms
    ]


TOOLS = (
    tool(
        get_solar_terms_info,
        en="Look up the solar terms",
        zh="查询节气",
        returns="One line a solar term: names, date, weekday and time in Beijing or the time zone.",
    ),
)
