"""Profiles as TOML files under HOME/profiles: name, bio, instructions, tools and language."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cleaning import clean, clean_line
from engine.new_file import write_new_file
from engine.profile import DEFAULT_PROFILE, Profile
from models.paths import expanded

FOLDER = "profiles"
SUFFIX = ".toml"
DEFAULT_NAME = "default"
KEYS = ("name", "bio", "instructions", "tools", "language")
_LONGEST: Mapping[str, int] = {"name": 60, "bio": 600, "instructions": 4000}
_LANGUAGES = ("auto", "en", "zh")
_NAME = re.compile(r"[^\W_][\w-]{0,59}")
_LARGEST_BYTES = 100_000

TEMPLATE = """\
# A profile: who answers, how, and with what. Ask with it by
#     kagent ask --profile {label} "..."
# or always, by profile = "{label}" in config.toml. Every line may be left out.

# What the agent calls itself.
name = "{name}"

# A sentence or two about it.
bio = "You are a patient librarian who knows this household's papers."

# How it thinks, acts and talks: as many lines as it takes.
instructions = \"\"\"
Answer in at most three sentences.
Say so when the documents disagree.
\"\"\"

# The only tools that it may use; [] for none, all of them without this line.
# See: kagent tools list
# tools = ["search_knowledge", "time_delta", "get_calendar_info"]

# The language of its answers: "en", "zh", or "auto" for the question's own.
# language = "auto"

# The built-in model keeps to name, tools and language alone; a larger one (kagent models list)
# reads bio and instructions as well.
"""


class ProfileError(Exception):
    """A profile cannot be used; the message is one line that names the file and what to do."""


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """A profile of the folder; `problem` says in one line why it cannot be used, if it cannot."""

    label: str
    path: Path | None
    profile: Profile
    problem: str = ""


def find_profile(home: Path, wanted: str) -> StoredProfile:
    """The profile of this name or, where `wanted` is a path, in that file.

    "default" is the one that is used without any, unless there is a file of that name.

    Raises:
        ProfileError: there is none, or its file is wrong.
    """
    if _is_path(wanted):
        path = expanded(wanted)
        return StoredProfile(path.stem, path, load_profile(path))
    path = profile_file(home, wanted)
    if path.is_file():
        return StoredProfile(wanted, path, load_profile(path))
    if wanted == DEFAULT_NAME:
        return StoredProfile(DEFAULT_NAME, None, DEFAULT_PROFILE)
    raise ProfileError(_unknown(home, wanted))


def all_profiles(home: Path) -> list[StoredProfile]:
    """The default one, then those of the folder by name, the unusable among them."""
    found = []
    try:
        files = sorted(path for path in (home / FOLDER).iterdir() if path.suffix == SUFFIX)
    except OSError:
        files = []
    for path in files:
        try:
            found.append(StoredProfile(path.stem, path, load_profile(path)))
        except ProfileError as error:
            found.append(StoredProfile(path.stem, path, DEFAULT_PROFILE, str(error)))
    if not any(one.label == DEFAULT_NAME for one in found):
        found.insert(0, StoredProfile(DEFAULT_NAME, None, DEFAULT_PROFILE))
    return found


def load_profile(path: Path) -> Profile:
    """Read a profile's file.

    Raises:
        ProfileError: it cannot be read, is not TOML, or has an unknown key or a wrong value.
    """
    values = _values(path)
    for key in values:
        if key not in KEYS:
            raise ProfileError(f"{path}: a profile has no key {key!r}; {_nearest(key)}")
    texts = {key: _text(path, key, values[key]) for key in _LONGEST if key in values}
    language = values.get("language", "auto")
    if language not in _LANGUAGES:
        raise ProfileError(f"{path}: language: one of {', '.join(_LANGUAGES)} is needed")
    return Profile(
        name=clean_line(texts.get("name", "")) or DEFAULT_PROFILE.name,
        bio=texts.get("bio", ""),
        instructions=texts.get("instructions", ""),
        tools=_tools(path, values["tools"]) if "tools" in values else None,
        language=None if language == "auto" else language,
    )


def write_template(home: Path, label: str) -> Path:
    """Write a new profile to be changed to one's needs; its file.

    Raises:
        ProfileError: the name is of no use, is taken, or the file cannot be written.
    """
    path = profile_file(home, label)
    text = TEMPLATE.format(label=label, name=label.replace("-", " ").replace("_", " ").title())
    try:
        # The home too may be new, and `mode` holds for the last folder alone.
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_new_file(path, text)
    except FileExistsError:
        raise ProfileError(f"{path}: is there already; edit it, or take another name") from None
    except OSError as error:
        raise ProfileError(f"{path}: cannot be written: {error.strerror or error}") from error
    return path


def profile_file(home: Path, label: str) -> Path:
    """The file of a profile's name.

    Raises:
        ProfileError: it can be no name.
    """
    if not _NAME.fullmatch(label):
        raise ProfileError(
            f"{clean_line(label)!r} cannot be a profile's name; take letters, digits, - and _"
        )
    return home / FOLDER / f"{label}{SUFFIX}"


def _values(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        data = path.read_bytes()
        if len(data) > _LARGEST_BYTES:
            raise ProfileError(f"{path}: is too large for a profile")
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError:
        raise ProfileError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: is not valid TOML: {clean_line(str(error))}") from None


def _text(path: Path, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ProfileError(f"{path}: {key}: a text in quotes is needed")
    text = clean(value).strip()
    if len(text) > _LONGEST[key]:
        raise ProfileError(
            f"{path}: {key}: {len(text):,} characters are too many (at most {_LONGEST[key]:,})"
        )
    return text


def _tools(path: Path, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ProfileError(f'{path}: tools: a list of names is needed, such as ["time_delta"]')
    return tuple(clean_line(one) for one in value)


def _is_path(wanted: str) -> bool:
    separators = {os.sep, os.altsep or os.sep, "/"}
    return wanted.endswith(SUFFIX) or any(one in wanted for one in separators)


def _unknown(home: Path, wanted: str) -> str:
    known = [one.label for one in all_profiles(home)]
    close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
    return f"there is no profile {clean_line(wanted)!r}; {hint}"


def _nearest(key: str) -> str:
    close = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"its keys are {', '.join(KEYS)}"
