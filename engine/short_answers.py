"""Short answers: a few whole words of a sentence, as a small model may write them after its number.

Training cuts them by the same units as the grammar that holds the model to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.language.grammar import GrammarBuilder, Unit, literal, span_units
from store.folding import fold

# An answer that takes more of a sentence than this is not short: the sentence says it as well.
LONGEST_WORDS = 14
_LONGEST_CHARACTERS = 80


def short_answer(sentence: str, answer: str) -> str | None:
    """`answer` as whole units of `sentence`, which is on one line as it is shown.

    None where it does not stand there, or is not short.
    """
    start = _place(sentence, " ".join(answer.split()))
    if start is None:
        return None
    end = start + len(" ".join(answer.split()))
    units = [unit for unit in span_units(sentence) if unit.end > start and unit.start < end]
    while units and units[0].is_punctuation:
        units.pop(0)
    while units and units[-1].is_punctuation:
        units.pop()
    if not units:
        return None
    found = sentence[units[0].start : units[-1].end]
    words = len(found.split())
    return found if words <= LONGEST_WORDS and len(found) <= _LONGEST_CHARACTERS else None


def pointing(identifier: int, sentence: str, answer: str) -> str | None:
    """What a small model learns to write: the sentence's number, and the answer where it is short.

    None where the sentence, as it is shown, has no such answer.
    """
    if answer and fold(answer) not in fold(sentence):
        return None
    short = short_answer(sentence, answer)
    return f"[{identifier}]" if short is None else f"[{identifier}] {short}"


def _place(sentence: str, answer: str) -> int | None:
    for text, wanted in ((sentence, answer), (sentence.lower(), answer.lower())):
        start = text.find(wanted) if wanted else -1
        if start >= 0:
            return start
    return None


def short_answer_rule(builder: GrammarBuilder, sentence: str) -> str | None:
    """The name of a rule for any run of whole units of `sentence`; None where it has no words.

    No run begins or ends with a punctuation mark. The rule's size is linear in the sentence's.
    """
    units = span_units(sentence)
    words = [number for number, unit in enumerate(units) if not unit.is_punctuation]
    names: list[str] = []
    following = None
    for index, word in reversed(list(enumerate(words))):
        body = literal(units[word].text)
        if following is not None:
            bridge = _between(sentence, units, word, words[index + 1])
            body += f" ({bridge} {following})?" if bridge else f" {following}?"
        following = builder.rule(body)
        names.append(following)
    return builder.rule(" | ".join(dict.fromkeys(reversed(names)))) if names else None


def _between(sentence: str, units: Sequence[Unit], word: int, next_word: int) -> str:
    """A literal of what stands between two words, or ""."""
    text = sentence[units[word].end : units[next_word].start]
    return literal(text) if text else ""
