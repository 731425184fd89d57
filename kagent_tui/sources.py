"""A cited source as both faces need it: what has become of it, how to open it, what to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.opening import Opening, opening_of, place_of, this_desktop
from engine.source_passage import ShownPassage, passage_around
from engine.source_state import SourceState, SourceStates
from kagent_tui.controllers.recordings import sight_of, timeline_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.events import Answer, Citation
    from kagent_tui.controllers.recordings import Sight, Timeline
    from store.memory import MemoryBank


@dataclass(frozen=True, slots=True)
class FoundSource:
    """`opening` is None where this desktop cannot open it, and the passage is to be shown.

    `timeline` is that of a recording, `sight` what can be looked at of the source.
    """

    citation: Citation
    state: SourceState
    passage: ShownPassage
    opening: Opening | None
    timeline: Timeline | None = None
    sight: Sight | None = None


def find_source(bank: MemoryBank, citation: Citation, *, has_terminal: bool) -> FoundSource:
    """Look at a citation's source, which is where the library knows it to be now.

    `has_terminal` says whether a program may take the terminal. Raises StoreError.
    """
    state = SourceStates(bank).of(citation)
    opening = opening_of(place_of(citation, state), this_desktop(has_terminal=has_terminal))
    document = bank.library.get(state.source)
    timeline = None if document is None else timeline_of(bank, document, citation)
    sight = sight_of(document, state.path, citation, timeline)
    passage = passage_around(bank, citation, state)
    return FoundSource(citation, state, passage, opening, timeline, sight)


def source_notes(bank: MemoryBank, answers: Sequence[Answer]) -> list[dict[int, str]]:
    """For each answer, by the citation's number, what has become of its source since.

    Raises StoreError.
    """
    states = SourceStates(bank)
    return [states.notes(answer.citations, answer.language) for answer in answers]
