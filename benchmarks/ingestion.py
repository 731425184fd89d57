"""How fast documents become findable: segments a second of Markdown, pages a second of PDF.

    python -m benchmarks.ingestion [--segments 5000] [--pages 600] [--profile]

Everything that `kagent add` does is in it: reading in the child process, cutting, embedding,
storing, indexing; the clock stops when all of it is on the disk and searchable. The PDF files are
made here, pages of some 3,000 characters of text. CPU seconds count the reading children too: on a
busy machine they say more than the wall clock does. --profile shows where this process spent its
time.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import os
import pstats
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks.corpus import make_documents
from benchmarks.scale import DATA, open_bank, say
from engine.library import Library

_PAGES_PER_FILE = 40
_LINES_PER_PAGE, _LINE_LENGTH = 48, 64
_SECTIONS = 5


def write_markdown(folder: Path, segments: int, data: Path) -> int:
    """Markdown files with headings and paragraphs, English and Chinese; their bytes."""
    folder.mkdir()
    written = 0
    for number, made in enumerate(make_documents(data / "text", segments, seed=4)):
        lines = [f"# {made.title}", ""]
        for place, text in enumerate(made.segments):
            if place % _SECTIONS == 0:
                lines += [f"## Part {place // _SECTIONS + 1}", ""]
            lines += [text, ""]
        content = "\n".join(lines).encode()
        (folder / f"{number:05}.md").write_bytes(content)
        written += len(content)
    return written


def write_pdfs(folder: Path, pages: int, data: Path) -> int:
    """PDF files of plain text pages in Helvetica; their bytes."""
    folder.mkdir()
    lines = _lines(data)
    written = 0
    for number, first in enumerate(range(0, pages, _PAGES_PER_FILE)):
        count = min(_PAGES_PER_FILE, pages - first)
        content = _pdf([list(islice(lines, _LINES_PER_PAGE)) for _ in range(count)])
        (folder / f"{number:05}.pdf").write_bytes(content)
        written += len(content)
    return written


def _lines(data: Path) -> Iterator[str]:
    for made in make_documents(data / "text", 10**9, seed=5):
        if made.language == "en":
            text = " ".join(made.segments).encode("ascii", "ignore").decode()
            for start in range(0, len(text), _LINE_LENGTH):
                yield text[start : start + _LINE_LENGTH]


def _pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF file with a page for each list of lines (PDF 1.4, uncompressed)."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 800 Td\n{shown}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode("ascii")
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode("ascii")
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode("ascii"))


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


@contextmanager
def profiled(wanted: bool) -> Iterator[None]:
    """Print the functions that took longest in this process, if wanted."""
    if not wanted:
        yield
        return
    profile = cProfile.Profile()
    profile.enable()
    yield
    profile.disable()
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(25)
    say(text.getvalue())


def ingest(home: Path, folder: Path, profile: bool) -> tuple[int, float, float]:
    """Add a folder to a new bank and search it once: segments, wall and CPU seconds."""
    with profiled(profile):
        wall, cpu = time.perf_counter(), _cpu()
        with open_bank(home) as bank:
            for event in Library(bank).add([folder]):
                if event.error:
                    say(event.error)
            bank.search("What was added?")
            segments = bank.statistics().segments
        return segments, time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main() -> None:
    """Make the files, add them, print the rates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=5000)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, unit, write, amount in (
            ("Markdown", "segments", write_markdown, arguments.segments),
            ("PDF", "pages", write_pdfs, arguments.pages),
        ):
            size = write(work / name, amount, arguments.data)
            segments, wall, cpu = ingest(work / f"{name}-home", work / name, arguments.profile)
            done = segments if unit == "segments" else amount
            say(
                f"{name}: {size / 1e6:.1f} MB, {segments:,} segments in {wall:.1f} s "
                f"({cpu:.1f} s CPU): {done / wall:,.0f} {unit} a second, "
                f"{done / cpu:,.0f} a CPU second"
            )


if __name__ == "__main__":
    main()
