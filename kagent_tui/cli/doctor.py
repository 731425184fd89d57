"""`kagent doctor`: does everything work on this machine?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import click

from kagent_tui import __version__
from kagent_tui.cli.diagnostics import ANSWERED, ERROR, fail
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON, MODEL
from kagent_tui.render import output

if TYPE_CHECKING:
    from pathlib import Path

    from kagent_tui.assembly import Assembly
    from kagent_tui.cli.doctor_findings import Check, Finding
    from kagent_tui.config import Config

# What helps where the error itself does not say it.
_REMEDIES: Final = {
    "python": "install another Python, then KAgent again",
    "cpu": "try it again; if it stays so, install KAgent again: pipx reinstall kagent-tui",
    "disk": "name another home with --home",
    "memory": "bring back a backup with kagent restore, or name another home with --home",
    "index": "delete the folder index in the home: it is made again",
    "vectors": "kagent library embed",
    "embedding": "kagent models use builtin-embedding",
    "speech": "kagent config unset speech_model",
    "model": "kagent models use builtin",
    "tools": "kagent tools list says which one is broken",
}
_ASK_AGAIN: Final = "install KAgent again: pipx reinstall kagent-tui"


@table_command("doctor")
@MODEL
@click.option(
    "--deep", is_flag=True, help="Read the whole memory, every index entry and the models' files."
)
@AS_JSON
@click.pass_context
def command(context: click.Context, model: str | None, deep: bool, as_json: bool) -> int:
    """One line a check: ✓ for what is well, ! for what is doubtful, ✗ for what does not work. What
    to do about it stands below, after an arrow. The exit code is 1 where something does not work.
    """
    invocation = context.ensure_object(Invocation)
    home = invocation.locations().home
    config = invocation.config(model=model)
    checks = []
    with invocation.assembly(config) as assembly:
        for check in _checks(assembly, home, config, deep):
            checks.append(check)
            if not as_json:
                for line in check.lines(unicode=output.is_unicode()):
                    output.write_line(line)
    failed = any(check.finding.state == "fails" for check in checks)
    if as_json:
        from kagent_tui.render.encoding import dumps

        told = [check.to_json() for check in checks]
        output.write_line(dumps({"version": __version__, "ok": not failed, "checks": told}))
    return fail("something above does not work", ERROR) if failed else ANSWERED


def _checks(assembly: Assembly, home: Path, config: Config, deep: bool) -> Iterator[Check]:
    """Each check in turn, as soon as it is done."""
    from kagent_tui.cli import doctor_home, doctor_machine, doctor_models, doctor_tools
    from kagent_tui.cli.doctor_findings import Check, Finding, checked
    from kagent_tui.cli.doctor_processor import processor

    yield Check("kagent", Finding(f"{__version__}, home {home}"))
    cpu = checked("cpu", processor, _REMEDIES["cpu"])
    first: dict[str, Callable[[], Finding]] = {
        "python": doctor_machine.python,
        "sqlite": doctor_machine.sqlite,
        "extensions": doctor_machine.extensions,
    }
    for name, probe in first.items():
        yield checked(name, probe, _REMEDIES.get(name, _ASK_AGAIN))
    yield cpu
    rest: dict[str, Callable[[], Finding]] = {
        "ram": doctor_machine.memory,
        "disk": lambda: doctor_machine.disk(home),
        "memory": lambda: doctor_home.memory(assembly),
        "index": lambda: doctor_home.index(assembly),
        "vectors": lambda: doctor_home.vectors(assembly),
        "copies": lambda: doctor_home.copies(home),
        "embedding": lambda: doctor_models.embedding(home, config, thorough=deep),
        "speech": lambda: doctor_models.speech(home, config, thorough=deep),
        "ocr": lambda: doctor_models.ocr(config, thorough=deep),
        "network": lambda: doctor_tools.network(assembly),
        "tools": lambda: doctor_tools.tools(assembly),
        "terminal": doctor_machine.terminal,
    }
    if deep:
        rest["deep check"] = lambda: doctor_home.deep(assembly)
    # A model that llama.cpp cannot run here would end this process too.
    if cpu.finding.state != "fails":
        rest["model"] = lambda: doctor_models.language(assembly, home, config, thorough=deep)
    for name, probe in rest.items():
        yield checked(name, probe, _REMEDIES.get(name, _ASK_AGAIN))
