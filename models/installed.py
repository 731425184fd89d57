"""The folder of models that were downloaded or imported: a file each, and what is known of it.

NAME.gguf is the model (NAME.bin for speech; NAME-00001-of-00003.gguf and so on where it is split)
and NAME.json its record. A file without a record is a model too: the user put it there.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.catalog import catalogue, slug
from models.description import PART_NAME
from models.language.base import ModelError
from models.part_file import BusyError, PartFile
from models.paths import expanded
from models.private_folders import make_private

_SUFFIXES: Final = (".gguf", ".bin")
_FIRST_PART: Final = "-00001-of-"
_KNOWN_HASHES: Final = "known-hashes.json"


class InstalledError(ModelError):
    """There is no such model here, or it cannot be written; one line with what to do next."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A trial of a model in a process of its own: what it can do, or why it cannot.

    `rate` is tokens a second (texts for embedding, seconds of sound for speech), None where it
    could not be told; `memory` the most bytes that the process held. It is of the file that had
    this size and time of change.
    """

    error: str = ""
    rate: float | None = None
    prompt_rate: float | None = None
    memory: int = 0
    load_seconds: float = 0.0
    size: int = 0
    changed: int = 0

    def is_of(self, path: Path) -> bool:
        """Whether the file is still the one that was tried."""
        status = path.stat()
        return (self.size, self.changed) == (status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an installed model.

    `verified` says what its hash was compared with: "published", "server", "first" (that of an
    earlier download), "nothing" (it was written down as the first), or "import".
    """

    name: str
    kind: str
    source: str
    sha256: str = ""
    verified: str = "import"
    licence: str = ""
    probe: Probe | None = None


@dataclass(frozen=True, slots=True)
class Installed:
    """A model in the folder; `record` is None where the user put the file there."""

    name: str
    path: Path
    record: Record | None

    @property
    def files(self) -> tuple[Path, ...]:
        """All its files."""
        if PART_NAME.fullmatch(self.path.name) is None:
            return (self.path,)
        named = PART_NAME.fullmatch(self.path.name)
        assert named is not None
        return tuple(
            sorted(
                path
                for path in self.path.parent.iterdir()
                if (part := PART_NAME.fullmatch(path.name))
                and (part["stem"], part["count"]) == (named["stem"], named["count"])
            )
        )

    @property
    def bytes(self) -> int:
        """The size of its files, wherever links lead."""
        return sum(file.stat().st_size for file in self.files if file.exists())

    @property
    def own_bytes(self) -> int:
        """What removing it would free: links hold nothing."""
        return sum(file.stat().st_size for file in self.files if not file.is_symlink())


class ModelFolder:
    """The folder, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_for(self, name: str, suffix: str) -> Path:
        """Where a model of this name belongs."""
        # Names of the catalogue may have an underscore, which others have not.
        known = any(entry.name == name for entry in catalogue())
        return self.folder / f"{name if known else slug(name)}{suffix}"

    def all(self) -> list[Installed]:
        """Every model there is, by name."""
        if not self.folder.is_dir():
            return []
        found = {}
        for path in sorted(self.folder.iterdir()):
            if path.suffix.lower() in _SUFFIXES and _is_first(path):
                name = path.stem.partition(_FIRST_PART)[0]
                found[name] = Installed(name, path, self._record(name))
        return list(found.values())

    def find(self, name: str) -> Installed | None:
        """The model of this name, None where there is none."""
        wanted = name.strip().lower()
        return next((one for one in self.all() if one.name.lower() == wanted), None)

    def at(self, path: Path) -> Installed | None:
        """The model whose file this is."""
        resolved = expanded(path).absolute()
        return next((one for one in self.all() if one.path.absolute() == resolved), None)

    def save(self, record: Record) -> None:
        """Write a record; raises InstalledError."""
        self._write(f"{record.name}.json", dataclasses.asdict(record))

    def remove(self, installed: Installed) -> int:
        """Delete a model with its record; the bytes that this freed. Raises InstalledError."""
        freed = installed.own_bytes
        try:
            for path in installed.files:
                path.unlink()
            (self.folder / f"{installed.name}.json").unlink(missing_ok=True)
        except OSError as error:
            raise InstalledError(f"{error.filename}: {error.strerror}") from error
        return freed

    def remove_partial(self, name: str) -> int:
        """Delete what an interrupted download left; the bytes that this freed.

        Raises:
            InstalledError: it is being downloaded right now.
        """
        freed = 0
        for suffix in _SUFFIXES:
            target = self.path_for(name, suffix)
            if not target.with_name(f"{target.name}.part").exists():
                continue
            try:
                with PartFile(target) as part:
                    freed += part.size
                    part.restart()
            except BusyError:
                raise InstalledError(
                    f"{name} is being downloaded by another process: stop that first"
                ) from None
        return freed

    def partial(self) -> dict[str, int]:
        """Interrupted downloads: bytes that are there, by the model's name."""
        if not self.folder.is_dir():
            return {}
        return {
            Path(path.stem).stem: path.stat().st_size for path in sorted(self.folder.glob("*.part"))
        }

    def known_hash(self, url: str) -> str:
        """The hash that a file without a published one had when it was first downloaded."""
        return str(self._known_hashes().get(url, ""))

    def remember_hash(self, url: str, sha256: str) -> None:
        """Write it down, if it is the first; it outlives the model. Raises InstalledError."""
        known = self._known_hashes()
        if url not in known:
            self._write(_KNOWN_HASHES, {**known, url: sha256})

    @property
    def known_hashes_file(self) -> Path:
        """Where these hashes are, for a user who knows better."""
        return self.folder / _KNOWN_HASHES

    def _known_hashes(self) -> dict[str, Any]:
        try:
            known = json.loads(self.known_hashes_file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _write(self, name: str, values: dict[str, Any]) -> None:
        path = self.folder / name
        new = path.with_name(f"{name}.new")
        try:
            make_private(self.folder)
            new.write_text(f"{json.dumps(values, ensure_ascii=False, indent=2)}\n", "utf-8")
            new.replace(path)
        except OSError as error:
            raise InstalledError(f"{path}: cannot be written: {error.strerror}") from error

    def _record(self, name: str) -> Record | None:
        try:
            values: Any = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
            probe = values.pop("probe", None)
            return Record(**values, probe=Probe(**probe) if probe else None)
        except (OSError, ValueError, TypeError, AttributeError):
            # One that cannot be read is as good as none.
            return None


def probe_of(path: Path, **values: Any) -> Probe:
    """A trial of the file as it is now."""
    status = path.stat()
    return Probe(**values, size=status.st_size, changed=status.st_mtime_ns)


def _is_first(path: Path) -> bool:
    return _FIRST_PART in path.name or PART_NAME.fullmatch(path.name) is None
