"""How much faster several answers are when they are written side by side.

    python -m benchmarks.batching [--model builtin|PATH] [--answers 2 4 8] [--tokens 64]

The same prompts are answered one after another and then in batches, in one run; prints prompts a
second and the ratio, and whether the answers are the same.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from engine.bench.loading import load_instances
from engine.bench.mini import mini_path
from models.language.base import LanguageModel, Message
from models.language.loading import ModelSpec, load_model

PROMPTS = 16


def prompts() -> list[list[Message]]:
    """Prompts of KAgentBench-mini, the ends of them: a batch gains where answers are written."""
    steps = [one for one in load_instances(mini_path()).instances if one.type == "plantooluse"]
    texts = [next(iter(one.prompts.values())) for one in steps[:: len(steps) // PROMPTS]]
    return [[Message("user", text[-400:])] for text in texts[:PROMPTS]]


def seconds(model: LanguageModel, at_once: int, tokens: int) -> tuple[float, list[str]]:
    """How long all prompts take, so many at once, and what was answered."""

    def answer(messages: Sequence[Message]) -> str:
        return "".join(model.generate(messages, max_tokens=tokens))

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as threads:
        answers = list(threads.map(answer, prompts()))
    return time.monotonic() - began, answers


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--answers", type=int, nargs="+", default=[2, 4, 8])
    parser.add_argument("--tokens", type=int, default=64)
    options = parser.parse_args()
    model = load_model(ModelSpec(options.model))
    alone, expected = seconds(model, 1, options.tokens)
    model.close()
    sys.stdout.write(f"one after another: {PROMPTS / alone:.2f} prompts/s\n")
    for count in options.answers:
        model = load_model(ModelSpec(options.model, answers=count))
        spent, answers = seconds(model, count, options.tokens)
        model.close()
        same = sum(one == other for one, other in zip(answers, expected, strict=True))
        sys.stdout.write(
            f"{count} at once: {PROMPTS / spent:.2f} prompts/s, ratio {alone / spent:.2f}, "
            f"{same} of {PROMPTS} answers the same\n"
        )


if __name__ == "__main__":
    main()
