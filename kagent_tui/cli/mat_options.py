"""What the stages of `kagent mat` share: their options, the models that they name, their tools."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click

from kagent_tui.cli.diagnostics import ANSWERED, CommandError
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.model_opening import is_server, open_model, role_spec

if TYPE_CHECKING:
    import threading

    from engine.events import Language
    from engine.mat.events import StageEstimated, StageEvent
    from engine.mat.loop import Tools
    from engine.mat.run_folder import RunFolder
    from engine.mat.working import WorkOptions
    from engine.tools.context import ToolContext
    from kagent_tui.assembly import Assembly
    from kagent_tui.cli.invocation import Invocation
    from models.language.base import LanguageModel

STOPPING = "stopping; what is settled is kept; Ctrl+C again stops at once"
_REMOTE_IN_FLIGHT = 16

Function = Callable[..., Any]


def _model_named(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("name builtin, a GGUF file or a URL", context, parameter)
    return value


def model_option(name: str, what: str) -> Callable[[Function], Function]:
    """An option that names a model."""
    return click.option(
        f"--{name}",
        metavar="builtin|PATH|URL[#NAME]",
        callback=_model_named,
        help=f"{what}; without it, the one in the settings. #NAME is one of a server's models.",
    )


_SHARED = (
    click.option(
        "--in-flight",
        type=click.IntRange(1, 4096),
        metavar="N",
        help="Items at work at once: 16 where a server is asked, else 1.",
    ),
    click.option(
        "--tries",
        type=click.IntRange(1, 20),
        default=4,
        show_default=True,
        metavar="N",
        help="How often a server that fails is asked.",
    ),
    click.option(
        "--attempts",
        type=click.IntRange(1, 20),
        default=3,
        show_default=True,
        metavar="N",
        help="How often a model may try to write what can be used.",
    ),
    click.option(
        "--price-in",
        type=click.FloatRange(0),
        default=0.0,
        metavar="PRICE",
        help="What a million tokens of prompts cost.",
    ),
    click.option(
        "--price-out",
        type=click.FloatRange(0),
        default=0.0,
        metavar="PRICE",
        help="What a million tokens of answers cost.",
    ),
    click.option(
        "--limit",
        type=click.IntRange(1),
        metavar="N",
        help="Settle at most N further items, to measure or to try.",
    ),
    click.option(
        "--estimate",
        is_flag=True,
        help="Only tell what is left to do and what it takes: measured where items are settled, "
        "else counted.",
    ),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON event a line."),
    click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong, and the end."),
)
_TOOLS = (
    click.option("--online", is_flag=True, help="Offer the tools that use the internet too."),
    click.option("--own-tools", is_flag=True, help="Offer your own tools too."),
    click.option(
        "--library",
        is_flag=True,
        help="Offer the search of your documents too: what it finds is shown to the models.",
    ),
)
LANGUAGES = click.option(
    "--lang",
    "languages",
    type=click.Choice(["en", "zh"]),
    multiple=True,
    help="Only this language; may be given several times.",
)
RUN = click.argument("run", type=click.Path(file_okay=False, path_type=Path))


def shared_options(function: Function) -> Function:
    """The options of every stage."""
    for option in reversed(_SHARED):
        function = option(function)
    return function


def tool_options(function: Function) -> Function:
    """The options of stages that run tools."""
    for option in reversed(_TOOLS):
        function = option(function)
    return function


def work_options(options: Mapping[str, Any], sources: tuple[str, ...]) -> WorkOptions:
    """How the items are done; `sources` are the models that are asked."""
    from engine.mat.asking import Patience
    from engine.mat.events import Prices
    from engine.mat.working import WorkOptions

    remote = any(is_server(source) for source in sources)
    return WorkOptions(
        in_flight=options["in_flight"] or (_REMOTE_IN_FLIGHT if remote else 1),
        patience=Patience(options["tries"], options["attempts"]),
        prices=Prices(options["price_in"], options["price_out"]),
        limit=options["limit"],
    )


def languages(options: Mapping[str, Any]) -> tuple[Language, ...]:
    """The languages chosen, both by default, in a fixed order."""
    chosen = options["languages"] or ("en", "zh")
    every: tuple[Language, ...] = ("en", "zh")
    return tuple(language for language in every if language in chosen)


def folder_of(path: Path) -> RunFolder:
    """The run folder that was named."""
    from engine.mat.run_folder import RunFolder
    from models.paths import expanded

    return RunFolder(expanded(path))


class RoleModels:
    """The models of a stage, each source opened once; closed in the end.

    The key of a server is read from KAGENT_TEACHER_KEY, KAGENT_JUDGE_KEY or KAGENT_MODEL_KEY; that
    of the settings is only sent to the server of the settings.
    """

    def __init__(self, assembly: Assembly, invocation: Invocation) -> None:
        self._assembly = assembly
        self._config = invocation.config()
        self._opened: dict[tuple[str, str | None], LanguageModel] = {}

    def source(self, given: str | None) -> str:
        """What was named, or the model of the settings; it is the model's name in journals too."""
        return given or self._config.model

    def open(self, role: str, given: str | None) -> LanguageModel:
        """The model for a role; raises ModelError, CommandError where the network is off."""
        spec = role_spec(self._config, role, given)
        known = (self.source(given), spec.api_key)
        if known not in self._opened:
            self._opened[known] = open_model(self._config, spec)
        return self._opened[known]

    def close(self) -> None:
        """Close them all."""
        for model in self._opened.values():
            model.close()
        self._opened.clear()


