"""Opens a language model by what a user wrote in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from models.language.base import LanguageModel, ModelError
from models.language.connection import NoConnection, ServerConnection
from models.paths import expanded

BUILTIN: Final = "builtin"


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model to open, and how.

    Attributes:
        source: "builtin", the path of a .gguf file, or the base URL of an OpenAI-compatible server.
        context_tokens: Size of the context; None for the model's own.
        threads: Threads of a local model; None to choose from the CPUs that are really there.
        gpu_layers: Layers of a local model to keep on a GPU, -1 for all.
        api_key: Sent to a server as a bearer token.
        remote_name: Name of the model on a server; None for the first that it lists.
        schema_support: Whether a server may be sent JSON schemas as `response_format`.
        answers: How many answers a local model writes side by side; with more than one, several
            threads may ask it at once.
    """

    source: str
    context_tokens: int | None = None
    threads: int | None = None
    gpu_layers: int = 0
    api_key: str | None = None
    remote_name: str | None = None
    schema_support: bool = True
    answers: int = 1


def load_model(
    spec: ModelSpec,
    *,
    progress: Callable[[float], None] | None = None,
    connection: ServerConnection | None = None,
) -> LanguageModel:
    """Open the model that `spec` names.

    Args:
        spec: What to open.
        progress: Called with 0.0 to 1.0 while a local file loads, on another thread.
        connection: Opens the connections to a server; without it no server can be asked.

    Raises:
        ModelError: one line with what is wrong and what to do. Servers are not contacted yet.
    """
    if not spec.source.strip():
        raise ModelError('no language model is set: use "builtin", a .gguf file or a server\'s URL')
    if spec.source.startswith(("http://", "https://")):
        # Imported here, like llama.cpp below, because most commands never open a model.
        from models.language.remote import RemoteModel

        return RemoteModel(
            spec.source,
            connection or NoConnection(),
            name=spec.remote_name,
            api_key=spec.api_key,
            context_tokens=spec.context_tokens,
            schema_support=spec.schema_support,
        )
    from models.builtin import language_model_path

    builtin = spec.source == BUILTIN
    path = language_model_path() if builtin else expanded(spec.source)
    if spec.answers > 1:
        from models.language.batching import BatchedModel

        return BatchedModel(
            path,
            spec.answers,
            context_tokens=spec.context_tokens,
            threads=spec.threads,
            gpu_layers=spec.gpu_layers,
        )
    from models.language.local import LocalModel

    return LocalModel(
        path,
        context_tokens=spec.context_tokens,
        threads=spec.threads,
        gpu_layers=spec.gpu_layers,
        progress=progress,
    )
