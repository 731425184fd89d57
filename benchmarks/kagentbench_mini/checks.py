"""What is demanded of a seed before and after its calls were run."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.kagentbench_mini.offered import arguments_of
from benchmarks.kagentbench_mini.running import command_of
from benchmarks.kagentbench_mini.seed_files import Complaints, Seed
from engine.language import detect_language
from engine.mat.trajectories import Step
from engine.planning import command_key
from engine.tools.registry import Registry

LEAST_GOLDS = 4
RELATIONS = ("related", "unrelated", "conflicting")
# The kinds of memory with what each is made of.
MEMORY = {"none": "", "conversation": "turns", "task": "tasks", "knowledge": "passages"}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "turns": ("query", "answer"),
    "tasks": ("task_name", "tool_name", "tool_args"),
    "passages": ("title", "text"),
}
_KNOWN = {"id", "query", "memory", "tools", "golds", "facts", "character", "dialogue", "library"}
_TOOLS_OFFERED = range(4, 9)
_INSTRUCTIONS = range(3, 7)
_MOST_ROUNDS = 3
# Shares of the kinds over the plan and conclusion seeds, and how far off they may be.
SHARES = {"none": 0.2, "conversation": 0.4, "task": 0.2, "knowledge": 0.2}
_SHARE_OFF = 0.06
_LEAST_OF_RELATION = 0.25


def folded(text: str) -> str:
    """A text without what does not matter to whether a fact stands in it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def check_form(seed: Seed, registry: Registry, complaints: Complaints) -> bool:
    """Whether the seed can be gone on with; what is wrong is noted."""
    before = len(complaints.lines)
    row = seed.row
    if not isinstance(row.get("id"), str) or not row["id"].startswith(
        f"{seed.language}-{seed.kind}-"
    ):
        complaints.of(seed, f'its id must begin with "{seed.language}-{seed.kind}-"')
    for key in sorted(set(row) - _KNOWN):
        complaints.of(seed, f"the key {key!r} is not known")
    if not seed.query.strip():
        complaints.of(seed, "it has no query")
    _check_golds(seed, complaints)
    if seed.kind == "profile":
        _check_character(seed, complaints)
    else:
        _check_memory(seed, complaints)
    if seed.kind in ("plan", "reflection"):
        _check_tools(seed, registry, complaints)
    return len(complaints.lines) == before


def _check_golds(seed: Seed, complaints: Complaints) -> None:
    is_call = seed.kind in ("plan", "reflection")
    if len(seed.golds) < LEAST_GOLDS:
        complaints.of(seed, f"it has {len(seed.golds)} golds; {LEAST_GOLDS} are needed")
    texts = []
    for number, gold in enumerate(seed.golds, start=1):
        if is_call and not (isinstance(gold, dict) and isinstance(gold.get("tool_args"), dict)):
            complaints.of(seed, f"gold {number} is no object of thought, tool_name and tool_args")
            continue
        text = gold.get("thought") if is_call else gold
        if not isinstance(text, str) or not text.strip():
            complaints.of(seed, f"gold {number} has no text")
            continue
        if detect_language(text) != seed.language:
            complaints.of(seed, f"gold {number} is not in the language of the seed")
        texts.append(folded(text))
    for text, count in Counter(texts).items():
        if count > 1:
            complaints.of(seed, f"{count} golds say the same word for word: {text[:40]}")


def _check_character(seed: Seed, complaints: Complaints) -> None:
    character = seed.row.get("character")
    instructions = character.get("instructions") if isinstance(character, dict) else None
    if not isinstance(character, dict) or not character.get("name"):
        complaints.of(seed, "its character has no name")
    if not isinstance(instructions, list) or len(instructions) not in _INSTRUCTIONS:
        complaints.of(seed, "its character has not 3 to 6 instructions")
    rounds = seed.row.get("dialogue", [])
    if not isinstance(rounds, list) or len(rounds) > _MOST_ROUNDS:
        complaints.of(seed, "its dialogue is no list of 0 to 3 rounds")
    elif any(not isinstance(e, dict) or {"user", "character"} - set(e) for e in rounds):
        complaints.of(seed, "a round of its dialogue lacks user or character")


