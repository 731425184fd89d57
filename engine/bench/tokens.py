"""The tokens that ROUGE-L counts: words for Latin script, single characters for CJK.

A text is folded by `lower()`; every CJK character (Han, kana, hangul, their punctuation and the
full-width forms) is a token of its own, and each run of other text is read by nltk's English word
tokenizer, which splits sentences with Punkt first (T. Kiss and J. Strunk, "Unsupervised
Multilingual Sentence Boundary Detection", Computational Linguistics 32(4), 2006). Punkt's trained
data is a download of its own, `punkt_tab`; without it Punkt knows the abbreviations below. The two
differ where a period ends an abbreviation within a text: "fig." or "fig", ".".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.bench.errors import BenchError

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktParameters

OWN: Final = "nltk, own abbreviations"
TRAINED: Final = "nltk, punkt_tab"
_TRAINED_PLACE: Final = Path("tokenizers", "punkt_tab", "english")
_CJK: Final = (
    "\u1100-\u11ff\u2e80-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_FIRST_CJK: Final = "\u1100"
_PIECE: Final = re.compile(f"[{_CJK}]|[^{_CJK}]++")
# Words, commas and one mark at the end are split here as nltk would, but five times as fast; its
# contractions ("can" "not") are the exception.
_PLAIN: Final = re.compile(r"[a-z0-9]++(?:,?\s++[a-z0-9]++)*+[,.?!]?")
_PLAIN_TOKEN: Final = re.compile(r"[a-z0-9]++|[,.?!]")
_CONTRACTIONS: Final = frozenset(("cannot", "gimme", "gonna", "gotta", "lemme", "wanna"))
# Models that go round in circles write the same short sentence thousands of times.
_SENTENCES_KEPT: Final = 4096
_SHORT: Final = 200
# Abbreviations within a sentence, without their last period.
_ABBREVIATIONS: Final = (
    "a.d a.k.a a.m approx apr aug ave b.c bros capt cf co col corp dept dr e.g est etc feb fig figs"
    " ft gen gov hon i.e inc jan jr lt ltd maj messrs mr mrs ms mt nov oct p.m p.s ph.d pp prof rep"
    " rev sen sept sgt sr st tel u.k u.n u.s u.s.a univ vol vols vs"
)


class MixedTokenizer:
    """Splits texts into tokens; `name` says what knows the abbreviations: OWN or TRAINED."""

    def __init__(self, nltk_data: Path | None = None) -> None:
        """With a folder of nltk's data, its trained `punkt_tab` for English is used.

        Raises:
            BenchError: the folder holds no readable tokenizers/punkt_tab/english.
        """
        from nltk.tokenize.destructive import NLTKWordTokenizer
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

        if nltk_data is None:
            parameters = PunktParameters()
            parameters.abbrev_types = set(_ABBREVIATIONS.split())
        else:
            parameters = _trained(nltk_data)
        self.name = OWN if nltk_data is None else TRAINED
        self._sentences: Callable[[str], Iterable[str]] = PunktSentenceTokenizer(
            parameters
        ).tokenize
        self._nltk_words: Callable[[str], list[str]] = NLTKWordTokenizer().tokenize
        self._short = lru_cache(maxsize=_SENTENCES_KEPT)(self._sentence)

    def tokens(self, text: str) -> list[str]:
        """The tokens in their order; none is empty or holds white space."""
        found: list[str] = []
        for piece in _PIECE.findall(text.lower()):
            stripped = piece.strip()
            if len(stripped) == 1 and stripped >= _FIRST_CJK:
                found.append(stripped)
            elif stripped:
                found += self._run(stripped)
        return found

    def _run(self, text: str) -> Iterable[str]:
        plain = _plain_words(text)
        if plain is not None:
            return plain
        found: list[str] = []
        for sentence in self._sentences(text):
            found += (self._short if len(sentence) <= _SHORT else self._sentence)(sentence)
        return found

    def _sentence(self, text: str) -> tuple[str, ...]:
        plain = _plain_words(text)
        return tuple(self._nltk_words(text) if plain is None else plain)


def _plain_words(text: str) -> list[str] | None:
    """The words where nothing in the text needs nltk's rules."""
    if _PLAIN.fullmatch(text) is None:
        return None
    words = _PLAIN_TOKEN.findall(text)
    return words if _CONTRACTIONS.isdisjoint(words) else None


def _trained(nltk_data: Path) -> PunktParameters:
    """Punkt's parameters out of the files of `punkt_tab` (see nltk.tabdata)."""
    from nltk.tokenize.punkt import PunktParameters

    folder = nltk_data / _TRAINED_PLACE
    parameters = PunktParameters()
    try:
        parameters.abbrev_types = set(_lines(folder / "abbrev_types.txt"))
        parameters.sent_starters = set(_lines(folder / "sent_starters.txt"))
        pairs = (line.split("\t") for line in _lines(folder / "collocations.tab"))
        parameters.collocations = {(first, second) for first, second in pairs}
        pairs = (line.split("\t") for line in _lines(folder / "ortho_context.tab"))
        parameters.ortho_context.update((word, int(flags)) for word, flags in pairs)
    except (OSError, ValueError) as error:
        raise BenchError(
            f"nltk's punkt_tab cannot be read from {folder} ({error}); give the folder that"
            " `python -m nltk.downloader -d FOLDER punkt_tab` made, or leave it out"
        ) from error
    return parameters


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
