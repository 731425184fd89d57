"""A real MCP server for the tests: python example_mcp_server.py (stdio), or `app()` over HTTP."""

from __future__ import annotations

import base64
import os
import sys
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

PAGE = 3
TEXT: dict[str, Any] = {"type": "object", "properties": {"text": {"type": "string"}}}
UNUSABLE: dict[str, Any] = {"type": "object", "properties": {"a\x1b[31m": {"type": "string"}}}
ADDITION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "numbers": {"type": "array", "items": {"type": "integer"}, "description": "What to add."},
        "unit": {"$ref": "#/$defs/Unit"},
        "options": {"type": "object", "additionalProperties": True},
    },
    "required": ["numbers"],
    "$defs": {"Unit": {"type": "string", "enum": ["m", "km"]}},
}
TOOLS = [
    types.Tool(name="add", description="Add numbers.", input_schema=ADDITION),
    types.Tool(name="echo", description="Say it again.", input_schema=TEXT),
    types.Tool(name="fail", description="Always fail.", input_schema=TEXT),
    types.Tool(name="wait", description="Never answer.", input_schema=TEXT),
    types.Tool(name="pieces", description="Everything but text.", input_schema=TEXT),
    types.Tool(name="nothing", description="Bring nothing.", input_schema=TEXT),
    types.Tool(name="data-only", description="Only data.", input_schema=TEXT),
    types.Tool(name="end", description="End the server.", input_schema=TEXT),
    types.Tool(name="bad", description="Unusable.", input_schema=UNUSABLE),
]


async def list_tools(
    context: Any, params: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    start = int(params.cursor) if params and params.cursor else 0
    following = str(start + PAGE) if start + PAGE < len(TOOLS) else None
    return types.ListToolsResult(tools=TOOLS[start : start + PAGE], next_cursor=following)


async def call_tool(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    args = params.arguments or {}
    print("a print of the server", file=sys.stderr, flush=True)
    match params.name:
        case "add":
            total = sum(args["numbers"])
            told = f"{total} {args.get('unit', '')} {args.get('options')}"
            return _texts(told, structured={"total": total})
        case "echo":
            return _texts(str(args.get("text")))
        case "fail":
            return _texts("no such\nthing\x1b[31m", is_error=True)
        case "wait":
            await anyio.sleep(1000)
        case "data-only":
            return types.CallToolResult(content=[], structured_content={"answer": 42})
        case "pieces":
            return _pieces()
        case "end":
            os._exit(7)
    return types.CallToolResult(content=[])


def _texts(text: str, *, structured: Any = None, is_error: bool = False) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=text)], structured_content=structured, is_error=is_error
    )


def _pieces() -> types.CallToolResult:
    data = base64.b64encode(b"\x89PNG").decode()
    held = types.TextResourceContents(uri="note://one", text="The note says hello.")
    return types.CallToolResult(
        content=[
            types.ImageContent(data=data, mime_type="image/png"),
            types.ResourceLink(uri="https://example.org/a", name="a", title="Page A"),
            types.EmbeddedResource(resource=held),
        ]
    )


def server() -> Server[Any]:
    return Server("example", on_list_tools=list_tools, on_call_tool=call_tool)


async def main() -> None:
    made = server()
    async with stdio_server() as (read, write):
        await made.run(read, write, made.create_initialization_options())


if __name__ == "__main__":
    if "--pids" in sys.argv:
        Path(sys.argv[-1]).write_text(str(os.getpid()))
    print("starting", file=sys.stderr, flush=True)
    anyio.run(main)
