"""How the weather is told: one line a place and day, the figures that matter most first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from engine.events import Language
from engine.tools.wording import dated, day_text, enumerate_en
from engine.weather.report import CurrentWeather, DayWeather

Detail = Literal["full", "brief"]
_EN_WINDS = (
    "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest",
)  # fmt: skip
_ZH_WINDS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")
_NAMES: dict[str, tuple[str, str]] = {
    "low": ("lowest temperature", "最低气温"),
    "high": ("highest temperature", "最高气温"),
    "temperature": ("temperature", "气温"),
    "feels_like": ("felt temperature", "体感温度"),
    "condition": ("condition", "天气状况"),
    "precipitation": ("precipitation", "降水量"),
    "precipitation_probability": ("probability of precipitation", "降水概率"),
    "rain_probability": ("chance of rain", "降雨概率"),
    "snow_probability": ("chance of snow", "降雪概率"),
    "snowfall": ("snowfall", "降雪量"),
    "wind": ("wind speed", "风速"),
    "wind_direction": ("wind direction", "风向"),
    "gusts": ("gusts", "阵风"),
    "humidity": ("humidity", "湿度"),
    "pressure": ("pressure", "气压"),
    "uv_index": ("UV index", "紫外线指数"),
}
_BRIEF = frozenset(
    {"low", "high", "condition", "precipitation", "precipitation_probability", "wind"}
)


def figure(value: float) -> str:
    """A number with at most one decimal, and never a negative zero."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def fahrenheit(celsius: float) -> str:
    """A temperature in whole °F, without the unit."""
    return figure(float(round(celsius * 1.8 + 32)))


