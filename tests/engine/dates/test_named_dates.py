"""Dates that earlier steps of a question have named."""

from datetime import date, datetime

import pytest

from engine.dates.resolving import resolve
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

NOW = datetime(2026, 3, 4, 10, 30)  # a Wednesday


def test_dates_named_in_earlier_steps_come_first() -> None:
    context = ToolContext(now=NOW, named_dates={"Spring Festival": date(2031, 1, 23)})
    assert resolve("the spring  festival", context).start == date(2031, 1, 23)
    assert resolve("Spring Festival 2026", context).start == date(2026, 2, 17)


def test_a_part_of_the_only_name_that_has_it_counts() -> None:
    names = {"Lionel Messi": date(1987, 6, 24), "Antonela Roccuzzo": date(1988, 2, 26)}
    context = ToolContext(now=NOW, named_dates=names)
    assert resolve("Messi", context).start == date(1987, 6, 24)
    assert resolve("antonela", context).start == date(1988, 2, 26)
    assert resolve("today", context).start == NOW.date()
    with pytest.raises(ToolError, match="not understood"):
        resolve("Mess", context)
    chinese = ToolContext(now=NOW, language="zh", named_dates={"莱昂内尔·梅西": date(1987, 6, 24)})
    assert resolve("梅西", chinese).start == date(1987, 6, 24)


def test_a_part_of_several_names_is_refused_with_their_names() -> None:
    names = {"Lionel Messi": date(1987, 6, 24), "Thiago Messi": date(2012, 11, 2)}
    context = ToolContext(now=NOW, named_dates=names)
    with pytest.raises(ToolError, match="Lionel Messi or Thiago Messi"):
        resolve("Messi", context)
    # One day under two names is no doubt.
    same = ToolContext(now=NOW, named_dates={"Leo Messi": date(1987, 6, 24), **names})
    assert resolve("Leo", same).start == date(1987, 6, 24)


def test_a_date_is_not_taken_for_a_part_of_a_name() -> None:
    context = ToolContext(now=NOW, named_dates={"Theresa May": date(1956, 10, 1)})
    assert resolve("May", context).start == date(2026, 5, 1)
