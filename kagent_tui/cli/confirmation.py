"""Asking before something that cannot be taken back, or that leaves this machine."""

from __future__ import annotations

import sys

from kagent_tui.cli.diagnostics import trace


def confirmed(question: str) -> bool | None:
    """Whether the user says yes; None where nobody can be asked, for want of a terminal."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr and sys.stderr.isatty()):
        return None
    trace(f"{question} [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "是")
