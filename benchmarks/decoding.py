"""Speed of the in-process language model, as ratios that mean the same on every machine.

Run `python benchmarks/decoding.py [FILE.gguf]`; the built-in model is the default. Each figure is
the median of several runs, on text that the grammar forces to be equally long.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from models.builtin import language_model_path
from models.language.base import Constraint, Message, Usage
from models.language.grammar import GrammarBuilder, spans, value
from models.language.local import LocalModel

RUNS = 5
TOKENS = 64
QUESTION = (
    "How many days are there from the Dragon Boat Festival to the Mid-Autumn Festival in 2025, "
    "and which weekday is 2025-10-06? 从端午节到中秋节有多少天？"
)


def _median_rate(generate: Callable[[], Usage]) -> float:
    """Generated tokens a second, prompt already in the cache."""
    generate()
    usages = [generate() for _ in range(RUNS)]
    return statistics.median(usage.generated_tokens / usage.seconds for usage in usages)


def _generation(model: LocalModel, constraint: Constraint | None) -> Callable[[], Usage]:
    def generate() -> Usage:
        messages = [Message("user", QUESTION)]
        generation = model.generate(messages, max_tokens=TOKENS, constraint=constraint)
        for _piece in generation:
            pass
        return generation.usage

    return generate


def _grammars() -> dict[str, Constraint]:
    text = GrammarBuilder()
    string = {"type": "string", "minLength": 600, "maxLength": 600}
    words = GrammarBuilder()
    copied = spans(words, QUESTION)
    separator = '", "'
    return {
        "JSON string grammar": Constraint(text.build(value(text, string))),
        "span grammar": Constraint(words.build(f"{copied} ({separator} {copied}){{30}}")),
    }


def _reuse(model: LocalModel) -> tuple[int, int]:
    """Evaluated and total prompt tokens over three steps of one question."""
    messages = [Message("system", "Plan the next step."), Message("user", QUESTION)]
    total = Usage()
    for step in range(3):
        generation = model.generate(messages, max_tokens=16)
        answer = "".join(generation)
        total += generation.usage
        messages += [
            Message("assistant", answer),
            Message("tool", f"2025-0{step + 5}-31 is a Saturday. It is {step} days away."),
        ]
    return total.evaluated_tokens, total.prompt_tokens


def main() -> None:
    """Print the figures."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else language_model_path()
    model = LocalModel(path)
    write = sys.stdout.write
    evaluated, total = _reuse(model)
    write(f"evaluated / total prompt tokens, three steps: {evaluated}/{total}")
    write(f" = {evaluated / total:.2f}\n")
    free = _median_rate(_generation(model, None))
    write(f"free: {free:.0f} tokens/s\n")
    for name, constraint in _grammars().items():
        rate = _median_rate(_generation(model, constraint))
        write(f"{name}: {rate:.0f} tokens/s, {rate / free:.2f} of free\n")
    model.close()


if __name__ == "__main__":
    main()
