"""When a question is offered the tool that looks into recordings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from engine.events import Command, Concluded, Location, Recollection, Task, TaskRecord
from engine.evidence import Evidence
from engine.knowledge import BankKnowledge
from engine.network import Network
from engine.offering import BROWSE_VIDEO, SEARCH_LIBRARY, SEARCH_WEB, available, offer, shown_tools
from engine.planning import plan_constraint
from engine.progress import Progress, Question
from engine.question_recordings import with_recordings
from engine.session import Session
from engine.tools.builtin import builtin_registry
from engine.web_access import WebAccess
from models.language.base import PromptStyle
from store.kuaipedia_records import NewAspect, NewEvidence, NewItem
from store.memory import MemoryBank
from tests.engine.made_recordings import with_recordings as filled
from tests.engine.scripted_model import ScriptedModel

REGISTRY = builtin_registry()
NOW = datetime(2026, 11, 26, 10)


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "home") as opened:
        yield opened


def question(
    bank: MemoryBank, text: str, style: PromptStyle = "pointer", *, online: bool = False
) -> Question:
    access = WebAccess(Network("on"), question=text) if online else None
    asked = Question(text, "en", NOW, "", shown_goal=text, access=access)
    return with_recordings(asked, bank, BankKnowledge(bank), style)


def offered(asked: Question, progress: Progress, step: int) -> set[str]:
    tools = available(REGISTRY, asked)
    return {tool.name for tool in offer(REGISTRY, tools, asked, progress, step).tools}


def after(*names: str) -> Progress:
    progress = Progress([], 0)
    progress.records = [TaskRecord(Task("t", Command(name)), "", None, 0.0) for name in names]
    return progress


def test_a_question_that_names_a_recording_leaves_no_choice(bank: MemoryBank) -> None:
    asked = question(filled(bank), "What does the sharpening video say about leather?")
    assert asked.recording == "video:1"
    tools = available(REGISTRY, asked)
    found = offer(REGISTRY, tools, asked, Progress([], 0), 0)
    assert [tool.name for tool in found.tools] == [BROWSE_VIDEO]
    constraint = plan_constraint(found.tools, asked.goal, "pointer", "en", found.choices)
    assert "video:1" in constraint.gbnf
    assert "question" not in constraint.gbnf


@pytest.mark.parametrize(
    "text",
    [
        "How do I sharpen kitchen knives?",
        "When is Christmas?",
        "How many videos are there?",
        "Which videos mention leather?",
        "What is the weather in Oslo tomorrow?",
    ],
)
def test_other_questions_keep_their_plans(bank: MemoryBank, text: str) -> None:
    before = question(bank, text)
    bare = offered(before, Progress([], 0), 0)
    asked = question(filled(bank), text)
    assert asked.recording == ""
    assert offered(asked, Progress([], 0), 0) == bare
    known = available(REGISTRY, asked)
    assert shown_tools("pointer", known) == shown_tools("pointer", available(REGISTRY, before))


@pytest.mark.parametrize("text", ["How hot is it in the video?", "视频里说水温是多少？"])
def test_what_the_video_says_is_not_looked_for_on_the_web_first(
    bank: MemoryBank, text: str
) -> None:
    bare = question(bank, text, online=True)
    assert SEARCH_WEB in offered(bare, Progress([], 0), 0)
    asked = question(filled(bank), text, online=True)
    assert asked.recording == ""
    tools = offered(asked, Progress([], 0), 0)
    assert SEARCH_LIBRARY in tools
    assert SEARCH_WEB not in tools


@pytest.mark.parametrize("text", ["How hot is the oven in the video?", "视频里说烤箱要多热？"])
def test_of_several_the_video_is_that_which_memory_brought(bank: MemoryBank, text: str) -> None:
    filled(bank)
    sources = {f"video:{one.id}": one.source for one in bank.recordings.all(None)}
    note = Recollection("knowledge", "Ovens", "/notes/ovens.md", "An oven is hot.", 0.9)
    said = Recollection("knowledge", "面包", sources["video:2"], "烤箱先预热到二百三十度。", 0.8)
    asked = Question(text, "zh", NOW, "", (note, said), shown_goal=text)
    assert with_recordings(asked, bank, BankKnowledge(bank), "pointer").recording == "video:2"
    silent = replace(asked, memory=(note,))
    assert with_recordings(silent, bank, BankKnowledge(bank), "pointer").recording == ""


def test_what_a_recording_does_not_say_is_looked_for_in_the_documents(bank: MemoryBank) -> None:
    asked = question(filled(bank), "What does the sharpening video say about the price of gold?")
    assert offered(asked, after(BROWSE_VIDEO), 1) == {SEARCH_LIBRARY}
    found = after(BROWSE_VIDEO)
    found.latest = [Evidence(1, "Ten times.", "/v", "V", Location())]
    assert offered(asked, found, 1) == {"task_complete"}


def test_a_recording_that_a_search_listed_is_looked_into(bank: MemoryBank) -> None:
    asked = question(filled(bank), "How is a strop used?", online=True)
    listed = after(SEARCH_WEB)
    listed.searched_web, listed.recordings = True, ["video:1"]
    assert offered(asked, listed, 1) == {BROWSE_VIDEO}
    # What the web has is read first.
    listed.results = {"[1]": "https://example.org/strop"}
    assert BROWSE_VIDEO not in offered(asked, listed, 1)


def test_a_large_model_is_told_of_it_where_there_is_something_to_look_into(
    bank: MemoryBank,
) -> None:
    def told(*, online: bool = False) -> set[str]:
        asked = question(bank, "What is a strop?", "prose", online=online)
        return {tool.name for tool in shown_tools("prose", available(REGISTRY, asked))}

    home = {BROWSE_VIDEO, SEARCH_WEB, "browse_aspect"}
    assert not home & told()
    # A recording on the web may be named.
    assert BROWSE_VIDEO in told(online=True)
    bank.kuaipedia.put_items([NewItem("Strop")])
    assert home & told() == {SEARCH_WEB, "browse_aspect"}
    filled(bank)
    assert home <= told()


def test_the_tool_is_not_used_where_the_user_allows_others_only(bank: MemoryBank) -> None:
    asked = question(filled(bank), "What does the sharpening video say about leather?")
    tools = [tool for tool in available(REGISTRY, asked) if tool.name != BROWSE_VIDEO]
    found = offer(REGISTRY, tools, asked, Progress([], 0), 0)
    assert SEARCH_LIBRARY in {tool.name for tool in found.tools}


def plan(name: str, **args: str) -> str:
    return json.dumps({"task_name": "t", "command": {"name": name, "args": args}})


def test_a_large_model_cites_the_second(bank: MemoryBank) -> None:
    filled(bank)
    outputs = [
        plan("browse_video", video_id="video:1"),
        plan("task_complete", reason="done"),
        "Hold it at seventeen degrees [4].",
    ]
    model = ScriptedModel(outputs)
    session = Session(bank=bank, model=lambda: model, registry=REGISTRY)
    *_, last = session.ask("Which angle for the blade?", now=NOW)
    assert isinstance(last, Concluded)
    # The model reads when each passage is.
    read = "\n".join(message.content for message in model.prompts[-1])
    assert "[4] (Sharpening kitchen knives, 00:31) Hold the blade" in read
    (citation,) = last.answer.citations
    assert citation.quote == "Hold the blade at seventeen degrees to the stone."
    assert (citation.location.start, citation.location.end) == (31.0, 36.0)
    assert session.history()[-1].citations == last.answer.citations


def test_a_large_model_goes_from_the_entity_to_its_aspect_and_the_video(bank: MemoryBank) -> None:
    (stone,) = filled(bank).kuaipedia.put_items([NewItem("Whetstone", "en")])
    assert stone is not None
    ids = bank.kuaipedia.put_aspects(stone, [NewAspect("Soaking", 1)])
    said = NewEvidence(
        stone, ids["", "Soaking"], 0, 48, "said", "whetstone", 0.9, time_start=2.0, time_end=6.5
    )
    bank.kuaipedia.replace_evidence(1, "f-Sharpening kitchen knives", "1", [said])
    outputs = [
        plan("hybrid_search", text="whetstone"),
        plan("browse_aspect", entity_id=f"item:{stone}", aspect="Soaking"),
        plan("browse_video", video_id="video:1"),
        plan("task_complete", reason="done"),
        "Nothing.",
    ]
    model = ScriptedModel(outputs)
    session = Session(bank=bank, model=lambda: model, registry=REGISTRY)
    *_, last = session.ask("How long is it soaked?", now=NOW)
    assert isinstance(last, Concluded)
    search, aspect, video, _ = last.answer.tasks
    assert search.observation.startswith(f"Whetstone (item:{stone})\nAspects: Soaking")
    assert "(video:1) [00:02]: Soak the whetstone" in aspect.observation
    assert "[00:02] said: Soak the whetstone" in video.observation
