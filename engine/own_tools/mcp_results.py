"""Makes an observation of what an MCP server's tool returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.cleaning import clean, clean_line
from engine.events import Language
from engine.own_tools.custom_call import cited_lines
from engine.own_tools.results import told
from engine.tools.observation import Observation, ToolError

if TYPE_CHECKING:
    from mcp import types

_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "nothing": "{name}: it found nothing",
        "failed": "{name}: the server says: {said}",
        "silent": "{name}: the server reports an error without saying which",
        "media": "({kind}, {type}, which cannot be shown)",
        "image": "an image",
        "audio": "a sound",
        "blob": "a file",
    },
    "zh": {
        "nothing": "{name}：没有找到任何内容",
        "failed": "{name}：服务器说：{said}",
        "silent": "{name}：服务器报告出错，但没有说明原因",
        "media": "（{kind}，{type}，无法显示）",
        "image": "一张图片",
        "audio": "一段声音",
        "blob": "一个文件",
    },
}
_LONGEST_ERROR = 600


def observation_of(
    result: types.CallToolResult, name: str, title: str, language: Language
) -> Observation:
    """The texts, the structured content as data, and links as sources.

    Raises:
        ToolError: the tool reports an error, or brought nothing.
    """
    texts = _TEXTS[language]
    parts: list[str] = []
    sources: list[dict[str, str]] = []
    for block in result.content:
        text, source = _block(block, texts)
        if text.strip():
            parts.append(text)
        if source is not None:
            sources.append(source)
    text = clean("\n".join(parts)).strip()
    if result.is_error:
        said = clean_line(text)[:_LONGEST_ERROR]
        key = "failed" if said else "silent"
        raise ToolError("failed", texts[key].format(name=name, said=said))
    data = result.structured_content
    if not text and data not in (None, {}, []):
        text = clean(told(data)).strip()
    if not text:
        raise ToolError("not_found", texts["nothing"].format(name=name))
    passages = cited_lines(name, title, text, sources)
    return Observation(text=text, data=data, passages=passages, trust="untrusted")


def _block(block: Any, texts: Mapping[str, str]) -> tuple[str, dict[str, str] | None]:
    """The text of a piece of content, and the source that it names."""
    if block.type == "text":
        return block.text, None
    if block.type in ("image", "audio"):
        return _media(texts, block.type, block.mime_type), None
    if block.type == "resource_link":
        title = block.title or block.name
        note = f": {block.description}" if block.description else ""
        return f"{title} <{block.uri}>{note}", _source(str(block.uri), title, note[2:])
    if block.type == "resource":
        held = block.resource
        text = getattr(held, "text", None)
        if text is None:
            text = _media(texts, "blob", held.mime_type or "application/octet-stream")
        return text, _source(str(held.uri), str(held.uri), "")
    return "", None


def _media(texts: Mapping[str, str], kind: str, media_type: str) -> str:
    return texts["media"].format(kind=texts[kind], type=clean_line(media_type)[:80])


def _source(uri: str, title: str, quote: str) -> dict[str, str]:
    return {"source": uri, "title": title, "quote": quote}
