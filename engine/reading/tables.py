"""Comma- and tab-separated files, row by row, without holding the file in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from engine.cleaning import clean_line
from engine.reading.decoding import SAMPLE, detect
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.rows import Row, tidy, write_rows

_LONGEST_FIELD = 1_000_000
_MOST_COLUMNS = 2048
_SNIFFED_ROWS = 20
_DELIMITERS = (",", ";", "\t", "|")


def read_table_file(path: Path, title: str) -> Extracted:
    """A passage per row, with the names of its columns; rows are counted as spreadsheets do.

    Raises:
        ReadingError: binary, in an unknown encoding, or with a field of more than a million
            characters.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    encoding = detect(sample, whole=len(sample) < SAMPLE)
    csv.field_size_limit(_LONGEST_FIELD)
    assembler = Assembler()
    try:
        # The byte order mark that some programs write must not become part of the first name.
        with path.open(encoding=encoding, newline="") as text:
            delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(text)
            text.seek(0)
            write_rows(_rows(text, delimiter), assembler)
    except UnicodeDecodeError as error:
        raise ReadingError(f"it is not {encoding.upper()} throughout; save it as UTF-8") from error
    except csv.Error as error:
        raise ReadingError(f"it is no table of rows ({clean_line(str(error))})") from error
    media_type = "text/tab-separated-values" if path.suffix.lower() == ".tsv" else "text/csv"
    return assembler.finish(title, media_type)


def _rows(text: TextIO, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(text, delimiter=delimiter)
    line = 1
    for number, cells in enumerate(reader, start=1):
        clean_cells = tidy(cells[:_MOST_COLUMNS])
        if clean_cells:
            yield Row(number, line, clean_cells)
        line = reader.line_num + 1


def _delimiter(text: TextIO) -> str:
    """The delimiter by which the first rows have the same, greatest number of cells."""
    sample = text.read(SAMPLE)
    lines = sample.splitlines()[: _SNIFFED_ROWS + 1]
    if len(lines) > 1 and len(sample) == SAMPLE:
        lines.pop()
    return max(_DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: Sequence[str], delimiter: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=widths.count, default=1)
    return (usual - 1) * widths.count(usual) / max(len(widths), 1)
