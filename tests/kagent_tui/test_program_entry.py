"""The program's entry."""

import sys
from importlib.abc import MetaPathFinder
from typing import Any

import pytest

from kagent_tui.__main__ import main

_RUNNING = "kagent_tui.cli.diagnostics"


class Interrupting(MetaPathFinder):
    """Ctrl+C while this module is imported."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname == _RUNNING:
            raise KeyboardInterrupt


def test_an_interruption_while_modules_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, _RUNNING, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupting(), *sys.meta_path])
    assert main() == 130
