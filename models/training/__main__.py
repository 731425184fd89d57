"""Make the built-in language model from crafted conversations, end to end and resumable.

    python -m engine.mat.craft --data ../shared/data --out .training/conversations.jsonl
    python -m engine.mat.craft --data ../shared/data --out .training/polish.jsonl \\
        --scale 0.08 --talk-scale 8
    python -m models.training --work .training --data ../shared/data

Run again after an interruption: finished steps are skipped, training goes on at its checkpoint.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

PROSE_TOKENS = 1_500_000
CONVERSATION_TOKENS = 13_500_000
# A short last stage at a low rate, heavy with small talk.
POLISH_TOKENS = 850_000
POLISH_RATES = ("--matrix-rate", "1.2e-3", "--other-rate", "6e-4")
# Frozen, so that weights made at different times keep the same tokens.
TOKENIZER = Path(__file__).with_name("tokenizer.json")


def run(module: str, *arguments: str) -> None:
    """Run a step in a process of its own, so that its memory goes back.

    Raises:
        SystemExit: the step failed.
    """
    command = [sys.executable, "-m", f"models.training.{module}", *arguments]
    code = subprocess.run(command, check=False).returncode  # noqa: S603 - our own modules
    if code:
        raise SystemExit(f"{module} {' '.join(arguments)} failed with exit code {code}")


def stage(name: str, tokens: int, work: str, *further: str) -> None:
    """Train one stage, or go on with it; raises SystemExit as `run` does."""
    run("train", "--work", work, "--stage", name, "--tokens", str(tokens), *further)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("models/builtin/kagent-nano.gguf"))
    options = parser.parse_args()
    work, data = str(options.work), str(options.data)
    for name in ("conversations", "polish"):
        if not (options.work / f"{name}.jsonl").exists():
            raise SystemExit(
                f"{options.work / name}.jsonl is missing: python -m engine.mat.craft makes it, "
                "see python -m models.training --help"
            )
    if not (options.work / "tokenizer.json").exists():
        shutil.copyfile(TOKENIZER, options.work / "tokenizer.json")
    for step in ("prose", "conversations", "polish"):
        suffix = ".npy" if step == "prose" else ".npz"
        if not (options.work / f"{step}{suffix}").exists():
            run(
                "prepare", "--work", work, "--data", data, "--step", step,
                "--conversations", str(options.work / f"{step}.jsonl"),
            )  # fmt: skip
    stage("prose", PROSE_TOKENS, work)
    stage("conversations", CONVERSATION_TOKENS, work, "--start-from", f"{work}/prose.pt")
    stage("polish", POLISH_TOKENS, work, "--start-from", f"{work}/conversations.pt", *POLISH_RATES)
    run(
        "export",
        "--checkpoint", str(options.work / "polish.pt"),
        "--tokenizer", str(options.work / "tokenizer.json"),
        "--out", str(options.out),
    )  # fmt: skip


if __name__ == "__main__":
    main()
