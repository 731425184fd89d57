"""What the tests of commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kagent_tui.cli.model_commands import Models


@pytest.fixture
def models(isolated_home: Path, capsys: pytest.CaptureFixture[str]) -> Models:
    """`kagent models` with a home of its own, which does not exist yet."""
    return Models(isolated_home / "kagent", capsys)
