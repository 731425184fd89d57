"""The models screen, driven by keys: what is listed, downloads, use, import, deletion."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagent_tui.config import Config
from kagent_tui.model_jobs import jobs_of
from kagent_tui.screens.dialogs import LineScreen, QuestionScreen
from kagent_tui.screens.models import ModelsScreen
from kagent_tui.widgets.model_list import ModelList
from models.catalog import catalogue, find
from tests.kagent_tui.models_host import (
    ModelsHost,
    details,
    dialog,
    models_screen,
    point,
    told,
)
from tests.kagent_tui.waiting import until
from tests.models.hub import Hub, cut, hub_of, stall

pytestmark = pytest.mark.anyio

NAME = "tiny-model"
SIZES = [(60, 20), (80, 24), (120, 36)]


@pytest.fixture
def hub(builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has the built-in model under every address, and a catalogue with one to fetch."""
    with hub_of(builtin_model_path.read_bytes()) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        entry = dataclasses.replace(
            find("maker/tiny-GGUF/tiny-model.gguf"),
            bytes=len(running.data),
            sha256=running.sha256,
            licence="Tiny Licence 1.0",
            purpose="small",
        )
        entries = (*(one for one in catalogue() if one.builtin), entry)
        monkeypatch.setattr("kagent_tui.model_shelf.catalogue", lambda: entries)
        yield running


@pytest.fixture
def app(tmp_path: Path) -> ModelsHost:
    return ModelsHost(tmp_path / "home", Config())


@pytest.mark.parametrize("size", SIZES)
async def test_the_models_are_listed_by_kind_and_the_one_in_use_is_described(
    app: ModelsHost, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "kagent-nano" in details(pilot))
        shown = models_screen(pilot).query_one(ModelList)
        assert shown.has_focus
        assert shown.pointed == "builtin"
        lines = [str(option.prompt) for option in shown.options]
        headings = [line for line in lines if "models" in line and "  " not in line]
        assert len(headings) == 3
        # The state, the size and the fit are there even in the smallest terminal.
        assert "in use" in lines[1]
        assert "18.6 MB" in lines[1]
        assert "fits" in lines[1]
        assert all(len(line) <= size[0] - 2 for line in lines)
        assert "Licence: Apache-2.0" in details(pilot)
        assert "Languages: en, zh" in details(pilot)
        await pilot.press("down", "down")
        await until(pilot, lambda: "Qwen3 0.6B" in details(pilot))
        assert "State: not here" in details(pilot)
        assert "tokens/s on" in details(pilot)


async def test_a_model_is_downloaded_checked_tried_and_used(
    app: ModelsHost, hub: Hub, tmp_path: Path
) -> None:
    hub.acts += [cut(3_000_000)]
    config = tmp_path / "home" / "config.toml"
    config.parent.mkdir()
    config.write_text("# mine\nmax_steps = 6 # enough\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        asked = dialog(pilot)
        for part in ("127.0.0.1", "maker/tiny-GGUF/tiny-model.gguf", "18.6 MB", "Tiny Licence 1.0"):
            assert part in asked
        assert hub.asked == []
        await pilot.press("y")
        await until(pilot, lambda: "it is here" in told(pilot, "transfer"))
        assert "its hash is the published one" in told(pilot, "transfer")
        assert "tokens/s" in told(pilot, "transfer")
        assert len(hub.asked) == 2  # gone on with after the cut
        await until(pilot, lambda: "State: installed" in details(pilot))
        await pilot.press("u")
        await until(pilot, lambda: bool(app.wanted))
        file = tmp_path / "home" / "models" / "tiny-model.gguf"
        assert app.wanted == [str(file)]
        assert app.workspace.config.model == str(file)
        text = config.read_text()
        assert "# mine\nmax_steps = 6 # enough\n" in text
        assert tomllib.loads(text)["model"] == "models/tiny-model.gguf"
        await until(pilot, lambda: "State: in use" in details(pilot))
        assert "tiny-model is being loaded" in told(pilot)


async def test_a_refused_download_asks_nothing_of_the_network(app: ModelsHost, hub: Hub) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        for key in ("n", "escape"):
            await pilot.press("p")
            await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, ModelsScreen))
        assert hub.asked == []
        assert not jobs_of(app).runs("transfer")


async def test_with_the_network_off_it_is_said_how_to_change_that(hub: Hub, tmp_path: Path) -> None:
    app = ModelsHost(tmp_path, Config(network="off"))
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        await pilot.press("p")
        await until(pilot, lambda: "F9" in told(pilot))
        assert isinstance(app.screen, ModelsScreen)
        assert hub.asked == []


