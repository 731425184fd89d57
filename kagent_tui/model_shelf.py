"""The catalogue, the models that are here, and the settings that say which are in use, together."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models.catalog import HUB, Entry, Kind, catalogue
from models.installed import Installed, ModelFolder, Probe
from models.language.threads import usable_cpus
from models.machine import Fit, fit_of, tokens_per_second, total_memory, usable_memory
from models.paths import expanded

if TYPE_CHECKING:
    from kagent_tui.config import Config
    from models.description import Description

# The setting that names a model of each kind.
SETTINGS: Final[Mapping[Kind, str]] = {
    "language": "model",
    "embedding": "embedding",
    "speech": "speech_model",
}
BUILTIN: Final = "builtin"


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One model: of the catalogue, of the folder, or of both."""

    name: str
    entry: Entry | None
    installed: Installed | None
    described: Description | None
    is_in_use: bool
    partial_bytes: int
    fit: Fit

    @property
    def kind(self) -> Kind:
        """What it does."""
        if self.described is not None:
            return self.described.kind
        return self.entry.kind if self.entry is not None else "language"

    @property
    def is_here(self) -> bool:
        """Whether it can be used without a download."""
        return self.installed is not None or (self.entry is not None and self.entry.builtin)

    @property
    def state(self) -> str:
        """In a word or two, how it stands."""
        if self.is_in_use:
            return "in use"
        if self.entry is not None and self.entry.builtin:
            return "built in"
        if self.installed is not None:
            return "installed"
        return "partly here" if self.partial_bytes else ""

    @property
    def bytes(self) -> int:
        """The size of the file, as it is here or as the catalogue has it."""
        if self.installed is not None:
            return self.installed.bytes
        return self.entry.bytes if self.entry is not None else 0

    @property
    def memory_bytes(self) -> int:
        """Memory that it needs, 0 where that is not known."""
        if self.entry is not None:
            return self.entry.memory_bytes()
        return self.described.memory_bytes() if self.described is not None else 0

    @property
    def probe(self) -> Probe | None:
        """Its trial, where it had one."""
        record = self.installed.record if self.installed is not None else None
        return record.probe if record is not None else None

    @property
    def licence(self) -> str:
        """The licence that was agreed to, or that the catalogue or the file names."""
        record = self.installed.record if self.installed is not None else None
        of_record = record.licence if record is not None else ""
        return of_record or (self.entry.licence if self.entry is not None else "")

    def to_json(self) -> dict[str, Any]:
        """All that is known, for scripts."""
        entry, probe = self.entry, self.probe
        return {
            "name": self.name,
            "kind": self.kind,
            "title": entry.title if entry is not None else self.name,
            "state": self.state,
            "installed": self.is_here,
            "in_use": self.is_in_use,
            "file": str(self.installed.path) if self.installed is not None else None,
            "bytes": self.bytes,
            "bytes_are_approximate": bool(entry and entry.approximate and not self.installed),
            "partial_bytes": self.partial_bytes,
            "memory_bytes": self.memory_bytes,
            "fit": self.fit,
            "licence": self.licence,
            "languages": list(entry.languages) if entry is not None else [],
            "quantisation": entry.quantisation if entry is not None else "",
            "parameters_billions": entry.parameters if entry is not None else 0.0,
            "attention": entry.attention if entry is not None else "",
            "purpose": entry.purpose if entry is not None else "",
            "tokens_per_second": probe.rate if probe is not None else None,
            "trouble": probe.error if probe is not None else "",
        }


@dataclass(frozen=True, slots=True)
class FitReasons:
    """Why a model fits this machine, or does not.

    `speed` is tokens a second (texts of an embedding model), as a trial measured it or estimated
    from the cores; 0 where nothing is known. Memory is in bytes, 0 where it is not known.
    """

    fit: Fit
    memory_bytes: int
    total_bytes: int
    usable_bytes: int
    cores: int
    speed: float
    is_measured: bool


