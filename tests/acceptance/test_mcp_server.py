"""`kagent mcp` as another program's agent sees it: the official client over real pipes."""

import json
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent

Kagent = Callable[..., subprocess.CompletedProcess[str]]
REPOSITORY = Path(__file__).resolve().parents[2]
QUESTION = "When does the last ferry leave Little Morwen?"
TIME_TOOLS = ["get_calendar_info", "get_holidays_info", "get_solar_terms_info", "time_delta"]


@pytest.fixture
def serve(
    environment: dict[str, str], tmp_path: Path, builtin_model_path: Path
) -> Callable[..., None]:
    """Talk to a `kagent mcp` that is started with these arguments."""

    def serve(
        talk: Callable[[Client], Awaitable[None]], *arguments: str, mode: str = "auto"
    ) -> None:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "kagent_tui", "mcp", *arguments],
            env=environment,
            cwd=tmp_path,
        )

        async def life() -> None:
            errors = tmp_path / "errors"
            with errors.open("w") as log:
                async with Client(stdio_client(parameters, errlog=log), mode=mode) as client:
                    await talk(client)
            assert "Traceback" not in errors.read_text()

        anyio.run(life)

    return serve


def text_of(result: CallToolResult) -> str:
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


def test_questions_are_answered_with_citations(kagent: Kagent, serve: Callable[..., None]) -> None:
    examples = [path for path in (REPOSITORY / "examples").iterdir() if path.is_file()]
    assert kagent("add", *examples).returncode == 0
    printed = json.loads(kagent("ask", QUESTION, "--json").stdout)

    async def talk(client: Client) -> None:
        listed = await client.list_tools()
        assert [tool.name for tool in listed.tools] == ["ask", "search", *TIME_TOOLS]
        answered = await client.call_tool("ask", {"question": QUESTION})
        assert not answered.is_error
        found: dict[str, Any] = answered.structured_content
        assert found.keys() == printed.keys()
        for key in ("answer", "outcome", "language", "citations"):
            assert found[key] == printed[key]
        citation = found["citations"][0]
        assert citation["source"].endswith("harbour-ferry.md")
        assert "21:15" in citation["quote"]
        assert "span" in citation["location"]
        assert found["answer"] in text_of(answered)

        asked = {"question": "净水器的滤芯多久更换一次？", "language": "zh"}
        chinese = await client.call_tool("ask", asked)
        assert chinese.structured_content["language"] == "zh"
        assert chinese.structured_content["citations"]

        searched = await client.call_tool("search", {"query": "last ferry", "limit": 2})
        results = searched.structured_content["results"]
        assert 1 <= len(results) <= 2
        assert {"source", "title", "location", "text", "score"} <= results[0].keys()

    serve(talk)


def test_calls_beside_each_other_take_turns(serve: Callable[..., None]) -> None:
    async def talk(client: Client) -> None:
        days: dict[int, Any] = {}

        async def count(number: int) -> None:
            args = {"start_time": "2024-01-01", "end_time": f"2024-01-{number:02}"}
            found = await client.call_tool("time_delta", args)
            days[number] = found.structured_content["data"]["days"]

        async with anyio.create_task_group() as group:
            for number in range(2, 12):
                group.start_soon(count, number)
        assert days == {number: number - 1 for number in range(2, 12)}

    serve(talk, mode="legacy")


def test_a_call_that_is_given_up_makes_room_for_the_next(
    kagent: Kagent, serve: Callable[..., None]
) -> None:
    assert kagent("add", REPOSITORY / "examples" / "harbour-ferry.md").returncode == 0

    async def talk(client: Client) -> None:
        with anyio.move_on_after(0.01) as scope:
            await client.call_tool("ask", {"question": QUESTION})
        assert scope.cancelled_caught
        with anyio.fail_after(60):
            found = await client.call_tool("search", {"query": "ferry"})
        assert found.structured_content["results"]

    serve(talk)


