"""A reader for the media process that does as its file says, which is JSON under a film's name.

{"parts": how many, "seconds": of each, "at": {"shown 3": what happens there}, "fresh": whether it
happens only where nothing of the file has been read before, "silent": stages of which no progress
is told}.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from engine.reading.extracted import Extracted, ReadingError, TextPassage
from engine.reading.media import NO_SPEECH_MODEL, OCR_OFF, MediaOptions, Parts, Stage
from engine.reading.media_worker import MediaWorker
from engine.reading.reader import SourceFile, load
from store.records import Channel, Moment

READERS: Final = dict.fromkeys(
    ("recording", "picture", "scan"), "tests.engine.reading.scripted_media:read_script"
)
_CHANNELS: Mapping[Stage, Channel] = {"shown": "shown", "said": "said"}


def script(path: Path, **content: Any) -> SourceFile:
    """Write a film to be read, and look at it."""
    path.write_text(json.dumps(content), "utf-8")
    return load(path)


def read_script(path: Path, title: str, options: MediaOptions, parts: Parts) -> Extracted:
    """Read what is shown, unless that is off, and then what is said, with a model."""
    content = json.loads(path.read_text("utf-8"))
    known = parts.known("shown 0") is not None
    happens = {} if content.get("fresh") and known else content.get("at", {})
    unread = []
    lines: list[tuple[str, float, Channel]] = []
    read = 0
    for stage, wanted, reason in (
        ("shown", options.ocr, OCR_OFF),
        ("said", options.speech_model is not None, NO_SPEECH_MODEL),
    ):
        if not wanted:
            if stage == "shown" or options.speech_wanted:
                unread.append(reason)
            continue
        for number in range(content["parts"]):
            name = f"{stage} {number}"
            begin = number * content["seconds"]
            value = parts.known(name)
            if value is None:
                _let_happen(happens.get(name), parts)
                value = [f"{stage} at {begin}"]
                parts.keep(name, value)
                read += 1
            lines += [(line, begin, _CHANNELS[stage]) for line in value]  # type: ignore[index]
            if stage not in content.get("silent", ()):
                whole = content["parts"] * content["seconds"]
                parts.progress(stage, begin + content["seconds"], whole)  # type: ignore[arg-type]
    metadata: dict[str, str | int] = {"read": read, "known": int(known)}
    if unread:
        metadata["unread"] = "; ".join(unread)
    return _document(title, lines, content["seconds"], metadata)


def _document(
    title: str,
    lines: list[tuple[str, float, Channel]],
    seconds: float,
    metadata: dict[str, str | int],
) -> Extracted:
    text, passages, moments = "", [], []
    for line, begin, channel in [(title, 0.0, "subtitle"), *lines]:
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + line
        end = begin + seconds
        passages.append(TextPassage(start, len(text), time_start=begin, time_end=end))
        moments.append(Moment(start, len(text), begin, end, channel, None))
    return Extracted(title, text, "video/mp4", tuple(passages), metadata, tuple(moments))


def _let_happen(what: str | None, parts: Parts) -> None:
    if what is not None:
        _HAPPENINGS[what](parts)


def _grow(parts: Parts) -> None:
    kept = [bytearray(os.urandom(1024 * 1024)) for _ in range(400)]
    _hang(parts)
    del kept


def _hang(parts: Parts) -> None:
    threading.Event().wait()


def _spin(parts: Parts) -> None:
    while True:
        parts.progress("shown", 0.0, 0.0)
        threading.Event().wait(0.01)


def _refuse(parts: Parts) -> None:
    raise ReadingError("it is broken there")


def _lack(parts: Parts) -> None:
    raise ModuleNotFoundError(name="av")


_HAPPENINGS: Final[Mapping[str, Callable[[Parts], object]]] = {
    "segfault": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda _: os._exit(3),
    "memory": _grow,
    "reserve": lambda _: bytearray(64 * 1024 * 1024 * 1024),
    "hang": _hang,
    "spin": _spin,
    "broken": _refuse,
    "import": _lack,
}


def worker(home: Path | None = None, **options: Any) -> MediaWorker:
    """A worker that reads such files."""
    return MediaWorker(MediaOptions(**options), home, readers=READERS)
