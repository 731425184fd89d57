"""Make the built-in language model from crafted conversations, end to end and resumable.

    python -m engine.mat.craft --data ../shared/data --out .training/conversations.jsonl
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
CONVERSATION_TOKENS = 12_500_000
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


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("models/builtin/kagent-nano.gguf"))
    options = parser.parse_args()
    work, data = str(options.work), str(options.data)
    conversations = options.work / "conversations.jsonl"
    if not conversations.exists():
        raise SystemExit(
            f"{conversations} is missing: run python -m engine.mat.craft --data {data} "
            f"--out {conversations} first"
        )
    if not (options.work / "tokenizer.json").exists():
        shutil.copyfile(TOKENIZER, options.work / "tokenizer.json")
    for step in ("prose", "conversations"):
        suffix = ".npy" if step == "prose" else ".npz"
        if not (options.work / f"{step}{suffix}").exists():
            run(
                "prepare", "--work", work, "--data", data, "--step", step,
                "--conversations", str(conversations),
            )  # fmt: skip
    run("train", "--work", work, "--stage", "prose", "--tokens", str(PROSE_TOKENS))
    run(
        "train", "--work", work, "--stage", "conversations", "--tokens", str(CONVERSATION_TOKENS),
        "--start-from", str(options.work / "prose.pt"),
    )  # fmt: skip
    run(
        "export",
        "--checkpoint", str(options.work / "conversations.pt"),
        "--tokenizer", str(options.work / "tokenizer.json"),
        "--out", str(options.out),
    )  # fmt: skip


if __name__ == "__main__":
    main()
