"""Train the built-in decoder: first on prose, then on planning and concluding conversations.

    python -m models.training.train --work .training --stage prose --tokens 6000000
    python -m models.training.train --work .training --stage conversations --tokens 14000000

Resumable: the checkpoint holds weights, optimiser states and the step, and the batch of a step
depends only on the seed. Matrices are trained with Muon (Jordan et al. 2024,
https://kellerjordan.github.io/posts/muon/), embeddings and norms with AdamW.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from models.training.batches import Batch, ConversationBatches, ProseBatches
from models.training.config import DecoderConfig
from models.training.decoder import Decoder

SAVE_EVERY_SECONDS = 240.0
WARM_UP_STEPS = 60
STAGES = ("prose", "conversations", "polish", "tools")
ROW_STEP = 512


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a stage does; rates are peak learning rates, `tokens` the padded budget."""

    stage: str
    tokens: int
    tokens_per_batch: int
    matrix_rate: float
    other_rate: float
    seed: int = 20261120


def make_optimisers(model: Decoder, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Muon for the blocks' matrices, AdamW for the rest."""
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and n.startswith("blocks")]
    others = [p for n, p in model.named_parameters() if p.ndim != 2 or not n.startswith("blocks")]
    muon = torch.optim.Muon(
        matrices, lr=recipe.matrix_rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"
    )
    adam = torch.optim.AdamW(others, lr=recipe.other_rate, betas=(0.9, 0.98), weight_decay=0.0)
    return [muon, adam]


def rate_factor(step: int, done: float) -> float:
    """Linear warm-up, then a cosine from 1 to 0.05 as `done` goes from 0 to 1."""
    warm_up = min(1.0, (step + 1) / WARM_UP_STEPS)
    return warm_up * (0.05 + 0.95 * 0.5 * (1.0 + math.cos(math.pi * min(1.0, done))))


def batch_loss(model: Decoder, batch: Batch, device: torch.device) -> Tensor:
    """Weighted mean cross-entropy; only positions with a weight pay for the output layer."""
    inputs = torch.from_numpy(batch.inputs).to(device, non_blocking=True)
    targets = torch.from_numpy(batch.targets).to(device, non_blocking=True)
    weights = torch.from_numpy(batch.weights).to(device, non_blocking=True)
    with autocast(device):
        hidden = model(inputs)
        rows = paying_rows(weights)
        logits = model.logits(hidden.flatten(0, 1)[rows])
    losses = F.cross_entropy(logits.float(), targets.flatten()[rows], reduction="none")
    row_weights = weights.flatten()[rows]
    return (losses * row_weights).sum() / row_weights.sum()


def paying_rows(weights: Tensor) -> Tensor:
    """Indices of the positions with a weight, filled up to a multiple of `ROW_STEP`.

    The fillers have no weight: they keep the number of different matrix shapes, and with it the
    memory that kernels made for each shape hold, small.
    """
    flat = weights.flatten()
    order = torch.argsort((flat > 0).to(torch.int8), descending=True, stable=True)
    count = int((flat > 0).sum())
    return order[: min(len(flat), -(-count // ROW_STEP) * ROW_STEP)]


def autocast(device: torch.device) -> AbstractContextManager[Any]:
    """bfloat16 on every device."""
    return torch.autocast(device.type, dtype=torch.bfloat16)


def make_batches(recipe: Recipe, work: Path) -> Callable[[int], Batch]:
    """The stage's source of batches."""
    if recipe.stage == "prose":
        return ProseBatches(
            work / "prose.npy",
            length=256,
            tokens_per_batch=recipe.tokens_per_batch,
            seed=recipe.seed,
        )
    return ConversationBatches(
        work / f"{recipe.stage}.npz", tokens_per_batch=recipe.tokens_per_batch, seed=recipe.seed
    )


def train(
    recipe: Recipe,
    config: DecoderConfig,
    work: Path,
    start_from: Path | None,
    stop_after: int | None = None,
) -> Path:
    """Run a stage to its token budget, or to `stop_after` tokens of it; return the checkpoint."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_num_threads(len(os.sched_getaffinity(0)) if sys.platform == "linux" else 2)
    torch.manual_seed(recipe.seed)
    model = Decoder(config).to(device)
    optimisers = make_optimisers(model, recipe)
    target = work / f"{recipe.stage}.pt"
    step, spent = 0, 0
    if target.exists():
        saved = torch.load(target, map_location=device, weights_only=True)
        model.load_state_dict(saved["model"])
        for optimiser, state in zip(optimisers, saved["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        step, spent = saved["step"], saved["spent"]
    elif start_from is not None:
        model.load_state_dict(read_weights(start_from, device))
    batches = make_batches(recipe, work)
    run = torch.compile(model, dynamic=True) if device.type == "cuda" else model
    run.logits = model.logits
    began = saved_at = time.monotonic()
    since, recent = spent, 0.0
    while spent < min(recipe.tokens, stop_after or recipe.tokens):
        factor = rate_factor(step, spent / recipe.tokens)
        for optimiser, base in zip(
            optimisers, (recipe.matrix_rate, recipe.other_rate), strict=True
        ):
            for group in optimiser.param_groups:
                group["lr"] = base * factor
        batch = batches(step)
        loss = batch_loss(run, batch, device)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        step, spent = step + 1, spent + batch.tokens
        recent = loss.item() if recent == 0.0 else 0.98 * recent + 0.02 * loss.item()
        if step % 20 == 0:
            speed = (spent - since) / (time.monotonic() - began)
            left = (recipe.tokens - spent) / max(speed, 1.0) / 60
            print(
                f"{recipe.stage} step {step} tokens {spent} loss {recent:.4f} "
                f"{speed:.0f} tokens/s, {left:.1f} min left",
                flush=True,
            )
        if time.monotonic() - saved_at > SAVE_EVERY_SECONDS:
            save(target, model, optimisers, step, spent)
            saved_at = time.monotonic()
    save(target, model, optimisers, step, spent)
    return target


def read_weights(path: Path, device: torch.device) -> dict[str, Tensor]:
    """The weights of a checkpoint, or of an exported GGUF file."""
    if path.suffix != ".gguf":
        saved: dict[str, Tensor] = torch.load(path, map_location=device, weights_only=True)["model"]
        return saved
    from models.training.export import read_gguf

    _, weights = read_gguf(path)
    return {name: torch.from_numpy(values).to(device) for name, values in weights.items()}


def save(
    target: Path, model: Decoder, optimisers: list[torch.optim.Optimizer], step: int, spent: int
) -> None:
    """Write the checkpoint whole or not at all."""
    part = target.with_suffix(".part")
    torch.save(
        {
            "model": model.state_dict(),
            "config": model.config.to_json(),
            "optimisers": [optimiser.state_dict() for optimiser in optimisers],
            "step": step,
            "spent": spent,
        },
        part,
    )
    part.replace(target)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--batch-tokens", type=int, default=6144)
    parser.add_argument("--matrix-rate", type=float, default=6e-3)
    parser.add_argument("--other-rate", type=float, default=3e-3)
    parser.add_argument("--start-from", type=Path)
    options = parser.parse_args()
    recipe = Recipe(
        options.stage,
        options.tokens,
        options.batch_tokens,
        options.matrix_rate,
        options.other_rate,
    )
    train(recipe, DecoderConfig(), options.work, options.start_from)


if __name__ == "__main__":
    main()
