"""Write the training conversations of the built-in model.

python -m engine.mat.synthetic.craft --data ../shared/data --out .training/conversations.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engine.dates.resolving import resolve
from engine.events import Command, Language
from engine.mat.synthetic.chat import TALK
from engine.mat.synthetic.chinese import made_in_chinese, spoken_in_chinese
from engine.mat.synthetic.conversations import Conversation, ConversationMaker
from engine.mat.synthetic.english import made_in_english, spoken_in_english
from engine.mat.synthetic.questions import PlannedQuestion, QuestionMaker
from engine.mat.synthetic.questions_en import (
    AnyQuestionMaker,
    EnglishQuestionMaker,
    question_maker,
)
from engine.mat.synthetic.sources import (
    PassageQuestion,
    passage_questions,
    utterances,
    weather_utterances,
)
from engine.mat.synthetic.web_conversations import WebConversationMaker
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

SEED = 20261120
# Conversations of each kind a language; `whole` ones run the tool and conclude.
PLANS = {"calendar": 6500, "holidays": 5000, "solar_terms": 3500, "delta": 8000, "library": 7500}
WHOLES = {
    "calendar": 800,
    "holidays": 1600,
    "solar_terms": 1100,
    "delta": 900,
    "two_festivals": 1400,
}
NOT_FOUND = 1200
READINGS = 5200
# Conversations that go out to the web, each kind a language.
ONLINE = {"weather": 13500, "born": 2000, "about": 1200, "age": 800, "compare": 1600}
ONLINE_READINGS = 2000
ONLINE_NOTHING = 500
# Share of the other conversations in which the web is on offer too.
ONLINE_SHARE = 0.5
# Questions whose own passage is taken away, so that what is left does not answer.
HIDDEN_SHARE = 0.13
TALKS: dict[Language, int] = {"en": 9000, "zh": 13500}
# What there is most variety of, and most doubt about, is made more often.
TALK_WEIGHTS = {"cannot": 3, "feelings": 2, "personal": 2, "arithmetic": 1.5, "capabilities": 1.5}
UTTERANCE_SHARE = {"cannot": 0.3, "acknowledge": 0.5}


def craft(
    data: Path, scale: float, talk_scale: float = 1.0, seed: int = SEED
) -> Iterator[tuple[str, Conversation]]:
    """All conversations with the kind of each, in no particular order."""
    registry = builtin_registry()
    rng = random.Random(seed)
    items = list(passage_questions(data))
    languages: tuple[Language, ...] = ("en", "zh")
    places = sorted({utterance.place for utterance in weather_utterances(data)})
    for language in languages:
        own = [item for item in items if item.language == language]
        titles = sorted({item.title for item in own})
        maker = ConversationMaker(language, registry, rng, titles)
        questions = question_maker(language, rng)
        yield from _made(maker, questions, scale)
        if isinstance(questions, EnglishQuestionMaker):
            yield from made_in_english(maker, questions, scale)
        else:
            yield from made_in_chinese(maker, questions, scale)
            yield from spoken_in_chinese(maker, questions, data, scale)
        yield from _readings(maker, questions, own, scale)
        yield from _talks(maker, questions, scale * talk_scale)
        yield from _online(maker, questions, own, scale, places if language == "en" else ())
    english = ConversationMaker(
        "en", registry, rng, sorted({i.title for i in items if i.language == "en"})
    )
    yield from _spoken(english, question_maker("en", rng), data, scale)
    yield from _spoken_weather(english, data, scale)
    yield from spoken_in_english(english, data, scale)


def _at_random(maker: ConversationMaker) -> ConversationMaker:
    """The maker, for its next conversation with or without the web."""
    maker.online = maker.rng.random() < ONLINE_SHARE
    return maker


def _made(
    maker: ConversationMaker, questions: QuestionMaker, scale: float
) -> Iterator[tuple[str, Conversation]]:
    for kind, count in PLANS.items():
        draw: Callable[[], PlannedQuestion] = getattr(questions, kind)
        for _ in range(int(count * scale)):
            yield f"plan {kind}", _at_random(maker).plan_only(draw())
    for kind, count in WHOLES.items():
        draw = getattr(questions, kind)
        for _ in range(int(count * scale)):
            conversation = _at_random(maker).whole(draw())
            if conversation is not None:
                yield f"whole {kind}", conversation
    for _ in range(int(NOT_FOUND * scale)):
        maker.online = False
        yield "not found", maker.not_found(questions.library())


def _readings(
    maker: ConversationMaker,
    questions: QuestionMaker,
    items: list[PassageQuestion],
    scale: float,
) -> Iterator[tuple[str, Conversation]]:
    answerable = [item for item in items if item.answer is not None]
    absent = [item for item in items if item.answer is None]
    maker.rng.shuffle(answerable)
    maker.rng.shuffle(absent)
    count = int(READINGS * scale)
    chosen = answerable[: count - min(len(absent), count // 6)] + absent[: count // 6]
    by_title: dict[str, list[PassageQuestion]] = {}
    for item in items:
        by_title.setdefault(item.title, []).append(item)
    for item in chosen:
        others = maker.rng.sample(items, 2)
        if maker.rng.random() < HIDDEN_SHARE:
            same = [o for o in by_title[item.title] if o.passage != item.passage]
            others += maker.rng.sample(same, min(1, len(same)))
            item = replace(item, passage=others[0].passage, answer=None)  # noqa: PLW2901
        planned = questions.search(item.question)
        conversation = _at_random(maker).reading(item, others, planned.commands[0])
        if conversation is not None:
            yield "reading", conversation


def _talks(
    maker: ConversationMaker, questions: AnyQuestionMaker, scale: float
) -> Iterator[tuple[str, Conversation]]:
    for kind in TALK[maker.language]:
        share = TALK_WEIGHTS.get(kind, 1) / len(TALK[maker.language])
        for _ in range(int(TALKS[maker.language] * scale * share)):
            text = questions.talk_text(kind)
            _at_random(maker)
            if kind in ("weather", "weather_where"):
                # With the web there is a tool for it, which needs a place.
                maker.online = kind == "weather_where"
            yield "talk", maker.talk(text, kind)


def _spoken(
    maker: ConversationMaker, questions: QuestionMaker, data: Path, scale: float
) -> Iterator[tuple[str, Conversation]]:
    for utterance in utterances(data):
        if maker.rng.random() > scale * UTTERANCE_SHARE.get(utterance.kind or "", 1.0):
            continue
        _at_random(maker)
        if utterance.kind is None:
            yield "plan spoken", maker.plan_only(questions.search(utterance.text))
        elif utterance.kind == "weather":
            maker.online = False
            yield "spoken talk", maker.talk(utterance.text, utterance.kind)
        else:
            yield "spoken talk", maker.talk(utterance.text, utterance.kind)


def _online(
    maker: ConversationMaker,
    questions: QuestionMaker,
    items: list[PassageQuestion],
    scale: float,
    places: Sequence[str],
) -> Iterator[tuple[str, Conversation]]:
    online = WebConversationMaker(maker, places)
    for kind, count in ONLINE.items():
        for _ in range(int(count * scale)):
            conversation = getattr(online, kind)()
            if conversation is not None:
                yield f"online {kind}", conversation
    for item in maker.rng.sample(items, min(len(items), int(ONLINE_READINGS * scale))):
        conversation = online.reading(item, maker.rng.sample(items, 2))
        if conversation is not None:
            yield "online reading", conversation
    for _ in range(int(ONLINE_NOTHING * scale)):
        yield "online nothing", online.nothing(questions.library())


def _spoken_weather(
    maker: ConversationMaker, data: Path, scale: float
) -> Iterator[tuple[str, Conversation]]:
    """Real questions for the weather whose day, if they name one, is understood."""
    online = WebConversationMaker(maker)
    context = ToolContext(now=datetime(2026, 11, 20, 10))
    for utterance in weather_utterances(data):
        if maker.rng.random() > scale:
            continue
        try:
            resolve(utterance.time or "now", context)
        except ToolError:
            continue
        args = {"location": utterance.place, "start_date": utterance.time or "now"}
        yield "spoken weather", online.first_plan(utterance.text, Command("get_weather_info", args))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--talk-scale", type=float, default=1.0, help="small talk beside it")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    part = options.out.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        for kind, conversation in craft(
            options.data, options.scale, options.talk_scale, options.seed
        ):
            counts[kind] += 1
            stream.write(
                json.dumps({"kind": kind, "messages": conversation}, ensure_ascii=False) + "\n"
            )
    part.replace(options.out)
    sys.stdout.write(json.dumps(dict(counts), indent=1) + "\n")


if __name__ == "__main__":
    main()
