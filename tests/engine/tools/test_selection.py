"""Which tools a question is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from engine.tools.observation import Observation
from engine.tools.selection import ToolSelection
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel


def tool_of(name: str, description: str, *examples: str, origin: str = "file x.py") -> Tool:
    return Tool(
        name=name,
        description=description,
        parameters={"type": "object", "properties": {}, "required": []},
        returns="",
        function=lambda context: Observation(""),
        task_phrases={"en": name, "zh": name},
        origin=origin,
        examples=examples,
    )


BUILTIN = [tool_of("calendar", "Dates.", origin=""), tool_of("search", "Look up.", origin="")]
TIDES = tool_of("tide_table", "Tell the tides of a harbour.", "When is high water in Hamburg?")
COFFEE = tool_of("brew_coffee", "Brew coffee with the machine.", "Make me an espresso.")
SHARES = tool_of("share_price", "Tell the price of a share at the stock exchange.")
MOON = tool_of("moon_phase", "查询某一天的月相。", "今晚是满月吗？")
CUSTOM = [COFFEE, SHARES, TIDES, MOON]


class Embedding:
    """The built-in model, and how many texts it was given."""

    def __init__(self) -> None:
        self.model = StaticModel.open(builtin_path())
        self.texts = 0

    def __call__(self, texts: Sequence[str]) -> Any:
        self.texts += len(texts)
        return self.model.embed_documents(texts)


@pytest.fixture(scope="module")
def embed() -> Embedding:
    return Embedding()


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("When is the next high tide in Rotterdam's harbour?", TIDES),
        ("I would like a cup of coffee", COFFEE),
        ("How much is a share of Siemens worth?", SHARES),
        ("明天晚上的月亮圆不圆，是满月吗", MOON),
    ],
)
def test_the_built_in_ones_come_first_then_the_best(
    embed: Embedding, question: str, best: Tool
) -> None:
    tools = [COFFEE, BUILTIN[0], SHARES, TIDES, BUILTIN[1], MOON]
    chosen = ToolSelection(embed).select(tools, question, 3)
    assert chosen == [*BUILTIN, best]


def test_all_fit_and_none_fit(embed: Embedding) -> None:
    selection = ToolSelection(embed)
    assert selection.select([*CUSTOM, *BUILTIN], "coffee", 6) == [*BUILTIN, *CUSTOM]
    assert selection.select([*CUSTOM, *BUILTIN], "coffee", 1) == BUILTIN
    assert selection.select([], "coffee", 5) == []


def test_equal_tools_stay_in_their_order(embed: Embedding) -> None:
    same = [tool_of(f"a{'_' * number}", "Same.") for number in range(1, 5)]
    assert ToolSelection(embed).ranked(same, "nothing of the kind") == same
    assert ToolSelection(embed).ranked(same[::-1], "") == same[::-1]


def test_tools_are_embedded_once_and_forgotten_when_they_are_gone() -> None:
    embed = Embedding()
    selection = ToolSelection(embed)
    selection.ranked(CUSTOM, "one")
    first = embed.texts
    selection.ranked(CUSTOM, "two")
    assert embed.texts == first + 1
    selection.ranked([tool_of("other", "Something else.")], "three")
    assert len(selection._known) == 1


def test_the_best_example(embed: Embedding) -> None:
    selection = ToolSelection(embed)
    found = selection.best_example([*BUILTIN, *CUSTOM], "When is high water in Hamburg?")
    assert found is not None
    assert found[0] is TIDES
    assert found[1] == pytest.approx(1.0, abs=1e-5)
    near = selection.best_example(CUSTOM, "When will the water be high in Hamburg?")
    far = selection.best_example(CUSTOM, "Who wrote the letter about the roof?")
    assert near is not None
    assert far is not None
    assert near[0] is TIDES
    assert near[1] > far[1] + 0.2
    assert selection.best_example([SHARES, *BUILTIN], "anything") is None
