"""Kinds of conversations that are made in English alone so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.events import Command
from engine.mat.synthetic import noise
from engine.mat.synthetic.chat import TALK
from engine.mat.synthetic.conversations import Conversation, ConversationMaker
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.questions_en import EnglishQuestionMaker
from engine.mat.synthetic.utterances_en import (
    planned_utterances,
    search_for,
    talk_utterances,
    web_utterances,
)
from engine.offering import WEATHER_TOOL

# Plans of each kind.
HOLIDAYS_THERE = 4500
HOLIDAYS_THERE_WHOLE = 500
TWOFOLD = 3000
POLITE = 1500
FOLLOW_UPS = 6500
BARE = 1500
# How often each real utterance is told, typed anew.
TOLD_AGAIN = 3
# Share of the real talk and questions that is taken, and in how many of those the web is on.
TALK_SHARE, WEB_SHARE = 0.6, 0.7
# Words of a second question that stands by itself.
_SHORTEST = 5


def made_in_english(
    maker: ConversationMaker, questions: EnglishQuestionMaker, scale: float
) -> Iterator[tuple[str, Conversation]]:
    """Holidays of other countries, two questions in one, questions after a greeting, follow-ups."""
    for _ in range(int(HOLIDAYS_THERE * scale)):
        maker.online = maker.rng.random() < 0.5
        yield "plan holidays_there", maker.plan_only(questions.holidays_there())
    for _ in range(int(HOLIDAYS_THERE_WHOLE * scale)):
        maker.online = maker.rng.random() < 0.5
        whole = maker.whole(questions.holidays_there(of_days=False))
        if whole is not None:
            yield "whole holidays_there", whole
    for _ in range(int(TWOFOLD * scale)):
        maker.online = maker.rng.random() < 0.5
        yield "plan twofold", maker.plan_only(_twofold(maker, questions))
    for _ in range(int(POLITE * scale)):
        maker.online = maker.rng.random() < 0.5
        yield "plan polite", maker.plan_only(questions.polite())
    for _ in range(int(FOLLOW_UPS * scale)):
        maker.online = maker.rng.random() < 0.6
        yield "plan follow-up", maker.plan_only(questions.follow_up(online=maker.online))
    for _ in range(int(BARE * scale)):
        maker.online = maker.rng.random() < 0.5
        yield "plan bare", maker.plan_only(questions.bare())


def spoken_in_english(
    maker: ConversationMaker, data: Path, scale: float
) -> Iterator[tuple[str, Conversation]]:
    """Real utterances: of days, holidays and the weather, of what the web knows, and talk."""
    rng = maker.rng
    for question in planned_utterances(data):
        for _ in range(TOLD_AGAIN):
            if rng.random() < scale:
                needs_web = question.commands[0].name == WEATHER_TOOL
                maker.online = needs_web or rng.random() < 0.5
                yield "spoken plan", maker.plan_only(_retyped(question, maker))
    for text in web_utterances(data):
        if rng.random() < scale:
            maker.online = rng.random() < WEB_SHARE
            yield "spoken search", maker.plan_only(search_for(noise.noisy(text, rng)))
    for utterance in talk_utterances(data):
        if rng.random() < scale * TALK_SHARE:
            maker.online = rng.random() < WEB_SHARE
            text = " ".join(noise.noisy(utterance.text, rng).split())
            yield "spoken talk", maker.talk(text, str(utterance.kind))


def _retyped(question: PlannedQuestion, maker: ConversationMaker) -> PlannedQuestion:
    """The question with slips outside what its command copies."""
    command, marked = question.commands[0], question.text
    for name, value in command.args.items():
        if value != "now":
            slot = f"{noise.OPEN}{name.replace('_', '')}={value}{noise.CLOSE}"
            marked = marked.replace(str(value), slot, 1)
    marked = noise.noisy(marked, maker.rng)
    found = dict(re.findall(f"{noise.OPEN}(\\w+)=([^{noise.CLOSE}]*){noise.CLOSE}", marked))
    text = re.sub(f"{noise.OPEN}\\w+=([^{noise.CLOSE}]*){noise.CLOSE}", r"\1", marked)
    args = {key: found.get(key.replace("_", ""), value) for key, value in command.args.items()}
    return replace(question, text=" ".join(text.split()), commands=(Command(command.name, args),))


def _twofold(maker: ConversationMaker, questions: EnglishQuestionMaker) -> PlannedQuestion:
    kinds = ("calendar", "delta", "holidays", "solar_terms", "library", "holidays_there")
    if maker.rng.random() < 0.15:
        kind = maker.rng.choice([kind for kind in TALK["en"] if kind not in _NOT_AFTER])
        second = PlannedQuestion(questions.talk_text(kind), "en", ())
    else:
        second = getattr(questions, maker.rng.choice(kinds))()
        while len(second.text.split()) < _SHORTEST or (
            second.commands[0].name == "time_delta"
            and "now" not in second.commands[0].args.values()
        ):
            # A time from one date to another is counted whatever else is asked; a name alone goes
            # on from the first question.
            second = questions.delta()
    return questions.twofold(second)


# What would have another tool come first, or is no question.
_NOT_AFTER = frozenset({"weather", "weather_where", "gibberish", "goodbye", "greeting"})
