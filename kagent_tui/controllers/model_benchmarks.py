"""A short measurement of a model on this machine, kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kagent_tui.controllers.models import (
    ModelNotHereError,
    ModelRefusedError,
    ModelUnusableError,
)
from models.paths import expanded

if TYPE_CHECKING:
    import threading

    from kagent_tui.model_shelf import ModelShelf
    from models.benchmarking import Benchmark
    from models.catalog import Kind


@dataclass(frozen=True, slots=True)
class Benchable:
    """A model that can be measured."""

    name: str
    kind: Kind
    path: Path
    is_on_shelf: bool


def benchable(shelf: ModelShelf, name: str | None) -> Benchable:
    """The model of this name, the file of this path, or the language model in use.

    Raises:
        ModelRefusedError: it is a server's, or not here.
        ModelError: there is none of this name.
    """
    if name is None:
        if "://" in shelf.language_model:
            raise ModelRefusedError(
                f"{shelf.language_model} answers from a server, which is not measured: name a "
                "model that is here"
            )
        row = next((one for one in shelf.rows() if one.is_in_use and one.kind == "language"), None)
        name = row.name if row is not None else shelf.language_model
    else:
        row = shelf.row(name)
    path = shelf.path_of(row) if row is not None else expanded(name).absolute()
    if row is not None and path is not None:
        return Benchable(row.name, row.kind, path, True)
    if path is not None and path.is_file():
        from models.description import describe

        return Benchable(path.name, describe(path).kind, path, False)
    from models.catalog import find

    entry = find(name)
    raise ModelNotHereError(f"{name} is not here yet; to get it: kagent models pull {entry.name}")


def measured(
    shelf: ModelShelf, model: Benchable, cancel: threading.Event, now: datetime | None = None
) -> Benchmark:
    """Measure a model, and keep the figures of one that is on the shelf.

    Raises:
        ModelUnusableError: it does not work here, or `cancel` was set.
    """
    from models.benchmarking import BenchmarkFolder, benchmark

    at = (now or datetime.now()).isoformat(timespec="seconds")
    found = benchmark(model.path, model.kind, cancel, at=at)
    if found.error:
        raise ModelUnusableError(f"{model.name} could not be measured: {found.error}")
    if model.is_on_shelf:
        BenchmarkFolder(shelf.folder.folder).save(model.name, found)
    return found


def kept(shelf: ModelShelf, name: str, path: Path) -> Benchmark | None:
    """The figures of an earlier measurement, None where there are none of this file."""
    from models.benchmarking import BenchmarkFolder

    return BenchmarkFolder(shelf.folder.folder).find(name, path)
