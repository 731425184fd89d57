"""One budget for several memories."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.events import Recollection
from engine.segmenting import estimate_tokens
from engine.sentences import split_sentences
from engine.token_budget import (
    ENTRY_TOKENS,
    Memory,
    fit,
    share_out,
    whole_sentences,
    without_duplicates,
)

SENTENCES = st.lists(
    st.sampled_from(
        [
            "The library opens at nine.",
            "A card costs 4 crowns a year, and children pay nothing for it at all.",
            "图书馆九点开门。",
            "一张借书证最多可以借八本书，借期三十天，逾期每天罚款一角。",
            "Why?",
            "no end here",
        ]
    ),
    max_size=6,
).map(" ".join)
ENTRIES = st.builds(
    lambda title, text: Recollection("knowledge", title, "/d", text, 1.0),
    st.sampled_from(["", "Library", "规则"]),
    SENTENCES,
)
MEMORIES = st.lists(
    st.builds(Memory, st.lists(ENTRIES, max_size=5), st.integers(0, 3), st.integers(0, 1)),
    max_size=3,
)


def line(entry: Recollection) -> str:
    return f"{entry.title}: {entry.text}"


def cost(entry: Recollection) -> float:
    return estimate_tokens(line(entry)) + ENTRY_TOKENS


@given(MEMORIES, st.integers(-5, 300))
def test_the_budget_is_never_exceeded_and_no_sentence_is_cut(
    memories: list[Memory], budget: int
) -> None:
    taken = fit(memories, budget, line, estimate_tokens)
    assert sum(cost(entry) for entry in taken) <= max(0, budget)
    whole = [entry for memory in memories for entry in memory.entries]
    for entry in taken:
        sources = [other.text for other in whole if other.text.startswith(entry.text)]
        ends = [{len(text)} | {end for _, end in split_sentences(text)} for text in sources]
        assert any(len(entry.text) in known for known in ends)


@given(MEMORIES)
def test_all_is_taken_where_there_is_room(memories: list[Memory]) -> None:
    wanted = [entry for memory in memories if memory.weight for entry in memory.entries]
    assert fit(memories, 10_000, line, estimate_tokens) == wanted


@given(
    st.lists(
        st.tuples(st.floats(0, 1000), st.floats(0, 10)).map(lambda pair: (pair[0], pair[1])),
        min_size=1,
        max_size=4,
    ),
    st.floats(0, 2000),
)
def test_shares_use_all_that_is_wanted(parts: list[tuple[float, float]], total: float) -> None:
    demands = [demand for demand, _ in parts]
    weights = [weight for _, weight in parts]
    given_out = share_out(demands, weights, total)
    wanted = sum(demand for demand, weight in parts if weight > 0)
    assert abs(sum(given_out) - min(wanted, total)) < 1e-6 * (1 + total)
    assert all(share <= demand + 1e-6 for share, demand in zip(given_out, demands, strict=True))


def test_an_unused_share_goes_to_the_others_by_their_weights() -> None:
    assert share_out([10, 500, 500], [50, 30, 20], 110) == [10, 60, 40]
    assert share_out([500, 500], [1, 0], 100) == [100, 0]


def test_what_is_sure_is_cut_to_its_share_and_the_rest_waits() -> None:
    long = Recollection("conversation", "", "s", "One two three four five. " * 20, 1.0)
    other = Recollection("knowledge", "", "/d", "Six seven eight nine ten. " * 20, 1.0)
    taken = fit([Memory([other], 1), Memory([long], 1, sure=1)], 100, line, estimate_tokens)
    assert [entry.kind for entry in taken] == ["knowledge", "conversation"]
    assert all(entry.text.endswith(".") for entry in taken)


def test_a_text_is_cut_after_the_last_sentence_that_fits() -> None:
    assert whole_sentences("One two. Three four. Five.", 6, estimate_tokens) == "One two."
    assert whole_sentences("One two. Three four.", 99, estimate_tokens) == "One two. Three four."
    assert whole_sentences("借期三十天。逾期罚款。", 6, estimate_tokens) == "借期三十天。"
    assert whole_sentences("Far too long for that.", 2, estimate_tokens) == ""


def test_what_stands_in_an_earlier_memory_is_not_said_again() -> None:
    passage = Recollection(
        "knowledge", "Rules", "/d", "A card costs 4 crowns a year. Children pay nothing.", 1.0
    )
    answer = Recollection("conversation", "How much?", "s", "A card costs 4 crowns a year. [1]", 1)
    other = Recollection("conversation", "When?", "s", "It opens at nine on weekdays.", 1)
    empty = Recollection("conversation", "Hm?", "s", "", 1)
    kept = without_duplicates([Memory([passage], 1), Memory([answer, other, empty], 1, sure=1)])
    assert [list(memory.entries) for memory in kept] == [[passage], [other, empty]]
