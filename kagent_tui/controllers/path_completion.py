"""Completes the path that is being typed, as a shell does with Tab."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.sources import is_address, written_path
from kagent_tui.controllers.targets import IS_WINDOWS, escaped, last_target

_MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Completion:
    """The text as far as it is certain now, and the names between which it is not.

    `choices` are names in the folder, folders with a separator at the end; one choice is taken at
    once, and `text` then ends with it.
    """

    text: str
    choices: tuple[str, ...] = ()


def complete(text: str, *, windows: bool = IS_WINDOWS) -> Completion:
    """Complete the last path of a text by the names on the disk; may take as long as a slow disk.

    Hidden files are offered once a name begins with a dot.
    """
    start, partial = last_target(text, windows=windows)
    if not partial or is_address(partial):
        return Completion(text)
    if partial == "~":
        return Completion(text[:start] + "~" + os.sep)
    folder, name = os.path.split(partial)
    choices = _names(written_path(folder or os.curdir), name)
    if not choices:
        return Completion(text)
    common = _common([choice.removesuffix(os.sep) for choice in choices])
    if not common.startswith(name):
        common = name  # their case differs: nothing is certain
    if len(choices) == 1:
        common = choices[0]
    path = partial.removesuffix(name) + common
    end = " " if len(choices) == 1 and not common.endswith(os.sep) else ""
    shown = tuple(choices) if len(choices) > 1 else ()
    return Completion(text[:start] + escaped(path, windows=windows) + end, shown)


def _common(names: Sequence[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), None)
    return first[: len(min(first, last, key=len)) if length is None else length]


def _names(folder: Path, beginning: str) -> list[str]:
    """Names in a folder that begin so; in any case of letters where none does exactly."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, _is_folder(entry)) for entry in entries]
    except (OSError, ValueError):
        return []
    found = [one for one in found if not one[0].startswith(".") or beginning.startswith(".")]
    exact = [one for one in found if one[0].startswith(beginning)]
    folded = beginning.casefold()
    matching = exact or [one for one in found if one[0].casefold().startswith(folded)]
    names = [name + os.sep if is_folder else name for name, is_folder in matching]
    return sorted(names, key=str.casefold)[:_MOST_CHOICES]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
