"""Memory blocks for collected data: what a query's prompt remembers, and how that bears on it.

Paper appendix B.3: knowledge is relevant (the answer stands in it), irrelevant (about the subject,
without the answer) or conflicting (two passages that contradict each other, one of them true). A
conversation is true (its turns lead up to the query) or pseudo (turns of another topic). Tasks are
relevant (done for this very query) or irrelevant (done for another one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from engine.cleaning import clean_line
from engine.events import Language, MemoryKind, Recollection
from engine.mat.asking import Asking
from engine.mat.calls import objects_in
from engine.mat.errors import MalformedError
from engine.mat.prompt_texts import asked
from engine.mat.queries import SeedQuery
from engine.mat.run_folder import draw
from engine.mat.trajectories import Trajectory, call_text
from engine.prompts.memory_block import memory_block
from models.language.base import LanguageModel

Variant = Literal[
    "none",
    "knowledge-relevant",
    "knowledge-irrelevant",
    "knowledge-conflicting",
    "conversation-true",
    "conversation-pseudo",
    "task-relevant",
    "task-irrelevant",
]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
# Shares of the paper's benchmark (section 4.1) of no memory, conversation, tasks and knowledge;
# within a kind they are even.
SHARES: Mapping[Variant, float] = {
    "none": 0.2064,
    "conversation-true": 0.2406,
    "conversation-pseudo": 0.2406,
    "task-relevant": 0.08115,
    "task-irrelevant": 0.08115,
    "knowledge-relevant": 0.0500333,
    "knowledge-irrelevant": 0.0500333,
    "knowledge-conflicting": 0.0500334,
}
KNOWLEDGE_TOKENS = 600
SESSION = "mat"
_LEAST_PASSAGE = 40
_MOST_TURNS = 4
_TASKS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class MemoryUsed:
    """The memory of one item: its entries, the query as it is asked with them, and what is true."""

    variant: Variant
    entries: tuple[Recollection, ...] = ()
    query: str = ""
    answer: str = ""

    @property
    def kind(self) -> str:
        """none, knowledge, conversation or task."""
        return self.variant.partition("-")[0]

    @property
    def relation(self) -> str:
        """relevant, irrelevant, conflicting, true or pseudo; empty without memory."""
        return self.variant.partition("-")[2]

    def block(self, language: Language) -> str:
        """As a prompt shows it."""
        return memory_block(self.entries, language, SESSION)


def variant_of(*names: str, only: Sequence[Variant] = VARIANTS) -> Variant:
    """The variant of an item, drawn by the shares among those wanted; the same in every run."""
    total = sum(SHARES[variant] for variant in only)
    place = draw("variant", *names) * total
    for variant in only:
        place -= SHARES[variant]
        if place < 0:
            return variant
    return only[-1]


def made_by_teacher(variant: Variant) -> str:
    """The kind of piece that a teacher writes for the variant; empty where it writes none."""
    if variant.startswith("knowledge-"):
        return variant
    return "conversation" if variant.startswith("conversation-") else ""


def make_piece(
    piece: str, query: SeedQuery, teacher: LanguageModel, asking: Asking
) -> Mapping[str, Any]:
    """A piece of memory for the query, as JSON.

    What the query's own source has for it is taken where that is enough.

    Raises:
        MalformedError: the teacher wrote nothing usable.
        ModelError: it failed.
        StageCancelledError: the stage was interrupted.
    """
    known = _fold(query.answer)
    if piece == "knowledge-relevant" and known and known in _fold(query.knowledge):
        title = query.source
        return {"title": title, "knowledge": query.knowledge, "answer": query.answer}
    readers: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
        "knowledge-relevant": _relevant,
        "knowledge-irrelevant": lambda found: _irrelevant(found, query.answer),
        "knowledge-conflicting": _conflicting,
        "conversation": lambda found: _conversation(found, query.text),
    }
    reader = readers[piece]
    messages = asked(piece.replace("-", "_"), query.language, query=query.text)

    def read(text: str) -> Mapping[str, Any]:
        return reader(first_object(text))

    return asking.read(teacher, messages, KNOWLEDGE_TOKENS, read, query.language)


def first_object(text: str) -> dict[str, Any]:
    """The first JSON object of an answer.

    Raises:
        MalformedError: there is none.
    """
    found = objects_in(text)
    if not found:
        raise MalformedError("it is not one JSON object")
    return found[0]


def text_of(found: Mapping[str, Any], key: str) -> str:
    """A text of an answer, on one line.

    Raises:
        MalformedError: it is not there or empty.
    """
    value = found.get(key)
    text = clean_line(value) if isinstance(value, str) else ""
    if not text:
        raise MalformedError(f'"{key}" is missing or empty')
    return text


def _passage(found: Mapping[str, Any]) -> dict[str, str]:
    passage = text_of(found, "knowledge")
    if len(passage) < _LEAST_PASSAGE:
        raise MalformedError("the passage is too short")
    return {"title": text_of(found, "title")[:80], "knowledge": passage}


def _relevant(found: Mapping[str, Any]) -> dict[str, Any]:
    passage, answer = _passage(found), text_of(found, "answer")
    if _fold(answer) not in _fold(passage["knowledge"]):
        raise MalformedError("the answer does not stand in the passage")
    return {**passage, "answer": answer}


def _irrelevant(found: Mapping[str, Any], answer: str) -> dict[str, Any]:
    passage = _passage(found)
    if _fold(answer) and _fold(answer) in _fold(passage["knowledge"]):
        raise MalformedError("the answer stands in the passage")
    return {**passage, "answer": ""}


def _conflicting(found: Mapping[str, Any]) -> dict[str, Any]:
    sides = []
    for key in ("true", "false"):
        side = found.get(key)
        if not isinstance(side, dict):
            raise MalformedError(f'"{key}" is missing')
        sides.append(_passage(side))
    answer = text_of(found, "answer")
    if _fold(answer) not in _fold(sides[0]["knowledge"]):
        raise MalformedError("the answer does not stand in the passage that is true")
    if _fold(answer) in _fold(sides[1]["knowledge"]):
        raise MalformedError("both passages say the same")
    return {"true": sides[0], "false": sides[1], "answer": answer}


def _conversation(found: Mapping[str, Any], query: str) -> dict[str, Any]:
    turns = found.get("turns")
    if not isinstance(turns, list) or not turns:
        raise MalformedError('"turns" is missing')
    read = [
        {"user": text_of(turn, "user"), "assistant": text_of(turn, "assistant")}
        for turn in turns[-_MOST_TURNS:]
        if isinstance(turn, dict)
    ]
    if not read:
        raise MalformedError('"turns" holds no turn')
    follow_up = text_of(found, "follow_up")
    if _fold(follow_up) == _fold(query):
        raise MalformedError('"follow_up" is the question unchanged')
    return {"turns": read, "follow_up": follow_up}


def _fold(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def memory_of_piece(variant: Variant, piece: Mapping[str, Any], query: SeedQuery) -> MemoryUsed:
    """The memory of a variant that a teacher's piece makes."""
    if variant.startswith("conversation-"):
        entries = tuple(
            _entry("conversation", turn["user"], turn["assistant"], f"session:{SESSION}")
            for turn in piece["turns"]
        )
        # What goes before has nothing to do with the query of a pseudo conversation.
        asked_now = piece["follow_up"] if variant == "conversation-true" else query.text
        return MemoryUsed(variant, entries, asked_now, query.answer)
    if variant != "knowledge-conflicting":
        return MemoryUsed(variant, (_known(piece),), query.text, piece["answer"])
    sides = [_known(piece["true"]), _known(piece["false"])]
    if draw("order", query.id) < 0.5:
        sides.reverse()
    return MemoryUsed(variant, tuple(sides), query.text, piece["answer"])


def memory_of_tasks(variant: Variant, earlier: Trajectory, query: SeedQuery) -> MemoryUsed:
    """The memory of what was done in another run of the loop.

    Raises:
        MalformedError: nothing was observed there.
    """
    steps = earlier.observed[-_TASKS_SHOWN:]
    if not steps:
        raise MalformedError("the earlier run of the loop observed nothing")
    entries = tuple(
        _entry("task", call_text(step.command), step.observation, "task")
        for step in steps
        if step.command is not None
    )
    return MemoryUsed(variant, entries, query.text, query.answer)


def _known(piece: Mapping[str, Any]) -> Recollection:
    return _entry("knowledge", piece["title"], piece["knowledge"], piece["title"])


def _entry(kind: MemoryKind, title: str, text: str, source: str) -> Recollection:
    return Recollection(kind, title, source, text, 1.0)
