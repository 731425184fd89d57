"""Source code, settings and logs: the file as it is, its functions and sections as headings.

Definitions are found by how their lines look, in any of the usual languages; no parser is needed
to tell a reader which function a line is in, and none can be confused by a broken file.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.reading.extracted import Extracted, TextPassage

_LONGEST_RUN = 8
# Longer lines (minified code, data) hold no definition that a person would look for.
_LONGEST_LINE = 400
_MODIFIERS = (
    r"(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub|"
    r"pub\([a-z]+\)|inline|virtual|override|open|sealed|data|partial|unsafe|extern|const|declare|"
    r"suspend|local|type)\s+)*"
)
_NAMED = re.compile(
    r"(?P<indent>[ \t]*)" + _MODIFIERS + r"(?:class|struct|interface|enum|trait|impl(?:<[^>]*>)?|"
    r"def|fn|func|function\*?|fun|sub|module|namespace|object|protocol|extension|record|union|"
    r"mod|macro_rules!|defmodule|defp|proc)\s+"
    # Go's methods have their receiver before the name.
    r"(?:\(\s*\w+\s+\*?(?P<receiver>\w+)[^)]{0,40}\)\s*)?"
    r"(?P<name>[A-Za-z_$](?:[\w$]|[.:]+(?=[\w$]))*)"
)
# const handler = async (request) => { ... }
_ARROW = re.compile(
    r"(?P<indent>[ \t]*)(?:export\s+)?(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::[^=]{0,80})?=\s*"
    r"(?:async\s*)?(?:function\b|\([^()]{0,200}\)\s*(?::[^=]{0,80})?=>|[\w$]+\s*=>)"
)
# int main(int argc, char **argv) {
_TYPED = re.compile(
    r"(?P<indent>[ \t]*)(?:[A-Za-z_][\w:<>,.*&\[\]]*\s+){1,5}[*&]{0,2}"
    r"(?P<name>~?[A-Za-z_][\w:~]*)\s*"
    r"\([^;{}]*(?:\)\s*(?:const|noexcept|override|throws [\w, .]+)?\s*\{?|,)\s*$"
)
_METHOD = re.compile(
    r"(?P<indent>[ \t]+)" + _MODIFIERS + r"(?P<name>[\w$#]+)\s*\([^;{}()]*\)\s*(?::[^{;]+)?\{\s*$"
)
_SHELL = re.compile(r"(?P<indent>[ \t]*)(?P<name>[\w-]+)\s*\(\)\s*\{?\s*$")
_SQL = re.compile(
    r"(?P<indent>\s*)(?P<name>create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|unique\s+|"
    r"materialized\s+|virtual\s+)*(?:table|view|index|function|procedure|trigger|type|schema)\s+"
    r"(?:if\s+not\s+exists\s+)?[\w.\"`\[\]]+)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?P<indent>\s*)\[\[?\s*(?P<name>[^\[\]=]{1,120}?)\s*\]\]?\s*(?:[#;].*)?$")
_YAML = re.compile(r"(?P<indent> {0,4})(?P<name>[\w./-]{1,80}):\s*(?:[|>&].*|#.*)?$")
# A file's part of a diff is named by the file.
_DIFF = re.compile(r"(?P<indent>)diff --git a/\S.* b/(?P<name>\S.*)")
_CONTROL_WORDS = (
    "if else for while switch catch return do try with case default throw new delete sizeof "
    "foreach elif except finally match when until unless using lock await yield goto"
)
_CONTROL = frozenset(_CONTROL_WORDS.split())
_COMMENT = re.compile(
    r"\s*(?:#(?!\s*(?:include|define|if|endif|else|pragma|import|undef))|//|/\*|\*|--|;|@\w|\"\"\"|///|%)"
)

_BRACES = (_NAMED, _ARROW, _METHOD, _TYPED)
_PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    **dict.fromkeys((".py", ".pyi", ".rb", ".ex", ".exs", ".lua", ".jl", ".nim"), (_NAMED,)),
    **dict.fromkeys((".go", ".rs", ".swift", ".kt", ".kts", ".scala", ".proto"), (_NAMED,)),
    **dict.fromkeys((".sh", ".bash", ".zsh", ".conf"), (_NAMED, _SHELL)),
    ".sql": (_SQL,),
    **dict.fromkeys((".toml", ".ini", ".cfg", ".properties"), (_TABLE,)),
    **dict.fromkeys((".yaml", ".yml"), (_YAML,)),
    **dict.fromkeys((".diff", ".patch"), (_DIFF,)),
    **dict.fromkeys((".log", ".xml", ".css", ".scss", ".less"), ()),
}


@dataclass(frozen=True, slots=True)
class _Definition:
    """A definition, whose heading is its qualified name; lines count from 0."""

    line: int
    path: str


def read_code(text: str, title: str, suffix: str) -> Extracted:
    """The text itself; its passages are runs of lines within one definition."""
    lines = text.split("\n")
    starts = [0, *itertools.accumulate(len(line) + 1 for line in lines)]
    definitions = list(_definitions(lines, _PATTERNS.get(suffix, _BRACES)))
    passages = []
    for first, last, heading in _regions(lines, definitions):
        for begin, end in _runs(lines, first, last):
            stop = starts[end] - 1
            passages.append(TextPassage(starts[begin], stop, heading, begin + 1))
    return Extracted(title, text, "text/plain", tuple(passages))


def _definitions(
    lines: Sequence[str], patterns: Sequence[re.Pattern[str]]
) -> Iterator[_Definition]:
    """The definitions in order; one that is indented deeper belongs to the one before."""
    around: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        found = _match(line, patterns)
        if found is None:
            continue
        indent = len(found.group("indent").expandtabs(4))
        while around and around[-1][0] >= indent:
            around.pop()
        name = " ".join(found.group("name").split())
        if found.re is _NAMED and found.group("receiver"):
            name = f"{found.group('receiver')}.{name}"
        around.append((indent, name))
        first = number
        # Decorators and comments right above belong to what they are about.
        while first > 0 and _COMMENT.match(lines[first - 1]) and first > number - 20:
            first -= 1
        yield _Definition(first, ".".join(part for _, part in around))


def _match(line: str, patterns: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    if len(line) > _LONGEST_LINE:
        return None
    for pattern in patterns:
        found = pattern.match(line)
        if (
            found
            and found.group("name") not in _CONTROL
            and line.split(maxsplit=1)[0] not in _CONTROL
        ):
            return found
    return None


def _regions(
    lines: Sequence[str], definitions: Sequence[_Definition]
) -> Iterator[tuple[int, int, str | None]]:
    """First line, line after the last, and heading of each definition and of what is before."""
    first, heading = 0, None
    for definition in definitions:
        begin = max(definition.line, first)
        if begin > first:
            yield first, begin, heading
        first, heading = begin, definition.path
    yield first, len(lines), heading


def _runs(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Runs of lines without a blank one, not too long, so that segments end between lines."""
    begin: int | None = None
    for number in range(first, last):
        blank = not lines[number].strip()
        if begin is not None and (blank or number - begin >= _LONGEST_RUN):
            yield begin, number
            begin = None
        if begin is None and not blank:
            begin = number
    if begin is not None:
        yield begin, last
