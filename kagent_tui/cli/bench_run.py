"""`kagent bench run`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.bench_data import data_option, data_path, load_data
from kagent_tui.cli.bench_files import checked_out
from kagent_tui.cli.bench_own import named_models
from kagent_tui.cli.diagnostics import INTERRUPTED, CommandError, trace
from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.model_opening import (
    identity_of,
    is_server,
    named_specs,
    open_model,
    source_label,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.bench.running import BenchRun, Measuring
    from kagent_tui.config import Config
    from models.language.base import LanguageModel
    from models.language.loading import ModelSpec

_STOPPING = "stopping; what is answered is kept; Ctrl+C again stops at once"
_REMOTE_IN_FLIGHT = 16
_LOCAL_IN_FLIGHT = 4
TYPES = ("plantooluse", "reflextion", "conclusion", "profile")
TEMPLATES = ("ReACT", "AutoGPT", "ToolLlama", "ModelScope", "KuaiAgent")


@table_command("bench run")
@data_option
@click.option(
    "--model",
    metavar="NAME|PATH|URL[#NAME]",
    callback=named_models,
    help="A name of kagent models list, a GGUF file or a server, #NAME being one of its models; "
    "without it, the one in the settings.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where the predictions go; FILE.journal and FILE.run.json are beside it.",
)
@click.option(
    "--type",
    "types",
    type=click.Choice(TYPES),
    multiple=True,
    help="Only instances of this type; may be given several times.",
)
@click.option(
    "--template",
    "templates",
    type=click.Choice(TEMPLATES, case_sensitive=False),
    multiple=True,
    help="Only prompts of this template; may be given several times.",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    help="Only N instances, spread evenly over the types and the file.",
)
@click.option(
    "--max-tokens",
    type=click.IntRange(16, 1 << 20),
    default=512,
    show_default=True,
    metavar="N",
    help="The longest answer, in tokens.",
)
@click.option(
    "--grammar",
    is_flag=True,
    help="Hold AutoGPT's and KuaiAgent's steps to their JSON and to the functions on offer.",
)
@click.option(
    "--in-flight",
    type=click.IntRange(1, 4096),
    metavar="N",
    help=f"Prompts at work at once: {_REMOTE_IN_FLIGHT} where a server is asked, "
    f"{_LOCAL_IN_FLIGHT} with a model file, 1 with the built-in model.",
)
@click.option(
    "--tries",
    type=click.IntRange(1, 20),
    default=4,
    show_default=True,
    metavar="N",
    help="How often a server that fails is asked.",
)
@click.option("--fresh", is_flag=True, help="Begin anew, whatever FILE holds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON event a line.")
@click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong, and the end.")
@click.pass_context
def run(context: click.Context, /, **options: Any) -> int:
    """Each prompt is sent as one message of the user, and what comes back is kept as it is, for
    kagent bench score to judge. A run that was interrupted, killed or whose server failed goes on
    with the same command. The key of a server is read from KAGENT_MODEL_KEY.

    A prompt that does not fit into the model's context counts as an empty answer, and so does one
    that a server refuses; FILE.run.json has the counts, with seconds, tokens and memory.
    """
    from kagent_tui.cli.mat_events import StageView

    invocation = context.ensure_object(Invocation)
    config = invocation.config()
    out = _out(options)
    spec = _spec(invocation, config, options)
    view = StageView(as_json=options["as_json"], quiet=options["quiet"])
    with interruptible(_STOPPING) as cancel:
        job = _job(config, spec, out, options)
        try:
            if cancel.is_set():
                raise CommandError("interrupted; nothing was asked", INTERRUPTED)
            code = view.show_all(job.events(cancel))
        finally:
            job.model.close()
    if not (options["quiet"] or options["as_json"]):
        trace(f"written: {out}; to score it: {_to_score(out, options)}")
    return code


def _to_score(out: Path, options: Mapping[str, Any]) -> str:
    """The command that scores what was run; what was not chosen is no failure."""
    import shlex

    words = ["--data", options["data"], "--predictions", str(out)]
    if options["types"] or options["templates"] or options["limit"]:
        words.append("--only-predicted")
    return shlex.join(["kagent", "bench", "score", *words])


def _out(options: Mapping[str, Any]) -> Path:
    """Where the predictions go.

    Raises:
        CommandError: that is the benchmark, or in no folder.
    """
    out = checked_out(options["out"])
    if out.exists() and out.samefile(data_path(options["data"])):
        raise CommandError(f"{out}: that is the benchmark itself; name another file with --out")
    return out


def _spec(invocation: Invocation, config: Config, options: Mapping[str, Any]) -> ModelSpec:
    """What to open; raises CommandError, AskingError or ModelError where it is not to be had."""
    from models.language.loading import BUILTIN

    given = options["model"]
    (spec,) = named_specs(invocation, config, [] if given is None else [given])
    default = _REMOTE_IN_FLIGHT if is_server(spec.source) else _LOCAL_IN_FLIGHT
    if spec.source == BUILTIN:
        # Its weights stay in the processor's cache: several answers at once only cost memory.
        default = 1
    return replace(spec, answers=options["in_flight"] or default)


def _job(config: Config, spec: ModelSpec, out: Path, options: Mapping[str, Any]) -> BenchRun:
    from engine.bench.running import BenchRun, RunSettings
    from engine.bench.selection import Selection
    from engine.mat.asking import Patience
    from engine.mat.working import WorkOptions

    loaded = load_data(options["data"])
    settings = RunSettings(
        model=source_label(spec),
        identity=_identity(spec),
        max_tokens=options["max_tokens"],
        grammar=options["grammar"],
    )
    model = open_model(config, spec)
    return BenchRun(
        instances=loaded.instances,
        out=out,
        model=model,
        settings=settings,
        selection=Selection(options["types"], options["templates"], options["limit"]),
        work=WorkOptions(in_flight=_at_once(model, spec), patience=Patience(options["tries"])),
        measuring=_measuring(spec),
        fresh=options["fresh"],
    )


def _at_once(model: LanguageModel, spec: ModelSpec) -> int:
    """How many prompts are at work; a local model may have memory for fewer than were wished."""
    if is_server(spec.source) or spec.answers == 1:
        return spec.answers
    from models.language.batching import BatchedModel

    return model.answers if isinstance(model, BatchedModel) else 1


def _identity(spec: ModelSpec) -> str:
    """What tells the model's file from another; raises CommandError where it is not there."""
    try:
        return identity_of(spec.source)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(f"{spec.source}: the model cannot be read: {reason}") from error


def _measuring(spec: ModelSpec) -> Measuring:
    """A server's memory cannot be seen from here."""
    from urllib.parse import urlsplit

    from engine.bench.running import Measuring
    from models.machine import machine_text, peak_memory

    if is_server(spec.source):
        return Measuring(f"server {urlsplit(spec.source).netloc.rpartition('@')[2]}")
    return Measuring(machine_text(), peak_memory)
