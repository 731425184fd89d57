"""`kagent search`: retrieval only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kagent_tui.cli.diagnostics import ANSWERED, NOT_FOUND, fail
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON, IN_COLLECTION, words_of
from kagent_tui.render import output

if TYPE_CHECKING:
    from store.records import SegmentHit


@table_command("search")
@click.argument("query", nargs=-1)
@AS_JSON
@click.option(
    "-k", "--limit", type=click.IntRange(1, 200), default=10, show_default=True, metavar="N"
)
@IN_COLLECTION
@click.pass_context
def command(
    context: click.Context,
    query: tuple[str, ...],
    as_json: bool,
    limit: int,
    collections: tuple[str, ...],
) -> int:
    """No language model is used. The best passages come first; -k sets how many. The QUERY "-" is
    read from standard input. The exit code is 3 where nothing is found.
    """
    text = words_of(query, context, "query")
    with context.ensure_object(Invocation).assembly() as assembly:
        from kagent_tui.controllers.library_search import search

        hits = search(assembly.bank, text, limit, collections)
    if as_json:
        from engine.knowledge import hit_to_json
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps({"query": text, "results": [hit_to_json(hit) for hit in hits]}))
    else:
        _print(hits)
    return ANSWERED if hits else fail(f"nothing found for {text!r}", NOT_FOUND)


def _print(hits: list[SegmentHit]) -> None:
    from engine.cleaning import clean, clean_line
    from engine.knowledge import location_of
    from kagent_tui.render.text import place_text

    for number, hit in enumerate(hits, start=1):
        place = place_text(hit.source, location_of(hit))
        output.write_line(f"[{number}] {clean_line(hit.title)} — {place}")
        for line in clean(hit.text).splitlines():
            output.write_line(f"    {line}".rstrip())
