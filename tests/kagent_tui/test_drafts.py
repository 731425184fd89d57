"""The unsent question on the disk."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from engine.attachments import Attachment
from kagent_tui.drafts import Draft, DraftFile

DRAFT = Draft("half a\nquestion", (Attachment.of_text("long", "pasted text"),))


def claimed(folder: Path) -> DraftFile:
    file = DraftFile(folder)
    file.claim()
    return file


def test_a_draft_comes_back_at_the_next_start_and_is_gone_once_sent(tmp_path: Path) -> None:
    first = claimed(tmp_path / "drafts")
    first.save(DRAFT, 1)
    first.release()
    second = DraftFile(tmp_path / "drafts")
    assert second.claim() == DRAFT
    second.save(Draft(), 1)
    second.release()
    assert DraftFile(tmp_path / "drafts").claim() == Draft()
    assert not list(tmp_path.glob("drafts/*.json"))


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    claimed(tmp_path / "drafts").save(DRAFT, 1)
    if sys.platform != "win32":
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("drafts/*")}
        assert modes == {0o600}
        assert stat.S_IMODE((tmp_path / "drafts").stat().st_mode) == 0o700


def test_two_programs_have_a_file_each(tmp_path: Path) -> None:
    first, second = claimed(tmp_path), claimed(tmp_path)
    first.save(Draft("one"), 1)
    second.save(Draft("two"), 1)
    second.release()
    # The first still runs: what the second left is taken over, and not the first one's.
    assert DraftFile(tmp_path).claim() == Draft("two")


def test_what_a_killed_program_left_is_taken_over(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from kagent_tui.drafts import *\n"
        "file = DraftFile(Path(sys.argv[1])); file.claim(); file.save(Draft('left'), 1)\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert DraftFile(tmp_path).claim() == Draft("left")


def test_an_older_save_that_comes_late_changes_nothing(tmp_path: Path) -> None:
    file = claimed(tmp_path)
    file.save(Draft("new"), 2)
    file.save(Draft("old"), 1)
    file.release()
    assert DraftFile(tmp_path).claim() == Draft("new")


@pytest.mark.parametrize("content", ["{", "[]", '{"text": "x", "attachments": [{"kind": "?"}]}'])
def test_a_damaged_file_is_kept_aside(tmp_path: Path, content: str) -> None:
    (tmp_path / "1.json").write_text(content)
    assert DraftFile(tmp_path).claim() == Draft()
    assert (tmp_path / "1.damaged").read_text() == content


def test_a_failed_save_leaves_the_draft_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = claimed(tmp_path)
    file.save(DRAFT, 1)
    with monkeypatch.context() as patched:
        patched.setattr("kagent_tui.drafts.os.fsync", _full)
        with pytest.raises(OSError, match="full"):
            file.save(Draft("never"), 2)
    file.release()
    assert DraftFile(tmp_path).claim() == DRAFT
    assert not list(tmp_path.glob("*.part"))


def _full(descriptor: int) -> None:
    raise OSError("disk full")
