"""Measuring models as agents, and the whole program."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

_MODULE: Final = f"{_CLI}.bench"

BENCH_COMMANDS: Final[tuple[CommandEntry, ...]] = (
    CommandEntry(
        "bench",
        "Measure models as agents on KAgentBench, and the whole program.",
        _MODULE,
        ("kagent bench run --data mini --model builtin --out builtin.jsonl",),
    ),
    CommandEntry(
        "bench run",
        "Let a model answer every prompt of a benchmark.",
        _MODULE,
        (
            "kagent bench run --data mini --model builtin --out builtin.jsonl",
            "kagent bench run --data benchmark.jsonl --model http://localhost:8000/v1 "
            "--out served.jsonl --in-flight 64",
        ),
    ),
    CommandEntry(
        "bench score",
        "Score what a model predicted: planning, tool use, reflection, concluding, profile.",
        _MODULE,
        (
            "kagent bench score --data mini --predictions builtin.jsonl",
            "kagent bench score --data mini --predictions builtin.jsonl --scorer faithful --json",
        ),
    ),
    CommandEntry(
        "bench report",
        "Write results as a page with a chart, tables and examples of failures.",
        _MODULE,
        ("kagent bench report builtin.json large.json --out report.html",),
    ),
    CommandEntry(
        "bench compare",
        "Set results side by side, with what chance may explain.",
        _MODULE,
        ("kagent bench compare builtin.json large.json",),
    ),
    CommandEntry(
        "bench pull",
        "Get the paper's benchmark after reading its licence, or write out this program's own.",
        _MODULE,
        (
            "kagent bench pull kagentbench --out benchmark.jsonl",
            "kagent bench pull mini --out kagentbench-mini.jsonl",
        ),
    ),
    CommandEntry(
        "bench system",
        "Ask the whole program a file of questions, also with parts of it switched off.",
        _MODULE,
        (
            "kagent bench system --without memory --without quotes",
            "kagent bench system --data questions.jsonl --library docs --model qwen3-4b",
        ),
    ),
    CommandEntry(
        "bench retrieval",
        "Measure how well search finds the passage that answers.",
        _MODULE,
        ("kagent bench retrieval", "kagent bench retrieval --data squad-dev.json --every 10"),
    ),
    CommandEntry(
        "bench plan",
        "Measure how well a model plans the first step in this program's own loop.",
        _MODULE,
        ("kagent bench plan --model builtin",),
    ),
)
