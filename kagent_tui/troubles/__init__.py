"""What the layers below say of trouble, in the interface's language.

Engine, memory and models speak English, and the command line shows that as it is. The screens look
the sentence up in the tables of this package, where `{name}` stands for what changes.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from kagent_tui.i18n import language, tr

# Places that hold a sentence themselves; anything else is a name, which is shown as it is.
_SENTENCES_WITHIN: Final = frozenset({"reason", "remedy", "hint", "others", "whose"})
_PLACE: Final = re.compile(r"\{(\w+)\}")
# How many sentences may stand within one another.
_DEPTH: Final = 4


def in_words(trouble: str) -> str:
    """One line of trouble in the interface's language; as it is where it is not known."""
    return trouble if language() == "en" else _told(trouble, _DEPTH)


def known(trouble: str) -> bool:
    """Whether a table has this sentence."""
    return any(pattern.fullmatch(trouble) for pattern, _ in _patterns())


def _told(trouble: str, depth: int) -> str:
    if depth == 0:
        return trouble
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(trouble):
            values = {
                name: _told(value, depth - 1) if name in _SENTENCES_WITHIN else value
                for name, value in found.groupdict().items()
            }
            return tr(sentence, **values)
    return _named(trouble, depth)


def _named(trouble: str, depth: int) -> str:
    """What stands after the name of a file or an address, where that much is known."""
    name, colon, reason = trouble.rpartition(": ")
    told = _told(reason, depth - 1) if colon else reason
    return trouble if told == reason else tr("{label}: ", label=name) + told


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with what each matches, those that say most first."""
    from kagent_tui.troubles import (
        frames,
        kuaipedia,
        media,
        memory,
        models,
        network,
        pictures,
        reading,
        recordings,
        settings,
        system,
    )

    tables = (
        system,
        reading,
        recordings,
        pictures,
        media,
        frames,
        kuaipedia,
        memory,
        models,
        network,
        settings,
    )
    sentences = {sentence for table in tables for sentence in table.SENTENCES}
    ordered = sorted(sentences, key=lambda each: (-len(_PLACE.sub("", each)), each))
    return tuple((_pattern(sentence), sentence) for sentence in ordered)


def _pattern(sentence: str) -> re.Pattern[str]:
    """Matches the sentence with anything on one line in its places."""
    parts = _PLACE.split(sentence)
    return re.compile(
        "".join(
            f"(?P<{part}>.+?)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
    )
