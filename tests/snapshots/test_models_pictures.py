"""The models screen on a machine with fixed memory and cores."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.screen import ModalScreen

from kagent_tui.model_jobs import JobState, jobs_of
from kagent_tui.model_words import progress_words
from kagent_tui.screens.models import ModelsScreen
from kagent_tui.widgets.model_list import ModelList
from models.benchmarking import Benchmark, BenchmarkFolder
from models.builtin import language_model_path
from models.download_events import Progressed
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.scripted_engine import until
from tests.snapshots.shots import Camera, Drive, every_shot, page, some_shots, stillness

GIGABYTE = 1_000_000_000
LARGE = "qwen3-14b"


def models(then: Drive | None = None) -> Drive:
    async def drive(pilot: Pilot[int]) -> None:
        screen = await page(pilot, "f5", ModelsScreen)
        await until(pilot, lambda: screen.query_one(ModelList).option_count)
        await stillness(pilot)
        if then is not None:
            await then(pilot)

    return drive


async def ask(pilot: Pilot[int], name: str, key: str) -> None:
    """Point at a model, press a key, and wait for the question."""
    pilot.app.screen.query_one(ModelList).point(name)
    await stillness(pilot)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, ModalScreen))


@every_shot
def test_models(camera: Camera, empty: BankAssembly) -> None:
    assert camera.takes(camera.app(empty), models())


@some_shots
def test_model_too_big(camera: Camera, empty: BankAssembly) -> None:
    async def point(pilot: Pilot[int]) -> None:
        pilot.app.screen.query_one(ModelList).point(LARGE)

    assert camera.takes(camera.app(empty), models(point))


@every_shot
def test_model_download_asked(camera: Camera, empty: BankAssembly) -> None:
    async def pull(pilot: Pilot[int]) -> None:
        await ask(pilot, LARGE, "p")

    assert camera.takes(camera.app(empty), models(pull))


@some_shots
def test_model_download(camera: Camera, empty: BankAssembly) -> None:
    async def download(pilot: Pilot[int]) -> None:
        words = progress_words(Progressed(1_350_000_000, 5_030_000_000, 11_500_000.0))
        jobs_of(pilot.app)._show(JobState("transfer", LARGE, words, 0.27))

    assert camera.takes(camera.app(empty), models(download))


@some_shots
def test_model_measured(camera: Camera, empty: BankAssembly) -> None:
    app = camera.app(empty)
    file = language_model_path().stat()
    measured = Benchmark(
        rate=61.5,
        prompt_rate=410.0,
        first_token_seconds=0.31,
        prompt_tokens=128,
        written_tokens=64,
        style="pointer",
        load_seconds=0.4,
        memory=96_000_000,
        at="2026-11-25T10:00:00",
        size=file.st_size,
        changed=file.st_mtime_ns,
    )
    BenchmarkFolder(app.workspace.locations.home / "models").save("builtin", measured)
    assert camera.takes(app, models())


@every_shot
def test_model_server(camera: Camera, empty: BankAssembly) -> None:
    async def server(pilot: Pilot[int]) -> None:
        await ask(pilot, "builtin", "s")

    assert camera.takes(camera.app(empty), models(server))
