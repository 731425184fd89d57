"""Build KAgentBench-mini from the seeds that were written by hand.

    python -m benchmarks.kagentbench_mini.build [--check] [--only en_plan ...]

Every task and every right answer is run for real. Prints what is wrong with which line of which
seed file, or the statistics of what was built. `--check` writes nothing, and says whether the
built file is up to date; `--only` looks at some seed files alone.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.kagentbench_mini.checks import (
    check_facts,
    check_form,
    check_last_task,
    check_whole,
)
from benchmarks.kagentbench_mini.offered import function_of
from benchmarks.kagentbench_mini.rendering import memory_text, profile_prompt, prompts_of
from benchmarks.kagentbench_mini.running import Runner, command_of, make_runner
from benchmarks.kagentbench_mini.seed_files import KINDS, LANGUAGES, Complaints, Seed, read_seeds
from benchmarks.kagentbench_mini.table import statistics
from engine.bench.mini import mini_path
from models.language.base import LanguageModel
from models.language.loading import ModelSpec, load_model

# The most that a prompt may have: an answer of 512 tokens then fits beside it into the built-in
# model's context of 2,048.
MOST_TOKENS = 1500
_BEGIN, _END = "<!-- statistics -->", "<!-- end of statistics -->"
_TYPES = {
    "plan": "plantooluse",
    "reflection": "reflextion",
    "conclusion": "conclusion",
    "profile": "profile",
}


def instance_of(seed: Seed, runner: Runner, complaints: Complaints) -> dict[str, Any]:
    """A seed's line of the benchmark, its tasks and right answers run."""
    if seed.kind == "profile":
        return _line(seed, seed.golds, [], profile_prompt(seed))
    steps = runner.steps(seed, complaints)
    check_last_task(seed, steps, complaints)
    memory = memory_text(seed, steps)
    if seed.kind == "conclusion":
        check_facts(seed, memory, complaints)
        functions: list[dict[str, Any]] = []
    else:
        for number, said in runner.trouble(seed, [command_of(gold) for gold in seed.golds]):
            complaints.of(seed, f"gold {number + 1} does not run: {said}")
        offered = [runner.registry.get(name) for name in seed.row["tools"]]
        functions = [function_of(entry, seed.language) for entry in offered]
    last = steps[-1].command if steps else None
    return {
        **_line(seed, seed.golds, functions, prompts_of(seed, steps, functions)),
        "memory": memory,
        "memory_type": seed.memory["type"],
        "memory_relation": seed.memory.get("relation", ""),
        "memory_last_task": None
        if last is None
        else {"tool_name": last.name, "tool_args": dict(last.args)},
    }


def _line(
    seed: Seed,
    golds: Sequence[Any],
    functions: Sequence[Mapping[str, Any]],
    prompts: Mapping[str, str] | str,
) -> dict[str, Any]:
    is_call = seed.kind in ("plan", "reflection")
    right = [
        {key: gold[key] for key in ("thought", "tool_name", "tool_args")}
        if is_call
        else {"golden_result": gold}
        for gold in golds
    ]
    return {
        "id": seed.id,
        "query": seed.query,
        "type": _TYPES[seed.kind],
        "language": seed.language,
        "golden_result_list": right,
        "funcs": list(functions),
        "prompt_input": prompts,
        "memory": "",
        "memory_type": "none",
        "memory_relation": "",
        "memory_last_task": None,
    }


def check_length(
    seed: Seed, row: Mapping[str, Any], model: LanguageModel, complaints: Complaints
) -> None:
    """Every prompt fits the built-in model with room for an answer."""
    prompts = row["prompt_input"]
    for name, prompt in prompts.items() if isinstance(prompts, dict) else (("", prompts),):
        tokens = model.count_tokens(prompt)
        if tokens > MOST_TOKENS:
            where = f"the prompt of {name}" if name else "the prompt"
            complaints.of(seed, f"{where} has {tokens} tokens; {MOST_TOKENS} fit")


@dataclass(frozen=True, slots=True)
class Built:
    """The lines of the benchmark, the seeds that they were made from, and what is wrong."""

    rows: Sequence[Mapping[str, Any]]
    seeds: Sequence[Seed]
    wrong: Sequence[str]


def build(wanted: Sequence[str] = ()) -> Built:
    """Make the lines of all seeds, or of the named files alone."""
    complaints = Complaints()
    runner = make_runner()
    seeds = read_seeds(complaints, wanted)
    rows, made = [], []
    model = load_model(ModelSpec("builtin"))
    try:
        for seed in seeds:
            if check_form(seed, runner.registry, complaints):
                row = instance_of(seed, runner, complaints)
                check_length(seed, row, model, complaints)
                rows.append(row)
                made.append(seed)
    finally:
        model.close()
    check_whole(seeds, complaints, shares=not wanted)
    return Built(rows, made, complaints.lines)


def packed(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The lines compressed: the same bytes for the same lines."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(lines.encode("utf-8"))
    return buffer.getvalue()


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument(
        "--only",
        nargs="+",
        default=(),
        choices=[f"{language}_{kind}" for language in LANGUAGES for kind in KINDS],
        help="look at these seed files alone; nothing is written",
    )
    options = parser.parse_args()
    built = build(options.only)
    wrong = list(built.wrong)
    sys.stdout.write(statistics(built.seeds) + "\n")
    if not wrong and not options.only:
        wrong = _kept(built, check=options.check)
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


def with_statistics(card: str, table: str) -> str:
    """The data card with these statistics in it, in place of those that it has."""
    before, after = card.partition(_BEGIN)[0], card.partition(_END)[2]
    return f"{before}{_BEGIN}\n{table}\n{_END}{after}"


def _kept(built: Built, *, check: bool) -> list[str]:
    """Write what was built, or compare it with what is there."""
    path, data = mini_path(), packed(built.rows)
    card_path = path.with_name("DATA_CARD.md")
    old_card = card_path.read_text(encoding="utf-8")
    card = with_statistics(old_card, statistics(built.seeds))
    if not check:
        path.write_bytes(data)
        card_path.write_text(card, encoding="utf-8")
        return []
    is_same = path.is_file() and gzip.decompress(path.read_bytes()) == gzip.decompress(data)
    told = {path.name: is_same, card_path.name: card == old_card}
    return [
        f"{name} is not what the seeds make; run this again without --check"
        for name, same in told.items()
        if not same
    ]


if __name__ == "__main__":
    sys.exit(main())
