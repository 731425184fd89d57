"""Which speech model listens to recordings, of what the settings say and what is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from models.installed import Installed, ModelFolder
from models.language.base import ModelFileError
from models.machine import fit_of, total_memory
from models.paths import expanded, is_path
from models.speech_file import SpeechFile, read_speech_header

AUTO: Final = "auto"
OFF: Final = "off"
# Sizes of Whisper from the least mistakes to the most.
_BEST_FIRST: Final = ("large", "large turbo", "medium", "small", "base", "tiny")
# What whisper.cpp computes with beside the file, as the catalogue reckons it.
_WORKING_BYTES: Final = 250_000_000


def speech_model_path(setting: str, folder: ModelFolder) -> Path | None:
    """The file that is to be used; None where speech is off, or the model is not here.

    `setting` is "auto", "off", the name of an installed model, or a file's path.
    """
    if setting == OFF:
        return None
    if setting == AUTO:
        best = best_installed(folder)
        return best.path if best is not None else None
    if not is_path(setting):
        named = folder.find(setting)
        return named.path if named is not None and _header(named.path) is not None else None
    path = expanded(setting).absolute()
    return path if _header(path) is not None else None


def best_installed(folder: ModelFolder) -> Installed | None:
    """The installed speech model with the fewest mistakes that this machine has memory for.

    One that did not work when it was tried is left out. Those that know all languages come before
    those for English alone, which write nonsense for any other.
    """
    total = total_memory()
    usable: list[tuple[tuple[bool, int, int], Installed]] = []
    for one in folder.all():
        header = _header(one.path)
        if header is None or _is_broken(one):
            continue
        if fit_of(one.bytes + _WORKING_BYTES, 0.0, total) == "too big":
            continue
        rank = (not header.multilingual, _BEST_FIRST.index(header.size), -one.bytes)
        usable.append((rank, one))
    return min(usable, key=lambda pair: pair[0])[1] if usable else None


def _is_broken(installed: Installed) -> bool:
    probe = installed.record.probe if installed.record is not None else None
    return probe is not None and bool(probe.error) and probe.is_of(installed.path)


def _header(path: Path) -> SpeechFile | None:
    try:
        return read_speech_header(path)
    except ModelFileError:
        return None