class ModelShelf:
    """What there is under a home, with these settings."""

    def __init__(self, home: Path, config: Config) -> None:
        self.folder = ModelFolder(home / "models")
        self.memory = total_memory()
        self._config = config

    @property
    def language_model(self) -> str:
        """What the settings say of the language model."""
        return self._config.model

    @functools.cached_property
    def speech_model(self) -> Path | None:
        """The file of the speech model that is used, None for none."""
        from models.speech_choice import speech_model_path

        path = speech_model_path(self._config.speech_model, self.folder)
        return path.absolute() if path is not None else None

    @property
    def chooses_speech(self) -> bool:
        """Whether the best speech model is taken of those that are here."""
        return self._config.speech_model == "auto"

    def rows(self) -> list[ShelfRow]:
        """The catalogue in its order, then what else is here, as a whole or in part."""
        installed = {one.name: one for one in self.folder.all()}
        partial = self.folder.partial()
        entries = {entry.name: entry for entry in catalogue()}
        names = dict.fromkeys((*entries, *installed, *partial))
        return [self._row(name, entries.get(name), installed.get(name), partial) for name in names]

    def row(self, name: str) -> ShelfRow | None:
        """The row of this name, None where there is none."""
        wanted = name.strip().lower()
        return next((row for row in self.rows() if row.name.lower() == wanted), None)

    def is_in_use(self, kind: Kind, path: Path | None) -> bool:
        """Whether the settings name this file, or the built-in model where there is none."""
        if kind == "speech":
            return path is not None and self.speech_model == path.absolute()
        named = getattr(self._config, SETTINGS[kind])
        if path is None:
            return bool(named == BUILTIN)
        return named != BUILTIN and expanded(named).absolute() == path.absolute()

    def fit(self, memory_bytes: int, kind: Kind, bytes_per_token: float) -> Fit:
        """How a model fits this machine; speed counts for those that write."""
        speed = tokens_per_second(bytes_per_token) if kind == "language" else 0.0
        return fit_of(memory_bytes, speed, self.memory)

    def path_of(self, row: ShelfRow) -> Path | None:
        """The file, None where there is none here."""
        if row.installed is not None:
            return row.installed.path
        if row.entry is None or not row.entry.builtin:
            return None
        from models.builtin import language_model_path
        from models.embedding.loading import builtin_path

        return builtin_path() if row.kind == "embedding" else language_model_path()

    def reasons(self, row: ShelfRow) -> FitReasons:
        """What a row's fit rests on."""
        probe = row.probe
        speed = probe.rate if probe is not None and probe.rate else 0.0
        measured = speed > 0
        if not measured and row.kind == "language":
            weights = row.described.bytes if row.described is not None else 0
            weights_read = row.entry.bytes_per_token() if row.entry is not None else weights
            speed = tokens_per_second(weights_read)
        return FitReasons(
            fit=row.fit,
            memory_bytes=row.memory_bytes,
            total_bytes=self.memory,
            usable_bytes=usable_memory(self.memory),
            cores=len(usable_cpus()),
            speed=speed,
            is_measured=measured,
        )

    def _row(
        self,
        name: str,
        entry: Entry | None,
        installed: Installed | None,
        partial: Mapping[str, int],
    ) -> ShelfRow:
        described = None
        if entry is None and installed is not None:
            described = _described(installed.path)
        kind = entry.kind if entry is not None else described.kind if described else "language"
        builtin = entry is not None and entry.builtin
        in_use = self.is_in_use(kind, installed.path if installed else None)
        if entry is not None:
            fit = self.fit(entry.memory_bytes(), kind, entry.bytes_per_token())
        elif described is not None:
            fit = self.fit(described.memory_bytes(), kind, described.bytes)
        else:
            fit = "unknown"
        return ShelfRow(
            name=name,
            entry=entry,
            installed=installed,
            described=described,
            is_in_use=in_use and (installed is not None or builtin),
            partial_bytes=partial.get(name, 0),
            fit=fit,
        )


def endpoint_of(environment: Mapping[str, str]) -> str:
    """The hub, or the mirror that HF_ENDPOINT names."""
    return environment.get("HF_ENDPOINT", "").strip().rstrip("/") or HUB


def _described(path: Path) -> Description | None:
    """What a file says of itself; None where it is damaged."""
    from models.description import describe
    from models.language.base import ModelFileError

    try:
        return describe(path)
    except ModelFileError:
        return None
