"""Passages laid end to end as streams of tokens, each with its sentence and its passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from store.folding import fold
from store.query_view import QueryView
from store.tokens import FIRST_CJK, forms_of, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Integers: TypeAlias = NDArray[np.intp]

_SENTENCE_END = re.compile(r"[.!?;。！？；\n](?:(?<=[;。！？；\n])|[.!?]*[\"')\]”’]*(?=\s|$))")
# A control character that no text needs, between sentences.
_SEPARATOR = "\x1f"


class _Numbering(dict[str, int]):
    """Numbers for strings, given as they are met."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class Layout:
    """The passages' tokens laid end to end.

    Attributes:
        form: The number of each token's form, shape (tokens,).
        code: The query's number for it, -1 where the query has no such token.
        sentence: The number of its sentence, counted over all passages.
        owner: The number of its passage.
        sentence_owner: The number of the passage of each sentence.
    """

    def __init__(self, query: QueryView, texts: Sequence[str]) -> None:
        import numpy as np

        numbering = _Numbering()
        lengths: list[int] = []
        owners: list[int] = []
        flat: list[int] = []
        self.sentences: list[str] = []
        for number, text in enumerate(texts):
            for sentence, numbers in zip(*_cut(text, numbering), strict=True):
                flat += numbers
                lengths.append(len(numbers))
                owners.append(number)
                self.sentences.append(sentence)
        self.passages = len(texts)
        self.forms = list(numbering)
        self.form_codes = np.array(query.numbers_of(self.forms), np.intp)
        self.form = np.array(flat, np.intp)
        self.code = self.form_codes[self.form] if flat else np.empty(0, np.intp)
        self.sentence_owner = np.array(owners, np.intp)
        self.sentence = np.repeat(np.arange(len(owners)), lengths)
        self.owner = self.sentence_owner[self.sentence]
        self.sentence_lengths = np.array(lengths, np.intp)


def _cut(text: str, numbering: _Numbering) -> tuple[list[str], list[list[int]]]:
    """The sentences of a passage, and the numbers of the forms in each."""
    sentences = split_sentences(text)
    # Folded and searched as a whole, which is faster than one by one.
    folded = fold(_SEPARATOR.join(sentences))
    current: list[int] = []
    found = [current]
    for run in runs(folded, _SEPARATOR):
        if run >= FIRST_CJK:
            current += [numbering[run[i : i + 2]] for i in range(len(run))]
        elif run.isalpha():
            current.append(numbering[run])
        elif run == _SEPARATOR:
            current = []
            found.append(current)
        else:
            current += [numbering[form] for form in forms_of(run)]
    return sentences, found


def split_sentences(text: str) -> list[str]:
    """The sentences of a text; at least one."""
    text = text.replace(_SEPARATOR, " ")
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() - start > 1:
            found.append(text[start : match.end()])
            start = match.end()
    if start < len(text) or not found:
        found.append(text[start:])
    return found
