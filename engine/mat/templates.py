"""System templates: their slots, how they are filled, and as what they are kept.

Paper section 3.1 and appendix B.2: a template holds designated places such as <<QUERY>> and
<<APIs>> that an actual query and its tools take. Three kinds: "prompt-API" asks for one call, and
what calls brought is put into the next prompt; "prompt-response" asks for the answer from results;
"prompt-react" goes on with thought, call and result in one conversation until the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from engine.events import Language
from engine.mat.errors import MatError
from engine.mat.run_folder import digest
from engine.tools.tool import Tool

TemplateKind = Literal["prompt-API", "prompt-response", "prompt-react"]
KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)
SLOTS = ("QUERY", "APIS", "RESULTS", "MEMORY", "NOW")
REQUIRED: Mapping[TemplateKind, tuple[str, ...]] = {
    "prompt-API": ("QUERY", "APIS"),
    "prompt-response": ("QUERY", "RESULTS"),
    "prompt-react": ("QUERY", "APIS"),
}
ALLOWED: Mapping[TemplateKind, tuple[str, ...]] = {
    "prompt-API": SLOTS,
    "prompt-response": ("QUERY", "RESULTS", "MEMORY", "NOW"),
    "prompt-react": ("QUERY", "APIS", "MEMORY", "NOW"),
}
SLOT = re.compile(r"<<\s*([A-Za-z][A-Za-z0-9_ -]{0,30}?)\s*>>")
CRAFTED = "meta-agent"
_HEADINGS: Mapping[Language, Mapping[str, str]] = {
    "en": {"MEMORY": "What you remember:", "RESULTS": "Calls so far and their results:"},
    "zh": {"MEMORY": "你记得的内容：", "RESULTS": "已做的调用和结果："},
}
_NOTHING: Mapping[Language, str] = {"en": "(none)", "zh": "（无）"}


@dataclass(frozen=True, slots=True)
class Template:
    """A system template and where it comes from: "meta-agent", or the name of an open one.

    `cluster` is the topic whose queries it was made for; `score` is that of equation 1, None where
    it was not judged.
    """

    id: str
    text: str
    kind: TemplateKind
    language: Language
    origin: str
    cluster: int | None = None
    score: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As a line of a file of templates."""
        return {
            "id": self.id,
            "kind": self.kind,
            "language": self.language,
            "origin": self.origin,
            "cluster": self.cluster,
            "score": self.score,
            "text": self.text,
        }


def template_id(text: str, kind: TemplateKind, language: Language) -> str:
    """The same for the same template, wherever it is made."""
    return digest(kind, language, text)


def template_from_json(value: Mapping[str, Any]) -> Template:
    """The template of such a line.

    Raises:
        MatError: the line is damaged.
    """
    try:
        kind = value["kind"]
        if kind not in KINDS:
            raise ValueError
        cluster, score = value["cluster"], value["score"]
        return Template(
            str(value["id"]),
            str(value["text"]),
            kind,
            "zh" if value["language"] == "zh" else "en",
            str(value["origin"]),
            None if cluster is None else int(cluster),
            None if score is None else float(score),
        )
    except (KeyError, TypeError, ValueError):
        raise MatError("a file of templates is damaged; run its stage again") from None


def slots_in(text: str) -> list[str]:
    """The names of the slots in their order, in capitals."""
    return [match.group(1).upper() for match in SLOT.finditer(text)]


def tool_lines(tools: Iterable[Tool]) -> str:
    """The tools' schemas as they are put into a prompt, one a line."""
    return "\n".join(json.dumps(tool.schema(), ensure_ascii=False) for tool in tools)


def fill(template: Template, values: Mapping[str, str]) -> str:
    """The prompt: each slot replaced once by its value, which is never looked into for slots.

    Memory and results that the template has no slot for stand before the line of the query.
    """
    text = template.text
    homeless = [
        f"{_HEADINGS[template.language][name]}\n{values[name]}"
        for name in ("MEMORY", "RESULTS")
        if values.get(name) and name not in slots_in(text)
    ]
    if homeless:
        text = _before_query(text, "".join(f"<<{_HOMELESS}{i}>>\n\n" for i in range(len(homeless))))

    def value(match: re.Match[str]) -> str:
        name = match.group(1).upper()
        if name.startswith(_HOMELESS):
            return homeless[int(name.removeprefix(_HOMELESS))]
        if name not in SLOTS:
            return match.group()
        return values.get(name) or _NOTHING[template.language]

    return SLOT.sub(value, text)


_HOMELESS = "HOMELESS"


def _before_query(text: str, piece: str) -> str:
    place = next((m.start() for m in SLOT.finditer(text) if m.group(1).upper() == "QUERY"), 0)
    line = text.rfind("\n", 0, place) + 1
    return f"{text[:line]}{piece}{text[line:]}"
