"""Several answers of one model in this process, written side by side.

Continuous batching, as servers do it (Yu et al. 2022, "Orca"): a thread evaluates one token of each
running answer at a time, fills the rest of the batch with pieces of prompts that are still to be
read, and lets the next request in as soon as an answer has ended.
"""

from __future__ import annotations

import codecs
import queue
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from models.language import gguf_file
from models.language.base import (
    Constraint,
    Finish,
    Message,
    ModelError,
    Usage,
)
from models.language.batch_runtime import BatchRuntime, Row
from models.language.gguf_model import GgufModel
from models.language.runtime import EvaluationCancelledError
from models.language.sampling import Sampler

_POLL_SECONDS: Final = 0.05


@dataclass(slots=True)
class _Request:
    """An answer that is wanted; the scheduling thread alone changes it once it is queued."""

    prompt: Sequence[int]
    sampler: Sampler
    max_tokens: int
    cancel: threading.Event
    # Pieces of text; None at the end, an error where it failed.
    pieces: queue.SimpleQueue[str | ModelError | None] = field(default_factory=queue.SimpleQueue)
    finish: Finish = "cancelled"
    read: int = 0
    generated: int = 0
    token: int | None = None
    sequence: int = -1
    # The row of the last batch whose logits choose the next token.
    row: int | None = None
    characters: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace")
    )

    def end(self, finish: Finish, error: ModelError | None = None) -> None:
        self.finish = finish
        self.sampler.close()
        self.pieces.put(error)


class BatchedModel(GgufModel):
    """A GGUF file that answers several threads at once; implements `LanguageModel`.

    Args:
        path: The GGUF file.
        answers: How many answers are written at a time, fewer where the caches would take more
            than 1 GiB.
        context_tokens: Size of the context of each answer; as for `LocalModel`.
        threads: Threads to use.
        gpu_layers: Layers to keep on a GPU.

    Raises:
        ModelFileError: the file is missing, damaged or of an unsupported kind.
        ModelError: no GPU support in this build, or not enough memory.
    """

    def __init__(
        self,
        path: Path,
        answers: int,
        *,
        context_tokens: int | None = None,
        threads: int | None = None,
        gpu_layers: int = 0,
    ) -> None:
        header = gguf_file.read_header(path)
        runtime = BatchRuntime(
            path,
            answers,
            context_tokens=context_tokens,
            threads=threads,
            gpu_layers=gpu_layers,
        )
        self._sequences = runtime.sequences
        self._scheduler = _Scheduler(runtime)
        finalizer = weakref.finalize(self, self._scheduler.close)
        super().__init__(path, header, runtime, finalizer)

    @property
    def answers(self) -> int:
        """How many answers are written at a time."""
        return self._sequences

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> BatchedGeneration:
        """A greedy answer, written beside those of other threads.

        Raises:
            ContextOverflowError: prompt and answer together exceed the context.
            ConstraintError: the grammar is malformed.
            ModelError: the model is closed, or (while streaming) llama.cpp failed.
        """
        prompt, sampler = self._opening(messages, max_tokens, constraint)
        request = _Request(prompt, sampler, max_tokens, cancel or threading.Event())
        self._scheduler.add(request)
        return BatchedGeneration(self, request)


