"""What is shown of a model: its line in the list, and all that is known of it beside the list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from textual.content import Content

from engine.cleaning import clean_line
from kagent_tui.controllers.model_benchmarks import kept
from kagent_tui.controllers.model_facts import facts_of_row
from kagent_tui.i18n import language, listed, mark, tr
from kagent_tui.model_words import (
    benchmark_lines,
    fit_lines,
    fit_word,
    probe_words,
    share_words,
    verified_words,
)
from kagent_tui.quantities import size_text
from kagent_tui.widgets.model_list import ModelGroup, ModelLine
from models.language.base import ModelError

if TYPE_CHECKING:
    from kagent_tui.model_shelf import FitReasons, ModelShelf, ShelfRow
    from models.benchmarking import Benchmark

_MORE: Final = re.compile(r"and (?P<some>some )?(?P<count>[0-9]+) more")
HEADINGS: Final[Mapping[str, str]] = {
    "language": mark("Language models, which plan and answer"),
    "embedding": mark("Embedding models, for the search by meaning"),
    "speech": mark("Speech models, which write down what is said"),
}
_STATES: Final[Mapping[str, str]] = {
    "in use": mark("in use"),
    "built in": mark("built in"),
    "installed": mark("installed"),
    "partly here": mark("partly here"),
    "": mark("not here"),
}
_STYLES: Final[Mapping[str, str]] = {
    "pointer": mark("points at sentences of the documents, writes no prose"),
    "prose": mark("writes prose"),
}
_ATTENTION: Final[Mapping[str, str]] = {
    "full": mark("full attention"),
    "sliding window": mark("a sliding window: forgets the middle of long prompts sooner"),
    "recurrent": mark("recurrent: reads every prompt from its beginning"),
    "encoder": mark("encoder"),
}
# What `kagent models info` tells by these keys, as it is.
_FACTS: Final[tuple[tuple[str, str], ...]] = (
    ("quantisation", mark("Quantisation")),
    ("architecture", mark("Architecture")),
    ("layers", mark("Layers")),
    ("context_tokens", mark("Context")),
    ("url", mark("Address")),
    ("file", mark("File")),
    ("source", mark("Source")),
    ("sha256", mark("SHA-256")),
)


@dataclass(frozen=True, slots=True)
class Details:
    """All that is shown of a model, as pairs of a label and a text; a label may be empty."""

    name: str
    title: str
    lines: tuple[tuple[str, str], ...]

    def content(self) -> Content:
        """The pairs, a line each."""
        parts: list[str | tuple[str, str]] = [(f"{clean_line(self.title)}\n", "bold")]
        for label, text in self.lines:
            if label:
                parts.append((tr("{label}: ", label=label), "$foreground-muted"))
            parts.append(f"{clean_line(text)}\n")
        return Content.assemble(*parts)


def groups_of(rows: Sequence[ShelfRow]) -> list[ModelGroup]:
    """The rows by kind, as the list shows them: those that are here, wholly or in part, first."""
    groups = []
    ordered = sorted(rows, key=lambda row: (not row.is_here, not row.partial_bytes))
    for kind, heading in HEADINGS.items():
        lines = tuple(_line(row) for row in ordered if row.kind == kind)
        if lines:
            groups.append(ModelGroup(tr(heading), lines))
    return groups


def details_of(shelf: ModelShelf, row: ShelfRow) -> Details:
    """All that is known of a model; reads its file's head."""
    try:
        facts = facts_of_row(shelf, row)
    except ModelError as error:
        facts = {**row.to_json(), "trouble": str(error)}
    path = shelf.path_of(row)
    found = kept(shelf, row.name, path) if path is not None else None
    lines = [("", _purpose(row, facts)), *_standing(row, facts, _reasons(shelf, row, found))]
    if found is not None:
        measured = benchmark_lines(found, row.kind)
        lines += [(tr("Measured"), measured[0]), *(("", line) for line in measured[1:])]
    lines += _nature(row, facts)
    return Details(row.name, str(facts["title"]), tuple(pair for pair in lines if pair[1]))


