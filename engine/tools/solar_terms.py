"""get_solar_terms_info: the 24 solar terms of a year."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.date_expressions import Scope, refuse
from engine.tools.dates import resolve_year
from engine.tools.observation import Observation
from engine.tools.solar_term_times import FIRST_YEAR, LAST_YEAR, SOLAR_TERMS, SolarTerm, term_moment
from engine.tools.tool import FromQuestion, tool
from engine.tools.wording import day_text, observation, weekday


def get_solar_terms_info(
    context: ToolContext, year: Annotated[str, FromQuestion(("now",))]
) -> Observation:
    """List the dates and times of the 24 solar terms of a year.

    Args:
    year: The year, as the question says it: 2026, next year, now.

    Raises ToolError when the year is not understood or outside 1900 to 2100.
    """
    number = resolve_year(year, context)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        scope = Scope(context.now, number, context.language)
        refuse(
            scope,
            f"solar terms are known for the years {FIRST_YEAR} to {LAST_YEAR}, not for {number}",
            f"只能查询{FIRST_YEAR}年至{LAST_YEAR}年的节气，不能查询{number}年",
        )
    lines, rows = [], []
    named: dict[str, date] = {}
    for index, term in enumerate(SOLAR_TERMS):
        moment = term_moment(number, index)
        day = moment.date()
        clock = moment.strftime("%H:%M")
        lines.append(_line(term, number, day, clock, context.language))
        rows.append({"zh": term.zh, "en": term.en, "date": day.isoformat(), "time": clock})
        for name in (term.zh, term.en, *term.aliases):
            named[name] = day
    return observation(
        "get_solar_terms_info",
        {"year": year},
        lines,
        data={"year": number, "solar_terms": rows},
        named_dates=named,
    )


def _line(term: SolarTerm, year: int, day: date, clock: str, language: Language) -> str:
    if language == "zh":
        return (
            f"{year}年{term.zh}（{term.en}）是{day_text(day, 'zh')}（{day_text(day, 'en')}），"
            f"{weekday(day, 'zh')}，北京时间{clock}。"
        )
    return (
        f"{term.en} ({term.zh}) {year} is on {day_text(day, 'en')}, a {weekday(day, 'en')}, "
        f"at {clock} Beijing time."
    )


TOOLS = (
    tool(
        get_solar_terms_info,
        en="Look up the solar terms",
        zh="查询节气",
        returns="One line a solar term: names, date, weekday and Beijing time.",
    ),
)
