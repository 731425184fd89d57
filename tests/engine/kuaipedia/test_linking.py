"""Questions and passages linked to items; the bound on the labelled passages."""

from collections.abc import Iterator

import pytest

from benchmarks.kuaipedia_linking import Linking
from benchmarks.kuaipedia_mentions import HALVES, read_passages, score
from engine.kuaipedia.linking import Linker
from kagent_tui.memory_models import memory_models
from store.memory import MemoryBank
from tests.engine.kuaipedia.library import add_library, add_text, built, item


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MemoryBank]:
    home = tmp_path_factory.mktemp("home")
    with MemoryBank.open(home, memory_models("builtin")) as opened:
        add_library(opened)
        built(opened)
        yield opened


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is SQLite?", "SQLite"),
        ("what is sqlite", "SQLite"),
        ("How does the borrow checker of Rust work?", "Rust (programming language)"),
        ("小米粥怎么做？", "小米 (粮食)"),
        ("北京大学怎么招生？", "北京大学"),
        ("Which songs did Freddie Mercury write?", "Freddie Mercury"),
        ("What do large language models hallucinate?", "Large Language Model"),
    ],
)
def test_the_principal_item_of_a_question(bank: MemoryBank, question: str, title: str) -> None:
    principal = Linker(bank).link(question)[0]
    assert principal.item.full_title == title
    assert question[principal.start : principal.end] == principal.mention
    assert 0.5 <= principal.score <= 1


@pytest.mark.parametrize("question", ["", "Can I go home?", "Who won the cup?", "今天天气怎么样？"])
def test_a_question_about_nothing_known(bank: MemoryBank, question: str) -> None:
    assert Linker(bank).link(question) == []


def test_the_aspect_that_a_question_is_about(bank: MemoryBank) -> None:
    question = "How long is the pause of the garbage collector of Java when the heap is full?"
    linked = Linker(bank).link(question)[0]
    names = {one.id: one.name for one in bank.kuaipedia.aspects(linked.item.id)}
    assert names.get(linked.aspect_id or 0) == "Garbage collection"


def test_a_title_weighs_more_than_the_text(bank: MemoryBank) -> None:
    fields = [
        ("text", "Kubernetes restarts the pods of the service."),
        ("title", "Backup of SQLite with VACUUM INTO"),
    ]
    linked = Linker(bank).link_fields(fields)  # type: ignore[arg-type]
    assert [one.item.title for one in linked] == ["SQLite", "Kubernetes"]


def test_a_new_name_is_known_at_once(bank: MemoryBank) -> None:
    assert Linker(bank).link("How hot is the gas kiln?") == []
    add_text(bank, "Gas kiln", (None, "A gas kiln burns propane. The gas kiln is hot."))
    built(bank)
    assert [one.item.title for one in Linker(bank).link("How hot is the gas kiln?")] == ["Gas kiln"]
    bank.kuaipedia.delete(item(bank, "Gas kiln").id)
    assert Linker(bank).link("How hot is the gas kiln?") == []


def test_the_bound_on_the_passages_that_were_not_fitted_on(bank: MemoryBank) -> None:
    passages = read_passages(bank.kuaipedia)
    assert sum(len(one.golds) for one in passages) >= 150
    assert all(gold.item != -1 for passage in passages for gold in passage.golds)
    held_back = [one for one in passages if one.half == HALVES[1]]
    linking = Linking(bank.kuaipedia)
    counts = score(held_back, linking.link)
    assert counts.precision >= 0.9
    assert counts.recall >= 0.6
    names_only = score(held_back, linking.longest_name)
    assert counts.precision > names_only.precision
    assert counts.recall > names_only.recall


@pytest.mark.parametrize(
    "passage",
    [
        "Go across to the hosts, said Boris, and let the goroutines and channels wait.",
        "Wipe it with a rag; the passages of the documents are retrieved and answered from.",
    ],
)
def test_common_words_are_no_names(bank: MemoryBank, passage: str) -> None:
    titles = {one.item.title for one in Linker(bank).link(passage)}
    assert not titles & {"Go", "Retrieval-Augmented Generation"}
