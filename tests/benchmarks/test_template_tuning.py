"""What the tuning in small teaches: a step in each form, as the benchmark's parsers read it."""

from __future__ import annotations

import random

import pytest

from benchmarks.template_tuning.forms import written
from benchmarks.template_tuning.thoughts import thought_of
from engine.bench.instances import TEMPLATES, Call
from engine.bench.parsing import parse
from engine.events import Command, Language

COMMANDS: dict[Language, Command] = {
    "en": Command("time_delta", {"start_time": "now", "end_time": "24 December"}),
    "zh": Command("time_delta", {"start_time": "now", "end_time": "除夕"}),
}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", COMMANDS)
def test_what_is_taught_is_read_as_it_was_meant(template: str, language: Language) -> None:
    command = COMMANDS[language]
    for seed in range(20):
        rng = random.Random(seed)
        thought = thought_of(command, "", language, rng, after_error=seed % 2 == 0)
        step = parse(template, written(template, thought, command, language, rng))
        assert (step.thought, step.problem) == (thought, "")
        assert step.call == Call("time_delta", command.args)


def test_thoughts_name_what_is_asked_and_leave_no_gap() -> None:
    rng = random.Random(1)
    said = {thought_of(COMMANDS["zh"], "", "zh", rng) for _ in range(20)}
    assert all("现在" in one and "除夕" in one and "now" not in one for one in said)
    # Whatever of a tool's arguments is left out, no slot is left open.
    for args in ({}, {"end_time": "Easter"}):
        for _ in range(20):
            assert "{" not in thought_of(Command("time_delta", args), "", "en", rng)
    unknown = thought_of(Command("lookup_moth", {"wing": "grey"}), "Name a moth. Slow.", "en", rng)
    assert "lookup_moth" in unknown
    assert "name a moth" in unknown
