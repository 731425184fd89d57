"""The reading process: takes requests on its standard input, answers on its standard output.

A request is one line of JSON: {"path": ..., "limits": {...}}. Its answer is one of
engine.reading.answers.

Whatever a file makes a parser do happens here, with limited memory, time and no writing of files.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from engine.reading.answers import document, send
from engine.reading.extracted import PicturesOnlyError, ReadingError, check_passages
from engine.reading.isolated import BROKEN, read_isolated, why
from engine.reading.limits import Limits

if sys.platform != "win32":
    import resource


def main() -> None:
    """Answer requests until the standard input ends, which it does when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not write between the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    requests: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    while True:
        request = json.loads(requests.get())
        header, text = _answer(Path(request["path"]), Limits(**request["limits"]))
        send(answers, header, text)


def _listen(requests: SimpleQueue[bytes]) -> None:
    """Take in requests, and end the process when the parent is gone, even amid a file."""
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


def _answer(path: Path, limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        _limit_resources(limits)
        return document(check_passages(read_isolated(path, limits)))
    except PicturesOnlyError as error:
        return {"error": why(error), "pictures_only": True}, b""
    except (ReadingError, *BROKEN) as error:
        return {"error": why(error)}, b""


def _limit_resources(limits: Limits) -> None:
    """Memory, processor time from now on, and no new file contents; where the system has limits."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime + limits.seconds) + 1
    for kind, amount in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        wanted = amount if most == resource.RLIM_INFINITY else min(amount, most)
        # Darwin refuses some of these; the parent's clock bounds the file there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (wanted, most))
