"""Chinese in simplified characters, for what whisper writes in either script as it pleases."""

from __future__ import annotations

import re
from functools import cache

from store.folding import fold

_CHINESE = re.compile("[\u3400-\u9fff]")
# Traditional, though GB 2312 has them: for names of old.
_TRADITIONAL = "夥後徵捱於菸谘醣麽"


def simplified(text: str) -> str:
    """The text with its traditional characters replaced, one by one."""
    return _CHINESE.sub(lambda found: _simple(found[0]), text)


@cache
def _simple(character: str) -> str:
    """GB 2312 holds the simplified characters, and those of both scripts: they stay."""
    return (
        character if _is_common(character) or not _is_common(fold(character)) else fold(character)
    )


def _is_common(character: str) -> bool:
    if character in _TRADITIONAL:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
