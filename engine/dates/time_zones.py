"""Time zones beside a time: 09:00 Tokyo, 9am EST, UTC+8, +08:00, 北京时间9点."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple, NoReturn

from engine.dates.expressions import Scope
from engine.dates.zone_names import AMBIGUOUS, FIXED, NOT_CITIES, zone_keys
from engine.tools.context import ToolContext
from engine.tools.observation import refuse


class Zone(NamedTuple):
    """A time zone and how observations name it: Asia/Tokyo, UTC+08:00."""

    label: str
    rules: tzinfo


class Zoned(NamedTuple):
    """An expression without its zone, and the zone."""

    rest: str
    zone: Zone


_ISO = re.compile(
    r"(?P<rest>[0-9]{4}-?[0-9]{2}-?[0-9]{2}[Tt ][0-9]{2}(?::?[0-9]{2}){1,2}(?:[.,][0-9]{1,9})?) ?"
    r"(?P<zone>[zZ]|[+\-−][0-9]{2}(?::?[0-9]{2})?)"
)
_OFFSET = re.compile(
    r"(?:utc|gmt)? ?(?P<sign>[+\-−])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?"
)
_KIND = r"(?:(?:的?(?:当地)?(?:标准|夏令)?时间?)| (?:(?:standard|daylight|summer|local) )?time)"
# With a space and without seconds it is a range: 2026-03-01 09:00-11:00.
_TWO_TIMES = re.compile(r"[0-9-]{8,10} [0-9]{2}:[0-9]{2} ?-[0-9]{2}:[0-9]{2}")
_MOST_HOURS = 14
_NAME = re.compile(r"[a-z]+(?:[ _.'/-]+[a-z]+){0,3}\.?")
# Where a zone's name may begin: after a space or bracket, and after a time without either.
_CUT = re.compile(r"[ ,(]+|(?<=[0-9点分半])(?=utc|gmt|[\u3400-\u9fff])")
_HEAD_ENGLISH = re.compile(r"[a-z][^ ]*(?: [a-z][^ ]*){0,3}")
_HEAD_CHINESE = re.compile("[\u3400-\u9fff]{2,6}")
_KIND_FIRST = re.compile(rf"{_KIND}?的?[ ,]*")
_KIND_LAST = re.compile(rf"{_KIND}$")
_IN = re.compile(r"(?:in|at) ")
# What is said where find_zone raises ZoneInfoNotFoundError, in English and Chinese.
NO_DATABASE = (
    "this machine has no time zone database; install the Python package tzdata, or write an offset "
    "such as UTC+9",
    "本机没有时区数据库；请安装Python包tzdata，或写成UTC+9这样的偏移",
)


def split_iso(written: str) -> Zoned | None:
    """ISO 8601 with an offset: 2026-03-01T09:00:00+08:00."""
    found = _ISO.fullmatch(written)
    if found and _TWO_TIMES.fullmatch(written):
        return None
    zone = _offset(found["zone"].lower()) if found else None
    return Zoned(found["rest"], zone) if found and zone else None


def split_zone(written: str, scope: Scope) -> Zoned | None:
    """Part a zone from an expression that is not understood with it.

    Raises:
        ToolError: several zones have the name.
    """
    from zoneinfo import ZoneInfoNotFoundError

    text = " ".join(unicodedata.normalize("NFKC", written).lower().split())
    for rest, said in _partings(text):
        name = _KIND_LAST.sub("", said)
        if name in AMBIGUOUS:
            refuse(
                scope.language,
                f"{name.upper()} is the name of several time zones; write a city, such as Chicago "
                "or Shanghai, or UTC-6",
                f"{name.upper()}是多个时区的缩写；请写城市（如芝加哥、上海）或UTC-6这样的形式",
            )
        try:
            zone = find_zone(name) if rest else None
        except ZoneInfoNotFoundError:
            refuse(scope.language, *NO_DATABASE, kind="failed")
        if zone:
            return Zoned(rest, zone)
    return None


def _partings(text: str) -> Iterator[tuple[str, str]]:
    """Rest and possible name: the name at the end, longest first, then at the beginning."""
    for found in _CUT.finditer(text):
        tail = text[found.end() :].strip(" ,()")
        yield text[: found.start()].strip(" ,("), _IN.sub("", tail, count=1)
    if head := _HEAD_CHINESE.match(text):
        for size in range(len(head[0]), 1, -1):
            yield _KIND_FIRST.sub("", text[size:], count=1), text[:size]
    elif head := _HEAD_ENGLISH.match(text):
        words = head[0].split(" ")
        for size in range(len(words), 0, -1):
            name = " ".join(words[:size])
            yield _KIND_FIRST.sub("", text[len(name) :], count=1).strip(" ,"), name


def find_zone(name: str) -> Zone | None:
    """The zone of a name, an abbreviation, a city or an offset such as UTC+8.

    Raises:
        ZoneInfoNotFoundError: this machine has no time zone database.
    """
    name = name.strip(" .").lower()
    if name in FIXED:
        return _fixed(FIXED[name])
    if zone := _offset(name):
        return zone
    key = _keys().get(name)
    if key is None and _NAME.fullmatch(name):
        key = _all_keys().get(name.replace("_", " "))
    if key is None:
        return None
    from zoneinfo import ZoneInfo

    return Zone(key, ZoneInfo(key))


def _fixed(minutes: int) -> Zone:
    hours, rest = divmod(abs(minutes), 60)
    label = f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "UTC"
    return Zone(label, timezone(timedelta(minutes=minutes)))


def _offset(text: str) -> Zone | None:
    if text in ("z", "utc", "gmt"):
        return _fixed(0)
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > _MOST_HOURS or minutes > 59:
        return None
    total = hours * 60 + minutes
    return _fixed(total if found["sign"] == "+" else -total)


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    return zone_keys()


@lru_cache(maxsize=1)
def _all_keys() -> dict[str, str]:
    """Every zone of the tz database, by its key and by its city."""
    from zoneinfo import available_timezones

    keys: dict[str, str] = {}
    for key in sorted(available_timezones()):
        if "/" in key and not key.startswith(("Etc/", "SystemV/", "posix/", "right/")):
            keys[key.lower().replace("_", " ")] = key
            city = key.rpartition("/")[2].lower().replace("_", " ")
            if city not in NOT_CITIES:
                keys.setdefault(city, key)
    return keys


def local_now(context: ToolContext, zone: Zone) -> datetime:
    """The current time on the clocks of a zone, without its offset.

    Raises:
        ToolError: it is outside the years 1 to 9999 there.
    """
    try:
        return context.now.astimezone(zone.rules).replace(tzinfo=None)
    except (OverflowError, OSError, ValueError):
        _refuse_far(context)


def instant(moment: datetime, zone: Zone | None, context: ToolContext) -> datetime:
    """A moment on a zone's clocks, or on the local ones, in UTC.

    Of a time that comes twice, when clocks are set back, the first is meant.

    Raises:
        ToolError: clocks were set forward over that time.
    """
    rules = zone.rules if zone else context.now.tzinfo
    try:
        aware = moment.replace(tzinfo=rules) if rules else moment.astimezone()
        found = aware.astimezone(UTC)
        back = found.astimezone(aware.tzinfo if rules is None else rules).replace(tzinfo=None)
    except (OverflowError, OSError, ValueError):
        _refuse_far(context)
    if zone and back != moment:
        refuse(
            context.language,
            f"{moment:%Y-%m-%d %H:%M} does not exist in {zone.label}: the clocks were set forward "
            f"over it, to {back:%H:%M}",
            f"{zone.label}没有{moment:%Y-%m-%d %H:%M}这一时刻：当时时钟拨快到{back:%H:%M}",
        )
    return found


def _refuse_far(context: ToolContext) -> NoReturn:
    refuse(
        context.language,
        "the time is too far away for a time zone: years go from 1 to 9999",
        "时间太远，无法换算时区：年份应在1到9999之间",
    )


def local_label(moment: datetime, context: ToolContext) -> str:
    """The offset of the local clock at a moment, such as UTC+08:00."""
    rules = context.now.tzinfo
    offset = (moment.replace(tzinfo=rules) if rules else moment.astimezone()).utcoffset()
    return _fixed(int((offset or timedelta(0)).total_seconds() // 60)).label


def comes_twice(moment: datetime, zone: Zone | None) -> bool:
    """Whether clocks were set back over the moment, so that it came twice."""
    if zone is None:
        return False
    offsets = {moment.replace(tzinfo=zone.rules, fold=fold).utcoffset() for fold in (0, 1)}
    aware = moment.replace(tzinfo=zone.rules)
    exists = aware.astimezone(UTC).astimezone(zone.rules).replace(tzinfo=None) == moment
    return len(offsets) > 1 and exists
