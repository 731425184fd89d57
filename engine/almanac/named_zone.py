"""The time zone that a tool's argument names, and how an observation calls it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from engine.cleaning import clean_line
from engine.events import Language
from engine.tools.observation import ToolError, refuse

_LONGEST = 60
_AROUND = re.compile(r"^(?:in|at|for|the)\s+|\s+(?:(?:standard|local) )?time(?: zone)?$", re.I)
_HAN_AFTER = re.compile(r"(?:当地|本地|标准)?(?:时间|时区)$")
_HAN_OFFSET = re.compile(
    r"(?P<side>[东東西])(?P<hours>[0-9]{1,2}|[一二三四五六七八九十]{1,2})时?[区區]"
)
_HAN_DIGITS = "零一二三四五六七八九十"


class NamedZone(NamedTuple):
    """A time zone by the name that it was asked for, and by its own: Tokyo, Asia/Tokyo."""

    rules: tzinfo
    name: str
    label: str

    def clock(self, moment: datetime, language: Language) -> str:
        """The time of day there: "17:22 in Tokyo (Asia/Tokyo, UTC+09:00)"."""
        local = moment.astimezone(self.rules)
        offset = offset_text(local)
        known = dict.fromkeys((self.label, offset)) if self.name != offset else {}
        known.pop(self.name, None)
        if language == "zh":
            if not known:
                return f"{local:%H:%M}（{offset}）"
            return f"{self.name}时间{local:%H:%M}（{'，'.join(known)}）"
        if not known:
            return f"{local:%H:%M} {offset}"
        return f"{local:%H:%M} in {self.name} ({', '.join(known)})"


def offset_text(moment: datetime) -> str:
    """The offset of an aware moment: UTC+09:00; with seconds only where it has any."""
    seconds = int((moment.utcoffset() or timedelta()).total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else "+"
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def named_zone(written: str, language: Language) -> NamedZone:
    """The time zone of a city or country, a key such as Asia/Tokyo, or an offset such as UTC+9.

    Raises:
        ToolError: of kind invalid_argument: there is none of the name.
    """
    from zoneinfo import ZoneInfoNotFoundError

    from engine.dates.time_zones import NO_DATABASE, find_zone

    text = clean_line(written)[:_LONGEST].strip(" .。'\"“”")
    name = _HAN_AFTER.sub("", _AROUND.sub("", text)) or text
    if gap := _han_offset(text):
        return _offset_zone(gap)
    try:
        found = next((zone for each in (name, text) if (zone := find_zone(each))), None)
    except ZoneInfoNotFoundError:
        refuse(language, *NO_DATABASE, kind="failed")
    if found is None:
        raise ToolError("invalid_argument", _UNKNOWN[language].format(text))
    gap = found.rules.utcoffset(None)
    if gap is not None:
        return _offset_zone(gap)
    shown = name.title() if name.islower() else name
    return NamedZone(found.rules, found.label if "/" in name else shown, found.label)


def _han_offset(text: str) -> timedelta | None:
    """东八区, 西五区."""
    found = _HAN_OFFSET.fullmatch(text)
    if not found:
        return None
    written = found["hours"]
    hours = int(written) if written.isdecimal() else sum(map(_HAN_DIGITS.index, written))
    return timedelta(hours=hours if found["side"] != "西" else -hours) if hours <= 12 else None


def _offset_zone(gap: timedelta) -> NamedZone:
    zone = timezone(gap)
    name = offset_text(datetime(2000, 1, 1, tzinfo=zone))
    return NamedZone(zone, name, name)


_UNKNOWN: dict[Language, str] = {
    "en": "{!r} is not a known time zone; write a city, Asia/Tokyo or UTC+9 (a country with several"
    " time zones has none of its own)",
    "zh": "不认识时区“{}”；请写城市名、Asia/Tokyo或UTC+9（有多个时区的国家请写城市）",
}
