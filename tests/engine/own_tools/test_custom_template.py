"""Writing a tool to begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.own_tools.template import TemplateError, write_tool


@pytest.mark.parametrize(
    "name", ["9lives", "class", "a-b", "../x", "test_it", "名", "", "_hidden", "a" * 65, "a b"]
)
def test_names_that_a_tool_cannot_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(TemplateError) as caught:
        write_tool(name, tmp_path / "tools", (), "en")
    assert "is no name for a tool: use up to 64 letters" in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "tools"
    written = write_tool("mine", folder, (), "en")
    assert folder.stat().st_mode & 0o077 == 0
    written.tool.unlink()
    written.test.write_text("changed")
    with pytest.raises(TemplateError, match=r"test_mine\.py is there already"):
        write_tool("mine", folder, (), "zh")
    assert written.test.read_text() == "changed"
    assert not written.tool.exists()
    with pytest.raises(TemplateError, match="there is a tool named other already"):
        write_tool("other", folder, ["other"], "en")
