"""E-mail: a message (.eml) or many (.mbox, one after another): who, when, about what, the text."""

from __future__ import annotations

import email.errors
import email.message
import email.policy
import email.utils
from collections.abc import Iterator
from pathlib import Path

from engine.cleaning import clean, clean_line
from engine.reading.extracted import Assembler, Extracted, ReadingError
from engine.reading.paragraphs import write_paragraphs

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 1000
_LONGEST_LINE = 1024 * 1024
# What is beyond this in one message of a mailbox can only be attachments.
_LARGEST_MESSAGE = 64 * 1024 * 1024
_MOST_NAMES = 50


def read_mail(path: Path, fallback_title: str) -> Extracted:
    """Passages of one message: its headers, its text, the names of its attachments.

    Raises:
        ReadingError: it is no message.
    """
    message = _parse(path.read_bytes())
    if not any(message.get(name) for name in ("From", "To", "Date", "Subject")):
        raise ReadingError("it is no e-mail message: it has no sender, date or subject")
    assembler = Assembler()
    _write(message, assembler, 1)
    metadata: dict[str, str | int] = {
        "author": _header(message, "From"),
        "from": _header(message, "From"),
        "to": _header(message, "To"),
        "subject": _header(message, "Subject"),
        "date": _date(message),
    }
    return assembler.finish(
        _header(message, "Subject") or fallback_title, "message/rfc822", metadata
    )


def read_mailbox(path: Path, fallback_title: str) -> Extracted:
    """Passages of all messages in a mailbox file, each under its subject; `line` is where a message
    begins.

    Raises:
        ReadingError: it is no mailbox.
    """
    assembler = Assembler()
    count = 0
    for line, data in _messages(path):
        message = _parse(data)
        count += 1
        assembler.section(1, _header(message, "Subject") or f"Message {count}")
        _write(message, assembler, line)
    if not count:
        raise ReadingError("it is no mailbox: no message begins in it")
    return assembler.finish(fallback_title, "application/mbox", {"messages": count})


def _messages(path: Path) -> Iterator[tuple[int, bytes]]:
    """The messages of a mailbox in the "mboxrd" format (RFC 4155), with their first lines."""
    parts: list[bytes] = []
    size, begin, blank = 0, 0, True
    with path.open("rb") as file:
        number = 1
        while line := file.readline(_LONGEST_LINE):
            if blank and line.startswith(b"From "):
                if begin:
                    yield begin, b"".join(parts)
                parts, size, begin = [], 0, number
            elif begin and size < _LARGEST_MESSAGE:
                if line.startswith(b">") and line.lstrip(b">").startswith(b"From "):
                    line = line[1:]
                parts.append(line)
                size += len(line)
            blank = not line.strip()
            number += line.endswith(b"\n")
    if begin:
        yield begin, b"".join(parts)


def _parse(data: bytes) -> email.message.EmailMessage:
    # The newer policy decodes headers and knows which part is the body.
    return email.message_from_bytes(data, policy=email.policy.default)


def _write(message: email.message.EmailMessage, assembler: Assembler, line: int) -> None:
    headers = [(name, _header(message, name)) for name in _SHOWN]
    assembler.block("\n".join(f"{name}: {value}" for name, value in headers if value), line)
    names = []
    body = message.get_body(preferencelist=("plain", "html"))
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            break
        if part is not body and not part.is_multipart() and (name := part.get_filename()):
            names.append(clean_line(name)[:200])
    if names:
        assembler.block("Attachments: " + ", ".join(names[:_MOST_NAMES]), line)
    if body is not None:
        _write_body(body, assembler, line)


def _write_body(part: email.message.MIMEPart, assembler: Assembler, line: int) -> None:
    try:
        content = part.get_content()
    except (LookupError, UnicodeError, ValueError):
        # An encoding that no one knows: what is ASCII in it is better than nothing.
        payload = part.get_payload(decode=True)
        content = payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""
    if not isinstance(content, str) or not content.strip():
        return
    if part.get_content_subtype() == "html":
        from engine.reading.html import parse_html
        from engine.reading.html_blocks import write_blocks

        write_blocks(parse_html(clean(content)), assembler, below=1)
    else:
        write_paragraphs(clean(content), assembler, line)


def _header(message: email.message.EmailMessage, name: str) -> str:
    try:
        return clean_line(str(message.get(name, "")))[:2000]
    except (email.errors.MessageError, LookupError, ValueError, AttributeError, TypeError):
        # The parser of structured headers fails at some that are badly broken.
        return ""


def _date(message: email.message.EmailMessage) -> str:
    try:
        return email.utils.parsedate_to_datetime(_header(message, "Date")).isoformat()
    except ValueError:
        return ""
