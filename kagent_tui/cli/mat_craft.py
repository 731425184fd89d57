"""`kagent mat craft`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.mat_options import (
    LANGUAGES,
    RUN,
    folder_of,
    languages,
    model_option,
    role_models,
    run_stage,
    shared_options,
    work_options,
)


@table_command("mat craft")
@RUN
@click.option(
    "--queries",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Seed queries: one a line, or JSON lines; may be given several times.",
)
@click.option(
    "--synthetic",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Add N made questions in each language.",
)
@click.option("--clusters", type=click.IntRange(1), metavar="N", help="Topics: one for 25 queries.")
@click.option(
    "--templates",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help="Templates of each kind for each topic and language.",
)
@click.option(
    "--examples",
    type=click.IntRange(1),
    default=50,
    show_default=True,
    metavar="N",
    help="The most queries that the teacher is shown for one template.",
)
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(["prompt-API", "prompt-response", "prompt-react"]),
    multiple=True,
    help="Only this kind of template; may be given several times.",
)
@LANGUAGES
@click.option("--seed", type=int, default=1, show_default=True, help="Draw differently.")
@model_option("teacher", "The model that writes templates")
@shared_options
@click.pass_context
def craft(context: click.Context, /, run: Path, **options: Any) -> int:
    """Seed queries are grouped by topic, and for each topic a teacher model writes templates of
    system prompts, in English and Chinese. A template whose slots, length, language or output
    format are wrong is refused and written again.
    """
    if not options["files"] and not options["synthetic"]:
        raise click.UsageError("Name files of seed queries, or --synthetic N.", context)
    from engine.mat.crafting import Crafting, CraftOptions
    from engine.mat.templates import KINDS
    from models.embedding.loading import load_embedding

    invocation = context.ensure_object(Invocation)
    with invocation.assembly() as assembly, role_models(assembly, invocation) as models:
        teacher = models.open("teacher", options["teacher"])
        source = models.source(options["teacher"])
        stage = Crafting(
            folder=folder_of(run),
            teacher=teacher,
            embedding=load_embedding("builtin"),
            tools=list(assembly.registry),
            options=CraftOptions(
                files=options["files"],
                synthetic=options["synthetic"],
                clusters=options["clusters"],
                templates=options["templates"],
                examples=options["examples"],
                languages=languages(options),
                kinds=tuple(k for k in KINDS if k in (options["kinds"] or KINDS)),
                seed=options["seed"],
            ),
            work=work_options(options, (source,)),
            teacher_label=source,
        )
        return run_stage(stage, options)
