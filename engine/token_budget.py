"""One token budget for several memories: shares, whole sentences, and nothing said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from engine.events import Recollection
from engine.sentences import split_sentences

Count = Callable[[str], float]

# What the number, the mark and the line's end of one entry take at most.
ENTRY_TOKENS = 6
# Two texts are compared by runs of so many letters; a text of which this share stands elsewhere
# already says nothing new.
_RUN = 6
_DUPLICATE = 0.8
# The least that is worth showing of an entry that has to be cut, in tokens.
_LEAST_PIECE = 12


@dataclass(frozen=True, slots=True)
class Memory:
    """What one memory offers, best first, and the weight of its share.

    The first `sure` entries are cut to fit the share rather than left out.
    """

    entries: Sequence[Recollection]
    weight: float
    sure: int = 0


def share_out(demands: Sequence[float], weights: Sequence[float], total: float) -> list[float]:
    """Divide `total` by `weights`; what one part does not need goes to the others by theirs."""
    given = [0.0] * len(demands)
    open_parts = {i for i, weight in enumerate(weights) if weight > 0 and demands[i] > 0}
    left = total
    while open_parts and left > 0:
        whole = sum(weights[i] for i in open_parts)
        satisfied = {i for i in open_parts if demands[i] <= left * (weights[i] / whole)}
        if not satisfied:
            for i in open_parts:
                given[i] = left * (weights[i] / whole)
            break
        for i in satisfied:
            given[i] = demands[i]
            left -= demands[i]
        open_parts -= satisfied
    return given


def whole_sentences(text: str, budget: float, count: Count) -> str:
    """The longest beginning of `text` that ends with a sentence and has at most `budget` tokens."""
    if count(text) <= budget:
        return text
    ends = [end for _, end in split_sentences(text)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[: ends[middle - 1]]) <= budget:
            low = middle
        else:
            high = middle - 1
    return text[: ends[low - 1]] if low else ""


def fit(
    memories: Sequence[Memory], budget: float, line: Callable[[Recollection], str], count: Count
) -> list[Recollection]:
    """As much of the memories as fits `budget` tokens, in their order, cut only between sentences.

    `line` is an entry as it will be shown, which is what is counted.
    """

    def cost(entry: Recollection) -> float:
        return count(line(entry)) + ENTRY_TOKENS

    demands = [sum(cost(entry) for entry in memory.entries) for memory in memories]
    shares = share_out(demands, [memory.weight for memory in memories], budget)
    taken: list[list[Recollection]] = [[] for _ in memories]
    waiting: list[tuple[int, Recollection]] = []
    left = budget
    for index, memory in enumerate(memories):
        room = min(shares[index], left)
        for position, entry in enumerate(memory.entries):
            piece: Recollection | None = entry
            if cost(entry) > room:
                piece = _cut(entry, room, line, count) if position < memory.sure else None
            if piece is not None:
                taken[index].append(piece)
                room -= cost(piece)
                left -= cost(piece)
            elif memory.weight > 0:
                waiting.append((index, entry))
    # What the shares left over, because an entry is never taken in part while another fits whole.
    for index, entry in waiting:
        piece = entry if cost(entry) <= left else _cut(entry, left, line, count)
        if piece is not None and (piece is entry or count(piece.text) >= _LEAST_PIECE):
            taken[index].append(piece)
            left -= cost(piece)
    return [entry for entries in taken for entry in entries]


def _cut(
    entry: Recollection, room: float, line: Callable[[Recollection], str], count: Count
) -> Recollection | None:
    """The entry with fewer sentences, None where not one would be left of it."""

    def cost(text: str) -> float:
        return count(line(replace(entry, text=text))) + ENTRY_TOKENS

    text = whole_sentences(entry.text, room, cost)
    if not text or cost(text) > room:
        return None
    return replace(entry, text=text)


def without_duplicates(memories: Iterable[Memory]) -> list[Memory]:
    """The memories without entries whose text nearly all stands in those before them."""
    seen: set[str] = set()
    kept: list[Memory] = []
    for memory in memories:
        entries = []
        for entry in memory.entries:
            runs = _runs(entry.text)
            if runs and len(runs & seen) >= _DUPLICATE * len(runs):
                continue
            seen |= runs
            entries.append(entry)
        kept.append(Memory(entries, memory.weight, memory.sure))
    return kept


def _runs(text: str) -> set[str]:
    letters = "".join(character for character in text.casefold() if character.isalnum())
    return {letters[i : i + _RUN] for i in range(max(1, len(letters) - _RUN + 1))} - {""}
