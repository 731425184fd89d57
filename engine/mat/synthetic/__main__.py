"""Write all training conversations of the built-in model, one file a part; done parts are kept.

    python -m engine.mat.synthetic --data DATA --work .training [--scale 0.01]

The parts are plans and talk, tools that were never seen, the same plans beside such tools, readings
of passages, and readings of household documents. Their names end in ".conversations.jsonl", which
is what `python -m models.training` reads.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

SEED = 20261126
# At scale 1, as the shipped model's second run had them.
PLANS_SCALE, TALK_SCALE = 0.8, 1.5
TOOLS_SCALE, API_COUNT, BESIDE = 0.3, 65_000, 60_000
READINGS, HOUSEHOLD = 90_000, 74_000


def module(name: str, out: Path, *arguments: str) -> None:
    """Run a part that is a program of its own, where its file is missing.

    Raises:
        SystemExit: it failed.
    """
    if out.exists():
        return
    command = [sys.executable, "-m", f"engine.mat.synthetic.{name}", "--out", str(out), *arguments]
    code = subprocess.run(command, check=False).returncode  # noqa: S603 - our own modules
    if code:
        raise SystemExit(f"engine.mat.synthetic.{name} failed with exit code {code}")


def write(out: Path, made: Iterable[tuple[str, Any]]) -> None:
    """Write conversations, where their file is missing, whole or not at all."""
    part = out.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        for kind, messages in made:
            record = {"kind": kind, "messages": messages}
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    part.replace(out)


def own_tools(data: Path, plans: Path, scale: float) -> Iterator[tuple[str, Any]]:
    """Tools never seen, by people and made up, and plans for built-in tools beside such."""
    from engine.mat.synthetic.unseen_tools import (
        api_conversations,
        beside_built_in_tools,
        unseen_tool_conversations,
    )
    from engine.tools.builtin import builtin_registry

    rng, registry = random.Random(SEED), builtin_registry()
    yield from unseen_tool_conversations(data, registry, rng, TOOLS_SCALE * scale)
    yield from api_conversations(data, registry, rng, int(API_COUNT * scale))
    beside = beside_built_in_tools(registry, rng)
    with plans.open(encoding="utf-8") as lines:
        for line in islice(lines, 0, None, max(1, int(180_000 / BESIDE))):
            record = json.loads(line)
            user = record["messages"][1]["content"]
            language = "zh" if "\n目标：" in user else "en"
            yield (
                f"beside {record['kind']}",
                beside[language].with_other_tools(record["messages"]),  # type: ignore[index]
            )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    work, scale, data = options.work, options.scale, str(options.data)
    work.mkdir(parents=True, exist_ok=True)
    plans = work / "plans.conversations.jsonl"
    module(
        "craft", plans, "--data", data, "--scale", str(PLANS_SCALE * scale),
        "--talk-scale", str(TALK_SCALE), "--seed", str(SEED),
    )  # fmt: skip
    tools = work / "tools.conversations.jsonl"
    if not tools.exists():
        write(tools, own_tools(options.data, plans, scale))
    household = work / "household.conversations.jsonl"
    module("reading_household_files", household, "--count", str(max(1, int(HOUSEHOLD * scale))))
    found = work / "found.jsonl"
    module("reading_library", found, "--data", data)
    module(
        "readings", work / "readings.conversations.jsonl", "--data", data, "--found", str(found),
        "--count", str(max(1, int(READINGS * scale))),
    )  # fmt: skip


if __name__ == "__main__":
    main()