class BatchedGeneration:
    """The pieces of one answer among several; implements `Generation`."""

    def __init__(self, model: BatchedModel, request: _Request) -> None:
        # The model is held so that it outlives its answers.
        self._model: BatchedModel | None = model
        self._request = request
        self._began = time.perf_counter()
        self._seconds = 0.0

    @property
    def usage(self) -> Usage:
        """Counts so far; the seconds are those from the request on, beside the other answers."""
        request = self._request
        return Usage(len(request.prompt), request.read, request.generated, self._seconds)

    @property
    def finish(self) -> Finish:
        """Why it ended."""
        return self._request.finish

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next piece of text, whole characters only."""
        if self._model is None:
            raise StopIteration
        piece = self._next_piece()
        self._seconds = time.perf_counter() - self._began
        if isinstance(piece, str):
            return piece
        self._model = None
        if piece is not None:
            raise piece
        raise StopIteration

    def _next_piece(self) -> str | ModelError | None:
        """What comes next; None also as soon as it is cancelled, however long a batch takes."""
        while True:
            try:
                return self._request.pieces.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                if self._request.cancel.is_set():
                    return None

    def close(self) -> None:
        """Want no more of it."""
        self._request.cancel.set()


class _Scheduler:
    """The thread that evaluates batches; it begins with the first request."""

    def __init__(self, runtime: BatchRuntime) -> None:
        self._runtime = runtime
        self._waiting: deque[_Request] = deque()
        self._running: list[_Request] = []
        self._free = list(range(runtime.sequences))
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, request: _Request) -> None:
        """Queue a request; raises ModelError where the model is being closed."""
        with self._changed:
            if self._closing.is_set():
                raise ModelError("the model is closed: load it again")
            self._waiting.append(request)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="kagent-batches", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread and everything that waits, then free the model."""
        with self._changed:
            self._closing.set()
            self._changed.notify_all()
        self._runtime.stop()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._runtime.close()

    def _work(self) -> None:
        try:
            while self._admit():
                try:
                    self._advance()
                except EvaluationCancelledError:
                    self._end_all()
                except ModelError as error:
                    self._end_all(error)
        finally:
            # Nobody may wait for what will never come, whatever ended the thread.
            with self._changed:
                is_wished = self._closing.is_set()
                self._closing.set()
                self._running += self._waiting
                self._waiting.clear()
            self._end_all(None if is_wished else ModelError("the model failed: load it again"))

    def _admit(self) -> bool:
        """Let requests into free sequences, and wait where there are none; False at the end."""
        with self._changed:
            while not self._closing.is_set():
                self._drop_cancelled()
                while self._free and self._waiting:
                    request = self._waiting.popleft()
                    request.sequence = self._free.pop()
                    self._running.append(request)
                if self._running:
                    return True
                self._changed.wait(_POLL_SECONDS if self._waiting else None)
            return False

    def _drop_cancelled(self) -> None:
        for request in [one for one in self._waiting if one.cancel.is_set()]:
            self._waiting.remove(request)
            request.end("cancelled")
        for request in [one for one in self._running if one.cancel.is_set()]:
            self._leave(request, "cancelled")

    def _advance(self) -> None:
        """One batch: the last token of each running answer, then as much of prompts as fits."""
        rows: list[Row] = []
        for request in self._running:
            request.row = None
            if request.token is not None:
                position = len(request.prompt) + request.generated - 1
                request.row = len(rows)
                rows.append(Row(request.token, position, request.sequence, True))
        for request in self._running:
            if request.token is None:
                self._read_on(request, rows)
        self._runtime.evaluate_rows(rows, self._is_stopped)
        for request in list(self._running):
            if request.row is not None:
                self._choose(request, request.row)

    def _read_on(self, request: _Request, rows: list[Row]) -> None:
        room = self._runtime.batch_tokens - len(rows)
        piece = request.prompt[request.read : request.read + room]
        last = len(request.prompt) - 1
        for token in piece:
            rows.append(Row(token, request.read, request.sequence, request.read == last))
            request.read += 1
        if piece and request.read > last:
            request.row = len(rows) - 1

    def _choose(self, request: _Request, row: int) -> None:
        try:
            token = request.sampler.choose(self._runtime.logits_of(row))
        except ModelError as error:
            self._leave(request, "cancelled", error)
            return
        if token is None:
            self._leave(request, "stop")
            return
        request.token = token
        request.generated += 1
        ended = request.sampler.ended()
        text = request.characters.decode(self._runtime.vocabulary.spoken_piece(token))
        if text:
            request.pieces.put(text)
        if ended or request.generated == request.max_tokens:
            self._leave(request, "stop" if ended else "length")

    def _leave(self, request: _Request, finish: Finish, error: ModelError | None = None) -> None:
        self._running.remove(request)
        self._runtime.forget(request.sequence)
        self._free.append(request.sequence)
        request.end(finish, error)

    def _end_all(self, error: ModelError | None = None) -> None:
        for request in self._running:
            if request.sequence >= 0:
                self._runtime.forget(request.sequence)
                self._free.append(request.sequence)
            request.end("cancelled", error)
        self._running.clear()

    def _is_stopped(self) -> bool:
        """Whether nobody wants any of it any more."""
        return self._closing.is_set() or all(one.cancel.is_set() for one in self._running)
