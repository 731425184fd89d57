"""A loaded llama.cpp model with one context, whose key-value cache is kept from prompt to prompt.

The C interface is used directly: the high-level class of llama-cpp-python points file descriptors
at /dev/null while loading, and has no way to stop while a prompt is being evaluated.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from llama_cpp import llama_cpp

from models.language import logs
from models.language.base import ContextOverflowError, ModelError, ModelFileError
from models.language.sampling import Logits
from models.language.threads import thread_counts
from models.language.tokens import Vocabulary
from models.language.worker import Worker

Progress = Callable[[float], None]
_BATCH_TOKENS: Final = 512
_DEFAULT_CONTEXT: Final = 4096
# One token that takes less than this is decoded on the caller's thread: handing it over costs
# about 0.1 ms, a third of a small model's time for it, and Ctrl-C can wait that long.
_INLINE_SECONDS: Final = 0.05
# On CPUs flash attention is slower for one token at a time: with 700 tokens before it a model of 17
# million parameters decodes 5 to 20 % faster without it, and two to three times as fast where other
# work shares the cores. What attention costs beside the weights of a large model is little.
_SMALL_BYTES: Final = 64 << 20
_ABORTED: Final = 2
_NO_SLOT: Final = 1
_NO_GPU: Final = (
    "gpu_layers is set, but llama-cpp-python was built without GPU support: set gpu_layers to 0, "
    "or rebuild it with CMAKE_ARGS=-DGGML_CUDA=on (NVIDIA) or CMAKE_ARGS=-DGGML_METAL=on (Apple) "
    "pip install --force-reinstall --no-cache-dir --no-binary llama-cpp-python llama-cpp-python"
)


class EvaluationCancelledError(Exception):
    """The caller's cancel event stopped an evaluation."""


