"""A language model inside the process, on llama.cpp."""

from __future__ import annotations

import codecs
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

from models.language import gguf_file
from models.language.base import (
    Constraint,
    Finish,
    Message,
    ModelError,
    Scores,
    Usage,
)
from models.language.gguf_model import GgufModel
from models.language.runtime import EvaluationCancelledError, Progress, Runtime
from models.language.sampling import Logits, Sampler
from models.language.scoring import OptionTree
from models.language.turns import Turn

_RELEASE_SECONDS: Final = 5.0


class LocalModel(GgufModel):
    """A GGUF file run by llama.cpp in this process; implements `LanguageModel`.

    One generation runs at a time. Another thread's waits for it; another one of the same thread
    ends it, since waiting would be for ever.

    Args:
        path: The GGUF file.
        context_tokens: Size of the context; by default the trained one, at most 4096 tokens.
        threads: Threads to use; by default chosen from the CPUs that are really there.
        gpu_layers: Layers to keep on a GPU, -1 for all, 0 for none.
        progress: Called with the share of the file that is loaded, 0.0 to 1.0.

    Raises:
        ModelFileError: the file is missing, damaged or of an unsupported kind.
        ModelError: no GPU support in this build, or not enough memory.
    """

    def __init__(
        self,
        path: Path,
        *,
        context_tokens: int | None = None,
        threads: int | None = None,
        gpu_layers: int = 0,
        progress: Progress | None = None,
    ) -> None:
        header = gguf_file.read_header(path)
        runtime = Runtime(
            path,
            context_tokens=context_tokens,
            threads=threads,
            gpu_layers=gpu_layers,
            progress=progress,
        )
        self._turn = Turn()
        finalizer = weakref.finalize(self, _release, self._turn, runtime)
        super().__init__(path, header, runtime, finalizer)

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> LocalGeneration:
        """Stream a greedy answer to `messages`; see `LanguageModel.generate`.

        Raises:
            ContextOverflowError: prompt and answer together exceed the context.
            ConstraintError: the grammar is malformed.
            ModelError: the model is closed, or (while streaming) llama.cpp failed.
        """
        prompt, sampler = self._opening(messages, max_tokens, constraint)
        run = _Run(self, self._runtime, self._turn, sampler, prompt)
        return LocalGeneration(run, max_tokens, cancel or threading.Event())

    def score(
        self,
        messages: Sequence[Message],
        options: Sequence[str],
        *,
        cancel: threading.Event | None = None,
    ) -> Scores:
        """How likely each option is as an answer; see `OptionScorer.score`.

        Raises:
            ContextOverflowError: prompt and options together exceed the context.
            ModelError: an option is empty, the model is closed, or llama.cpp failed.
        """
        self._require_open()
        started = time.perf_counter()
        tokens = [self._runtime.vocabulary.content_tokens(option) for option in options]
        if not all(tokens):
            raise ModelError("an answer to be scored must not be empty")
        prompt = self._prompt(messages, max(map(len, tokens), default=0))
        scoring = _Scoring(self._runtime, self._turn, prompt, cancel or threading.Event())
        found = scoring.run(OptionTree(tokens, min(self._runtime.vocabulary.stops, default=-1)))
        usage = Usage(len(prompt), scoring.evaluated, 0, time.perf_counter() - started)
        return Scores(tuple(found), usage)


def _release(turn: Turn, runtime: Runtime) -> None:
    """Stop a running generation, then free the model."""
    turn.retire(runtime.stop)
    # A thread that does not let go is stuck; leaving its memory alone is better than a crash.
    if turn.step.acquire(timeout=_RELEASE_SECONDS):
        try:
            runtime.close()
        finally:
            turn.step.release()


