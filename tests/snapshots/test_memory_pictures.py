"""What is remembered, and the sessions, with their dialogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kagent_tui.screens.memory import MemoryScreen
from kagent_tui.screens.sessions import SessionsScreen
from kagent_tui.widgets.entry_list import EntryList
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.scripted_engine import until
from tests.snapshots.shots import Camera, Drive, Shot, every_shot, opened, page, some_shots, typed


def filled_page(key: str, kind: type[MemoryScreen | SessionsScreen], then: Drive) -> Drive:
    """Open a page, wait for its list, and go on."""

    async def drive(pilot: Pilot[int]) -> None:
        screen = await page(pilot, key, kind)
        await until(pilot, lambda: screen.query_one(EntryList).option_count)
        await then(pilot)

    return drive


async def nothing_more(pilot: Pilot[int]) -> None:
    await pilot.pause()


def memory(then: Drive = nothing_more) -> Drive:
    return filled_page("f4", MemoryScreen, then)


def sessions(then: Drive = nothing_more) -> Drive:
    return filled_page("f2", SessionsScreen, then)


@every_shot
def test_memory(camera: Camera, filled: BankAssembly) -> None:
    assert camera.takes(camera.app(filled), memory())


@some_shots
def test_memory_empty(camera: Camera, empty: BankAssembly) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await page(pilot, "f4", MemoryScreen)

    assert camera.takes(camera.app(empty), drive)


@some_shots
def test_memory_search(camera: Camera, filled: BankAssembly, shot: Shot) -> None:
    async def search(pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await typed(pilot, shot.said("boiler", "热水器"))

    assert camera.takes(camera.app(filled), memory(search))


@every_shot
def test_memory_item(camera: Camera, filled: BankAssembly) -> None:
    async def look(pilot: Pilot[int]) -> None:
        await opened(pilot, "enter")

    assert camera.takes(camera.app(filled), memory(look))


@some_shots
def test_memory_forget(camera: Camera, filled: BankAssembly) -> None:
    async def forget(pilot: Pilot[int]) -> None:
        await opened(pilot, "d")

    assert camera.takes(camera.app(filled), memory(forget))


@every_shot
def test_sessions(camera: Camera, filled: BankAssembly) -> None:
    assert camera.takes(camera.app(filled), sessions())


@some_shots
def test_sessions_empty(camera: Camera, empty: BankAssembly) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await page(pilot, "f2", SessionsScreen)

    assert camera.takes(camera.app(empty), drive)


@some_shots
def test_session_rename(camera: Camera, filled: BankAssembly) -> None:
    async def rename(pilot: Pilot[int]) -> None:
        await opened(pilot, "r")

    assert camera.takes(camera.app(filled), sessions(rename))


@every_shot
def test_session_tags(camera: Camera, filled: BankAssembly) -> None:
    async def tags(pilot: Pilot[int]) -> None:
        await opened(pilot, "down", "t")

    assert camera.takes(camera.app(filled), sessions(tags))


@every_shot
def test_session_export(
    camera: Camera, filled: BankAssembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path("/home/ada/notes")
    monkeypatch.setattr("kagent_tui.screens.sessions.working_folder", lambda: here)

    async def export(pilot: Pilot[int]) -> None:
        await opened(pilot, "e")

    assert camera.takes(camera.app(filled), sessions(export))
