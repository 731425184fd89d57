"""Exports in KAgent's own format come back without loss, into whatever Kuaipedia."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kuaipedia.interchange import export_file
from engine.kuaipedia.own_lines import LineError, from_json, to_json
from store.errors import StoreError
from store.kuaipedia_records import NewItem
from store.memory import MemoryBank
from tests.engine.kuaipedia.interchanged import JSON, imported, lines_of, written
from tests.store.kuaipedia_bank import TEXTS, link, open_bank, read


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    """An empty memory."""
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened
        assert opened.problems() == []


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


@given(st.sampled_from(_KINDS), st.dictionaries(st.sampled_from(_FIELDS), JSON))
def test_a_line_is_a_row_or_is_said_to_be_none(kind: str, value: dict[str, Any]) -> None:
    try:
        row = from_json({**value, "kind": kind})
    except LineError:
        return
    assert from_json(to_json(row)) == row
