"""`kagent mat`: meta-agent tuning, from seed queries to training data."""

from __future__ import annotations

from kagent_tui.cli.lazy import table_group
from kagent_tui.cli.mat_collect import collect
from kagent_tui.cli.mat_craft import craft
from kagent_tui.cli.mat_data import export, mix, report
from kagent_tui.cli.mat_validate import validate

command = table_group(
    "mat",
    "The stages follow one another and share the folder RUN. Each can be interrupted and goes on "
    "where it was when it is given again. Models are the built-in one, GGUF files, or "
    "OpenAI-compatible servers such as vLLM.",
    (craft, validate, collect, mix, export, report),
)
