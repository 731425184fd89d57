"""Exports that come back without loss, and files of Kuaipedia's published formats."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kuaipedia.interchange import Imported, export_file, import_file
from engine.kuaipedia.json_lines import LONGEST_LINE, BrokenLine
from engine.kuaipedia.own_lines import LineError, from_json, to_json
from store.errors import StoreError
from store.kuaipedia_records import NewItem
from store.memory import MemoryBank
from tests.store.kuaipedia_bank import TEXTS, link, open_bank, read

VIDEO = {
    "video_id": "v1",
    "video_title": "手冲咖啡教程",
    "video_caption": "三分钟学会手冲",
    "video_ocr": "第一步 磨豆|第一步 磨豆|第二步 注水|第一步 磨豆",
    "video_asr": "先把豆子磨好|然后慢慢注水",
    "video_summary": "手冲咖啡的步骤。",
    "video_rank": 3,
    "item_title": "咖啡",
    "item_subtitle": "饮品",
    "aspect_name": "冲泡",
    "score": 0.93,
}
ITEM = {
    "title": "咖啡",
    "subtitle": "饮品",
    "synonyms": ["coffee", "Kaffee"],
    "baike_url": "https://baike.example/coffee",
    "wiki_url": "",
    "aspect_list": [
        {"name": "制作", "level": 1},
        {"name": "冲泡", "level": 2},
        {"name": "历史", "level": 1},
    ],
}


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    """An empty memory."""
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened
        assert opened.problems() == []


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def written(path: Path, *values: object) -> Path:
    """A file with a line of JSON for each value; text stands as it is."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in values]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def imported(bank: MemoryBank, path: Path, **options: Any) -> tuple[Imported, list[BrokenLine]]:
    broken: list[BrokenLine] = []
    done = Imported()
    for event in import_file(bank, path, **options):
        if isinstance(event, BrokenLine):
            broken.append(event)
        if isinstance(event, Imported):
            done = event
    return done, broken


def test_items_of_the_published_format_come_in_and_go_out_the_same(
    bank: MemoryBank, tmp_path: Path
) -> None:
    done, broken = imported(bank, written(tmp_path / "items.jsonl", ITEM, ITEM))
    assert (done.lines, done.items, done.published, broken) == (2, 1, True, [])
    (item,) = bank.kuaipedia.items()
    assert (item.title, item.subtitle, item.language, item.origin) == (
        "咖啡",
        "饮品",
        "zh",
        "import",
    )
    shown = [(one.name, one.level) for one in bank.kuaipedia.aspects(item.id)]
    assert shown == [("制作", 1), ("冲泡", 2), ("历史", 1)]
    out = tmp_path / "out.jsonl"
    assert export_file(bank, out, form="kuaipedia") == 1
    assert lines_of(out) == [ITEM]


def test_a_video_becomes_a_document_and_evidence_of_its_item(
    bank: MemoryBank, tmp_path: Path
) -> None:
    other = {
        **VIDEO,
        "item_title": "磨豆机",
        "item_subtitle": "",
        "aspect_name": "",
        "score": "0.5",
    }
    path = written(tmp_path / "videos.jsonl", ITEM, VIDEO, other)
    done, broken = imported(bank, path, collections=("k",))
    assert (done.items, done.videos, done.evidence, broken) == (2, 1, 2, [])
    (document,) = bank.library.all("k")
    assert (document.source, document.title) == ("kuaipedia:v1", "手冲咖啡教程")
    assert document.media_type.startswith("video/")
    text = bank.document_text(document.source) or ""
    assert text.splitlines() == [
        "手冲咖啡的步骤。",
        "",
        "三分钟学会手冲",
        "",
        "先把豆子磨好",
        "然后慢慢注水",
        "",
        "第一步 磨豆",
        "第二步 注水",
    ]
    (coffee,) = bank.kuaipedia.find("coffee")
    (evidence,) = bank.kuaipedia.evidence(coffee.id, videos_only=True)
    assert (evidence.score, evidence.verifier, evidence.mention) == (0.93, "import", "咖啡")
    names = {one.id: one.name for one in bank.kuaipedia.aspects(coffee.id)}
    assert names[evidence.aspect_id or 0] == "冲泡"
    assert [hit.source for hit in bank.search("磨豆 注水")] == ["kuaipedia:v1"] * 2
    again, _ = imported(bank, path)
    assert (again.items, again.videos, again.evidence) == (0, 0, 0)


