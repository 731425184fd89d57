"""`kagent open`: a citation of an answer, opened at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kagent_tui.cli.diagnostics import ANSWERED, CommandError, warn
from kagent_tui.cli.invocation import Invocation
from kagent_tui.cli.lazy import table_command
from kagent_tui.cli.options import AS_JSON
from kagent_tui.render import output

if TYPE_CHECKING:
    from engine.events import Answer, Citation, Language
    from kagent_tui.sources import FoundSource
    from store.memory import MemoryBank


@table_command("open")
@click.argument("wanted", metavar="N|SOURCE")
@click.option("--session", metavar="ID", help="Of that session's last answer.")
@click.option("--print", "printed", is_flag=True, help="Print the passage, open nothing.")
@AS_JSON
@click.pass_context
def command(
    context: click.Context, wanted: str, session: str | None, printed: bool, as_json: bool
) -> int:
    """N is a citation's number in the latest answer, SOURCE a document of the library.

    A PDF opens at its page, a text in $VISUAL or $EDITOR at its line, a recording at its time, a
    web page in the browser. Where that cannot be done, the passage is printed with what stands
    around it. --json says all that is known and opens nothing.
    """
    from kagent_tui.controllers.library_search import citation_of_document
    from kagent_tui.sources import find_source

    with context.ensure_object(Invocation).assembly() as assembly:
        if wanted.isdecimal():
            citation, language = _citation(assembly.bank, int(wanted), session)
        else:
            citation, language = citation_of_document(assembly.bank, wanted), "en"
        found = find_source(assembly.bank, citation, has_terminal=output.is_terminal())
    if as_json:
        from kagent_tui.render.encoding import dumps

        output.write_line(dumps(_to_json(found)))
        return ANSWERED
    if not printed:
        return open_or_print(found, language)
    _say_notes(found, language)
    _print(found, language)
    return ANSWERED


def open_or_print(found: FoundSource, language: Language) -> int:
    """Open a source at its place, or print the passage where that cannot be done; the exit code."""
    _say_notes(found, language)
    if not _open(found):
        _print(found, language)
    return ANSWERED


def _say_notes(found: FoundSource, language: Language) -> None:
    for note in found.state.notes(language):
        warn(note)


def _open(found: FoundSource) -> bool:
    """Open it; False where that did not work, after saying why."""
    from kagent_tui.launching import launch
    from kagent_tui.render.text import place_text

    if found.opening is None:
        return False
    trouble = launch(found.opening)
    if trouble is not None:
        warn(trouble)
        return False
    place = place_text(found.state.source, found.citation.location)
    how = "opened" if found.opening.at_place else "opened at its beginning"
    output.write_line(f"{how} with {found.opening.program}: {place}")
    return True


def _print(found: FoundSource, language: Language) -> None:
    """The passage with its neighbourhood, the quote marked."""
    from kagent_tui.render.text import passage_lines, source_line

    output.write_line(source_line(found.citation, language, quote=False))
    for line in passage_lines(found.passage):
        output.write_line(line)


def _to_json(found: FoundSource) -> dict[str, Any]:
    from dataclasses import asdict

    from engine.answers import citation_to_json

    return {
        "citation": citation_to_json(found.citation),
        "source": found.state.source,
        "changed": found.state.changed,
        "moved": found.state.moved,
        "gone": found.state.gone,
        "in_library": found.state.known,
        "command": list(found.opening.command) if found.opening else None,
        "passage": asdict(found.passage),
    }


def _citation(bank: MemoryBank, number: int, session: str | None) -> tuple[Citation, Language]:
    answer = _last_answer(bank, session)
    for citation in answer.citations:
        if citation.id == number:
            return citation, answer.language
    known = len(answer.citations)
    held = f"it has 1 to {known}" if known else "it cites nothing"
    raise CommandError(f"there is no citation {number} in the last answer: {held}")


def _last_answer(bank: MemoryBank, session: str | None) -> Answer:
    from kagent_tui.controllers.sessions import find_session, stored_answer

    if session is not None:
        records = [find_session(bank, session)]
    else:
        records = [record for record in bank.sessions() if record.turns]
    turns = bank.turns(records[0].id) if records else []
    if not turns:
        raise CommandError('there is no answer yet; ask with: kagent ask "…"')
    return stored_answer(turns[-1])
