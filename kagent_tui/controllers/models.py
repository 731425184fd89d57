"""Models: which one is meant, its trial before it is used, the settings, and removal."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kagent_tui.errors import FaceError
from kagent_tui.model_shelf import BUILTIN, SETTINGS
from models.paths import expanded

if TYPE_CHECKING:
    import threading

    from kagent_tui.model_shelf import ModelShelf, ShelfRow
    from models.catalog import Kind
    from models.installed import Installed, ModelFolder, Probe


# What puts another model of the kind into use.
_INSTEAD: Final[dict[Kind, str]] = {
    "language": "kagent models use builtin",
    "embedding": "kagent models use builtin-embedding",
    "speech": "kagent config unset speech_model",
}


class ModelRefusedError(FaceError):
    """What was asked of a model cannot be done; one line with what to do next."""


class ModelNotHereError(ModelRefusedError):
    """The model that is to be worked on is not here."""


class ModelUnusableError(ModelRefusedError):
    """The model was tried, and does not work here; or the trial was stopped."""


@dataclass(frozen=True, slots=True)
class Probing:
    """A model is tried, in a process of its own."""

    name: str


@dataclass(frozen=True, slots=True)
class Probed:
    """A trial ended well."""

    name: str
    kind: Kind
    probe: Probe


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model that may be used: the setting that names it, and what is to be written there.

    `source` is what opens it: "builtin", or the file's path.
    """

    name: str
    kind: Kind
    setting: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A model that may be removed, and the bytes that this frees."""

    row: ShelfRow
    frees: int


def choose(
    shelf: ModelShelf, name: str, config_file: Path, cancel: threading.Event
) -> Iterator[Probing | Probed | Chosen]:
    """See that a model can be used, with a trial where it had none; ends with `Chosen`.

    `name` is that of a model that is here, or a file's path.

    Raises:
        ModelRefusedError: it is not here, or does not work.
        ModelError: it is no model, or there is none of this name.
    """
    kind, source = yield from _usable(shelf, name, cancel)
    value = source if source == BUILTIN else _written(Path(source), config_file)
    yield Chosen(name, kind, SETTINGS[kind], value, source)


def write_choice(chosen: Chosen, config_file: Path) -> None:
    """Write it into the settings, where all else stays as it is; raises ConfigError."""
    from kagent_tui.config_writing import set_text

    set_text(config_file, chosen.setting, chosen.value)


def removal(shelf: ModelShelf, name: str) -> Removal:
    """What removing a model would free.

    Raises:
        ModelNotHereError: there is nothing of it here.
        ModelRefusedError: it is built in, or in use.
    """
    row = shelf.row(name)
    if row is not None and row.entry is not None and row.entry.builtin:
        raise ModelRefusedError(f"{row.name} comes with the program and stays")
    if row is None or (row.installed is None and not row.partial_bytes):
        raise ModelNotHereError(f"{name} is not here; see: kagent models list --here")
    if row.is_in_use and not (row.kind == "speech" and shelf.chooses_speech):
        raise ModelRefusedError(f"{row.name} is in use; before it is removed: {_INSTEAD[row.kind]}")
    own = row.installed.own_bytes if row.installed is not None else 0
    return Removal(row, own + row.partial_bytes)


def remove(shelf: ModelShelf, removing: Removal) -> int:
    """Delete a model, and what an interrupted download left of it; the bytes that are free again.

    Raises:
        InstalledError: a file cannot be deleted, or is being downloaded.
    """
    from models.benchmarking import BenchmarkFolder

    row = removing.row
    freed = shelf.folder.remove(row.installed) if row.installed is not None else 0
    BenchmarkFolder(shelf.folder.folder).remove(row.name)
    return freed + shelf.folder.remove_partial(row.name)


def try_installed(
    folder: ModelFolder, installed: Installed, kind: Kind, cancel: threading.Event | None
) -> Probe:
    """Try an installed model, and keep what came of it."""
    from models.installed import Record
    from models.probing import probe

    record = installed.record or Record(installed.name, kind, str(installed.path))
    found = probe(installed.path, kind, cancel)
    if cancel is None or not cancel.is_set():
        folder.save(dataclasses.replace(record, probe=found))
    return found


def _usable(
    shelf: ModelShelf, name: str, cancel: threading.Event
) -> Generator[Probing | Probed, None, tuple[Kind, str]]:
    """The kind of the model that is meant, and what opens it; it has been tried."""
    row = shelf.row(name)
    if row is not None and row.installed is not None:
        yield from _installed_works(shelf.folder, row.installed, row.kind, cancel)
        return row.kind, str(row.installed.path)
    if row is not None and row.entry is not None:
        if row.entry.builtin:
            return row.kind, BUILTIN
        raise ModelNotHereError(f"{row.name} is not here yet; to get it: kagent models pull {name}")
    path = expanded(name)
    if not path.is_file():
        from models.catalog import find

        find(name)
        raise ModelNotHereError(f"{name} is not here yet; to get it: kagent models pull {name}")
    return (yield from _file_works(path.absolute(), cancel)), str(path.absolute())


def _file_works(path: Path, cancel: threading.Event) -> Generator[Probing | Probed, None, Kind]:
    from models.description import describe
    from models.probing import probe

    kind = describe(path).kind
    yield Probing(path.name)
    yield _good(path.name, kind, probe(path, kind, cancel))
    return kind


def _installed_works(
    folder: ModelFolder, installed: Installed, kind: Kind, cancel: threading.Event
) -> Iterator[Probing | Probed]:
    known = installed.record.probe if installed.record is not None else None
    if known is not None and not known.error and known.is_of(installed.path):
        return
    from models.description import describe

    # Damage that is seen in the header never reaches llama.cpp.
    describe(installed.path)
    yield Probing(installed.name)
    yield _good(installed.name, kind, try_installed(folder, installed, kind, cancel))


def _good(name: str, kind: Kind, probe: Probe) -> Probed:
    if probe.error:
        raise ModelUnusableError(f"{name} does not work here, and is not used: {probe.error}")
    return Probed(name, kind, probe)


def _written(path: Path, config_file: Path) -> str:
    """The path as the settings have it: relative where the file moves with them."""
    folder = config_file.parent
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
