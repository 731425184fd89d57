"""CSV, TSV, JSON and JSON lines: rows and objects that can be understood alone."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.json_text import read_json, read_json_lines
from engine.reading.rows import Row, write_rows
from engine.reading.tables import read_table_file
from tests.engine.reading.made_files import blocks


def table(folder: Path, content: str | bytes, name: str = "a.csv") -> Extracted:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_table_file(path, "file")


def test_rows_with_the_names_of_their_columns(tmp_path: Path) -> None:
    extracted = table(tmp_path, 'Name,Age,Note\nAda,36,"two\nlines"\n\nBob,,"a ""b"", c"\n')
    assert blocks(extracted) == [
        "Name; Age; Note",
        "Name: Ada; Age: 36; Note: two lines",
        'Name: Bob; Note: a "b", c',
    ]
    assert [(p.row, p.line) for p in extracted.passages] == [(1, 1), (2, 2), (4, 5)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_out(tmp_path: Path, delimiter: str) -> None:
    rows = [["Name", "Text"], ["Ada", "a, b; c"], ["Bob", "d"]]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    assert blocks(table(tmp_path, file.getvalue()))[1:] == [
        "Name: Ada; Text: a, b; c",
        "Name: Bob; Text: d",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_encodings_of_tables(tmp_path: Path, encoding: str) -> None:
    content = '"項目","金額"\n"房租","九百四十元"\n"水費","我們的水費三十元"\n'.encode(encoding)
    assert blocks(table(tmp_path, content)) == [
        "項目; 金額",
        "項目: 房租; 金額: 九百四十元",
        "項目: 水費; 金額: 我們的水費三十元",
    ]


def test_a_table_of_numbers_has_no_names(tmp_path: Path) -> None:
    assert blocks(table(tmp_path, "1\t2\n3\t4\n", "a.tsv")) == ["1; 2", "3; 4"]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="binary"):
        table(tmp_path, bytes(range(256)) * 10)
    with pytest.raises(ReadingError, match="UTF-8 throughout"):
        table(tmp_path, b"a,b\n" * 40_000 + b"\xff\xfe\xfa,c\n")


@given(
    st.lists(
        st.lists(st.text(st.sampled_from('ab1 中,;"\n\t.'), max_size=6), min_size=1, max_size=4),
        max_size=6,
    )
)
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    assembler = Assembler()
    tidy = [[clean_line(cell) for cell in row] for row in rows]
    write_rows((Row(n, n, row) for n, row in enumerate(tidy, 1) if any(row)), assembler)
    extracted = assembler.finish("t", "text/csv")
    for row in tidy:
        for cell in row:
            assert cell in extracted.text
    for passage, text in zip(extracted.passages, blocks(extracted), strict=True):
        assert passage.row is not None
        assert all(cell in text for cell in tidy[passage.row - 1])


def read(value: object) -> Extracted:
    return read_json(json.dumps(value, ensure_ascii=False).encode("utf-8"), "file")


def test_objects_are_lines_under_their_path() -> None:
    long = "A long text about the ferry. " * 20
    extracted = read(
        {
            "title": "Ferry",
            "open": True,
            "tags": ["sea", "boat"],
            "prices": [{"who": "adult", "crowns": 9}, {"who": "dog", "crowns": None}],
            "boat": {"name": "Gull", "crew": {"captain": "Osei"}},
            "text": long,
        }
    )
    assert extracted.title == "Ferry"
    headings = [passage.heading for passage in extracted.passages]
    assert list(zip(headings, blocks(extracted), strict=True)) == [
        (None, "title: Ferry; open: true; tags: sea, boat"),
        ("prices", "who: adult; crowns: 9"),
        ("prices", "who: dog"),
        ("boat", "name: Gull"),
        ("boat › crew", "captain: Osei"),
        ("text", long.strip()),
    ]


def test_json_lines_keep_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n\n{"b": {"c": "灯塔"}}\n"text"\n', "utf-8")
    extracted = read_json_lines(path, "file")
    assert [(p.line, p.row) for p in extracted.passages] == [(1, 1), (3, 3), (4, 4)]
    assert blocks(extracted) == ["a: 1", "c: 灯塔", "text"]
    path.write_text('{"a": 1}\n{"a": \n', "utf-8")
    with pytest.raises(ReadingError, match="line 2: it is no JSON"):
        read_json_lines(path, "file")


def test_escapes_cannot_bring_in_control_characters() -> None:
    assert blocks(read({"a\u001b[31m": "x\u001b]0;title\u0007y\u202e"})) == ["a: xy"]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for member in value.values() for text in _texts(member)]
    if isinstance(value, list):
        return [text for member in value for text in _texts(member)]
    return [clean_line(value)] if isinstance(value, str) else []


@given(_VALUES)
def test_any_json_keeps_its_texts(value: Any) -> None:
    extracted = read(value)
    assert clean(extracted.text) == extracted.text
    folded = " ".join(extracted.text.split())
    for text in _texts(value):
        assert text in folded
