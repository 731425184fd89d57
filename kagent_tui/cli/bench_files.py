"""The files that the commands of `kagent bench` write."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kagent_tui.cli.diagnostics import CommandError


def checked_out(path: Path) -> Path:
    """Where a file shall go, before the work is done.

    Raises:
        CommandError: there is no such folder, nothing can be written in it, or what is there is no
            ordinary file, such as a device.
    """
    from models.paths import expanded

    out: Path = expanded(path)
    if not out.parent.is_dir():
        raise CommandError(f"{out.parent}: there is no such folder; make it, or name another --out")
    if out.exists() and not out.is_file():
        raise CommandError(f"{out}: no ordinary file; name another --out")
    if not os.access(out.parent, os.W_OK):
        raise CommandError(f"{out}: nothing can be written in that folder; name another --out")
    return out


def checked_result(path: Path) -> Path:
    """Where a result shall go, before the work is done: in place of an earlier one or of nothing.

    Raises:
        CommandError: there is another file, no such folder, or nothing can be written in it.
    """
    out = checked_out(path)
    if not _is_free(out):
        raise CommandError(
            f"{out}: there already, and no result of kagent bench; name another file with --out"
        )
    return out


def file_labels(paths: Sequence[Path]) -> list[str]:
    """What to call files in a result: by their names alone, as long as those differ."""
    distinct = list(dict.fromkeys(paths))
    by_name = len({path.name for path in distinct}) == len(distinct)
    return [path.name if by_name else str(path) for path in paths]


def _is_free(path: Path) -> bool:
    """Whether nothing is lost where a result is written to `path`."""
    from engine.bench.report.reading import is_result

    if not path.is_file():
        return not path.exists()
    return path.stat().st_size == 0 or is_result(path)


def write_results(out: Path, results: Sequence[Mapping[str, Any]]) -> list[Path]:
    """Write each result into a file: `out` itself, or files beside it that are named by models.

    Raises:
        OSError: one cannot be written.
    """
    from engine.whole_files import write_whole
    from kagent_tui.render.encoding import cleaned

    paths = [out] if len(results) == 1 else _paths(out, [str(one["model"]) for one in results])
    for path, result in zip(paths, results, strict=True):
        write_whole(path, json.dumps(cleaned(result), ensure_ascii=False, indent=1) + "\n")
    return paths


def _paths(out: Path, names: Sequence[str]) -> list[Path]:
    paths: list[Path] = []
    for name in names:
        slug = re.sub(r"[^\w.]+", "-", name).strip("-.")[:80] or "result"
        path, number = out.with_name(f"{out.stem}-{slug}{out.suffix}"), 2
        while path in paths or not _is_free(path):
            path = out.with_name(f"{out.stem}-{slug}-{number}{out.suffix}")
            number += 1
        paths.append(path)
    return paths
