"""What is kept for one user is not for others to see."""

from __future__ import annotations

from pathlib import Path

from models.private_folders import make_private


def test_every_folder_that_was_lacking_is_private_and_the_others_stay(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    there.chmod(0o755)
    make_private(there / "home" / "models")
    modes = [path.stat().st_mode & 0o777 for path in (there, there / "home", there / "home/models")]
    assert modes == [0o755, 0o700, 0o700]
    make_private(there / "home" / "models")
