"""Kinds of conversations that are made in Chinese beside those of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.mat.synthetic import noise, noise_zh
from engine.mat.synthetic.conversations import Conversation, ConversationMaker
from engine.mat.synthetic.phrasings import zh_talk
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.questions_zh import ChineseQuestionMaker
from engine.mat.synthetic.utterances_zh import talk_utterances_zh, web_utterances_zh

# Plans of each kind.
HOLIDAYS_THERE = 2500
HOLIDAYS_THERE_WHOLE = 400
TWOFOLD = 3000
POLITE = 1500
FOLLOW_UPS = 6500
BARE = 1500
# How often each real question and each real bit of talk is told, typed anew.
SEARCHES_TOLD, TALK_TOLD = 2, 4
# In how many of those the web is on.
_WEB_SHARE = 0.7
# What would have another tool come first, or is no question.
_NOT_AFTER = frozenset({"weather_where", "gibberish", "goodbye", "greeting"})


def made_in_chinese(
    maker: ConversationMaker, questions: ChineseQuestionMaker, scale: float
) -> Iterator[tuple[str, Conversation]]:
    """Holidays of other countries, two questions in one, questions after a greeting, follow-ups."""
    for _ in range(int(HOLIDAYS_THERE * scale)):
        maker.online = maker.rng.random() < 0.5
        yield "plan holidays_there", maker.plan_only(questions.holidays_there())
    for _ in range(int(HOLIDAYS_THERE_WHOLE * scale)):
        maker.online = maker.rng.random() < 0.5
        whole = maker.whole(questions.holidays_there())
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


def spoken_in_chinese(
    maker: ConversationMaker, questions: ChineseQuestionMaker, data: Path, scale: float
) -> Iterator[tuple[str, Conversation]]:
    """Real utterances: questions that the web answers, and talk."""
    rng = maker.rng
    for text in web_utterances_zh(data):
        for _ in range(SEARCHES_TOLD):
            if rng.random() < scale:
                maker.online = rng.random() < _WEB_SHARE
                typed = noise.noisy(text, rng, change=noise_zh.careless)
                yield "spoken search", maker.plan_only(questions.search(typed))
    for utterance in talk_utterances_zh(data):
        for _ in range(TALK_TOLD):
            if rng.random() < scale:
                maker.online = rng.random() < _WEB_SHARE
                typed = noise_zh.talked(utterance.text, rng)
                yield "spoken talk", maker.talk(typed, str(utterance.kind))


def _twofold(maker: ConversationMaker, questions: ChineseQuestionMaker) -> PlannedQuestion:
    if maker.rng.random() < 0.15:
        kind = maker.rng.choice([kind for kind in zh_talk.TALK if kind not in _NOT_AFTER])
        return questions.twofold(PlannedQuestion(questions.talk_text(kind), "zh", ()))
    kinds = ("calendar", "delta", "holidays", "solar_terms", "library", "holidays_there")
    second: PlannedQuestion = getattr(questions, maker.rng.choice(kinds))()
    return questions.twofold(second)
