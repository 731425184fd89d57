"""What readers of recordings, pictures and scanned pages are given in the media worker.

Such a reader is `read(path, title, options, parts) -> Extracted`. It asks `parts` for what an
earlier run has read of the same file, hands it every part as soon as that is finished, and reports
how far it has come; so it can be ended at any moment, by a signal, and nothing is read twice. It
raises ReadingError, in one line, when nothing at all can be made of the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from engine.reading.extracted import Extracted
from store.records import Channel

Stage = Literal["subtitles", "shown", "said", "pages", "pictures"]
# What readers put into `metadata["unread"]`, as they are or among other reasons (joined by "; "):
# a document that says so is read again by a sync once that is no longer so.
NO_SPEECH_MODEL = (
    "no speech: there is no speech model on this computer; get one with: kagent models pull "
    "whisper-base-q5_1"
)
OCR_OFF = "no text in pictures: reading it is off (ocr = false in config.toml)"


@dataclass(frozen=True, slots=True)
class TimedText:
    """A line with the time it is said or shown, in seconds of the recording.

    `confidence` is the recognizer's own, from 0 to 1; None for subtitles.
    """

    text: str
    start: float
    end: float
    channel: Channel
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MediaOptions:
    """How recordings and pictures are read.

    `speech_model` is the path of a whisper model, None where there is none or speech is off;
    `speech_wanted` tells these apart: with it, a reader says in `unread` how to get a model. `ocr`
    is whether pictures, frames and scanned pages are read; `languages` are codes (ISO 639-1) that
    a recognizer may prefer, empty for any; `threads` is how many threads a recognizer may use.
    `sidecars` are the absolute paths of subtitles beside the recording, best first.
    """

    speech_model: str | None = None
    speech_wanted: bool = True
    ocr: bool = True
    languages: tuple[str, ...] = ()
    threads: int = 2
    sidecars: tuple[str, ...] = ()


class Parts(Protocol):
    """What has been read of a file before, and where what is read now goes.

    A part has a name that begins with its stage and says all it depends on besides the file and the
    options, as "shown frame 37" does, and a value of JSON (str, int, float, bool, None, list, dict
    with str keys) of at most 16 MiB. Any thread may call the methods.
    """

    def known(self, name: str) -> Any | None:
        """The value kept for a part, None when it is still to be read."""
        ...

    def keep(self, name: str, value: Any) -> None:
        """Hand over a finished part, not None: it is on the disk when this returns."""
        ...

    def progress(self, stage: Stage, done: float, whole: float) -> None:
        """How far a stage has come, in seconds of the recording (or pages, or pictures).

        Cheap: call it as often as once a frame; it must come at least every few minutes, since a
        reader that is silent for longer is taken to hang.
        """
        ...


class NoParts:
    """Parts of a file that is read in one go, in tests and benchmarks: nothing is kept."""

    def known(self, name: str) -> Any | None:
        """Nothing."""
        del name
        return None

    def keep(self, name: str, value: Any) -> None:
        """Forget it."""

    def progress(self, stage: Stage, done: float, whole: float) -> None:
        """Tell nobody."""


MediaReader = Callable[[Path, str, MediaOptions, Parts], Extracted]
