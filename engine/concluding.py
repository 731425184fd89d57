"""Concluding: what the answer says, from the evidence that the tasks brought."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.events import Language
from engine.evidence import Evidence, is_computed
from engine.prompts.fencing import without_marks
from engine.quoting import ALL, NONE, options_for
from engine.short_answers import short_answer, short_answer_rule
from models.language.base import Constraint
from models.language.grammar import GrammarBuilder, literal

NOT_FOUND_TEXT: dict[Language, str] = {
    "en": "I found nothing about this in your documents.",
    "zh": "你的资料库里没有找到这个问题的答案。",
}
EMPTY_LIBRARY_TEXT: dict[Language, str] = {
    "en": "Your library is empty: add documents with kagent add PATH.",
    "zh": "你的资料库还是空的：请用 kagent add 路径 添加文档。",
}
NOT_FOUND_IN_ATTACHED_TEXT: dict[Language, str] = {
    "en": "I found nothing about this in what you attached, nor in your documents.",
    "zh": "附件和你的资料库里都没有找到这个问题的答案。",
}
NOT_FOUND_ON_THE_WEB_TEXT: dict[Language, str] = {
    "en": "I found nothing about this in your documents or on the web.",
    "zh": "你的资料库和网上都没有找到这个问题的答案。",
}
# What kept a tool from what it asked, beside what was looked through all the same.
TROUBLE_TEXT: dict[Language, str] = {"en": "{text} ({trouble})", "zh": "{text}（{trouble}）"}
ONLY_TROUBLE_TEXT: dict[Language, str] = {
    "en": "I could not look this up: {trouble}",
    "zh": "没能查到：{trouble}",
}
GO_ONLINE_TEXT: dict[Language, str] = {
    "en": " The web was not searched; to allow it, add --online.",
    "zh": "没有查找网络；如需查找，请加上 --online。",
}
# Room for an answer in tokens: a pointer with a short answer, a reply without tools, prose.
POINTER_TOKENS = 64
REPLY_TOKENS = 96
PROSE_TOKENS = 700
_POINTED = re.compile(r"\[(\d+)\]")
_ENDS = ' .。!！?？;；"“”'
_ENDS = ' .。!！?？;；"“”'
_WITH_ANSWER: dict[Language, str] = {"en": "{short} – “{sentence}”", "zh": "{short}——“{sentence}”"}


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a model pointed at; empty when it found no answer.

    `short` are the few words of the first piece that answer, empty where none were given.
    """

    evidence: tuple[Evidence, ...]
    short: str = ""


def pointer_constraint(
    evidence: Iterable[Evidence],
    shown: Callable[[Evidence], str],
    *,
    everything: bool,
    whole: bool = False,
    certain: bool = False,
) -> Constraint:
    """One piece of evidence; none, if it comes from documents; all, where that is on offer.

    After a sentence of a document a short answer may stand: words of it as it is `shown`. What is
    an answer as a whole leaves only "all", and of a single piece no words of it; `certain` leaves
    no "none".
    """
    pieces = list(evidence)
    if whole and everything:
        return Constraint('root ::= "all"\n')
    builder = GrammarBuilder()
    offered = options_for(pieces, everything=everything)
    open_to = (ALL,) if certain else (NONE, ALL)
    choices = [literal(option) for option in open_to if option in offered]
    arms = [
        literal(f"[{piece.id}]") if whole else _pointer_arm(builder, piece, shown)
        for piece in pieces
    ]
    return Constraint(builder.build(" | ".join([*arms, *choices])))


def _pointer_arm(builder: GrammarBuilder, piece: Evidence, shown: Callable[[Evidence], str]) -> str:
    mark = literal(f"[{piece.id}]")
    rule = None if is_computed(piece.source) else short_answer_rule(builder, shown(piece))
    return mark if rule is None else f'{mark} (" " {rule})?'


def read_pointer(
    text: str,
    pieces: Sequence[Evidence],
    everything: Sequence[Evidence],
    shown: Callable[[Evidence], str],
) -> Pointed:
    """The evidence that `text` names among `pieces`; "all" stands for `everything`.

    What follows the first number is its short answer, if those words stand in that piece.
    """
    if text.strip() == ALL:
        return Pointed(tuple(everything))
    wanted = [int(number) for number in _POINTED.findall(text)]
    by_id = {piece.id: piece for piece in pieces}
    found = tuple(by_id[number] for number in dict.fromkeys(wanted) if number in by_id)
    if len(found) != 1:
        return Pointed(found)
    said = _POINTED.sub(" ", text).strip()
    in_it = said and short_answer(shown(found[0]), said) == said
    return Pointed(found, said if in_it else "")


def pointed_answer(pointed: Pointed, language: Language = "en") -> str:
    """The pieces as sentences with their marks; several become a list, below what a tool says of
    those that come from documents, or below the short answer."""
    pieces = pointed.evidence
    short = without_marks(pointed.short)
    if len(pieces) == 1:
        sentence = without_marks(pieces[0].text)
        if short and short.strip(_ENDS) != sentence.strip(_ENDS):
            sentence = _WITH_ANSWER[language].format(short=short, sentence=sentence)
        return f"{sentence} [1]"
    headed = is_computed(pieces[0].source) and not all(
        is_computed(piece.source) for piece in pieces
    )
    lines = [
        f"{'' if headed and number == 1 else '- '}{without_marks(piece.text)} [{number}]"
        for number, piece in enumerate(pieces, 1)
    ]
    return "\n".join([short, *lines] if short else lines)
