"""The reading process: takes requests on its standard input, answers on its standard output.

A request is one line of JSON: {"path": ..., "limits": {...}}. An answer is four bytes of length
(big-endian), that many bytes of JSON, and the text in UTF-8: {"error": why} or the document without
its text, {"title", "media_type", "metadata", "passages", "bytes": length of the text}.

Whatever a file makes a parser do happens here, with limited memory, time and no writing of files.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
import threading
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

from engine.reading.extracted import Extracted, ReadingError, TextPassage, check_passages
from engine.reading.isolated import BROKEN, read_isolated, why
from engine.reading.limits import Limits

if sys.platform != "win32":
    import resource


# Many times faster than dataclasses.astuple, which copies.
_PLACE = attrgetter(*(field.name for field in fields(TextPassage)))


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
        _send(answers, header, text)


def _listen(requests: SimpleQueue[bytes]) -> None:
    """Take in requests, and end the process when the parent is gone, even amid a file."""
    for line in sys.stdin.buffer:
        requests.put(line)
    os._exit(0)


def _send(answers: BinaryIO, header: dict[str, Any], text: bytes) -> None:
    encoded = json.dumps(header).encode("ascii")
    try:
        answers.write(struct.pack(">I", len(encoded)))
        answers.write(encoded)
        answers.write(text)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


def _answer(path: Path, limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        _limit_resources(limits)
        extracted = check_passages(read_isolated(path, limits))
        return _header(extracted)
    except (ReadingError, *BROKEN) as error:
        return {"error": why(error)}, b""


def _header(extracted: Extracted) -> tuple[dict[str, Any], bytes]:
    text = extracted.text.encode("utf-8")
    header = {
        "title": extracted.title,
        "media_type": extracted.media_type,
        "metadata": dict(extracted.metadata),
        "passages": [_PLACE(passage) for passage in extracted.passages],
        "bytes": len(text),
    }
    return header, text


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
