"""Files of Kuaipedia's published formats, whole and damaged, are imported."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kuaipedia.interchange import Imported, export_file, import_file
from engine.kuaipedia.json_lines import LONGEST_LINE
from store.memory import MemoryBank
from tests.engine.kuaipedia.interchanged import ITEM, JSON, VIDEO, imported, lines_of, written


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    """An empty memory."""
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened
        assert opened.problems() == []


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


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from([*VIDEO, *ITEM]), JSON), min_size=1, max_size=6))
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
