"""Names of items and aspects: how they are kept, and how they are compared."""

from __future__ import annotations

from store.errors import StoreError
from store.folding import fold

LONGEST_NAME = 200
LONGEST_SUMMARY = 2000
LONGEST_URL = 2000


def kept_name(text: str) -> str:
    """A name on one line, cut to what is kept; empty where there is nothing."""
    return " ".join(text[: 4 * LONGEST_NAME].split())[:LONGEST_NAME].rstrip()


def folded_name(text: str) -> str:
    """What two spellings of one name have in common."""
    return " ".join(fold(kept_name(text)).split())


def full_title(title: str, subtitle: str) -> str:
    """A title with what tells it from others of its name: Mercury (planet)."""
    return f"{title} ({subtitle})" if subtitle else title


def checked_name(text: str) -> str:
    """A name that a person gives.

    Raises:
        StoreError: it is empty or too long.
    """
    name = " ".join(text.split())
    if not folded_name(name) or len(name) > LONGEST_NAME:
        raise StoreError(
            f"{name[:80]!r} cannot name an item or aspect; use 1 to {LONGEST_NAME} characters"
        )
    return name
