"""What can go wrong at the door, in kinds that callers may tell apart."""

from __future__ import annotations

from typing import Literal

from engine.cleaning import clean_line

NetworkTrouble = Literal[
    "off",
    "declined",
    "bad_address",
    "refused",
    "unreachable",
    "timed_out",
    "too_large",
    "status",
    "rate_limited",
    "bad_answer",
    "cancelled",
]


class NetworkError(Exception):
    """Why a page cannot be had, in one line that names it.

    `status` is the server's, if any, and `data` the beginning of what it said along with an error
    status: untrusted, and not decoded.
    """

    def __init__(
        self,
        kind: NetworkTrouble,
        message: str,
        status: int | None = None,
        *,
        data: bytes = b"",
    ) -> None:
        super().__init__(clean_line(message))
        self.kind = kind
        self.status = status
        self.data = data


class DroppedError(NetworkError):
    """The connection was dropped before the answer was there: asking once more may help."""
