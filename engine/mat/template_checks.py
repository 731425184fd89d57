"""Whether a crafted template can be used, checked without a model.

Paper appendix B.2 lists what a template must hold; each reason here is counted and told to the
meta-agent, which writes the template anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from engine.events import Language
from engine.mat.errors import MalformedError
from engine.mat.templates import (
    ALLOWED,
    REQUIRED,
    SLOT,
    Template,
    TemplateKind,
    fill,
    slots_in,
    template_id,
    tool_lines,
)
from engine.tools.tool import Tool

SHORTEST: Mapping[Language, int] = {"en": 200, "zh": 80}
LONGEST: Mapping[Language, int] = {"en": 8000, "zh": 4000}
_LEAST_HAN = 0.6
_MOST_HAN = 0.02
_QUOTED_QUERY = 12
_FENCE = re.compile(r"\A```[\w-]*\n(.*?)\n?```\Z", re.DOTALL)
# A place in the form of the output that is to be filled in: <tool name>, [API_NAME], {"a": "b"}.
_FORM = re.compile(
    r"(?<!<)<(?!<)[^<>\n]{1,80}>(?!>)|\[[A-Za-z_\u4e00-\u9fff][^\[\]\n]{1,60}\]|\{[^{}]*[\"'“][^{}]*[:：]"
    r"|\$\{?\w+|\{\{?\w[\w ]*\}?\}"
)
_ONE_AT_A_TIME = re.compile(
    r"\b(?:one|single|only|exactly|1)\b|一个|一次|一项|唯一|单个|只能|只选|仅|1\s*个", re.IGNORECASE
)
_FINAL = re.compile(
    r"\bfinal|\bfinish|\bconclu|\banswer>?\s*:|<answer|最终|最后|结论|完成|答案", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
# Marks that only a filled prompt or a training record may hold.
_CHAT_MARK = re.compile(r"<\|[^<>|\n]{0,40}\|>|\[/?INST\]|<</?SYS>>")


def read_template(
    text: str,
    kind: TemplateKind,
    language: Language,
    tools: Sequence[Tool],
    queries: Collection[str] = (),
) -> str:
    """The template that a meta-agent wrote, without a fence around it.

    Raises:
        MalformedError: it cannot be used; says why.
    """
    fenced = _FENCE.match(text.strip())
    text = (fenced.group(1) if fenced else text).strip()
    for problem in (
        _slots(text, kind),
        _length(text, language),
        _language(text, language),
        _names(text, tools, queries),
        _form(text, kind),
        _rendering(text, kind, language, tools),
    ):
        if problem:
            raise MalformedError(problem)
    return text


def _slots(text: str, kind: TemplateKind) -> str:
    found = slots_in(text)
    for name in REQUIRED[kind]:
        if name not in found:
            return f"the slot <<{name}>> is missing"
    for name in found:
        if name not in ALLOWED[kind]:
            return f"the slot <<{name}>> is not one of a {kind} template"
        if found.count(name) > 1:
            return f"the slot <<{name}>> is there more than once"
    bare = SLOT.sub("", text)
    if re.search(r"<<[^<>\n]*>>|\{\{\s*(?:QUERY|APIS|QUERIES)\s*\}\}", bare, re.IGNORECASE):
        return "a slot is malformed"
    return "it holds marks of a chat format" if _CHAT_MARK.search(bare) else ""


def _length(text: str, language: Language) -> str:
    if len(text) < SHORTEST[language]:
        return "it is too short"
    return "it is too long" if len(text) > LONGEST[language] else ""


def _language(text: str, language: Language) -> str:
    # The form of the output may be in Latin letters in either language.
    prose = _FORM.sub(" ", SLOT.sub(" ", text))
    letters, han = len(_LETTER.findall(prose)), len(_HAN.findall(prose))
    share = han / letters if letters else 0.0
    if language == "zh" and share < _LEAST_HAN:
        return "it is not in Chinese"
    return "it is not in English" if language == "en" and share > _MOST_HAN else ""


def _names(text: str, tools: Sequence[Tool], queries: Collection[str]) -> str:
    for tool in tools:
        if re.search(rf"(?<!\w){re.escape(tool.name)}(?!\w)", text):
            return "it names a specific tool"
    if any(len(query) >= _QUOTED_QUERY and query in text for query in queries):
        return "it holds one of the example queries"
    return ""


def _form(text: str, kind: TemplateKind) -> str:
    if kind == "prompt-response":
        return ""
    bare = SLOT.sub(" ", text)
    if not _FORM.search(bare):
        return "it gives no output format with placeholders"
    if kind == "prompt-API" and not _ONE_AT_A_TIME.search(bare):
        return "it does not say that one call is made at a time"
    if kind == "prompt-react" and not _FINAL.search(bare):
        return "it does not say how the final answer is written"
    return ""


def _rendering(text: str, kind: TemplateKind, language: Language, tools: Sequence[Tool]) -> str:
    """Fill it as the loop will, and look whether everything has arrived."""
    values = {name: f"\ue000{name}\ue001" for name in ALLOWED[kind]}
    if "APIS" in values:
        values["APIS"] = tool_lines(tools)
    made = Template(template_id(text, kind, language), text, kind, language, "check")
    prompt = fill(made, values)
    needed = [values[name] for name in (*REQUIRED[kind], "MEMORY")]
    arrived = all(prompt.count(value) == 1 for value in needed if value)
    return "" if arrived and not slots_in(prompt) else "it cannot be rendered"
