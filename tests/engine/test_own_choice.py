"""One of the user's own tools is left to a small model: by its own mind, and by nearness."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from datetime import datetime

from engine.offering import Offer
from engine.own_choice import chosen, plan_beginning, settled
from engine.planning import Choices
from engine.progress import Question
from engine.tools.builtin import builtin_registry
from engine.tools.observation import Observation
from engine.tools.tool import Tool
from models.language.base import ContextOverflowError, Message, Scores, Usage
from tests.engine.scripted_model import ScriptedModel


def own(name: str) -> Tool:
    return Tool(
        name=name,
        description=f"Does {name}.",
        parameters={"type": "object", "properties": {}, "required": []},
        returns="",
        function=lambda context: Observation(""),
        task_phrases={"en": name, "zh": name},
        origin="file own.py",
    )


OWN = [own("find_bus"), own("send_mail"), own("play_song")]
SEARCH = builtin_registry().get("search_knowledge")


class Scoring(ScriptedModel):
    """Finds the beginnings of plans as likely as it is told."""

    def __init__(self, shares: Sequence[float], *, fits: bool = True) -> None:
        super().__init__([], style="pointer")
        self.shares = shares
        self.fits = fits
        self.options: list[str] = []

    def score(
        self,
        messages: Sequence[Message],
        options: Sequence[str],
        *,
        cancel: threading.Event | None = None,
    ) -> Scores:
        if not self.fits:
            raise ContextOverflowError("too long")
        self.options = list(options)
        return Scores(tuple(map(math.log, self.shares)), Usage(10, 5))


def asked(**nearness: float) -> Question:
    return Question("play it", "en", datetime(2026, 11, 20), "", nearness=nearness)


def offered(tools: Sequence[Tool] = OWN) -> Offer:
    return Offer([SEARCH, *tools], Choices({"web": ["http://example.org"]}))


def names(offer: Offer) -> list[str]:
    return [tool.name for tool in offer.tools]


def test_the_likeliest_is_left() -> None:
    model = Scoring([0.1, 0.1, 0.7, 0.1])
    near = asked(find_bus=0.3, send_mail=0.3, play_song=0.3)
    left, usage = settled(model, offered(), near, [])
    assert names(left) == ["send_mail"]
    assert left.choices.addresses == {"web": ["http://example.org"]}
    assert usage.prompt_tokens == 10
    assert model.options[:2] == [
        '{"task_name": "Search the documents"',
        '{"task_name": "Use find_bus"',
    ]


def test_one_that_is_much_nearer_is_taken_instead() -> None:
    model = Scoring([0.1, 0.1, 0.5, 0.3])
    near = asked(find_bus=0.1, send_mail=0.1, play_song=0.6)
    assert names(settled(model, offered(), near, [])[0]) == ["play_song"]


def test_none_is_left_where_a_built_in_tool_is_likelier() -> None:
    far = asked(find_bus=0.1, send_mail=0.1, play_song=0.1)
    model = Scoring([0.9, 0.05, 0.03, 0.02])
    assert names(settled(model, offered(), far, [])[0]) == ["search_knowledge"]
    assert names(settled(Scoring([0.9, 0.1]), offered(OWN[:1]), far, [])[0]) == ["search_knowledge"]


def test_without_own_tools_there_is_nothing_to_settle() -> None:
    model = Scoring([1.0])
    assert settled(model, offered([]), asked(), []) == (offered([]), Usage())
    assert model.options == []


def test_models_that_cannot_tell_are_offered_all() -> None:
    assert settled(ScriptedModel([]), offered(), asked(), []) == (offered(), Usage())
    too_long = Scoring([0.1, 0.7, 0.1, 0.1], fits=False)
    assert settled(too_long, offered(), asked(), []) == (offered(), Usage())


def test_equal_ones_stay_in_their_order() -> None:
    assert chosen(OWN, [-1.0, -1.0, -1.0], {}).name == "find_bus"
    assert chosen(OWN, [-1.0, -1.0, -1.0], {"play_song": 0.1}).name == "play_song"


def test_a_plan_begins_with_the_name_in_its_language() -> None:
    chinese = Question("放一首歌", "zh", datetime(2026, 11, 20), "")
    assert plan_beginning(OWN[2], chinese) == '{"task_name": "使用 play_song"'
