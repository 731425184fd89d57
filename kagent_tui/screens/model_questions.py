"""What is asked before a model is fetched or deleted, and for a server or a context's size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kagent_tui.i18n import tr
from kagent_tui.model_words import fit_lines, fit_word
from kagent_tui.quantities import size_text
from kagent_tui.screens.dialogs import Line, LineScreen, QuestionScreen

if TYPE_CHECKING:
    from kagent_tui.config import Config
    from kagent_tui.controllers.model_arrivals import Plan
    from kagent_tui.controllers.models import Removal
    from kagent_tui.model_shelf import FitReasons

_WARNING = "$text-warning"
_STRONG = "bold"


def pull_question(planned: Plan, reasons: FitReasons | None) -> QuestionScreen:
    """Where the file comes from, how large it is, under which licence, and how it fits."""
    entry = planned.entry
    lines: list[Line] = [
        (tr("This connects to {host} and fetches", host=planned.host), ""),
        (planned.source, _STRONG),
        (_size(planned), ""),
        (tr("Licence: {licence}", licence=entry.licence), _STRONG),
        (tr("By downloading it you accept this licence; its page has the text."), ""),
    ]
    if entry.sha256:
        lines.append((tr("It is compared with its published hash, then tried."), ""))
    else:
        text = tr("No hash is published for it: its structure is checked, then it is tried.")
        lines.append((text, ""))
    if planned.fit in ("too big", "slow") and reasons is not None:
        worst = fit_lines(reasons)[0]
        text = tr("On this machine it is {fit}: {reason}", fit=fit_word(planned.fit), reason=worst)
        lines.append((text, _WARNING))
    title = tr("Go on downloading?") if planned.have else tr("Download this model?")
    return QuestionScreen(title, lines, yes=tr("Accept and download"), harmless=True)


def _size(planned: Plan) -> str:
    entry, have = planned.entry, size_text(planned.have)
    size = size_text(entry.bytes) if entry.bytes else tr("not known")
    whole = tr("about {size}", size=size) if entry.approximate else size
    if not planned.have:
        return tr("Size: {size}", size=whole)
    return tr("Size: {size}; {have} are here already", size=whole, have=have)


def removal_question(removing: Removal) -> QuestionScreen:
    """What deleting a model frees, and whether it can be had again."""
    row = removing.row
    lines: list[Line] = [
        (tr("{name} is deleted from the disk.", name=row.name), _STRONG),
        (tr("This frees {size}.", size=size_text(removing.frees)), ""),
    ]
    if row.entry is None:
        lines.append((tr("It is not in the catalogue: keep a copy if you need it."), _WARNING))
    return QuestionScreen(tr("Delete this model?"), lines, yes=tr("Delete"))


def server_question(config: Config) -> LineScreen:
    """The address of a model server."""
    lines: list[Line] = [
        (
            tr("The address of a server: vLLM, llama-server, Ollama or another like OpenAI's"),
            "",
        ),
        (tr("It sees every question, and the passages that an answer is made from."), _WARNING),
    ]
    value = config.model if "://" in config.model else "http://localhost:11434/v1"
    return LineScreen(tr("Answers from a server"), value, lines=lines)


def context_question(config: Config) -> LineScreen:
    """How many tokens the model may see."""
    lines: list[Line] = [
        (tr("Tokens of a prompt and its answer together; nothing for the model's own."), ""),
        (tr("A larger context needs more memory."), ""),
    ]
    value = str(config.context_tokens) if config.context_tokens is not None else ""
    return LineScreen(tr("Size of the context"), value, lines=lines)


def import_question(typed: str = "") -> LineScreen:
    """The path of a model's file; `typed` is one that was tried before."""
    lines: list[Line] = [
        (tr("The path of a GGUF file, or of one of whisper.cpp. It is copied and tried."), ""),
        (tr("Leave it empty to choose a file."), ""),
    ]
    return LineScreen(tr("Import a model"), typed, lines=lines)


def other_question() -> LineScreen:
    """A model of the hub that the catalogue does not have."""
    lines: list[Line] = [
        (tr("A file on Hugging Face, as OWNER/REPOSITORY/FILE.gguf"), ""),
    ]
    return LineScreen(tr("Download another model"), lines=lines)
