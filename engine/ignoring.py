"""What is left out of a folder: hidden and junk files, and what its ignore files name.

`.gitignore` and `.kagentignore` hold patterns as git reads them (git-scm.com/docs/gitignore), in
any folder, for what is below it; deeper files and later lines win, and within one folder
`.kagentignore` wins. Only a `!pattern` of `.kagentignore` brings hidden files and junk back.
Files above the folder that was added do not count: what the user names is wanted.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

GIT_IGNORE = ".gitignore"
OWN_IGNORE = ".kagentignore"
_LARGEST_IGNORE_FILE = 1024 * 1024

_JUNK_FOLDERS = frozenset(
    (
        "node_modules",
        "bower_components",
        "__pycache__",
        "__pypackages__",
        "site-packages",
        "__MACOSX",
        "lost+found",
        "$RECYCLE.BIN",
        "System Volume Information",
    )
)
# A folder that holds one of these is made by a program and can be made again: a Python
# environment, and what follows the Cache Directory Tagging Specification (bford.info/cachedir).
_JUNK_MARKS = frozenset(("pyvenv.cfg", "CACHEDIR.TAG"))
_JUNK_BEGINNINGS = ("~$", ".~lock.")  # locks of office programs
_JUNK_ENDINGS = ("~", ".swp", ".tmp", ".part", ".crdownload")

Complain = Callable[[Path, str], None]


class IgnoreRules:
    """The rules that hold in one folder; `inside` gives those of a folder in it."""

    def __init__(self, above: IgnoreRules | None = None, name: str = "") -> None:
        self._above = above
        self._prefix: str = f"{above._prefix}{name}/" if above else ""
        self._git: GitIgnoreSpec | None = None
        self._own: GitIgnoreSpec | None = None
        self._plain: bool = above is None or above._plain

    def inside(self, name: str) -> IgnoreRules:
        """The rules of the folder `name` in this one, before its own ignore files are read."""
        return IgnoreRules(self, name)

    def read(self, folder: Path, names: frozenset[str], complain: Complain) -> None:
        """Take in the ignore files among `names` of `folder`; tells those that cannot be used."""
        if GIT_IGNORE in names:
            self._git = _spec(folder / GIT_IGNORE, complain)
        if OWN_IGNORE in names:
            self._own = _spec(folder / OWN_IGNORE, complain)
        if self._git is not None or self._own is not None:
            self._plain = False

    def leaves_out(self, name: str, *, is_folder: bool) -> bool:
        """Whether an entry of this folder is left out."""
        junk = is_junk(name, is_folder=is_folder)
        if self._plain:
            return junk
        path = f"{self._prefix}{name}/" if is_folder else f"{self._prefix}{name}"
        verdict, own = self._verdict(path)
        if junk and not (own and verdict is False):
            return True
        return verdict is True

    def _verdict(self, path: str) -> tuple[bool | None, bool]:
        """Left out, brought back or neither, and whether .kagentignore says so."""
        rules: IgnoreRules | None = self
        while rules is not None:
            below = path[len(rules._prefix) :]
            for spec, own in ((rules._own, True), (rules._git, False)):
                verdict = None if spec is None else spec.check_file(below).include
                if verdict is not None:
                    return verdict, own
            rules = rules._above
        return None, False


def is_made_by_a_program(names: frozenset[str]) -> bool:
    """Whether a folder with these names in it is a cache or an environment."""
    return not _JUNK_MARKS.isdisjoint(names)


def is_hidden_by_system(status: os.stat_result) -> bool:
    """Whether Windows hides the entry; elsewhere a leading dot does."""
    attributes = getattr(status, "st_file_attributes", 0)
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0))


def is_junk(name: str, *, is_folder: bool) -> bool:
    """Whether an entry of this name is hidden, or made by programs for themselves."""
    if name.startswith("."):
        return True
    if is_folder:
        return name in _JUNK_FOLDERS
    return name.startswith(_JUNK_BEGINNINGS) or name.endswith(_JUNK_ENDINGS)


def _spec(path: Path, complain: Complain) -> GitIgnoreSpec | None:
    """The patterns of an ignore file; lines that are no patterns are told and left out."""
    from pathspec import GitIgnoreSpec

    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_IGNORE_FILE:
            complain(path, "it is not used: no regular file of at most 1 MB")
            return None
        data = path.read_bytes()
    except OSError as error:
        complain(path, f"it cannot be used: {(error.strerror or str(error)).lower()}")
        return None
    # Names that are not UTF-8 come from the system in the same form.
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    usable: list[str] = []
    for number, written in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        # To git "a/**" is all in the folder and not the folder, which is then looked into; the
        # library takes it for the folder as well, but not in this form.
        line = f"{written.rstrip()}/*" if written.rstrip().endswith("/**") else written
        try:
            GitIgnoreSpec.from_lines([line], backend="simple")
        except ValueError:
            complain(path, f"line {number} is no pattern and was left out")
        else:
            usable.append(line)
    return GitIgnoreSpec.from_lines(usable, backend="simple")
