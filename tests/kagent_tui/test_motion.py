"""Nothing moves by itself where that is unwanted, and only one module may let anything move."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

import kagent_tui
from kagent_tui.applying import apply_settings
from kagent_tui.config import Config
from kagent_tui.motion import is_still, settle

_FACE = Path(kagent_tui.__file__).parent
_SOURCES = sorted(path for path in _FACE.rglob("*.py") if path.name != "motion.py")
_STYLESHEETS = sorted(_FACE.rglob("*.tcss"))
# These move smoothly unless they are told not to.
_SCROLLS = {
    "scroll_down",
    "scroll_end",
    "scroll_home",
    "scroll_left",
    "scroll_page_down",
    "scroll_page_up",
    "scroll_relative",
    "scroll_right",
    "scroll_to",
    "scroll_to_center",
    "scroll_to_region",
    "scroll_to_widget",
    "scroll_up",
    "scroll_visible",
}
_MOVING_NAMES = {"LoadingIndicator", "Sparkline", "Digits", "animate"}
_MOVING_STYLES = re.compile(r"\btransition\s*:|\bblink\b")


def _moves(source: str) -> Iterator[tuple[int, str]]:
    """Where a source lets something move, and what."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="animate")):
                yield node.lineno, "animate"
            case ast.Call(func=ast.Attribute(attr=name), keywords=given) if name in _SCROLLS:
                if not any(each.arg == "animate" and _is_false(each.value) for each in given):
                    yield node.lineno, name
            case ast.Assign(targets=[ast.Attribute(attr="loading" | "cursor_blink" as name)]):
                yield node.lineno, name
            case ast.ImportFrom(names=names):
                for each in names:
                    if each.name in _MOVING_NAMES:
                        yield node.lineno, each.name
            case ast.Constant(value=str(text)) if _MOVING_STYLES.search(text):
                yield node.lineno, text


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


@pytest.mark.parametrize(
    "source",
    [
        "self.styles.animate('opacity', 0)",
        "self.scroll_home()",
        "self.scroll_to(y=3, animate=True)",
        "self.loading = True",
        "self.cursor_blink = True",
        "from textual.widgets import LoadingIndicator",
        "DEFAULT_CSS = 'X { transition: offset 500ms; }'",
        "style = 'bold blink'",
    ],
)
def test_the_scan_sees_what_moves(source: str) -> None:
    assert list(_moves(source))


def test_the_scan_lets_the_rest_pass() -> None:
    assert not list(_moves("self.scroll_to(y=3, animate=False)\nself.action_scroll_home()"))


@pytest.mark.parametrize("path", _SOURCES, ids=lambda path: str(path.relative_to(_FACE)))
def test_nothing_moves_but_by_the_one_module(path: Path) -> None:
    assert list(_moves(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", _STYLESHEETS, ids=lambda path: path.name)
def test_no_stylesheet_lets_anything_move(path: Path) -> None:
    assert not _MOVING_STYLES.search(path.read_text(encoding="utf-8"))


class Fields(App[None]):
    def compose(self) -> ComposeResult:
        yield Input()
        yield TextArea()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("config", "still"),
    [
        (Config(), False),
        (Config(reduced_motion=True), True),
        (Config(screen_reader=True), True),
    ],
)
async def test_fields_blink_only_where_things_may_move(config: Config, still: bool) -> None:
    app: App[Any] = Fields()
    async with app.run_test() as pilot:
        apply_settings(app, config)
        assert is_still(app) is still
        assert app.has_class("-still") is still
        assert app.animation_level == ("none" if still else "full")
        for field in (app.query_one(Input), app.query_one(TextArea)):
            assert field.cursor_blink is not still
        late = Input()
        await app.screen.mount(late)
        settle(late)
        assert late.cursor_blink is not still
        # And back again, without a restart.
        apply_settings(app, Config())
        await pilot.pause()
        assert app.query_one(Input).cursor_blink
