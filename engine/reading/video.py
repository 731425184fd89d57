"""Recordings, video and audio: subtitles or speech, and what their pictures show."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.media import MediaOptions, Parts, TimedText
from engine.reading.text_reader import text_reader
from engine.reading.timeline import assembled, windows, without_repeats
from engine.reading.video_container import (
    Chapter,
    breaks_off,
    chapters_of,
    described,
    duration_of,
    is_encrypted,
    opened,
    packets,
    pictures_of,
    rewind,
)
from engine.reading.video_shown import ENCRYPTED, read_shown
from engine.reading.video_subtitles import beside, inside
from engine.time_codes import clock

if TYPE_CHECKING:
    from av.container import InputContainer

_VIDEO_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mkv": "video/x-matroska",
    ".webm": "video/webm",
    ".3gp": "video/3gpp",
    ".ogv": "video/ogg",
    ".avi": "video/x-msvideo",
}
_AUDIO_TYPES = {
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".mka": "audio/x-matroska",
    ".webm": "audio/webm",
}


@dataclass(slots=True)
class _Recording:
    """What is found out about a recording; times in seconds."""

    title: str
    duration: float = 0.0
    size: tuple[int, int] = (0, 0)
    has_pictures: bool = False
    has_sound: bool = False
    chapters: tuple[Chapter, ...] = ()
    facts: dict[str, str | int] = field(default_factory=dict)
    words: list[TimedText] = field(default_factory=list)
    shown: list[TimedText] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_recording(path: Path, title: str, options: MediaOptions, parts: Parts) -> Extracted:
    """A recording's windows: what is said in them or stands in the subtitles, and what is shown.

    What cannot be read is told in the metadata's `unread`, and the rest is read.

    Raises:
        ReadingError: it is damaged from its beginning, holds neither pictures nor sound, or is
            encrypted; and there are no subtitles beside it.
    """
    recording = _Recording(title, words=beside(options.sidecars))
    try:
        with opened(path) as container:
            _look_into(container, recording, parts)
    except ReadingError as error:
        if not recording.words:
            raise
        recording.unread.append(f"only its subtitles: {error}")
    else:
        _read(path, recording, options, parts)
    return _document(path, recording)


def _look_into(container: InputContainer, recording: _Recording, parts: Parts) -> None:
    """What the container says, and the subtitles in it."""
    pictures = pictures_of(container)
    recording.has_pictures = bool(pictures)
    recording.has_sound = bool(container.streams.audio)
    recording.duration = duration_of(container)
    recording.chapters = chapters_of(container)
    recording.facts.update(described(container))
    recording.title = str(recording.facts.pop("title", "")) or recording.title
    if pictures:
        codec = pictures[0].codec_context
        recording.size = (codec.width, codec.height) if codec is not None else (0, 0)
    if not pictures and not recording.has_sound and not container.streams.subtitles:
        raise ReadingError("it holds neither pictures nor sound")
    if _is_protected(container):
        raise ReadingError(ENCRYPTED)
    if not recording.words:
        rewind(container)
        recording.words = inside(container, parts, recording.duration)


def _is_protected(container: InputContainer) -> bool:
    """Whether pictures or sound are encrypted, told by their first packets."""
    streams: list[Any] = [*pictures_of(container), *container.streams.audio]
    for stream in streams[:2]:
        rewind(container)
        first = next(packets(container, stream), None)
        if first is not None and is_encrypted(first):
            return True
    return False


def _read(path: Path, recording: _Recording, options: MediaOptions, parts: Parts) -> None:
    """The pictures, and the speech where there are no subtitles."""
    ends = breaks_off(path, recording.duration)
    if ends is not None:
        recording.unread.append(
            f"it breaks off at {clock(round(ends))} of {clock(round(recording.duration))}"
        )
        recording.duration = ends
    if recording.has_pictures:
        _read_pictures(path, recording, options, parts)
    if recording.has_sound and not recording.words:
        _listen(path, recording, options, parts)


def _read_pictures(path: Path, recording: _Recording, options: MediaOptions, parts: Parts) -> None:
    reader, unread = text_reader(options)
    if reader is None:
        recording.unread.append(unread)
        return
    try:
        shown = read_shown(path, reader, options, parts, recording.duration)
    except ReadingError as error:
        recording.unread.append(f"no text of its pictures: {error}")
        return
    recording.shown = without_repeats(shown.lines, recording.duration)
    recording.facts["ocr"] = reader.name
    if shown.rotation % 180:
        recording.size = recording.size[::-1]
    if shown.damaged:
        recording.unread.append(f"{shown.damaged} damaged pieces of its picture")


def _listen(path: Path, recording: _Recording, options: MediaOptions, parts: Parts) -> None:
    from engine.reading.speech import read_speech

    try:
        speech = read_speech(path, options, parts)
    except ReadingError as error:
        recording.unread.append(f"no speech: {error}")
        return
    recording.words = list(speech.texts)
    recording.facts["spoken_language"] = speech.language
    recording.facts["speech_model"] = speech.model
    if speech.unread:
        recording.unread.append(speech.unread)


def _document(path: Path, recording: _Recording) -> Extracted:
    width, height = recording.size
    facts: dict[str, str | int] = {
        **recording.facts,
        "duration": round(recording.duration),
        "width": width,
        "height": height,
        "unread": "; ".join(recording.unread),
    }
    media_type = _media_type(path, recording)
    made = windows([*recording.words, *recording.shown], recording.chapters)
    document = assembled(made, recording.title, media_type, facts)
    return document if document.passages else _wordless(recording, media_type, facts)


def _wordless(recording: _Recording, media_type: str, facts: dict[str, str | int]) -> Extracted:
    """A document of one passage that tells what a recording without words is."""
    width, height = recording.size
    about = [
        "Video" if recording.has_pictures else "Audio recording",
        clock(round(recording.duration)) if recording.duration else "",
        f"{width} × {height}" if width else "",
        str(facts.get("date", "")),
        str(facts.get("author", "")),
    ]
    lines = [recording.title, ", ".join(part for part in about if part)]
    lines += [chapter.title for chapter in recording.chapters]
    assembler = Assembler()
    assembler.block("\n".join(lines))
    return assembler.finish(recording.title, media_type, facts)


def _media_type(path: Path, recording: _Recording) -> str:
    suffix = path.suffix.lower()
    if recording.has_sound and not recording.has_pictures:
        return _AUDIO_TYPES.get(suffix, "audio/mp4")
    return _VIDEO_TYPES.get(suffix) or _AUDIO_TYPES.get(suffix, "video/mp4")
