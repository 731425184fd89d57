"""The personal Kuaipedia built from a library: items, aspects, evidence, and what is done again."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.encyclopedia.zim import open_archive
from engine.kuaipedia.building import LinkingFinished, LinkingProgressed, build
from kagent_tui.memory_models import memory_models
from store.kuaipedia_records import EvidenceRecord
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.kuaipedia.library import (
    add_library,
    add_recording,
    add_text,
    add_windows,
    built,
    item,
)
from tests.engine.zim_files import write_zim


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home", memory_models("builtin")) as opened:
        yield opened


@pytest.fixture(scope="module")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("built") / "home"
    with MemoryBank.open(home, memory_models("builtin")) as opened:
        add_library(opened)
        built(opened)
    return home


@pytest.fixture
def library(built_home: Path, tmp_path: Path) -> Iterator[MemoryBank]:
    home = shutil.copytree(built_home, tmp_path / "library")
    with MemoryBank.open(home, memory_models("builtin")) as opened:
        yield opened


def snapshot(bank: MemoryBank) -> list[tuple[object, ...]]:
    """Everything that is kept of items, aspects and evidence, without the evidence's ids."""
    kuaipedia = bank.kuaipedia
    return [
        (
            record,
            tuple(kuaipedia.aspects(record.id)),
            tuple(sorted(_facts(one) for one in kuaipedia.evidence(record.id, limit=500))),
        )
        for record in kuaipedia.items(limit=500)
    ]


def _facts(one: EvidenceRecord) -> tuple[object, ...]:
    return one.document_id, one.start, one.end, one.field, one.aspect_id or 0, one.score


def test_titles_become_items_with_aliases_aspects_and_evidence(library: MemoryBank) -> None:
    model = item(library, "Large Language Model")
    assert model.aliases == ("LLM",)
    assert model.summary.startswith("A large language model is a neural network")
    names = [one.name for one in library.kuaipedia.aspects(model.id)]
    assert names == ["Training", "Quantization", "Hallucination"]
    (quantization,) = [
        one for one in library.kuaipedia.aspects(model.id) if one.name == "Quantization"
    ]
    (evidence,) = library.kuaipedia.evidence(model.id, quantization.id)
    assert "four bits" in evidence.text
    assert evidence.score > 0.5


def test_a_document_may_go_on_with_a_part_of_the_name_that_it_is_called_by(
    bank: MemoryBank,
) -> None:
    text = "The Skerry Line sails from {0} at noon. Dogs wait in {0} until the boat is there."
    add_text(bank, "Port Ellery Harbour: rules", (None, text.format("Port Ellery")))
    add_text(bank, "Annual Report Template: draft", (None, text.format("the harbour")))
    built(bank)
    assert [one.title for one in bank.kuaipedia.items()] == ["Port Ellery Harbour"]


def test_items_of_one_name_are_kept_apart(library: MemoryBank) -> None:
    planet, metal = item(library, "Mercury", "planet"), item(library, "Mercury", "element")
    for record, source in ((planet, "mercury_planet.md"), (metal, "mercury_element.md")):
        sources = {Path(one.source).name for one in library.kuaipedia.evidence(record.id)}
        assert sources == {source}
    assert item(library, "苹果", "公司").id != item(library, "苹果", "水果").id


def test_headings_that_are_roles_are_no_items(library: MemoryBank) -> None:
    titles = {record.title for record in library.kuaipedia.items(limit=500)}
    assert not titles & {"History", "历史", "Uses", "Products", "训练"}


def test_building_again_changes_nothing(library: MemoryBank) -> None:
    before = snapshot(library)
    again = built(library)
    assert (again.items, again.documents) == (0, 0)
    assert snapshot(library) == before


def test_only_a_new_document_is_looked_through(library: MemoryBank) -> None:
    number = add_text(
        library, "Travel diary", (None, "The ash of the volcano Merapi fell on Java for a week.")
    )
    assert built(library).documents == 1
    linked = {(record.title, record.subtitle) for record, _ in library.kuaipedia.items_of(number)}
    assert linked == {("Java", "island")}


