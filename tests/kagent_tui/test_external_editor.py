"""Another editor, with real programs."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from kagent_tui.external_editor import EditorError, edit, editor_command

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-in editor is a script")


def editor(tmp_path: Path, body: str) -> list[str]:
    """A program that does `body` with the file's `path`."""
    script = tmp_path / "my editor.py"
    script.write_text(f"import os, sys\npath = sys.argv[-1]\n{body}\n")
    return [sys.executable, str(script)]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))


def left(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


def test_the_text_comes_back_changed_and_nothing_is_left(tmp_path: Path) -> None:
    command = editor(tmp_path, "open(path, 'a', encoding='utf-8').write(' und 中文')")
    assert edit("half", command) == "half und 中文"
    assert left(tmp_path) == []


def test_the_file_is_the_owners_alone_and_markdown(tmp_path: Path) -> None:
    body = "mode = os.stat(path).st_mode\nopen(path, 'w').write(f'{mode} {path}')"
    mode, path = edit("x", editor(tmp_path, body)).split(" ", 1)
    assert stat.S_IMODE(int(mode)) == 0o600
    assert path.endswith(".md")


def test_an_editor_that_gives_up_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match="code 3"):
        edit("half", editor(tmp_path, "sys.exit(3)"))
    assert left(tmp_path) == []


def test_what_was_written_before_an_editor_failed_is_kept(tmp_path: Path) -> None:
    command = editor(tmp_path, "open(path, 'w').write('precious')\nsys.exit(1)")
    with pytest.raises(EditorError, match="kept in"):
        edit("half", command)
    assert [path.read_text() for path in left(tmp_path)] == ["precious"]


def test_a_file_that_is_gone_and_an_editor_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EditorError, match="cannot be read"):
        edit("half", editor(tmp_path, "os.remove(path)"))
    with pytest.raises(EditorError, match="cannot be started"):
        edit("half", [str(tmp_path / "absent")])


def test_which_editor_it_is() -> None:
    environ = {"VISUAL": "code --wait", "EDITOR": "vi", "PATH": ""}
    assert editor_command("'my editor' -x", environ) == ["my editor", "-x"]
    assert editor_command(None, environ) == ["code", "--wait"]
    assert editor_command(" ", {"EDITOR": "vi"}) == ["vi"]
    # No shell: what would be run by one is only a word.
    assert editor_command("vi; rm -rf ~", {}) == ["vi;", "rm", "-rf", "~"]


def test_no_editor_and_an_unclosed_quote_are_said() -> None:
    with pytest.raises(EditorError, match="No editor"):
        editor_command(None, {"PATH": ""})
    with pytest.raises(EditorError, match="quote"):
        editor_command("'vi", {})


def test_an_installed_one_is_found(tmp_path: Path) -> None:
    nano = tmp_path / "nano"
    nano.write_text("#!/bin/sh\n")
    nano.chmod(0o700)
    assert editor_command(None, {"PATH": str(tmp_path)}) == [str(nano)]
