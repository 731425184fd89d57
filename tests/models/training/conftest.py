"""PyTorch is an extra: its tests run where it is, and must run in CI."""

from __future__ import annotations

import importlib.util
import os

import pytest


@pytest.fixture
def torch_installed() -> None:
    """Skip where PyTorch is absent; fail in CI, which installs it."""
    if importlib.util.find_spec("torch") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install the extra train")
        pytest.skip("PyTorch is not installed: pip install -e '.[train]'")
