"""E-mail: headers, text, names of attachments; one message or a mailbox of them."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.reading.extracted import Extracted, ReadingError
from engine.reading.mail import read_mail, read_mailbox
from tests.engine.reading.made_files import blocks


def message(text: str = "We meet on Monday.", subject: str = "会议 notes") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ada Löwe <ada@example.org>"
    made["To"] = "Bob <bob@example.org>"
    made["Date"] = "Fri, 20 Nov 2026 10:00:00 +0100"
    made["Subject"] = subject
    made.set_content(text)
    return made


def read(folder: Path, data: bytes) -> Extracted:
    path = folder / "a.eml"
    path.write_bytes(data)
    return read_mail(path, "file")


HEADERS = (
    "From: Ada Löwe <ada@example.org>\nTo: Bob <bob@example.org>\n"
    "Date: Fri, 20 Nov 2026 10:00:00 +0100\nSubject: 会议 notes"
)


def test_a_message_with_an_attachment(tmp_path: Path) -> None:
    made = message("We meet on Monday, all of us,\nin the garden.\n\nBring tea.\n")
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan \u202efdp.pdf")
    extracted = read(tmp_path, made.as_bytes())
    assert extracted.title == "会议 notes"
    assert extracted.metadata == {
        "author": "Ada Löwe <ada@example.org>",
        "from": "Ada Löwe <ada@example.org>",
        "to": "Bob <bob@example.org>",
        "subject": "会议 notes",
        "date": "2026-11-20T10:00:00+01:00",
    }
    assert blocks(extracted) == [
        HEADERS,
        "Attachments: plan fdp.pdf",
        "We meet on Monday, all of us,\nin the garden.",
        "Bring tea.",
    ]


def test_html_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    made = message()
    made.set_content("<h1>Hi</h1><p>Tea on <b>Monday</b>.</p><script>x</script>", subtype="html")
    extracted = read(tmp_path, made.as_bytes())
    assert blocks(extracted)[1:] == ["Tea on Monday."]
    made.make_alternative()
    made.add_alternative("Plainly.", subtype="plain")
    assert blocks(read(tmp_path, made.as_bytes()))[1:] == ["Plainly."]


def test_an_unknown_encoding_is_no_reason_to_fail(tmp_path: Path) -> None:
    data = b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nHello \xff\n"
    assert "Hello" in blocks(read(tmp_path, data))[1]


def test_what_is_no_message_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no e-mail"):
        read(tmp_path, b"Just some text.\n")


def test_a_mailbox_has_a_heading_per_message(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    first = message(">From here on it is easy.\n").as_bytes()
    second = b"From: x@y.z\n\nSecond.\n"
    path.write_bytes(b"From a Fri\n" + first + b"\nFrom b Fri\n" + second)
    extracted = read_mailbox(path, "file")
    assert extracted.metadata == {"messages": 2}
    assert [passage.heading for passage in extracted.passages] == [
        "会议 notes", "会议 notes", "Message 2", "Message 2"
    ]  # fmt: skip
    assert blocks(extracted) == [HEADERS, "From here on it is easy.", "From: x@y.z", "Second."]
    assert extracted.passages[0].line == 1
    assert path.read_bytes().split(b"\n")[(extracted.passages[2].line or 0) - 1] == b"From b Fri"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(ReadingError, match="no mailbox"):
        read_mailbox(path, "file")


@given(st.binary(max_size=200))
def test_any_bytes_after_a_header_give_clean_text(data: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        extracted = read(Path(folder), b"Subject: x\n" + data)
    assert clean(extracted.text) == extracted.text


@pytest.mark.parametrize("depth", [50, 5000])
def test_parts_within_parts_are_bounded(tmp_path: Path, depth: int) -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)
    )
    try:
        extracted = read(tmp_path, f"Subject: deep\n{nested}\nText.\n".encode())
    except RecursionError:
        # The reading process reports it.
        return
    assert extracted.passages
