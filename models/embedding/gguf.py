"""A GGUF embedding model (bge, e5, nomic, ...) run by llama.cpp in this process.

The C interface is used directly, for the reasons that `models.language.runtime` names, and because
a batch larger than n_ubatch ends the process in an encoder: here the two are always equal.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from llama_cpp import llama_cpp

from models.embedding.base import EmbeddingCancelledError, EmbeddingError
from models.embedding.instructions import Instructions, instructions_for
from models.language import logs
from models.language.base import ModelFileError
from models.language.gguf_file import read_header
from models.language.threads import thread_counts
from models.language.tokens import Vocabulary
from models.language.worker import Worker

if TYPE_CHECKING:
    from models.embedding.base import Vectors

_DEFAULT_CONTEXT: Final = 512
_SEQUENCES: Final = 16
_SAMPLES: Final = 64
_SAMPLE_BYTES: Final = 1 << 20
_TOKEN: Final = llama_cpp.llama_token


class GgufModel:
    """An `EmbeddingModel` from a GGUF file. Threads take turns.

    Args:
        path: The GGUF file.
        context_tokens: Longest text; the rest is cut off. By default what the model was trained
            for, at most 512.
        threads: Threads to use; by default chosen from the CPUs that are really there.
        gpu_layers: Layers to keep on a GPU, -1 for all, 0 for none.
        instructions: Words before questions and passages; by default as the model's name tells.

    Raises:
        EmbeddingError: the file is missing, damaged, or of a kind that cannot embed.
    """

    def __init__(
        self,
        path: Path,
        *,
        context_tokens: int = _DEFAULT_CONTEXT,
        threads: int | None = None,
        gpu_layers: int = 0,
        instructions: Instructions | None = None,
    ) -> None:
        try:
            metadata = read_header(path).metadata
        except ModelFileError as error:
            raise EmbeddingError(str(error)) from error
        architecture = str(metadata["general.architecture"])
        self._path = path
        self._lock = threading.Lock()
        self._model: Any = None
        self._context: Any = None
        self._worker = Worker("kagent-embedding")
        self._instructions = instructions or instructions_for(
            str(metadata.get("general.name", "")),
            str(metadata.get("general.basename", "")),
            architecture,
            path.stem,
        )
        logs.install()
        logs.forget()
        llama_cpp.llama_backend_init()
        try:
            self._model = self._load(gpu_layers)
            pooling = metadata.get(f"{architecture}.pooling_type")
            self._context = self._make_context(context_tokens, threads, pooling)
        except BaseException:
            self.close()
            raise
        self._vocabulary = Vocabulary(self._model)
        self._begin, self._end = self._frame()
        self.dimensions = int(llama_cpp.llama_model_n_embd_out(self._model))
        self.identity = f"{path.stem}-{self._fingerprint()}"

    def embed_documents(
        self, texts: Sequence[str], cancel: threading.Event | None = None
    ) -> Vectors:
        """Vectors of passages; see `EmbeddingModel`.

        Raises:
            EmbeddingCancelledError: `cancel` was set; asked between batches of some texts.
        """
        return self._embed([self._instructions.passage + text for text in texts], texts, cancel)

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question; see `EmbeddingModel`."""
        row: Vectors = self._embed([self._instructions.query + text], [text], None)[0]
        return row

    def close(self) -> None:
        """Free the model; a running batch is waited for. Calling it again does nothing."""
        with self._lock:
            self._worker.close()
            if self._context:
                llama_cpp.llama_free(self._context)
                self._context = None
            if self._model:
                llama_cpp.llama_model_free(self._model)
                self._model = None

    def _load(self, gpu_layers: int) -> Any:
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        name = os.fsencode(self._path)
        model = self._run(lambda: llama_cpp.llama_model_load_from_file(name, parameters))
        if not model:
            reason = logs.reason("llama.cpp gave no reason").rstrip(".")
            raise EmbeddingError(
                f"{self._path} cannot be loaded: {reason}; choose another embedding model"
            )
        return model

    def _make_context(self, wished: int, threads: int | None, pooling: Any) -> Any:
        if pooling == llama_cpp.LLAMA_POOLING_TYPE_RANK:
            raise EmbeddingError(f"{self._path} is a reranker: choose an embedding model")
        trained = int(llama_cpp.llama_model_n_ctx_train(self._model))
        self._longest = max(8, min(wished, trained))
        decoding, prompt = thread_counts(int(llama_cpp.llama_model_size(self._model)), threads)
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = self._longest
        parameters.n_seq_max = _SEQUENCES
        parameters.kv_unified = True
        parameters.n_threads, parameters.n_threads_batch = decoding, prompt
        parameters.embeddings = parameters.no_perf = True
        if not pooling:
            # A model that was not made for embedding gives one vector a token: take their mean.
            parameters.pooling_type = llama_cpp.LLAMA_POOLING_TYPE_MEAN
        context = self._run(lambda: llama_cpp.llama_init_from_model(self._model, parameters))
        if not context:
            reason = logs.reason("out of memory?").rstrip(".")
            raise EmbeddingError(
                f"{self._path} cannot embed: {reason}; choose another embedding model"
            )
        return context

    def _frame(self) -> tuple[list[int], list[int]]:
        """The special tokens that the model wants before and after every text."""
        buffer = (_TOKEN * 8)()
        count = llama_cpp.llama_tokenize(self._vocabulary.handle, b"", 0, buffer, 8, True, False)
        special = list(buffer[: max(0, count)])
        first = int(llama_cpp.llama_vocab_bos(self._vocabulary.handle))
        return (special[:1], special[1:]) if special[:1] == [first] else ([], special)

    def _fingerprint(self) -> str:
        """A hash of the file (of 64 places in a large one) and of all that changes vectors."""
        digest = hashlib.sha256()
        size = self._path.stat().st_size
        step = max(_SAMPLE_BYTES, (size - _SAMPLE_BYTES) // (_SAMPLES - 1))
        with self._path.open("rb") as file:
            for place in range(0, size, step):
                file.seek(place)
                digest.update(file.read(_SAMPLE_BYTES))
        pooling = int(llama_cpp.llama_pooling_type(self._context))
        words = self._instructions
        digest.update(repr((size, self._longest, pooling, words.query, words.passage)).encode())
        return digest.hexdigest()[:16]

    def _embed(
        self, prompts: Sequence[str], texts: Sequence[str], cancel: threading.Event | None
    ) -> Vectors:
        import numpy as np

        rows = np.zeros((len(texts), self.dimensions), np.float32)
        with self._lock:
            if self._context is None:
                raise EmbeddingError(f"the embedding model {self._path.stem} is closed: open it")
            room = self._longest - len(self._begin) - len(self._end)
            wanted = [
                (row, [*self._begin, *self._tokens(prompt, room), *self._end])
                for row, (prompt, text) in enumerate(zip(prompts, texts, strict=True))
                if text.strip()
            ]
            for batch in self._batches(wanted):
                if cancel is not None and cancel.is_set():
                    raise EmbeddingCancelledError
                for row, vector in zip(batch, self._evaluate(list(batch.values())), strict=True):
                    rows[row] = vector
        lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        lengths[lengths == 0.0] = 1.0
        rows /= lengths
        return rows

    def _tokens(self, text: str, room: int) -> list[int]:
        # No token is longer than some tens of characters: what lies far behind is not tokenised.
        return self._vocabulary.content_tokens(text[: room * 64])[:room]

    def _batches(self, wanted: list[tuple[int, list[int]]]) -> Iterator[dict[int, list[int]]]:
        """Texts by row, as many as fit into the context together; like lengths side by side."""
        batch: dict[int, list[int]] = {}
        size = 0
        for row, tokens in sorted(wanted, key=lambda pair: len(pair[1])):
            if batch and (size + len(tokens) > self._longest or len(batch) == _SEQUENCES):
                yield batch
                batch, size = {}, 0
            if tokens:
                batch[row] = tokens
                size += len(tokens)
        if batch:
            yield batch

    def _evaluate(self, sequences: list[list[int]]) -> Iterator[Vectors]:
        """One vector for each sequence of tokens; together they fit into the context."""
        import numpy as np

        memory = llama_cpp.llama_get_memory(self._context)
        if memory:
            llama_cpp.llama_memory_clear(memory, True)
        batch = llama_cpp.llama_batch_init(sum(map(len, sequences)), 0, 1)
        try:
            for sequence, tokens in enumerate(sequences):
                for position, token in enumerate(tokens):
                    place = batch.n_tokens
                    batch.token[place], batch.pos[place] = token, position
                    batch.n_seq_id[place], batch.seq_id[place][0] = 1, sequence
                    batch.logits[place] = 1
                    batch.n_tokens += 1
            status = self._run(lambda: llama_cpp.llama_decode(self._context, batch))
        finally:
            llama_cpp.llama_batch_free(batch)
        if status:
            reason = logs.reason("no reason given")
            raise EmbeddingError(f"llama.cpp failed with code {status} ({reason}): try again")
        for sequence in range(len(sequences)):
            pointer = llama_cpp.llama_get_embeddings_seq(self._context, sequence)
            if not pointer:
                raise EmbeddingError(
                    f"{self._path} gives no embeddings: choose another embedding model"
                )
            vector = np.ctypeslib.as_array(pointer, (self.dimensions,)).astype(np.float32)
            yield np.nan_to_num(vector, posinf=0.0, neginf=0.0)

    def _run(self, job: Any) -> Any:
        """Do a long call of llama.cpp so that Ctrl-C waits for its end instead of breaking it."""
        return self._worker.run(job, stop=lambda: None, wanted=lambda: True)
