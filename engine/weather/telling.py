"""What the reports of one call come to: lines with their sources, and data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.events import Language
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.wording import day_text
from engine.weather.period import Period
from engine.weather.report import (
    DayWeather,
    Place,
    Report,
    current_data,
    day_data,
    place_data,
)
from engine.weather.summary import summary_lines
from engine.weather.wording import Detail, current_line, day_line

_TOOL = "get_weather_info"
# So many days are seen at a glance; more get a line that sums them up.
_FEW_DAYS = 7
# So few lines are the answer together, also for a model that would have to choose among them.
_FEW_LINES = 9


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one place: a report, or why there is none; `note` says what was understood."""

    asked: str
    report: Report | None = None
    error: ToolError | None = None
    note: str = ""


def weather_observation(
    context: ToolContext, period: Period, results: Sequence[Result]
) -> Observation:
    """One line a place and day, as detailed as the model has room for; then what else to know.

    Raises:
        ToolError: no place has a report.
    """
    reports = [result for result in results if result.report is not None]
    if not reports:
        errors = [result.error for result in results if result.error is not None]
        raise _all_failed(errors, context.language)
    names = _short_names([result.report.place for result in reports if result.report])
    notes = list(_notes(context, period, results))
    lines: list[Passage] = []
    for detail in ("full", "brief", "sums"):
        lines = [
            passage
            for result in reports
            if result.report
            for passage in _lines(result.report, names, context.language, detail)
        ]
        if sum(len(passage.text) + 1 for passage in (*lines, *notes)) <= context.room:
            break
    passages = (*lines, *notes)
    return Observation(
        "\n".join(passage.text for passage in passages),
        _data(period, results),
        passages,
        whole=len(passages) <= _FEW_LINES,
        certain=True,
        trust="untrusted",
    )


def no_days(report: Report, language: Language) -> ToolError:
    """A service that answered, but with none of the days."""
    name = report.place.full_name(language)
    if language == "zh":
        return ToolError("not_found", f"{report.service}没有{name}在这些日期的数据；请换其他日期")
    return ToolError(
        "not_found", f"{report.service} has no data of {name} for these dates; try other dates"
    )


def _all_failed(errors: Sequence[ToolError], language: Language) -> ToolError:
    """One error for all of the places: the first one's kind, every one's words."""
    joint = "；" if language == "zh" else "; "
    return ToolError(errors[0].kind, joint.join(dict.fromkeys(map(str, errors))))


def _short_names(places: Sequence[Place]) -> dict[Place, tuple[str, str]]:
    """What a line begins with, in English and Chinese: more than the name only for namesakes."""
    counts = Counter(place.name for place in places)
    return {
        place: (place.name, place.name)
        if counts[place.name] == 1
        else (place.full_name("en"), place.full_name("zh"))
        for place in places
    }


def _lines(
    report: Report, names: dict[Place, tuple[str, str]], language: Language, detail: str
) -> list[Passage]:
    name = names[report.place][language == "zh"]
    joint = "：" if language == "zh" else ": "
    title = report.service + joint + report.place.full_name(language)

    def passage(text: str, page: str) -> Passage:
        return Passage(text, page, title)

    lines = []
    if report.current is not None:
        lines.append(passage(current_line(name, report.current, language), report.page))
    if len(report.days) > _FEW_DAYS or (detail == "sums" and len(report.days) > 2):
        page = report.page_of(report.days[0].day)
        lines += [passage(text, page) for text in summary_lines(name, report.days, language)]
        if detail == "sums":
            return lines
    told: Detail = "full" if detail == "full" else "brief"
    for day in report.days:
        lines.append(passage(day_line(name, day, language, told), report.page_of(day.day)))
    return lines


def _notes(context: ToolContext, period: Period, results: Sequence[Result]) -> Iterable[Passage]:
    """Which places and dates were understood, what is left out, and what failed."""
    language = context.language
    texts = list(period.notes)
    for result in results:
        if result.error is not None:
            joint = "：" if language == "zh" else ": "
            texts.append(f"{result.asked}{joint}{result.error}")
        elif result.report is not None:
            texts += [result.note, _gaps(result.report, period, language)]
    for text in dict.fromkeys(filter(None, texts)):
        yield Passage(text, f"tool:{_TOOL}", _TOOL)


def _gaps(report: Report, period: Period, language: Language) -> str:
    """The days within the horizon of which the service said nothing all the same."""
    if period.here_and_now:
        return ""
    given = {day.day for day in report.days}
    wanted = (period.first + timedelta(number) for number in range(period.count))
    left_out = _ranges([day for day in wanted if day not in given], language)
    if not left_out:
        return ""
    if language == "zh":
        return f"{report.service}没有给出{report.place.name}在{'、'.join(left_out)}的数据。"
    return f"{report.service} gave no data of {report.place.name} for {', '.join(left_out)}."


def _ranges(days: Sequence[date], language: Language) -> list[str]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == timedelta(1):
            runs[-1].append(day)
        else:
            runs.append([day])
    joint = "至" if language == "zh" else " to "
    return [
        joint.join(day_text(day, language) for day in dict.fromkeys((run[0], run[-1])))
        for run in runs
    ]


def _data(period: Period, results: Sequence[Result]) -> dict[str, Any]:
    return {
        "start_date": period.first.isoformat(),
        "end_date": period.last.isoformat(),
        "locations": [
            _location(result.asked, result.report) for result in results if result.report
        ],
        "failed": [
            {"location": result.asked, "kind": result.error.kind, "message": str(result.error)}
            for result in results
            if result.error is not None
        ],
    }


def _location(asked: str, report: Report) -> dict[str, Any]:
    def sourced(day: DayWeather) -> dict[str, Any]:
        return day_data(day) | {"source": report.page_of(day.day)}

    return {
        "location": asked,
        "place": place_data(report.place),
        "service": report.service,
        "source": report.page,
        "current": current_data(report.current) if report.current else None,
        "days": [sourced(day) for day in report.days],
    }
