"""Small libraries of real files in a real memory, for tests of what shows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.library import Library
from kagent_tui.memory_models import memory_models
from store.memory import MemoryBank
from tests.pdf_file import make_pdf

LEASE = "# Lease\n\nThe deposit is 1,200 euros. It is paid back within 30 days of moving out.\n"
FERRY = "# Harbour ferry\n\nThe last ferry leaves at 22:40 on weekdays and at 23:10 on Saturday.\n"
LIBRARY = "# 图书馆借阅规则\n\n每位读者最多可借十本书，借期为三十天。\n"


def write_files(folder: Path) -> list[Path]:
    """A text, a Markdown file with Chinese, a PDF of two pages, and a file that is none."""
    pages = [["The boiler holds 1.8 litres."], ["Descale it every three months."]]
    others = {"manual.pdf": make_pdf(pages), "broken.pdf": b"%PDF-1.4 and nothing else"}
    return _write(folder, others)


def write_texts(folder: Path) -> list[Path]:
    """As `write_files`, of kinds that are read without a process of their own, so in no time."""
    others = {"manual.txt": b"The boiler holds 1.8 litres.\n", "broken.txt": bytes(range(256))}
    return _write(folder, others)


def fill(bank: MemoryBank, folder: Path, collection: str | None = None) -> list[Path]:
    """`write_files`, read into a memory."""
    paths = write_files(folder)
    list(Library(bank).adding(paths, collection))
    return paths


def fill_with_texts(bank: MemoryBank, folder: Path, collection: str | None = None) -> list[Path]:
    """`write_texts`, read into a memory."""
    paths = write_texts(folder)
    list(Library(bank).adding(paths, collection))
    return paths


def _write(folder: Path, others: Mapping[str, bytes]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "lease.md": LEASE.encode(),
        "ferry.md": FERRY.encode(),
        "图书馆.md": LIBRARY.encode(),
        **others,
    }
    paths = []
    for name, content in contents.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


def open_bank(home: Path) -> MemoryBank:
    """A memory with the embedding model that is built in, as the program opens it."""
    return MemoryBank.open(home, memory_models("builtin"))
