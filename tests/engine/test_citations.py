"""Citation marks in streamed text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.citations import CitationWriter
from engine.events import Location
from engine.evidence import Evidence

EVIDENCE = {
    number: Evidence(
        number, f"Fact {number} stands here. Another one.", f"/d/{number}.md", f"d{number}",
        Location(span=(10, 45)),
    )
    for number in (2, 5, 9)
}  # fmt: skip


def written(pieces: list[str]) -> tuple[str, CitationWriter]:
    writer = CitationWriter(EVIDENCE)
    shown = "".join(writer.feed(piece) for piece in pieces) + writer.finish()
    return shown, writer


def test_marks_are_numbered_in_order_of_use() -> None:
    shown, writer = written(["Nine [9], two [2] and nine again [9]."])
    assert shown == "Nine [1], two [2] and nine again [1]."
    assert [citation.source for citation in writer.citations()] == ["/d/9.md", "/d/2.md"]


def test_a_quote_is_the_nearest_sentence_with_its_span() -> None:
    _, writer = written(["Fact 5 stands [5]"])
    quoted = writer.citations()[0]
    assert quoted.quote == "Fact 5 stands here."
    assert quoted.location.span == (10, 29)


@given(st.lists(st.sampled_from(["[", "]", "2", "5", "9", "7", "[2]", "a", " ", "[[", "字"])))
def test_the_split_of_pieces_does_not_matter(pieces: list[str]) -> None:
    together, _ = written(["".join(pieces)])
    apart, writer = written(pieces)
    assert apart == together == writer.text
    assert len(writer.citations()) <= len(EVIDENCE)
