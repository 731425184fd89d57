"""What must be known before the figures of results are read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bench.report.fields import is_number
from engine.bench.report.formatting import plain
from engine.bench.report.paper_sections import other_data
from engine.bench.report.score_sections import Labelled


def cautions(labelled: Labelled) -> tuple[str, ...]:
    """One sentence each: other data than the paper's, unlike data or scorers, what is missing."""
    return (*other_data(labelled), *_unlike(labelled), *_incomplete(labelled))


def _unlike(labelled: Labelled) -> Iterator[str]:
    data = {(result.data, plain(result.counts.get("instances"))) for _, result in labelled}
    if len(data) > 1:
        shown = ", ".join(f"{name} ({instances} instances)" for name, instances in sorted(data))
        yield f"The results are over different data, so their figures differ for that too: {shown}."
    scorers = sorted({result.scorer for _, result in labelled})
    if len(scorers) > 1:
        yield (
            f"The results are by different scorers ({', '.join(scorers)}); "
            "compare only rows of one scorer."
        )
    grammars = {bool(result.usage.get("grammar")) for _, result in labelled if result.usage}
    if len(grammars) > 1:
        yield "Some runs were held to a grammar and some were not; do not compare their figures."


def _incomplete(labelled: Labelled) -> Iterator[str]:
    for label, result in labelled:
        counts = {
            name: value for name, value in result.counts.items() if is_number(value) and value
        }
        if missing := counts.get("missing_templates") or counts.get("missing"):
            yield f"{label}: {plain(missing)} predictions are missing and are worth 0."
        if bad := counts.get("bad_lines"):
            yield f"{label}: {plain(bad)} lines of its files could not be read."
        absent = result.counts.get("absent_types")
        if absent and isinstance(absent, list):
            yield (
                f"{label}: there are no instances of {', '.join(absent)}; their figures are 0 "
                "and the overall score is lower for that."
            )
        overflows = result.usage.get("overflows")
        if is_number(overflows) and overflows:
            yield (
                f"{label}: {plain(overflows)} prompts did not fit the model's context and count "
                "as empty texts."
            )
