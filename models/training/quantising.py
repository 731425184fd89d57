"""Quantise a GGUF file with llama.cpp's own quantiser, in a process of its own.

    python -m models.training.quantising exact.gguf small.gguf Q4_K_M

A child process, because llama.cpp ends the whole program on some damaged files.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from models.language import gguf_file
from models.language.base import ModelFileError
from models.training.tuning_settings import TuningError

KINDS: Final = ("Q8_0", "Q4_0", "Q4_K_M")
_REASON_LINES: Final = 400


def quantise(source: Path, target: Path, kind: str, *, threads: int | None = None) -> Path:
    """Write `source` (weights as F32, F16 or BF16) to `target` with weights of `kind`.

    The target appears whole or not at all.

    Raises:
        TuningError: the kind is unknown, the source is damaged or already quantised, the disk is
            too full, or the quantiser failed; with its reason.
    """
    if kind not in KINDS:
        raise TuningError(f"the quantisation {kind} is unknown: choose from {', '.join(KINDS)}")
    try:
        gguf_file.read_header(source)
    except ModelFileError as error:
        raise TuningError(str(error)) from error
    if source.resolve() == target.resolve():
        raise TuningError(f"{target} would be written over itself: choose another name")
    _check_room(source, target)
    part = target.with_name(target.name + ".part")
    command = [
        sys.executable, "-m", "models.training.quantising", "--child", str(threads or 0),
        str(source), str(part), kind,
    ]  # fmt: skip
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    try:
        done = subprocess.run(  # noqa: S603 - our own module, arguments as a list
            command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False
        )
        if done.returncode != 0:
            reason = _reason(done.stderr.decode("utf-8", "replace"), done.returncode)
            raise TuningError(f"{source} could not be quantised to {kind}: {reason}")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _check_room(source: Path, target: Path) -> None:
    """Refuse where the largest possible result does not fit."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free, needed = shutil.disk_usage(target.parent).free, source.stat().st_size
    except OSError as error:
        raise TuningError(f"{target} cannot be written ({error.strerror})") from error
    if free < needed:
        raise TuningError(
            f"{target.parent} has {free / 1e9:.1f} GB free and up to {needed / 1e9:.1f} GB are "
            "needed: free some or choose another folder"
        )


def _reason(output: str, code: int) -> str:
    """The quantiser's own words, or how its process ended."""
    lines = [line.strip() for line in output.splitlines()[-_REASON_LINES:]]
    told = [line for line in lines if "error" in line.lower() or "failed" in line.lower()]
    if told:
        return told[-1][:300]
    return f"signal {-code}" if code < 0 else f"code {code}"


def _in_child(source: str, target: str, kind: str, threads: int) -> int:
    from llama_cpp import llama_cpp

    llama_cpp.llama_backend_init()
    parameters: Any = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{kind}")
    linux = sys.platform == "linux"
    parameters.nthread = threads or (len(os.sched_getaffinity(0)) if linux else os.cpu_count())
    return int(
        llama_cpp.llama_model_quantize(
            os.fsencode(source), os.fsencode(target), llama_cpp.ctypes.byref(parameters)
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0, or 1 after an error that it says in one line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child is not None:
        return _in_child(str(options.source), str(options.target), options.kind, options.child)
    try:
        quantise(options.source, options.target, options.kind, threads=options.threads)
    except TuningError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    sizes = [path.stat().st_size for path in (options.source, options.target)]
    print(f"{options.target}: {sizes[1]:,} bytes, {sizes[1] / sizes[0]:.1%} of {options.source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
