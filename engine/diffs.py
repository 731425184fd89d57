"""What a unified diff changes, file by file: the format of `diff -u` and `git diff`.

The format is that of POSIX diff -u and of "Generating patch text" in git-diff(1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Change = Literal["changed", "new", "deleted", "renamed"]
_HUNK = re.compile(r"@@ -\d+(?:,(?P<old>\d+))? \+\d+(?:,(?P<new>\d+))? @@ ?(?P<heading>.*)")
_GIT = re.compile(r"diff --git (?:\"?a/)(?P<old>.*?)\"? (?:\"?b/)(?P<new>.*?)\"?$")
_TAB = "\t"
_NOTHING = "/dev/null"


@dataclass(slots=True)
class ChangedFile:
    """One file of a diff; `line` (from 0) is where its part begins."""

    name: str
    line: int
    change: Change = "changed"
    before: str = ""
    added: int = 0
    removed: int = 0
    binary: bool = False
    headings: list[str] = field(default_factory=list)


def changed_files(text: str) -> list[ChangedFile]:
    """The files of a diff in their order; none where the text is no diff."""
    return list(_Reader(text.split("\n")).files())


class _Reader:
    """Goes through the lines once; the lines of a hunk are counted off, whatever they say."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._file: ChangedFile | None = None
        self._old = self._new = 0

    def files(self) -> Iterator[ChangedFile]:
        for number, line in enumerate(self._lines):
            if self._old > 0 or self._new > 0:
                if self._in_hunk(line):
                    continue
                self._old = self._new = 0
            begun = self._begun(number, line)
            if begun is not None:
                if self._file is not None:
                    yield self._file
                self._file = begun
            elif self._file is not None:
                self._about(self._file, line)
        if self._file is not None:
            yield self._file

    def _in_hunk(self, line: str) -> bool:
        """Count a line of a hunk; False where it cannot be one."""
        file = self._file
        assert file is not None
        mark = line[:1]
        if mark not in {"+", "-", " ", "", "\\"}:
            return False
        if mark == "+":
            file.added += 1
        elif mark == "-":
            file.removed += 1
        self._old -= mark in {"-", " ", ""}
        self._new -= mark in {"+", " ", ""}
        return True

    def _begun(self, number: int, line: str) -> ChangedFile | None:
        """The file that begins with this line."""
        git = _GIT.match(line)
        if git is not None:
            return ChangedFile(git["new"], number, before=git["old"])
        following = self._lines[number + 1] if number + 1 < len(self._lines) else ""
        is_plain = line.startswith("--- ") and following.startswith("+++ ")
        if is_plain and not (self._file and not self._file.headings and self._is_open(number)):
            return ChangedFile(_path(following) or _path(line), number, before=_path(line))
        return None

    def _is_open(self, number: int) -> bool:
        """Whether the lines since a "diff --git" are all about the same file."""
        assert self._file is not None
        between = self._lines[self._file.line : number]
        return between[0].startswith("diff ") and not any(map(_HUNK.match, between))

    def _about(self, file: ChangedFile, line: str) -> None:
        hunk = _HUNK.match(line)
        if hunk is not None:
            self._old, self._new = int(hunk["old"] or 1), int(hunk["new"] or 1)
            heading = hunk["heading"].strip()
            if heading and heading not in file.headings:
                file.headings.append(heading)
        elif line.startswith("new file mode") or line == f"--- {_NOTHING}":
            file.change = "new"
        elif line.startswith("deleted file mode") or line == f"+++ {_NOTHING}":
            file.change = "deleted"
        elif line.startswith("rename from "):
            file.change, file.before = "renamed", line.removeprefix("rename from ")
        elif line.startswith(("Binary files ", "GIT binary patch")):
            file.binary = True


def _path(line: str) -> str:
    """The path of a "---" or "+++" line, without git's a/ and b/ and without a time."""
    path = line[4:].split(_TAB, maxsplit=1)[0].strip()
    if path == _NOTHING:
        return ""
    return path[2:] if path.startswith(("a/", "b/")) else path