def test_a_new_item_is_looked_for_in_old_documents(library: MemoryBank) -> None:
    old = add_text(
        library,
        "Meeting of the pottery club",
        (None, "We fire stoneware at 1,240 °C in the gas kiln and glaze it with celadon."),
    )
    built(library)
    assert library.kuaipedia.items_of(old) == []
    add_text(
        library,
        "Gas kiln",
        (None, "A gas kiln is an oven for stoneware and porcelain, heated by propane."),
        ("Firing", "The gas kiln takes twelve hours to 1,240 °C; then the glaze is molten."),
    )
    finished = built(library)
    assert finished.items == 1
    assert [record.title for record, _ in library.kuaipedia.items_of(old)] == ["Gas kiln"]
    assert finished.documents < 5


def test_an_old_title_becomes_an_item_when_a_text_speaks_of_it(bank: MemoryBank) -> None:
    add_text(bank, "Celadon glaze", (None, "Iron oxide, one percent; fire it in reduction."))
    built(bank)
    assert bank.kuaipedia.find("Celadon glaze") == []
    add_text(bank, "Diary", (None, "The bowl with celadon glaze came out pale green of the kiln."))
    built(bank)
    record = item(bank, "Celadon glaze")
    assert record.documents == 2


def test_a_changed_document_is_linked_anew_and_a_removed_one_is_forgotten(
    library: MemoryBank,
) -> None:
    add_text(library, "Diary", (None, "SQLite keeps the database of the phone in a file."))
    built(library)
    number = add_text(library, "Diary", (None, "I baked sourdough bread with a crust in a pot."))
    built(library)
    linked = [record.title for record, _ in library.kuaipedia.items_of(number)]
    assert linked == ["Sourdough bread"]
    library.remove_document("/notes/Diary.md")
    built(library)
    assert "/notes/Diary.md" not in {
        one.source for one in library.kuaipedia.evidence(item(library, "Sourdough bread").id)
    }


def test_an_item_goes_with_the_last_document_that_speaks_of_it(bank: MemoryBank) -> None:
    add_text(bank, "Gas kiln", (None, "A gas kiln burns propane. The gas kiln is hot."))
    built(bank)
    assert item(bank, "Gas kiln").evidence
    bank.remove_document("/notes/Gas kiln.md")
    built(bank)
    assert bank.kuaipedia.find("Gas kiln") == []


def test_what_a_recording_says_and_shows_is_found_at_its_time(library: MemoryBank) -> None:
    number = add_recording(
        library,
        "Team talk",
        "so our pods restart when a container fails and that is the job of kubernetes",
        "SQ Lite backup with VACUUM INTO",
    )
    built(library)
    found = {}
    for name in ("Kubernetes", "SQLite"):
        (found[name],) = [
            one
            for one in library.kuaipedia.evidence(item(library, name).id, videos_only=True)
            if one.document_id == number
        ]
    assert (found["Kubernetes"].field, found["Kubernetes"].time_start) == ("said", 0.0)
    assert (found["SQLite"].field, found["SQLite"].time_start) == ("shown", 12.0)
    assert found["SQLite"].mention == "SQ Lite"


def test_chapters_of_a_recording_are_aspects_of_what_its_title_names(bank: MemoryBank) -> None:
    add_windows(
        bank,
        "拿铁咖啡教程",
        ("准备", "先准备拿铁咖啡用的豆子。\n用意式咖啡机"),
        ("打发牛奶", "接下来打发牛奶，拿铁咖啡要细腻的奶泡。\n第二步"),
    )
    built(bank)
    (latte,) = bank.kuaipedia.items()
    assert latte.title == "拿铁咖啡"
    assert [one.name for one in bank.kuaipedia.aspects(latte.id)] == ["准备", "打发牛奶"]
    # A slide's title has no full stop.
    assert "用意式咖啡机 接下来打发牛奶" in latte.summary


def test_chapters_of_a_recording_without_a_title_are_what_it_is_about(bank: MemoryBank) -> None:
    add_windows(bank, "VID_20240501", ("番茄种植", "番茄种植要选向阳的地方，番茄种植不难。"))
    built(bank)
    assert [one.title for one in bank.kuaipedia.items()] == ["番茄种植"]


def test_a_name_that_a_text_gives_finds_documents(bank: MemoryBank) -> None:
    add_text(bank, "番茄", (None, "番茄又名西红柿，是茄科茄属的草本植物。番茄喜欢温暖。"))
    number = add_text(bank, "日记", (None, "今天在阳台上摘了三个西红柿，做了汤。"))
    built(bank)
    assert item(bank, "番茄").aliases == ("西红柿",)
    built(bank)
    assert [record.title for record, _ in bank.kuaipedia.items_of(number)] == ["番茄"]


