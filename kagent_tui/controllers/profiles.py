"""Profiles as they are listed and shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.profile_files import StoredProfile


def profile_rows(home: Path, chosen: str | None) -> list[tuple[StoredProfile, bool]]:
    """Every profile, and whether it is the one that the settings choose."""
    from engine.profile_files import DEFAULT_NAME, all_profiles

    wanted = chosen or DEFAULT_NAME
    return [(stored, wanted in (stored.label, str(stored.path))) for stored in all_profiles(home)]


def profile_json(stored: StoredProfile, *, is_in_use: bool) -> dict[str, Any]:
    """All of a profile, for scripts."""
    profile = stored.profile
    return {
        "profile": stored.label,
        "file": str(stored.path) if stored.path is not None else None,
        "in_use": is_in_use,
        "name": profile.name,
        "bio": profile.bio,
        "instructions": profile.instructions,
        "tools": None if profile.tools is None else list(profile.tools),
        "language": profile.language or "auto",
        "problem": stored.problem or None,
    }


def profile_lines(stored: StoredProfile) -> list[str]:
    """A profile in full, as plain lines."""
    from engine.profile import DEFAULT_BIO

    profile = stored.profile
    tools = "all" if profile.tools is None else ", ".join(profile.tools) or "none"
    lines = [
        f"name: {profile.name}",
        f"bio: {profile.bio or DEFAULT_BIO[profile.language or 'en']}",
        f"tools: {tools}",
        f"language: {profile.language or 'that of the question'}",
    ]
    if profile.instructions:
        lines += ["instructions:", *(f"  {line}" for line in profile.instructions.splitlines())]
    if stored.path is not None:
        lines.append(f"file: {stored.path}")
    if profile.needs_large_model:
        lines.append("(the built-in model keeps to name, tools and language only)")
    return lines