@pytest.mark.parametrize(
    ("tool", "args", "said"),
    [
        ("ask", {"question": "  "}, "the question is empty"),
        ("ask", {"question": "x", "collections": ["none"]}, "there is no collection 'none'"),
        ("ask", {"question": "x", "language": "fr"}, "language must be en or zh"),
        ("ask", {"words": "x"}, "there is no argument 'words'"),
        ("search", {"query": ""}, "the query is empty"),
        ("search", {"query": "x", "limit": "many"}, "limit must be of the type int"),
        ("time_delta", {"start_time": "2024-02-30", "end_time": "2024-03-01"}, "does not exist"),
        ("time_delta", {"start_time": "2024-02-01"}, "needs end_time"),
        ("add", {"path": "/etc/hosts"}, "there is no tool 'add'"),
        ("run", {}, "there is no tool 'run'; the tools: ask, search, get_calendar_info"),
    ],
)
def test_bad_calls_are_answered_in_one_line(
    shared_server: "SharedServer", tool: str, args: dict[str, Any], said: str
) -> None:
    result = shared_server.call(tool, args)
    assert result.is_error
    assert said in text_of(result)
    assert "\n" not in text_of(result)


class SharedServer:
    """One server for many calls."""

    def __init__(self, parameters: StdioServerParameters, log: Path) -> None:
        self._parameters = parameters
        self._log = log
        self._portal: Any = None

    def __enter__(self) -> "SharedServer":
        from anyio.from_thread import start_blocking_portal

        self._stack = start_blocking_portal()
        self._portal = self._stack.__enter__()
        self._errors = self._log.open("w")
        client = Client(stdio_client(self._parameters, errlog=self._errors))
        self._context = self._portal.wrap_async_context_manager(client)
        self._client = self._context.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)
        self._stack.__exit__(None, None, None)
        self._errors.close()

    def call(self, tool: str, args: dict[str, Any]) -> CallToolResult:
        result: CallToolResult = self._portal.call(self._client.call_tool, tool, args)
        return result


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("shared")
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kagent_tui", "--home", str(folder / "home"), "mcp"],
        env={"PYTHONPATH": str(REPOSITORY)},
        cwd=folder,
    )
    with SharedServer(parameters, folder / "errors") as server:
        yield server


def test_adding_is_off_unless_it_is_allowed(serve: Callable[..., None], tmp_path: Path) -> None:
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    for folder in (allowed, other):
        folder.mkdir()
    shutil.copy(REPOSITORY / "examples" / "harbour-ferry.md", allowed / "ferry.md")
    (other / "secret.md").write_text("# Secret\n\nThe key lies under the stone.\n")
    (allowed / "link.md").symlink_to(other / "secret.md")

    async def talk(client: Client) -> None:
        assert "add" in [tool.name for tool in (await client.list_tools()).tools]
        added = await client.call_tool("add", {"path": "ferry.md"})
        assert added.structured_content["files"][0]["outcome"] == "added"
        refused = (
            str(other / "secret.md"),
            str(allowed / "link.md"),
            "../other/secret.md",
            "/no/such/file",
            "https://example.org/",
            "\x00",
        )
        for path in refused:
            result = await client.call_tool("add", {"path": path})
            assert result.is_error, path
            assert "secret" not in text_of(result)
        found = await client.call_tool("search", {"query": "the key under the stone"})
        assert "stone" not in json.dumps(found.structured_content["results"])

    serve(talk, "--allow-add", str(allowed))


def test_standard_output_carries_the_protocol_only(
    environment: dict[str, str], tmp_path: Path
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kagent_tui", "mcp"],
        input="this is no message\n{}\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
        env=environment,
    )
    assert ended.returncode == 0
    for line in ended.stdout.splitlines():
        assert json.loads(line)["jsonrpc"] == "2.0"


def test_without_the_package_it_says_how_to_get_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    hide = (
        "import sys\nsys.modules['mcp'] = None\n"
        "from kagent_tui.__main__ import main\nsys.argv = ['kagent', 'mcp']\nsys.exit(main())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", hide], capture_output=True, text=True, check=False, env=environment
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        "kagent: MCP needs the package mcp; install it with: pip install 'kagent-tui[mcp]'\n"
    )
