"""What get_calendar_info says of one day, as a line and as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine.almanac.china_holidays import ChinaDay, china_day, is_to_be_arranged
from engine.almanac.constellations import constellation
from engine.almanac.festivals import shown_festivals
from engine.almanac.lunar import is_forecast, lunar_text, to_lunar, year_names
from engine.almanac.public_holiday import PublicHoliday
from engine.almanac.sexagenary import cycle_name, day_cycle, month_cycle, year_cycle
from engine.almanac.solar_term_times import FIRST_YEAR, LAST_YEAR, SOLAR_TERMS, term_day
from engine.events import Language
from engine.tools.wording import both_forms, capitalised, enumerate_en, weekday


def marks(day: date, language: Language) -> list[str]:
    """Festivals and the solar term of a day; none of the lunar calendar outside 1900..2100."""
    names = [festival.name(language) for festival in shown_festivals(day.year).get(day, ())]
    term = solar_term_on(day)
    if term is not None:
        suffix = "节气" if language == "zh" else " (solar term)"
        names.append(f"{_term_name(term, language)}{suffix}")
    return names


def _term_name(term: int, language: Language) -> str:
    return SOLAR_TERMS[term].zh if language == "zh" else SOLAR_TERMS[term].en


def solar_term_on(day: date) -> int | None:
    """Index of the solar term that begins on a day."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    # A month's first term is on its 3rd to 9th day, its second on the 18th to 24th.
    if not (3 <= day.day <= 9 or 18 <= day.day <= 24):
        return None
    index = 2 * (day.month - 1) + (day.day > 15)
    return index if term_day(day.year, index) == day else None


def day_line(day: date, language: Language, subject: str = "", *, alone: bool = False) -> str:
    """A day's weekday and lunar date first, then its festivals, and what else it is.

    Of a day that stands `alone` it also says that its arrangement in China is not known yet.
    """
    lunar = to_lunar(day)
    names = [name for name in marks(day, language) if name.lower() not in subject.lower()]
    if language == "zh":
        head = f"{subject}是{both_forms(day, 'zh')}，" if subject else f"{both_forms(day, 'zh')}是"
        facts = [f"{head}{weekday(day, 'zh')}"]
        facts.append(lunar_text(lunar, "zh") if lunar else "农历只能查1900年至2100年")
        return "，".join([*facts, *names, *_further(day, "zh", alone)]) + "。"
    head = (
        f"{capitalised(subject)} is {day.isoformat()}, a" if subject else f"{day.isoformat()} is a"
    )
    facts = [f"{head} {weekday(day, 'en')}"]
    if lunar:
        facts.append(f"lunar date: {lunar_text(lunar, 'en')}")
    else:
        facts.append("outside the lunar calendar's known years 1900 to 2100")
    return "; ".join([*facts, *names, *_further(day, "en", alone)]) + "."


def _further(day: date, language: Language, alone: bool) -> list[str]:
    sign = constellation(day, language)
    facts = [sign if language == "zh" else f"zodiac sign: {sign}"]
    in_china = china_day(day)
    if in_china.kind:
        facts.append(china_text(in_china, language))
    elif alone and is_to_be_arranged(day):
        facts.append(
            "本程序尚无这一天的中国放假安排"
            if language == "zh"
            else "whether China has it off is not known to this program yet"
        )
    if is_forecast(day):
        facts.append(
            "朔在午夜前后两分钟内，今后的闰秒可能使农历日期相差一天"
            if language == "zh"
            else "the new moon is within two minutes of midnight, so that leap seconds still to "
            "come may move the lunar date by a day"
        )
    return facts


_KINDS: Mapping[str, Mapping[Language, str]] = {
    "day_off": {"en": "a day off in China", "zh": "中国放假"},
    "statutory_holiday": {"en": "a statutory holiday in China", "zh": "中国法定假日"},
    "make_up_working_day": {"en": "a make-up working day in China", "zh": "中国调休上班"},
    "weekend": {"en": "a weekend in China", "zh": "中国周末休息"},
    "working_day": {"en": "a working day in China", "zh": "中国工作日"},
}


def china_text(found: ChinaDay, language: Language) -> str:
    """A day off in China (National Day), or nothing where that is not known."""
    if found.kind is None:
        return ""
    text = _KINDS[found.kind][language]
    if not found.holidays:
        return text
    names = holiday_names(found.holidays, language)
    return f"{text}（{names}）" if language == "zh" else f"{text} ({names})"


def holiday_names(holidays: Iterable[PublicHoliday], language: Language) -> str:
    """The names of holidays, in a row."""
    names = [holiday.name(language) for holiday in holidays]
    return "、".join(names) if language == "zh" else enumerate_en(names)


def day_row(day: date) -> Mapping[str, Any]:
    """All of a day's facts, as data."""
    lunar, term = to_lunar(day), solar_term_on(day)
    in_china = china_day(day)
    reckoned = FIRST_YEAR <= day.year <= LAST_YEAR
    languages: tuple[Language, ...] = ("en", "zh")

    def both(name: Any) -> dict[str, Any]:
        return {language: name(language) for language in languages}

    return {
        "date": day.isoformat(),
        "weekday": weekday(day, "en"),
        "lunar": lunar._asdict() if lunar else None,
        "lunar_text": both(lambda language: lunar_text(lunar, language)) if lunar else None,
        "lunar_forecast": is_forecast(day),
        "stem_branch": {
            "year": _cycle(year_cycle(lunar.year)) if lunar else None,
            "month": _cycle(month_cycle(day)) if reckoned else None,
            "day": _cycle(day_cycle(day)),
        },
        "zodiac_animal": both(lambda one: year_names(lunar.year, one)[1]) if lunar else None,
        "constellation": both(lambda language: constellation(day, language)),
        "solar_term": None if term is None else both(lambda one: _term_name(term, one)),
        "festivals": [both(one.name) for one in shown_festivals(day.year).get(day, ())],
        "marks": both(lambda language: marks(day, language)),
        "china": {
            "kind": in_china.kind,
            "holidays": [{"en": one.en, "zh": one.zh} for one in in_china.holidays],
        },
    }


def _cycle(index: int) -> dict[str, str]:
    return {"en": cycle_name(index, "en"), "zh": cycle_name(index, "zh")}
