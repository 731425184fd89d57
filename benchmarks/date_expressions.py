"""Which dates the parser reads, of those that published parsers are tested with.

    python -m benchmarks.date_expressions [--data FOLDER] [--half working|held-out|all]
        [--failures] [--against LIBRARY]

FOLDER holds `recognizers_specs`, `duckling_corpora` and `jionlp_tests`. What counts as a case: an
expression with an answer that is a day, a range of days, a moment, a range of moments, a time of
day, a range of those or a length of time. The text is what the material says the matched words
are, not the sentence around them. Left out: repetitions (every Monday), ranges with one end only
(since May), time zones alone, alternatives (the 5th or the 6th), and what the material itself
calls vague. A case passes when the answer equals one of the material's (Recognizers gives a past
and a future one) at the case's own reference time:

- days: first and last day. Recognizers ends a week on the day after it, "the 5th to the 9th" on
  the 9th and "2014 to May 2018" on the first day of that month; for it each is right.
- moments to the second, 23:59:59 and midnight being one end; a whole day runs to its midnight.
  Duckling ends "9:30 to 11:00" after the minute that was named, JioNLP on that minute's last
  second; both are right. Of a time of day without a day only the clock counts.
- lengths in seconds, where the material counts a month as 30 days and a year as 365 days or as
  twelve months; half a year may be half of 365 days.
- An expression that leaves the year open is also read with the answer's year for `default_year`,
  as the tools do.
- Duckling's negative examples, and days that do not exist, pass when they are refused.

The texts are split into two halves by a hash. `--failures` prints those of the working half only,
so that the other half stays a measure of what was never looked at.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

from benchmarks.date_cases import Case, Reading, load
from benchmarks.date_peers import PEERS, Reader, same_answer
from engine.dates.resolving import Resolved, as_moment, resolve
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

DATA = Path(__file__).parents[2] / "shared" / "data" / "time"
_SECOND, _DAY = timedelta(seconds=1), timedelta(1)
Outcome = str


def own_outcome(case: Case) -> Outcome:
    """equal, refused, or "different" with what came out."""
    if case.kind == "seconds":
        return _length_outcome(case)
    context = ToolContext(now=case.now, language="zh" if case.language == "zh" else "en")
    years = {reading.start.year for reading in case.readings}
    try:
        found = resolve(case.text, context)
        others = [] if found.year_said else [_in_year(case, context, year) for year in years]
    except ToolError:
        return "equal" if case.kind == "none" else "refused"
    for one in (found, *others):
        if one and any(_equal(_on_clock(one, case), reading) for reading in case.readings):
            return "equal"
    return f"different {found.start}..{found.end}"


def _on_clock(found: Resolved, case: Case) -> Resolved:
    """The answer on the clock that the case's answers are told on."""
    if not (found.zone and case.clock is not None and isinstance(found.start, datetime)):
        return found
    clock = timezone(case.clock)
    ends = (as_moment(end).replace(tzinfo=found.zone.rules) for end in (found.start, found.end))
    start, end = (moment.astimezone(clock).replace(tzinfo=None) for moment in ends)
    return replace(found, start=start, end=end)


def _in_year(case: Case, context: ToolContext, year: int) -> Resolved | None:
    try:
        return resolve(case.text, context, default_year=year)
    except ToolError:
        return None


def _length_outcome(case: Case) -> Outcome:
    from engine.dates.durations import DAYS, MONTHS, SECONDS, read_amounts
    from engine.dates.reading import normalised

    amounts = read_amounts(normalised(case.text))
    if amounts is None:
        return "refused"
    months = sum(number * MONTHS[unit] for number, unit in amounts if unit in MONTHS)
    seconds = sum(number * DAYS[unit] * 86400 for number, unit in amounts if unit in DAYS)
    seconds += sum(number * SECONDS[unit] for number, unit in amounts if unit in SECONDS)
    years, rest = divmod(months, 12)
    for days in (365 * years + 30 * rest, 30 * months, Fraction(365 * months, 12)):
        if any(abs(reading.seconds - days * 86400 - seconds) < 1 for reading in case.readings):
            return "equal"
    return f"different {amounts}"


