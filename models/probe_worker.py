"""The process that tries a model: its arguments are the file and its kind, its answer is JSON."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from models.language.base import Message, ModelError
from models.machine import peak_memory

_CONTEXT_TOKENS: Final = 512
_ANSWER_TOKENS: Final = 16
_TEXTS: Final = 16
# What a system that runs out of memory ends first.
_FIRST_TO_GO: Final = "1000"


def main() -> None:
    """Try the model that the arguments name."""
    answer_with(_TRIALS)


def answer_with(trials: Mapping[str, Callable[[Path], dict[str, Any]]]) -> None:
    """Do to the model that the arguments name what `trials` have for its kind, and end."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    # A library that prints must not write into the answer.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    # It ends with whoever started it, however that ends.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, "ascii")
    try:
        answer = trials[sys.argv[2]](Path(sys.argv[1]))
        answer["memory"] = peak_memory()
    except ModelError as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "there is not enough memory for it: choose a smaller model"}
    json.dump(answer, answers)
    answers.flush()
    # Not the slow way through everybody's destructors.
    os._exit(0)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _language(path: Path) -> dict[str, Any]:
    from models.language.local import LocalModel

    began = time.perf_counter()
    model = LocalModel(path, context_tokens=_CONTEXT_TOKENS)
    loaded = time.perf_counter()
    messages = [
        Message("system", "You are a helpful assistant. Answer in one short sentence."),
        Message("user", "What is the capital of Portugal, and on which river does it lie?"),
    ]
    generation = model.generate(messages, max_tokens=_ANSWER_TOKENS)
    next(generation, None)
    first = time.perf_counter()
    for _ in generation:
        pass
    ended = time.perf_counter()
    usage = generation.usage
    later = usage.generated_tokens - 1
    return {
        "load_seconds": round(loaded - began, 3),
        "prompt_rate": round(usage.evaluated_tokens / (first - loaded), 1),
        "rate": round(later / (ended - first), 1) if later > 0 and ended > first else None,
    }


def _embedding(path: Path) -> dict[str, Any]:
    from models.embedding.base import EmbeddingError
    from models.embedding.gguf import GgufModel

    began = time.perf_counter()
    try:
        model = GgufModel(path)
        loaded = time.perf_counter()
        texts = [
            f"The ferry number {n} leaves the harbour at noon. 渡轮中午离港。"
            for n in range(_TEXTS)
        ]
        rows = model.embed_documents(texts)
    except EmbeddingError as error:
        raise ModelError(str(error)) from error
    ended = time.perf_counter()
    if not rows.any():
        raise ModelError(f"{path} gives empty vectors: choose another embedding model")
    return {"load_seconds": round(loaded - began, 3), "rate": round(_TEXTS / (ended - loaded), 1)}


def speech(path: Path) -> dict[str, Any]:
    """Transcribe half a minute of silence, which takes whisper as long as a few seconds of it."""
    import numpy as np

    from models.language.threads import usable_cpus
    from models.sound import RATE
    from models.speech import MOST_SECONDS, SpeechRecogniser

    began = time.perf_counter()
    model = SpeechRecogniser(path, threads=len(usable_cpus()))
    loaded = time.perf_counter()
    seconds = MOST_SECONDS
    model.transcribe(np.zeros(int(RATE * seconds), np.float32), language="en")
    ended = time.perf_counter()
    return {
        "load_seconds": round(loaded - began, 3),
        "rate": round(seconds / (ended - loaded), 2),
    }


_TRIALS: Final = {"language": _language, "embedding": _embedding, "speech": speech}
