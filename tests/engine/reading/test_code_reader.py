"""Source code, settings and logs: the text as it is, under the names of what it defines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reading.code import read_code
from engine.segmenting import segment
from tests.engine.reading.made_files import blocks


def outline(text: str, suffix: str) -> list[tuple[str | None, int | None]]:
    extracted = read_code(text, "file", suffix)
    found: list[tuple[str | None, int | None]] = []
    for passage in extracted.passages:
        if not found or found[-1][0] != passage.heading:
            found.append((passage.heading, passage.line))
    return found


PYTHON = '''"""Module."""

import os


class Tide:
    """High and low."""

    # How high.
    @property
    def height(self) -> int:
        if True:
            return 1

    async def wait(self): ...


def main() -> None:
    print(Tide())
'''
CPP = """#include <vector>
namespace sea {
class Boat : public Thing {
 public:
  int crew(int a) const {
    if (a) {
      return 1;
    }
  }
};
}
static int Boat::sail(int knots,
                      int hours) {
  return 2;
}
"""
JAVASCRIPT = """export class Store {
  async load(id) {
    return fetch(id);
  }
}
const handler = async (req, res) => {
  for (;;) {}
};
export default function go() { return 1 }
"""


@pytest.mark.parametrize(
    ("suffix", "text", "expected"),
    [
        (
            ".py",
            PYTHON,
            [(None, 1), ("Tide", 6), ("Tide.height", 9), ("Tide.wait", 15), ("main", 18)],
        ),
        (
            ".cpp",
            CPP,
            [(None, 1), ("sea", 2), ("Boat", 3), ("Boat.crew", 5), ("Boat::sail", 12)],
        ),
        (".js", JAVASCRIPT, [("Store", 1), ("Store.load", 2), ("handler", 6), ("go", 9)]),
        (
            ".go",
            "package main\n\n// Adds.\nfunc (s *Server) Add(a int) int {\n}\n",
            [(None, 1), ("Server.Add", 3)],
        ),
        (
            ".rs",
            "pub struct Boat {}\n\nimpl Boat {\n    pub fn sail(&self) {\n    }\n}\n",
            [("Boat", 1), ("Boat.sail", 4)],
        ),
        (".sql", "-- people\nCREATE TABLE people (\n a int\n);\n", [("CREATE TABLE people", 1)]),
        (".toml", "a = 1\n[tool.ruff]\nb = 2\n", [(None, 1), ("tool.ruff", 2)]),
        (".sh", "set -e\n\nbuild() {\n  make\n}\n", [(None, 1), ("build", 3)]),
        (".log", "class of errors\ndef x\n", [(None, 1)]),
        (
            ".java",
            "public class A {\n  private static int b(int c) {\n    return new D(c);\n  }\n}\n",
            [("A", 1), ("A.b", 2)],
        ),
    ],
)
def test_definitions_are_headings(
    suffix: str, text: str, expected: list[tuple[str | None, int | None]]
) -> None:
    assert outline(text, suffix) == expected


def test_the_text_is_the_file_and_segments_end_between_lines() -> None:
    text = "def f():\n" + "".join(f"    x{n} = g(a[{n}], !b); h.c(d)\n" for n in range(200))
    extracted = read_code(text, "f.py", ".py")
    assert extracted.text == text
    lines = text.split("\n")
    for piece in segment(extracted.text, extracted.passages, 60):
        assert piece.line is not None
        assert lines[piece.line - 1].strip() == piece.text.split("\n")[0].strip()
        assert text[piece.end : piece.end + 1] == "\n"


@given(
    st.lists(st.sampled_from([*"ab \n\t{}()[]:;,.#/*<>=", "def ", "class ", "int "]), max_size=150),
    st.sampled_from([".py", ".c", ".js", ".sql", ".yaml", ".toml", ".sh"]),
)
def test_any_text_keeps_every_line(pieces: list[str], suffix: str) -> None:
    text = "".join(pieces)
    extracted = read_code(text, "file", suffix)
    assert "".join("".join(blocks(extracted)).split()) == "".join(text.split())
    lines = text.split("\n")
    for passage, content in zip(extracted.passages, blocks(extracted), strict=True):
        assert passage.line is not None
        assert content.split("\n")[0] == lines[passage.line - 1]


@pytest.mark.parametrize("piece", ["a ", "a(", "a<b ", "export ", "const a = (", "*a ", "a, "])
def test_lines_made_to_confuse_take_no_long_time(piece: str) -> None:
    text = "\n".join([(piece * 400)[:400]] * 50)
    began = time.process_time()
    read_code(text, "file", ".ts")
    assert time.process_time() - began < 5
