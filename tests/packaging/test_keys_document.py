"""docs/keys.md says what the tables of keys and commands say."""

import subprocess
import sys
from pathlib import Path

from kagent_tui.bindings import SHORTCUTS
from kagent_tui.bindings.sections import SECTIONS
from kagent_tui.commands.interface import INTERFACE

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_page_is_in_step() -> None:
    script = REPOSITORY / "packaging" / "keys_document.py"
    checked = subprocess.run(
        [sys.executable, str(script), "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env={"PYTHONPATH": str(REPOSITORY)},
    )
    assert checked.stderr == ""
    assert checked.returncode == 0


def test_every_scope_with_something_to_say_has_a_section() -> None:
    assert {row.scope for row in SHORTCUTS if row.label} <= set(SECTIONS)


def test_every_key_and_command_is_on_the_page() -> None:
    page = (REPOSITORY / "docs" / "keys.md").read_text(encoding="utf-8")
    assert all(f"`{row.id}`" in page for row in SHORTCUTS if row.label)
    assert all(f"`/{row.slash}" in page for row in INTERFACE if row.slash)
