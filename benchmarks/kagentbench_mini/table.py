"""Statistics of the benchmark, with the columns of the paper's table 2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import mean

from benchmarks.kagentbench_mini.checks import MEMORY, RELATIONS
from benchmarks.kagentbench_mini.rendering import TEMPLATES
from benchmarks.kagentbench_mini.seed_files import KINDS, LANGUAGES, Seed
from engine.bench.tokens import MixedTokenizer

_NAMES = {
    "plan": "Planning & tool use",
    "reflection": "Reflection",
    "conclusion": "Concluding",
    "profile": "Profile",
}
_COLUMNS = (
    "type",
    "language",
    "#queries",
    "#prompts",
    "avg. #golds",
    "avg. #tools",
    "avg. #turns",
    "avg. #tasks",
    "avg. length of knowledge",
)


def statistics(seeds: Sequence[Seed]) -> str:
    """Two tables in Markdown: the types by language, and the kinds of memory.

    As in the paper, turns and tasks count the present one, and knowledge is measured in tokens
    (words, and single Chinese characters), of those that have any.
    """
    lines = [f"| {' | '.join(_COLUMNS)} |", f"|---|---|{'---:|' * (len(_COLUMNS) - 2)}"]
    tokenizer = MixedTokenizer()
    for kind in KINDS:
        for language in LANGUAGES:
            of_kind = [s for s in seeds if (s.kind, s.language) == (kind, language)]
            if of_kind:
                figures = _figures(of_kind, tokenizer)
                lines.append(f"| {_NAMES[kind]} | {language} | {figures} |")
    lines.append(f"| All |  | {_figures(seeds, tokenizer)} |")
    lines += [
        "",
        "| memory | none | related | unrelated | conflicting |",
        "|---|---:|---:|---:|---:|",
    ]
    counts = Counter(
        (seed.memory.get("type"), seed.memory.get("relation", ""))
        for seed in seeds
        if seed.kind != "profile"
    )
    for memory in MEMORY:
        cells = [str(counts[memory, relation] or "") for relation in ("", *RELATIONS)]
        lines.append(f"| {memory} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _figures(seeds: Sequence[Seed], tokenizer: MixedTokenizer) -> str:
    prompts = sum(1 if seed.kind == "profile" else len(TEMPLATES) for seed in seeds)
    calling = (seed for seed in seeds if seed.kind in ("plan", "reflection"))
    tools = [len(seed.row["tools"]) for seed in calling]
    with_memory = [seed for seed in seeds if seed.kind != "profile"]
    turns = [len(seed.pieces("turns")) + 1 for seed in with_memory]
    turns += [len(seed.row.get("dialogue", ())) + 1 for seed in seeds if seed.kind == "profile"]
    tasks = [len(seed.pieces("tasks")) + 1 for seed in with_memory]
    known = [
        sum(len(tokenizer.tokens(str(piece.get("text")))) for piece in passages)
        for passages in (seed.pieces("passages") for seed in with_memory)
        if passages
    ]
    golds = [len(seed.golds) for seed in seeds]
    averages = [f"{mean(each):.2f}" if each else "" for each in (golds, tools, turns, tasks, known)]
    return " | ".join((str(len(seeds)), str(prompts), *averages))
