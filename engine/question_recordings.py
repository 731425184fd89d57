"""What a question may look into beside documents: recordings, and the user's own Kuaipedia."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.addresses_in_text import addresses_in
from engine.fetched_recordings import FetchedRecordings
from engine.kuaipedia.personal import BankKuaipedia
from engine.recording_names import means_a_recording
from engine.recordings import LIBRARY, BankRecordings, Recording, Shelf
from engine.survey.reading import read_collection_question
from engine.tools.context import ToolContext
from engine.web_recordings import is_recording

if TYPE_CHECKING:
    from engine.knowledge import BankKnowledge
    from engine.progress import Question
    from engine.reading.media import MediaOptions
    from models.language.base import PromptStyle
    from store.memory import MemoryBank

# Tools that are for the internet, and answer from recordings and the Kuaipedia without it. A small
# model was never shown them then, and searches the documents, which hold the recordings' words.
_SEARCH, _ASPECT = "hybrid_search", "browse_aspect"


def with_recordings(
    question: Question,
    bank: MemoryBank,
    library: BankKnowledge,
    style: PromptStyle,
    media: MediaOptions | None = None,
) -> Question:
    """The question with the recordings that came with it and those of the library; `media` is how
    one on the web is read; raises StoreError."""
    attached = [] if question.attached is None else list(question.attached.shelves)
    shelves = [*attached, Shelf(lambda: bank, LIBRARY, library.document_ids)]
    recordings = BankRecordings(shelves, FetchedRecordings(lambda: bank, media))
    kuaipedia = BankKuaipedia(lambda: bank, library.document_ids)
    has_recordings, has_items = recordings.any(), kuaipedia.any()
    at_home = {_SEARCH} if has_recordings or has_items else set()
    if has_items:
        at_home.add(_ASPECT)
    # What came with a question is what it is about.
    among = BankRecordings(attached) if attached else recordings
    return replace(
        question,
        recordings=recordings,
        kuaipedia=kuaipedia,
        browses_recordings=has_recordings or question.access is not None,
        recording=_named(question, among) if style == "pointer" else "",
        at_home=frozenset(at_home) if style == "prose" else frozenset(),
    )


def _named(question: Question, recordings: BankRecordings) -> str:
    """The id or address of the recording that a question names; empty for one about many."""
    asked = question.standalone or question.goal
    context = ToolContext(question.now, question.language)
    typed = addresses_in(question.goal)
    if typed:
        return typed[0] if question.access is not None and is_recording(typed[0]) else ""
    if read_collection_question(asked, context) is not None:
        return ""
    found = recordings.asked_about(asked)
    if found is None and means_a_recording(asked):
        found = _recalled(question, recordings)
    return "" if found is None else found.id


def _recalled(question: Question, recordings: BankRecordings) -> Recording | None:
    """Of several recordings the one that "the video" most likely is: what was said in it, or
    shown, is the nearest to the question."""
    found = (
        recordings.of_source(entry.source) for entry in question.memory if entry.kind == "knowledge"
    )
    return next((one for one in found if one is not None), None)
