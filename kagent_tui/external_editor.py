"""Writes a text in the editor of the user's choice, and takes it back."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from engine.opening import Opening
from kagent_tui.expected_errors import one_line
from kagent_tui.i18n import tr
from kagent_tui.launching import launch
from kagent_tui.troubles import in_words

_USUAL: Final = ("nano", "vim", "vi", "emacs", "notepad.exe")


class EditorError(Exception):
    """Why the text did not come back changed, in one line."""


def editor_command(setting: str | None, environ: Mapping[str, str]) -> list[str]:
    """The editor's command: the setting, else $VISUAL, else $EDITOR, else one that is installed.

    Raises:
        EditorError: there is none, or its quotes are not closed.
    """
    for place, value in (
        ("editor", setting),
        ("$VISUAL", environ.get("VISUAL")),
        ("$EDITOR", environ.get("EDITOR")),
    ):
        if not value or not value.strip():
            continue
        try:
            return shlex.split(value, posix=os.name == "posix")
        except ValueError:
            raise EditorError(
                tr("{place}: a quote is not closed in {value}", place=place, value=value)
            ) from None
    for name in _USUAL:
        if path := shutil.which(name, path=environ.get("PATH")):
            return [path]
    raise EditorError(tr("No editor is known; name one in the setting “editor” or in $EDITOR."))


def edit(text: str, command: list[str]) -> str:
    """The text as it stands when the editor ends, which has the terminal until then.

    The file is the user's alone. What was written is kept in it, and the error names it, where the
    editor ended with trouble after it changed something.

    Raises:
        EditorError: the editor cannot be started or ended with trouble, or the file cannot be
            written or read.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix="kagent-", suffix=".md")
        path = Path(name)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise EditorError(
            tr("The text could not be written to a file: {error}", error=one_line(error))
        ) from None
    trouble = launch(Opening((*command, str(path)), in_terminal=True))
    try:
        written = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise EditorError(
            tr(
                "{path}: cannot be read: {error}",
                path=path,
                error=in_words(error.strerror or str(error)),
            )
        ) from None
    if trouble is None:
        path.unlink(missing_ok=True)
        return written
    if written == text:
        path.unlink(missing_ok=True)
        raise EditorError(trouble)
    raise EditorError(
        tr("{trouble}; what was written there is kept in {path}", trouble=trouble, path=path)
    )
