"""One step after the other on packed rows: the decoder, its optimisers, and the loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from models.training.attending import Seen, within_conversations
from models.training.config import DecoderConfig
from models.training.decoder import Decoder
from models.training.mixture import Mixture
from models.training.muon import StackedMuon

SEED = 20261126


@dataclass(frozen=True, slots=True)
class Recipe:
    """A run: rows a step, their length, peak rates, and the mixture."""

    rows: int = 64
    length: int = 2048
    matrix_rate: float = 6e-3
    other_rate: float = 3e-3
    warm_up_steps: int = 150
    cooling: float = 0.6
    mixture: Mixture = Mixture()  # noqa: RUF009 - frozen
    within: bool = True
    dropout: float = 0.0


def rate_factor(recipe: Recipe, step: int, done: float) -> float:
    """Linear warm-up, then level, then over the last `cooling` of the run a line down to 2 %."""
    warm = min(1.0, (step + 1) / recipe.warm_up_steps)
    left = (1.0 - done) / recipe.cooling
    return warm * max(0.02, min(1.0, left))


class Training:
    """The state of a run."""

    def __init__(self, config: DecoderConfig, recipe: Recipe, device: torch.device) -> None:
        torch.manual_seed(SEED)
        self.device = device
        self.recipe = recipe
        self.model = Decoder(config, recipe.dropout).to(device)
        named = list(self.model.named_parameters())
        matrices = [p for n, p in named if p.ndim == 2 and n.startswith("blocks")]
        others = [p for n, p in named if p.ndim != 2 or not n.startswith("blocks")]
        self.muon = StackedMuon(matrices)
        self.adam = torch.optim.AdamW(
            others, lr=recipe.other_rate, betas=(0.9, 0.98), weight_decay=0.0
        )
        self.step = 0
        self.spent = 0
        self.loss = self._compiled() if device.type == "cuda" else self._loss

    def _compiled(self) -> Callable[[Tensor, Tensor, Seen], Tensor]:
        compiled: Callable[[Tensor, Tensor, Seen], Tensor] = torch.compile(
            self._loss, dynamic=False
        )
        return compiled

    def _seen(self, ids: Tensor) -> Seen:
        return within_conversations(ids) if self.recipe.within else None

    def _loss(self, ids: Tensor, weights: Tensor, seen: Seen) -> Tensor:
        """Weighted mean cross-entropy of each next token; ids and weights (rows, length)."""
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            hidden = self.model(ids, seen)
            logits = self.model.logits(hidden[:, :-1])
        losses = F.cross_entropy(
            logits.flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none"
        )
        wanted = weights[:, 1:].flatten()
        return (losses * wanted).sum() / wanted.sum().clamp(min=1.0)

    def advance(self, ids: Tensor, weights: Tensor, factor: float) -> Tensor:
        """One step; returns the loss, still on the device."""
        loss = self.loss(ids, weights, self._seen(ids))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.muon.step(self.recipe.matrix_rate * factor)
        for group in self.adam.param_groups:
            group["lr"] = self.recipe.other_rate * factor
        self.adam.step()
        self.adam.zero_grad(set_to_none=True)
        self.step += 1
        self.spent += ids.numel()
        return loss.detach()

    def measure(self, ids: Tensor, weights: Tensor) -> float:
        """The mean loss over held-out rows, by whole batches.

        Gradients stay on: without them the compiled loss would be compiled a second time.
        """
        size = self.recipe.rows
        losses = [
            self.loss(part, weights[start : start + size], self._seen(part)).detach()
            for start in range(0, len(ids), size)
            for part in [ids[start : start + size]]
        ]
        return float(torch.stack(losses).mean())

    def state(self) -> dict[str, Any]:
        """Everything that going on needs, for torch.save."""
        return {
            "model": self.model.state_dict(),
            "config": self.model.config.to_json(),
            "muon": self.muon.state(),
            "adam": self.adam.state_dict(),
            "step": self.step,
            "spent": self.spent,
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        self.model.load_state_dict(state["model"])
        self.muon.load(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.step, self.spent = state["step"], state["spent"]
