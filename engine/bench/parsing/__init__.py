"""Reading the thought, the tool and its arguments out of what a model wrote, form by form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.bench.instances import Call, Step
from engine.bench.parsing.autogpt import parse_autogpt
from engine.bench.parsing.fields import encodable
from engine.bench.parsing.kuaiagent import parse_kuaiagent
from engine.bench.parsing.modelscope import parse_modelscope
from engine.bench.parsing.react import parse_react
from engine.bench.parsing.toolllama import parse_toolllama

_PARSERS: Final[Mapping[str, Callable[[str], Step]]] = {
    "ReACT": parse_react,
    "AutoGPT": parse_autogpt,
    "ToolLlama": parse_toolllama,
    "ModelScope": parse_modelscope,
    "KuaiAgent": parse_kuaiagent,
}


def parse(template: str, text: str) -> Step:
    """The step that `text` holds in the form of `template`, in time linear in its length.

    It never raises: a text that holds no step gives one without a call, whose `problem` says why.
    """
    parser = _PARSERS.get(template)
    if parser is None:
        return Step(problem="no known template")
    if not text.strip():
        return Step(problem="an empty text")
    step = parser(text)
    call = Call(encodable(step.call.tool_name), encodable(step.call.tool_args))
    return Step(encodable(step.thought), call, step.problem)
