"""The settings of config.toml, checked when they are read."""

from __future__ import annotations

from kagent_tui.config.explained import GROUPS, RULES
from kagent_tui.config.fields import (
    Config,
    InterfaceLanguage,
    LanguageChoice,
    NetworkChoice,
    QuoteChoice,
)
from kagent_tui.config.reading import check, load_config, read_values
from kagent_tui.config.rules import Rule

__all__ = [
    "GROUPS",
    "RULES",
    "Config",
    "InterfaceLanguage",
    "LanguageChoice",
    "NetworkChoice",
    "QuoteChoice",
    "Rule",
    "check",
    "load_config",
    "read_values",
]
