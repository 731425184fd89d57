"""No picture is kept that no test takes: tests that run two at a time do not find these."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.snapshots.conftest import TAKEN

FOLDER = Path(__file__).parent
KEPT = FOLDER / "__snapshots__"


def test_every_picture_that_is_kept_is_taken(pytestconfig: pytest.Config) -> None:
    for module, taken in pytestconfig.stash[TAKEN].items():
        kept = {path.name for path in (KEPT / module).glob("*")}
        assert kept - taken == set()


def test_every_folder_of_pictures_has_its_tests() -> None:
    modules = {path.stem for path in FOLDER.glob("test_*.py")}
    assert {path.name for path in KEPT.iterdir()} <= modules
