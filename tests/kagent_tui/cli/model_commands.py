"""`kagent models ...` run in this process, against a hub on this machine."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kagent_tui.cli.diagnostics import run


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Models:
    """The command under one home."""

    home: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def folder(self) -> Path:
        return self.home / "models"

    @property
    def config(self) -> Path:
        return self.home / "config.toml"

    def write_config(self, text: str) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.config.write_text(text, encoding="utf-8")

    def __call__(self, *arguments: str | Path) -> Ended:
        self.capsys.readouterr()
        code = run(["models", *map(str, arguments)])
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ended(code, captured.out, captured.err)

    def row(self, name: str) -> dict[str, Any]:
        """What `list --json` says of a model."""
        found = [row for row in self("list", "--json").json["models"] if row["name"] == name]
        assert len(found) == 1
        row: dict[str, Any] = found[0]
        return row
