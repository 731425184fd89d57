"""Every setting with its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kagent_tui.config.explained import RULES
from kagent_tui.config.rules import Rule

LanguageChoice = Literal["auto", "en", "zh"]
InterfaceLanguage = Literal["auto", "en", "zh"]
NetworkChoice = Literal["off", "ask", "on"]
QuoteChoice = Literal["auto", "on"]
PicturesChoice = Literal["auto", "blocks", "off"]


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default; `notes()` explains each."""

    model: str = "builtin"
    remote_name: str | None = None
    context_tokens: int | None = None
    threads: int | None = None
    gpu_layers: int = 0
    api_key: str | None = None
    embedding: str = "builtin"
    speech_model: str = "auto"
    ocr: bool = True
    language: LanguageChoice = "auto"
    profile: str | None = None
    network: NetworkChoice = "ask"
    max_steps: int = 8
    quote: QuoteChoice = "auto"
    quoted_sentences: int = 2
    knowledge_limit: int = 5
    memory_tokens: int = 1200
    knowledge_share: int = 50
    conversation_share: int = 30
    task_share: int = 20
    task_half_life_days: int = 7
    searxng: str | None = None
    search_engines: tuple[str, ...] = ()
    wikipedia: str | None = None
    weather_key: str | None = None
    open_meteo: str | None = None
    open_meteo_archive: str | None = None
    geocoding: str | None = None
    allowed_hosts: tuple[str, ...] = ()
    proxy: str | None = None
    tools_shown: int = 16
    mcp_servers: dict[str, Any] = field(default_factory=dict)

    interface_language: InterfaceLanguage = "auto"
    theme: str = "dark"
    reduced_motion: bool = False
    screen_reader: bool = False
    mouse: bool = True
    pictures: PicturesChoice = "auto"
    quiet: bool = False
    answers_shown: int = 40
    editor: str | None = None
    keymap: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def rules() -> Mapping[str, Rule]:
        """What each setting means and may be, by name, in order."""
        return RULES

    @staticmethod
    def notes() -> dict[str, str]:
        """What each setting means, by name, in order."""
        return {name: rule.help for name, rule in RULES.items()}

    def changed(self, **values: Any) -> Config:
        """A copy in which every value that is not None replaces the one here.

        Raises:
            ConfigError: a value is not allowed.
        """
        from kagent_tui.config.reading import changed

        given = {name: value for name, value in values.items() if value is not None}
        return changed(self, given, "command line")
