"""What comes with one question: text, files and pages that are knowledge for this question only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AttachmentKind = Literal["text", "place", "document", "collection"]
# More than this is for the library, where it is read once and found by every question.
# Begins the source of an attached collection.
COLLECTION_MARK = "collection:"
MOST_TEXT_BYTES = 8 * 1024 * 1024
MOST_FILES = 200
MOST_FILE_BYTES = 64 * 1024 * 1024
# The longest that a question waits for a recording.
MOST_SECONDS = 300.0
_MIB = 1024 * 1024
_NAMED = 40


class AttachmentError(Exception):
    """Something cannot be attached; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One thing that comes with a question; made by the functions below.

    `value` is the text itself, a path, a pattern or a web address, a document's source in the
    library, or the name of a collection; `title` is what a text is called.
    """

    kind: AttachmentKind
    value: str
    title: str = ""

    @staticmethod
    def of_text(text: str, title: str) -> Attachment:
        """Text that was pasted or piped in; it is kept as a file so that it can be cited later."""
        return Attachment("text", text, title)

    @staticmethod
    def of_place(place: str) -> Attachment:
        """A file, a folder, a pattern such as "notes/*.md", or the address of a web page."""
        return Attachment("place", place)

    @staticmethod
    def of_document(source: str) -> Attachment:
        """A document that the library holds."""
        return Attachment("document", source)

    @staticmethod
    def of_collection(name: str) -> Attachment:
        """All documents of a collection of the library."""
        return Attachment("collection", name)

    @staticmethod
    def of_source(source: str) -> Attachment:
        """What a stored answer names as attached (`engine.events.AttachedSource`), once more."""
        if source.startswith(COLLECTION_MARK):
            return Attachment.of_collection(source.removeprefix(COLLECTION_MARK))
        return Attachment.of_place(source)

    @property
    def shown(self) -> str:
        """What to call it in a message."""
        return self.title if self.kind == "text" else self.value


def check_text(text: str, title: str) -> None:
    """Refuse a text that is too large for one question, or holds nothing.

    Raises:
        AttachmentError: says so.
    """
    if not text.strip():
        raise AttachmentError(f"{title[:_NAMED]}: there is no text in it")
    size = len(text.encode("utf-8", "replace"))
    if size > MOST_TEXT_BYTES:
        raise too_large(title, size)


def too_large(title: str, size: int) -> AttachmentError:
    """The error for a text of so many bytes."""
    return AttachmentError(
        f"{title[:_NAMED]}: {-(-size // _MIB)} MB are too much for one question (at most "
        f"{MOST_TEXT_BYTES // _MIB} MB); save it as a file and add it: kagent add FILE"
    )


def check_amount(place: str, files: int, size: int) -> None:
    """Refuse more files than one question should read.

    Raises:
        AttachmentError: says how many there are, and what to do.
    """
    if files > MOST_FILES:
        found, most = f"{files:,} files", f"{MOST_FILES}"
    elif size > MOST_FILE_BYTES:
        found, most = f"{-(-size // _MIB):,} MB", f"{MOST_FILE_BYTES // _MIB} MB"
    else:
        return
    raise AttachmentError(
        f"{place}: {found} are too many for one question (at most {most}); add them to the "
        f"library: kagent add {place}"
    )


def check_duration(place: str, seconds: float | None) -> None:
    """Refuse a recording that one question should not wait for; `seconds` is what is left of it.

    Raises:
        AttachmentError: says how long it takes, and what to do.
    """
    if seconds is not None and seconds > MOST_SECONDS:
        raise AttachmentError(
            f"{place}: reading it takes about {seconds / 60:.0f} minutes, too long for one "
            f"question; add it to the library: kagent add {place}"
        )
