"""Train the built-in decoder on packed rows, in one run: prose first, conversations after.

    python -m models.training.packed --work .training --minutes 8
    python -m models.training.packed --work .training --steps 200 --rows 4 --length 512

The work folder holds prose.npy (a stream of ids) and conversations.npz, held_out.npz
(models.training.packing.Sequences). A budget of minutes suits a machine that is at hand for a time:
the schedule then follows the clock, and the log says what was reached. Resumable: the checkpoint
holds weights, optimisers, how far the run is and what was drawn.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from models.training.config import SIZES
from models.training.mixture import Mixture, Rows, draw
from models.training.packed_training import SEED, Recipe, Training, rate_factor
from models.training.packing import load_sequences, pack_rows, prose_rows
from models.training.weights import read_weights

LOG_EVERY = 50
MEASURE_EVERY = 500
SAVE_EVERY_SECONDS = 240.0
HELD_OUT_ROWS = 256


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a run is: by the clock, or in steps."""

    minutes: float | None
    steps: int | None

    def done(self, seconds: float, step: int) -> float:
        """The share that is behind, 0 to 1."""
        if self.steps is not None:
            return min(1.0, step / self.steps)
        assert self.minutes is not None
        return min(1.0, seconds / (60.0 * self.minutes))


@dataclass(frozen=True, slots=True)
class Data:
    """What a run reads; `held_out` are ids and weights (rows, length)."""

    prose: Rows | None
    conversations: Rows
    held_out: tuple[Tensor, Tensor] | None

    def drawn(self) -> list[int]:
        """Rows drawn so far, of prose and of conversations."""
        return [0 if self.prose is None else self.prose.drawn, self.conversations.drawn]

    def skip(self, drawn: list[int]) -> None:
        """Go on behind what an interrupted run drew."""
        if self.prose is not None:
            self.prose.skip(drawn[0])
        self.conversations.skip(drawn[1])


class Run:
    """A training with its data, its files, and its clock.

    `folder`/NAME.jsonl gets a line of figures now and then, NAME.pt the state. `began` is when the
    budget of minutes began, by time.monotonic.
    """

    def __init__(
        self, training: Training, data: Data, folder: Path, name: str, began: float
    ) -> None:
        self._training, self._data = training, data
        self._log = folder / f"{name}.jsonl"
        self.checkpoint = folder / f"{name}.pt"
        self._began = began
        self._earlier = 0.0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, map_location=training.device, weights_only=True)
            training.load(state)
            data.skip(state["drawn"])
            self._earlier = state["seconds"]

    def go(self, budget: Budget, stop_after: int | None = None) -> None:
        """Train to the end of the budget, or until `stop_after` steps are done."""
        training, data, recipe = self._training, self._data, self._training.recipe
        recent: Tensor | None = None
        mark, spent = time.monotonic(), training.spent
        saved_at = mark
        while (done := budget.done(self._seconds(), training.step)) < 1.0:
            if training.step == stop_after:
                break
            share = recipe.mixture.prose(done)
            batch = draw(data.prose, data.conversations, recipe.rows, share)
            loss = training.advance(*batch, rate_factor(recipe, training.step, done))
            recent = loss if recent is None else recent.lerp(loss, 0.02)
            if training.step % LOG_EVERY and training.step not in (1, 10):
                continue
            figures: dict[str, Any] = {
                "step": training.step,
                "tokens": training.spent,
                "done": round(done, 4),
                "loss": round(float(recent), 4),
                "prose": round(share, 3),
                "epochs": round(data.conversations.epochs, 2),
                "tokens_per_second": round((training.spent - spent) / (time.monotonic() - mark)),
            }
            if training.step % MEASURE_EVERY == 0:
                figures |= self._measured()
            self._write(figures)
            mark, spent = time.monotonic(), training.spent
            if mark - saved_at > SAVE_EVERY_SECONDS:
                self._save()
                saved_at = mark
        self._write({"step": training.step, "tokens": training.spent} | self._measured())
        self._save()

    def _seconds(self) -> float:
        return self._earlier + time.monotonic() - self._began

    def _measured(self) -> dict[str, float]:
        if self._data.held_out is None:
            return {}
        return {"held_out": round(self._training.measure(*self._data.held_out), 4)}

    def _write(self, figures: dict[str, Any]) -> None:
        line = json.dumps(figures | {"seconds": round(self._seconds(), 1)})
        with self._log.open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
        print(line, flush=True)

    def _save(self) -> None:
        """Write the state whole or not at all."""
        part = self.checkpoint.with_suffix(".part")
        state = {"drawn": self._data.drawn(), "seconds": self._seconds()}
        torch.save(self._training.state() | state, part)
        part.replace(self.checkpoint)


def load(work: Path, length: int, batch: int, device: torch.device) -> Data:
    """The rows of a work folder: prose if there is any, conversations, held-out rows if any.

    Of the last there are whole batches, with repetitions if there are too few.
    """
    prose = None
    if (work / "prose.npy").exists():
        prose = Rows(prose_rows(np.load(work / "prose.npy"), length), None, device, SEED)

    def packed(name: str) -> Rows:
        return Rows(*pack_rows(load_sequences(work / name), length, SEED), device, SEED)

    held_out = None
    if (work / "held_out.npz").exists():
        rows = packed("held_out.npz")
        held_out = rows.take(max(1, min(HELD_OUT_ROWS, rows.count) // batch) * batch)
    return Data(prose, packed("conversations.npz"), held_out)


def options() -> argparse.Namespace:
    """Command line."""
    usual = Recipe()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--out", type=Path, help="folder of the checkpoint and the log")
    parser.add_argument("--size", choices=sorted(SIZES), default="base")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--rows", type=int, default=usual.rows)
    parser.add_argument("--length", type=int, default=usual.length)
    parser.add_argument("--matrix-rate", type=float, default=usual.matrix_rate)
    parser.add_argument("--other-rate", type=float, default=usual.other_rate)
    parser.add_argument("--warm-up", type=int, default=usual.warm_up_steps)
    parser.add_argument("--cooling", type=float, default=usual.cooling)
    parser.add_argument("--prose", type=float, nargs=4, default=(0.8, 0.08, 0.3, 0.5))
    parser.add_argument("--dropout", type=float, default=usual.dropout)
    parser.add_argument("--whole-rows", action="store_true", help="attend across conversations")
    parser.add_argument("--start-from", type=Path)
    parser.add_argument("--name", default="packed")
    found = parser.parse_args()
    if (found.minutes is None) == (found.steps is None):
        parser.error("give either --minutes or --steps")
    return found


def main() -> None:
    """Train as the command line says."""
    began = time.monotonic()
    given = options()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    recipe = Recipe(
        rows=given.rows,
        length=given.length,
        matrix_rate=given.matrix_rate,
        other_rate=given.other_rate,
        warm_up_steps=given.warm_up,
        cooling=given.cooling,
        mixture=Mixture(*given.prose),
        within=not given.whole_rows,
        dropout=given.dropout,
    )
    training = Training(SIZES[given.size], recipe, device)
    if given.start_from is not None:
        training.model.load_state_dict(read_weights(given.start_from, device))
    folder = given.out or given.work
    folder.mkdir(parents=True, exist_ok=True)
    data = load(given.work, recipe.length, recipe.rows, device)
    Run(training, data, folder, given.name, began).go(Budget(given.minutes, given.steps))


if __name__ == "__main__":
    main()
