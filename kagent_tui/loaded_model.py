"""The language model of an assembly: loaded when it is first wanted, and changed for another."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from models.paths import expanded

if TYPE_CHECKING:
    from kagent_tui.config import Config
    from models.language.base import LanguageModel
    from models.language.loading import ModelSpec

Progress = Callable[[float], None]
# Left to everything else while two models are there.
_SPARE_BYTES: Final = 500_000_000


class LoadedModel:
    """One model at a time; any thread may ask for it."""

    def __init__(self) -> None:
        self._model: LanguageModel | None = None
        self._lock = threading.Lock()

    def get(self, config: Config, progress: Progress | None = None) -> LanguageModel:
        """The model, loaded by the first call; raises ModelError, and then the next call tries."""
        with self._lock:
            if self._model is None:
                self._model = load(config, progress)
            return self._model

    def change(self, before: Config, wanted: Config) -> LanguageModel:
        """Another model in the place of the one of the settings before.

        The new one is loaded first where the two fit into memory together. The one before stays,
        or comes back, where the new one cannot be loaded.

        Raises:
            ModelError: the new one cannot be loaded.
        """
        from models.language.base import ModelError

        with self._lock:
            old = self._model
            gave_way = old is not None and not fit_together(before, wanted)
            if old is not None and gave_way:
                old.close()
                self._model = None
            try:
                model = load(wanted)
            except ModelError:
                if gave_way:
                    # Where even that fails, the next question tries again and says why.
                    with contextlib.suppress(ModelError):
                        self._model = load(before)
                raise
            if old is not None and not gave_way:
                old.close()
            self._model = model
            return model

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            if self._model is not None:
                self._model.close()
                self._model = None


def load(config: Config, progress: Progress | None = None) -> LanguageModel:
    """The model that the settings name; raises ModelError."""
    from engine.server_connection import ModelServers
    from models.language.loading import load_model

    servers = ModelServers(config.network)
    return load_model(model_spec(config), progress=progress, connection=servers)


def model_spec(config: Config) -> ModelSpec:
    """What to load, as the settings say."""
    from models.language.loading import ModelSpec

    return ModelSpec(
        source=config.model,
        context_tokens=config.context_tokens,
        threads=config.threads,
        gpu_layers=config.gpu_layers,
        api_key=os.environ.get("KAGENT_API_KEY") or config.api_key,
        remote_name=config.remote_name,
    )


def fit_together(one: Config, other: Config) -> bool:
    """Whether the model of `other` can be loaded beside that of `one`, which is loaded already.

    A server takes no memory here. Where a file cannot be read, loading it will say so.
    """
    from models.machine import available_memory, total_memory, usable_memory

    needed = [_memory_bytes(config) for config in (one, other)]
    available = available_memory()
    if available:
        # The weights of the first may be counted as available: they are pages of a file.
        return sum(needed) + _SPARE_BYTES <= available
    total = total_memory()
    return not total or sum(needed) <= usable_memory(total)


def _memory_bytes(config: Config) -> int:
    from models.catalog import CONTEXT_TOKENS
    from models.description import describe
    from models.language.base import ModelFileError

    if config.model == "builtin" or "://" in config.model:
        return 0  # the built-in model is smaller than what is spared
    try:
        described = describe(expanded(config.model))
    except ModelFileError:
        return 0
    return described.memory_bytes(config.context_tokens or CONTEXT_TOKENS)
