"""The only source of paths. Nothing is created here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kagent_tui.errors import LocationError

_APPLICATION = "kagent"


@dataclass(frozen=True, slots=True)
class Locations:
    """Where this run reads and writes."""

    home: Path
    """The memory: kagent.db, index/ and models/."""
    config_file: Path
    """config.toml; it need not exist."""

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.home / "kagent.db"

    @property
    def index(self) -> Path:
        """The keyword index, a cache that can be rebuilt from the database."""
        return self.home / "index"


def locate(home: str | Path | None = None) -> Locations:
    """The locations under `home`, or the platform's own directories where it is None.

    With a `home`, everything lies under it, config.toml included.

    Raises:
        LocationError: `home` is not a directory or cannot be looked at.
    """
    if home is None:
        import platformdirs  # not needed where a home is named

        directory = Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False))
        settings = Path(platformdirs.user_config_dir(_APPLICATION, appauthor=False))
    else:
        directory = settings = _absolute(Path(home))
    try:
        usable = directory.is_dir() or not directory.exists()
    except OSError as error:
        raise LocationError(
            f"{directory}: cannot be used as the home: {error.strerror}; name another with --home"
        ) from None
    if not usable:
        raise LocationError(
            f"{directory}: the home must be a directory, and this is not one; "
            "name another with --home"
        )
    return Locations(home=directory, config_file=settings / "config.toml")


def working_folder() -> Path:
    """The working folder, or the user's own where that was deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path.home()


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:
        raise LocationError(
            f"{path}: this user's home is not known; name the directory in full with --home"
        ) from None
