"""Conversations as rows of tokens, with the responses marked: only they are learnt."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from models.language.base import ModelError
from models.language.prompts import TemplateLayout
from models.training.tuning_data import Conversation
from models.training.tuning_settings import Layout, TuningError
from models.training.tuning_tokens import TuningVocabulary

IGNORED: Final = -100
# A row waits for sequences that fill it while so many others are open.
_OPEN_ROWS: Final = 64


@dataclass(frozen=True, slots=True)
class Sample:
    """Tokens, and a label for each: the token itself where it is learnt, else `IGNORED`.

    Arrays, since a list of as many integers takes nine times the memory.
    """

    tokens: array[int]
    labels: array[int]

    @classmethod
    def of(cls, tokens: Iterable[int], labels: Iterable[int]) -> Sample:
        """A sample of any integers."""
        return cls(array("i", tokens), array("i", labels))


@dataclass(frozen=True, slots=True)
class Row:
    """What a batch holds one of: a sequence, or several that were packed."""

    sequences: tuple[Sample, ...]

    @property
    def length(self) -> int:
        """Tokens of the row."""
        return sum(len(sequence.tokens) for sequence in self.sequences)


@dataclass(slots=True)
class RowCounts:
    """What became of the conversations.

    Attributes:
        conversations: How many were read.
        sequences: How many sequences they gave.
        tokens: Tokens of these.
        learnt: Tokens of responses among them.
        cut: Sequences that were longer than allowed and lost their end.
        dropped: Sequences of which no response would have been left.
        rows: Rows, fewer than sequences when packed.
    """

    conversations: int = 0
    sequences: int = 0
    tokens: int = 0
    learnt: int = 0
    cut: int = 0
    dropped: int = 0
    rows: int = 0

    def described(self, max_tokens: int) -> str:
        """One line for people."""
        text = (
            f"{self.conversations} conversations, {self.sequences} sequences, {self.rows} rows, "
            f"{self.tokens} tokens, {self.learnt} of them learnt"
        )
        if self.cut or self.dropped:
            text += (
                f"; longer than {max_tokens} tokens: {self.cut} cut at the end, "
                f"{self.dropped} left out because no response was left"
            )
        return text


@dataclass(slots=True)
class RowMaker:
    """Makes rows of conversations with one tokenizer.

    Prompts are laid out by the code that lays them out when the program runs. A conversation is one
    sequence as long as its template keeps earlier turns as they were said; where it rewrites them
    (some drop the reasoning of earlier turns), the turns become sequences of their own.
    """

    vocabulary: TuningVocabulary
    template: str | None
    layout: Layout
    max_tokens: int
    counts: RowCounts = field(default_factory=RowCounts)
    _prompts: TemplateLayout = field(init=False)

    def __post_init__(self) -> None:
        self._prompts = TemplateLayout(self.vocabulary, self.template, "the model")

    def rows(self, conversations: Iterable[Conversation], *, packing: bool, seed: int) -> list[Row]:
        """The rows, in the order of the conversations unless they are packed.

        Raises:
            TuningError: the template refuses a conversation, or nothing is left to learn.
        """
        sequences = [s for c in conversations for s in self._allowed(c)]
        if not sequences:
            raise TuningError(
                f"no response fits into {self.max_tokens} tokens after its prompt: "
                "raise --max-tokens"
            )
        if packing:
            random.Random(seed).shuffle(sequences)
            made = list(pack(sequences, self.max_tokens))
        else:
            made = [Row((sequence,)) for sequence in sequences]
        self.counts.rows = len(made)
        return made

    def _allowed(self, conversation: Conversation) -> Iterator[Sample]:
        """The conversation's sequences, cut to size and counted."""
        counts = self.counts
        counts.conversations += 1
        for sequence in self.sequences(conversation):
            kept = sequence
            if len(sequence.tokens) > self.max_tokens:
                kept = Sample(
                    sequence.tokens[: self.max_tokens], sequence.labels[: self.max_tokens]
                )
            learnt = sum(label != IGNORED for label in kept.labels)
            if not learnt:
                counts.dropped += 1
                continue
            counts.cut += kept is not sequence
            counts.sequences += 1
            counts.tokens += len(kept.tokens)
            counts.learnt += learnt
            yield kept

    def sequences(self, conversation: Conversation) -> list[Sample]:
        """The sequences of a conversation, however long.

        Raises:
            TuningError: the template refuses it, or a raw layout was given messages.
        """
        if self.layout == "raw":
            return [self._raw(conversation)]
        made: list[Sample] = []
        for turn in conversation.learnt:
            prompt = self._prompt(conversation, turn)
            said = conversation.messages[turn].content
            response = [*self.vocabulary.response_tokens(said), *self.vocabulary.closing]
            start = len(made[-1].tokens) if made else 0
            if start and array("i", prompt[:start]) == made[-1].tokens:
                labels = [*made.pop().labels, *([IGNORED] * (len(prompt) - start)), *response]
            else:
                labels = [IGNORED] * len(prompt) + response
            made.append(Sample.of([*prompt, *response], labels))
        return made

    def _prompt(self, conversation: Conversation, turn: int) -> list[int]:
        try:
            return self._prompts.tokens(conversation.messages[:turn])
        except ModelError as error:
            raise TuningError(f"{error}, or give a template with --template") from None

    def _raw(self, conversation: Conversation) -> Sample:
        """Prompt, response and end token, as a model without chat training completes text."""
        if not conversation.plain_prompt:
            raise TuningError(
                'the layout "raw" needs lines with "prompt" as a string: use the layout "chat"'
            )
        begin = self.vocabulary.begin
        prompt = [] if begin is None else [begin]
        prompt += self.vocabulary.content_tokens(conversation.messages[0].content)
        response = self.vocabulary.response_tokens(conversation.messages[1].content)
        response.append(self.vocabulary.end)
        return Sample.of([*prompt, *response], [IGNORED] * len(prompt) + response)


