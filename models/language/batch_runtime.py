"""A loaded llama.cpp model whose context holds several sequences, evaluated together.

A token's evaluation reads all weights once, however many sequences have a token in the batch: on a
CPU, where reading them is what takes the time, several answers cost little more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from llama_cpp import llama_cpp

from models.language import logs
from models.language.base import ModelError
from models.language.runtime import EvaluationCancelledError, Progress, Runtime
from models.language.sampling import Logits

# What the key-value caches of all sequences may take together.
_CACHE_BYTES: Final = 1 << 30
_HALF_FLOAT_BYTES: Final = 2
_ABORTED: Final = 2


class Row(NamedTuple):
    """One token of a batch: its place in its sequence, and whether its logits are wanted."""

    token: int
    position: int
    sequence: int
    wants_logits: bool


class BatchRuntime(Runtime):
    """As `Runtime`, for several sequences; `sequences` is how many fit, at most `wished_sequences`.

    Each sequence has a context of `context_tokens`. Not thread-safe.

    Raises:
        ModelFileError: llama.cpp cannot load the file.
        ModelError: no GPU support, not enough memory, or a kind of model that cannot do this.
    """

    def __init__(
        self,
        path: Path,
        wished_sequences: int,
        *,
        context_tokens: int | None = None,
        threads: int | None = None,
        gpu_layers: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self._wished_sequences = wished_sequences
        self.sequences = 1
        super().__init__(
            path,
            context_tokens=context_tokens,
            threads=threads,
            gpu_layers=gpu_layers,
            progress=progress,
        )
        self.batch_tokens = int(llama_cpp.llama_n_batch(self._context))

    def _context_parameters(self, threads: int | None, gpu_layers: int) -> Any:
        parameters = super()._context_parameters(threads, gpu_layers)
        self.sequences = max(1, min(self._wished_sequences, _CACHE_BYTES // self._cache_bytes()))
        parameters.n_seq_max = self.sequences
        parameters.n_ctx = self.context_tokens * self.sequences
        return parameters

    def _cache_bytes(self) -> int:
        """Bytes of the keys and values of one full sequence."""
        heads = max(1, int(llama_cpp.llama_model_n_head(self._model)))
        kept = max(1, int(llama_cpp.llama_model_n_head_kv(self._model)))
        width = int(llama_cpp.llama_model_n_embd(self._model)) * kept // heads
        layers = int(llama_cpp.llama_model_n_layer(self._model))
        return 2 * max(1, layers * width) * _HALF_FLOAT_BYTES * self.context_tokens

    def evaluate_rows(self, rows: Sequence[Row], cancelled: Callable[[], bool]) -> None:
        """Evaluate the tokens of several sequences at once; at most `batch_tokens` of them.

        Raises:
            EvaluationCancelledError: `cancelled` said so; no sequence can be gone on with.
            ModelError: llama.cpp failed; no sequence can be gone on with.
        """
        self._stop.clear()
        if cancelled():
            raise EvaluationCancelledError
        batch = llama_cpp.llama_batch_init(len(rows), 0, 1)
        try:
            batch.n_tokens = len(rows)
            for place, row in enumerate(rows):
                batch.token[place] = row.token
                batch.pos[place] = row.position
                batch.n_seq_id[place] = 1
                batch.seq_id[place][0] = row.sequence
                batch.logits[place] = row.wants_logits
            status = self._worker.run(
                lambda: llama_cpp.llama_decode(self._context, batch),
                stop=self._stop.set,
                wanted=lambda: not cancelled(),
            )
        finally:
            # An interrupt may have left the evaluation running, which reads the batch.
            self._worker.drain()
            llama_cpp.llama_batch_free(batch)
        if status == 0:
            self.evaluated_tokens += len(rows)
            return
        llama_cpp.llama_memory_clear(self._memory, False)
        if status == _ABORTED:
            raise EvaluationCancelledError
        reason = logs.reason("no reason given")
        raise ModelError(f"llama.cpp failed with code {status} ({reason}): try again")

    def logits_of(self, place: int) -> Logits:
        """Logits after the row at `place` of the last batch, a view that the next overwrites.

        Shape (vocabulary,), float32.
        """
        pointer = llama_cpp.llama_get_logits_ith(self._context, place)
        view: Logits = np.ctypeslib.as_array(pointer, self._logit_shape)
        return view

    def forget(self, sequence: int) -> None:
        """Empty a sequence for another one."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)