def _purpose(row: ShelfRow, facts: Mapping[str, Any]) -> str:
    """What it is good for, in the language of the interface where that is told."""
    chinese = row.entry.purpose_zh if row.entry is not None and language() == "zh" else ""
    return chinese or str(facts["purpose"])


def _reasons(shelf: ModelShelf, row: ShelfRow, found: Benchmark | None) -> FitReasons:
    """Why it fits or does not; what was measured takes the place of an estimate."""
    reasons = shelf.reasons(row)
    if found is None or row.kind != "language":
        return reasons
    return replace(reasons, speed=found.rate, is_measured=True)


def _standing(
    row: ShelfRow, facts: Mapping[str, Any], reasons: FitReasons
) -> list[tuple[str, str]]:
    """How it stands here: its state, its trouble, how it fits, its size."""
    state = state_word(row)
    if row.partial_bytes and row.installed is None:
        state = f"{state}, {share_words(row.partial_bytes, row.bytes)}"
    approximate = bool(facts.get("bytes_are_approximate"))
    size = size_text(row.bytes) if row.bytes else ""
    size = tr("about {size}", size=size) if size and approximate else size
    lines = [(tr("State"), state)]
    if facts["trouble"]:
        lines.append((tr("Does not work"), str(facts["trouble"])))
    first, *rest = fit_lines(reasons)
    fit = tr("{fit}; {reason}", fit=fit_word(row.fit), reason=first)
    lines.append((tr("On this machine"), fit))
    lines += [("", line) for line in rest]
    lines.append((tr("Size"), size))
    if row.probe is not None and not row.probe.error:
        lines.append((tr("Tried"), probe_words(row.probe, row.kind)))
    return lines


def _nature(row: ShelfRow, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What it is: languages, licence, and what its file says."""
    lines = [
        (tr("Languages"), listed(map(_language_words, facts.get("languages") or ()))),
        (tr("Licence"), row.licence or str(facts.get("licence") or "")),
        (tr("Parameters"), _parameters(facts)),
        (tr("Style"), _word(_STYLES, facts.get("style"))),
        (tr("Attention"), _word(_ATTENTION, facts.get("attention"))),
    ]
    for key, label in _FACTS:
        value = facts.get(key)
        shown = f"{value:,}" if isinstance(value, int) and value else str(value or "")
        lines.append((tr(label), shown))
    if facts.get("verified"):
        lines.append((tr("Checked"), verified_words(str(facts["verified"]))))
    return lines


def _parameters(facts: Mapping[str, Any]) -> str:
    """How many weights it has, in billions or millions."""
    count = facts.get("parameters") or 1e9 * (facts.get("parameters_billions") or 0.0)
    if not count:
        return ""
    if count < 1e8:
        return tr("{count} million", count=f"{count / 1e6:.3g}")
    return tr("{count} billion", count=f"{count / 1e9:.3g}")


def _word(table: Mapping[str, str], key: object) -> str:
    """What the table says of a key; empty where it says nothing."""
    found = table.get(str(key))
    return tr(found) if found is not None else ""


def state_word(row: ShelfRow) -> str:
    """In a word or two, how it stands."""
    return tr(_STATES.get(row.state, row.state))


def _line(row: ShelfRow) -> ModelLine:
    size = size_text(row.bytes) if row.bytes else "?"
    if row.entry is not None and row.entry.approximate and row.installed is None:
        size = f"~{size}"
    languages = ", ".join(row.entry.languages[:2]) if row.entry is not None else ""
    tone = "bold" if row.is_in_use else "dim" if row.fit == "too big" else ""
    state = state_word(row) if row.state else ""
    columns = (state, size, fit_word(row.fit), languages, row.licence)
    return ModelLine(row.name, columns, tone)


def _language_words(code: str) -> str:
    """A language's code, or how many more the catalogue knows of: "and some 100 more"."""
    more = _MORE.fullmatch(code)
    if more is None:
        return code
    sentence = tr("and some {count} more") if more["some"] else tr("and {count} more")
    return sentence.format(count=more["count"])
