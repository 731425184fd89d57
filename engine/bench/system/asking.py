"""Asks the whole program one question, in a session that is forgotten afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from engine.bench.system.answered import Answered, answered_of
from engine.bench.system.questions import Question
from engine.bench.system.setups import Setup
from engine.bench.system.styled import in_style
from engine.bench.system.toolsets import plain_web
from engine.bench.system.truncation import TruncatedSession
from engine.events import Event, Failed
from engine.mat.asking import Patience
from engine.network import Network
from engine.session import EngineSettings, Session
from engine.tools.registry import Registry
from models.language.base import LanguageModel
from store.memory import MemoryBank

ONCE: Final = Patience(tries=1)


@dataclass(frozen=True, slots=True)
class Parts:
    """What every question is asked with: the library, the tools, and the way to the internet.

    `network` is for the questions that need the internet; the others find it shut.
    """

    bank: MemoryBank
    registry: Registry
    network: Network
    settings: EngineSettings = field(default_factory=EngineSettings)


class Asker:
    """Asks one model with some parts of the program left out."""

    def __init__(
        self, parts: Parts, model: LanguageModel, setup: Setup, patience: Patience = ONCE
    ) -> None:
        """`patience` says how often a question that fails is asked, as by a busy server."""
        style = setup.style(model.style)
        self._model = in_style(model, style)
        self._parts = parts
        self._patience = patience
        self._kind: Callable[..., Session] = (
            TruncatedSession if "memory" in setup.without else Session
        )
        without_hybrid = "hybrid" in setup.without
        self._registry = plain_web(parts.registry, style) if without_hybrid else parts.registry
        quotes = "quotes" not in setup.without
        quote = replace(parts.settings.quote, always=quotes, never=not quotes)
        self._settings = replace(parts.settings, quote=quote)

    def ask(self, question: Question, cancel: threading.Event) -> Answered | None:
        """What became of it, after what was asked before it; None where it was cancelled."""
        wait = self._patience.first_wait
        for left in range(self._patience.tries - 1, -1, -1):
            answered = answered_of(*self._events(question, cancel))
            if cancel.is_set():
                return None
            if not (answered.trouble and left):
                return answered
            if cancel.wait(wait):
                return None
            wait *= 2
        raise AssertionError("at least one try is made")

    def _events(self, question: Question, cancel: threading.Event) -> tuple[list[Event], float]:
        """The events of the last question of the session, and its seconds."""
        parts = self._parts
        session = self._kind(
            bank=parts.bank,
            model=lambda: self._model,
            registry=self._registry,
            settings=self._settings,
            # As the program stands before anybody allowed the network.
            network=parts.network if question.online else Network("ask"),
        )
        events: list[Event] = []
        began = time.monotonic()
        try:
            for asked in (*question.before, question.question):
                began = time.monotonic()
                events = list(
                    session.ask(asked, language=question.language, cancel=cancel, now=question.now)
                )
                if cancel.is_set() or (events and isinstance(events[-1], Failed)):
                    break
            return events, time.monotonic() - began
        finally:
            # No question may be answered from the one before it.
            if session.id:
                parts.bank.sessions_store.delete(session.id)