def _check_memory(seed: Seed, complaints: Complaints) -> None:
    memory = seed.memory
    kind = memory.get("type")
    if kind not in MEMORY:
        complaints.of(seed, f"the type of its memory is {kind!r}; use one of {', '.join(MEMORY)}")
        return
    if kind != "none" and memory.get("relation") not in RELATIONS:
        complaints.of(seed, f"its memory needs a relation: one of {', '.join(RELATIONS)}")
    wanted = MEMORY[kind]
    if wanted and not seed.pieces(wanted):
        complaints.of(seed, f"its memory is of type {kind} and has no {wanted}")
    for key in sorted(set(memory) - {"type", "relation", *_KEYS}):
        complaints.of(seed, f"its memory has the key {key!r}, which is not known")
    for key, needed in _KEYS.items():
        for number, piece in enumerate(seed.pieces(key), start=1):
            for lacking in (part for part in needed if part not in piece):
                complaints.of(seed, f"{key} {number} of its memory has no {lacking}")
    if seed.kind == "reflection" and not (kind in ("task", "knowledge") and seed.pieces("tasks")):
        complaints.of(seed, "a reflection needs a memory of tasks or knowledge, with tasks")
    if seed.kind == "conclusion" and not any(seed.pieces(key) for key in _KEYS):
        complaints.of(seed, "a conclusion needs turns, tasks or passages to conclude from")


def _check_tools(seed: Seed, registry: Registry, complaints: Complaints) -> None:
    names = registry.names()
    offered = seed.row.get("tools")
    if not isinstance(offered, list) or len(offered) not in _TOOLS_OFFERED:
        complaints.of(seed, "it needs 4 to 8 tools on offer")
        return
    for name in offered:
        if name not in names:
            complaints.of(seed, f"there is no tool {name!r}")
    if len(set(offered)) != len(offered):
        complaints.of(seed, "a tool is on offer twice")
    for number, gold in enumerate(seed.golds, start=1):
        name = gold.get("tool_name") if isinstance(gold, dict) else None
        if name not in offered:
            complaints.of(seed, f"gold {number} uses {name!r}, which is not on offer")
        elif name in names:
            told = arguments_of(registry.get(name))
            for key in (k for k in gold.get("tool_args", {}) if k not in told):
                complaints.of(seed, f"gold {number}: prompts tell of no argument {key!r} of {name}")


def check_last_task(seed: Seed, steps: Sequence[Step], complaints: Complaints) -> None:
    """No right answer makes the last call again."""
    if not steps or steps[-1].command is None or seed.kind not in ("plan", "reflection"):
        return
    last = command_key(steps[-1].command)
    for number, gold in enumerate(seed.golds, start=1):
        if command_key(command_of(gold)) == last:
            complaints.of(seed, f"gold {number} repeats the last task")


def check_facts(seed: Seed, known: str, complaints: Complaints) -> None:
    """Each fact of a conclusion stands in what is known and in each right answer."""
    facts = seed.row.get("facts")
    if not isinstance(facts, list) or not facts:
        complaints.of(seed, "it has no facts")
        return
    texts = {"what is known (memory after running)": folded(known)}
    texts |= {f"gold {n}": folded(str(gold)) for n, gold in enumerate(seed.golds, start=1)}
    for fact in facts:
        ways = [folded(str(way)) for way in (fact if isinstance(fact, list) else [fact])]
        for where, text in texts.items():
            if not any(way in text for way in ways):
                shown = f"; it is: {known[:600]!r}" if where.startswith("what") else ""
                complaints.of(seed, f"the fact {fact!r} does not stand in {where}{shown}")


def check_whole(seeds: Iterable[Seed], complaints: Complaints, *, shares: bool) -> None:
    """Nothing stands twice; with `shares`, the kinds of memory are in proportion."""
    listed = list(seeds)
    for key, what in ((lambda s: s.id, "id"), (lambda s: folded(s.query), "query")):
        counts = Counter(key(seed) for seed in listed if seed.kind != "profile" or what == "id")
        for value, count in counts.items():
            if count > 1:
                complaints.say(f"the {what} {value!r} stands {count} times")
    if not shares:
        return
    with_memory = [seed for seed in listed if seed.kind in ("plan", "conclusion")]
    for language in ("en", "zh"):
        _check_shares(language, [s for s in with_memory if s.language == language], complaints)


def _check_shares(language: str, seeds: Sequence[Seed], complaints: Complaints) -> None:
    kinds = Counter(seed.memory.get("type") for seed in seeds)
    for kind, share in SHARES.items():
        found = kinds[kind] / len(seeds) if seeds else 0
        if abs(found - share) > _SHARE_OFF:
            complaints.say(
                f"{language}: {kinds[kind]} of {len(seeds)} plan and conclusion seeds have memory "
                f"of type {kind} ({found:.0%}); about {share:.0%} are wanted"
            )
    for kind in (kind for kind in SHARES if kind != "none" and kinds[kind]):
        of_kind = [seed for seed in seeds if seed.memory.get("type") == kind]
        relations = Counter(seed.memory.get("relation") for seed in of_kind)
        for relation in RELATIONS:
            if relations[relation] < _LEAST_OF_RELATION * len(of_kind):
                complaints.say(
                    f"{language}: {relations[relation]} of {len(of_kind)} memories of type {kind} "
                    f"are {relation}; about a third is wanted"
                )
