"""Tune any Hugging Face causal model on exported agent data.

    python -m models.training.tuning --model PATH --data mat.jsonl --out DIR
    python -m models.training.tuning --model PATH --data mat.jsonl --out DIR --lora --rank 16
    accelerate launch --config_file models/training/configs/zero3.yaml \\
        -m models.training.tuning --model PATH --data mat.jsonl --out DIR

The defaults are those of KAgentLMs in the paper: AdamW, a cosine with 3 % warm-up to a peak of
5e-6, batches of 16 over all processes, one epoch. Called again after an interruption it goes on
from the last checkpoint.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from models.training.tuning_settings import ADAPTER_RATE, PAPER_RATE, TuningError, TuningSettings


def parser() -> argparse.ArgumentParser:
    """The command line; its defaults are those of `TuningSettings`."""
    made = argparse.ArgumentParser(
        prog="python -m models.training.tuning",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    defaults = TuningSettings(model="", data=Path(), out=Path())

    def add(name: str, text: str, **options: object) -> None:
        key = name.lstrip("-").replace("-", "_")
        options.setdefault("default", getattr(defaults, key))
        made.add_argument(name, help=text, **options)  # type: ignore[arg-type]

    made.add_argument("--model", required=True, help="folder, or name on the Hugging Face hub")
    made.add_argument("--data", type=Path, required=True, help="JSON lines to learn")
    made.add_argument("--out", type=Path, required=True, help="folder of the run")
    add("--lora", "train low-rank adapters only", action="store_true")
    add("--rank", "rank of the adapters", type=int)
    add("--alpha", "their scale is alpha / rank", type=int)
    add("--dropout", "dropout before the adapters", type=float)
    add("--targets", "adapted layers, names with commas", type=str)
    add("--batch", "sequences a step, over all processes", type=int)
    add("--micro-batch", "most sequences at a time on each process", type=int)
    add("--epochs", "passes over the data", type=int)
    add("--steps", "steps instead of epochs", type=int)
    add("--rate", f"peak learning rate; {PAPER_RATE:g}, with --lora {ADAPTER_RATE:g}", type=float)
    add("--warm-up", "share of the steps with a rising rate", type=float)
    add("--weight-decay", "AdamW's", type=float)
    add("--max-tokens", "longer sequences are cut", type=int)
    add("--packing", "put several sequences into a row", action="store_true")
    add("--learn", "which answers of a conversation count", choices=("all", "last"))
    add("--layout", "chat template, or plain text", choices=("chat", "raw"))
    add("--template", "file with another chat template", type=Path)
    add("--seed", "of the order and of new weights", type=int)
    add("--precision", "auto: bf16 where a GPU has it", choices=("auto", "bf16", "fp32"))
    add("--save-every", "steps between checkpoints, 0 for none", type=int)
    add("--keep", "checkpoints to keep", type=int)
    add("--stop-after", "stop after this step; the next call goes on", type=int)
    add("--online", "the model may be fetched from the hub", action="store_true")
    add("--activation-checkpointing", "less memory, more time", action="store_true")
    add("--restart", "begin anew over what --out holds", action="store_true")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0, or 1 after an error that it says in one line."""
    settings = TuningSettings(**vars(parser().parse_args(arguments)))
    from models.training.tuning_run import run

    try:
        run(settings)
    except (TuningError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; call it again to go on from the last checkpoint", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
