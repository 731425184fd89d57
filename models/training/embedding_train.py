"""Contrastive training of the static model, resumable at its last checkpoint."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from models.training.embedding_batches import Batch, Ids, Packed, PackedPassages, ProseSampler
from models.training.embedding_model import StaticEncoder, contrast
from models.training.embedding_pairs import QuestionSet
from models.training.embedding_targets import Targets

_WARM_UP = 50
_LOWEST_RATE = 0.02
_CHECKPOINT_EVERY = 50
_MATCHED = 64
_MATCHED_QUESTIONS = 32
_TRANSLATIONS = 512
_QUESTIONS = 192
_OTHER_PASSAGES = 256
# Features of a question and its passage that are dropped by chance: there are few questions.
_DROPPED = 0.15
_TEACHER_SCALE = 20.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How long and how fast to train; rates are Adam's."""

    steps: int = 800
    batch: int = 1280
    per_document: int = 8
    vector_rate: float = 3e-3
    weight_rate: float = 5e-3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Material:
    """All that is learnt from."""

    prose: PackedPassages
    translations: tuple[Packed, Packed]
    questions: list[QuestionSet]
    targets: list[Targets]


class Trainer:
    """Runs the steps. Each one draws its batches from its own number, so that a resumed run goes
    on as an uninterrupted one would, but for the order of the prose."""

    def __init__(self, encoder: StaticEncoder, material: Material, settings: Settings) -> None:
        self._encoder, self._material, self._settings = encoder, material, settings
        self._step = 0
        self._random = np.random.default_rng(settings.seed)
        self._optimizer = torch.optim.Adam(
            [
                {"params": [encoder.vectors], "lr": settings.vector_rate},
                {
                    "params": [encoder.passage_weights, encoder.query_factors],
                    "lr": settings.weight_rate,
                },
                {"params": [encoder.log_scale, encoder.match_log_scale], "lr": 2e-3},
            ],
            betas=(0.9, 0.98),
            fused=True,
        )
        self._rates = [group["lr"] for group in self._optimizer.param_groups]

    def run(self, checkpoint: Path) -> None:
        """Train to the end, from `checkpoint` on where it exists."""
        if checkpoint.exists():
            self._restore(checkpoint)
        samplers = [
            ProseSampler(self._material.prose, chinese, self._settings.seed + self._step)
            for chinese in (False, True)
        ]
        losses: list[dict[str, float]] = []
        while self._step < self._settings.steps:
            self._random = np.random.default_rng((self._settings.seed, self._step))
            losses.append(self._advance(samplers[self._step % 2]))
            self._step += 1
            if self._step % _CHECKPOINT_EVERY == 0 or self._step == self._settings.steps:
                self._save(checkpoint)
                _report(self._step, losses)
                losses = []

    def _advance(self, sampler: ProseSampler) -> dict[str, float]:
        progress = self._step / self._settings.steps
        factor = min(1.0, (self._step + 1) / _WARM_UP) * max(_LOWEST_RATE, 1.0 - progress)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        batch = sampler.batch(self._settings.batch, self._settings.per_document)
        parts = {"prose": self._prose_loss(batch)}
        # One at a time: every gradient is as large as the whole table.
        match self._step // 2 % 5:
            case 0:
                parts["matches"] = self._match_loss(batch)
            case 1 | 3:
                parts["questions"] = self._question_loss()
            case 2:
                parts["teacher"] = self._teacher_loss()
            case _:
                parts["translations"] = self._translation_loss()
        loss = torch.stack(list(parts.values())).sum()
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self._optimizer.step()
        return {name: part.item() for name, part in parts.items()}

    def _scores(self, queries: Any, passages: Any) -> Any:
        encoder = self._encoder
        return encoder.queries(queries) @ encoder.passages(passages).T * encoder.log_scale.exp()

    def _prose_loss(self, batch: Batch) -> Any:
        return contrast(
            self._scores(batch.queries, batch.passages),
            torch.from_numpy(batch.groups),
            torch.from_numpy(batch.loose),
        )

    def _match_loss(self, batch: Batch) -> Any:
        """Late interaction over the first rows of the batch: it costs more a row."""
        encoder = self._encoder
        scores = encoder.matches(batch.queries[:_MATCHED], batch.passages[:_MATCHED])
        return contrast(
            scores * encoder.match_log_scale.exp(),
            torch.from_numpy(batch.groups[:_MATCHED]),
            torch.from_numpy(batch.loose[:_MATCHED]),
        )

    def _translation_loss(self) -> Any:
        languages = self._material.translations
        chosen = self._random.permutation(len(languages[0]))[:_TRANSLATIONS]
        sides = [[language[int(i)] for i in chosen] for language in languages]
        # Each language asks in turn.
        scores = self._scores(sides[self._step % 2], sides[1 - self._step % 2])
        wanted = torch.arange(len(chosen))
        return 0.5 * (F.cross_entropy(scores, wanted) + F.cross_entropy(scores.T, wanted))

    def _question_loss(self) -> Any:
        sets = self._material.questions
        data = sets[int(self._random.integers(len(sets)))]
        asked = self._random.permutation(len(data.questions))[:_QUESTIONS]
        others = self._random.permutation(len(data.passages))[:_OTHER_PASSAGES]
        queries, passages, wanted = self._questions(data, asked, others)
        loss = F.cross_entropy(self._scores(queries, passages), wanted)
        few = self._questions(data, asked[:_MATCHED_QUESTIONS], others[:_MATCHED])
        matches = self._encoder.matches(few[0], few[1]) * self._encoder.match_log_scale.exp()
        return loss + F.cross_entropy(matches, few[2])

    def _questions(
        self, data: QuestionSet, asked: Any, others: Any
    ) -> tuple[list[Ids], list[Ids], Any]:
        """Questions, the passages that answer them and others, and which of them answers which."""
        offered, places = np.unique(
            np.concatenate([data.answers[asked], others]), return_inverse=True
        )
        queries = [self._thinned(data.questions[int(i)]) for i in asked]
        passages = [self._thinned(data.passages[int(i)]) for i in offered]
        return queries, passages, torch.from_numpy(places[: len(asked)])

    def _teacher_loss(self) -> Any:
        """Divergence from the teacher's distribution over the passages of one block."""
        if not self._material.targets:
            return torch.zeros(())
        block = self._material.targets[int(self._random.integers(len(self._material.targets)))]
        asked, vectors = block.questions, block.question_vectors
        if self._step % 2:
            asked, vectors = block.sentences, block.sentence_vectors
        offered = torch.from_numpy(block.passage_vectors.astype(np.float32))
        wanted = torch.from_numpy(vectors.astype(np.float32)) @ offered.T * _TEACHER_SCALE
        scores = self._scores(list(asked), list(block.passages))
        # Both as log-probabilities.
        return F.kl_div(
            F.log_softmax(scores, 1),
            F.log_softmax(wanted, 1),
            reduction="batchmean",
            log_target=True,
        )

    def _thinned(self, ids: Ids) -> Ids:
        keep = self._random.random(len(ids)) >= _DROPPED
        return ids[keep] if keep.any() else ids

    def _save(self, path: Path) -> None:
        state = {
            "step": self._step,
            "encoder": self._encoder.state_dict(),
            "optimizer": self._optimizer.state_dict(),
        }
        partial = path.with_suffix(".part")
        torch.save(state, partial)
        partial.replace(path)

    def _restore(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self._encoder.load_state_dict(state["encoder"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._step = int(state["step"])


def _report(step: int, losses: list[dict[str, float]]) -> None:
    """Write the means of the losses since the last report as a line of JSON."""
    names = sorted({name for row in losses for name in row})
    means = {n: round(float(np.mean([row[n] for row in losses if n in row])), 3) for n in names}
    sys.stdout.write(json.dumps({"step": step, **means}) + "\n")
    sys.stdout.flush()
