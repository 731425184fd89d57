"""Concluding: what the answer says, from the evidence that the tasks brought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.events import Language
from engine.evidence import Evidence, is_computed
from engine.prompts.fencing import without_marks
from models.language.base import Constraint

NOT_FOUND_TEXT: dict[Language, str] = {
    "en": "I found nothing about this in your documents.",
    "zh": "你的资料库里没有找到这个问题的答案。",
}
EMPTY_LIBRARY_TEXT: dict[Language, str] = {
    "en": "Your library is empty: add documents with kagent add PATH.",
    "zh": "你的资料库还是空的：请用 kagent add 路径 添加文档。",
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
# Room for an answer in tokens: a pointer, a reply without tools, an answer in prose.
POINTER_TOKENS = 8
REPLY_TOKENS = 96
PROSE_TOKENS = 700
_POINTED = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a pointer-style model pointed at; empty when it found no answer."""

    evidence: tuple[Evidence, ...]


def pointer_constraint(
    evidence: Iterable[Evidence], *, everything: bool, whole: bool = False
) -> Constraint:
    """One piece of evidence; none, if it comes from documents; all, where that is on offer.

    What a tool computed always answers, so there "none" is no choice; what is an answer as a
    whole leaves only "all".
    """
    pieces = list(evidence)
    if whole and everything:
        return Constraint('root ::= "all"\n')
    choices = [f'"[{piece.id}]"' for piece in pieces]
    if not all(is_computed(piece.source) for piece in pieces):
        choices.append('"none"')
    if everything:
        choices.append('"all"')
    return Constraint(f"root ::= {' | '.join(choices)}\n")


def read_pointer(text: str, shown: Sequence[Evidence], everything: Sequence[Evidence]) -> Pointed:
    """The evidence that `text` names among `shown`; "all" stands for `everything`."""
    if text.strip() == "all":
        return Pointed(tuple(everything))
    wanted = {int(number) for number in _POINTED.findall(text)}
    return Pointed(tuple(piece for piece in shown if piece.id in wanted))


def pointed_answer(pointed: Pointed) -> str:
    """The pieces as sentences with their marks; several become a list, below what a tool says of
    those that come from documents."""
    if len(pointed.evidence) == 1:
        return f"{without_marks(pointed.evidence[0].text)} [1]"
    headed = is_computed(pointed.evidence[0].source) and not all(
        is_computed(piece.source) for piece in pointed.evidence
    )
    return "\n".join(
        f"{'' if headed and number == 1 else '- '}{without_marks(piece.text)} [{number}]"
        for number, piece in enumerate(pointed.evidence, 1)
    )
