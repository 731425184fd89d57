"""Tools of installed packages: the entry-point group `kagent.tools`.

Its names are read without importing the packages; they are loaded by a process of their own, as the
files of the tools folder are.
"""

from __future__ import annotations

import importlib.metadata
import json
import tempfile
from importlib.metadata import EntryPoint
from pathlib import Path

from engine.cleaning import clean_line
from engine.own_tools.custom import Candidate
from engine.own_tools.custom_call import Code

GROUP = "kagent.tools"


def entry_point_candidates(folder: Path) -> list[Candidate]:
    """The entry points of the group, by name; their tools run in `folder`."""
    points = sorted(importlib.metadata.entry_points(group=GROUP), key=lambda point: point.name)
    where = folder if folder.is_dir() else _working_folder()
    return [_candidate(point, where) for point in points]


def _working_folder() -> Path:
    """The working folder, or the temporary one where that was deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path(tempfile.gettempdir())


def _candidate(point: EntryPoint, folder: Path) -> Candidate:
    package, version = _package(point)
    named = clean_line(f"package {package} {version}".strip())
    return Candidate(
        key=f"{GROUP} {package} {point.name}",
        stamp=None if _may_change(point) else f"{version} {point.value}",
        label=f"{named}, entry point {clean_line(point.name)}",
        remedy="update or uninstall the package",
        code=Code({"entry_point": point.value}, named, folder),
    )


def _package(point: EntryPoint) -> tuple[str, str]:
    if point.dist is None:
        return point.value.partition(":")[0], ""
    # A broken package may lack either, which its metadata then gives as None.
    return str(point.dist.name or "?"), str(point.dist.version or "")


def _may_change(point: EntryPoint) -> bool:
    """Whether the package may change under the same version: one in work does (PEP 610)."""
    if point.dist is None or not point.dist.version:
        return True
    try:
        written = point.dist.read_text("direct_url.json")
        installed = json.loads(written) if written else {}
        return bool(installed.get("dir_info", {}).get("editable"))
    except (ValueError, AttributeError, OSError):
        return True
