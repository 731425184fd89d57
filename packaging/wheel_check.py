"""Build the wheel and check that it is complete, clean and small.

    python packaging/wheel_check.py [--keep FOLDER] [--list]

Only the wheel itself is built; none of its dependencies is downloaded or installed. Prints the
wheel's size and largest files; exits with 1 and one line for each problem.
"""

import argparse
import importlib.util
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# The manual page and the completions of shells go where these look.
SHARED = ".data/data/share/"
PACKAGES = ("engine", "kagent_tui", "models", "store")
MODEL = "models/builtin/kagent-nano.gguf"
GGUF_MAGIC = b"GGUF"
# JSON lines are products of work, but for this one: `kagent bench --data mini` reads it, and it
# cannot be made without the seeds, which are not in the wheel.
BENCHMARK = "engine/bench/mini/kagentbench-mini.jsonl.gz"
MEBIBYTE = 1024 * 1024
WHEEL_LIMIT = 40 * MEBIBYTE
MODEL_LIMIT = 24 * MEBIBYTE
UNWANTED_SUFFIXES = (
    ".pyc",
    ".pt",
    ".npz",
    ".npy",
    ".safetensors",
    ".jsonl",
    ".gz",
    ".db",
    ".log",
    ".part",
)


def build(folder: Path) -> Path:
    """Build the wheel into `folder` and return its path.

    Raises subprocess.CalledProcessError, whose output holds pip's own words.
    """
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    command += [str(folder), str(REPOSITORY)]
    # With the build backend at hand, pip needs no network to fetch it into a separate place.
    if importlib.util.find_spec("hatchling"):
        command.insert(4, "--no-build-isolation")
    subprocess.run(command, check=True, capture_output=True, text=True)
    return next(folder.glob("kagent_tui-*.whl"))


def missing_sources(names: set[str]) -> Iterator[str]:
    """Yield a line for each file of ours (modules, styles, prompts) that the wheel lacks."""
    for package in PACKAGES:
        for path in sorted((REPOSITORY / package).rglob("*")):
            name = path.relative_to(REPOSITORY).as_posix()
            wanted = path.suffix in {
                ".py",
                ".tcss",
                ".txt",
                ".md",
                ".toml",
                ".typed",
                ".json",
                ".yaml",
                ".mo",
            }
            if path.is_file() and wanted and name not in names:
                yield f"{name} is missing"


def content_problems(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield a line for each thing that the wheel lacks or should not hold."""
    names = set(archive.namelist())
    yield from missing_sources(names)
    for name in sorted(names):
        top = name.split("/")[0]
        if top not in PACKAGES and not top.endswith(".dist-info") and SHARED not in name:
            yield f"{name} does not belong into the wheel"
        unwanted = name.endswith(UNWANTED_SUFFIXES) and name != BENCHMARK
        if unwanted or "__pycache__" in name:
            yield f"{name} is a product of work, not a part of the program"
    for ending in (".dist-info/licenses/LICENSE", ".dist-info/entry_points.txt"):
        if not any(name.endswith(ending) for name in names):
            yield f"{ending} is missing"
    if BENCHMARK not in names:
        yield f"{BENCHMARK} is missing: python -m benchmarks.kagentbench_mini.build writes it"
    if MODEL not in names:
        yield f"the built-in model {MODEL} is missing: make train writes it"
        return
    with archive.open(MODEL) as model:
        if model.read(len(GGUF_MAGIC)) != GGUF_MAGIC:
            yield f"{MODEL} is no GGUF file"
    if archive.getinfo(MODEL).file_size > MODEL_LIMIT:
        yield f"{MODEL} is over {MODEL_LIMIT // MEBIBYTE} MiB"


def report(wheel: Path, archive: zipfile.ZipFile, full: bool) -> None:
    """Print the size of the wheel and of its largest (or all) files."""
    infos = sorted(archive.infolist(), key=lambda info: -info.compress_size)
    lines = [f"{wheel.name}: {wheel.stat().st_size / MEBIBYTE:.2f} MiB, {len(infos)} files"]
    lines += [
        f"{info.compress_size:>12,} of {info.file_size:>12,} bytes  {info.filename}"
        for info in (infos if full else infos[:5])
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def check(folder: Path, full: bool) -> list[str]:
    """Build into `folder`, report, and return the problems found."""
    try:
        wheel = build(folder)
    except subprocess.CalledProcessError as error:
        return [f"the wheel could not be built:\n{error.stdout}{error.stderr}"]
    with zipfile.ZipFile(wheel) as archive:
        report(wheel, archive, full)
        problems = list(content_problems(archive))
    if wheel.stat().st_size > WHEEL_LIMIT:
        problems.append(f"{wheel.name} is over {WHEEL_LIMIT // MEBIBYTE} MiB")
    return problems


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the wheel here")
    parser.add_argument("--list", action="store_true", help="print every file of the wheel")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        problems = check(options.keep, options.list)
    else:
        with tempfile.TemporaryDirectory() as folder:
            problems = check(Path(folder), options.list)
    sys.stderr.writelines(f"wheel: {problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
