"""The end of the pipeline in small: exported data in, a quantised GGUF file of a tiny model out.

    python -m models.training.tuning_pipeline --data mat.jsonl --out DIR

For continuous integration and for trying the way before a large model goes it: a model with random
weights is made, tuned for some steps on the data, exported, quantised and compared. It learns
little; what it proves is that every part fits the next.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from models.training.quantising import KINDS, quantise
from models.training.tuning_curve import read_log
from models.training.tuning_data import read_conversations
from models.training.tuning_models import quieten, require_packages
from models.training.tuning_settings import TuningError, TuningSettings

# Enough for a tokenizer of a thousand tokens; more only takes time.
_TOKENIZER_TEXTS: Final = 2000
_TINY_RATE: Final = 5e-3


@dataclass(frozen=True, slots=True)
class PipelineResult:
    """What came out.

    Attributes:
        exact: The GGUF file in F32.
        quantised: The quantised one.
        first_loss: Loss of the first step.
        last_loss: Loss of the last.
        comparison: How the exact file compares with the model, in words.
        same: Whether both give the same tokens and the same greedy texts.
        seconds: How long it all took.
    """

    exact: Path
    quantised: Path
    first_loss: float
    last_loss: float
    comparison: str
    same: bool
    seconds: float


def tiny_pipeline(
    data: Path,
    out: Path,
    *,
    steps: int = 20,
    batch: int = 8,
    max_tokens: int = 512,
    lora: bool = False,
    kind: str = "Q8_0",
) -> PipelineResult:
    """Run everything in `out`.

    Raises:
        TuningError: a part failed; one line says which and why.
    """
    require_packages()
    quieten()
    from models.training.tuning_check import compare
    from models.training.tuning_export import export, merged
    from models.training.tuning_run import LOG_FILE, run
    from models.training.tuning_tiny import make_tiny_model

    began = time.monotonic()
    conversations = read_conversations(data)
    texts = [m.content for c in conversations[:_TOKENIZER_TEXTS] for m in c.messages]
    base = make_tiny_model(out / "base", texts)
    settings = TuningSettings(
        model=str(base),
        data=data,
        out=out / "run",
        lora=lora,
        batch=batch,
        micro_batch=batch,
        steps=steps,
        rate=_TINY_RATE,
        max_tokens=max_tokens,
        save_every=0,
        restart=True,
    )
    run(settings)
    losses = [row["loss"] for row in read_log(settings.out / LOG_FILE)]
    with merged(settings.out) as folder:
        exact = export(folder, out / "tiny-F32.gguf", weights="F32", name="tiny")
        small = quantise(exact, out / f"tiny-{kind}.gguf", kind, threads=1)
        comparison = compare(folder, exact)
    return PipelineResult(
        exact,
        small,
        losses[0],
        losses[-1],
        comparison.described(),
        comparison.same_tokens and comparison.greedy == comparison.prompts,
        time.monotonic() - began,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 where everything fitted, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="JSON lines to learn")
    parser.add_argument("--out", type=Path, required=True, help="folder for everything")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--lora", action="store_true")
    parser.add_argument("--quantise", choices=KINDS, default="Q8_0")
    options = parser.parse_args(arguments)
    try:
        require_packages()
        import torch

        # More threads than idle cores only wait for each other on matrices this small.
        torch.set_num_threads(1)
        result = tiny_pipeline(
            options.data,
            options.out,
            steps=options.steps,
            lora=options.lora,
            kind=cast(str, options.quantise),
        )
    except (TuningError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"loss {result.first_loss:.3f} to {result.last_loss:.3f}")
    print(f"{result.exact}: {result.comparison}")
    print(f"{result.quantised}: {result.quantised.stat().st_size:,} bytes")
    print(f"{result.seconds:.1f} s")
    return 0 if result.same and result.last_loss < result.first_loss else 1


if __name__ == "__main__":
    sys.exit(main())
