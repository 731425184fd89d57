"""Crafted conversations that go out to the web: their plans are what the engine itself allows."""

from __future__ import annotations

import json
import random

import pytest

from engine.events import Language
from engine.mat.synthetic.conversations import Conversation, ConversationMaker
from engine.mat.synthetic.web_conversations import WebConversationMaker
from engine.tools.builtin import builtin_registry

REGISTRY = builtin_registry()


def maker(language: Language, seed: int = 5) -> WebConversationMaker:
    own = ConversationMaker(language, REGISTRY, random.Random(seed), ["Atom", "Harbour", "Moon"])
    return WebConversationMaker(own)


def plans(conversation: Conversation) -> list[dict[str, object]]:
    written = [m["content"] for m in conversation if m["role"] == "assistant"]
    return [json.loads(text)["command"] for text in written if text.startswith("{")]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_weather_is_asked_for_with_words_of_the_question(language: Language) -> None:
    made = maker(language)
    for _ in range(200):
        conversation = made.weather()
        goal = conversation[1]["content"]
        (command,) = plans(conversation)
        assert command["name"] == "get_weather_info"
        args = command["args"]
        assert isinstance(args, dict)
        assert args["location"] in goal
        assert all(args[key] in goal or args[key] == "now" for key in args)
        assert "get_weather_info" in conversation[0]["content"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_is_compared_is_read_about_and_counted(language: Language) -> None:
    made = maker(language)
    conversations = [found for _ in range(60) if (found := made.compare()) is not None]
    assert len(conversations) > 50
    for conversation in conversations:
        names = [command["name"] for command in plans(conversation)]
        assert names == [
            "hybrid_search",
            "browse_wiki",
            "browse_wiki",
            "time_delta",
            "task_complete",
        ]
        results = conversation[3]["content"]
        marks = [command["args"]["url"] for command in plans(conversation)[1:3]]  # type: ignore[index]
        assert marks[0] != marks[1]
        assert all(mark in results for mark in marks)
        counted = conversation[9]["content"]
        assert conversation[-1]["content"] in counted


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_day_of_birth_is_pointed_at(language: Language) -> None:
    made = maker(language)
    for _ in range(60):
        conversation = made.born()
        pointed = conversation[-1]["content"]
        line = next(line for line in conversation[5]["content"].splitlines() if pointed in line)
        assert ("born" if language == "en" else "生于") in line