async def test_what_was_stopped_is_kept_and_gone_on_with(
    app: ModelsHost, hub: Hub, tmp_path: Path
) -> None:
    hub.acts += [stall(3_000_000)]
    part = tmp_path / "home" / "models" / "tiny-model.gguf.part"
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("enter")
        await until(pilot, lambda: part.exists() and part.stat().st_size > 1_000_000)
        await pilot.press("p")
        await until(pilot, lambda: "X stops it" in told(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "are kept" in told(pilot, "transfer"))
        kept = part.stat().st_size
        await until(pilot, lambda: "partly here, " in details(pilot))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert "are here already" in dialog(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "it is here" in told(pilot, "transfer"))
        assert hub.asked[-1].start == kept
        assert (tmp_path / "home" / "models" / "tiny-model.gguf").read_bytes() == hub.data


async def test_a_download_that_hangs_is_said_to_hang(
    app: ModelsHost, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kagent_tui.model_jobs._QUIET_SECONDS", 0.2)
    monkeypatch.setattr("kagent_tui.screens.models._SILENCE_SECONDS", 0.05)
    hub.acts += [stall(3_000_000)]
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("y")
        await until(pilot, lambda: "; nothing has come for " in told(pilot, "transfer"))
        await pilot.press("x")
        await until(pilot, lambda: "are kept" in told(pilot, "transfer"))


async def test_a_download_goes_on_when_the_screen_is_closed(
    app: ModelsHost, hub: Hub, tmp_path: Path
) -> None:
    hub.acts += [stall(3_000_000)]
    part = tmp_path / "home" / "models" / "tiny-model.gguf.part"
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("y")
        await until(pilot, part.exists)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ModelsScreen))
        assert jobs_of(app).runs("transfer")
        app.show_models()
        await until(pilot, lambda: NAME in told(pilot, "transfer"))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ModelsScreen))
        hub.released.set()
        await until(pilot, lambda: bool(app.said))
        assert app.said[0].startswith(f"{NAME}: it is here; ")


async def test_a_file_is_imported_by_its_path_and_deleted_after_a_question(
    app: ModelsHost, builtin_model_path: Path, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "kagent-nano" in details(pilot))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        app.screen.query_one("Input").value = "/nowhere/a.gguf"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "there is no model file" in told(pilot, "transfer"))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, LineScreen))
        typed = app.screen.query_one("Input")
        assert typed.value == "/nowhere/a.gguf"  # type: ignore[attr-defined]
        typed.value = str(builtin_model_path)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "it is here" in told(pilot, "transfer"))
        await point(pilot, "kagent-nano-q8-0")
        file = tmp_path / "home" / "models" / "kagent-nano-q8-0.gguf"
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        assert "This frees 18.6 MB." in dialog(pilot)
        await pilot.press("enter")  # the cursor is on "no"
        await until(pilot, lambda: isinstance(app.screen, ModelsScreen))
        assert file.exists()
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("y")
        await until(pilot, lambda: "are free again" in told(pilot))
        assert not file.exists()


async def test_the_built_in_models_stay_and_what_is_in_use_too(app: ModelsHost) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, "builtin")
        await pilot.press("d")
        await until(pilot, lambda: "comes with the program and stays" in told(pilot))


async def test_a_model_is_measured_and_the_figures_are_kept(
    app: ModelsHost, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, "builtin")
        await pilot.press("b")
        await until(pilot, lambda: "measured: an answer: about " in told(pilot))
        await until(pilot, lambda: "writing: " in details(pilot))
        assert "tokens/s, as measured" in details(pilot)
        assert (tmp_path / "home" / "models" / "benchmarks" / "builtin.json").is_file()


async def test_a_measurement_is_stopped(app: ModelsHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.benchmarking._PROGRAM", "import time; time.sleep(60)")
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, "builtin")
        await pilot.press("b")
        await until(pilot, lambda: jobs_of(app).runs("benchmark"))
        await pilot.press("x")
        await until(pilot, lambda: "interrupted" in told(pilot))
        await pilot.press("x")
        await until(pilot, lambda: "no measurement is running" in told(pilot))


async def test_names_and_metadata_are_never_read_as_markup(
    app: ModelsHost, builtin_model_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / "models"
    folder.mkdir(parents=True)
    evil = "[red]x[0,1] \x1b]52;c;eA==\x07"
    (folder / f"{evil}.gguf").write_bytes(builtin_model_path.read_bytes()[:500])
    data = builtin_model_path.read_bytes()
    (folder / "mine.gguf").write_bytes(data.replace(b"kagent-nano", b"[/b]\x1b[2J---", 1))
    async with app.run_test(size=(120, 36)) as pilot:
        await point(pilot, evil)
        await until(pilot, lambda: "Does not work: " in details(pilot))
        assert "[red]x[0,1]" in details(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "ends within its header" in told(pilot))
        await point(pilot, "mine")
        await until(pilot, lambda: "mine" in details(pilot))
        strips = models_screen(pilot)._compositor.render_strips()
        shown = "".join(segment.text for strip in strips for segment in strip)
        assert "\x1b" not in shown
        assert "\x07" not in shown


async def test_an_error_of_the_hub_is_shown_and_nothing_is_left(
    app: ModelsHost, hub: Hub, tmp_path: Path
) -> None:
    hub.replace(hub.data[:-1] + b"x", '"two"')
    async with app.run_test(size=(80, 24)) as pilot:
        await point(pilot, NAME)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, QuestionScreen))
        await pilot.press("y")
        await until(pilot, lambda: "damaged or replaced" in told(pilot, "transfer"))
        assert not (tmp_path / "home" / "models" / "tiny-model.gguf").exists()
