"""The colours: a dark, a light and a high-contrast theme, and those that the user wrote as files.

A file NAME.toml in the folder themes beside config.toml has the fields of a Textual theme: primary,
and where wanted secondary, warning, error, success, accent, foreground, background, surface, panel,
boost, dark, luminosity_spread, text_alpha and a table variables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from textual.app import App
from textual.color import Color, ColorParseError
from textual.theme import Theme

from kagent_tui.errors import ConfigError

DEFAULT: Final = "dark"
_SUFFIX: Final = ".toml"
_COLOURS: Final = frozenset(
    {entry.name for entry in fields(Theme)}
    - {"name", "dark", "luminosity_spread", "text_alpha", "variables", "ansi"}
)
_NUMBERS: Final = frozenset({"luminosity_spread", "text_alpha"})

DARK: Final = Theme(
    name="dark",
    primary="#6CB6F0",
    secondary="#93A4B8",
    accent="#F2B36B",
    warning="#F0C36B",
    error="#F58A8A",
    success="#7BD389",
    foreground="#E3E8ED",
    background="#11151A",
    surface="#181D24",
    panel="#222A33",
    variables={
        "text-muted": "auto 68%",
        "foreground-muted": "#A9B4C0",
        "border": "#6CB6F0",
        "border-blurred": "#4A5866",
        "block-cursor-background": "#6CB6F0",
        "block-cursor-foreground": "#0B0F13",
        "input-selection-background": "#2F5A7F",
        "scrollbar": "#3D5468",
        "scrollbar-background": "#181D24",
        "link-color": "#8CC8F7",
    },
)

LIGHT: Final = Theme(
    name="light",
    dark=False,
    primary="#0B5CAD",
    secondary="#45576B",
    accent="#8A4B00",
    warning="#7A5200",
    error="#B3261E",
    success="#1F6B35",
    foreground="#1B2126",
    background="#FBFBF8",
    surface="#F1F2EE",
    panel="#E4E7E1",
    variables={
        "text-muted": "auto 76%",
        "foreground-muted": "#4E5963",
        "text-primary": "#0B5CAD",
        "text-accent": "#7A4200",
        "text-warning": "#6B4800",
        "text-error": "#A3211A",
        "text-success": "#1B5E2F",
        "border": "#0B5CAD",
        "border-blurred": "#9AA5AE",
        "surface-lighten-2": "#DDE3E8",
        "block-cursor-background": "#0B5CAD",
        "block-cursor-foreground": "#FFFFFF",
        "input-selection-background": "#B9D6F2",
        "link-color": "#0B5CAD",
    },
)

# Every pair of text and ground of this one has the contrast of WCAG 2.2, level AAA (7 to 1).
CONTRAST: Final = Theme(
    name="contrast",
    primary="#8CD0FF",
    secondary="#D0D0D0",
    accent="#FFDD55",
    warning="#FFDD55",
    error="#FFB8B8",
    success="#8CFFA6",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#1A1A1A",
    variables={
        "text": "auto 100%",
        "text-muted": "auto 90%",
        "text-disabled": "auto 80%",
        "foreground-muted": "#E6E6E6",
        "foreground-disabled": "#C8C8C8",
        "text-primary": "#8CD0FF",
        "text-secondary": "#D0D0D0",
        "text-accent": "#FFDD55",
        "text-warning": "#FFDD55",
        "text-error": "#FFB8B8",
        "text-success": "#8CFFA6",
        "surface-lighten-1": "#262626",
        "surface-lighten-2": "#303030",
        "border": "#FFFFFF",
        "border-blurred": "#B8B8B8",
        "block-cursor-background": "#FFDD55",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#303030",
        "block-cursor-blurred-foreground": "#FFFFFF",
        "block-hover-background": "#303030",
        "input-cursor-background": "#FFFFFF",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#FFDD55",
        "input-selection-foreground": "#000000",
        "screen-selection-background": "#FFDD55",
        "screen-selection-foreground": "#000000",
        "link-color": "#8CD0FF",
        "link-color-hover": "#000000",
        "link-background-hover": "#FFDD55",
        "markdown-h6-color": "#E6E6E6",
        "scrollbar": "#B8B8B8",
        "scrollbar-hover": "#FFFFFF",
        "scrollbar-active": "#FFDD55",
        "scrollbar-background": "#1A1A1A",
        "button-foreground": "#FFFFFF",
        "button-color-foreground": "#000000",
    },
)

OURS: Final = (DARK, LIGHT, CONTRAST)


def register_ours(app: App[Any]) -> None:
    """Make the themes of the program known; those that Textual brings are known already."""
    for theme in OURS:
        app.register_theme(theme)


def user_theme_names(folder: Path) -> list[str]:
    """The names of the user's themes; none where the folder is not there or cannot be read."""
    try:
        names = [path.stem for path in folder.iterdir() if path.suffix == _SUFFIX]
    except OSError:
        return []
    return sorted(names)


def load_user_theme(folder: Path, name: str) -> Theme:
    """The theme in the file of this name.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has a field or a colour that there is
            not; names the file and the key.
    """
    import tomllib

    path = folder / f"{name}{_SUFFIX}"
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from None
    for trouble in _troubles(values):
        raise ConfigError(f"{path}: {trouble}")
    theme = Theme(**{**values, "name": name})
    _check_colours(path, theme)
    return theme


def _troubles(values: Mapping[str, Any]) -> Iterator[str]:
    known = {entry.name for entry in fields(Theme)} - {"name"}
    if "primary" not in values:
        yield 'the key primary is lacking; write there: primary = "#0B5CAD"'
    for key, value in values.items():
        if key == "name":
            yield "the key name is not needed: the theme is called as its file is"
        elif key not in known:
            yield f"there is no key {key!r}; the keys are {', '.join(sorted(known))}"
        elif trouble := _trouble_of(key, value):
            yield f"{key} = {value!r}: {trouble}"


def _trouble_of(key: str, value: Any) -> str | None:
    if key in _COLOURS:
        return None if _is_colour(value) else 'a colour in quotes is needed, such as "#0B5CAD"'
    if key in _NUMBERS:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return None if is_number and 0 <= value <= 1 else "a number from 0 to 1 is needed"
    if key == "variables":
        texts = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
        return None if texts else "a table of texts in quotes is needed"
    return None if isinstance(value, bool) else "true or false is needed"


def _is_colour(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(Color.parse(value))
    except ColorParseError:
        return False


def _check_colours(path: Path, theme: Theme) -> None:
    """A variable may hold a style or a percentage, so that it is known only once it is used."""
    try:
        theme.to_color_system().generate()
    except (ColorParseError, ValueError) as error:
        raise ConfigError(f"{path}: variables: {error}") from None
