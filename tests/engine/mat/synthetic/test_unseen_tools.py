"""Conversations about tools that are drawn anew are what the program itself would send."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from engine.events import Language
from engine.mat.synthetic import unseen_tools, unseen_tools_corpora
from engine.mat.synthetic.unseen_tools import (
    Conversation,
    OwnToolConversations,
    beside_built_in_tools,
    unseen_tool_conversations,
)
from engine.mat.synthetic.unseen_tools_corpora import people_asked
from engine.mat.synthetic.unseen_tools_facts import fact_lines
from engine.mat.synthetic.unseen_tools_forms import (
    AskedTool,
    ToolArgument,
    ToolForm,
    drawn_tool,
    in_snake_case,
    is_said,
    usable,
)
from engine.mat.synthetic.unseen_tools_made import asked_of, is_question, made_tools
from engine.mat.synthetic.unseen_tools_sgd import schema_guided_questions
from engine.own_numbers import numbers_said
from engine.own_tools.signatures import is_tool_name
from engine.tools.builtin import builtin_registry

REGISTRY = builtin_registry()
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LINE = re.compile(r"^- (\w+)\(([^)]*)\): .", re.MULTILINE)


def listed(conversation: Conversation) -> dict[str, list[str]]:
    """The own tools that a prompt names, with their arguments."""
    return {
        name: [part for part in arguments.split(", ") if part]
        for name, arguments in LINE.findall(conversation[1]["content"])
    }


def goal(conversation: Conversation) -> str:
    return re.split(r"\n(?:Goal: |目标：)", conversation[1]["content"], maxsplit=1)[1]


def check_plan(conversation: Conversation) -> str:
    """Assert that the first plan can be made, and return what it calls."""
    plan = json.loads(conversation[2]["content"])
    name, args = plan["command"]["name"], plan["command"]["args"]
    tools = listed(conversation)
    assert 1 <= len(tools) <= 6
    if name not in tools:
        assert name in REGISTRY.names()
        return str(name)
    assert plan["task_name"] in (f"Use {name}", f"使用 {name}")
    named = [argument.rstrip("?") for argument in tools[name]]
    assert [key for key in named if key in args] == [key for key in args if key in named]
    assert {argument for argument in tools[name] if not argument.endswith("?")} <= set(args)
    for value in args.values():
        if isinstance(value, str):
            continue
        assert value in [float(n) for n in numbers_said(goal(conversation), whole=False)]
    return "own"


@pytest.fixture(scope="module")
def makers() -> dict[Language, OwnToolConversations]:
    return beside_built_in_tools(REGISTRY, random.Random(4))


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_tools_are_many_and_can_be_asked_for(language: Language) -> None:
    made = made_tools(language)
    assert len(made) > 900
    rng = random.Random(2)
    assert all(any(asked_of(one, rng, language) for _ in range(12)) for one in made)
    assert all(is_tool_name(name) for one in made for name in one.form.names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_conversations_choose_among_tools(
    makers: dict[Language, OwnToolConversations], language: Language
) -> None:
    rng = random.Random(7)
    conversations = []
    made = made_tools(language)
    own = OwnToolConversations(language, REGISTRY, rng, [one.form for one in made])
    for one in rng.sample(made, 150):
        asked = asked_of(one, rng, language)
        if asked is not None:
            conversations.append(own.conversation(asked))
    called = [check_plan(conversation) for conversation in conversations]
    assert 0.5 < called.count("own") / len(called) < 0.9
    assert {"do_nothing", "search_knowledge"} <= set(called)
    places = [
        list(listed(c)).index(json.loads(c[2]["content"])["command"]["name"])
        for c, name in zip(conversations, called, strict=True)
        if name == "own"
    ]
    assert {0, 1, 2} <= set(places)


def test_a_question_for_a_built_in_tool_keeps_its_plan(
    makers: dict[Language, OwnToolConversations],
) -> None:
    conversation = [
        {"role": "system", "content": "KAgent."},
        {"role": "user", "content": "Memory: none\nGoal: how many days until May 1?"},
        {"role": "assistant", "content": "{}"},
    ]
    beside = makers["en"].with_other_tools(conversation)
    assert listed(beside)
    assert beside[1]["content"].startswith("Memory: none\nMore tools:\n- ")
    assert goal(beside) == "how many days until May 1?"
    assert [beside[0], beside[2]] == [conversation[0], conversation[2]]


def test_what_nobody_says_is_left_out() -> None:
    form = ToolForm(
        "x",
        "x",
        ("book_room",),
        ("Book a room",),
        (
            ToolArgument("city", required=True),
            ToolArgument("nights", "integer"),
            ToolArgument("bed", "choice", choices=("single", "double")),
        ),
    )
    asked = AskedTool("a room in New York, two nights", form, {"city": "New York", "nights": "2"})
    told = usable(asked)
    assert told is not None
    assert told.args == {"city": "New York", "nights": 2}
    wrong = {"city": "Boston", "nights": "2"}
    assert usable(AskedTool("a room in New York", form, wrong)) is None
    assert usable(AskedTool("a room", form, {"bed": "single"})) is None
    vague = usable(AskedTool("a room in Rome", form, {"city": "Rome", "bed": "large"}))
    assert vague is not None
    assert vague.args == {"city": "Rome"}


def test_forms_are_drawn_with_names_that_tools_may_have() -> None:
    form = ToolForm("x", "x", ("find_bus",), ("Find a bus", "Bus times"), (ToolArgument("to"),))
    tools = [drawn_tool(form, random.Random(seed), "en", ("to",)) for seed in range(300)]
    assert all(is_tool_name(tool.name) for tool in tools)
    names = {tool.name for tool in tools}
    assert {"find_bus", "findBus", "search_bus"} <= names
    assert all("to" in tool.parameters["properties"] for tool in tools)
    assert len({tool.description for tool in tools}) > 10


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("fly to New York.", "New York", True),
        ("fly to New York.", "New Yor", False),
        ("fly to New York.", "York.", False),
        ("去北京的机票", "北京", True),
        ("Anna's car", "Anna", True),
        ("a cat", "dog", False),
    ],
)
def test_words_of_a_question(question: str, value: str, said: bool) -> None:
    assert is_said(question, value) is said


def test_small_parts() -> None:
    assert in_snake_case("FindRestaurants") == "find_restaurants"
    assert in_snake_case("reverted_card_payment?") == "reverted_card_payment"
    assert is_question("What is due?")
    assert is_question("话费是多少")
    assert not is_question("Pay the rent")
    assert {group for group, _, _ in fact_lines("zh")} >= {"figures", "facts tea"}


def test_services_of_the_test_set_are_left_out(shared_data: Path) -> None:
    archive = shared_data / "agents" / "sgd.tar.xz"
    first = [asked for _, asked in zip(range(4000), schema_guided_questions(archive), strict=False)]
    groups = {asked.form.group for asked in first}
    assert groups
    assert not groups & {"Alarm", "Messaging", "Payment", "Trains"}


def test_people_s_questions_make_conversations(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(data: Path) -> list[AskedTool]:
        return list(people_asked(data))[::150]

    def none(archive: Path) -> list[AskedTool]:
        return []

    monkeypatch.setattr(unseen_tools_corpora, "schema_guided_questions", none)
    monkeypatch.setattr(unseen_tools, "people_asked", some)
    monkeypatch.setattr(unseen_tools, "MADE", {"en": 20, "zh": 20})
    made = list(unseen_tool_conversations(shared_data, REGISTRY, random.Random(3), 1.0))
    kinds = {kind for kind, _ in made}
    assert kinds >= {"unseen CLINC150", "unseen HWU64", "unseen CrossWOZ", "unseen ours zh"}
    called = [check_plan(conversation) for _, conversation in made]
    assert called.count("own") > len(called) / 2