def _equal(found: Resolved, reading: Reading) -> bool:
    start, end = as_moment(found.start), as_moment(found.end)
    whole = not isinstance(found.start, datetime)
    if reading.kind == "days":
        lasts = {end, end.replace(day=1), end.replace(day=1, month=1)} if reading.loose else set()
        return whole and start == reading.start and reading.end in {end + _DAY, *lasts}
    if reading.kind in ("moment", "clock"):
        if whole or start != end:
            return False
        return start == reading.start if reading.kind == "moment" else _clock(start, reading.start)
    if whole:
        end += _DAY
    if reading.kind == "moments":
        ends = {end, end - _SECOND, end + _SECOND, end + reading.slack}
        return start == reading.start and reading.end in ends
    if reading.kind == "clocks":
        return _clock(start, reading.start) and any(
            _clock(one, reading.end) for one in (end, end - _SECOND, end + _SECOND)
        )
    return False


def _clock(found: datetime, wanted: datetime) -> bool:
    return found.time() == wanted.time()


def peer_outcome(case: Case, read: Reader) -> Outcome:
    """The same for another library."""
    found = read(case)
    if not found:
        return "equal" if case.kind == "none" else "refused"
    if any(same_answer(one, right) for one in found for right in case.readings):
        return "equal"
    return f"different {found[0]}"


def report(
    cases: list[Case], judge: Callable[[Case], Outcome], title: str, *, failures: bool
) -> None:
    """Print passed and total by file and by language."""
    files: dict[tuple[str, str], Counter[str]] = {}
    for case in cases:
        outcome = judge(case)
        name = outcome.partition(" ")[0]
        for key in ((case.language, case.source), (case.language, "all")):
            files.setdefault(key, Counter())[name] += 1
        if failures and name != "equal" and not case.held_out:
            wanted = "; ".join(
                f"{one.kind} {one.start}..{one.end} {one.seconds or ''}"
                for one in case.readings[:2]
            )
            print(f"{case.language} {case.source} {case.text!r} @{case.now}: {outcome} | {wanted}")
    print(f"\n{title}")
    print(f"{'language':9}{'file':36}{'passed':>8}{'total':>8}{'%':>7}{'wrong':>7}{'refused':>9}")
    for (language, source), counts in sorted(files.items()):
        total = counts.total()
        share = 100 * counts["equal"] / total
        print(
            f"{language:9}{source:36}{counts['equal']:8}{total:8}{share:7.1f}"
            f"{counts['different']:7}{counts['refused']:9}"
        )


ORDINARY = (
    "2026-11-20", "next Friday", "下周五", "Mid-Autumn Festival 2026", "农历八月十五",
    "tomorrow 3pm",
    "明天下午三点", "the end of next month", "from May 5 to May 9", "5月5日到9日", "in 10 days",
    "the Friday after next", "大后天", "Christmas", "2026年春节", "March 3rd",
)  # fmt: skip


def print_speed() -> None:
    """Print the median and the slowest time of ordinary expressions."""
    context = ToolContext(now=datetime(2026, 3, 4, 10, 30))
    times: list[float] = []
    for words in ORDINARY:
        resolve(words, context)
        rounds = []
        for _ in range(50):
            begun = time.perf_counter()
            resolve(words, context)
            rounds.append(time.perf_counter() - begun)
        times.append(statistics.median(rounds))
    print(
        f"\nresolve(): median {statistics.median(times) * 1e6:.0f} µs, slowest of "
        f"{len(ORDINARY)} ordinary expressions {max(times) * 1e6:.0f} µs"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=("working", "held-out", "all"), default="all")
    parser.add_argument("--failures", action="store_true", help="print those of the working half")
    parser.add_argument(
        "--against", choices=sorted(PEERS), help="an installed library, beside ours"
    )
    options = parser.parse_args()
    cases = load(options.data)
    if options.half != "all":
        cases = [case for case in cases if case.held_out == (options.half == "held-out")]
    report(cases, own_outcome, f"kagent, {options.half}", failures=options.failures)
    if options.against:
        peer = PEERS[options.against]
        comparable = [case for case in cases if peer.comparable(case)]
        read = peer.load()
        title = f"{options.against}, {options.half}, where it has such answers"
        report(comparable, lambda case: peer_outcome(case, read), title, failures=False)
        report(comparable, own_outcome, "kagent, the same cases", failures=False)
    print_speed()


if __name__ == "__main__":
    main()
