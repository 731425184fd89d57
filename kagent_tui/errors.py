"""Trouble that the face itself finds; each message is one line with what to do next."""

from __future__ import annotations


class FaceError(Exception):
    """Base of the errors of this package."""


class ConfigError(FaceError):
    """config.toml cannot be used: names the file, the key and what is expected there."""


class LocationError(FaceError):
    """The home directory cannot be used."""