@contextlib.contextmanager
def role_models(assembly: Assembly, invocation: Invocation) -> Iterator[RoleModels]:
    """The models of a stage for a block."""
    models = RoleModels(assembly, invocation)
    try:
        yield models
    finally:
        models.close()


def loop_tools(
    assembly: Assembly,
    invocation: Invocation,
    options: Mapping[str, Any],
    cancel: threading.Event,
) -> Tools:
    """The tools of the experimental loop: by default those that need neither net nor library."""
    from engine.mat.loop import Tools
    from engine.offering import SEARCH_LIBRARY
    from kagent_tui.cli.diagnostics import warn

    registry = assembly.registry
    if options["own_tools"]:
        registry, warnings = assembly.all_tools(cancel)
        for warning in warnings:
            warn(warning)
    library = options["library"]
    is_online = assembly.network.policy == "on"
    offered = [
        tool
        for tool in registry
        if (is_online or not tool.online) and (library or tool.name != SEARCH_LIBRARY)
    ]

    def context(query: str, language: Language, stop: threading.Event) -> ToolContext:
        from dataclasses import replace

        found = assembly.tool_context(
            now=invocation.now, language=language, typed=query, cancel=stop
        )
        return found if library else replace(found, knowledge=None)

    return Tools(registry, offered, context)


class RunnableStage(Protocol):
    """A stage of engine.mat."""

    def events(self, cancel: threading.Event) -> Iterator[StageEvent]:
        """Do what is left."""
        ...

    def estimated(self) -> StageEstimated:
        """Tell what is left."""
        ...


def run_stage(stage: RunnableStage, options: Mapping[str, Any]) -> int:
    """Run a stage, or only tell what it will take; the exit code.

    Raises:
        CommandError: it cannot go on; says what to do next.
    """
    from engine.mat.errors import MatError
    from kagent_tui.cli.mat_events import StageView
    from models.embedding.base import EmbeddingError

    view = StageView(as_json=options["as_json"], quiet=options["quiet"])
    try:
        if options["estimate"]:
            view.show_answer(stage.estimated())
            return ANSWERED
        with interruptible(STOPPING) as cancel:
            return view.show_all(stage.events(cancel))
    except (MatError, EmbeddingError) as error:
        raise CommandError(str(error)) from error
