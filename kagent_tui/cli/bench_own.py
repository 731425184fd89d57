"""What the benchmarks of this program itself share: models, files of results, tables."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kagent_tui.cli.diagnostics import CommandError
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.mat.journal import Journal
    from kagent_tui.cli.invocation import Invocation
    from kagent_tui.config import Config
    from models.language.base import LanguageModel
    from models.language.loading import ModelSpec

Function = Callable[..., Any]
FILE = click.Path(dir_okay=False, path_type=Path)


def _named(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    if any(not value.strip() for value in values):
        raise click.BadParameter("name builtin, a model, a GGUF file or a URL", context, parameter)
    return values


MODELS = click.option(
    "--model",
    "models",
    multiple=True,
    metavar="NAME|PATH|URL[#NAME]",
    callback=_named,
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


def named_specs(
    invocation: Invocation, config: Config, named: Sequence[str], role: str = "model"
) -> list[ModelSpec]:
    """What to open for the models that were named, or that of the settings.

    Raises:
        AskingError, ModelError, CommandError: one of them is not to be had.
    """
    from kagent_tui.cli.model_opening import role_spec
    from kagent_tui.controllers.asking import model_source

    home = invocation.locations().home
    given: list[str | None] = [model_source(home, config, name) for name in named]
    return list(dict.fromkeys(role_spec(config, role, source) for source in given or [None]))


def load(config: Config, spec: ModelSpec) -> LanguageModel:
    """The model alone, for one question at a time; raises ModelError."""
    from engine.server_connection import ModelServers
    from models.language.loading import load_model

    return load_model(spec, connection=ModelServers(config.network))


def source_label(spec: ModelSpec) -> str:
    """The model's source, with a server's name for it."""
    return f"{spec.source}#{spec.remote_name}" if spec.remote_name else spec.source


def checked_out(path: Path | None) -> Path | None:
    """Where results go, before the work is done.

    Raises:
        CommandError: there is no such folder.
    """
    from models.paths import expanded

    if path is None:
        return None
    out: Path = expanded(path)
    if not out.parent.is_dir():
        raise CommandError(f"{out.parent}: there is no such folder; make it, or name another --out")
    return out


@contextlib.contextmanager
def journal(out: Path | None, kind: Literal["system", "plan"], *, fresh: bool) -> Iterator[Journal]:
    """The journal beside the result, or one that is thrown away.

    Raises:
        BenchError: there is a file of another kind.
        OSError: it cannot be written.
    """
    import tempfile

    from engine.bench.journals import open_journal

    with contextlib.ExitStack() as stack:
        if out is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kagent-bench-"))
            path = Path(folder) / "journal"
        else:
            path = out.with_name(f"{out.name}.journal")
        found = open_journal(path, kind, fresh=fresh)
        yield stack.enter_context(contextlib.closing(found))


def write_results(out: Path, results: Sequence[Mapping[str, Any]]) -> list[Path]:
    """Write each result into a file: `out` itself, or files beside it that are named by models.

    Raises:
        OSError: one cannot be written.
    """
    paths = [out] if len(results) == 1 else _paths(out, [str(one["model"]) for one in results])
    for path, result in zip(paths, results, strict=True):
        from kagent_tui.render.encoding import cleaned

        text = json.dumps(cleaned(result), ensure_ascii=False, indent=1)
        part = path.with_name(f"{path.name}.part")
        part.write_text(f"{text}\n", encoding="utf-8")
        part.replace(path)
    return paths


def _paths(out: Path, names: Sequence[str]) -> list[Path]:
    paths: list[Path] = []
    for name in names:
        slug = re.sub(r"[^\w.]+", "-", name).strip("-.")[:80] or "result"
        path, number = out.with_name(f"{out.stem}-{slug}{out.suffix}"), 2
        while path in paths:
            path = out.with_name(f"{out.stem}-{slug}-{number}{out.suffix}")
            number += 1
        paths.append(path)
    return paths


def print_json(results: Sequence[Mapping[str, Any]]) -> None:
    """One result as it is read best, several as one line each."""
    from kagent_tui.render.encoding import dumps

    indent = 2 if len(results) == 1 else None
    for result in results:
        output.write_line(dumps(result, indent=indent))


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as they must be, the first one to the left."""
    from engine.cleaning import clean_line
    from kagent_tui.cli.progress_line import cells

    cleaned = [[clean_line(cell) for cell in row] for row in [list(heads), *map(list, rows)]]
    widths = [max(cells(row[i]) for row in cleaned) for i in range(len(heads))]
    for row in cleaned:
        first = row[0] + " " * (widths[0] - cells(row[0]))
        rest = "".join(
            "  " + " " * (width - cells(cell)) + cell
            for cell, width in zip(row[1:], widths[1:], strict=True)
        )
        output.write_line((first + rest).rstrip())
