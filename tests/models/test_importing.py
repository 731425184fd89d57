"""Models that are on the disk already: copied, linked, recognised, and in parts."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from models import importing
from models.catalog import find
from models.download_events import DownloadError, DownloadInterruptedError
from models.importing import Import
from models.installed import InstalledError, ModelFolder
from models.part_file import PartFile
from tests.models.made_gguf import write_gguf


def _done(source: Path, folder: ModelFolder, name: str | None = None) -> Import:
    job = Import(source, folder, name=name)
    for _ in job.events(threading.Event()):
        pass
    return job


def _big(folder: Path) -> list[Path]:
    return [
        write_gguf(
            folder / f"big-{number:05}-of-00002.gguf",
            "llama",
            {"split.count": 2, "general.name": "Big One", ".block_count": 1},
        )
        for number in (1, 2)
    ]


def test_a_model_in_parts_comes_with_all_of_them_and_goes_with_all(tmp_path: Path) -> None:
    parts = _big(tmp_path)
    folder = ModelFolder(tmp_path / "models")
    job = _done(parts[1], folder)
    assert job.path.name == "big-one-00001-of-00002.gguf"
    installed = folder.find("big-one")
    assert installed is not None
    assert [file.name for file in installed.files] == [
        "big-one-00001-of-00002.gguf",
        "big-one-00002-of-00002.gguf",
    ]
    assert installed.bytes == sum(part.stat().st_size for part in parts)
    assert [one.name for one in folder.all()] == ["big-one"]
    assert folder.remove(installed) == installed_bytes(parts)
    assert list(folder.folder.iterdir()) == []


def installed_bytes(parts: list[Path]) -> int:
    return sum(part.stat().st_size for part in parts)


def test_a_file_of_the_catalogue_is_recognised_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_gguf(tmp_path / "renamed.gguf", "llama", {})
    entry = dataclasses.replace(
        find("qwen3-4b"), sha256=hashlib.sha256(path.read_bytes()).hexdigest()
    )
    monkeypatch.setattr(importing, "catalogue", lambda: (entry,))
    job = _done(path, ModelFolder(tmp_path / "models"))
    assert (job.name, job.record.licence) == ("qwen3-4b", "Apache-2.0")
    assert job.record.verified == "published"
    own = _done(path, ModelFolder(tmp_path / "others"), name="my own")
    assert own.name == "my-own"


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "a.gguf", "llama", {})
    folder = ModelFolder(tmp_path / "models")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(DownloadInterruptedError):
        list(Import(path, folder).events(cancel))
    assert list(folder.folder.iterdir()) == []


def test_a_full_disk_is_told_before_anything_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_gguf(tmp_path / "a.gguf", "llama", {})
    folder = ModelFolder(tmp_path / "models")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(DownloadError, match="add --link"):
        list(Import(path, folder).events(threading.Event()))
    linked = Import(path, folder, link=True)
    list(linked.events(threading.Event()))
    assert linked.path.resolve() == path


def test_a_name_that_is_taken(tmp_path: Path) -> None:
    path = write_gguf(tmp_path / "a.gguf", "llama", {})
    folder = ModelFolder(tmp_path / "models")
    _done(path, folder)
    with pytest.raises(InstalledError, match="another --name"):
        Import(path, folder)


def test_what_an_interrupted_download_left_is_seen_and_removed_unless_it_goes_on(
    tmp_path: Path,
) -> None:
    folder = ModelFolder(tmp_path)
    (tmp_path / "qwen2.5-0.5b.gguf.part").write_bytes(bytes(1000))
    (tmp_path / "qwen2.5-0.5b.gguf.part.json").write_text("{}")
    assert folder.partial() == {"qwen2.5-0.5b": 1000}
    assert folder.all() == []
    busy = pytest.raises(InstalledError, match="another process")
    with PartFile(tmp_path / "qwen2.5-0.5b.gguf"), busy:
        folder.remove_partial("qwen2.5-0.5b")
    assert folder.remove_partial("qwen2.5-0.5b") == 1000
    assert list(tmp_path.iterdir()) == []
