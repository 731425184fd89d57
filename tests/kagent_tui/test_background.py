"""Work beside a screen: what comes back, what is dropped, and what may not hold anything up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from textual.app import App
from textual.screen import ModalScreen

from kagent_tui.background import Background
from kagent_tui.errors import FaceError
from tests.kagent_tui.waiting import nothing_in_background, until

pytestmark = pytest.mark.anyio


class Asking(ModalScreen[str]):
    """A dialog that ends with what its background work found."""

    def __init__(self) -> None:
        super().__init__()
        self.background = Background(self)

    def on_unmount(self) -> None:
        self.background.cancel_all()


class Host(App[None]):
    """Keeps what came back."""

    def __init__(self) -> None:
        super().__init__()
        self.background = Background(self)
        self.told: list[Any] = []


async def test_the_result_comes_to_the_thread_of_the_screen() -> None:
    app = Host()
    async with app.run_test() as pilot:
        threads: list[int] = []

        def done(result: int) -> None:
            threads.append(threading.get_ident())
            app.told.append(result)

        app.background.run(lambda _: threading.get_ident(), done=done)
        await until(pilot, lambda: app.told)
        assert threads == [threading.get_ident()]
        assert app.told != threads


async def test_a_dialog_may_end_with_the_result() -> None:
    # `dismiss` returns something that can be awaited, and must not be by the dialog itself.
    app = Host()
    async with app.run_test() as pilot:
        dialog = Asking()
        app.push_screen(dialog, app.told.append)
        await until(pilot, lambda: app.screen is dialog)
        dialog.background.run(lambda _: "found", done=dialog.dismiss)
        await until(pilot, lambda: app.told == ["found"])
        assert app.screen is not dialog


async def test_a_result_may_open_another_screen() -> None:
    app = Host()
    async with app.run_test() as pilot:
        app.background.run(lambda _: Asking(), done=app.push_screen)
        await until(pilot, lambda: isinstance(app.screen, Asking))


async def test_a_coroutine_that_takes_the_result_is_awaited() -> None:
    app = Host()
    async with app.run_test() as pilot:

        async def done(result: str) -> None:
            await asyncio.sleep(0)
            app.told.append(result)

        app.background.run(lambda _: "found", done=done)
        await until(pilot, lambda: app.told == ["found"])


async def test_of_a_group_only_the_newest_counts() -> None:
    app = Host()
    async with app.run_test() as pilot:
        gate = threading.Event()

        def slowly(cancel: threading.Event) -> str:
            gate.wait(20)
            return f"old, cancelled: {cancel.is_set()}"

        older = app.background.run(slowly, done=app.told.append, group="search")
        other = app.background.run(lambda _: "other", done=app.told.append, group="list")
        app.background.run(lambda _: "new", done=app.told.append, group="search")
        await until(pilot, lambda: len(app.told) == 2)
        gate.set()
        await nothing_in_background(pilot)
        assert sorted(app.told) == ["new", "other"]
        assert older.is_set()
        assert not other.is_set()


async def test_a_stream_is_told_piece_by_piece_until_it_is_cancelled() -> None:
    app = Host()
    async with app.run_test() as pilot:
        gate = threading.Event()

        def pieces(cancel: threading.Event) -> Iterator[int]:
            yield 1
            yield 2
            gate.wait(20)
            yield 3

        def done() -> None:
            app.told.append("done")

        app.background.stream(pieces, app.told.append, done=done, group="menu")
        await until(pilot, lambda: app.told == [1, 2])
        app.background.cancel("menu")
        gate.set()
        await nothing_in_background(pilot)
        assert app.told == [1, 2]


@pytest.mark.parametrize("error", [FaceError("not\nhere"), OSError(2, "not here")])
async def test_expected_trouble_is_one_line(error: Exception) -> None:
    app = Host()
    async with app.run_test() as pilot:

        def work(_: threading.Event) -> None:
            raise error

        app.background.run(work, done=app.told.append, failed=app.told.append)
        await until(pilot, lambda: app.told)
        assert app.told == ["not here"]


async def test_a_fault_ends_the_program_even_where_its_screen_is_gone() -> None:
    app = Host()
    gate = threading.Event()

    def work(_: threading.Event) -> None:
        gate.wait(20)
        raise ZeroDivisionError("a fault")

    async def run() -> None:
        async with app.run_test() as pilot:
            dialog = Asking()
            app.push_screen(dialog)
            await until(pilot, lambda: app.screen is dialog)
            dialog.background.run(work)
            dialog.dismiss("")
            await until(pilot, lambda: app.screen is not dialog)
            gate.set()
            await nothing_in_background(pilot)

    with pytest.raises(ZeroDivisionError, match="a fault"):
        await run()


async def test_what_comes_after_the_end_of_the_program_is_dropped_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uncaught: list[object] = []
    monkeypatch.setattr(threading, "excepthook", uncaught.append)
    app = Host()
    gate = threading.Event()
    async with app.run_test():
        app.background.run(lambda _: gate.wait(20), done=app.told.append)
    gate.set()
    running = [thread for thread in threading.enumerate() if thread.name == "kagent-background"]
    for thread in running:
        assert thread.daemon
        thread.join(20)
    assert (uncaught, app.told) == ([], [])
