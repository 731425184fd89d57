"""`kagent open`, `kagent memory` and `kagent sessions`, with the real store and model."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import REPOSITORY
from tests.pdf_file import make_pdf

Kagent = Callable[..., subprocess.CompletedProcess[str]]
RULES = """# Library rules

Books are lent for thirty days.

A library card costs
4 crowns a year.
Children pay nothing for it.
"""
EDITOR = '#!/bin/sh\nprintf "%s\\n" "$@" > {record}\n'


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A document, and a home in which a question about it was answered."""
    folder = tmp_path_factory.mktemp("answered")
    rules, home = folder / "rules.md", folder / "home"
    rules.write_text(RULES, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUTF8": "1"}
    for words in (("add", rules), ("ask", "Do children pay for a library card?", "--json")):
        ended = subprocess.run(
            [sys.executable, "-m", "kagent_tui", "--home", home, *words],
            capture_output=True, encoding="utf-8", check=True, env=environment,
        )  # fmt: skip
    (cited,) = json.loads(ended.stdout)["citations"]
    assert cited["location"]["line"] == 7
    assert cited["quote"] == "Children pay nothing for it."
    assert len(cited["fingerprint"]) > 32
    return rules, home


@pytest.fixture
def asked(answered: tuple[Path, Path], isolated_home: Path) -> Path:
    """The document, as it was when it was cited; the test has a copy of the home."""
    rules, home = answered
    rules.write_text(RULES, encoding="utf-8")
    shutil.copytree(home, isolated_home / "kagent")
    return rules


def viewer(folder: Path, name: str) -> dict[str, str]:
    """The environment with a program of that name first on the PATH, which takes notes."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / name
    program.write_text(EDITOR.format(record=f"'{folder / name}.seen'"), encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{programs}:/usr/bin:/bin", "DISPLAY": ":77", "VISUAL": name}


def test_a_text_opens_at_the_line_of_the_quote(kagent: Kagent, asked: Path, tmp_path: Path) -> None:
    opened = kagent("open", "1", env=viewer(tmp_path, "code"))
    assert (opened.returncode, opened.stdout) == (0, f"opened with code: {asked}:7\n")
    assert (tmp_path / "code.seen").read_text().splitlines() == ["-g", f"{asked}:7"]


def test_a_pdf_opens_at_its_page(kagent: Kagent, tmp_path: Path) -> None:
    path = tmp_path / "rules.pdf"
    path.write_bytes(make_pdf([["Books are lent."], ["A library card costs 4 crowns a year."]]))
    kagent("add", path)
    assert kagent("ask", "How much does a library card cost?").returncode == 0
    opened = kagent("open", "1", env=viewer(tmp_path, "okular"))
    assert opened.stdout == f"opened with okular: {path}, page 2\n"
    assert (tmp_path / "okular.seen").read_text().splitlines() == ["--page", "2", str(path)]


def test_the_passage_is_printed_where_nothing_opens_it(
    kagent: Kagent, asked: Path, tmp_path: Path
) -> None:
    bare = {"PATH": str(tmp_path), "DISPLAY": "", "WAYLAND_DISPLAY": "", "VISUAL": "", "EDITOR": ""}
    for arguments, env in ((("open", "1"), bare), (("open", "1", "--print"), None)):
        printed = kagent(*arguments, env=env)
        assert printed.returncode == 0
        lines = printed.stdout.splitlines()
        assert lines[0].startswith(f"[1] Library rules — {asked}:7")
        assert "A library card costs 4 crowns a year." in printed.stdout
        assert ">>> Children pay nothing for it. <<<" in lines


def test_a_viewer_that_fails_gives_way_to_the_passage(
    kagent: Kagent, asked: Path, tmp_path: Path
) -> None:
    env = viewer(tmp_path, "code")
    (tmp_path / "programs" / "code").write_text("#!/bin/sh\nexit 3\n")
    printed = kagent("open", "1", env=env)
    assert "code: ended with code 3" in printed.stderr
    assert ">>> Children pay nothing for it. <<<" in printed.stdout


def test_a_document_opens_by_its_path(kagent: Kagent, asked: Path, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(asked)
    shown = json.loads(kagent("open", "link.md", "--json").stdout)
    assert shown["source"] == str(asked)
    assert shown["citation"]["quote"].startswith("Library rules")
    missing = kagent("open", "/etc/passwd")
    assert missing.returncode == 1
    assert "is not in the library" in missing.stderr


def test_changed_and_gone_sources_are_said(kagent: Kagent, asked: Path) -> None:
    asked.write_text(RULES.replace("nothing", "half"), encoding="utf-8")
    changed = kagent("open", "1", "--print")
    assert changed.stderr == "kagent: the source has changed since\n"
    assert ">>> Children pay nothing for it. <<<" in changed.stdout
    session = json.loads(kagent("sessions", "list", "--json").stdout)[0]["id"]
    assert "(the source has changed since)" in kagent("sessions", "show", session).stdout
    asked.unlink()
    shown = json.loads(kagent("open", "1", "--json", "--session", session).stdout)
    assert (shown["gone"], shown["changed"], shown["command"]) == (True, False, None)
    assert "(the source is gone)" in kagent("sessions", "show", session).stdout
    turns = json.loads(kagent("sessions", "show", session, "--json").stdout)["turns"]
    assert turns[0]["source_notes"] == {"1": "the source is gone"}


def test_a_citation_that_is_not_there(kagent: Kagent, asked: Path) -> None:
    missing = kagent("open", "7")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "there is no citation 7 in the last answer: it has 1 to 1" in missing.stderr


def test_without_an_answer_there_is_nothing_to_open(kagent: Kagent) -> None:
    nothing = kagent("open", "1")
    assert nothing.returncode == 1
    assert "there is no answer yet" in nothing.stderr


def test_memory_is_listed_searched_and_forgotten(
    kagent: Kagent, asked: Path, isolated_home: Path
) -> None:
    listed = json.loads(kagent("memory", "list", "--json").stdout)
    kinds = [item["kind"] for item in listed]
    assert sorted(set(kinds)) == ["conversation", "knowledge", "task"]
    question = next(item for item in listed if item["kind"] == "conversation")
    assert question["id"] == "c1"
    assert (
        "Do children pay for a library card? — Children pay nothing"
        in kagent("memory", "list", "--kind", "conversation").stdout
    )
    found = json.loads(kagent("memory", "search", "children", "--json").stdout)["results"]
    assert {"c1", "k1"} <= {item["id"] for item in found}
    assert kagent("memory", "search", "children", "--kind", "task").returncode == 0
    assert kagent("memory", "search", "submarine").returncode == 3
    forgotten = kagent("memory", "forget", "k1")
    assert forgotten.stdout == "forgot 1 entry\n"
    assert "kagent memory forget c1" in forgotten.stderr
    assert kagent("memory", "forget", "c1").stdout == "forgot 1 entry\n"
    assert kagent("memory", "list", "--json").stdout == "[]\n"
    assert kagent("sessions", "list", "--json").stdout == "[]\n"
    assert asked.exists()
    files = [path for path in (isolated_home / "kagent").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert b"hildren pay" not in path.read_bytes(), path


def test_much_is_forgotten_only_with_yes(kagent: Kagent, asked: Path) -> None:
    shown = kagent("memory", "forget", "--all")
    assert shown.returncode == 1
    assert re.search(r"this would forget \d+ entries; to do it, add --yes", shown.stderr)
    assert kagent("memory", "forget", "--before", "2000-01-01", "--yes").stdout == (
        "forgot 0 entries\n"
    )
    session = json.loads(kagent("sessions", "list", "--json").stdout)[0]["id"]
    assert kagent("memory", "forget", "--session", session, "--yes").returncode == 0
    assert [item["kind"] for item in json.loads(kagent("memory", "list", "--json").stdout)] == [
        "knowledge"
    ]
    assert kagent("memory", "forget", "--all", "--yes").stdout == "forgot 1 entry\n"
    assert kagent("library", "list", "--json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("forget",), 2, "Name IDs, or one of"),
        (("forget", "c1", "--all"), 2, "Name IDs, or one of"),
        (("forget", "c99"), 1, "there is nothing with the id 'c99'"),
        (("forget", "x1"), 1, "there is nothing with the id 'x1'"),
        (("forget", "--before", "soon"), 2, "is not a date or time"),
        (("list", "--session", "nope"), 1, "there is no session 'nope'"),
        (("search",), 2, "The query is empty"),
    ],
)
def test_wrong_usage_of_memory(
    kagent: Kagent, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended = kagent("memory", *arguments)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr


def test_sessions_are_renamed_exported_and_deleted(
    kagent: Kagent, asked: Path, tmp_path: Path
) -> None:
    session = json.loads(kagent("sessions", "list", "--json").stdout)[0]["id"]
    assert kagent("sessions", "rename", session[:6], "Cards", "and *books*").returncode == 0
    assert json.loads(kagent("sessions", "list", "--json").stdout)[0]["title"] == (
        "Cards and *books*"
    )
    exported = kagent("sessions", "export", session).stdout
    assert exported.startswith(
        "# Cards and \\*books\\*\n\n## Do children pay for a library card?\n"
    )
    assert "Children pay nothing for it. [1]" in exported
    assert f"- \\[1\\] **Library rules** — `{asked}:7" in exported
    written = tmp_path / "out.md"
    assert kagent("sessions", "export", session, "-o", written).returncode == 0
    assert written.read_text(encoding="utf-8") == exported
    again = kagent("sessions", "export", session, "-o", written)
    assert again.returncode == 1
    assert "there is such a file already" in again.stderr
    assert json.loads(kagent("sessions", "export", session, "--json").stdout)["id"] == session
    assert kagent("sessions", "delete", session).returncode == 0
    assert kagent("sessions", "list", "--json").stdout == "[]\n"
    assert kagent("sessions", "delete", session).returncode == 1
