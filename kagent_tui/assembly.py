"""The composition root: makes the parts of a session from the settings, for both faces.

Every import of a part is inside the function that makes it, so that importing this module is cheap.
"""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kagent_tui.config import Config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.events import Answer, Citation, Language
    from engine.recall import RecallSettings
    from engine.session import Session
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey
    from engine.tools.context import ToolContext
    from engine.tools.observation import Passage
    from engine.tools.registry import Registry
    from kagent_tui.sources import FoundSource
    from models.language.base import LanguageModel
    from models.language.loading import ModelSpec
    from store.memory import MemoryBank
    from store.records import BankStatistics


class Assembly:
    """The parts under one home, each made when first asked for.

    The memory is opened by one thread and may then be used from any; so may the model.
    """

    def __init__(self, home: Path, config: Config) -> None:
        self._home = home
        self._config = config
        self._bank: MemoryBank | None = None
        self._registry: Registry | None = None
        self._model: LanguageModel | None = None
        self._model_lock = threading.Lock()

    def open(self) -> None:
        """Open the memory and the registry of tools.

        Raises:
            StoreError: the home cannot be used, or the database is damaged or of a newer program.
        """
        _ = self.bank, self.registry

    @property
    def bank(self) -> MemoryBank:
        """The memory, made under the home if it is not there; raises StoreError."""
        if self._bank is None:
            from kagent_tui.memory_models import memory_models
            from store.memory import MemoryBank

            self._bank = MemoryBank.open(self._home, memory_models(self._config.embedding))
        return self._bank

    def embed_for(self, seconds: float) -> bool:
        """Make vectors that are lacking for about so long; True when some may still be lacking.

        Nothing is done where the memory was not opened.

        Raises:
            StoreError: the memory is in trouble, or the embedding model cannot be opened.
        """
        from engine.embedding_upkeep import embed_for

        return self._bank is not None and embed_for(self._bank, seconds)

    @property
    def has_embedding_model(self) -> bool:
        """Whether the memory has needed its embedding model so far."""
        return self._bank is not None and self._bank.vectors.is_open

    @property
    def notices(self) -> list[str]:
        """What the user should hear of the memory so far; empty where it was not opened."""
        return [] if self._bank is None else self._bank.notices

    @property
    def registry(self) -> Registry:
        """The tools on offer."""
        if self._registry is None:
            from engine.tools.builtin import builtin_registry

            self._registry = builtin_registry()
        return self._registry

    def load_model(self) -> LanguageModel:
        """The model, loaded by the first call; after a failure the next call tries again.

        Raises:
            ModelError: the model cannot be loaded; says why and what to do.
        """
        from models.language.loading import load_model

        with self._model_lock:
            if self._model is None:
                self._model = load_model(model_spec(self._config))
            return self._model

    def session(self, session_id: str | None = None, collections: Sequence[str] = ()) -> Session:
        """A new session, or a stored one, over the whole library or these collections of it."""
        from engine.session import EngineSettings, Session

        return Session(
            bank=self.bank,
            model=self.load_model,
            registry=self.registry,
            settings=EngineSettings(
                max_steps=self._config.max_steps,
                knowledge_limit=self._config.knowledge_limit,
                recall=recall_settings(self._config),
            ),
            session_id=session_id,
            collections=collections,
        )

    def statistics(self) -> BankStatistics:
        """The size of the memory."""
        return self.bank.statistics()

    def source_notes(self, answers: Sequence[Answer]) -> list[dict[int, str]]:
        """For each answer, by the citation's number, what has become of its source."""
        from kagent_tui.sources import source_notes

        return source_notes(self.bank, answers)

    def find_source(self, citation: Citation) -> FoundSource:
        """A citation's source as it is now, for a face that has a terminal to give."""
        from kagent_tui.sources import find_source

        return find_source(self.bank, citation, has_terminal=True)

    def tool_context(self, *, now: datetime | None, language: Language) -> ToolContext:
        """What a tool run by hand may know; the library is opened by the first search only."""
        from engine.tools.context import ToolContext

        return ToolContext(
            now=now or datetime.now(), language=language, knowledge=_LateKnowledge(self)
        )

    def close(self) -> None:
        """Release everything."""
        with self._model_lock:
            if self._model is not None:
                self._model.close()
                self._model = None
        if self._bank is not None:
            self._bank.close()
            self._bank = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _LateKnowledge:
    """The library of an assembly whose memory need not be open yet: most tools never search."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly

    def search(self, text: str, limit: int) -> tuple[Passage, ...]:
        """Best passages first, empty when nothing is relevant; raises StoreError."""
        from engine.knowledge import BankKnowledge

        return BankKnowledge(self._assembly.bank).search(text, limit)

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """What a question about the whole library asks for; raises StoreError."""
        from engine.knowledge import BankKnowledge

        return BankKnowledge(self._assembly.bank).survey(question, today)


def model_spec(config: Config) -> ModelSpec:
    """What to load, as the settings say."""
    from models.language.loading import ModelSpec

    return ModelSpec(
        source=config.model,
        context_tokens=config.context_tokens,
        threads=config.threads,
        gpu_layers=config.gpu_layers,
        api_key=config.api_key,
        remote_name=config.remote_name,
    )


def recall_settings(config: Config) -> RecallSettings:
    """How the three memories are recalled, as the settings say."""
    from engine.recall import RecallSettings

    return RecallSettings(
        tokens=config.memory_tokens,
        shares={
            "knowledge": config.knowledge_share,
            "conversation": config.conversation_share,
            "task": config.task_share,
        },
        half_life_days=config.task_half_life_days,
    )


def chosen_language(config: Config) -> Language | None:
    """The language that the settings fix, None where the question decides."""
    return None if config.language == "auto" else config.language