def test_broken_lines_are_named_and_the_rest_comes_in(bank: MemoryBank, tmp_path: Path) -> None:
    path = written(
        tmp_path / "items.jsonl",
        ITEM,
        "{not json",
        "[1, 2]",
        "",
        {"title": 3.5, "synonyms": []},
        {"title": "", "synonyms": []},
        {"what": "else"},
        {**VIDEO, "item_title": ""},
        {**VIDEO, "score": "high"},
        {**ITEM, "synonyms": "coffee"},
        {**ITEM, "aspect_list": [{"level": 1}]},
        {"kind": "item", "item": 1, "origin": "person"},
        {"kind": "item", "item": -1, "title": "X", "origin": "person"},
        {"kind": "item", "item": 1, "title": "X", "origin": "nobody"},
        {"kagent_kuaipedia": 99},
        "[" * 100_000,
        {"title": "Last", "synonyms": []},
    )
    done, broken = imported(bank, path)
    assert [(one.number, one.reason) for one in broken] == [
        (2, "it is not JSON"),
        (3, "it is not a JSON object"),
        (5, "'title' is not text"),
        (6, "it has no title"),
        (7, "it is neither an item nor a video nor of an export of KAgent"),
        (8, "it has no item_title"),
        (9, "'score' is not a number"),
        (10, "'synonyms' is not a list"),
        (11, "an aspect has no name"),
        (12, "it has no 'title'"),
        (13, "'item' is not as it should be"),
        (14, "'origin' is not as it should be"),
        (15, "it was exported by a newer KAgent; update this one"),
        (16, "it is not JSON"),
    ]
    assert (done.lines, done.broken, done.items) == (16, 14, 2)


def test_an_endless_line_is_passed_over(bank: MemoryBank, tmp_path: Path) -> None:
    path = tmp_path / "items.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"title": "' + "x" * (2 * LONGEST_LINE + 5) + '", "synonyms": []}\n')
        file.write(json.dumps(ITEM) + "\n")
    done, (broken,) = imported(bank, path)
    assert (broken.number, broken.reason) == (1, "it is longer than 8 MB")
    assert done.items == 1


def test_control_characters_and_absurd_sizes_do_not_come_in(
    bank: MemoryBank, tmp_path: Path
) -> None:
    bad = {
        **ITEM,
        "title": "\x1b[31mred\x07\u202e",
        "synonyms": ["a\x00b\nc", "x" * 100_000, 5, "\ud800"],
        "aspect_list": [{"name": f"aspect {number}", "level": 1} for number in range(3000)],
    }
    video = {**VIDEO, "video_id": "a\nb", "video_ocr": "word|" * 300_000, "score": 1e308}
    done, broken = imported(bank, written(tmp_path / "items.jsonl", bad, video))
    assert (done.items, done.videos, broken) == (2, 1, [])
    (item,) = bank.kuaipedia.find("red")
    assert item.title == "red"
    assert item.aliases == ("ab c", "x" * 200, "\ufffd")
    assert len(bank.kuaipedia.aspects(item.id)) == 2000
    (document,) = bank.documents()
    assert document.source == "kuaipedia:a b"
    (evidence,) = bank.kuaipedia.evidence(bank.kuaipedia.find("咖啡")[0].id)
    assert evidence.score == 1.0


def test_a_packed_file_comes_in_and_a_damaged_one_as_far_as_it_goes(
    bank: MemoryBank, tmp_path: Path
) -> None:
    values = [{"title": f"Item {number} {number * 7919}", "synonyms": []} for number in range(3000)]
    packed = gzip.compress("".join(f"{json.dumps(one)}\n" for one in values).encode())
    path = tmp_path / "items.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    done, broken = imported(bank, path)
    assert broken[-1].reason == "the packed file is damaged from here on"
    assert 100 < done.items < 3000
    path.write_bytes(packed)
    again, broken = imported(bank, path)
    assert broken == []
    assert done.items + again.items == bank.kuaipedia.count() == 3000


