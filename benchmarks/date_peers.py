"""Other libraries that read dates, where one happens to be installed, in terms of the cases.

dateparser, dateutil, parsedatetime and timefhuman give points in time; a point counts for the
right day or moment, whatever its grain. Recognizers-Text and JioNLP give ranges and lengths as
well, and their own cases are among ours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from benchmarks.date_cases import Case, Kind, Reading, read_jionlp, read_recognized

Reader = Callable[[Case], list[Reading]]
_POINTS = frozenset({"days", "moment", "clock", "none"})
_ALL = frozenset({"days", "moment", "moments", "clock", "clocks", "seconds", "none"})


class Peer(NamedTuple):
    """How to load a library, and the kinds of answers that it has."""

    load: Callable[[], Reader]
    kinds: frozenset[Kind]

    def comparable(self, case: Case) -> bool:
        """Whether the library could give the case's answer: of points no whole week or month."""
        one_day = case.readings[0].end - case.readings[0].start <= timedelta(1)
        return case.kind in self.kinds and (self.kinds is _ALL or case.kind != "days" or one_day)


def _point(found: Any) -> list[Reading]:
    if not isinstance(found, datetime):
        return []
    moment = found.replace(tzinfo=None)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return [
        Reading("days", day, day + timedelta(1)),
        Reading("moment", moment, moment),
        Reading("clock", moment, moment),
    ]


def _dateparser() -> Reader:
    import dateparser

    def read(case: Case) -> list[Reading]:
        settings = {"RELATIVE_BASE": case.now, "PREFER_DATES_FROM": "future"}
        return _point(dateparser.parse(case.text, languages=[case.language], settings=settings))

    return read


def _dateutil() -> Reader:
    from dateutil import parser

    def read(case: Case) -> list[Reading]:
        try:
            return _point(parser.parse(case.text, default=case.now.replace(hour=0, minute=0)))
        except (ValueError, OverflowError):
            return []

    return read


def _parsedatetime() -> Reader:
    import parsedatetime

    calendar = parsedatetime.Calendar()

    def read(case: Case) -> list[Reading]:
        moment, status = calendar.parseDT(case.text, case.now)
        return _point(moment) if status else []

    return read


def _timefhuman() -> Reader:
    from timefhuman import tfhConfig, timefhuman

    def read(case: Case) -> list[Reading]:
        try:
            found = timefhuman(case.text, tfhConfig(now=case.now))
        except (ValueError, TypeError, AttributeError, IndexError, OverflowError, AssertionError):
            return []
        found = found[0] if isinstance(found, list) and found else found
        if isinstance(found, tuple) and len(found) == 2:
            return [Reading("moments", *found)] if isinstance(found[0], datetime) else []
        return _point(found)

    return read


def _recognizers() -> Reader:
    from recognizers_date_time import Culture, recognize_datetime

    cultures = {"en": Culture.English, "zh": Culture.Chinese}

    def read(case: Case) -> list[Reading]:
        found = recognize_datetime(case.text, cultures[case.language], reference=case.now)
        if len(found) != 1 or found[0].end - found[0].start + 1 < len(case.text.strip()):
            return []
        return list(read_recognized({"Resolution": found[0].resolution}))

    return read


def _jionlp() -> Reader:
    import jionlp

    def read(case: Case) -> list[Reading]:
        if case.language != "zh":
            return []
        base = {
            "year": case.now.year, "month": case.now.month, "day": case.now.day,
            "hour": case.now.hour, "minute": case.now.minute, "second": case.now.second,
        }  # fmt: skip
        try:
            reading = read_jionlp(jionlp.parse_time(case.text, time_base=base))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            return []
        return [reading] if reading else []

    return read


PEERS: dict[str, Peer] = {
    "dateparser": Peer(_dateparser, _POINTS),
    "dateutil": Peer(_dateutil, _POINTS),
    "parsedatetime": Peer(_parsedatetime, _POINTS),
    "timefhuman": Peer(_timefhuman, _POINTS),
    "recognizers": Peer(_recognizers, _ALL),
    "jionlp": Peer(_jionlp, _ALL),
}


def same_answer(found: Reading, right: Reading) -> bool:
    """Whether an answer is the right one, as for ours."""
    if found.kind != right.kind:
        return False
    if right.kind == "seconds":
        return abs(found.seconds - right.seconds) < 1
    if right.kind in ("clock", "clocks"):
        return (found.start.time(), found.end.time()) == (right.start.time(), right.end.time())
    near = {right.end, right.end + timedelta(1)} if right.loose else {right.end}
    if right.kind == "moments":
        near |= {right.end - right.slack, right.end - timedelta(seconds=1)}
    return found.start == right.start and (right.kind == "moment" or found.end in near)
