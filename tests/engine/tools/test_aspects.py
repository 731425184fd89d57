"""browse_aspect and hybrid_search over the user's own Kuaipedia, without the internet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Language
from engine.knowledge import BankKnowledge
from engine.kuaipedia.base import Aspect, Entity, LinkedEntities
from engine.kuaipedia.merging import is_same, together
from engine.kuaipedia.personal import BankKuaipedia
from engine.recordings import BankRecordings, Shelf
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import Observation, ToolError
from engine.tools.services import ToolServices
from store.kuaipedia_records import NewAspect, NewEvidence, NewItem
from store.memory import MemoryBank
from store.records import NewDocument, NewSegment
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.made_recordings import with_recordings
from tests.engine.zim_files import write_zim

NOW = datetime(2026, 11, 26, 10)
NOTE = "A whetstone lasts for years when it is flattened now and then."


class _ByName(BankKuaipedia):
    """Linked by the names that stand in the text: how items are linked is tested elsewhere."""

    def link(self, text: str, context: ToolContext) -> LinkedEntities:
        found = [self.entity(word.strip("?？")) for word in text.split()]
        entities = [one for one in found if one is not None]
        return LinkedEntities(entities[0], tuple(entities[1:])) if entities else LinkedEntities()


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        with_recordings(opened)
        opened.add_document(
            NewDocument("/n/notes.md", "Notes", NOTE, "n1"),
            [NewSegment(NOTE, 0, len(NOTE), line=1)],
        )
        _fill(opened)
        yield opened


def _fill(bank: MemoryBank) -> None:
    """An item with aspects, shown in the video, and told of in a note."""
    aspects = (NewAspect("Care", 1), NewAspect("Soaking", 2, "Care"), NewAspect("Use", 1))
    (stone,) = bank.kuaipedia.put_items(
        [NewItem("Whetstone", "en", summary="A stone for edges.", aliases=("磨刀石",))]
    )
    assert stone is not None
    ids = bank.kuaipedia.put_aspects(stone, aspects)
    text = bank.document_text("/videos/sharpening.mp4") or ""
    soak, hold = text.index("Soak"), text.index("Hold")
    evidence = [
        NewEvidence(
            stone, ids["Care", "Soaking"], soak, soak + 48, "said", "whetstone", 0.9,
            time_start=2.0, time_end=6.5,
        ),
        NewEvidence(
            stone, ids["", "Use"], hold, hold + 49, "said", "stone", 0.6,
            time_start=31.0, time_end=36.0,
        ),
    ]  # fmt: skip
    bank.kuaipedia.replace_evidence(1, "f-Sharpening kitchen knives", "1", evidence)
    note = NewEvidence(stone, ids["", "Care"], 0, len(NOTE), "text", "whetstone", 0.8)
    bank.kuaipedia.replace_evidence(3, "n1", "1", [note])


def run(
    bank: MemoryBank,
    name: str,
    args: dict[str, str],
    language: Language = "en",
    *,
    archives: Sequence[Path] = (),
    documents: frozenset[int] | None = None,
) -> Observation:
    context = ToolContext(
        NOW,
        language,
        question=args.get("text", ""),
        knowledge=BankKnowledge(bank),
        recordings=BankRecordings([Shelf(lambda: bank, documents=lambda: documents)]),
        kuaipedia=_ByName(lambda: bank, lambda: documents),
    )
    return builtin_registry(ToolServices(archives=tuple(archives))).run(name, args, context)


def aspect_of(bank: MemoryBank, entity: str, aspect: str, **options: object) -> Observation:
    return run(bank, "browse_aspect", {"entity_id": entity, "aspect": aspect}, **options)  # type: ignore[arg-type]


def refusal(bank: MemoryBank, entity: str, aspect: str, language: Language = "en") -> ToolError:
    with pytest.raises(ToolError) as caught:
        aspect_of(bank, entity, aspect, language=language)
    return caught.value


def test_an_aspect_lists_its_videos_with_times_and_its_passages(bank: MemoryBank) -> None:
    found = aspect_of(bank, "item:1", "Care")
    assert found.text.splitlines() == [
        "Your own video: Sharpening kitchen knives (video:1) [00:02]: "
        "Soak the whetstone in water for fifteen minutes.",
        f"Your own document: Notes: {NOTE}",
    ]
    assert found.trust == "private"
    (video,) = found.data["videos"]
    assert video["id"] == "video:1"
    assert video["location"]["start"] == 2.0
    assert [one["source"] for one in found.data["documents"]] == ["/n/notes.md"]
    assert found.passages[0].location.span is not None
    (alone,) = aspect_of(bank, "item:1", "care › soaking").passages
    assert alone.text.startswith("Soak")


@pytest.mark.parametrize("entity", ["Whetstone", "en:Whetstone", "en:Whetstone (tool)", "磨刀石"])
def test_an_item_is_found_by_the_id_of_its_article(bank: MemoryBank, entity: str) -> None:
    (passage,) = aspect_of(bank, entity, "Use").passages
    assert passage.text.startswith("Hold the blade")


def test_a_chinese_observation(bank: MemoryBank) -> None:
    found = aspect_of(bank, "item:1", "Use", language="zh")
    assert found.text.startswith("你自己的视频：Sharpening kitchen knives (video:1) [00:31]：Hold")
    assert "现有：Care、Soaking、Use" in str(refusal(bank, "item:1", "History", "zh"))


def test_only_documents_that_are_searched_count(bank: MemoryBank) -> None:
    found = aspect_of(bank, "item:1", "Care", documents=frozenset({3}))
    assert [one.source for one in found.passages] == ["/n/notes.md"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How do I soak a whetstone?", ["item:1"]),
        ("磨刀石要泡多久？", ["item:1"]),
        ("What is the capital of France?", []),
    ],
)
def test_questions_are_linked_to_items(
    bank: MemoryBank, question: str, expected: list[str]
) -> None:
    linked = BankKuaipedia(lambda: bank).link(question, ToolContext(NOW))
    assert [one.id for one in linked.all] == expected


def test_what_is_not_there_is_said_with_what_is(bank: MemoryBank) -> None:
    error = refusal(bank, "item:1", "History")
    assert error.kind == "not_found"
    assert "Care, Soaking, Use" in str(error)
    assert "item:99" in str(refusal(bank, "item:99", "Care"))
    # An entity of an encyclopedia needs one.
    assert refusal(bank, "en:Anvil", "Uses").kind == "offline"


def test_hybrid_search_answers_from_the_library_alone(bank: MemoryBank) -> None:
    found = run(bank, "hybrid_search", {"text": "How do I soak a whetstone ?"})
    lines = found.text.splitlines()
    assert lines[0] == "Whetstone (item:1): A stone for edges."
    assert lines[1] == "Aspects: Care (Soaking); Use"
    assert "Your own video: Sharpening kitchen knives (video:1) [00:02]: Soak" in found.text
    assert lines[-1].startswith("Left out: the web (the network is off")
    assert found.trust == "private"
    assert found.recordings == ("video:1",)
    assert found.urls == ()
    assert found.data["entity"]["id"] == "item:1"
    assert {one["id"] for one in found.data["own_videos"]} == {"video:1"}


def test_hybrid_search_of_a_library_with_videos_alone(tmp_path: Path) -> None:
    with MemoryBank.open(tmp_path / "other") as bank:
        found = run(with_recordings(bank), "hybrid_search", {"text": "烤箱预热多少度"}, "zh")
        assert "视频：乡村面包教程 (video:2) [00:30]：烤箱先预热到二百三十度。" in found.text
        assert found.data["entity"] is None
        with pytest.raises(ToolError) as caught:
            run(bank, "hybrid_search", {"text": "zxcvb qwerty"})
        assert "the network is off" in str(caught.value)


def test_an_article_and_an_item_of_one_title_are_one_entity(
    bank: MemoryBank, tmp_path: Path
) -> None:
    archive = write_zim(tmp_path / "en.zim", in_language("en"))
    (messi,) = bank.kuaipedia.put_items([NewItem("Lionel Messi", "en", aliases=("Messi",))])
    assert messi is not None
    ids = bank.kuaipedia.put_aspects(
        messi, [NewAspect("Autograph", 1), NewAspect("Club career", 1)]
    )
    note = NewEvidence(messi, ids["", "Autograph"], 0, 20, "text", "Messi", 0.9)
    bank.kuaipedia.replace_evidence(3, "n1", "1", [note])
    found = run(bank, "hybrid_search", {"text": "Where was Messi born?"}, archives=[archive])
    entity = found.data["entity"]
    assert entity["id"] == f"item:{messi}"
    assert entity["url"] == "https://en.wikipedia.org/wiki/Lionel_Messi"
    names = [one["name"] for one in entity["aspects"]]
    assert names[0] == "Autograph"
    assert names.count("Club career") == 1
    assert "International career" in names
    # The article stays an address that may be browsed.
    assert entity["url"] in found.urls
    own = aspect_of(bank, "en:Lionel Messi", "Autograph", archives=[archive])
    assert [one.source for one in own.passages] == ["/n/notes.md"]
    of_article = aspect_of(bank, f"item:{messi}", "Barcelona", archives=[archive])
    assert {one.location.heading for one in of_article.passages} == {"Club career › Barcelona"}
    assert of_article.trust == "untrusted"


def test_entities_are_merged_by_title_and_alias() -> None:
    stone = Entity("item:1", "Whetstone", "", "", "en", (Aspect("Care", 1),), names=("Sharpener",))
    article = Entity(
        "en:Sharpener (tool)", "Sharpener (tool)", "A tool.", "https://e/x", "en",
        (Aspect("Care", 1), Aspect("Oil", 2), Aspect("History", 1), Aspect("Ages", 2)),
    )  # fmt: skip
    other = Entity("en:Anvil", "Anvil", "Heavy.", "https://e/y", "en")
    assert is_same(stone, article)
    assert not is_same(stone, other)
    merged = together(LinkedEntities(stone), LinkedEntities(other, (article,)))
    assert [one.id for one in merged.all] == ["item:1", "en:Anvil"]
    first = merged.all[0]
    assert (first.summary, first.url) == ("A tool.", "https://e/x")
    # Of a section that is an aspect already nothing is repeated.
    assert [one.name for one in first.aspects] == ["Care", "History", "Ages"]
    assert together(LinkedEntities(), LinkedEntities()) == LinkedEntities()