def test_a_stopped_import_goes_on_with_the_same_command(bank: MemoryBank, tmp_path: Path) -> None:
    values = [{"title": f"Item {number}", "synonyms": []} for number in range(1200)]
    path = written(tmp_path / "items.jsonl", *values)
    cancel = threading.Event()
    events = import_file(bank, path, cancel=cancel)
    cancel.set()
    (stopped,) = [event for event in events if isinstance(event, Imported)]
    assert (stopped.cut_short, stopped.items) == (True, 0)
    done, _ = imported(bank, path)
    assert (done.cut_short, done.items) == (False, 1200)


def test_what_a_person_deleted_is_not_imported_again(bank: MemoryBank, tmp_path: Path) -> None:
    path = written(tmp_path / "both.jsonl", ITEM, VIDEO)
    imported(bank, path)
    (item,) = bank.kuaipedia.items()
    bank.kuaipedia.delete(item.id)
    done, _ = imported(bank, path)
    assert (done.items, done.evidence, bank.kuaipedia.items()) == (0, 0, [])


def test_an_export_names_no_file_that_is_there_and_leaves_none_that_is_not_whole(
    bank: MemoryBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.kuaipedia.put_items([NewItem("Coffee")])
    path = tmp_path / "out.jsonl.gz"
    assert export_file(bank, path) == 1
    assert path.stat().st_mode & 0o077 == 0
    with gzip.open(path) as file:
        assert json.loads(file.readline()) == {"kagent_kuaipedia": 1}
    with pytest.raises(FileExistsError):
        export_file(bank, path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        export_file(bank, tmp_path / "other.jsonl", progress=full)
    assert not (tmp_path / "other.jsonl").exists()
    assert bank.kuaipedia.put_items([NewItem("Tea")]) != [None], "it can be written afterwards"


def test_evidence_of_documents_that_are_not_here_is_counted(tmp_path: Path) -> None:
    with open_bank(tmp_path / "home") as bank:
        link(bank)
        export_file(bank, tmp_path / "out.jsonl")
        number = sum(one.evidence for one in bank.kuaipedia.items())
    with MemoryBank.open(tmp_path / "other") as other:
        done, broken = imported(other, tmp_path / "out.jsonl")
        assert (done.evidence, done.missing, broken) == (0, number, [])
        for source in TEXTS:
            read(other, source, version=2)
        done, _ = imported(other, tmp_path / "out.jsonl")
        assert done.missing == 0
        # The documents have other texts now: the evidence is of them as wholes.
        coffee = other.kuaipedia.find("Coffee")[0]
        assert {one.text for one in other.kuaipedia.evidence(coffee.id)} <= set(TEXTS.values())


def test_an_import_into_a_living_kuaipedia_takes_over_decisions_but_undoes_none(
    tmp_path: Path,
) -> None:
    with open_bank(tmp_path / "home") as bank:
        link(bank)
        coffee, espresso, tea = (
            bank.kuaipedia.find(n)[0].id for n in ("Coffee", "Espresso", "Tea")
        )
        bank.kuaipedia.merge([espresso], coffee)
        bank.kuaipedia.hide_alias(tea, "Green tea")
        bank.kuaipedia.decide(coffee, read(bank, "/notes/tea.md"), linked=False)
        export_file(bank, tmp_path / "out.jsonl")
    with open_bank(tmp_path / "other") as other:
        link(other)
        other.kuaipedia.delete(other.kuaipedia.find("Machine")[0].id)
        for _ in range(2):
            imported(other, tmp_path / "out.jsonl")
            assert [one.title for one in other.kuaipedia.items()] == ["Coffee", "Tea"]
            (coffee_here,) = other.kuaipedia.find("Espresso")
            found = other.kuaipedia.evidence(coffee_here.id)
            assert "/notes/tea.md" not in {one.source for one in found}
            assert other.kuaipedia.find("Green tea") == []
        assert other.problems() == []


def test_a_forged_export_makes_no_circles(bank: MemoryBank, tmp_path: Path) -> None:
    items = [{"kind": "item", "item": n, "title": f"T{n}", "origin": "person"} for n in (1, 2)]
    aspects = [
        {
            "kind": "aspect",
            "aspect": n,
            "item": 1,
            "name": f"A{n}",
            "level": 1,
            "position": n,
            "origin": "person",
        }
        for n in (1, 2)
    ]
    circles = [{"kind": "gone", "item": n, "into": 3 - n} for n in (1, 2)]
    former = [{"kind": "former_aspect", "aspect": n, "into": 3 - n} for n in (1, 2)]
    itself = [{"kind": "gone", "item": 2, "into": 2}, {"kind": "name", "item": 9, "name": "N"}]
    path = written(tmp_path / "forged.jsonl", *items, *aspects, *circles, *former, *itself)
    _, broken = imported(bank, path)
    assert [one.number for one in broken] == [10]
    assert [one.title for one in bank.kuaipedia.items()] == ["T2"]
    assert bank.kuaipedia.put_items([NewItem("T1")]) == [2]


Change = Callable[[MemoryBank, int, int, str], object]
_CHANGES: dict[str, Change] = {
    "rename": lambda bank, one, _, name: bank.kuaipedia.rename(one, name),
    "merge": lambda bank, one, other, _: bank.kuaipedia.merge([one], other),
    "split": lambda bank, one, _, name: bank.kuaipedia.split(one, [name], name),
    "delete": lambda bank, one, *_: bank.kuaipedia.delete(one),
    "restore": lambda bank, one, *_: bank.kuaipedia.restore(one),
    "name": lambda bank, one, _, name: bank.kuaipedia.add_alias(one, name),
    "hide": lambda bank, one, _, name: bank.kuaipedia.hide_alias(one, name),
    "aspect": lambda bank, one, _, name: bank.kuaipedia.rename_aspect(one, name),
    "move": lambda bank, one, other, _: bank.kuaipedia.move_aspect(one, other),
    "hide aspect": lambda bank, one, *_: bank.kuaipedia.hide_aspect(one),
    "link": lambda bank, one, other, _: bank.kuaipedia.decide(one, other, True),
    "unlink": lambda bank, one, other, _: bank.kuaipedia.decide(one, other, False),
    "link aspect": lambda bank, one, other, _: bank.kuaipedia.decide(one, 1, True, other),
    "machine": lambda bank, *_: link(bank),
}
_NAMES = ["Coffee", "Espresso", "Kaffee", "Brewing", "Grind", "History", "Green tea"]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(_CHANGES)),
            st.integers(1, 6),
            st.integers(1, 6),
            st.sampled_from(_NAMES),
        ),
        max_size=10,
    )
)
def test_an_export_comes_back_without_loss(changes: list[tuple[str, int, int, str]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with open_bank(folder / "home") as bank:
            link(bank)
            for change, one, other, name in changes:
                try:
                    _CHANGES[change](bank, one, other, name)
                except StoreError as error:
                    if "damaged" in str(error):
                        raise
            export_file(bank, folder / "first.jsonl")
        with open_bank(folder / "other") as bank:
            _, broken = imported(bank, folder / "first.jsonl")
            assert broken == []
            export_file(bank, folder / "second.jsonl")
            assert bank.problems() == []
        assert lines_of(folder / "first.jsonl") == lines_of(folder / "second.jsonl")
    finally:
        shutil.rmtree(folder)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
_KINDS = ["item", "name", "aspect", "former_aspect", "gone", "evidence", "verdict"]
_FIELDS = [
    "item",
    "title",
    "name",
    "origin",
    "aspect",
    "level",
    "position",
    "into",
    "source",
    "start",
]


@given(st.sampled_from(_KINDS), st.dictionaries(st.sampled_from(_FIELDS), _JSON))
def test_a_line_is_a_row_or_is_said_to_be_none(kind: str, value: dict[str, Any]) -> None:
    try:
        row = from_json({**value, "kind": kind})
    except LineError:
        return
    assert from_json(to_json(row)) == row


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([*VIDEO, *ITEM]), _JSON), min_size=1, max_size=6))
def test_whatever_is_on_the_lines_an_import_comes_to_its_end(values: list[dict[str, Any]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with MemoryBank.open(folder / "home") as bank:
            done, broken = imported(bank, written(folder / "lines.jsonl", *values))
            assert done.lines == len(values)
            assert done.broken == len(broken)
            assert bank.problems() == []
    finally:
        shutil.rmtree(folder)
