"""The tools without the hybrid search and what browses its results (paper section 4.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.tools.registry import Registry
from models.language.base import PromptStyle

_SEARCH, _PAGE = "web_search", "browse_website"
# A small model was trained to call the tools of the web by these names: the plain ones stand behind
# them then.
_STAND_INS: Final = {"hybrid_search": _SEARCH, "browse_wiki": _PAGE}
_LEFT_OUT: Final = frozenset({*_STAND_INS, "browse_aspect", "browse_video"})


def plain_web(registry: Registry, style: PromptStyle) -> Registry:
    """The registry with `web_search` and `browse_website` as the only tools for the web's texts."""
    tools = []
    for tool in registry:
        if tool.name not in _LEFT_OUT:
            tools.append(tool)
        elif style == "pointer" and tool.name in _STAND_INS:
            tools.append(replace(tool, function=registry.get(_STAND_INS[tool.name]).function))
    return Registry(tools)
