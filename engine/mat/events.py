"""The one stream of events that a stage produces; every face is a renderer of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Stage = Literal["craft", "validate", "collect", "mix", "export", "bench"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What was asked of the models: requests, tokens and the seconds that they took together."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0

    def __add__(self, other: Spent) -> Spent:
        """Sum of both."""
        return Spent(
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.seconds + other.seconds,
        )

    def times(self, factor: float) -> Spent:
        """So many of it, rounded."""
        return Spent(
            round(self.requests * factor),
            round(self.tokens_in * factor),
            round(self.tokens_out * factor),
            self.seconds * factor,
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in any currency."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0

    def of(self, spent: Spent) -> float:
        """The cost of it."""
        return (spent.tokens_in * self.tokens_in + spent.tokens_out * self.tokens_out) / 1e6


@dataclass(frozen=True, slots=True)
class StagePlanned:
    """What there is to do; `settled` of the items were settled in earlier runs."""

    stage: Stage
    total: int
    settled: int


@dataclass(frozen=True, slots=True)
class StageProgressed:
    """How far it is; `seconds_left` is None until a rate is known."""

    stage: Stage
    settled: int
    total: int
    refused: int
    failed: int
    spent: Spent
    cost: float
    seconds: float
    per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class ItemRefused:
    """An item was given up since nothing usable came; it is settled and not tried again."""

    stage: Stage
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemFailed:
    """A model could not be asked about an item; the next run of the stage tries it again."""

    stage: Stage
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class StageNoticed:
    """Something that the user should hear."""

    message: str


@dataclass(frozen=True, slots=True)
class StageEstimated:
    """What the items that are left will take.

    `measured_items`: so many items of this run folder are the measure; 0 where the prompts were
    counted and the answers' lengths assumed, and then `seconds` is None.
    """

    stage: Stage
    items: int
    spent: Spent
    cost: float
    seconds: float | None
    measured_items: int


@dataclass(frozen=True, slots=True)
class StageFinished:
    """The end of a run; `reasons` count what was refused on the way, later retries included."""

    stage: Stage
    settled: int
    total: int
    refused: int
    failed: int
    reasons: Mapping[str, int]
    spent: Spent
    cost: float
    seconds: float
    interrupted: bool
    results: Mapping[str, int] = field(default_factory=dict)


StageEvent = (
    StagePlanned
    | StageProgressed
    | ItemRefused
    | ItemFailed
    | StageNoticed
    | StageEstimated
    | StageFinished
)
