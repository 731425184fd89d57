"""What the benchmarks of this program itself share: options, the journal, and JSON."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kagent_tui.cli.bench_files import checked_result, write_results
from kagent_tui.cli.diagnostics import CommandError, trace
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.mat.journal import Journal

Function = Callable[..., Any]
FILE = click.Path(dir_okay=False, path_type=Path)


def named_models(
    context: click.Context, parameter: click.Parameter, value: str | tuple[str, ...] | None
) -> str | tuple[str, ...] | None:
    """The model or models that were named; an empty name would be another one silently."""
    values = (value,) if isinstance(value, str) else value or ()
    if any(not one.strip() for one in values):
        raise click.BadParameter("name builtin, a model, a GGUF file or a URL", context, parameter)
    return value


MODELS = click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME|PATH|URL[#NAME]",
    callback=named_models,
    help="A name of kagent models list, a GGUF file or a server, #NAME being one of its models; "
    "several are set side by side. Without it, the one in the settings.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
TRIES = click.option(
    "--tries",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    metavar="N",
    help="How often a server that fails is asked.",
)
FRESH = click.option(
    "--fresh", is_flag=True, help="Ask everything anew, whatever FILE.journal holds."
)
OUT = click.option(
    "--out",
    type=FILE,
    metavar="FILE",
    help="Write the result with its details, for kagent bench report and compare; of several "
    "results each goes into a file of its own beside it.",
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong, and the end.")


def output_options(function: Function) -> Function:
    """How the result is given."""
    for option in (QUIET, OUT, AS_JSON):
        function = option(function)
    return function


def out_of(options: Mapping[str, Any]) -> Path | None:
    """Where the result goes, if into a file; raises CommandError where it must not."""
    return None if options["out"] is None else checked_result(options["out"])


def keep(
    results: Sequence[Mapping[str, Any]], out: Path | None, options: Mapping[str, Any]
) -> None:
    """Write the results where a file was named, and say where; raises OSError."""
    if out is None:
        return
    paths = write_results(out, results)
    if not (options["quiet"] or options["as_json"]):
        trace(f"written: {', '.join(map(str, paths))}")


@contextlib.contextmanager
def journal(out: Path | None, kind: Literal["system", "plan"], *, fresh: bool) -> Iterator[Journal]:
    """The journal beside the result, or one that is thrown away.

    Raises:
        BenchError: there is a file of another kind.
        CommandError: another program is at work on the same result.
        OSError: it cannot be written.
    """
    import tempfile

    from engine.bench.journals import open_journal
    from store.locking import file_lock

    with contextlib.ExitStack() as stack:
        if out is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kagent-bench-"))
            path = Path(folder) / "journal"
        else:
            path = out.with_name(f"{out.name}.journal")
            if not stack.enter_context(file_lock(out.with_name(f".{out.name}.lock"))):
                raise CommandError(f"{out}: another run is at work on it; wait for its end")
        found = open_journal(path, kind, fresh=fresh)
        yield stack.enter_context(contextlib.closing(found))


def print_json(results: Sequence[Mapping[str, Any]]) -> None:
    """One result as it is read best, several as one line each."""
    from kagent_tui.render.encoding import dumps

    indent = 2 if len(results) == 1 else None
    for result in results:
        output.write_line(dumps(result, indent=indent))
