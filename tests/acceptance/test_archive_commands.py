"""`kagent add file.zim`: registered where it lies, listed, told and taken out again."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim

Kagent = Callable[..., subprocess.CompletedProcess[str]]


def test_the_commands(kagent: Kagent, tmp_path: Path) -> None:
    archive = write_zim(tmp_path / "wiki.zim", in_language("en"))
    added = kagent("add", archive)
    assert added.returncode == 0, added.stderr
    assert "1 added" in added.stdout
    listed = kagent("library", "list")
    assert "A small Wikipedia (archive, en, 2024-05-06)" in listed.stdout
    (record,) = json.loads(kagent("library", "list", "--json").stdout)
    assert (record["kind"], record["source"], record["state"]) == (
        "archive",
        str(archive),
        "unchanged",
    )
    told = kagent("library", "info", archive)
    assert "read where they lie" in told.stdout
    archive.rename(archive.with_suffix(".gone"))
    assert "missing" in kagent("library", "list").stdout
    assert "missing on the disk" in kagent("library", "info", archive).stdout
    removed = kagent("library", "remove", archive)
    assert removed.returncode == 0, removed.stderr
    assert removed.stdout == f"removed: {archive}\n"
    assert "wiki.zim" not in kagent("library", "list").stdout
    assert archive.with_suffix(".gone").exists()


def test_a_damaged_archive_fails_the_command(kagent: Kagent, tmp_path: Path) -> None:
    path = tmp_path / "x.zim"
    path.write_bytes(b"nothing" * 100)
    result = kagent("add", path)
    assert result.returncode == 1
    assert "no ZIM file, or it is damaged" in result.stderr