def pack(sequences: Sequence[Sample], max_tokens: int) -> Iterator[Row]:
    """Rows of at most `max_tokens`: each sequence goes into the first open row with room for it."""
    rows: list[list[Sample]] = []
    room: list[int] = []
    for sequence in sequences:
        size = len(sequence.tokens)
        place = next((i for i, free in enumerate(room) if free >= size), None)
        if place is None:
            if len(rows) == _OPEN_ROWS:
                fullest = room.index(min(room))
                room.pop(fullest)
                yield Row(tuple(rows.pop(fullest)))
            place = len(rows)
            rows.append([])
            room.append(max_tokens)
        rows[place].append(sequence)
        room[place] -= size
    yield from (Row(tuple(row)) for row in rows)


def ordered(rows: Sequence[Row], *, epochs: int, steps: int | None, batch: int, seed: int,
            filler: int) -> list[Row]:  # fmt: skip
    """The rows of the whole run in the order in which they are learnt.

    Every epoch is shuffled anew. The order depends on the seed alone, so it is the same for any
    number of processes and after an interruption. The last batch is filled up with rows of the
    token `filler` that are not learnt, so that all processes get equally many and nothing counts
    twice.
    """
    wanted = steps * batch if steps is not None else epochs * len(rows)
    found: list[Row] = []
    epoch = 0
    while len(found) < wanted:
        order = list(rows)
        random.Random(f"{seed}-{epoch}").shuffle(order)
        found += order[: wanted - len(found)]
        epoch += 1
    empty = Row((Sample.of([filler], [IGNORED]),))
    return found + [empty] * (-len(found) % batch)


def collate(rows: Sequence[Row], *, pad: int, packed: bool) -> dict[str, Any]:
    """A batch of tensors, padded on the right.

    Packed rows say where their sequences begin by positions that start again at 0, from which
    `transformers` makes a mask that keeps them apart; it does so only without an attention mask.
    """
    import torch

    width = max(row.length for row in rows)
    batch: dict[str, list[list[int]]] = {"input_ids": [], "labels": []}
    batch["position_ids" if packed else "attention_mask"] = []
    for row in rows:
        tokens = [token for s in row.sequences for token in s.tokens]
        missing = width - len(tokens)
        batch["input_ids"].append(tokens + [pad] * missing)
        labels = [label for s in row.sequences for label in s.labels]
        batch["labels"].append(labels + [IGNORED] * missing)
        if packed:
            positions = [i for s in row.sequences for i in range(len(s.tokens))]
            batch["position_ids"].append(positions + list(range(missing)))
        else:
            batch["attention_mask"].append([1] * len(tokens) + [0] * missing)
    return {name: torch.tensor(values, dtype=torch.long) for name, values in batch.items()}