def wind_name(degrees: float, language: Language) -> str:
    """Where the wind comes from, in eight directions."""
    names = _ZH_WINDS if language == "zh" else _EN_WINDS
    return names[int((degrees + 22.5) // 45) % 8]


def day_line(name: str, weather: DayWeather, language: Language, detail: Detail = "full") -> str:
    """The line of a day, such as "Paris, 2026-11-20 (Friday): 3 to 11 °C, light rain, 2.4 mm"."""
    parts = [
        temperatures(weather.low, weather.high, language),
        weather.condition.text(language) if weather.condition else "",
        _rain(weather, language),
        in_fahrenheit(weather.low, weather.high, language),
    ]
    if detail == "full":
        parts += [_snow(weather, language), *_air(weather, language)]
        parts.append(_index(weather.uv_index, language))
        parts += _sun(weather.sunrise, weather.sunset, language)
    else:
        parts.append(_wind(weather, language, gusts=False))
    wanted = weather.missing()
    missing = wanted if detail == "full" else [one for one in wanted if one in _BRIEF]
    parts.append(_missing(missing, language))
    if language == "zh":
        return f"{name}{dated(weather.day, 'zh')}：{_joined(parts, 'zh')}。"
    return f"{name}, {dated(weather.day, 'en')}: {_joined(parts, 'en')}."


def current_line(name: str, weather: CurrentWeather, language: Language) -> str:
    """The line of the weather now, with the place's own clock time."""
    parts: list[str] = []
    if weather.temperature is not None:
        parts.append(_temperature(weather.temperature, language))
    if weather.condition:
        parts.append(weather.condition.text(language))
    if weather.feels_like is not None:
        felt = _temperature(weather.feels_like, language)
        parts.append(f"体感{felt}" if language == "zh" else f"feels like {felt}")
    if weather.precipitation is not None:
        amount = f"{figure(weather.precipitation)} mm"
        parts.append(f"降水{amount}" if language == "zh" else f"{amount} precipitation")
    parts += [*_air(weather, language), _missing(weather.missing(), language)]
    when = day_text(weather.time, language)
    if language == "zh":
        return f"{name}现在（{when}）：{_joined(parts, 'zh')}（当地时间）。"
    return f"{name} now ({when}): {_joined(parts, 'en')} (local time)."


def temperatures(low: float | None, high: float | None, language: Language) -> str:
    """From the lowest to the highest in °C; one of the two alone is named."""
    zh = language == "zh"
    unit = "℃" if zh else " °C"
    if low is not None and high is not None:
        return f"{figure(low)}{'至' if zh else ' to '}{figure(high)}{unit}"
    if high is not None:
        return f"{'最高' if zh else 'at most '}{figure(high)}{unit}"
    if low is not None:
        return f"{'最低' if zh else 'at least '}{figure(low)}{unit}"
    return ""


def in_fahrenheit(low: float | None, high: float | None, language: Language) -> str:
    """The same in °F for readers of English, after what matters more: models see a line's start."""
    known = [fahrenheit(value) for value in (low, high) if value is not None]
    return f"{' to '.join(known)} °F" if known and language == "en" else ""


def _temperature(value: float, language: Language) -> str:
    if language == "zh":
        return f"{figure(value)}℃"
    return f"{figure(value)} °C ({fahrenheit(value)} °F)"


def _rain(weather: DayWeather, language: Language) -> str:
    """The amount, 0 mm included, and how probable any is."""
    zh = language == "zh"
    chances = [
        f"{_NAMES[key][1]}{figure(value)}%" if zh else f"{_NAMES[key][0]} {figure(value)}%"
        for key in ("precipitation_probability", "rain_probability", "snow_probability")
        if (value := getattr(weather, key)) is not None
    ]
    amount = ""
    if weather.precipitation is not None:
        amount = f"{figure(weather.precipitation)} mm"
        amount = f"降水{amount}" if zh else f"{amount} precipitation"
    return ("，" if zh else ", ").join(filter(None, (amount, *chances)))


def _snow(weather: DayWeather, language: Language) -> str:
    if weather.snowfall is None:
        return ""
    amount = f"{figure(weather.snowfall)} cm"
    return f"降雪{amount}" if language == "zh" else f"{amount} snowfall"


def _wind(weather: DayWeather | CurrentWeather, language: Language, *, gusts: bool) -> str:
    """Speed, direction and gusts; a day's speed is its greatest."""
    if weather.wind is None:
        return ""
    zh = language == "zh"
    speed = f"{figure(weather.wind)} km/h"
    words = ""
    if weather.wind_direction is not None:
        words = wind_name(weather.wind_direction, language)
    if zh:
        most = "最大" if isinstance(weather, DayWeather) else ""
        text = f"{words}风{most}{speed}" if words else f"风速{most}{speed}"
    else:
        most = "up to " if isinstance(weather, DayWeather) else ""
        text = f"wind {most}{speed}" + (f" from the {words}" if words else "")
    if gusts and weather.gusts is not None:
        strongest = f"{figure(weather.gusts)} km/h"
        text += f"，阵风{strongest}" if zh else f", gusts {strongest}"
    return text


def _air(weather: DayWeather | CurrentWeather, language: Language) -> Iterable[str]:
    zh = language == "zh"
    yield _wind(weather, language, gusts=True)
    if weather.humidity is not None:
        yield f"{'湿度' if zh else 'humidity '}{figure(weather.humidity)}%"
    if weather.pressure is not None:
        yield f"{'气压' if zh else 'pressure '}{round(weather.pressure)} hPa"


def _index(value: float | None, language: Language) -> str:
    if value is None:
        return ""
    return f"紫外线指数{figure(value)}" if language == "zh" else f"UV index {figure(value)}"


def _sun(rise: datetime | None, set_: datetime | None, language: Language) -> Iterable[str]:
    zh = language == "zh"
    if rise is not None:
        yield f"日出{rise:%H:%M}" if zh else f"sunrise {rise:%H:%M}"
    if set_ is not None:
        yield f"日落{set_:%H:%M}" if zh else f"sunset {set_:%H:%M}"


def _missing(names: Sequence[str], language: Language) -> str:
    """What the service was asked for and did not give: that is not the same as 0."""
    if not names:
        return ""
    if language == "zh":
        return "缺少" + "、".join(_NAMES[name][1] for name in names) + "的数据"
    return "no figure given for " + enumerate_en([_NAMES[name][0] for name in names])


def _joined(parts: Iterable[str], language: Language) -> str:
    return ("，" if language == "zh" else ", ").join(filter(None, parts))
