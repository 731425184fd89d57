"""Decoding speed with the model on the processor and on a GPU, and their ratio.

    python -m benchmarks.offload [--model builtin|PATH] [--tokens 128]

Needs a llama-cpp-python that was built for the GPU (see README.md); says so where it was not.
"""

from __future__ import annotations

import argparse
import sys

from models.language.base import Constraint, Message, ModelError
from models.language.loading import ModelSpec, load_model

PROMPT = [Message("user", "Tell me about the sea. " * 8)]


def tokens_per_second(model: str, gpu_layers: int, tokens: int) -> float:
    """The best of three runs, prompt evaluation not counted.

    Raises:
        ModelError: the model cannot be loaded so.
    """
    loaded = load_model(ModelSpec(model, gpu_layers=gpu_layers))
    # A grammar keeps a model that would rather stop at its task.
    letters = Constraint(f"root ::= [a-z ]{{{tokens * 12}}}\n")
    best = 0.0
    for _ in range(3):
        warm = loaded.generate(PROMPT, max_tokens=1)
        list(warm)
        run = loaded.generate(PROMPT, max_tokens=tokens, constraint=letters)
        list(run)
        best = max(best, run.usage.generated_tokens / max(run.usage.seconds, 1e-9))
    loaded.close()
    return best


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="builtin")
    parser.add_argument("--tokens", type=int, default=128)
    options = parser.parse_args()
    processor = tokens_per_second(options.model, 0, options.tokens)
    sys.stdout.write(f"processor: {processor:.0f} tokens/s\n")
    try:
        gpu = tokens_per_second(options.model, -1, options.tokens)
    except ModelError as error:
        sys.stdout.write(f"GPU: not measured, {error}\n")
        return 0
    sys.stdout.write(f"GPU: {gpu:.0f} tokens/s, ratio {gpu / processor:.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
