"""The process that measures a model: its arguments are the file and its kind, its answer JSON.

It runs as long as it takes for steady figures, and not much longer on a slow machine: what a slow
model is given to read and to write is cut to what it can do in some seconds.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

from models.language.base import ModelError
from models.probe_worker import answer_with, speech

_CONTEXT_TOKENS: Final = 1024
_FIRST_TOKENS: Final = 32
_MOST_PROMPT_TOKENS: Final = 512
_PROMPT_SECONDS: Final = 10.0
_MOST_TOKENS: Final = 64
_LEAST_TOKENS: Final = 4
_WRITING_SECONDS: Final = 10.0
_EMBEDDING_SECONDS: Final = 4.0
_BATCH: Final = 16
# About as long as the passages that documents are cut into.
_PASSAGE: Final = (
    "The ferry number {n} leaves the northern harbour at noon and calls at the two islands before "
    "it turns back. Tickets are sold on board; dogs travel free of charge, bicycles at half the "
    "fare. In winter there is one crossing a day, weather permitting, and none on public holidays. "
    "渡轮 {n} 号中午从北港出发,途经两座岛屿后返航。船票在船上购买,自行车半价。"
)


def main() -> None:
    """Measure the model that the arguments name."""
    answer_with({"language": _language, "embedding": _embedding, "speech": speech})


def _language(path: Path) -> dict[str, Any]:
    from models.language.prompts import STYLE_KEY
    from models.language.runtime import Runtime

    began = time.perf_counter()
    runtime = Runtime(path, context_tokens=_CONTEXT_TOKENS)
    text = " ".join(_PASSAGE.format(n=number) for number in range(40))
    tokens = runtime.vocabulary.content_tokens(text)
    start = runtime.vocabulary.begin
    prompt = [] if start is None else [start]
    # The first tokens bring the weights in from the disk, and tell how fast the rest will be.
    runtime.evaluate([*prompt, *tokens[:1]], _never)
    loaded = time.perf_counter()
    runtime.evaluate([*prompt, *tokens[:_FIRST_TOKENS]], _never)
    guess = _FIRST_TOKENS / (time.perf_counter() - loaded)
    room = min(_MOST_PROMPT_TOKENS, runtime.context_tokens - _MOST_TOKENS - 1)
    length = max(_FIRST_TOKENS, min(room, int(guess * _PROMPT_SECONDS)))
    # Other tokens than before, of which the cache keeps nothing.
    prompt += tokens[_FIRST_TOKENS : _FIRST_TOKENS + length]
    before, asked = runtime.evaluated_tokens, time.perf_counter()
    runtime.evaluate(prompt, _never)
    token = int(runtime.logits().argmax())
    first = time.perf_counter()
    evaluated = runtime.evaluated_tokens - before
    written = 0
    while written < _MOST_TOKENS:
        runtime.append(token, _never)
        token = int(runtime.logits().argmax())
        written += 1
        if written >= _LEAST_TOKENS and time.perf_counter() - first > _WRITING_SECONDS:
            break
    ended = time.perf_counter()
    return {
        "load_seconds": round(loaded - began, 3),
        "prompt_tokens": evaluated,
        "prompt_rate": _figures(evaluated / (first - asked)),
        "first_token_seconds": round(first - asked, 3),
        "rate": _figures(written / (ended - first)),
        "written_tokens": written,
        "style": runtime.metadata(STYLE_KEY) or "prose",
    }


def _embedding(path: Path) -> dict[str, Any]:
    from models.embedding.base import EmbeddingError, EmbeddingModel

    began = time.perf_counter()
    try:
        model: EmbeddingModel
        if path.suffix == ".bin":
            from models.embedding.static import StaticModel

            model = StaticModel.open(path)
        else:
            from models.embedding.gguf import GgufModel

            model = GgufModel(path)
        model.embed_documents([_PASSAGE.format(n=0)])
        loaded, done = time.perf_counter(), 0
        while done == 0 or time.perf_counter() - loaded < _EMBEDDING_SECONDS:
            texts = [_PASSAGE.format(n=done + number) for number in range(_BATCH)]
            model.embed_documents(texts)
            done += len(texts)
    except EmbeddingError as error:
        raise ModelError(str(error)) from error
    ended = time.perf_counter()
    return {
        "load_seconds": round(loaded - began, 3),
        "rate": _figures(done / (ended - loaded)),
    }


def _never() -> bool:
    return False


def _figures(rate: float) -> float:
    """Three figures are more than such a run can tell."""
    return float(f"{rate:.3g}")
