"""`kagent models`: which models there are, which are here, and which is used."""

from __future__ import annotations

from kagent_tui.cli.lazy import table_group
from kagent_tui.cli.models_bench import bench
from kagent_tui.cli.models_info import info
from kagent_tui.cli.models_list import list_models
from kagent_tui.cli.models_pull import import_model, pull
from kagent_tui.cli.models_use import remove, use

command = table_group(
    "models",
    "The built-in model needs none of this. Larger ones write prose, and want more memory and "
    "time. For one command another is used by --model.",
    (list_models, pull, use, info, bench, remove, import_model),
)
