"""The memory bank: documents, sessions, and finding them again in English and Chinese."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment, NewTask


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened
        # Whatever a test did, the index followed without being made again.
        opened.search("anything")
        assert opened.notices == []


def add(
    bank: MemoryBank, source: str, text: str, *, fingerprint: str = "1", heading: str | None = None
) -> str:
    segment = NewSegment(text, 0, len(text), heading=heading, line=3)
    document = NewDocument(source, source.strip("/"), text, fingerprint)
    return bank.add_document(document, [segment]).outcome


def sources(bank: MemoryBank, query: str) -> list[str]:
    return [hit.source for hit in bank.search(query)]


def test_english_words_are_found_in_any_form(bank: MemoryBank) -> None:
    add(bank, "/a", "The ferries cross the harbour every ninety minutes.")
    add(bank, "/b", "Bees live behind the compost heaps.")
    assert sources(bank, "When does the ferry cross?") == ["/a"]
    assert sources(bank, "bee") == ["/b"]


def test_chinese_is_found_by_words_and_single_characters(bank: MemoryBank) -> None:
    add(bank, "/a", "反渗透膜每两年半更换一次。")
    add(bank, "/b", "馆内不许带猫。")
    assert sources(bank, "反渗透膜多久更换？") == ["/a"]
    assert sources(bank, "猫") == ["/b"]
    assert sources(bank, "狗") == []


def test_a_hit_says_where_it_stands(bank: MemoryBank) -> None:
    add(bank, "/a", "The lamp burns.", heading="Lights › Night")
    (hit,) = bank.search("lamp")
    assert (hit.kind, hit.source, hit.title, hit.heading) == (
        "knowledge",
        "/a",
        "a",
        "Lights › Night",
    )
    assert (hit.start, hit.end, hit.line, hit.text) == (0, 15, 3, "The lamp burns.")
    assert bank.document_text("/a") == "The lamp burns."


def test_headings_and_titles_are_searched_too(bank: MemoryBank) -> None:
    add(bank, "/manual", "It lasts thirty months.", heading="Guarantee")
    add(bank, "/other", "It lasts ten minutes.")
    hits = bank.search("How long does the guarantee last?")
    assert hits[0].source == "/manual"
    assert hits[0].coverage == 1.0
    assert sources(bank, "manual") == ["/manual"]


def test_coverage_weighs_rare_words_more(bank: MemoryBank) -> None:
    for number in range(10):
        add(bank, f"/{number}", f"The harbour has a lamp, number {number}.")
    add(bank, "/eel", "An eel lives in the harbour.")
    coverage = {hit.source: hit.coverage for hit in bank.search("eel harbour", limit=20)}
    assert coverage["/eel"] == 1.0
    assert 0 < coverage["/3"] < 0.5
    assert max(hit.coverage for hit in bank.search("harbour volcano")) < 0.5


def test_adding_again_says_what_changed(bank: MemoryBank) -> None:
    assert add(bank, "/a", "old words here") == "added"
    assert add(bank, "/a", "old words here") == "unchanged"
    assert add(bank, "/a", "new text there", fingerprint="2") == "updated"
    assert sources(bank, "old words") == []
    assert sources(bank, "new text") == ["/a"]
    (record,) = bank.documents()
    assert (record.segments, record.characters, record.fingerprint) == (1, 14, "2")
    assert bank.fingerprint("/a") == "2"
    assert bank.fingerprint("/z") is None


def test_a_removed_document_is_found_no_more(bank: MemoryBank) -> None:
    add(bank, "/a", "lamp")
    assert sources(bank, "lamp") == ["/a"]
    assert bank.remove_document("/a")
    assert not bank.remove_document("/a")
    assert sources(bank, "lamp") == []
    assert bank.document_text("/a") is None


@pytest.mark.parametrize("query", ["", "   ", "?!", "\x00", '"AND (', "的" * 5000, "a" * 100_000])
def test_odd_queries_find_nothing_and_break_nothing(bank: MemoryBank, query: str) -> None:
    add(bank, "/a", "lamp")
    assert sources(bank, query) == []


def test_a_search_in_an_empty_memory_finds_nothing(bank: MemoryBank) -> None:
    assert bank.search("anything") == []
    assert bank.notices == []


def test_limit_and_order(bank: MemoryBank) -> None:
    for number in range(8):
        filler = f"harbour night sea wind number {number} " * 5
        add(bank, f"/{number}", "lamp " * (number + 1) + filler)
    hits = bank.search("lamp", limit=3)
    assert [hit.source for hit in hits] == ["/7", "/6", "/5"]
    assert bank.search("lamp", limit=0) == []


def test_sessions_turns_and_tasks_are_kept_and_found(bank: MemoryBank) -> None:
    first = bank.create_session("Lamps")
    second = bank.create_session("Eels")
    bank.append_turn(first, "Who lights the lamp?", "Ines does.", '{"answer": "Ines does."}')
    bank.append_task(first, NewTask("Search", '{"name": "search_knowledge"}', "Ines", None, 0.5))
    bank.append_turn(first, "When?", "At night.", "{}")
    assert [turn.question for turn in bank.turns(first)] == ["Who lights the lamp?", "When?"]
    assert bank.turns(first)[0].answer_json == '{"answer": "Ines does."}'
    assert bank.turns(second) == []
    assert {(record.id, record.title, record.turns) for record in bank.sessions()} == {
        (first, "Lamps", 2),
        (second, "Eels", 0),
    }
    assert bank.search("Ines") == []
    assert [hit.kind for hit in bank.search("Ines", kinds=("conversation",))] == ["conversation"]
    (task,) = bank.search("Ines", kinds=("task",))
    assert (task.source, task.title) == (f"session:{first}", "Search")
    assert len(bank.search("Ines", kinds=("task", "conversation"))) == 2


def test_an_unknown_session_is_refused(bank: MemoryBank) -> None:
    with pytest.raises(StoreError, match="no session nope"):
        bank.append_turn("nope", "q", "a", "{}")


def test_statistics(bank: MemoryBank) -> None:
    add(bank, "/a", "lamp")
    bank.append_turn(bank.create_session("s"), "q", "a", "{}")
    statistics = bank.statistics()
    assert (statistics.documents, statistics.segments, statistics.turns) == (1, 2, 1)
    assert statistics.bytes > 10_000


def test_threads_share_a_bank(bank: MemoryBank) -> None:
    failures: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for number in range(10):
                add(bank, f"/{name}-{number}", f"lamp {name} {number}")
                bank.search("lamp")
                bank.statistics()
        except BaseException as error:  # whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(bank.search("lamp", limit=100)) == 40


def test_the_session_of_the_latest_turn_comes_first(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path) as bank:
        first, second = bank.create_session("first"), bank.create_session("second")
        # All within one second of the clock.
        for session in (first, second, first):
            bank.append_turn(session, "q", "a", "{}")
        assert [record.id for record in bank.sessions()] == [first, second]
