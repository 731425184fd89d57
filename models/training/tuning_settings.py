"""What a tuning run is asked to do, and the numbers that follow from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

# Kwai's settings for KAgentLMs (KwaiAgents, arXiv:2312.04889, appendix B.6).
PAPER_RATE: Final = 5e-6
PAPER_BATCH: Final = 16
PAPER_WARM_UP: Final = 0.03
# An adapter starts at nothing, so the rate for full weights would leave it there.
ADAPTER_RATE: Final = 1e-4
# These change how a run is carried out, not what it computes.
_CARRYING_OUT: Final = (
    "out", "data", "micro_batch", "save_every", "keep", "online", "activation_checkpointing",
    "stop_after", "restart",
)  # fmt: skip

Learn = Literal["all", "last"]
Layout = Literal["chat", "raw"]
Precision = Literal["auto", "bf16", "fp32"]


class TuningError(Exception):
    """A model cannot be tuned, exported or quantised; the message is one line with what to do."""


@dataclass(frozen=True, slots=True)
class TuningSettings:
    """What to tune, on what and how.

    Attributes:
        model: A folder, or a name on the Hugging Face hub.
        data: JSON lines, see `models.training.tuning_data`.
        out: Folder for checkpoints, log and result.
        lora: Train low-rank adapters (Hu et al. 2021, arXiv:2106.09685) instead of all weights.
        rank: Rank of the adapters; their scale is `alpha / rank`.
        alpha: See `rank`.
        dropout: Dropout before the adapters.
        targets: Names of the adapted layers with commas, or "all-linear".
        batch: Sequences (rows when packing) a step, over all processes.
        micro_batch: Most sequences that one process holds at a time.
        epochs: Passes over the data.
        steps: Steps instead of epochs.
        rate: Peak learning rate; by default the paper's, or `ADAPTER_RATE` for adapters.
        warm_up: Share of the steps with a linearly rising rate; a cosine to 0 follows.
        weight_decay: AdamW's.
        max_tokens: Longer sequences are cut.
        packing: Fill rows of `max_tokens` with several sequences, none of which sees another.
        learn: Which of the assistant's turns of a conversation count; the last is what `kagent mat
            export` means, since earlier ones may be mistakes that it shows corrected.
        layout: The chat template, or "raw": prompt and response as plain text.
        template: A file with a chat template to use instead of the model's.
        seed: Of the order and of new weights.
        precision: "auto" is bf16 where a GPU has it.
        save_every: Steps between checkpoints.
        keep: How many checkpoints to keep.
        stop_after: Step after which this call stops; the next one goes on.
        online: Whether a model may be fetched from the hub.
        activation_checkpointing: Compute activations twice to save memory.
        restart: Begin anew even where `out` holds checkpoints.
    """

    model: str
    data: Path
    out: Path
    lora: bool = False
    rank: int = 16
    alpha: int = 32
    dropout: float = 0.0
    targets: str = "all-linear"
    batch: int = PAPER_BATCH
    micro_batch: int = 4
    epochs: int = 1
    steps: int | None = None
    rate: float | None = None
    warm_up: float = PAPER_WARM_UP
    weight_decay: float = 0.0
    max_tokens: int = 4096
    packing: bool = False
    learn: Learn = "last"
    layout: Layout = "chat"
    template: Path | None = None
    seed: int = 20261120
    precision: Precision = "auto"
    save_every: int = 200
    keep: int = 2
    stop_after: int | None = None
    online: bool = False
    activation_checkpointing: bool = False
    restart: bool = False

    @property
    def peak_rate(self) -> float:
        """The peak learning rate."""
        if self.rate is not None:
            return self.rate
        return ADAPTER_RATE if self.lora else PAPER_RATE

    def fingerprint(self) -> dict[str, Any]:
        """Everything that the result depends on; a checkpoint is continued only where it is equal.

        Raises:
            TuningError: the data cannot be read.
        """
        shown = {k: v for k, v in asdict(self).items() if k not in _CARRYING_OUT}
        shown["rate"] = self.peak_rate
        shown["template"] = _digest(self.template) if self.template else None
        shown["data"] = _digest(self.data)
        loaded: dict[str, Any] = json.loads(json.dumps(shown, default=str))
        return loaded


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """How a step's sequences are spread: `micro` at a time, `accumulation` times, per process."""

    micro: int
    accumulation: int
    processes: int

    @property
    def total(self) -> int:
        """Sequences a step."""
        return self.micro * self.accumulation * self.processes


def plan_batches(batch: int, most: int, processes: int) -> BatchPlan:
    """Spread a step of `batch` sequences over processes, at most `most` at a time on each.

    Raises:
        TuningError: the processes cannot share the batch equally.
    """
    if batch < 1 or most < 1:
        raise TuningError("a batch needs at least one sequence: raise --batch or --micro-batch")
    if batch % processes:
        raise TuningError(
            f"{processes} processes cannot share a batch of {batch} equally: "
            f"set --batch to a multiple of {processes}"
        )
    share = batch // processes
    micro = next(m for m in range(min(most, share), 0, -1) if share % m == 0)
    return BatchPlan(micro, share // micro, processes)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TuningError(f"{path} cannot be read ({error.strerror}): check the path") from error
