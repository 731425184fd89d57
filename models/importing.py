"""Takes a model file that is on the disk already into the folder of models."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from models.catalog import Entry, catalogue, slug
from models.description import Description, describe
from models.download import free_space_problem
from models.download_events import DownloadError, DownloadInterruptedError, Progressed
from models.installed import InstalledError, ModelFolder, Record
from models.paths import expanded
from models.private_folders import make_private

_STEP: Final = 4 << 20
_REPORT_SECONDS: Final = 0.25


class Import:
    """One import: `events` does it, afterwards `record` and `path` are there.

    Args:
        source: The file; one part of a split model stands for all.
        folder: Where it goes.
        name: What it is to be called; None for its own name.
        link: Leave the file where it is and link to it.

    Raises:
        ModelFileError: it is no usable model file.
        InstalledError: the name is taken.
    """

    def __init__(
        self, source: Path, folder: ModelFolder, *, name: str | None = None, link: bool = False
    ) -> None:
        self.described: Description = describe(expanded(source).absolute())
        self.name = slug(name or own_name(self.described))
        self._folder = folder
        self._link = link
        self._is_named = name is not None
        self._require_free(self.name)

    def events(self, cancel: threading.Event) -> Iterator[Progressed]:
        """Copy or link the files, hashing what is copied.

        Raises:
            DownloadInterruptedError: `cancel` was set; nothing is left behind.
            DownloadError: there is no room, or a file cannot be read or written.
        """
        described = self.described
        make_private(self._folder.folder)
        if not self._link:
            problem = free_space_problem(self._folder.folder, described.bytes)
            if problem is not None:
                raise DownloadError(f"{problem}, or add --link")
        new: list[Path] = []
        digest, done = hashlib.sha256(), 0
        try:
            for part in described.parts:
                target = self._target(part).with_name(f"{self._target(part).name}.new")
                new.append(target)
                if self._link:
                    target.unlink(missing_ok=True)
                    target.symlink_to(part)
                for total in _copied(part, None if self._link else target, digest, cancel):
                    yield Progressed(done + total, described.bytes, 0.0)
                done += part.stat().st_size
            self._put_in_place(new, digest.hexdigest())
        except BaseException as error:
            for path in new:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise DownloadError(f"{error.filename}: {error.strerror}") from error
            raise

    def _put_in_place(self, new: list[Path], sha256: str) -> None:
        entry = next((one for one in catalogue() if one.sha256 and one.sha256 == sha256), None)
        if entry is not None and not self._is_named and self.name != entry.name:
            self._require_free(entry.name)
            self.name = entry.name
        for part, path in zip(self.described.parts, new, strict=True):
            path.replace(self._target(part))
        self.path = self._target(self.described.parts[0])
        self.record = self._record(entry, sha256)
        self._folder.save(self.record)

    def _record(self, entry: Entry | None, sha256: str) -> Record:
        return Record(
            name=self.name,
            kind=self.described.kind,
            source=str(self.described.parts[0]),
            sha256=sha256,
            verified="published" if entry is not None else "import",
            licence=entry.licence if entry is not None else self.described.licence,
        )

    def _target(self, part: Path) -> Path:
        parts = self.described.parts
        if len(parts) == 1:
            suffix = ".bin" if self.described.kind == "speech" else ".gguf"
            return self._folder.path_for(self.name, suffix)
        number = parts.index(part) + 1
        return self._folder.folder / f"{self.name}-{number:05}-of-{len(parts):05}.gguf"

    def _require_free(self, name: str) -> None:
        if name in ("builtin", "builtin-embedding") or self._folder.find(name) is not None:
            raise InstalledError(f"there is a model called {name} already: choose another --name")


def own_name(described: Description) -> str:
    """The name that the file gives itself, with its quantisation where that is not in it."""
    name = slug(described.name)
    quantisation = slug(described.quantisation) if described.quantisation else ""
    return name if quantisation in name else f"{name}-{quantisation}"


def _copied(
    source: Path, target: Path | None, digest: hashlib._Hash, cancel: threading.Event
) -> Iterator[int]:
    """Read a file into the hash, and into `target` where there is one; now and then how far."""
    done, told = 0, 0.0
    with contextlib.ExitStack() as files:
        reading = files.enter_context(source.open("rb"))
        writing = files.enter_context(target.open("wb")) if target is not None else None
        while piece := reading.read(_STEP):
            if cancel.is_set():
                raise DownloadInterruptedError("interrupted; nothing was imported")
            digest.update(piece)
            if writing is not None:
                writing.write(piece)
            done += len(piece)
            now = time.monotonic()
            if now - told >= _REPORT_SECONDS:
                told = now
                yield done
