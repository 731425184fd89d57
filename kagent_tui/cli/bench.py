"""`kagent bench`: models measured as agents, on the paper's benchmark and on our own."""

from __future__ import annotations

from kagent_tui.cli.bench_compare import compare
from kagent_tui.cli.bench_plan import plan
from kagent_tui.cli.bench_pull import pull
from kagent_tui.cli.bench_report import report
from kagent_tui.cli.bench_retrieval import retrieval
from kagent_tui.cli.bench_run import run
from kagent_tui.cli.bench_score import score
from kagent_tui.cli.bench_system import system
from kagent_tui.cli.lazy import table_group

command = table_group(
    "bench",
    "KAgentBench is the benchmark of the paper: planning, tool use, reflection, concluding and "
    'profile under five prompt templates. The data "mini" comes with the program; "pull" gets the '
    "paper's own. The system, retrieval and plan commands measure this program itself.",
    (run, score, report, compare, pull, system, retrieval, plan),
)
