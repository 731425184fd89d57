"""`kagent mat validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kagent_tui.cli.interruption import interruptible
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.mat_options import (
    RUN,
    folder_of,
    loop_tools,
    model_option,
    role_models,
    run_stage,
    shared_options,
    tool_options,
    work_options,
)


@table_command("mat validate")
@RUN
@click.option(
    "--queries-per-template",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    metavar="N",
    help="Queries that each template is tried on.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(1, 5),
    default=5.0,
    show_default=True,
    metavar="XI",
    help="The least score of an approved template, 1 to 5; may be changed later.",
)
@click.option(
    "--max-steps",
    type=click.IntRange(1, 20),
    default=4,
    show_default=True,
    metavar="N",
    help="The most responses for one query.",
)
@model_option("model", "The model that follows the templates")
@model_option("judge", "The model that compares what they come to")
@tool_options
@shared_options
@click.pass_context
def validate(context: click.Context, /, run: Path, **options: Any) -> int:
    """Each crafted template is run over the real tools on some queries, and a judge compares what
    it comes to with what open templates do (ReAct, AutoGPT, ToolLLaMA, ModelScope and KAgent's
    own), in both orders. Templates whose score reaches the threshold are approved.
    """
    from engine.mat.validating import ValidateOptions, Validation

    invocation = context.ensure_object(Invocation)
    config = invocation.config(network="on" if options["online"] else None)
    with (
        invocation.assembly(config) as assembly,
        role_models(assembly, invocation) as models,
        interruptible() as starting,
    ):
        tools = loop_tools(assembly, invocation, options, starting)
        labels = (models.source(options["model"]), models.source(options["judge"]))
        stage = Validation(
            folder=folder_of(run),
            model=models.open("model", options["model"]),
            judge=models.open("judge", options["judge"]),
            tools=tools,
            options=ValidateOptions(
                queries_per_template=options["queries_per_template"],
                threshold=options["threshold"],
                max_steps=options["max_steps"],
            ),
            work=work_options(options, labels),
            labels=labels,
        )
        return run_stage(stage, options)
