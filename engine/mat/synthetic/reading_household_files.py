"""Writes reading conversations over documents such as people keep at home.

    python -m engine.mat.synthetic.reading_household_files --count 60000 \\
        --out .training/v1/household.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

from engine.events import Language
from engine.mat.synthetic.conversations import ConversationMaker
from engine.mat.synthetic.reading_household import household_searches, kinds, written
from engine.mat.synthetic.readings import ReadingMaker
from engine.tools.builtin import builtin_registry

# So many of the questions, which are short and plain already, are changed as people type.
_TYPED_SHARE = 0.4


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--held-out", action="store_true", help="the kinds not trained on")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rng, registry = random.Random(options.seed), builtin_registry()
    counts: Counter[str] = Counter()
    languages: tuple[Language, ...] = ("en", "zh")
    makers = []
    for language in languages:
        titles = [written(kind, rng).title for kind in kinds(language) for _ in range(10)]
        maker = ConversationMaker(language, registry, rng, titles)
        makers.append((maker, household_searches(language, rng, held_out=options.held_out)))
    part = options.out.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        while counts["written"] < options.count:
            maker, searches = makers[counts["asked"] % len(makers)]
            counts["asked"] += 1
            maker.online = rng.random() < 0.5
            conversation = ReadingMaker(maker, least_shared=0.0).reading(
                next(searches), typed=_TYPED_SHARE
            )
            if conversation is None:
                continue
            counts["written"] += 1
            counts[f"{maker.language} {_outcome(str(conversation[-1]['content']))}"] += 1
            record = {"kind": "reading household", "messages": conversation}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    part.replace(options.out)
    sys.stdout.write(json.dumps(dict(sorted(counts.items())), indent=1) + "\n")


def _outcome(concluded: str) -> str:
    if concluded == "none":
        return concluded
    return "short answer" if " " in concluded else "sentence"


if __name__ == "__main__":
    main()
