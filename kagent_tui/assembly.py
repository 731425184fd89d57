"""The composition root: makes the parts of a session from the settings, for both faces.

Every import of a part is inside the function that makes it, so that importing this module is cheap.
"""

from __future__ import annotations

import dataclasses
import functools
import threading
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from kagent_tui.config import Config
from kagent_tui.loaded_model import LoadedModel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from engine.events import Answer, Citation, Language
    from engine.network import Network
    from engine.own_tools.finding import OwnTools
    from engine.profile import Profile
    from engine.quoting import QuoteSettings
    from engine.reading.media import MediaOptions
    from engine.recall import RecallSettings
    from engine.recordings import BankRecordings
    from engine.session import Session
    from engine.toolbox import Toolbox
    from engine.tools.context import ToolContext
    from engine.tools.registry import Registry
    from engine.web_access import WebAccess
    from kagent_tui.sources import FoundSource
    from models.embedding.base import Vectors
    from models.embedding.static import StaticModel
    from models.language.base import LanguageModel
    from store.memory import MemoryBank
    from store.records import BankStatistics


class Assembly:
    """The parts under one home, each made when first asked for.

    The memory is opened by one thread and may then be used from any; so may the model.
    """

    def __init__(self, home: Path, config: Config) -> None:
        self._home = home
        self._config = config
        self._changing = threading.Lock()  # the settings are changed by several threads
        self._bank: MemoryBank | None = None
        self._registry: Registry | None = None
        self._network: Network | None = None
        self._own_tools: OwnTools | None = None
        self._recordings: BankRecordings | None = None
        self._tool_warnings: dict[str, None] = {}
        self._model = LoadedModel()

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
        """What the user should hear of the memory and of tools so far."""
        of_memory = [] if self._bank is None else self._bank.notices
        return [*of_memory, *self._tool_warnings]

    @property
    def registry(self) -> Registry:
        """The tools on offer."""
        if self._registry is None:
            from engine.tools.builtin import builtin_registry
            from kagent_tui.services import tool_services

            self._registry = builtin_registry(tool_services(self._config, self._archives()))
        return self._registry

    @property
    def own_tools(self) -> OwnTools:
        """The tools that are not built in; none is looked for or started yet."""
        if self._own_tools is None:
            from engine.network import Network
            from engine.own_tools.finding import OwnTools

            policy, proxy = self._config.network, self._config.proxy

            def network_for(hosts: Collection[str]) -> Network:
                return Network(policy, trusted_hosts=hosts, proxy=proxy)

            off = policy == "off"
            tables = self._config.mcp_servers
            self._own_tools = OwnTools(self._home, tables, None if off else network_for)
        return self._own_tools

    def all_tools(self, cancel: threading.Event) -> tuple[Registry, Sequence[str]]:
        """Every tool there is, for a user at work by hand, and what is wrong with the others."""
        from engine.web_access import WebAccess

        is_on = self.network.policy == "on"
        web = WebAccess(self.network, cancel=cancel) if is_on else None
        return self.own_tools.registry(self.registry, web, cancel)

    @property
    def network(self) -> Network:
        """The door to the internet, as open as the settings say; nothing is connected yet."""
        if self._network is None:
            from engine.network import Network
            from engine.web_cache import WebCache
            from kagent_tui.services import named_servers

            self._network = Network(
                self._config.network,
                trusted_hosts=(*self._config.allowed_hosts, *named_servers(self._config)),
                proxy=self._config.proxy,
                cache=WebCache(self._home / "cache" / "web"),
            )
        return self._network

    def _archives(self) -> tuple[Path, ...]:
        """The encyclopedias that were added; none where there is no memory yet."""
        from store.file_names import DATABASE_NAME

        if self._bank is None and not (self._home / DATABASE_NAME).exists():
            return ()
        from engine.encyclopedia.registering import registered_archives

        return registered_archives(self.bank)

    def _toolbox(self, only: Sequence[str] | None) -> Toolbox:
        from engine.toolbox import Toolbox
        from engine.tools.selection import ToolSelection

        selection = ToolSelection(_embed_texts)
        return Toolbox(self.registry, self._with_own_tools, selection, only)

    def _with_own_tools(self, web: WebAccess | None, cancel: threading.Event) -> Registry:
        registry, warnings = self.own_tools.registry(self.registry, web, cancel)
        self._tool_warnings.update(dict.fromkeys(warnings))
        return registry

    def load_model(self, progress: Callable[[float], None] | None = None) -> LanguageModel:
        """The model, loaded by the first call; after a failure the next call tries again.

        `progress` is called with the share that is loaded, 0.0 to 1.0, on another thread.

        Raises:
            ModelError: the model cannot be loaded; says why and what to do.
        """
        return self._model.get(self._config, progress)

    def use_model(self, source: str) -> LanguageModel:
        """Answer with another model from now on: "builtin", a GGUF file or a server's base URL.

        The one before is let go once the new one is loaded, or sooner where the two do not fit
        into memory together. It stays where the new one cannot be loaded. Call this in the thread
        that answers, between two questions: a question keeps the model that it began with.

        Raises:
            ModelError: the new model cannot be loaded; says why and what to do.
        """
        before = self._config
        model = self._model.change(before, dataclasses.replace(before, model=source))
        # Options that were set while it was being loaded are for the next one, and stay.
        self._change(model=source)
        return model

    def _change(self, **settings: Any) -> None:
        with self._changing:
            self._config = dataclasses.replace(self._config, **settings)

    def set_model_options(
        self, *, remote_name: str | None = None, context_tokens: int | None = None
    ) -> None:
        """How the next model is loaded: its name on a server, the size of its context."""
        self._change(remote_name=remote_name, context_tokens=context_tokens)

    def use_embedding(self, source: str) -> None:
        """Search by another embedding model from now on: "builtin" or a GGUF file.

        What lacks its vectors is found by the vectors that are there; `embed_for` makes the new
        ones. Any thread may call this.

        Raises:
            StoreError: the model cannot be opened; the one before goes on.
        """
        from kagent_tui.memory_models import memory_models

        models = memory_models(source)
        if self._bank is not None:
            self._bank.vectors.use(models.embedder, models.older)
        self._change(embedding=source)

    def use_speech(self, setting: str) -> None:
        """Listen to recordings by another model from now on: a value of `speech_model`."""
        self._change(speech_model=setting)

    def profile(self) -> Profile:
        """Who answers, as the settings say; raises ProfileError."""
        from engine.profile_files import DEFAULT_NAME, find_profile

        return find_profile(self._home, self._config.profile or DEFAULT_NAME).profile

    def session(
        self,
        session_id: str | None = None,
        collections: Sequence[str] = (),
        tools: Sequence[str] | None = None,
    ) -> Session:
        """A new session, or a stored one, over the whole library or these collections of it.

        With `tools`, no others may be used; without, those of the profile. Raises ProfileError.
        """
        from engine.session import EngineSettings, Session

        profile = self.profile()
        return Session(
            bank=self.bank,
            model=self.load_model,
            registry=self._toolbox(profile.tools if tools is None else tools),
            settings=EngineSettings(
                profile=profile,
                language=chosen_language(self._config),
                max_steps=self._config.max_steps,
                tools_shown=self._config.tools_shown,
                knowledge_limit=self._config.knowledge_limit,
                recall=recall_settings(self._config),
                quote=quote_settings(self._config),
                media=self.media_options(),
            ),
            session_id=session_id,
            collections=collections,
            network=self.network,
        )

    def media_options(self) -> MediaOptions:
        """How recordings and pictures are read, as the settings say."""
        from kagent_tui.media_settings import media_options

        return media_options(self._home, self._config)

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

    def tool_context(
        self,
        *,
        now: datetime | None,
        language: Language,
        typed: str = "",
        cancel: threading.Event | None = None,
    ) -> ToolContext:
        """What a tool run by hand may know; the library is opened by the first search only.

        `typed` are the arguments as the user gave them: the addresses in it may be fetched.
        """
        from engine.fetched_recordings import FetchedRecordings
        from engine.kuaipedia.personal import BankKuaipedia
        from engine.recordings import BankRecordings, Shelf
        from engine.tools.context import ToolContext
        from engine.web_access import WebAccess
        from kagent_tui.late_knowledge import LateKnowledge

        is_on = self.network.policy == "on"
        fetched = FetchedRecordings(lambda: self.bank, self.media_options())
        self._recordings = BankRecordings([Shelf(lambda: self.bank)], fetched)
        return ToolContext(
            now=now or datetime.now(),
            language=language,
            knowledge=LateKnowledge(lambda: self.bank),
            cancel=cancel,
            web=WebAccess(self.network, question=typed, cancel=cancel) if is_on else None,
            question=typed,
            recordings=self._recordings,
            kuaipedia=BankKuaipedia(lambda: self.bank),
        )

    def close(self) -> None:
        """Release everything."""
        if self._own_tools is not None:
            self._own_tools.close()
        if self._recordings is not None:
            self._recordings.close()
            self._recordings = None
        self._model.close()
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


def _embed_texts(texts: Sequence[str]) -> Vectors:
    """Vectors of short texts by the built-in model, which is loaded once."""
    return _text_model().embed_documents(texts)


@functools.cache
def _text_model() -> StaticModel:
    from models.embedding.loading import builtin_path
    from models.embedding.static import StaticModel

    return StaticModel.open(builtin_path())


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


def quote_settings(config: Config) -> QuoteSettings:
    """Whether and how answers quote, as the settings say."""
    from engine.quoting import QuoteSettings

    return QuoteSettings(most_sentences=config.quoted_sentences, always=config.quote == "on")


def chosen_language(config: Config) -> Language | None:
    """The language that the settings fix, None where the question decides."""
    return None if config.language == "auto" else config.language
