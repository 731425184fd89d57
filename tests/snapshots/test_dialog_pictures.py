"""What lies over the chat: consent, help, the palette, a link, code blocks, a passage."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import OptionList

from engine.events import Concluded, Concluding, Recalled
from engine.source_passage import ShownPassage
from engine.source_state import SourceState
from engine.web_access import ConnectionRequest
from kagent_tui.app import KAgentApp
from kagent_tui.screens.library import LibraryScreen
from kagent_tui.sources import FoundSource
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    Step,
    failing_script,
    screen_of,
    scripts_of,
    until,
    write,
)
from tests.snapshots.library_data import answer
from tests.snapshots.shots import (
    Camera,
    Drive,
    Shot,
    every_shot,
    loaded,
    opened,
    over,
    page,
    some_shots,
)
from tests.snapshots.test_chat_pictures import answered, asking, holidays

FIRST = ConnectionRequest(
    ("geocoding-api.open-meteo.com", "api.open-meteo.com"), "Beijing", "get_weather_info"
)
PRIVATE = ConnectionRequest(
    ("html.duckduckgo.com",), "salary of Ada 84,000", "hybrid_search", "private_words", "84,000"
)
LINK = (
    "https://en.wikipedia.example.org/w/index.php?title=National_Day_of_the_People%27s_Republic"
    "&oldid=1234567890#Celebrations"
)
CODE = {
    "en": "Sort them first:\n\n```python\nnames = sorted(names)\n```\n\nThen print them:\n\n"
    "```python\nfor name in names:\n    print(name)\n```\n",
    "zh": "先排序：\n\n```python\nnames = sorted(names)\n```\n\n再打印：\n\n"
    "```python\nfor 名字 in names:\n    print(名字)\n```\n",
}


def asked(request: ConnectionRequest, shot: Shot) -> tuple[ScriptedAssembly, Drive]:
    """An engine that asks for consent, and the way to its question."""
    script: list[Step] = [Recalled(()), request, *failing_script()]

    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await write(pilot, shot.said("How warm is it in Beijing?", "北京现在多少度？"))
        await over(pilot)

    return ScriptedAssembly(scripts_of(script), documents=12), drive


@every_shot
def test_consent(camera: Camera, shot: Shot) -> None:
    assembly, drive = asked(FIRST, shot)
    assert camera.takes(camera.app(assembly), drive)


@some_shots
def test_consent_to_private_words(camera: Camera, shot: Shot) -> None:
    assembly, drive = asked(PRIVATE, shot)
    assert camera.takes(camera.app(assembly), drive)


@every_shot
def test_help(camera: Camera) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        await opened(pilot, "f1")

    assert camera.takes(camera.app(ScriptedAssembly()), drive)


@some_shots
def test_help_on_a_page(camera: Camera, empty: BankAssembly) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await page(pilot, "f3", LibraryScreen)
        await opened(pilot, "f1")

    assert camera.takes(camera.app(empty), drive)


async def open_palette(pilot: Pilot[int]) -> None:
    await loaded(pilot)
    await opened(pilot, "ctrl+p")
    await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count > 5)


@every_shot
def test_palette(camera: Camera) -> None:
    assert camera.takes(camera.app(ScriptedAssembly()), open_palette)


@every_shot
def test_link(camera: Camera) -> None:
    async def drive(pilot: Pilot[int]) -> None:
        await loaded(pilot)
        screen_of(pilot).links.open(LINK)
        await over(pilot)

    assert camera.takes(camera.app(ScriptedAssembly(documents=12)), drive)


@every_shot
def test_code_blocks(camera: Camera, shot: Shot) -> None:
    question = shot.said("How do I print them in order?", "怎样按顺序打印？")
    text = CODE[shot.language]
    script: list[Step] = [
        Recalled(()),
        Concluding(text),
        Concluded(answer(question, text, shot.language)),
    ]

    async def choose(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, KAgentApp)
        app.run_interface_command("chat.copy", "code")
        await over(pilot)

    assembly = ScriptedAssembly(scripts_of(script), documents=12)
    assert camera.takes(camera.app(assembly), asking(shot, choose))


@every_shot
def test_changed_source(camera: Camera, shot: Shot) -> None:
    before = shot.said("Shops close early in autumn. ", "秋季商店提早关门。")
    after = shot.said(" Trains are full then.", "届时火车票紧张。")
    cited = holidays(shot.language)
    state = SourceState(cited.source, Path(cited.source), changed=True)
    found = FoundSource(cited, state, ShownPassage(before, cited.quote, after), None)
    scripts = scripts_of(answered(shot.language))
    assembly = ScriptedAssembly(scripts, documents=12, found=found)

    async def look(pilot: Pilot[int]) -> None:
        await opened(pilot, "ctrl+t", "ctrl+t", "enter")

    assert camera.takes(camera.app(assembly), asking(shot, look))
