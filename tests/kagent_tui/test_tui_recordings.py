"""A recording in the conversation: its citation's line, time and frame, and one that is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from engine.events import Citation
from kagent_tui.screens.passage import PassageScreen
from kagent_tui.sources import FoundSource, find_source
from kagent_tui.widgets.citations import CitationView
from kagent_tui.widgets.frame_picture import BlockPicture
from kagent_tui.widgets.passage_panel import PassagePanel
from store.memory import MemoryBank
from tests.kagent_tui.bank_assembly import app_with, shown, text_of, visible_text
from tests.kagent_tui.controllers.libraries import open_bank
from tests.kagent_tui.recorded import add_recording, citation_of_line, write_recording
from tests.kagent_tui.scripted_engine import ScriptedAssembly, answer_of, make_app
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_recording(tmp_path_factory.mktemp("video") / "boiler.mp4")


class Library(ScriptedAssembly):
    """Finds the one line of a recording, whatever is cited."""

    found_in: MemoryBank
    place: Citation

    def find_source(self, citation: Citation) -> FoundSource:
        found = find_source(self.found_in, self.place, has_terminal=True)
        return FoundSource(citation, found.state, found.passage, None, found.timeline, found.sight)


def said(pilot: Pilot[int]) -> str:
    panel = pilot.app.query_one(PassagePanel)
    return "\n".join(str(part.render()) for part in panel.query(Static) if part.display)


async def test_the_panel_shows_the_timeline_and_the_frame(tmp_path: Path, recording: Path) -> None:
    with open_bank(tmp_path / "home") as bank:
        add_recording(bank, recording)
        assembly = Library(history=[answer_of("There are 226 days [1].")])
        assembly.found_in, assembly.place = bank, citation_of_line(recording, 3)
        app = make_app(assembly, session_id="s1")
        async with app.run_test(size=(120, 36)) as pilot:
            await until(pilot, lambda: len(app.query(CitationView)) > 0)
            await pilot.press("ctrl+t")
            await until(pilot, lambda: bool(app.query(BlockPicture)))
            assert "0:05 on screen  Step 1: the red valve" in said(pilot)
            assert "0:05 said  First close the red valve." in said(pilot)
            assert "on screen" in str(app.query_one(".passage-place", Static).render())
            assert "Frame at 0:05, 320 by 180 pixels" in said(pilot)
            await pilot.press("escape")
            assert not app.query_one(PassagePanel).display


async def test_a_passage_in_full_has_the_frame_too(tmp_path: Path, recording: Path) -> None:
    with open_bank(tmp_path / "home") as bank:
        add_recording(bank, recording)
        found = find_source(bank, citation_of_line(recording, 2), has_terminal=True)
        app = app_with(bank)
        async with app.run_test(size=(80, 30)) as pilot:
            app.push_screen(PassageScreen(found))
            await until(pilot, lambda: bool(app.screen.query(BlockPicture)))
            # The file's path before it is as long as the folder of the tests, and wraps.
            words = visible_text(app).replace("│", " ").split()
            assert "at 0:05, said" in " ".join(words)
            await pilot.press("escape")


async def test_a_file_without_a_picture_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    with open_bank(tmp_path / "home") as bank:
        add_recording(bank, broken)
        found = find_source(bank, citation_of_line(broken, 2), has_terminal=True)
        app = app_with(bank)
        async with app.run_test(size=(80, 30)) as pilot:
            app.push_screen(PassageScreen(found))
            words = (await shown(pilot, PassageScreen)).query_one(".picture-words")
            await until(pilot, lambda: text_of(words).startswith("No picture: its picture cannot"))
            assert not app.screen.query(BlockPicture)
