"""A query as the reranker's features see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from store import answer_types
from store.folding import fold
from store.tokens import FIRST_CJK, QueryTokens, forms, stem

_CAPITALISED = re.compile(r"(?<=\S )[A-Z][\w'’-]*")
# Content tokens of a query that count; the rarest ones, if a whole page was pasted in.
_QUERY_ATOMS = 48


class QueryView:
    """A query as the features see it: its tokens in order, and what each content token weighs."""

    def __init__(self, text: str, query: QueryTokens, rarity: Mapping[str, float]) -> None:
        import numpy as np

        folded = fold(text)
        self.text = text
        self.forms = forms(folded)
        self.stems = [stem(form) if form < FIRST_CJK else form for form in self.forms]
        self.by_prefix = not query.tokens
        content = dict.fromkeys(
            token for token in self.stems if token in set(query.tokens or query.prefixes)
        )
        atoms = sorted(content, key=lambda token: -rarity.get(token, 0.0))[:_QUERY_ATOMS]
        self.atoms = [token for token in content if token in set(atoms)]
        # Content tokens come first in the numbering, then what else the query says.
        self.numbers = {token: number for number, token in enumerate(self.atoms)}
        for token in self.stems[: 2 * _QUERY_ATOMS]:
            self.numbers.setdefault(token, len(self.numbers))
        self._beginnings = {token[0] for token in self.numbers}
        self.weights = np.array([rarity.get(token, 1.0) for token in self.atoms], np.float32)
        self.total = max(float(self.weights.sum()), 1e-6)
        self.asked = frozenset(self.forms)
        self.types = answer_types.types_of(folded)
        self.chinese = any(form >= FIRST_CJK for form in self.forms)
        numbers = [self.numbers[token] for token in self.stems if token in self.numbers]
        size = len(self.numbers)
        self.pairs = {a * size + b for a, b in pairwise(numbers)}
        self.triples = {
            (a * size + b) * size + c
            for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)
        }
        self.names = self._content_numbers(
            part for word in _CAPITALISED.findall(text) for part in forms(fold(word))
        )
        self.digits = [n for n, token in enumerate(self.atoms) if token[0].isdigit()]
        self.units = self._weighed_units(query, rarity)
        self.words = list(
            dict.fromkeys(form for form in self.forms if 0 <= self.number(form) < len(self.atoms))
        )

    def _weighed_units(
        self, query: QueryTokens, rarity: Mapping[str, float]
    ) -> list[tuple[float, list[int]]]:
        """What each unit of the query weighs, and the numbers of its evidence."""
        units = []
        for unit in query.units:
            numbers = [self.numbers[token] for token in unit.evidence if token in self.atoms]
            if numbers:
                weight = sum(rarity.get(token, 1.0) for token in unit.evidence)
                units.append((weight / len(unit.evidence), numbers))
        return units

    def number(self, form: str) -> int:
        """The number of the query's token that `form` is a form of, -1 if there is none."""
        return self.numbers_of([form])[0]

    def numbers_of(self, forms: Iterable[str]) -> list[int]:
        """`number` of many."""
        if self.by_prefix:
            forms = [form[0] if form >= FIRST_CJK else form for form in forms]
        number, beginnings = self.numbers.get, self._beginnings
        # A stem begins with its word's first letter, which spares most words the stemmer.
        return [
            number(form, -1)
            if form >= FIRST_CJK
            else number(stem(form), -1)
            if form[0] in beginnings
            else -1
            for form in forms
        ]

    def weight(self, word: str) -> float:
        """What a word of the query weighs."""
        return float(self.weights[self.number(word)])

    def _content_numbers(self, words: Iterable[str]) -> list[int]:
        found = {self.numbers.get(stem(word), len(self.atoms)) for word in words}
        return sorted(number for number in found if number < len(self.atoms))
