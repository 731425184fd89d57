"""`kagent tools` with tools of one's own: files, a package and an MCP server, for real."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]
REPOSITORY = Path(__file__).resolve().parents[2]
SERVER = REPOSITORY / "tests" / "engine" / "own_tools" / "example_mcp_server.py"


@pytest.fixture
def home(isolated_home: Path) -> Path:
    return isolated_home / "kagent"


def write_tool(home: Path, name: str, text: str) -> None:
    (home / "tools").mkdir(parents=True, exist_ok=True)
    (home / "tools" / name).write_text(text, encoding="utf-8")


def as_json(ended: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(ended.stdout)


def test_a_new_tool_works_as_it_stands(kagent: Kagent, home: Path) -> None:
    made = kagent("tools", "new", "tide_table")
    assert made.returncode == 0
    tool, test = map(Path, made.stdout.split("\n")[:2])
    assert tool == home / "tools" / "tide_table.py"
    assert f'python "{test}"' in made.stderr

    ran = kagent("tools", "run", "tide_table", "text=你好", "times=2", "--json")
    shown = as_json(ran)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert list(shown) == ["name", "args", "observation", "error", "error_kind", "data", "sources"]
    assert shown["observation"] == "你好 你好"
    assert shown["data"] == {"characters": 2}
    assert shown["error_kind"] is None

    for command in ([sys.executable, str(test)], [sys.executable, "-m", "pytest", "-q", str(test)]):
        tested = subprocess.run(command, capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stdout + tested.stderr
        assert "passed" in tested.stdout

    info = kagent("tools", "info", "tide_table").stdout
    assert "tide_table(text, [style], [times])" in info
    assert "From: file tide_table.py" in info
    assert "Limits: 60 seconds, 40,000 characters" in info
    described = as_json(kagent("tools", "info", "tide_table", "--json"))
    assert described["required"] == ["text"]
    assert described["origin"] == "file tide_table.py"

    before = tool.read_text("utf-8")
    again = kagent("tools", "new", "tide_table")
    assert (again.returncode, again.stdout) == (1, "")
    assert "is there already" in again.stderr
    assert tool.read_text("utf-8") == before


def test_the_chinese_template_works_too(kagent: Kagent) -> None:
    made = kagent("tools", "new", "repeat", "--lang", "zh")
    tool, test = map(Path, made.stdout.split("\n")[:2])
    assert "您自己的工具" in tool.read_text("utf-8")
    assert subprocess.run([sys.executable, str(test)], check=False).returncode == 0
    assert kagent("tools", "run", "repeat", "text=好").stdout == "好\n"


def test_a_name_that_is_taken(kagent: Kagent, home: Path) -> None:
    ended = kagent("tools", "new", "time_delta")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "kagent: there is a tool named time_delta already; choose another name\n"
    )
    assert not (home / "tools").exists()


BROKEN = "def x(:\n"
GOOD = '''
def fail(kind: str, items: list[int] | None = None) -> object:
    """Fail in a way."""
    print("never seen")
    if kind == "raise":
        raise KeyError("no")
    if kind == "nothing":
        return []
    return {"text": f"{items}", "sources": [{"source": "https://a.example", "title": "A"}]}
'''


def test_all_three_kinds_are_listed_and_broken_ones_warn(
    kagent: Kagent, home: Path, tmp_path: Path
) -> None:
    write_tool(home, "good.py", GOOD)
    write_tool(home, "broken.py", BROKEN)
    metadata = tmp_path / "moon-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: moon\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[kagent.tools]\nmoon = moon:phase\n")
    (tmp_path / "moon.py").write_text(
        'def phase(day: str) -> str:\n    """Moon."""\n    return day'
    )
    (home / "config.toml").write_text(
        f"[mcp_servers.ex]\ncommand = {json.dumps(sys.executable)}\n"
        f"args = [{json.dumps(str(SERVER))}]\n"
        '[mcp_servers.far]\nurl = "http://127.0.0.1:1/mcp"\n'
    )
    env = {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(tmp_path)])}
    listed = kagent("tools", "list", "--json", env=env)
    assert listed.returncode == 0
    origins = {entry["name"]: entry["origin"] for entry in as_json(listed)}
    assert origins["time_delta"] == "built in"
    assert origins["fail"] == "file good.py"
    assert origins["phase"] == "package moon 1.0"
    assert origins["ex_echo"] == "MCP server ex"
    warnings = listed.stderr.splitlines()
    assert [line for line in warnings if "broken.py: line 1: SyntaxError" in line]
    assert [line for line in warnings if "far: not asked, for the network is off" in line]
    assert len(warnings) == 3

    echoed = kagent("tools", "run", "ex_add", "numbers=[1, 2]", "--json", env=env)
    assert as_json(echoed)["data"] == {"total": 3}
    # A built-in tool needs none of the others: nothing is started, and nothing is warned of.
    assert kagent("tools", "info", "time_delta", env=env).stderr == ""


def test_errors_and_exit_codes(kagent: Kagent, home: Path) -> None:
    write_tool(home, "good.py", GOOD)
    for kind, code, error_kind in (("raise", 1, "failed"), ("nothing", 3, "not_found")):
        ended = kagent("tools", "run", "fail", f"kind={kind}", "--json")
        assert ended.returncode == code
        shown = as_json(ended)
        assert shown["error_kind"] == error_kind
        assert shown["error"] in ended.stderr
        assert "never seen" not in ended.stdout + ended.stderr
    found = kagent("tools", "run", "fail", "kind=ok", "items=[1, 2]", "--json")
    assert as_json(found)["sources"] == [
        {"source": "https://a.example", "title": "A", "location": {}, "quote": "[1, 2]"}
    ]
    wrong = kagent("tools", "run", "fail", "kind=ok", "items=1,2")
    assert wrong.returncode == 1
    assert "write it as JSON" in wrong.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_ctrl_c_stops_a_tool_and_its_children(
    environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "pid"
    slow = (
        "import subprocess, time\n"
        "def slow() -> str:\n"
        '    """Wait."""\n'
        "    child = subprocess.Popen(['sleep', '1000'])\n"
        f"    open({str(notes)!r}, 'w').write(str(child.pid))\n"
        "    time.sleep(1000)\n"
    )
    write_tool(home, "slow.py", slow)
    running = subprocess.Popen(
        [sys.executable, "-m", "kagent_tui", "tools", "run", "slow"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    deadline = time.monotonic() + 60
    while not (notes.exists() and notes.read_text()) and time.monotonic() < deadline:
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=30)
    assert (running.returncode, output) == (130, "")
    assert errors == "kagent: interrupted\n"
    assert _ended(int(notes.read_text()))


def _ended(number: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(number, 0)
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
