"""The media process: reads recordings, pictures and scans, and tells how far it is.

A request is one line of JSON on the standard input: {"path", "title", "reader": "module:function",
"options": {...}, "memory": bytes, "parts": {name: value}}. What comes back are answers as in
engine.reading.answers: any number of {"progress": [stage, done, whole]} and {"part": name, "value":
value}, each of these followed by one line on the standard input when the part is on the disk; then
the document, {"error": why}, or {"crash": why} where another process may come further.

Whatever a file makes a decoder do happens here, with bounded memory and no writing of files.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from engine.reading.answers import document, send
from engine.reading.extracted import Extracted, ReadingError, check_passages
from engine.reading.isolated import BROKEN, why
from engine.reading.media import MediaOptions, MediaReader, Stage
from engine.reading.process_setup import incoming, limit_resources, quiet_answers

# Progress is told so often at most, in seconds.
_SECONDS_BETWEEN_PROGRESS = 0.2
# Others on the computer come first.
_NICENESS = 5


def main() -> None:
    """Answer requests until the standard input ends, which it does when the parent is gone."""
    answers, requests = quiet_answers(), incoming()
    if sys.platform != "win32":
        os.nice(_NICENESS)
    while True:
        header, text = _answer(json.loads(requests.get()), requests, answers)
        send(answers, header, text)


class _SentParts:
    """Parts that go to the parent, which keeps them; see engine.reading.media.Parts."""

    def __init__(
        self, known: dict[str, Any], acknowledged: SimpleQueue[bytes], answers: BinaryIO
    ) -> None:
        self._known = known
        self._acknowledged = acknowledged
        self._answers = answers
        self._lock = threading.Lock()
        self._told: dict[str, float] = {}

    def known(self, name: str) -> Any | None:
        """The value of a part that was kept."""
        return self._known.get(name)

    def keep(self, name: str, value: Any) -> None:
        """Have the parent keep a part, and wait until it has."""
        with self._lock:
            self._known[name] = value
            send(self._answers, {"part": name, "value": value})
            self._acknowledged.get()

    def progress(self, stage: Stage, done: float, whole: float) -> None:
        """Tell the parent, not too often."""
        now = time.monotonic()
        if done < whole and now - self._told.get(stage, 0.0) < _SECONDS_BETWEEN_PROGRESS:
            return
        with self._lock:
            self._told[stage] = now
            send(self._answers, {"progress": [stage, float(done), float(whole)]})


def _answer(
    request: dict[str, Any], acknowledged: SimpleQueue[bytes], answers: BinaryIO
) -> tuple[dict[str, Any], bytes]:
    try:
        limit_resources(request["memory"])
        return document(check_passages(_read(request, acknowledged, answers)))
    except MemoryError as error:
        return {"crash": why(error)}, b""
    except ImportError as error:
        reason = f"what reads it cannot be loaded ({error.name or error}); install KAgent anew"
        return {"error": reason, "lasting": False}, b""
    except (ReadingError, *BROKEN) as error:
        return {"error": why(error)}, b""


def _read(
    request: dict[str, Any], acknowledged: SimpleQueue[bytes], answers: BinaryIO
) -> Extracted:
    module, _, name = request["reader"].partition(":")
    reader: MediaReader = getattr(importlib.import_module(module), name)
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in request["options"].items()
    }
    options = MediaOptions(**given)
    parts = _SentParts(request["parts"], acknowledged, answers)
    return reader(Path(request["path"]), request["title"], options, parts)
