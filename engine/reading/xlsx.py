"""Excel workbooks through openpyxl, row by row, without holding a sheet in memory."""

from __future__ import annotations

import datetime
import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.cleaning import clean_line
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.limits import Limits
from engine.reading.packages import Package
from engine.reading.rows import Row, tidy, write_rows

_MOST_COLUMNS = 512
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_xlsx(path: Path, fallback_title: str, limits: Limits) -> Extracted:
    """A passage per row, with the names of its columns; formulas by the value last computed.

    Raises:
        ReadingError: damaged, encrypted, or beyond the limits.
    """
    with Package(path, limits) as package:
        metadata = package.core_properties()
        title = str(metadata.pop("title", ""))
        package.refuse_entities()
    # expat bounds how far entities expand; openpyxl asks at import whether to use lxml instead.
    os.environ["OPENPYXL_LXML"] = "False"
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    assembler = Assembler()
    warnings.simplefilter("ignore")
    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError) as error:
        raise ReadingError("it is damaged or not what its name says") from error
    try:
        sheets = 0
        for sheet in workbook.worksheets:
            sheets += 1
            name = clean_line(sheet.title)
            assembler.sheet = name
            # The size that a sheet declares may be missing or wrong.
            sheet.reset_dimensions()
            assembler.section(1, name)
            write_rows(_rows(sheet.iter_rows(values_only=True)), assembler)
    finally:
        workbook.close()
    metadata["sheets"] = sheets
    return assembler.finish(title or fallback_title, _MEDIA_TYPE, metadata)


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    for number, row in enumerate(rows, start=1):
        cells = tidy([_shown(value) for value in row[:_MOST_COLUMNS]])
        if cells:
            yield Row(number, None, cells)


def _shown(value: object) -> object:
    """A cell as people read it: whole numbers without ".0", dates without midnight."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value
