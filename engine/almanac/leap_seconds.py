"""How far the clocks of the world are behind the atomic time in which the heavens are reckoned."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

# After the last day of June or December of these years a second was inserted, as the IERS announced
# in its Bulletin C.
_JUNE = (1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015)
_DECEMBER = (*range(1972, 1980), 1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016)
_INSERTED = sorted(
    [*(date(year, 7, 1) for year in _JUNE), *(date(year + 1, 1, 1) for year in _DECEMBER)]
)
# TAI - UTC before the first of them.
_FIRST = 10
_BEGIN = date(1972, 1, 1)
# Terrestrial Time - TAI.
_TERRESTRIAL = 32.184


def atomic_lead(day: date) -> float | None:
    """Terrestrial Time - UTC on a day, in seconds; None before 1972, when UTC had no such steps.

    The future is taken to bring no further leap second: none has been due since 2017, and the
    General Conference on Weights and Measures decided in 2022 to end them by 2035.
    """
    if day < _BEGIN:
        return None
    return _TERRESTRIAL + _FIRST + bisect_right(_INSERTED, day)
