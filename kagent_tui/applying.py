"""Puts the settings of the interface into force: at the start, and at once when one changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App

from engine.events import Language
from kagent_tui.bindings.shown import use_remapped
from kagent_tui.config import Config
from kagent_tui.errors import ConfigError
from kagent_tui.i18n import interface_language, tr, use_language
from kagent_tui.keymap import usable_keymap
from kagent_tui.motion import allow_motion
from kagent_tui.pictures import use_pictures
from kagent_tui.roles import speak_plainly
from kagent_tui.themes import DEFAULT, load_user_theme, register_ours, user_theme_names
from kagent_tui.troubles import in_words


def apply_settings(app: App[Any], config: Config, themes: Path | None = None) -> list[str]:
    """Make the application look and react as the settings say; returns a line for each trouble.

    Args:
        app: the application; it may be running.
        config: the settings. The classes that follow them are "-plain" for a screen reader,
            "-quiet" for answers alone and "-still" for no motion.
        themes: the folder of the user's own themes.
    """
    use_language(spoken_language(config))
    speak_plainly(config.screen_reader)
    use_pictures(config.pictures)
    app.set_class(config.screen_reader, "-plain")
    app.set_class(config.quiet, "-quiet")
    allow_motion(app, not (config.reduced_motion or config.screen_reader))
    usable, troubles = usable_keymap(config.keymap)
    use_remapped(usable)
    app.set_keymap(usable)
    return [*troubles, *apply_theme(app, config.theme, themes)]


def spoken_language(config: Config) -> Language:
    """The language of the interface: its own setting, else the answers', else the system's."""
    own = config.interface_language
    return interface_language(config.language if own == "auto" else own)


def apply_theme(app: App[Any], name: str, themes: Path | None = None) -> list[str]:
    """Show this theme, or the program's own where there is no such theme; a line on that."""
    if DEFAULT not in app.available_themes:
        register_ours(app)
    troubles: list[str] = []
    if themes is not None and name in user_theme_names(themes):
        try:
            app.register_theme(load_user_theme(themes, name))
        except ConfigError as error:
            troubles.append(in_words(str(error)))
    if name not in app.available_themes:
        if not troubles:
            text = tr("theme: there is no theme {name!r}; /theme lists all", name=name)
            troubles.append(text)
        name = DEFAULT
    if app.theme != name:
        app.theme = name
    return troubles


def theme_names(app: App[Any], themes: Path | None = None) -> list[str]:
    """Every theme that can be chosen: the program's, the user's, then those of Textual."""
    ours = ["dark", "light", "contrast"]
    own = user_theme_names(themes) if themes is not None else []
    rest = sorted(name for name in app.available_themes if not name.startswith("ansi"))
    return list(dict.fromkeys([*ours, *own, *rest]))
