"""The same pictures everywhere: a fixed clock, place and machine, and memories filled once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from engine.encyclopedia.registering import register
from engine.events import Language
from engine.library_info import State
from kagent_tui.bindings.shown import use_remapped
from kagent_tui.controllers import model_facts
from kagent_tui.i18n import use_language
from kagent_tui.model_shelf import ModelShelf, ShelfRow
from kagent_tui.roles import speak_plainly
from store.memory import MemoryBank
from store.records import DocumentRecord
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.zim_files import write_zim
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.stylesheets import parsed_once
from tests.snapshots.library_data import filled_bank
from tests.snapshots.shots import Camera, Shot

TEXTUAL = "8.2.8"
GIGABYTE = 1_000_000_000


# File names of the pictures that the collected tests take, by module.
TAKEN = pytest.StashKey[dict[str, set[str]]]()

MISSING = ("/home/ada/notes/boiler.pdf", "/home/ada/旅行/渡轮.md")


def fixed_state(record: DocumentRecord) -> State:
    """What has become of a file that is on no disk."""
    if record.source.startswith("https:"):
        return "web page"
    return "missing" if record.source in MISSING else "unchanged"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The pictures hold for one version of Textual; write down which there should be."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    if version("textual") != TEXTUAL:
        skip = pytest.mark.skip(reason=f"the pictures were taken with Textual {TEXTUAL}")
        for item in mine:
            item.add_marker(skip)
    taken = config.stash.setdefault(TAKEN, {})
    for item in mine:
        shot = item.callspec.params.get("shot") if hasattr(item, "callspec") else None
        if shot is not None:
            names = {f"{item.name}[{width}x{height}].svg" for width, height in shot.sizes}
            taken.setdefault(item.path.stem, set()).update(names)


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("kagent_tui.screens.consent.ConsentScreen.ARMING_SECONDS", 0)
    yield
    use_language("en")
    use_remapped({})
    speak_plainly(False)
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture(scope="session", autouse=True)
def _stylesheets_parsed_once() -> Iterator[None]:
    with parsed_once():
        yield


@pytest.fixture(scope="session")
def _banks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Language, MemoryBank]]:
    homes = {language: tmp_path_factory.mktemp(language) for language in ("en", "zh")}
    with filled_bank(homes["en"], "en") as english, filled_bank(homes["zh"], "zh") as chinese:
        yield {"en": english, "zh": chinese}


@pytest.fixture(scope="session")
def _empty_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path_factory.mktemp("empty")) as bank:
        yield bank


@pytest.fixture
def camera(snapshot: SnapshotAssertion, shot: Shot, tmp_path: Path) -> Camera:
    """What takes the test's pictures."""
    return Camera(snapshot, shot, tmp_path)


@pytest.fixture
def filled(_banks: dict[Language, MemoryBank], shot: Shot) -> BankAssembly:
    """The scripted engine over the memory in the picture's language."""
    return BankAssembly(bank=_banks[shot.language], documents=4)


@pytest.fixture
def empty(_empty_bank: MemoryBank) -> BankAssembly:
    """The scripted engine over a memory with nothing in it."""
    return BankAssembly(bank=_empty_bank)


@pytest.fixture
def folder(isolated_home: Path, shot: Shot) -> Path:
    """A folder of files in the user's home."""
    names = {
        "en": ("holidays.md", "house/lease.md", "house/boiler.pdf", "harbour.jpg"),
        "zh": ("全年节假日.md", "家务/租房合同.md", "家务/热水器.pdf", "港口.jpg"),
    }[shot.language]
    made = isolated_home / shot.said("notes", "笔记")
    for name in names:
        file = made / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name}\n", encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Language, MemoryBank]]:
    """Memories with a small encyclopedia of each language."""
    with ExitStack() as stack:
        banks: dict[Language, MemoryBank] = {}
        for language in ("en", "zh"):
            home = tmp_path_factory.mktemp(f"encyclopedia-{language}")
            archive = write_zim(home / f"{language}.zim", in_language(language))
            banks[language] = stack.enter_context(MemoryBank.open(home / "bank"))
            register(banks[language], archive)
        yield banks


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.library_info.state_of", fixed_state)
    monkeypatch.setattr("kagent_tui.screens.library.embedding", lambda bank: (9, 9))


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch, builtin_model_path: Path) -> None:
    for module in ("models.machine", "kagent_tui.model_shelf", "kagent_tui.screens.models"):
        monkeypatch.setattr(f"{module}.usable_cpus", lambda: [0, 1, 2, 3])
    monkeypatch.setattr("kagent_tui.model_shelf.total_memory", lambda: 8 * GIGABYTE)

    def facts(shelf: ModelShelf, row: ShelfRow) -> dict[str, Any]:
        found = model_facts.facts_of_row(shelf, row)
        if found.get("file"):
            found["file"] = f"/usr/lib/kagent/{Path(found['file']).name}"
        return found

    monkeypatch.setattr("kagent_tui.screens.model_details.facts_of_row", facts)
