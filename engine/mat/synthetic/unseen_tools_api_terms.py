"""Terms of two words that texts have often, for what made-up interfaces are about."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from engine.mat.synthetic.unseen_tools_corpora import members

_PHRASE = re.compile(
    r"\b([a-z]{4,11}) ([a-z]{4,12})(?= (?:is|are|was|were|of|in|and|for|to|has|have|can|from)\b|[.,;])"
)
_NO_PARTS = frozenset(
    """that this with from they have been were would could should more most such other into over
    after before between during some than then there these those when where while only very many
    much each both about against through under used using made called known include includes
    because however within without often usually several being well same another among since until
    upon like does your what three four five seven eight nine great different various certain later
    early still even just here become became number every time days years also which their them will
    must shall make makes made give given take taken come goes said says know want need able left
    thing things something anything himself itself themselves first second last next cannot again
    together back away down once twice always never ever himself around whose hand right long kind
    years case cases sense being whole rather quite less least enough""".split()
)


def two_word_terms(texts: Path, least: int = 6) -> list[str]:
    """Pairs of words that stand together often in texts, most of them things."""
    counts: Counter[str] = Counter()
    for _, content in members(texts, r"\.txt$"):
        for match in _PHRASE.finditer(content.decode("utf-8", errors="replace")):
            if not _NO_PARTS.intersection(match.groups()) and not match[1].endswith("ly"):
                counts[match[0]] += 1
    return sorted(term for term, count in counts.items() if count >= least)
