"""What of a document was not read for want of something that may be had later.

A fingerprint is CONTENT-VERSION, or CONTENT-MARKS-VERSION where something is wanting: so a look at
it tells whether the document is worth reading again.
"""

from __future__ import annotations

from engine.reading.extracted import Extracted
from engine.reading.media import NO_SPEECH_MODEL, OCR_OFF, MediaOptions

_MARKS = {"s": NO_SPEECH_MODEL, "o": OCR_OFF}


def wanting(extracted: Extracted, options: MediaOptions) -> str:
    """What was not read and may be later, as readers say it, and as follows from the settings: of
    a recording that was read with speech off nothing is said."""
    unread = str(extracted.metadata.get("unread", ""))
    is_recording = extracted.media_type.startswith(("video/", "audio/"))
    if options.speech_wanted or not is_recording:
        return unread
    subtitled = any(moment.channel == "subtitle" for moment in extracted.moments)
    return unread if subtitled else f"{unread}; {NO_SPEECH_MODEL}"


def marked(fingerprint: str, unread: str) -> str:
    """The fingerprint of a file as it was read; `unread` is what is wanting."""
    marks = "".join(mark for mark, reason in _MARKS.items() if reason in unread)
    if not marks:
        return fingerprint
    content, _, version = fingerprint.partition("-")
    return f"{content}-{marks}-{version}"


def unmarked(fingerprint: str) -> str:
    """The fingerprint of the file itself."""
    content, _, rest = fingerprint.partition("-")
    return f"{content}-{rest.rpartition('-')[2]}"


def is_complete(fingerprint: str, options: MediaOptions) -> bool:
    """Whether reading the file again, with these options, would find nothing more."""
    marks = fingerprint.partition("-")[2].rpartition("-")[0]
    speech = "s" in marks and options.speech_model is not None
    pictures = "o" in marks and options.ocr
    return not (speech or pictures)
