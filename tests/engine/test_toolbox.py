"""Which of the user's own tools a question gets, and when one is its own without asking."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from engine.progress import Question
from engine.toolbox import Toolbox, UnknownToolError
from engine.tools.builtin import builtin_registry
from engine.tools.observation import Observation
from engine.tools.registry import Registry
from engine.tools.selection import ToolSelection
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel

SUBJECTS = {
    "tide_table": "Tell the tides of a harbour.",
    "brew_coffee": "Brew coffee with the machine.",
    "share_price": "Tell the price of a share at the stock exchange.",
    "find_bus": "Find a bus between two cities.",
    "send_mail": "Send an email to somebody.",
    "play_song": "Play a song.",
    "add_note": "Save a short note.",
    "parcel": "Where a parcel is.",
}


@pytest.fixture(scope="module")
def toolbox() -> Toolbox:
    embed = StaticModel.open(builtin_path()).embed_documents
    return Toolbox(registry(), selection=ToolSelection(embed))


def registry() -> Registry:
    tools = builtin_registry()
    for name, description in SUBJECTS.items():
        tools.register(
            Tool(
                name=name,
                description=description,
                parameters={"type": "object", "properties": {}, "required": []},
                returns="",
                function=lambda context: Observation(""),
                task_phrases={"en": name, "zh": name},
                origin="file own.py",
                examples=("When is high water in Hamburg?",) if name == "tide_table" else (),
            )
        )
    return tools


def asked(text: str) -> Question:
    return Question(
        text, "en", datetime(2026, 11, 20), "", shown_goal=text, cancel=threading.Event()
    )


def test_a_small_model_gets_six_of_them_best_first(toolbox: Toolbox) -> None:
    question = asked("When does the next bus go from Bonn to Berlin?")
    tools = toolbox.offered(registry(), question, 99, "pointer")
    own = [tool.name for tool in tools if tool.origin]
    assert own[0] == "find_bus"
    assert len(own) == 6
    assert {"search_knowledge", "do_nothing"} <= {tool.name for tool in tools}


def test_a_large_model_gets_all_that_there_is_room_for(toolbox: Toolbox) -> None:
    question = asked("When does the next bus go from Bonn to Berlin?")
    tools = toolbox.offered(registry(), question, 99)
    assert [tool.name for tool in tools if tool.origin] == list(SUBJECTS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("When is high water in Hamburg?", "tide_table"),
        ("when is high water in hamburg", "tide_table"),
        ("When is the market in Hamburg?", ""),
        ("Where is my parcel?", ""),
    ],
)
def test_only_what_is_nearly_an_example_is_given_to_a_tool(
    toolbox: Toolbox, text: str, name: str
) -> None:
    assert toolbox.made_for(registry(), asked(text)) == name


def test_without_selection_nothing_is_chosen() -> None:
    plain = Toolbox(registry())
    assert plain.made_for(registry(), asked("When is high water in Hamburg?")) == ""
    assert len([t for t in plain.offered(registry(), asked("x"), 2, "pointer") if t.origin]) == 8


def test_the_users_own_tools_are_only_looked_for_where_one_is_wanted() -> None:
    looked: list[str] = []

    def own(access: object, cancel: threading.Event) -> Registry:
        looked.append("looked")
        return registry()

    question = asked("When is high water?")
    built_in = Toolbox(builtin_registry(), own, only=("time_delta",)).registry(question)
    assert set(built_in.names()) == {"time_delta", "task_complete", "do_nothing"}
    assert not looked
    both = Toolbox(builtin_registry(), own, only=("time_delta", "tide_table")).registry(question)
    assert set(both.names()) == {"time_delta", "tide_table", "task_complete", "do_nothing"}
    assert looked == ["looked"]
    with pytest.raises(UnknownToolError, match="no tool 'tide_tabel'; did you mean 'tide_table'"):
        Toolbox(builtin_registry(), own, only=("tide_tabel",)).registry(question)
