"""The first three stages of meta-agent tuning, whole and small: craft, validate, collect.

The real program asks a scripted teacher behind a real server on 127.0.0.1; the tools are the real
ones. Prints seconds, requests and results of each stage, and fails where one does.

python -m benchmarks.mat_pipeline [--keep DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.engine.mat.scripted_teacher import write_queries
from tests.engine.mat.teacher_server import TeacherServer, teacher_server

REPOSITORY = Path(__file__).resolve().parents[1]


def _stage(folder: Path, server: TeacherServer, *arguments: str) -> dict[str, Any]:
    """Run a stage; its last event, with the seconds and requests that it took."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "KAGENT_HOME": str(folder / "home"),
    }
    before, began = server.requests, time.perf_counter()
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "kagent_tui", "mat", *arguments, "--json"],
        env=environment,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        sys.exit(f"{arguments[0]}: exit code {ended.returncode}\n{ended.stderr}")
    event: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    event["wall"] = time.perf_counter() - began
    event["asked"] = server.requests - before
    return event


def run(folder: Path) -> None:
    """Run the stages in `folder` and print what they came to."""
    queries = write_queries(folder / "queries.txt")
    with teacher_server() as server:
        model, teacher, judge = (
            (f"--{role}", server.url) for role in ("model", "teacher", "judge")
        )
        stages = (
            ("craft", "run", "--queries", str(queries), "--templates", "1", *teacher),
            ("validate", "run", "--queries-per-template", "2", *model, *judge),
            ("collect", "run", "--mistakes", "1", "--profiles", "2", *model, *teacher),
        )
        for arguments in stages:
            event = _stage(folder, server, *arguments)
            told = ", ".join(f"{name} {count}" for name, count in event["results"].items())
            sys.stdout.write(
                f"{arguments[0]}: {event['settled']} items, {event['refused']} given up, "
                f"{event['asked']} requests, {event['wall']:.1f} s; {told}\n"
            )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keep", type=Path, help="work in this folder and keep it")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        run(options.keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder))


if __name__ == "__main__":
    main()
