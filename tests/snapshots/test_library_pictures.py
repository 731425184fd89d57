"""The library with what belongs to it, and the items."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kagent_tui.controllers.library_jobs import Job, JobState
from kagent_tui.screens.items import ItemsScreen
from kagent_tui.screens.library import LibraryScreen
from kagent_tui.widgets.document_table import DocumentTable
from kagent_tui.widgets.item_parts import ItemParts
from kagent_tui.widgets.job_line import JobLine
from store.memory import MemoryBank
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.scripted_engine import until
from tests.snapshots.shots import (
    Camera,
    Drive,
    Shot,
    every_shot,
    opened,
    over,
    page,
    some_shots,
    stillness,
    typed,
)


def library(then: Drive | None = None) -> Drive:
    async def drive(pilot: Pilot[int]) -> None:
        screen = await page(pilot, "f3", LibraryScreen)
        await until(pilot, lambda: screen.query_one(DocumentTable).row_count)
        if then is not None:
            await then(pilot)

    return drive


async def open_empty(pilot: Pilot[int]) -> None:
    await page(pilot, "f3", LibraryScreen)


@every_shot
def test_library(camera: Camera, filled: BankAssembly) -> None:
    assert camera.takes(camera.app(filled), library())


@some_shots
def test_library_empty(camera: Camera, empty: BankAssembly) -> None:
    assert camera.takes(camera.app(empty), open_empty)


@some_shots
def test_library_unreadable(camera: Camera, filled: BankAssembly) -> None:
    async def choose(pilot: Pilot[int]) -> None:
        await pilot.press("shift+tab", "end")

    assert camera.takes(camera.app(filled), library(choose))


@every_shot
def test_library_search(camera: Camera, filled: BankAssembly, shot: Shot) -> None:
    async def search(pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await typed(pilot, shot.said("harbour", "港口"))
        await pilot.press("down")

    assert camera.takes(camera.app(filled), library(search))


@some_shots
def test_library_reading(camera: Camera, filled: BankAssembly) -> None:
    async def read(pilot: Pilot[int]) -> None:
        state = JobState(Job(), 40, 12, 40, 360, 95.0, waiting=1)
        screen = pilot.app.screen
        screen.post_message(LibraryScreen.JobChanged(state))
        await until(pilot, lambda: screen.query_one(JobLine).display)

    assert camera.takes(camera.app(filled), library(read))


@every_shot
def test_library_add(camera: Camera, filled: BankAssembly, shot: Shot) -> None:
    async def add(pilot: Pilot[int]) -> None:
        await opened(pilot, "a")
        await typed(pilot, shot.said("/no/such file.pdf", "/没有这个文件.pdf"))
        await pilot.press("enter")

    assert camera.takes(camera.app(filled), library(add))


@every_shot
def test_file_picker(
    camera: Camera, empty: BankAssembly, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    async def choose(pilot: Pilot[int]) -> None:
        await page(pilot, "f3", LibraryScreen)
        await opened(pilot, "a")
        await pilot.click("#choose")
        await over(pilot, 3)
        await stillness(pilot)
        await pilot.press("down", "space")

    assert camera.takes(camera.app(empty), choose)


@some_shots
def test_library_remove(camera: Camera, filled: BankAssembly) -> None:
    async def remove(pilot: Pilot[int]) -> None:
        await opened(pilot, "d")

    assert camera.takes(camera.app(filled), library(remove))


@every_shot
def test_library_details(camera: Camera, filled: BankAssembly) -> None:
    async def details(pilot: Pilot[int]) -> None:
        await opened(pilot, "i")

    assert camera.takes(camera.app(filled), library(details))


@every_shot
def test_passage(camera: Camera, filled: BankAssembly) -> None:
    async def read(pilot: Pilot[int]) -> None:
        await opened(pilot, "enter")

    assert camera.takes(camera.app(filled), library(read))


def items(then: Drive | None = None) -> Drive:
    async def drive(pilot: Pilot[int]) -> None:
        await page(pilot, "f6", ItemsScreen)
        if then is not None:
            await then(pilot)

    return drive


@some_shots
def test_items_empty(camera: Camera, empty: BankAssembly) -> None:
    assert camera.takes(camera.app(empty), items())


@pytest.fixture
def encyclopedia(archived: dict[str, MemoryBank], shot: Shot) -> BankAssembly:
    return BankAssembly(bank=archived[shot.language])


def search_item(shot: Shot) -> Drive:
    async def search(pilot: Pilot[int]) -> None:
        await typed(pilot, shot.said("messi", "北京大学"))
        parts = pilot.app.screen.query_one(ItemParts)
        await until(pilot, lambda: parts.option_count)
        await pilot.press("down")

    return search


@every_shot
def test_items(camera: Camera, encyclopedia: BankAssembly, shot: Shot) -> None:
    assert camera.takes(camera.app(encyclopedia), items(search_item(shot)))


@some_shots
def test_item_text(camera: Camera, encyclopedia: BankAssembly, shot: Shot) -> None:
    async def read(pilot: Pilot[int]) -> None:
        await search_item(shot)(pilot)
        await opened(pilot, "enter", "enter")

    assert camera.takes(camera.app(encyclopedia), items(read))
