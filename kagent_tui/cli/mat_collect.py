"""`kagent mat collect`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.mat_options import (
    LANGUAGES,
    RUN,
    folder_of,
    languages,
    loop_tools,
    model_option,
    role_models,
    run_stage,
    shared_options,
    tool_options,
    work_options,
)


@table_command("mat collect")
@RUN
@click.option(
    "--queries",
    type=click.IntRange(1),
    metavar="N",
    help="Take only N of the seed queries; all by default.",
)
@click.option(
    "--templates-per-query",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help="Templates that each query is run through.",
)
@click.option(
    "--mistakes",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    metavar="SHARE",
    help="Share of the queries that are run again after a spoilt call.",
)
@click.option(
    "--profiles",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="Characters with topics and dialogues.",
)
@click.option(
    "--dialogues",
    type=click.IntRange(0, 20),
    default=3,
    show_default=True,
    metavar="N",
    help="Dialogues of each character.",
)
@click.option(
    "--max-steps",
    type=click.IntRange(1, 20),
    default=5,
    show_default=True,
    metavar="N",
    help="The most responses for one query.",
)
@LANGUAGES
@model_option("model", "The model that follows the templates")
@model_option("teacher", "The model that writes memory, characters and dialogues")
@tool_options
@shared_options
@click.pass_context
def collect(context: click.Context, /, run: Path, **options: Any) -> int:
    """Queries are run through the approved and the open templates over the real tools, with
    relevant, irrelevant and conflicting knowledge, true and pseudo conversations, and earlier
    tasks in memory. What models wrote becomes pairs of prompt and response in RUN/records.jsonl.
    """
    from engine.mat.collecting import Collection, CollectOptions

    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if options["online"] else None)
    with (
        invocation.assembly(config) as assembly,
        role_models(assembly, invocation) as models,
        interruptible() as starting,
    ):
        tools = loop_tools(assembly, invocation, options, starting)
        labels = (models.source(options["model"]), models.source(options["teacher"]))
        stage = Collection(
            folder=folder_of(run),
            model=models.open("model", options["model"]),
            teacher=models.open("teacher", options["teacher"]),
            tools=tools,
            options=CollectOptions(
                queries=options["queries"],
                templates_per_query=options["templates_per_query"],
                mistakes=options["mistakes"],
                profiles=options["profiles"],
                dialogues=options["dialogues"],
                languages=languages(options),
                max_steps=options["max_steps"],
            ),
            work=work_options(options, labels),
            labels=labels,
        )
        return run_stage(stage, options)
