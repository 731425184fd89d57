"""The themes can be read: contrast by WCAG 2.2, and what a user's own file may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from kagent_tui.applying import apply_settings, apply_theme, theme_names
from kagent_tui.config import Config
from kagent_tui.errors import ConfigError
from kagent_tui.themes import CONTRAST, DARK, LIGHT, load_user_theme, user_theme_names

# A text and what it may stand on; the names are those that stylesheets and widgets use.
_TEXTS = (
    "foreground",
    "foreground-muted",
    "text",
    "text-muted",
    "text-primary",
    "text-accent",
    "text-warning",
    "text-error",
    "text-success",
    "accent",
    "error",
    "success",
    "warning",
    "link-color",
    "markdown-h1-color",
    "markdown-h6-color",
)
_GROUNDS = ("background", "surface", "panel", "surface-lighten-2")
_PAIRS = [(text, ground) for text in _TEXTS for ground in _GROUNDS] + [
    ("text", "block-cursor-background"),
    ("text-muted", "block-cursor-background"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("foreground", "block-hover-background"),
    ("button-foreground", "surface"),
]
# Only the theme made for it promises these.
_AAA_PAIRS = [
    *_PAIRS,
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("text-disabled", "background"),
    ("foreground-disabled", "background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("link-color-hover", "link-background-hover"),
]


def luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def ratio(theme: Theme, text: str, ground: str) -> float:
    """The contrast of a text on a ground, both as the theme makes them."""
    colors = theme.to_color_system().generate()
    page = Color.parse(colors["background"])
    below = page + Color.parse(colors[ground])
    kind, _, percent = colors[text].partition(" ")
    above = (
        below.get_contrast_text(float(percent.rstrip("%")) / 100)
        if kind == "auto"
        else Color.parse(colors[text])
    )
    brighter, darker = sorted((luminance(below + above), luminance(below)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    plain = Theme(name="x", primary="#000000", foreground="#000000", background="#FFFFFF")
    assert ratio(plain, "foreground", "background") == pytest.approx(21)


@pytest.mark.parametrize(("text", "ground"), _AAA_PAIRS)
def test_high_contrast_has_level_aaa(text: str, ground: str) -> None:
    assert ratio(CONTRAST, text, ground) >= 7


@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
@pytest.mark.parametrize("edge", ["border", "border-blurred", "scrollbar"])
def test_edges_of_high_contrast_can_be_seen(edge: str, ground: str) -> None:
    assert ratio(CONTRAST, edge, ground) >= 3


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("text", "ground"), _PAIRS)
def test_dark_and_light_have_level_aa(theme: Theme, text: str, ground: str) -> None:
    assert ratio(theme, text, ground) >= 4.5


def write(folder: Path, text: str) -> Path:
    (folder / "sea.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_users_theme_is_read(tmp_path: Path) -> None:
    text = 'primary = "#336699"\ndark = false\n[variables]\nborder = "#000000"\n'
    folder = write(tmp_path, text)
    assert user_theme_names(folder) == ["sea"]
    theme = load_user_theme(folder, "sea")
    assert (theme.name, theme.primary, theme.dark) == ("sea", "#336699", False)
    assert theme.variables == {"border": "#000000"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "primary is lacking"),
        ('primary = "#336699"\naccen = "#FFFFFF"', "no key 'accen'"),
        ('primary = "sea blue"', "primary = 'sea blue': a colour in quotes is needed"),
        ("primary = 3", "primary = 3: a colour in quotes is needed"),
        ('primary = "#336699"\nluminosity_spread = 7', "a number from 0 to 1 is needed"),
        ('primary = "#336699"\ndark = "no"', "dark = 'no': true or false is needed"),
        ('primary = "#336699"\nvariables = 1', "a table of texts in quotes is needed"),
        ('primary = "#336699"\n[variables]\nborder = 1', "a table of texts in quotes is needed"),
        ('primary = "#336699"\nname = "lake"', "the key name is not needed"),
        ("primary = ", "is not valid TOML"),
    ],
)
def test_a_wrong_theme_names_the_file_and_the_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_user_theme(write(tmp_path, text), "sea")
    assert str(tmp_path / "sea.toml") in str(caught.value)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.anyio
async def test_a_theme_that_there_is_not_is_said_and_the_default_shown(tmp_path: Path) -> None:
    app: App[Any] = App()
    async with app.run_test():
        write(tmp_path, 'primary = "nothing"')
        assert apply_theme(app, "no such") == [
            "theme: there is no theme 'no such'; /theme lists all"
        ]
        assert app.theme == "dark"
        (trouble,) = apply_theme(app, "sea", tmp_path)
        assert "sea.toml" in trouble
        assert app.theme == "dark"
        assert apply_theme(app, "nord") == []
        assert app.theme == "nord"
        assert theme_names(app, tmp_path)[:4] == ["dark", "light", "contrast", "sea"]


@pytest.mark.anyio
async def test_a_users_theme_that_was_changed_is_read_again(tmp_path: Path) -> None:
    app: App[Any] = App()
    async with app.run_test():
        write(tmp_path, 'primary = "#111111"')
        assert apply_settings(app, Config(theme="sea"), tmp_path) == []
        assert app.current_theme.primary == "#111111"
        write(tmp_path, 'primary = "#222222"')
        assert apply_settings(app, Config(theme="sea"), tmp_path) == []
        assert app.current_theme.primary == "#222222"


@pytest.mark.anyio
async def test_no_color_leaves_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app: App[Any] = App()
    async with app.run_test():
        apply_settings(app, Config(theme="dark"))
        assert app.no_color
        black = Color.parse("black")
        for strip in app.screen._compositor.render_strips(None):
            for segment in strip.apply_filter(app._filters[-1], black):
                assert all(map(_is_grey, _colors_of(segment.style)))


def _colors_of(style: Any) -> list[Any]:
    found = [] if style is None else [style.color, style.bgcolor]
    return [color.triplet for color in found if color is not None and color.triplet is not None]


def _is_grey(triplet: Any) -> bool:
    return bool(triplet.red == triplet.green == triplet.blue)
