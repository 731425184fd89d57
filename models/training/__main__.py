"""Make the built-in language model from crafted conversations, end to end and resumable.

    python -m engine.mat.synthetic --data DATA --work .training
    python -m models.training --work .training --data DATA --minutes 8     (on a GPU)
    python -m models.training --work .training --data DATA --steps 20000 --rows 4   (on CPUs)

Run again after an interruption: finished steps are skipped, training goes on at its checkpoint.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

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
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=Path(".training"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("models/builtin/kagent-nano.gguf"))
    options, training = parser.parse_known_args()
    work, data = str(options.work), str(options.data)
    conversations = sorted(options.work.glob("*.conversations.jsonl"))
    if not conversations:
        raise SystemExit(
            f"{options.work} holds no *.conversations.jsonl: python -m engine.mat.synthetic makes "
            "them, see python -m models.training --help"
        )
    if not (options.work / "tokenizer.json").exists():
        shutil.copyfile(TOKENIZER, options.work / "tokenizer.json")
    if not (options.work / "prose.npy").exists():
        run("prepare", "--work", work, "--data", data, "--step", "prose")
    if not (options.work / "conversations.npz").exists():
        files = [str(path) for path in conversations]
        run("prepare", "--work", work, "--step", "rows", "--conversations", *files)
    run("packed", "--work", work, *training)
    checkpoint, tokenizer = options.work / "packed.pt", options.work / "tokenizer.json"
    run(
        "export",
        "--checkpoint", str(checkpoint),
        "--tokenizer", str(tokenizer),
        "--out", str(options.out),
    )  # fmt: skip


if __name__ == "__main__":
    main()
