"""Whether words that are about to leave the machine quote the user's own documents.

Words are the user's to send when they stand in the question, or when the web itself showed them in
this question. Of all others, these count as quoted from private text:

- a content term of it: a Latin word of at least 4 letters that is no stop word, a number or code
  of at least 3 characters, two Han characters that stand together, a word of another script;
- 4 words or 6 Han characters in the order in which they stand there, however common each is;
- a term of it that is disguised: with invisible or look-alike characters, spelled out, reversed,
  shifted in the alphabet, run together with others, or packed as base64, base32, hex, character
  codes or percent escapes;
- once there is private text at all, whatever looks packed and is in neither of the two.

Spelling, case, accents and the variants of Chinese characters make no difference. A translation
or a paraphrase is not seen: that is why foreign addresses need consent whatever they contain, and
why a search sends few words that the user is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.disguises import (
    hides_characters,
    is_signalled,
    looks_packed,
    plain_spelling,
    readings,
    spelled,
    spread_readings,
    unpacked,
)
from engine.terms import terms
from store.folding import fold
from store.stop_words import ENGLISH

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
# Words of any script but Han, with the marks that hold a code, an address or base64 together.
_WORD = re.compile(
    r"[^\W_\u3400-\u4dbf\u4e00-\u9fff](?:[^\s\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]*"
    r"[^\W_\u3400-\u4dbf\u4e00-\u9fff]|)={0,2}"
)
_PIECE = re.compile(rf"{_HAN.pattern}|%[0-9a-fA-F]{{2}}{_WORD.pattern}|{_WORD.pattern}")
_PART = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff]+")
# Numbers are written in groups: 4111 1111 1111 1111.
_GROUPS = re.compile(r"\d(?:[ .,/-]?\d)+")
_WORDS_IN_ORDER = 4
_HAN_IN_ORDER = 6
_SHORTEST_WORD = 4
_SHORTEST_CODE = 3
_SHORTEST_LONG_CODE = 5
# Inside another word only terms of this length are looked for.
_SHORTEST_INSIDE = 6
_LONGEST_INSIDE = 24
_MOST_SHOWN = 200


def quotes_private(
    words: str, question: str, private_texts: Iterable[str], public_texts: Iterable[str]
) -> str:
    """What in `words` is quoted from private text and was neither asked nor shown by the web.

    Pieces as they are written in `words`, in their order; empty when there is nothing.
    """
    known, private = Vocabulary(), Vocabulary()
    for text in (question, *public_texts):
        known.add(text)
    for text in private_texts:
        private.add(text)
    return quoted(words, known, private)


class Vocabulary:
    """The terms of some texts, and what follows what in them."""

    def __init__(self) -> None:
        self.terms: set[str] = set()
        self.parts: set[str] = set()
        self.runs: set[tuple[str, ...]] = set()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def has(self, piece: str) -> bool:
        """Whether all parts of a folded piece stand in the texts."""
        return self.parts.issuperset((*_PART.findall(piece), *_HAN.findall(piece)))

    def add(self, text: str) -> None:
        """Take in a text."""
        plain = fold(plain_spelling(text))
        self.terms |= _terms(plain)
        parts = (part for piece in _pieces(plain) for part in _single(piece))
        self.terms.update(term for word in spelled(parts) for term in _terms(word))
        self.parts.update(_PART.findall(plain), _HAN.findall(plain))
        self.runs.update(_runs(plain))


def quoted(words: str, known: Vocabulary, private: Vocabulary) -> str:
    """`quotes_private` for vocabularies that were made before."""
    if not private:
        return ""
    written = plain_spelling(words)
    secret = private.terms - known.terms
    found = [
        part
        for piece in _pieces(written)
        if _betrays(piece, secret, known)
        for part in _stretches(piece, secret)
    ]
    shown = set(_PART.findall(fold(" ".join(found))))
    found += [
        ("" if len(run) > _WORDS_IN_ORDER else " ").join(run)
        for run in _runs(fold(written))
        if run in private.runs and run not in known.runs and not shown.issuperset(run)
    ]
    if not found and (
        hides_characters(words) or is_signalled(written) or _betray(written, secret, known)
    ):
        # It is spread over the words, and cannot be told from them.
        found = [written.strip()]
    return " ".join(dict.fromkeys(found))[:_MOST_SHOWN]


def carried(request: str, said: str, known: Vocabulary, private: Vocabulary) -> str:
    """What a request quotes beside the words that it is said to send.

    Its fixed words may stand in any document, so only what is never fixed counts: codes of at
    least 5 characters, and Han characters.
    """
    secret = private.terms - known.terms - _terms(fold(plain_spelling(said)))
    telling = {term for term in secret if _HAN.fullmatch(term) or _is_long_code(term)}
    pieces = _pieces(plain_spelling(request))
    return " ".join(piece for piece in pieces if _terms(fold(piece)) & telling)[:_MOST_SHOWN]


def _is_long_code(term: str) -> bool:
    return len(term) >= _SHORTEST_LONG_CODE and _has_digit(term)


def _betrays(piece: str, secret: set[str], known: Vocabulary) -> bool:
    """Whether one word is a private term, or is one in disguise."""
    plain = fold(piece)
    own = _terms(plain)
    if own & secret:
        return True
    parts = {*_PART.findall(plain), *_HAN.findall(plain)}
    if parts <= known.parts or (own and own <= known.terms):
        return False
    if looks_packed(piece):
        return True
    return any(_holds(fold(reading), secret) for reading in (piece, *readings(piece)))


def _betray(written: str, secret: set[str], known: Vocabulary) -> bool:
    """Whether several words are private terms in disguise together."""
    pieces = []
    for piece in _pieces(written):
        plain = fold(piece)
        if not _is_known(plain, _terms(plain), known):
            pieces.append(piece)
    if not pieces:
        return False
    parts = [part for piece in pieces for part in _single(fold(piece))]
    hidden = (*unpacked("".join(pieces)), *spread_readings(" ".join(pieces), parts))
    return any(_holds(fold(reading), secret) for reading in hidden)


def _is_known(plain: str, own: set[str], known: Vocabulary) -> bool:
    """Whether a folded word stands in what may be sent, or its terms do.

    A single character never counts: words are spelled out with them.
    """
    return len(plain) > 1 and (known.has(plain) or bool(own and own <= known.terms))


def _stretches(piece: str, secret: set[str]) -> list[str]:
    """Of a run of Han characters, which no space divides, only what is quoted."""
    plain = fold(piece)
    if not _HAN.fullmatch(plain) or len(plain) != len(piece):
        return [piece]
    marked = [False] * len(piece)
    for start in range(len(piece) - 1):
        if plain[start : start + 2] in secret:
            marked[start] = marked[start + 1] = True
    kept = "".join(char if mark else " " for char, mark in zip(piece, marked, strict=True))
    return kept.split() or [piece]


def _single(piece: str) -> Iterable[str]:
    return [piece] if _HAN.fullmatch(piece) else _PART.findall(piece)


def _holds(reading: str, secret: set[str]) -> bool:
    """Whether a private term stands in a text, as a word or within one."""
    if _terms(reading) & secret:
        return True
    for part in _PART.findall(reading):
        for start in range(len(part) - _SHORTEST_INSIDE + 1):
            longest = min(len(part), start + _LONGEST_INSIDE)
            ends = range(start + _SHORTEST_INSIDE, longest + 1)
            if any(part[start:end] in secret for end in ends):
                return True
    return False


def _pieces(text: str) -> Iterator[str]:
    """The words and the runs of Han characters of a text."""
    for match in _PIECE.finditer(text):
        yield match[0]


def _terms(folded: str) -> set[str]:
    """The content terms of a folded text: Latin words by their stems, codes, Han bigrams."""
    found: set[str] = set()
    for run in _HAN.findall(folded):
        found.update(term for term in terms(run) if len(term) > 1)
    for piece in _WORD.findall(folded):
        parts = _PART.findall(piece)
        whole = "".join(parts)
        if len(parts) > 1 and len(whole) <= _LONGEST_INSIDE and _has_digit(whole):
            parts.append(whole)
        for part in parts:
            found.update(_term(part))
    for group in _GROUPS.findall(folded):
        found.update(_term("".join(_PART.findall(group))))
    return found


def _term(part: str) -> Iterable[str]:
    if _has_digit(part):
        return [part] if len(part) >= _SHORTEST_CODE else []
    if not part.isascii():
        return [part] if len(part) > 1 else []
    return terms(part) if len(part) >= _SHORTEST_WORD and part not in ENGLISH else []


def _has_digit(part: str) -> bool:
    return any(character.isdigit() for character in part)


def _runs(folded: str) -> Iterator[tuple[str, ...]]:
    """Words that follow each other, and Han characters that do."""
    words = _PART.findall(folded)
    for start in range(len(words) - _WORDS_IN_ORDER + 1):
        yield tuple(words[start : start + _WORDS_IN_ORDER])
    for run in _HAN.findall(folded):
        for start in range(len(run) - _HAN_IN_ORDER + 1):
            yield tuple(run[start : start + _HAN_IN_ORDER])
