"""Text from models, tools and documents, made safe to show.

Textual parses plain strings as markup and passes escape characters on to the terminal, so every
such text becomes a Content here and is cleaned, though the engine has cleaned it before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from textual.content import Content

from engine.cleaning import clean, clean_line

_TAB = "    "


def plain(text: str, style: str = "") -> Content:
    """Cleaned text of any number of lines, never read as markup."""
    content = Content(clean(text).expandtabs(len(_TAB)))
    return content.stylize(style) if style else content


def plain_line(text: str, style: str = "") -> Content:
    """Cleaned text folded into one line, never read as markup."""
    content = Content(clean_line(text))
    return content.stylize(style) if style else content


def call_line(name: str, args: Mapping[str, Any]) -> str:
    """A tool call on one line: name(key=value, …)."""
    inner = ", ".join(
        f"{key}={value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in args.items()
    )
    return clean_line(f"{name}({inner})")
