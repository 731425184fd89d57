"""Other names that a text gives a thing in passing: "番茄又名西红柿", "also known as"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.kuaipedia.item_names import item_name

_ALSO = (
    r"\s*[（(，,]?\s*(?:又名|又称|又叫|也叫|也称|亦称|亦名|俗称|简称|别名|also (?:known as|called))"
    r"[为作做：:]?\s*"
)
_LIST = r"(?P<names>[^，,。；;：:.!?！？（）()\n]{2,60})"
_SAID = re.compile(f"{_ALSO}(?={_LIST})", re.IGNORECASE)
_BETWEEN = re.compile(r"[、或]|\bor\b")
_QUOTES = " “”‘’「」『』《》\"'"
# A clause goes on behind a name that no comma ends; longer than this it is no name.
_LONGEST_HAN = 8
_MOST = 4


def other_names(title: str, text: str) -> tuple[str, ...]:
    """The names that a text says right behind a title to be its other names; four at most."""
    wanted = title.lower()
    for found in _SAID.finditer(text):
        if text[: found.start()].lower().endswith(wanted):
            return tuple(dict.fromkeys(_named(found["names"], title)))[:_MOST]
    return ()


def _named(written: str, title: str) -> Iterator[str]:
    for part in _BETWEEN.split(written):
        bare = part.strip(_QUOTES)
        name = item_name(bare)
        if name is None or name.title != bare or bare == title:
            continue
        if bare.isascii() or len(bare) <= _LONGEST_HAN:
            yield bare
