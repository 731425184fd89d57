"""Files that are made for the user, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_new_file(path: Path, text: str) -> None:
    """Write a file that only the user may read; what is there already stays, a link too.

    Raises:
        FileExistsError: there is something of this name.
        OSError: the system refuses; with the file's name, and without a beginning of it left.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from error