def test_a_recording_without_words_speaks_of_nothing(bank: MemoryBank) -> None:
    text = "Sourdough bread\nAudio recording, 0:04"
    document = NewDocument("/talks/bread.wav", "Sourdough bread", text, "1", "audio/wav")
    bank.add_document(document, [NewSegment(text, 0, len(text))])
    built(bank)
    assert bank.kuaipedia.items() == []


def test_headings_of_other_documents_tell_of_its_aspects(bank: MemoryBank) -> None:
    add_windows(bank, "拿铁咖啡教程", ("打发牛奶", "接下来打发牛奶，拿铁咖啡要细腻的奶泡。"))
    add_text(
        bank,
        "咖啡笔记",
        ("拿铁咖啡", "拿铁咖啡由浓缩咖啡和蒸汽牛奶组成。"),
        ("拿铁咖啡 › 牛奶温度", "牛奶加热到 60 至 65 度最甜。"),
    )
    built(bank)
    latte = item(bank, "拿铁咖啡")
    aspects = {one.name: one.id for one in bank.kuaipedia.aspects(latte.id)}
    assert set(aspects) == {"打发牛奶", "牛奶温度"}
    (evidence,) = bank.kuaipedia.evidence(latte.id, aspects["牛奶温度"])
    assert evidence.text == "牛奶加热到 60 至 65 度最甜。"


def test_what_a_person_decided_stays(library: MemoryBank) -> None:
    kuaipedia = library.kuaipedia
    rust = item(library, "Rust", "corrosion")
    kuaipedia.delete(rust.id)
    kuaipedia.rename(item(library, "SQLite").id, "SQLite database")
    kuaipedia.hide_alias(item(library, "Large Language Model").id, "LLM")
    number = add_text(
        library,
        "Notes of May",
        (None, "An LLM wrote to SQLite, the database in a file; a brush takes rust off the steel."),
    )
    built(library)
    built(library)
    titles = [record.title for record, _ in kuaipedia.items_of(number)]
    assert titles == ["SQLite database"]
    assert kuaipedia.item(rust.id) is None
    assert "LLM" not in item(library, "Large Language Model").aliases


def test_a_name_that_a_person_adds_is_looked_for_in_all_documents(library: MemoryBank) -> None:
    number = add_text(library, "Ops diary", (None, "The pods on k8s restart; k8s schedules them."))
    built(library)
    assert library.kuaipedia.items_of(number) == []
    library.kuaipedia.add_alias(item(library, "Kubernetes").id, "k8s")
    built(library)
    assert [record.title for record, _ in library.kuaipedia.items_of(number)] == ["Kubernetes"]


def test_a_run_that_was_stopped_is_gone_on_with(bank: MemoryBank, tmp_path: Path) -> None:
    add_library(bank)
    cancel = threading.Event()
    last = None
    for event in build(bank, cancel=cancel):
        last = event
        if isinstance(event, LinkingProgressed) and event.done:
            cancel.set()
    assert isinstance(last, LinkingFinished)
    assert last.cut_short
    left = len(bank.kuaipedia.unlinked(bank.kuaipedia.version()))
    assert 0 < left < 39
    assert built(bank).documents == left
    with MemoryBank.open(tmp_path / "other", memory_models("builtin")) as other:
        add_library(other)
        built(other)
        assert [record.title for record in other.kuaipedia.items(limit=500)] == [
            record.title for record in bank.kuaipedia.items(limit=500)
        ]


def test_an_archive_tells_of_what_documents_name(bank: MemoryBank, tmp_path: Path) -> None:
    archive = open_archive(write_zim(tmp_path / "en.zim", in_language("en")))
    add_text(bank, "Football", (None, "I saw that Lionel Messi scored twice on a cold evening."))
    add_text(bank, "Diary", (None, "On the wall hangs Lionel Messi in the shirt of Argentina."))
    for _ in build(bank, archives=[archive]):
        pass
    record = item(bank, "Lionel Messi")
    assert record.origin == "archive"
    assert record.url.endswith("/Lionel_Messi")
    assert "footballer" in record.summary
    names = [(one.name, one.level) for one in bank.kuaipedia.aspects(record.id)]
    assert ("Club career", 1) in names
    assert ("Barcelona", 2) in names
    assert record.documents == 2
