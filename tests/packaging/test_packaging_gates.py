"""The gate on file sizes, run as `make test` runs it."""

import subprocess
import sys
from pathlib import Path

GATE = Path(__file__).resolve().parents[2] / "packaging" / "file_size_gate.py"


def run_gate(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(GATE), str(folder)], check=False, capture_output=True, text=True
    )


def test_files_at_their_limits_pass(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("x = 1\n" * 400)
    (tmp_path / "style.tcss").write_text("\n" * 300)
    (tmp_path / "notes.md").write_text("\n" * 5000)
    done = run_gate(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def test_each_file_over_its_limit_is_named(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "module.py").write_text("x = 1\n" * 401)
    (tmp_path / "style.tcss").write_text("\n" * 301)
    hidden = tmp_path / ".venv"
    hidden.mkdir()
    (hidden / "library.py").write_text("\n" * 5000)
    done = run_gate(tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "style.tcss: 301 lines, at most 300 allowed: split it",
        "deep/module.py: 401 lines, at most 400 allowed: split it",
    ]


def test_this_repository_passes() -> None:
    done = run_gate(GATE.parent.parent)
    assert done.stdout == ""
