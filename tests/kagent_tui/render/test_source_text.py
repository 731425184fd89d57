"""Sources and passages in plain text, in both languages."""

from __future__ import annotations

from typing import Literal

import pytest

from engine.events import Citation, Location
from engine.source_passage import ShownPassage
from kagent_tui.render.markdown import session_markdown
from kagent_tui.render.text import passage_lines, place_text, source_lines
from tests.kagent_tui.scripted_engine import answer_of


@pytest.mark.parametrize(
    ("location", "language", "shown"),
    [
        (Location(page=7, heading="Fees"), "en", "/a.pdf, page 7, Fees"),
        (Location(page=7, heading="费用"), "zh", "/a.pdf，第 7 页，费用"),
        (Location(line=12), "zh", "/a.pdf:12"),
        (Location(sheet="Prices", row=4), "en", "/a.pdf, sheet Prices, row 4"),
        (Location(sheet="价格", row=4), "zh", "/a.pdf，工作表 价格，第 4 行"),
        (Location(start=83.5), "en", "/a.pdf, at 1:23"),
        (Location(start=3683.5), "zh", "/a.pdf，1:01:23 处"),
    ],
)
def test_a_place_is_said_in_the_answers_language(
    location: Location, language: Literal["en", "zh"], shown: str
) -> None:
    assert place_text("/a.pdf", location, language) == shown


def test_what_has_become_of_a_source_stands_behind_it() -> None:
    cited = [Citation(n, f"/{n}.md", "T", Location(line=2), "Q.") for n in (1, 2)]
    lines = source_lines(cited, "en", {2: "the source is gone"})
    assert lines == [
        "Sources:",
        "[1] T — /1.md:2 — Q.",
        "[2] T — /2.md:2 — Q. — (the source is gone)",
    ]


def test_a_quote_is_marked_in_its_neighbourhood() -> None:
    passage = ShownPassage("Before.\nAlso. ", "The \x1b[31mquote.", " After.")
    assert passage_lines(passage) == [
        "Before.",
        "Also.",
        "",
        ">>> The quote. <<<",
        "",
        "After.",
    ]
    assert passage_lines(ShownPassage("", "Alone.", "")) == [">>> Alone. <<<"]


def test_a_session_becomes_markdown_that_says_only_what_was_said() -> None:
    answer = answer_of("**226** days [1].", question="How *many*\n# days?")
    written = session_markdown("A [b] title", [("2026-11-20T10:00:00+00:00", answer)])
    assert written.startswith("# A \\[b\\] title\n\n## How \\*many\\* \\# days?\n\n")
    assert "\n*2026-11-20 10:00 UTC*\n" in written
    assert "\n**226** days [1].\n" in written
    assert (
        "- \\[2\\] **Holidays of the year** — `/home/ada/notes/holidays.md:14, page 3, Autumn`"
        in (written)
    )
    assert "  > National Day is celebrated on 1 October." in written
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
