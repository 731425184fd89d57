"""A library of sixty made documents, of which it is known how many are what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.library import Library
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment

DOCUMENTS = 60
CONTRACTS = 12
ONLY_MENTION_CONTRACTS = 3
PDFS = 4
SOLAR = 4
MAILS_FROM_INES = 7
MAILS_FROM_INES_IN_MAY = 3
IN_WORK = 9
INVOICES_IN_2026 = 3
# The days of May 2026 on which a meeting was, and where that stands.
MEETINGS_IN_MAY = {
    "2026-05-05": "calendar.csv",
    "2026-05-08": "项目.md",
    "2026-05-12": "garden.md",
    "2026-05-20": "moved.txt",
    "2026-05-26": "garden.md",
    "2026-05-28": "board.md",
}


def _files() -> Mapping[str, str]:
    files: dict[str, str] = {}
    for number in range(1, 8):
        files[f"contracts/firm-{number}.txt"] = (
            f"Agreed with firm {number}, 3 March 2025.\n\nA deposit of {number}00 is paid.\n"
        )
    for number in range(1, 4):
        files[f"flats/flat-{number}.md"] = (
            f"# Rental contract {number}\n\nSigned 2024-0{number}-01.\n"
        )
    for number in range(1, 3):
        files[f"flats/租房{number}.md"] = f"# 租房合同{number}\n\n押金{number}000元。\n"
    for number in range(1, 4):
        files[f"letters/letter-{number}.txt"] = (
            f"Dear Farah,\n\nplease find the contract number {number} enclosed; it is signed.\n"
        )
    files["letters/builder.txt"] = "Dear Farah,\n\nthe subcontractor comes tomorrow.\n"
    files["letters/moved.txt"] = "Dear all,\n\nthe meeting on 20 May 2026 begins an hour later.\n"
    files["minutes/garden.md"] = (
        "# Garden club minutes\n\n## 2026-05-12 Team meeting\n\nThe tank was discussed.\n"
        "Next meeting: 9 June.\n\n## 2026-05-26 Team meeting\n\nSee the meeting of 12 May 2026.\n\n"
        "## 2026-04-02 Board meeting\n\nMoney.\n\n## 2025-05-06 Team meeting\n\nOld things.\n"
    )
    files["minutes/board.md"] = "# Board meeting 2026-05-28\n\nThe roof is paid by 30 May 2026.\n"
    files["minutes/项目.md"] = (
        "# 项目会议纪要\n\n## 2026年5月8日 例会\n\n沈若兰主持。\n\n"
        "## 2026年6月5日 例会\n\n讨论预算。\n"
    )
    files["minutes/calendar.csv"] = (
        "date,what,who\n2026-05-05,Team meeting,Ines\n2026-05-19,Dentist,me\n"
        "2026-06-03,Board meeting,all\n"
    )
    for number in range(1, 4):
        files[f"bills/invoice-2026-05-0{number}.md"] = f"# Invoice\n\nTotal: {number}0 crowns.\n"
        files[f"bills/invoice-2025-01-0{number}.md"] = f"# Invoice\n\nTotal: {number}5 crowns.\n"
    # Two more of Ines's mails, one of them of May, are in a mailbox.
    files["mail/box.mbox"] = "".join(
        f"From x Mon May  4 10:00:00 2026\n{_mail(sender, day)}\n"
        for sender, day in (
            ("Ines Okafor", "4 May 2026"),
            ("Farah Deen", "5 May 2026"),
            ("Ines Okafor", "4 Jun 2026"),
        )
    )
    for number in range(1, MAILS_FROM_INES - 1):
        month = "May" if number < MAILS_FROM_INES_IN_MAY else "Jun"
        files[f"mail/ines-{number}.eml"] = _mail("Ines Okafor", f"1{number} {month} 2026")
    for number in range(1, 4):
        files[f"mail/farah-{number}.eml"] = _mail("Farah Deen", f"1{number} May 2026")
    for number in range(1, 4):
        files[f"notes/panel-{number}.md"] = (
            f"# Roof {number}\n\nThe solar panels give {number} kW.\n"
        )
    files["notes/panel-4.md"] = "# Cellar\n\nOne solar panel is stored here.\n"
    while len(files) < DOCUMENTS - PDFS:
        number = len(files)
        files[f"notes/note-{number}.md"] = (
            f"# Thing {number}\n\nNothing much about thing {number}.\n"
        )
    return files


def _mail(sender: str, day: str) -> str:
    return (
        f"From: {sender} <{sender.split(maxsplit=1)[0].lower()}@example.org>\nTo: me@example.org\n"
        f"Date: {day} 10:00:00 +0000\nSubject: Greetings\n\nAll is well.\n"
    )


def make_library(bank: MemoryBank, folder: Path) -> None:
    """Put the sixty documents into an empty memory; nine are in the collection "work"."""
    root = folder / "stuff"
    for name, text in _files().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    reports = list(Library(bank).add([root]))
    assert [report.error for report in reports if report.error] == []
    for number in range(1, PDFS + 1):
        text = f"Page {number} of a scan."
        document = NewDocument(
            str(root / f"scan-{number}.pdf"),
            f"Scan {number}",
            text,
            f"f{number}",
            "application/pdf",
        )
        bank.add_document(document, [NewSegment(text, 0, len(text), page=1)])
    for number in range(1, 8):
        bank.collections.add(str(root / f"contracts/firm-{number}.txt"), "work")
    bank.collections.add(str(root / "minutes/board.md"), "work")
    bank.collections.add(str(root / "scan-1.pdf"), "work")
