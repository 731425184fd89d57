"""What the meta-agent is asked for: the parts of a template, its kind, and a wish of each its own.

Paper section 3.1 and appendix B.2. Asked for the same thing again, a model writes much the same
template: topics and, here, a drawn form of output and manner keep them apart.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from engine.events import Language
from engine.mat.prompt_texts import asked
from engine.mat.queries import SeedQuery
from engine.mat.templates import TemplateKind
from models.language.base import Message

_PARTS: Mapping[Language, Mapping[TemplateKind, str]] = {
    "en": {
        "prompt-API": (
            "- The tools. Put the slot <<APIS>> where their names, descriptions and parameters are "
            "to be listed. Do not write out any tool.\n"
            "- The form of the output. Prescribe exactly how the model writes which tool it calls "
            "and with what arguments, so that a program can parse it. Show the form with "
            "placeholders such as <tool name>, never with a real tool or a real argument."
        ),
        "prompt-response": (
            "- The results. Put the slot <<RESULTS>> where the calls that were made and what they "
            "returned are to be shown. There is no slot for tools."
        ),
        "prompt-react": (
            "- The tools. Put the slot <<APIS>> where their names, descriptions and parameters are "
            "to be listed. Do not write out any tool.\n"
            "- The form of the output. Prescribe exactly how the model writes a thought, which "
            "tool it calls and with what arguments, and how it marks its final answer, so that a "
            "program can parse it. Show the form with placeholders such as <tool name>, never with "
            "a real tool or a real argument."
        ),
    },
    "zh": {
        "prompt-API": (
            "- 工具。在列出工具名称、说明和参数的位置放上占位符 <<APIS>>。不要写出任何具体工具。\n"
            "- 输出格式。准确规定模型怎样写出调用哪个工具、参数是什么，使程序能够解析。用“<工具名>”"
            "这样的占位说法展示格式，不要用真实的工具或参数。"
        ),
        "prompt-response": (
            "- 结果。在展示已做的调用和返回内容的位置放上占位符 <<RESULTS>>。不需要工具的占位符。"
        ),
        "prompt-react": (
            "- 工具。在列出工具名称、说明和参数的位置放上占位符 <<APIS>>。不要写出任何具体工具。\n"
            "- 输出格式。准确规定模型怎样写出思考、调用哪个工具、参数是什么，以及怎样标明最终答案，"
            "使程序能够解析。用“<工具名>”这样的占位说法展示格式，不要用真实的工具或参数。"
        ),
    },
}
_KINDS: Mapping[Language, Mapping[TemplateKind, str]] = {
    "en": {
        "prompt-API": (
            "the model is asked for the next call. It must be told to select just one tool each "
            "time. What calls returned is shown to it in the prompt the next time."
        ),
        "prompt-response": (
            "the calls are over. The model combines their results into a useful answer for the "
            "user."
        ),
        "prompt-react": (
            "thought, call and result alternate in the model's own output over several rounds, one "
            "call in each, and at last it writes the final answer."
        ),
    },
    "zh": {
        "prompt-API": (
            "让模型给出下一个调用。必须说明每次只能选择一个工具。调用返回的内容会在下一次的提示词里给出。"
        ),
        "prompt-response": "调用已经结束，模型要把结果整理成对用户有用的回答。",
        "prompt-react": (
            "思考、调用、结果在模型的输出里交替多轮，每轮只做一个调用，最后写出最终答案。"
        ),
    },
}
_FORMS: Mapping[Language, Sequence[str]] = {
    "en": (
        "let the output be a JSON object with keys of your own choice",
        "let the output be a JSON object in which the reason for the call comes first",
        "let the output be a few labelled lines, the arguments as JSON on one of them",
        "let the output be short elements in tags, one for the tool and one for its arguments",
        "let the output be a nested JSON object that also holds a plan and a self-criticism",
        "let the output be two fixed expressions: one that chooses the tool, one that gives the "
        "parameters as JSON",
    ),
    "zh": (
        "输出用一个 JSON 对象，键名由你自定",
        "输出用一个 JSON 对象，先写调用的理由",
        "输出用几行带标签的文字，其中一行把参数写成 JSON",
        "输出用标签包住的短元素，一个写工具，一个写参数",
        "输出用嵌套的 JSON 对象，其中还有计划和自我批评",
        "输出用两个固定句式：一个选定工具，一个用 JSON 给出参数",
    ),
}
_MANNERS: Mapping[Language, Sequence[str]] = {
    "en": (
        "keep it strict and brief",
        "write it like a briefing for a colleague",
        "number the rules",
        "lay weight on checking results before they are believed",
        "lay weight on finishing in few steps",
        "give the role a name and a background",
        "put the request at the very end",
        "put the request near the beginning",
    ),
    "zh": (
        "写得严格、简短",
        "像给同事交代工作那样写",
        "给规则编号",
        "强调先核实结果再相信",
        "强调用尽量少的步骤完成",
        "给角色起名字，写出背景",
        "把请求放在最后",
        "把请求放在靠前的位置",
    ),
}
_MEMORY: Mapping[Language, str] = {
    "en": "there is also the slot <<MEMORY>>, for what the model remembers; say how to use it",
    "zh": "再放一个占位符 <<MEMORY>>，用来放模型记得的内容，并说明怎样使用",
}
_RESULTS: Mapping[Language, str] = {
    "en": "there is also the slot <<RESULTS>>, for the calls so far and what they returned",
    "zh": "再放一个占位符 <<RESULTS>>，用来放已做的调用和返回的内容",
}


def craft_messages(
    kind: TemplateKind, language: Language, examples: Sequence[SeedQuery], rng: random.Random
) -> list[Message]:
    """What the meta-agent is asked for one template."""
    return asked(
        "craft",
        language,
        queries="\n".join(f"- {query.text}" for query in examples),
        parts=_PARTS[language][kind],
        kind=f"{kind}, {_KINDS[language][kind]}" if language == "en" else _zh_kind(kind),
        variation=_variation(kind, language, rng),
    )


def _zh_kind(kind: TemplateKind) -> str:
    return f"{kind}，{_KINDS['zh'][kind]}"


def _variation(kind: TemplateKind, language: Language, rng: random.Random) -> str:
    wishes = [rng.choice(_MANNERS[language])]
    if kind != "prompt-response":
        wishes.insert(0, rng.choice(_FORMS[language]))
    if rng.random() < 0.5:
        wishes.append(_MEMORY[language])
    if kind == "prompt-API" and rng.random() < 0.5:
        wishes.append(_RESULTS[language])
    return ("; " if language == "en" else "；").join(wishes)