class LocalGeneration:
    """The pieces of one answer; implements `Generation`.

    It should be exhausted or closed; garbage collection closes it too. `finish` is "cancelled"
    until it is known better.
    """

    def __init__(self, run: _Run, max_tokens: int, cancel: threading.Event) -> None:
        self._run = run
        self._seconds = 0.0
        self._stream = run.pieces(max_tokens, cancel)

    @property
    def usage(self) -> Usage:
        """Counts so far; the seconds are those spent here, not in the consumer."""
        run = self._run
        return Usage(len(run.prompt), run.evaluated, run.generated, self._seconds)

    @property
    def finish(self) -> Finish:
        """Why it ended."""
        return self._run.finish

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next piece of text, whole characters only."""
        started = time.perf_counter()
        try:
            return next(self._stream)
        finally:
            self._seconds += time.perf_counter() - started

    def close(self) -> None:
        """End the generation; the cache keeps what has been evaluated."""
        self._stream.close()
        self._run.sampler.close()

    def __del__(self) -> None:
        # Absent where __init__ itself was interrupted.
        if hasattr(self, "_stream"):
            self.close()


class _Scoring:
    """One scoring of options, in its turn on the context."""

    def __init__(
        self, runtime: Runtime, turn: Turn, prompt: list[int], cancel: threading.Event
    ) -> None:
        self.evaluated = 0
        self._runtime = runtime
        self._turn = turn
        self._prompt = prompt
        self._cancel = cancel
        self._superseded = threading.Event()

    def run(self, tree: OptionTree) -> list[float]:
        """The log-probabilities; none when cancelled."""
        try:
            if not self._turn.take(self._superseded, self._cancel):
                return []
            return tree.log_probabilities(self._logits_after)
        except EvaluationCancelledError:
            return []
        finally:
            self._turn.leave(self._superseded)

    def _logits_after(self, path: Sequence[int]) -> Logits:
        with self._turn.step:
            before = self._runtime.evaluated_tokens
            try:
                self._runtime.evaluate([*self._prompt, *path], self._cancelled)
            finally:
                self.evaluated += self._runtime.evaluated_tokens - before
            # A copy: the memory may go once the step is over.
            return self._runtime.logits().copy()

    def _cancelled(self) -> bool:
        return self._cancel.is_set() or self._superseded.is_set()


class _Run:
    """What a generation's generator works on.

    It is apart from LocalGeneration so that an abandoned generation is closed at once: a generator
    that referred to its owner would wait for the garbage collector. The model is held so that it
    outlives the run.
    """

    def __init__(
        self,
        model: LocalModel,
        runtime: Runtime,
        turn: Turn,
        sampler: Sampler,
        prompt: list[int],
    ) -> None:
        self.model = model
        self.sampler = sampler
        self.prompt = prompt
        self.finish: Finish = "cancelled"
        self.evaluated = 0
        self.generated = 0
        self.superseded = threading.Event()
        self._runtime = runtime
        self._turn = turn

    def pieces(self, max_tokens: int, cancel: threading.Event) -> Generator[str]:
        """The pieces of text."""
        try:
            if self._turn.take(self.superseded, cancel):
                yield from self._decoded(max_tokens, cancel)
        except EvaluationCancelledError:
            self.finish = "cancelled"
        finally:
            self.sampler.close()
            self._turn.leave(self.superseded)

    def _decoded(self, max_tokens: int, cancel: threading.Event) -> Generator[str]:
        def cancelled() -> bool:
            return cancel.is_set() or self.superseded.is_set()

        characters = codecs.getincrementaldecoder("utf-8")("replace")
        with self._turn.step:
            self._evaluate(cancelled)
            token = self.sampler.choose(self._runtime.logits())
        while token is not None:
            self.generated += 1
            ended = self.sampler.ended()
            text = characters.decode(self._runtime.vocabulary.spoken_piece(token))
            if text:
                yield text
            if ended or self.generated == max_tokens:
                self.finish = "stop" if ended else "length"
                return
            with self._turn.step:
                self._runtime.append(token, cancelled)
                token = self.sampler.choose(self._runtime.logits())
        self.finish = "stop"

    def _evaluate(self, cancelled: Callable[[], bool]) -> None:
        before = self._runtime.evaluated_tokens
        try:
            self._runtime.evaluate(self.prompt, cancelled)
        finally:
            self.evaluated = self._runtime.evaluated_tokens - before
