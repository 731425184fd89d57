"""What `kagent doctor` finds of the network's setting and of the tools."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kagent_tui.cli.doctor_findings import Finding

if TYPE_CHECKING:
    from kagent_tui.assembly import Assembly


def network(assembly: Assembly) -> Finding:
    """How open the door is; nothing is connected to find out."""
    said = {
        "off": "off; not one connection is made",
        "ask": "ask; the terminal interface asks, commands need --online",
        "on": "on; tools may use the internet",
    }
    return Finding(said[assembly.network.policy])


def tools(assembly: Assembly) -> Finding:
    """The tools on offer, and the archives that they read; a broken one is left out, and said."""
    from engine.encyclopedia.registering import archive_state

    registry, warnings = assembly.all_tools(threading.Event())
    own = sum(bool(entry.origin) for entry in registry)
    said = f"{len(registry) - own} built in, {own} of your own"
    archives = assembly.bank.archives.all()
    if archives:
        said += f"; {len(archives)} offline encyclopedias"
    missing = [one.source for one in archives if archive_state(one) == "missing"]
    if missing:
        return Finding(
            f"{said}; not there any more: {', '.join(missing)}",
            "doubtful",
            "put it back, or: kagent library remove PATH",
        )
    if warnings:
        return Finding(f"{said}; {warnings[0]}", "doubtful", "for all of them: kagent tools list")
    return Finding(said)
