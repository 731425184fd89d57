"""The next token: greedy, under a grammar where there is one."""

from __future__ import annotations

import ctypes
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from llama_cpp import llama_cpp

from models.language import gbnf as gbnf_checker
from models.language import logs
from models.language.base import ConstraintError, ModelError
from models.language.tokens import Vocabulary

Logits = npt.NDArray[np.float32]
_CANDIDATES: Final = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
# The best candidates that a grammar is asked about before the whole vocabulary is.
_SHORT_LIST: Final = 64


class Sampler:
    """Chooses tokens for one generation.

    A grammar is asked about the one token that the model prefers, and only where it refuses about
    the best 64, and only where it refuses them all about the whole vocabulary. The choice is the
    same as with the grammar applied to every token first.

    Raises:
        ConstraintError: the grammar is malformed.
    """

    def __init__(self, vocabulary: Vocabulary, grammar: str | None) -> None:
        self._vocabulary = vocabulary
        self._unspeakable = np.array(vocabulary.unspeakable, dtype=np.int64)
        self._grammar: Any = None
        self._may_end_early = True
        if grammar is None:
            return
        gbnf_checker.check(grammar)
        logs.forget()
        self._grammar = llama_cpp.llama_sampler_init_grammar(
            vocabulary.handle, grammar.encode("utf-8"), b"root"
        )
        if not self._grammar:
            raise ConstraintError(f"llama.cpp refused the grammar: {logs.reason('no reason')}")

    def choose(self, logits: Logits) -> int | None:
        """The best token, None where it is a stop token. `logits` has shape (vocabulary,).

        Raises:
            ModelError: the logits are not numbers, or the vocabulary cannot go on as the grammar
                demands.
        """
        logits[self._unspeakable] = -np.inf
        token = int(logits.argmax())
        if not np.isfinite(logits[token]):
            raise ModelError("the model's output is not a number: its file is damaged, replace it")
        if self._grammar is not None and not self._allowed(np.array([token]), logits).size:
            token = self._best_allowed(logits)
        if token in self._vocabulary.stops:
            return None
        if self._grammar is not None:
            llama_cpp.llama_sampler_accept(self._grammar, token)
        return token

    def ended(self) -> bool:
        """Whether the grammar allows nothing more, so that no further token need be evaluated.

        A grammar that could end but goes on is not asked again: the question costs a pass over the
        vocabulary.
        """
        if self._grammar is None or not self._may_end_early or not self._vocabulary.stops:
            return False
        zeros = np.zeros(self._vocabulary.size, dtype=np.float32)
        stop = next(iter(self._vocabulary.stops))
        if not self._allowed(np.array([stop]), zeros).size:
            return False
        zeros[self._unspeakable] = -np.inf
        allowed = self._allowed(np.flatnonzero(np.isfinite(zeros)), zeros)
        self._may_end_early = set(allowed.tolist()) <= self._vocabulary.stops
        return self._may_end_early

    def close(self) -> None:
        """Free the grammar."""
        if self._grammar is not None:
            llama_cpp.llama_sampler_free(self._grammar)
            self._grammar = None

    def _best_allowed(self, logits: Logits) -> int:
        count = min(_SHORT_LIST, logits.size)
        best = np.argpartition(logits, -count)[-count:]
        for tokens in (best[np.isfinite(logits[best])], np.flatnonzero(np.isfinite(logits))):
            allowed = self._allowed(tokens, logits)
            if allowed.size:
                return int(allowed[logits[allowed].argmax()])
        raise ModelError("the model's vocabulary cannot go on as the grammar demands")

    def _allowed(self, tokens: npt.NDArray[np.int64], logits: Logits) -> npt.NDArray[np.int64]:
        """Those of `tokens` that the grammar accepts next; tokens with a logit of -inf are not."""
        candidates = np.zeros(tokens.size, dtype=_CANDIDATES)
        candidates["id"] = tokens
        candidates["logit"] = logits[tokens]
        pointer = candidates.ctypes.data_as(ctypes.POINTER(llama_cpp.llama_token_data))
        array = llama_cpp.llama_token_data_array(pointer, tokens.size, -1, False)
        llama_cpp.llama_sampler_apply(self._grammar, ctypes.byref(array))
        allowed: npt.NDArray[np.int64] = tokens[np.isfinite(candidates["logit"])]
        return allowed
