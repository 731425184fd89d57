"""Downloads from a hub on this machine, as the tests make them."""

from __future__ import annotations

import random
import threading
from pathlib import Path
from typing import Any

import pytest

from models.download import Pace, Wanted, download
from models.download_events import DownloadError, DownloadEvent, Progressed
from tests.models.hub import Hub, files

QUICK = Pace(tries=3, first_pause=0.001, longest_pause=5.0, progress=1, report_seconds=0.0)
DATA = random.Random(5).randbytes(300_000)
OTHER = random.Random(6).randbytes(280_000)


def run(
    hub: Hub, target: Path, *, pace: Pace = QUICK, stall_seconds: float = 10.0, **wanted: Any
) -> list[DownloadEvent]:
    """All events of a download."""
    what = Wanted(f"{hub.url}/model.gguf", **wanted)
    servers = files(stall_seconds=stall_seconds)
    return list(download(what, target, servers, cancel=threading.Event(), pace=pace))


def refusal(hub: Hub, target: Path, **options: Any) -> str:
    """Why a download fails, in one line."""
    with pytest.raises(DownloadError) as caught:
        run(hub, target, **options)
    assert not target.exists()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def kinds(events: list[DownloadEvent]) -> list[str]:
    return [type(event).__name__ for event in events if not isinstance(event, Progressed)]
