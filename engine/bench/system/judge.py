"""A model that scores answers in the paper's five levels (section 4.3), in words of our own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Template
from typing import Final

from engine.bench.errors import BenchError
from engine.bench.system.answered import Answered
from engine.bench.system.questions import Question
from engine.cleaning import clean_line
from engine.events import Language
from engine.mat.asking import Asking, Patience
from engine.mat.errors import MalformedError
from engine.prompts.fencing import as_data, fenced, new_number
from models.language.base import LanguageModel, Message, ModelError

JUDGE_TOKENS: Final = 200
_LONGEST_ANSWER = 4000
_PROMPTS = Path(__file__).with_name("prompts")
# The first line that is not empty: a score alone, with or without its name.
_SCORE = re.compile(
    r"\s*\**\s*(?:(?:score|分数|评分|得分)\s*\**\s*[:：]?\s*\**\s*)?([1-5])(?:\s*/\s*5)?\s*分?\s*\**"
    r"\s*[.。]?\s*",
    re.IGNORECASE,
)
_NONE: Mapping[Language, str] = {"en": "none", "zh": "无"}
_AND: Mapping[Language, str] = {"en": "; and ", "zh": "；并且 "}
_OR: Mapping[Language, str] = {"en": "\nor: ", "zh": "\n或者："}
_REFUSE: Mapping[Language, str] = {
    "en": "Nothing can be found about it; the right answer says so.",
    "zh": "资料里没有这个问题的答案；正确的回答是说明没有找到。",
}
_TALK: Mapping[Language, str] = {
    "en": "It is small talk: a short, friendly reply that fits is right.",
    "zh": "这只是闲聊：简短、友好、得体的回应就是正确的。",
}
_UNKNOWN: Mapping[Language, str] = {
    "en": "Nothing; judge by what you know.",
    "zh": "没有；请按你所知道的来判断。",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score from 1 to 5 with the judge's reason; None where it never gave one in good form."""

    score: int | None
    reason: str = ""


@cache
def _template(language: Language) -> Template:
    text = (_PROMPTS / f"judge.{language}.txt").read_text(encoding="utf-8")
    return Template(text.strip())


@dataclass(frozen=True, slots=True)
class Judge:
    """Scores answers with one model."""

    model: LanguageModel
    name: str
    patience: Patience = field(default_factory=Patience)

    def score(self, question: Question, answered: Answered, asking: Asking) -> Verdict:
        """What the model thinks of an answer.

        Raises:
            BenchError: the model could not be asked.
            StageCancelledError: the run was interrupted.
        """
        prompt = judge_prompt(question, answered)
        try:
            return asking.read(
                self.model,
                [Message("user", prompt)],
                JUDGE_TOKENS,
                read_verdict,
                question.language,
                # The score comes first: a reason that is cut off does no harm.
                whole=False,
            )
        except MalformedError as error:
            return Verdict(None, str(error))
        except ModelError as error:
            raise BenchError(f"the judge {self.name}: {clean_line(str(error))}") from error


def judge_prompt(question: Question, answered: Answered) -> str:
    """What the judge is asked; the answer stands in a fence, for it may say anything."""
    language = question.language
    asked = "\n".join((*question.before, question.question))
    sources = ", ".join(dict.fromkeys(Path(one).name for one in answered.citations))
    return _template(language).substitute(
        question=as_data(asked),
        reference=reference(question),
        answer=fenced(as_data(answered.text[:_LONGEST_ANSWER]), new_number()),
        sources=as_data(clean_line(sources)) or _NONE[language],
    )


def reference(question: Question) -> str:
    """What the question's row says of a right answer, in words."""
    language = question.language
    if question.refuse:
        return _REFUSE[language]
    if question.outcome == "talk":
        return _TALK[language]
    if not question.answer:
        return _UNKNOWN[language]
    text = _OR[language].join(_AND[language].join(parts) for parts in question.answer)
    return f"{text}\n({question.source})" if question.source else text


def read_verdict(text: str) -> Verdict:
    """The score on the first line of what a judge wrote, and its reason.

    Raises:
        MalformedError: the first line is no score from 1 to 5.
    """
    first, _, rest = text.strip().partition("\n")
    found = _SCORE.fullmatch(first)
    if found is None:
        raise MalformedError("the first line is not a score from 1 to 5 alone")
    return Verdict(int(found[1]), clean_line(rest)[:300])
