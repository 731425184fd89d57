"""Wrong usage and impossible places: one line on standard error, the exit code, nothing else."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Kagent = Callable[..., subprocess.CompletedProcess[str]]


def one_line(ended: subprocess.CompletedProcess[str], code: int) -> str:
    assert ended.returncode == code, ended
    assert ended.stdout == ""
    assert ended.stderr.startswith("kagent: ")
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.endswith("\n")
    return ended.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask"], "question is empty"),
        (["ask", ""], "question is empty"),
        (["ask", " \t ", "\x07"], "question is empty"),
        (["ask", "-"], "question is empty"),
        (["ask", "--lang", "de", "q"], "--lang"),
        (["ask", "--max-steps", "0", "q"], "--max-steps"),
        (["ask", "--model", " ", "q"], "--model"),
        (["ask", "--session", "a", "-c", "q"], "--continue"),
        (["ask", "--knowledge", "", "q"], "--knowledge is empty"),
        (["search"], "query is empty"),
        (["search", "x", "-k", "0"], "-k"),
        (["add"], "PATH"),
        (["add", ""], "PATH"),
        (["tools"], "Missing command"),
        (["tools", "fly"], "'fly'"),
        (["tools", "run"], "NAME"),
        (["tools", "run", "time_delta", "tomorrow"], "KEY=VALUE"),
        (["tools", "run", "time_delta", "a=1", "a=2"], "twice"),
        (["frobnicate"], "'frobnicate'"),
        (["what day is it"], 'kagent ask "what day is it"'),
        (["--now", "2024-02-30", "config", "path"], "2024-02-30"),
        (["config", "path", "--now", "soon"], "soon"),
        (["--now", "0001-01-01", "config", "path"], "1900 to 9000"),
        (["--home", "", "config", "path"], "--home"),
        (["--frob"], "--frob"),
        ([], "needs a terminal"),
    ],
)
def test_wrong_usage(kagent: Kagent, arguments: list[str], expected: str) -> None:
    assert expected in one_line(kagent(*arguments), 2)


def test_standard_input_that_is_no_text(environment: dict[str, str], tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kagent_tui", "ask", "-"],
        input=b"\xff\xfe\x00question",
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env=environment,
    )
    assert ended.returncode == 2
    assert ended.stderr.decode().startswith("kagent: Standard input is not UTF-8 text")


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "x"],
        ["sessions", "list"],
        ["ask", "hello"],
        ["tools", "run", "get_calendar_info", "start_date=2026-11-20"],
        ["config", "path"],
    ],
)
def test_a_home_that_is_a_file(kagent: Kagent, tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")
    assert str(path) in one_line(kagent("--home", path, *arguments), 1)
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_home_below_a_file(kagent: Kagent, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine", encoding="utf-8")
    assert "file" in one_line(kagent("--home", path / "home", "sessions", "list"), 1)


def test_home_may_stand_before_and_after_the_command(kagent: Kagent, tmp_path: Path) -> None:
    first = kagent("--home", tmp_path / "a", "config", "path")
    second = kagent("config", "path", "--home", tmp_path / "a")
    environment = kagent("config", "path", env={"KAGENT_HOME": str(tmp_path / "a")})
    assert first.stdout == second.stdout == environment.stdout == f"{tmp_path / 'a'}/config.toml\n"
    nearer = kagent(
        "--home", tmp_path / "b", "config", "path", env={"KAGENT_HOME": str(tmp_path / "a")}
    )
    assert nearer.stdout == f"{tmp_path / 'b'}/config.toml\n"
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("arguments", [["ask", "hello"], ["search", "x"], ["config", "show"]])
def test_a_setting_that_is_not_known(
    kagent: Kagent, isolated_home: Path, arguments: list[str]
) -> None:
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "config.toml").write_text("theads = 2\n", encoding="utf-8")
    line = one_line(kagent(*arguments), 1)
    assert "config.toml" in line
    assert "did you mean 'threads'" in line


def test_settings_are_shown_without_the_key(kagent: Kagent, isolated_home: Path) -> None:
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "config.toml").write_text(
        'api_key = "s3cret"\nweather_key = "s3cret"\nthreads = 3\n'
        '[mcp_servers.files]\ncommand = "files"\nenv = { TOKEN = "s3cret" }\n',
        encoding="utf-8",
    )
    text, as_json = kagent("config", "show"), kagent("config", "show", "--json")
    assert text.returncode == as_json.returncode == 0
    assert "threads = 3" in text.stdout
    assert "s3cret" not in text.stdout + as_json.stdout
    assert "files" in text.stdout
    assert json.loads(as_json.stdout)["mcp_servers"] == ["files"]


def test_the_settings_shown_are_settings(kagent: Kagent, isolated_home: Path) -> None:
    shown = kagent("config", "show").stdout
    home = isolated_home / "kagent"
    home.mkdir()
    (home / "config.toml").write_text(shown, encoding="utf-8")
    assert kagent("config", "show").stdout == shown


def test_the_version(kagent: Kagent) -> None:
    from kagent_tui import __version__

    assert kagent("--version").stdout == f"kagent {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--model", "~nobody-here/m.gguf", "hello"],
        ["ask", "--profile", "~nobody-here/p.toml", "hello"],
        ["backup", "~nobody-here/b.db"],
        ["restore", "~nobody-here/b.db"],
        ["models", "info", "~nobody-here/m.gguf"],
        ["models", "import", "~nobody-here/m.gguf"],
        ["open", "~nobody-here/a.md"],
        ["profiles", "show", "~nobody-here/p.toml"],
    ],
)
def test_a_path_of_a_user_who_is_not_there(kagent: Kagent, arguments: list[str]) -> None:
    ended = kagent(*arguments)
    assert ended.returncode == 1
    assert ended.stderr.startswith("kagent: ")
    assert ended.stderr.count("\n") == 1