class Runtime:
    """A model and its context. Not thread-safe: its owner lets one thread in at a time.

    Args:
        path: A GGUF file whose header has been checked.
        context_tokens: Size of the context; by default what the model was trained for, at most
            4096. Never more than it was trained for.
        threads: Threads for decoding and for prompts; by default as many CPUs as really there.
        gpu_layers: Layers to keep on a GPU, -1 for all.
        progress: Called with 0.0 to 1.0 while loading, on another thread.

    Raises:
        ModelFileError: llama.cpp cannot load the file.
        ModelError: no GPU support, or not enough memory.
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
        logs.install()
        logs.forget()
        llama_cpp.llama_backend_init()
        if gpu_layers != 0 and not llama_cpp.llama_supports_gpu_offload():
            raise ModelError(_NO_GPU)
        self._worker = Worker("kagent-llama")
        self._model: Any = None
        self._context: Any = None
        self._stop = _StopFlag()
        self._cached: list[int] = []
        self._in_flight: list[int] = []
        self._token_seconds = float("inf")
        self.evaluated_tokens = 0
        try:
            self._model = self._load(path, gpu_layers, progress)
            self.vocabulary = Vocabulary(self._model)
            self._context = self._make_context(context_tokens, threads, gpu_layers)
        except BaseException:
            self.close()
            raise
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._logit_shape = (self.vocabulary.size,)

    def _load(self, path: Path, gpu_layers: int, progress: Progress | None) -> Any:
        interrupted = False
        trouble: list[BaseException] = []

        def report(share: float, _user: object) -> bool:
            try:
                if progress is not None:
                    progress(share)
            # An exception cannot cross llama.cpp: it is raised again once the load has stopped.
            except BaseException as error:
                trouble.append(error)
            return not interrupted and not trouble

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True

        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        parameters.progress_callback = llama_cpp.llama_progress_callback(report)
        name = os.fsencode(path)
        model = self._worker.run(
            lambda: llama_cpp.llama_model_load_from_file(name, parameters),
            stop=interrupt,
            wanted=lambda: True,
        )
        if trouble:
            raise trouble[0]
        if not model:
            reason = logs.reason("llama.cpp gave no reason").rstrip(".")
            raise ModelFileError(f"{path} cannot be loaded: {reason}; choose another model file")
        if not llama_cpp.llama_model_has_decoder(model):
            llama_cpp.llama_model_free(model)
            raise ModelFileError(f"{path} cannot generate text; choose a chat model")
        return model

    def _make_context(self, wished: int | None, threads: int | None, gpu_layers: int) -> Any:
        trained = int(llama_cpp.llama_model_n_ctx_train(self._model))
        self.context_tokens = max(8, min(wished or _DEFAULT_CONTEXT, trained))
        parameters = self._context_parameters(threads, gpu_layers)
        context = self._worker.run(
            lambda: llama_cpp.llama_init_from_model(self._model, parameters),
            stop=self._stop.set,
            wanted=lambda: True,
        )
        if not context:
            raise ModelError(
                f"no context of {self.context_tokens} tokens could be made "
                f"({logs.reason('out of memory?')}): lower context_tokens"
            )
        return context

    def _context_parameters(self, threads: int | None, gpu_layers: int) -> Any:
        """Parameters of a context of `context_tokens` for one sequence."""
        decoding, prompt = thread_counts(int(llama_cpp.llama_model_size(self._model)), threads)
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = self.context_tokens
        parameters.n_batch = parameters.n_ubatch = min(_BATCH_TOKENS, self.context_tokens)
        parameters.n_threads, parameters.n_threads_batch = decoding, prompt
        if gpu_layers == 0 and int(llama_cpp.llama_model_size(self._model)) <= _SMALL_BYTES:
            parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.offload_kqv = parameters.op_offload = gpu_layers != 0
        parameters.no_perf = True
        parameters.abort_callback = self._stop.callback
        parameters.abort_callback_data = self._stop.address
        return parameters

    def metadata(self, key: str) -> str | None:
        """A metadata value of the model as text."""
        size = 256
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama_cpp.llama_model_meta_val_str(self._model, key.encode(), buffer, size)
            if length < size:
                return buffer.value.decode("utf-8", "replace") if length >= 0 else None
            size = length + 1

    def chat_template(self) -> str | None:
        """The chat template that the file carries."""
        template = llama_cpp.llama_model_chat_template(self._model, None)
        return template.decode("utf-8", "replace") if template else None

    def evaluate(self, prompt: Sequence[int], cancelled: Callable[[], bool]) -> None:
        """Make the cache hold exactly `prompt`; `evaluated_tokens` grows by what was not there.

        The longest prefix shared with the cache is kept; the last token is always evaluated, since
        its logits are wanted.

        Raises:
            EvaluationCancelledError: `cancelled` said so; the cache keeps what is done.
            ModelError: llama.cpp failed.
        """
        self._settle()
        kept = 0
        for cached, wanted in zip(self._cached, prompt[:-1], strict=False):
            if cached != wanted:
                break
            kept += 1
        self._truncate(kept)
        for start in range(len(self._cached), len(prompt), _BATCH_TOKENS):
            self._decode(prompt[start : start + _BATCH_TOKENS], cancelled)

    def append(self, token: int, cancelled: Callable[[], bool]) -> None:
        """Evaluate one more token; raises like `evaluate`."""
        self._decode([token], cancelled)

    def logits(self) -> Logits:
        """Logits of the last evaluated token, a view that the next evaluation overwrites.

        Shape (vocabulary,), float32.
        """
        pointer = llama_cpp.llama_get_logits_ith(self._context, -1)
        view: Logits = np.ctypeslib.as_array(pointer, self._logit_shape)
        return view

    def stop(self) -> None:
        """Stop a running evaluation, from any thread."""
        self._stop.set()

    def close(self) -> None:
        """Free the context and the model."""
        self._worker.close()
        if self._context:
            llama_cpp.llama_free(self._context)
            self._context = None
        if self._model:
            llama_cpp.llama_model_free(self._model)
            self._model = None

    def _decode(self, tokens: Sequence[int], cancelled: Callable[[], bool]) -> None:
        self._stop.clear()
        if cancelled():
            raise EvaluationCancelledError
        # What is in flight is known even if an interrupt ends this call anywhere.
        self._in_flight = list(tokens)
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        batch = llama_cpp.llama_batch_get_one(array, len(tokens))
        started = time.perf_counter()
        if len(tokens) == 1 and self._token_seconds < _INLINE_SECONDS:
            status = llama_cpp.llama_decode(self._context, batch)
        else:
            status = self._worker.run(
                lambda: llama_cpp.llama_decode(self._context, batch),
                stop=self._stop.set,
                wanted=lambda: not cancelled(),
            )
        if len(tokens) == 1:
            self._token_seconds = time.perf_counter() - started
        if status == 0:
            self._cached += self._in_flight
            self._in_flight = []
            self.evaluated_tokens += len(tokens)
            return
        self._settle()
        if status == _ABORTED:
            raise EvaluationCancelledError
        if status == _NO_SLOT:
            raise ContextOverflowError("the context is full: ask something shorter")
        reason = logs.reason("no reason given")
        raise ModelError(f"llama.cpp failed with code {status} ({reason}): try again")

    def _settle(self) -> None:
        """After an evaluation that did not end well, agree with llama.cpp on what is cached."""
        if not self._in_flight:
            return
        self._worker.drain()
        known = self._cached + self._in_flight
        held = int(llama_cpp.llama_memory_seq_pos_max(self._memory, 0)) + 1
        self._cached = known
        self._truncate(min(held, len(known)) if held <= len(known) else 0)
        self._in_flight = []

    def _truncate(self, count: int) -> None:
        """Forget all cached tokens after the first `count`."""
        if count and llama_cpp.llama_memory_seq_rm(self._memory, 0, count, -1):
            del self._cached[count:]
        else:
            # Recurrent and hybrid models cannot go back, only start again.
            llama_cpp.llama_memory_clear(self._memory, False)
            self._cached.clear()


class _StopFlag:
    """Tells llama.cpp to stop, through a C function, so that it never waits for Python.

    llama.cpp asks after every operation of a graph, hundreds of times a token. The function is the
    C library's strlen and its argument a string that is empty until `set` makes it one long. On a
    platform where that does not answer like a C bool, a Python function stands in.
    """

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(2)
        self.address = ctypes.addressof(self._text)
        self.callback = self._c_callback() or llama_cpp.ggml_abort_callback(self._is_set)

    def set(self) -> None:
        """Ask to stop."""
        self._text[0] = b"x"

    def clear(self) -> None:
        """Ask to go on."""
        self._text[0] = b"\x00"

    def _is_set(self, _user: object) -> bool:
        return bool(self._text[0] != b"\x00")

    def _c_callback(self) -> Any:
        try:
            library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
            callback = ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)
        except (OSError, AttributeError):
            return None
        answers = [callback(self.address)]
        self.set()
        answers.append(callback(self.address))
        self.clear()
        return callback if answers == [False, True] else None
