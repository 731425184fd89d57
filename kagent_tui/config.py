"""The settings of config.toml, checked when they are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kagent_tui.errors import ConfigError

LanguageChoice = Literal["auto", "en", "zh"]
NetworkChoice = Literal["off", "ask", "on"]
QuoteChoice = Literal["auto", "on"]
_EXAMPLE_TABLE = "mcp_servers.files"


def _rule(
    note: str, *, kind: type = str, least: int | None = None, choices: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What is needed to check a setting and to explain it."""
    return {"help": note, "kind": kind, "least": least, "choices": choices}


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default; `notes()` explains each."""

    model: str = field(
        default="builtin",
        metadata=_rule(
            'The language model: "builtin", a GGUF file, or the base URL of an OpenAI-compatible '
            "server."
        ),
    )
    remote_name: str | None = field(
        default=None,
        metadata=_rule(
            "The model's name on that server; without it, the first one that the server offers."
        ),
    )
    context_tokens: int | None = field(
        default=None,
        metadata=_rule(
            "Tokens of prompt and answer together; without it, the model's own.",
            kind=int,
            least=512,
        ),
    )
    threads: int | None = field(
        default=None,
        metadata=_rule(
            "Threads for the model; without it, one for each core that may be used.",
            kind=int,
            least=1,
        ),
    )
    gpu_layers: int = field(
        default=0,
        metadata=_rule(
            "Layers of the model given to a GPU; -1 for all, 0 for none.", kind=int, least=-1
        ),
    )
    api_key: str | None = field(
        default=None, metadata=_rule("The key that a model server asks for.")
    )
    embedding: str = field(
        default="builtin",
        metadata=_rule(
            'The embedding model of the library: "builtin" or a GGUF file (bge, e5, nomic ...); '
            "after a change, run: kagent library embed."
        ),
    )
    language: LanguageChoice = field(
        default="auto",
        metadata=_rule(
            'The answer\'s language: "en", "zh", or "auto" for the question\'s own.',
            choices=("auto", "en", "zh"),
        ),
    )
    network: NetworkChoice = field(
        default="ask",
        metadata=_rule(
            'Whether tools may use the internet: "off", "ask" or "on".',
            choices=("off", "ask", "on"),
        ),
    )
    max_steps: int = field(
        default=8, metadata=_rule("The most tool calls for one question.", kind=int, least=1)
    )
    quote: QuoteChoice = field(
        default="auto",
        metadata=_rule(
            'Whether answers from documents only quote their sentences: "on", or "auto" for the '
            "built-in model alone, which can do nothing else.",
            choices=("auto", "on"),
        ),
    )
    quoted_sentences: int = field(
        default=2,
        metadata=_rule(
            "The most sentences quoted at once: the second where the first is unsure; 1 for "
            "never two.",
            kind=int,
            least=1,
        ),
    )
    knowledge_limit: int = field(
        default=5,
        metadata=_rule(
            "The most passages that one search of the library gives the model.", kind=int, least=1
        ),
    )

    memory_tokens: int = field(
        default=1200,
        metadata=_rule(
            "The most tokens of memory in a large model's prompt; 0 for none.", kind=int, least=0
        ),
    )
    knowledge_share: int = field(
        default=50,
        metadata=_rule(
            "The documents' share of those tokens, in proportion to the next two.",
            kind=int,
            least=0,
        ),
    )
    conversation_share: int = field(
        default=30,
        metadata=_rule("The share of earlier questions and answers.", kind=int, least=0),
    )
    task_share: int = field(
        default=20,
        metadata=_rule("The share of what tools found earlier.", kind=int, least=0),
    )
    task_half_life_days: int = field(
        default=7,
        metadata=_rule("After so many days, what a tool found counts half.", kind=int, least=1),
    )

    searxng: str | None = field(
        default=None,
        metadata=_rule("The base URL of a SearXNG instance to search the web with."),
    )
    search_engines: tuple[str, ...] = field(
        default=(),
        metadata=_rule(
            "Without SearXNG, the search engines to ask (names that ddgs knows); empty for the "
            "usual ones.",
            kind=tuple,
        ),
    )
    wikipedia: str | None = field(
        default=None,
        metadata=_rule(
            "Another address of Wikipedia, with {language} where the language stands in it."
        ),
    )
    weather_key: str | None = field(
        default=None,
        metadata=_rule(
            "A key of weatherapi.com; without it, Open-Meteo is asked, which needs none."
        ),
    )
    open_meteo: str | None = field(
        default=None, metadata=_rule("Another base URL of Open-Meteo's forecasts.")
    )
    open_meteo_archive: str | None = field(
        default=None, metadata=_rule("Another base URL of Open-Meteo's past weather.")
    )
    geocoding: str | None = field(
        default=None, metadata=_rule("Another base URL of Open-Meteo's geocoding.")
    )
    allowed_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_rule(
            "Hosts that may be reached although they are not on the public internet, at any port.",
            kind=tuple,
        ),
    )
    proxy: str | None = field(
        default=None,
        metadata=_rule("The HTTP proxy that all connections go through; without it, none."),
    )
    tools_shown: int = field(
        default=16,
        metadata=_rule(
            "The most tools that a question is offered: the built-in ones, then those that fit "
            "the question best.",
            kind=int,
            least=1,
        ),
    )
    mcp_servers: dict[str, Any] = field(
        default_factory=dict,
        metadata=_rule(
            "MCP servers whose tools are offered, a table each: command, args and env, or url and "
            "headers.",
            kind=dict,
        ),
    )

    @staticmethod
    def notes() -> dict[str, str]:
        """What each setting means, by name, in order."""
        return {entry.name: entry.metadata["help"] for entry in dataclasses.fields(Config)}

    def changed(self, **values: Any) -> Config:
        """A copy in which every value that is not None replaces the one here.

        Raises:
            ConfigError: a value is not allowed.
        """
        given = {name: value for name, value in values.items() if value is not None}
        _check("command line", given)
        return dataclasses.replace(self, **given)


def load_config(path: Path) -> Config:
    """Read `path`; the defaults where there is no such file.

    A relative `model` or `embedding` file is looked for beside the settings file.

    Raises:
        ConfigError: the file cannot be read, is not TOML, or has an unknown key or a wrong value.
    """
    import tomllib  # slow enough to matter where there is no file

    try:
        with path.open("rb") as file:
            values = tomllib.load(file)
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: is not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from None
    _check(str(path), values)
    for key in ("model", "embedding"):
        named = values.get(key, "builtin")
        if named != "builtin" and "://" not in named:
            values[key] = str(path.parent / Path(named).expanduser())
    for entry in dataclasses.fields(Config):
        if entry.metadata["kind"] is tuple and entry.name in values:
            values[entry.name] = tuple(values[entry.name])
    return Config(**values)


def _check(place: str, values: Mapping[str, Any]) -> None:
    known = {entry.name: entry for entry in dataclasses.fields(Config)}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"{place}: there is no setting {key!r}; {_nearest(key, list(known))}")
        problem = _problem(value, known[key].metadata)
        if problem:
            raise ConfigError(f"{place}: {key} = {value!r}: {problem}")


def _problem(value: Any, rule: Mapping[str, Any]) -> str | None:
    """What is wrong with a value, or None."""
    if rule["kind"] is int:
        if not isinstance(value, int) or isinstance(value, bool):
            return "a whole number is needed"
        return None if value >= rule["least"] else f"the least that works is {rule['least']}"
    if rule["kind"] is tuple:
        texts = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        return None if texts else "a list of texts in quotes is needed"
    if rule["kind"] is dict:
        tables = isinstance(value, dict) and all(isinstance(item, dict) for item in value.values())
        return None if tables else f"tables are needed, such as [{_EXAMPLE_TABLE}]"
    return _text_problem(value, rule["choices"])


def _text_problem(value: Any, choices: Sequence[str]) -> str | None:
    if not isinstance(value, str):
        return "a text in quotes is needed"
    if choices and value not in choices:
        return f"one of {', '.join(choices)} is needed"
    return None if value.strip() else "it must not be empty"


def _nearest(key: str, known: list[str]) -> str:
    import difflib  # needed for errors only

    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"the settings are {', '.join(known)}"
