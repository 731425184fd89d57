"""How well and how fast text in pictures is read.

    python -m benchmarks.ocr [--threads 2] [--models FOLDER] [--peer]

Character error rates are edit distances to the gold text in characters per character of it: as
read, and without spaces. Pictures whose lines have no order of their own are compared line by line:
each gold line with the one that is most like it. Seconds are of the wall clock and of the
processors, the best of three; a busy machine makes the former longer. --models names a folder with
the models of the package `rapidocr`, which newer Pythons have; --peer reads the pictures with
RapidOCR's own program too, where that is `rapidocr-onnxruntime`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.reading.reading_order import rows_of
from models.ocr import Box, TextLine, TextReader
from models.ocr_models import OcrModels

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

_ROOT = Path(__file__).resolve().parents[1]
FIXTURES = _ROOT.parent / "shared" / "data" / "fixtures" / "ocr"
GOLD = _ROOT / "tests" / "data" / "ocr"
# Pictures, and whether their lines are in an order.
PICTURES = {
    "phototest.tif": True,
    "en.jpg": True,
    "latin.jpg": True,
    "ch_en_num.jpg": False,
    "check_return_word_len.jpeg": False,
}
_RUNS = 3


def distance(first: Sequence[str], second: Sequence[str]) -> int:
    """The fewest characters, or words, to insert, delete or replace to make one text of the other
    (Levenshtein)."""
    row = list(range(len(second) + 1))
    for number, left in enumerate(first, 1):
        above, row[0] = row[0], number
        for place, right in enumerate(second, 1):
            above, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, above + (left != right)),
            )
    return row[-1]


def error_rate(gold: str, read: str) -> float:
    """Characters that are wrong, per character of the gold text; white space runs are one space."""
    gold, read = " ".join(gold.split()), " ".join(read.split())
    return distance(gold, read) / max(len(gold), 1)


def line_error_rate(gold: Sequence[str], read: Sequence[str]) -> float:
    """The same where lines have no order: each gold line with the one most like it, or none."""
    wrong = sum(min([len(line), *(distance(line, other) for other in read)]) for line in gold)
    return wrong / max(sum(map(len, gold)), 1)


@dataclass(frozen=True)
class Score:
    """What came of one picture."""

    name: str
    rate: float
    rate_without_spaces: float
    seconds: float
    cpu_seconds: float
    lines: int


def gold_of(name: str) -> str:
    """The gold text of a picture of the fixtures."""
    stem = Path(name).stem
    own = GOLD / f"{stem}.gold.txt"
    return (own if own.is_file() else FIXTURES / f"{stem}.gold.txt").read_text(encoding="utf-8")


def pixels(path: Path) -> NDArray[uint8]:
    """A picture's pixels as the recogniser takes them."""
    import numpy
    from PIL import Image

    with Image.open(path) as image:
        return numpy.ascontiguousarray(numpy.asarray(image.convert("RGB"))[:, :, ::-1])


class Reader(Protocol):
    """What reads the text of pictures."""

    def read(self, image: NDArray[uint8]) -> list[TextLine]:
        """The lines of an image."""
        ...


class Peer:
    """RapidOCR's own program, with its own settings but for the threads."""

    def __init__(self, threads: int) -> None:
        from rapidocr_onnxruntime import RapidOCR

        self._program = RapidOCR(intra_op_num_threads=threads)

    def read(self, image: NDArray[uint8]) -> list[TextLine]:
        """The lines of an image."""
        found, _ = self._program(image)
        return [
            TextLine(text, Box(((a, b), (c, d), (e, f), (g, h))), score)
            for ((a, b), (c, d), (e, f), (g, h)), text, score in found or []
        ]


def score(reader: Reader, name: str, runs: int = 1) -> Score:
    """Read a picture of the fixtures and compare it with its gold text."""
    image, gold = pixels(FIXTURES / name), gold_of(name)
    best = cpu = float("inf")
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        lines = reader.read(image)
        best = min(best, time.perf_counter() - start)
        cpu = min(cpu, time.process_time() - used)
    if PICTURES[name]:
        read = "\n".join(row.text for row in rows_of(lines))
        plain = error_rate("".join(gold.split()), "".join(read.split()))
        return Score(name, error_rate(gold, read), plain, best, cpu, len(lines))
    texts = [line.text for line in lines]
    plain = line_error_rate(
        ["".join(line.split()) for line in gold.splitlines()],
        ["".join(text.split()) for text in texts],
    )
    return Score(name, line_error_rate(gold.splitlines(), texts), plain, best, cpu, len(lines))


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--peer", action="store_true")
    arguments = parser.parse_args()
    reader = TextReader(arguments.threads, _successors(arguments.models))
    _print(reader.name, reader)
    if arguments.peer:
        _print("RapidOCR's own program", Peer(arguments.threads))


def _print(title: str, reader: Reader) -> None:
    print(title)
    print(
        f"{'picture':28} {'errors':>8} {'no spaces':>10} {'seconds':>8} {'CPU s':>8} {'lines':>6}"
    )
    for name in PICTURES:
        one = score(reader, name, _RUNS)
        print(
            f"{name:28} {one.rate:8.2%} {one.rate_without_spaces:10.2%} {one.seconds:8.2f} "
            f"{one.cpu_seconds:8.2f} {one.lines:6}"
        )


def _successors(folder: Path | None) -> OcrModels | None:
    if folder is None:
        return None
    return OcrModels(
        "PP-OCRv6",
        folder / "PP-OCRv6_det_small.onnx",
        folder / "PP-OCRv6_rec_small.onnx",
        folder / "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    )


if __name__ == "__main__":
    main()
