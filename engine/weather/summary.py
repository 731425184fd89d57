"""Many days in few lines: the extremes and sums of each month, or of all days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from engine.events import Language
from engine.tools.wording import count, day_text
from engine.weather.report import DayWeather
from engine.weather.wording import figure, in_fahrenheit, temperatures

# From this amount on a day counts as one with precipitation.
_WET = 0.1


def summary_lines(name: str, days: Sequence[DayWeather], language: Language) -> list[str]:
    """One line for all of the days, and one for each month where they lie in several."""
    months = [
        list(group) for _, group in groupby(days, key=lambda day: (day.day.year, day.day.month))
    ]
    chunks = [list(days), *(months if len(months) > 1 else [])]
    return [_line(name, chunk, language) for chunk in chunks if chunk]


def _line(name: str, days: Sequence[DayWeather], language: Language) -> str:
    zh = language == "zh"
    low = min((day.low for day in days if day.low is not None), default=None)
    high = max((day.high for day in days if day.high is not None), default=None)
    parts = [
        temperatures(low, high, language),
        _mean(days, language),
        _rain(days, language),
        in_fahrenheit(low, high, language),
        _usual(days, language),
    ]
    first, last = (day_text(day.day, language) for day in (days[0], days[-1]))
    text = ("，" if zh else ", ").join(filter(None, parts))
    if zh:
        return f"{name}{first}至{last}（{len(days)}天）：{text}。"
    return f"{name}, {first} to {last} ({count(len(days), 'day')}): {text}."


def _mean(days: Sequence[DayWeather], language: Language) -> str:
    lows = [day.low for day in days if day.low is not None]
    highs = [day.high for day in days if day.high is not None]
    if not lows or not highs:
        return ""
    low, high = sum(lows) / len(lows), sum(highs) / len(highs)
    span = temperatures(low, high, language)
    return f"平均{span}" if language == "zh" else f"on average {span}"


def _rain(days: Sequence[DayWeather], language: Language) -> str:
    amounts = [day.precipitation for day in days if day.precipitation is not None]
    zh = language == "zh"
    if not amounts:
        return "缺少降水量的数据" if zh else "no figure given for precipitation"
    total, wet = figure(sum(amounts)), sum(amount >= _WET for amount in amounts)
    unknown = len(days) - len(amounts)
    if zh:
        text = f"总降水{total} mm，{wet}天有降水"
        return text + (f"（{unknown}天缺少数据）" if unknown else "")
    text = f"{total} mm precipitation in all, on {wet} of {count(len(amounts), 'day')}"
    return text + (f" ({unknown} without a figure)" if unknown else "")


def _usual(days: Sequence[DayWeather], language: Language) -> str:
    found = Counter(day.condition.text(language) for day in days if day.condition)
    if not found:
        return ""
    words, times = found.most_common(1)[0]
    if language == "zh":
        return f"最常见天气为{words}（{times}天）"
    return f"most often {words} ({count(times, 'day')})"
