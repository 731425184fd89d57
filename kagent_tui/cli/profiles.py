"""`kagent profiles`: who answers, and how."""

from __future__ import annotations

import click

from kagent_tui.cli.diagnostics import ANSWERED
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command, table_group
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output


@table_command("profiles list")
@AS_JSON
@click.pass_context
def list_profiles(context: click.Context, as_json: bool) -> int:
    """The one that the settings choose has a star. One that cannot be used says why."""
    from engine.cleaning import clean_line
    from kagent_tui.controllers.profiles import profile_json, profile_rows

    invocation = context.ensure_object(Invocation)
    rows = profile_rows(invocation.locations().home, invocation.config().profile)
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps([profile_json(stored, is_in_use=used) for stored, used in rows]))
        return ANSWERED
    for stored, used in rows:
        about = stored.problem or f"{stored.profile.name}. {stored.profile.bio}".rstrip(". ")
        mark = "*" if used else " "
        output.write_line(f"{mark} {clean_line(f'{stored.label}: {about}')}")
    return ANSWERED


@table_command("profiles show")
@click.argument("wanted", metavar="NAME|PATH")
@AS_JSON
@click.pass_context
def show(context: click.Context, wanted: str, as_json: bool) -> int:
    """All of it, as a question would use it."""
    from engine.cleaning import clean
    from engine.profile_files import find_profile
    from kagent_tui.controllers.profiles import profile_json, profile_lines

    invocation = context.ensure_object(Invocation)
    stored = find_profile(invocation.locations().home, wanted)
    if as_json:
        from kagent_tui.render.encoding import dumps

        used = (invocation.config().profile or "default") == stored.label
        output.write_line(dumps(profile_json(stored, is_in_use=used)))
        return ANSWERED
    for line in profile_lines(stored):
        output.write_line(clean(line))
    return ANSWERED


@table_command("profiles new")
@click.argument("name")
@click.pass_context
def new(context: click.Context, name: str) -> int:
    """Its file is a template in which every line is explained; edit it and ask with --profile."""
    from engine.cleaning import clean_line
    from engine.profile_files import write_template

    path = write_template(context.ensure_object(Invocation).locations().home, name)
    output.write_line(clean_line(str(path)))
    return ANSWERED


command = table_group(
    "profiles",
    "A profile is a file of a name, a bio, instructions, tools and a language: who answers, and "
    "how. Use one with: kagent ask --profile NAME.",
    [list_profiles, show, new],
)
