"""Reading conversations: what is shown, what is pointed at, and what is kept out."""

from __future__ import annotations

import random
import re
import tarfile
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest

from engine.events import Language
from engine.mat.synthetic import cloze_en, cloze_zh
from engine.mat.synthetic.asking import as_typed
from engine.mat.synthetic.conversations import Conversation, ConversationMaker
from engine.mat.synthetic.held_out import HeldOut
from engine.mat.synthetic.reading_cloze import cloze_searches
from engine.mat.synthetic.reading_dialogues import dialogue_searches
from engine.mat.synthetic.reading_library import Searched, search_all
from engine.mat.synthetic.readings import ReadingMaker
from engine.mat.synthetic.sources import PassageQuestion, is_held_out, passage_questions
from engine.tools.builtin import builtin_registry

BRIDGE = (
    "The stone bridge crosses the river at Old Town. It was opened in 1856 by the mayor. "
    "Carts paid a toll of two pence until the war."
)
FERRY = (
    "The ferry crosses the harbour every half hour. A ticket for the ferry costs four crowns. "
    "Children under six travel on the ferry without one."
)
ITEMS = [
    PassageQuestion("When was the bridge opened?", BRIDGE, "Bridge", 65, "en", "1856"),
    PassageQuestion("How much is a ferry ticket?", FERRY, "Ferry", 76, "en", "four crowns"),
    PassageQuestion("Who designed the stone bridge?", BRIDGE, "Bridge", None, "en"),
]


def _maker(language: Language = "en", seed: int = 3) -> ReadingMaker:
    rng = random.Random(seed)
    return ReadingMaker(ConversationMaker(language, builtin_registry(), rng, ["Some title", "Two"]))


def _observed(conversation: Conversation) -> dict[str, str]:
    """The lines of the observation by their marks."""
    content = next(m["content"] for m in conversation if m["role"] == "tool")
    lines = [re.fullmatch(r"(.*) (\[\d+\])", line) for line in content.split("\n")]
    return {match.group(2): match.group(1) for match in lines if match}


@pytest.fixture(scope="module")
def searched() -> list[Searched]:
    return list(search_all(ITEMS))


def test_the_answers_offsets_are_right() -> None:
    for item in ITEMS[:2]:
        assert item.answer is not None
        assert item.passage.startswith(item.answer_text, item.answer)


def test_the_search_is_the_real_one(searched: list[Searched]) -> None:
    assert [one.item for one in searched] == ITEMS
    for one in searched:
        assert one.found[0].title == one.item.title
        assert one.found[0].text in one.item.passage


def test_what_is_pointed_at_answers_or_nothing_does(searched: list[Searched]) -> None:
    concluded = set()
    for seed in range(60):
        for one in searched:
            conversation = _maker(seed=seed).reading(one, typed=0.0)
            if conversation is None:
                continue
            last = conversation[-1]["content"]
            concluded.add((one.item.question, re.sub(r"\d+\]", "]", last)))
            observed = _observed(conversation)
            if last == "none":
                assert not any(one.item.answer_text in line for line in observed.values()) or (
                    one.item.answer is None
                )
            else:
                mark, _, short = last.partition(" ")
                assert short == one.item.answer_text
                assert short in observed[mark]
    questions = [item.question for item in ITEMS]
    assert (questions[0], "[] 1856") in concluded
    assert (questions[0], "none") in concluded
    assert {last for question, last in concluded if question == questions[2]} == {"none"}


def test_a_question_is_typed_as_people_type() -> None:
    rng = random.Random(5)
    question = "What is the name of the bridge that was opened in 1856?"
    typed = {as_typed(question, "en", rng, 1.0) for _ in range(100)}
    assert len(typed) > 40
    assert any(one.islower() for one in typed)
    assert not any("  " in one for one in typed)
    assert as_typed(question, "en", rng, 0.0) == question


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("It was opened in 1856 by the mayor.", r"(?i)\bbridge opened|opened.*\bwhen", "1856"),
        ("Ann Miller wrote the first guide to it.", r"(?i)wrote the first guide", "Ann Miller"),
        ("The ferry has 40 seats on two decks.", r"(?i)how many", "40"),
    ],
)
def test_english_questions_ask_for_a_part_of_their_sentence(
    sentence: str, question: str, answer: str
) -> None:
    rng = random.Random(1)
    made = [cloze_en.question_of(sentence, "The bridge", rng) for _ in range(200)]
    asked = [one for one in made if one is not None]
    assert all(sentence.startswith(one[1], one[2]) for one in asked)
    assert any(re.search(question, one[0]) and one[1] == answer for one in asked)
    assert all(one[1] not in one[0] for one in asked if one[1] == answer)


def test_chinese_questions_ask_for_a_part_of_their_sentence() -> None:
    rng = random.Random(1)
    sentence = "石桥于1856年由市长主持通车，位于老城区，全长120米。"
    made = [cloze_zh.question_of(sentence, "石桥", rng) for _ in range(200)]
    asked = [one for one in made if one is not None]
    assert {"1856年", "120", "老城区"} <= {one[1] for one in asked}
    assert all(sentence.startswith(one[1], one[2]) for one in asked)


def test_a_document_has_one_side_in_every_set(shared_data: Path) -> None:
    learnt = list(passage_questions(shared_data))
    kept = list(passage_questions(shared_data, held_out=True))
    assert not {item.title for item in learnt} & {item.title for item in kept}
    assert all(is_held_out(item.title) for item in kept)
    share = len(kept) / (len(kept) + len(learnt))
    assert 0.2 < share < 0.45
    assert all(
        item.passage.startswith(item.answer_text, item.answer)
        for item in learnt
        if item.answer is not None
    )


def test_what_is_kept_from_training_is_found_in_other_texts() -> None:
    held_out = HeldOut([BRIDGE, "石桥于一八五六年由市长主持通车，位于老城区，全长一百二十米。"])
    assert held_out.shares(f"Some words before. {BRIDGE.upper()} And after.")
    assert held_out.shares("据说石桥于一八五六年由市长主持通车，位于老城区，全长一百二十米左右。")
    assert not held_out.shares(FERRY)
    assert not held_out.shares("石桥很长。")


def test_dialogues_give_readings(shared_data: Path) -> None:
    maker = _maker("zh")
    source = dialogue_searches(shared_data, random.Random(2))
    made = [maker.reading(one, typed=0.0) for one in islice(source, 60)]
    assert sum(one is not None and one[-1]["content"] != "none" for one in made) > 10


def test_prose_gives_readings_but_not_what_is_held_out(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    text = "\n\n".join(("# River", BRIDGE, f"{FERRY} {FERRY}")).encode()
    for name in ("prose-en-general", "prose-en-technical"):
        with tarfile.open(tmp_path / f"text/{name}.tar.xz", "w:xz") as archive:
            member = tarfile.TarInfo("en/wikipedia_en.txt")
            member.size = len(text)
            archive.addfile(member, BytesIO(text))
    searches = list(cloze_searches(tmp_path, "en", HeldOut([FERRY]), random.Random(2)))
    assert searches
    for one in searches:
        assert one.item.passage == BRIDGE
        assert one.item.answer is not None
        assert BRIDGE.startswith(one.item.answer_text, one.item.answer)
        assert BRIDGE in {passage.text for passage in one.found}
