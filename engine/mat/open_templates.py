"""The open templates that crafted ones are compared with and that data is collected with.

Paper section 3.2. Each is written anew, in sentences of our own, from the format that its source
published: ReAct (Yao et al. 2023, arXiv 2210.03629), AutoGPT (its prompt of 2023), ToolLLaMA (Qin
et al. 2023, arXiv 2307.16789) and ModelScope-Agent (Li et al. 2023, arXiv 2309.00986). "kagent" is
this program's own agent, prompts and all, and not a text with slots.
"""

from __future__ import annotations

from pathlib import Path

from engine.events import Language
from engine.mat.templates import Template, TemplateKind, template_id

KAGENT = "kagent"
OPEN: dict[str, TemplateKind] = {
    "react": "prompt-react",
    "autogpt": "prompt-API",
    "toolllama": "prompt-react",
    "modelscope": "prompt-react",
}
_FOLDER = Path(__file__).with_name("open_templates")


def open_template(name: str, language: Language) -> Template:
    """The template of that name in that language; raises KeyError where there is none."""
    kind = OPEN[name]
    text = (_FOLDER / f"{name}.{language}.txt").read_text(encoding="utf-8").strip()
    return Template(template_id(text, kind, language), text, kind, language, name)


def open_templates(language: Language) -> list[Template]:
    """All of them but our own, in a fixed order."""
    return [open_template(name, language) for name in OPEN]


def own_template(language: Language) -> Template:
    """What stands for this program's own agent; its prompts are those of engine.prompts."""
    return Template(f"{KAGENT}-{language}", "", "prompt-API", language, KAGENT)
