"""`kagent sessions` and what `kagent memory` does to them, in this process, with the real store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kagent_tui.cli.diagnostics import run
from store.memory import MemoryBank
from tests.kagent_tui.cli.model_commands import Ended
from tests.kagent_tui.remembered import HOSTILE, remember

Kagent = Callable[..., Ended]


@pytest.fixture
def home(isolated_home: Path) -> Path:
    return isolated_home / "kagent"


@pytest.fixture
def ids(home: Path) -> dict[str, str]:
    with MemoryBank.open(home) as bank:
        return remember(bank)


@pytest.fixture
def kagent(home: Path, capsys: pytest.CaptureFixture[str]) -> Kagent:
    def call(*arguments: str | Path) -> Ended:
        capsys.readouterr()
        code = run([*map(str, arguments)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        assert not {"\x1b", "\u202e"} & set(captured.out + captured.err)
        return Ended(code, captured.out, captured.err)

    return call


def titles(ended: Ended) -> list[str]:
    assert ended.code == 0, ended.err
    return [record["title"] for record in ended.json]


def test_lists_and_searches(kagent: Kagent, ids: dict[str, str]) -> None:
    assert titles(kagent("sessions", "list", "--json"))[1:] == ["反渗透膜", "The boiler"]
    line = kagent("sessions", "list", "--tag", "house").out
    assert line.startswith(ids["boiler"])
    assert line.endswith("  2 questions  The boiler  #house\n")
    assert titles(kagent("sessions", "list", "--search", "warranty", "--json")) == ["The boiler"]
    assert titles(kagent("sessions", "search", "反渗透", "--json")) == ["反渗透膜"]
    assert titles(kagent("sessions", "search", "pump", "--tag", "house", "--json")) == [
        "The boiler"
    ]
    nothing = kagent("sessions", "search", "submarine")
    assert (nothing.code, nothing.out) == (3, "")
    assert nothing.err == "kagent: no session holds 'submarine'\n"
    assert kagent("sessions", "search", "submarine", "--json").json == []
    assert kagent("sessions", "search").code == 2
    none = kagent("sessions", "list", "--tag", "no")
    assert (none.code, none.out) == (0, "")
    assert "no session is like that" in none.err
    assert "no session is deleted" in kagent("sessions", "list", "--deleted").err


def test_tags(kagent: Kagent, ids: dict[str, str]) -> None:
    boiler = ids["boiler"][:9]
    assert kagent("sessions", "tag", boiler, "#to do", "家").out.endswith("#house  #to do  #家\n")
    assert kagent("sessions", "untag", boiler, "HOUSE", "other").out.endswith("  #to do  #家\n")
    wrong = kagent("sessions", "tag", boiler, "a,b")
    assert (wrong.code, wrong.out) == (1, "")
    assert "cannot be a tag" in wrong.err
    assert kagent("sessions", "list", "--json").json[2]["tags"] == ["to do", "家"]


def test_deleted_and_restored(kagent: Kagent, ids: dict[str, str]) -> None:
    boiler = ids["boiler"]
    deleted = kagent("sessions", "delete", boiler[:9], boiler)
    assert deleted.code == 0
    assert deleted.out.count("deleted:") == 1
    assert deleted.err == f"to bring back: kagent sessions restore {boiler}\n"
    assert len(titles(kagent("sessions", "list", "--json"))) == 2
    again = kagent("sessions", "delete", boiler)
    assert again.code == 1
    assert f"is deleted; to bring it back: kagent sessions restore {boiler}" in again.err
    assert kagent("sessions", "show", boiler).code == 1
    assert kagent("memory", "search", "boiler").code == 3
    (record,) = kagent("sessions", "list", "--deleted", "--json").json
    assert (record["id"], record["questions"]) == (boiler, 2)
    assert record["deleted_at"]
    assert kagent("sessions", "restore", boiler[:9]).out.startswith(f"restored: {boiler}")
    assert kagent("memory", "search", "boiler").code == 0
    assert kagent("sessions", "restore", boiler).code == 1


@pytest.mark.parametrize("first", [True, False])
def test_deleted_for_good(kagent: Kagent, ids: dict[str, str], home: Path, first: bool) -> None:
    boiler = ids["boiler"]
    if first:
        kagent("sessions", "delete", boiler)
    ended = kagent("sessions", "delete", "--permanently", boiler)
    assert (ended.code, ended.err) == (0, "")
    assert kagent("sessions", "restore", boiler).code == 1
    assert_gone(home, b"And the pump?")


def test_a_purge_takes_the_deleted_ones(kagent: Kagent, ids: dict[str, str], home: Path) -> None:
    kagent("sessions", "delete", ids["boiler"])
    kagent("memory", "forget", "c3")
    assert len(kagent("sessions", "list", "--deleted", "--json").json) == 1
    purged = kagent("memory", "purge")
    assert purged.code == 0
    assert "forgot 1 deleted session\n" in purged.err
    assert kagent("sessions", "list", "--deleted", "--json").json == []
    assert_gone(home, b"And the pump?")


def test_forgetting_everything_takes_the_deleted_ones_too(
    kagent: Kagent, ids: dict[str, str], home: Path
) -> None:
    kagent("sessions", "delete", ids["boiler"])
    some = kagent("memory", "forget", "--before", "2000-01-01", "--yes")
    assert "1 deleted session is kept for a while" in some.err
    assert kagent("memory", "forget", "--all", "--yes").code == 0
    assert kagent("sessions", "list", "--deleted", "--json").json == []
    assert_gone(home, b"And the pump?")


def assert_gone(home: Path, trace: bytes) -> None:
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if trace in path.read_bytes()] == []


def test_branched(kagent: Kagent, ids: dict[str, str]) -> None:
    line = kagent("sessions", "branch", ids["boiler"][:9]).out
    assert line.endswith("  2 questions  The boiler (branch)  #house\n")
    line = kagent("sessions", "branch", ids["boiler"], "--before", "2").out
    assert "1 question  The boiler (branch 2)" in line
    wrong = kagent("sessions", "branch", ids["boiler"], "--before", "3")
    assert wrong.code == 1
    assert "there is no question 3: the session has 2 questions" in wrong.err
    kagent("memory", "forget", "--session", ids["boiler"], "--yes")
    kept = kagent("sessions", "list", "--json").json
    assert [record["questions"] for record in kept if record["parent"] == ids["boiler"]] == [1, 2]


def test_exported(kagent: Kagent, ids: dict[str, str], tmp_path: Path) -> None:
    boiler = ids["boiler"]
    markdown = kagent("sessions", "export", boiler).out
    assert markdown.startswith("# The boiler\n")
    assert kagent("sessions", "export", boiler, "--format", "md").out == markdown
    exported = kagent("sessions", "export", boiler, "--json")
    assert exported.json["id"] == boiler
    assert kagent("sessions", "export", boiler, "--format", "json").out == exported.out
    page = tmp_path / "page.html"
    written = kagent("sessions", "export", boiler, "-o", page)
    assert written.out == f"exported: {page}\n"
    assert page.read_text("utf-8") == kagent("sessions", "export", boiler, "--format", "html").out
    again = kagent("sessions", "export", boiler, "-o", page)
    assert again.code == 1
    assert "there is such a file already" in again.err
    other = tmp_path / "page.txt"
    kagent("sessions", "export", boiler, "-o", other)
    assert other.read_text("utf-8") == markdown
    assert kagent("sessions", "export", boiler, "--json", "--format", "html").code == 2
    assert kagent("sessions", "export", boiler, "--format", "pdf").code == 2


def test_hostile_texts_come_out_clean(kagent: Kagent, ids: dict[str, str]) -> None:
    for command in ("list", "search script", "show ID", "export ID", "export ID --format html"):
        words = [ids["hostile"] if word == "ID" else word for word in command.split()]
        ended = kagent("sessions", *words)
        assert ended.code == 0
        assert "alert(1)" in ended.out
    exported = kagent("sessions", "export", ids["hostile"], "--json").json
    assert exported["title"] != HOSTILE
    assert json.dumps(exported)
