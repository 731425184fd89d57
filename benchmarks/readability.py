"""How much of a web page's own text is extracted, and how little else, against trafilatura.

    python -m benchmarks.readability [--data ../shared/data/fixtures/html] [--pages]

Over Mozilla Readability's test pages: the tokens of our extraction and of trafilatura's compared
with those of expected.html, as multisets. Tokens are words, and single characters of scripts
without spaces. Every second page, in an order by a hash of its name, is the half that the reader
was looked at with; the other half is reported apart.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import trafilatura

from engine.reading.extracted import ReadingError
from engine.reading.html import read_html

_TOKEN = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3041-\u30ff\u3400-\u9fff]+")
_SILENT = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision, recall and their harmonic mean for one page."""

    precision: float
    recall: float
    f1: float


def tokens(text: str) -> Counter[str]:
    """How often each token stands in a text."""
    return Counter(_TOKEN.findall(text.casefold()))


def overlap(found: Counter[str], expected: Counter[str]) -> Overlap:
    """How two multisets of tokens agree."""
    shared = sum((found & expected).values())
    precision = shared / max(sum(found.values()), 1)
    recall = shared / max(sum(expected.values()), 1)
    both = precision + recall
    return Overlap(precision, recall, 2 * precision * recall / both if both else 0.0)


def expected_text(page: Path) -> str:
    """The visible text of expected.html, block by block."""
    root = lxml.html.document_fromstring(page.read_bytes().decode("utf-8"))
    pieces: list[str] = []
    for node in root.iter():
        if isinstance(node.tag, str) and not any(
            above.tag in _SILENT for above in (node, *node.iterancestors())
        ):
            pieces.append(node.text or "")
        pieces.append(node.tail or "")
    return " ".join(pieces)


def ours(data: bytes) -> str:
    """What this program extracts."""
    try:
        return read_html(data, "").text
    except ReadingError:
        return ""


def theirs(data: bytes) -> str:
    """What trafilatura extracts with its defaults, for text."""
    return trafilatura.extract(data, include_comments=False) or ""


READERS: dict[str, Callable[[bytes], str]] = {"KAgent": ours, "trafilatura": theirs}


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def report(name: str, pages: Sequence[Path], scores: dict[str, dict[str, Overlap]]) -> None:
    """The means and medians over some pages."""
    say(f"{name}: {len(pages)} pages")
    means = {}
    for reader, found in scores.items():
        rows = [found[page.name] for page in pages]
        means[reader] = statistics.mean(row.f1 for row in rows)
        median = statistics.median(row.f1 for row in rows)
        precision = statistics.mean(row.precision for row in rows)
        recall = statistics.mean(row.recall for row in rows)
        say(
            f"  {reader:12} F1 mean {means[reader]:.4f} median {median:.4f}  "
            f"precision {precision:.4f}  recall {recall:.4f}"
        )
    say(f"  ratio of the means {means['KAgent'] / means['trafilatura']:.4f}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/fixtures/html"))
    parser.add_argument("--pages", action="store_true", help="each page on a line")
    arguments = parser.parse_args()
    pages = sorted(path.parent for path in arguments.data.glob("*/expected.html"))
    scores: dict[str, dict[str, Overlap]] = {}
    for reader, read in READERS.items():
        began = time.perf_counter()
        scores[reader] = {
            page.name: overlap(
                tokens(read((page / "source.html").read_bytes())),
                tokens(expected_text(page / "expected.html")),
            )
            for page in pages
        }
        say(f"{reader}: {time.perf_counter() - began:.1f} s")
    by_hash = sorted(pages, key=lambda page: hashlib.sha256(page.name.encode()).hexdigest())
    report("the half that was looked at", by_hash[::2], scores)
    report("the other half", by_hash[1::2], scores)
    report("all", pages, scores)
    if arguments.pages:
        for place, page in enumerate(by_hash):
            half = "seen" if place % 2 == 0 else "other"
            own, other = scores["KAgent"][page.name], scores["trafilatura"][page.name]
            say(
                f"{half:6}{page.name:45} F1 {own.f1:.3f} ({other.f1:.3f})  "
                f"P {own.precision:.3f} ({other.precision:.3f})  "
                f"R {own.recall:.3f} ({other.recall:.3f})"
            )


if __name__ == "__main__":
    main()
