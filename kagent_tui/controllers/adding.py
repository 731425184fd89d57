"""What a person who adds to the library wrote, looked at before anything is read."""

from __future__ import annotations

from dataclasses import dataclass

from kagent_tui.controllers.targets import targets_in


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be added, and of it what is not there; `addresses` are web pages."""

    targets: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def wanted_in(text: str) -> Wanted:
    """The targets of a text; the disk is looked at, which may take as long as a slow one does."""
    from engine.file_patterns import looks_like_a_pattern
    from engine.sources import is_address

    targets = targets_in(text, _is_there)
    addresses = tuple(target for target in targets if is_address(target))
    missing = tuple(
        target
        for target in targets
        if target not in addresses and not _is_there(target) and not looks_like_a_pattern(target)
    )
    if missing == tuple(targets) and len(missing) > 1:
        missing = (text.strip(),)  # one name with blanks in it, for all that can be told
    return Wanted(tuple(targets), addresses, missing)


def host_of(address: str) -> str:
    """The host of a web page's address, as the user is asked about it."""
    from urllib.parse import urlsplit

    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _is_there(target: str) -> bool:
    from engine.sources import written_path

    try:
        return written_path(target).exists()
    except (OSError, ValueError):
        return False
