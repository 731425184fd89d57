"""Writes a tool for a user to begin with: a file of the tools folder, and its test beside it."""

from __future__ import annotations

import keyword
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from engine.events import Language
from engine.new_file import write_new_file
from engine.own_tools.custom_call import make_private
from engine.own_tools.signatures import LONGEST_NAME, is_tool_name

_PLACEHOLDER = "TOOL_NAME"


class TemplateError(Exception):
    """The tool is not written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written."""

    tool: Path
    test: Path


def write_tool(name: str, folder: Path, taken: Collection[str], language: Language) -> Written:
    """Write NAME.py and test_NAME.py into the tools folder, which is made if need be.

    `taken` are names of tools that there are. The comments are in `language`.

    Raises:
        TemplateError: the name cannot be one, or one of the files is there.
        OSError: they cannot be written.
    """
    if not is_tool_name(name) or keyword.iskeyword(name) or name.startswith("test_"):
        raise TemplateError(
            f"{name!r} is no name for a tool: use up to {LONGEST_NAME} letters (a-z), digits and "
            "_, such as tide_table"
        )
    if name in taken:
        raise TemplateError(f"there is a tool named {name} already; choose another name")
    written = Written(folder / f"{name}.py", folder / f"test_{name}.py")
    for path in (written.tool, written.test):
        if path.exists():
            raise TemplateError(f"{path} is there already; choose another name")
    make_private(folder)
    for path, template in ((written.tool, f"template_{language}"), (written.test, "template_test")):
        text = Path(__file__).with_name(f"{template}.txt").read_text("utf-8")
        write_new_file(path, text.replace(_PLACEHOLDER, name))
    return written
