"""Fit what nearness counts beside a small model's own choice among tools (engine/own_choice.py).

    python -m benchmarks.fit_own_choice [--model builtin|PATH] [--limit N]

For questions of sets that do not measure (made-up interfaces, the services of Schema-Guided
Dialogue that training has, and the plugins of MetaTool, MIT, which it has not), each with six
tools: the share whose right tool is chosen, by what the nearness counts.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.unseen_tool_sets import Case, own_tool
from benchmarks.unseen_tools import NOW, ROOT, Candidates
from engine.mat.synthetic.unseen_tools_api import ApiTools
from engine.mat.synthetic.unseen_tools_api_terms import two_word_terms
from engine.mat.synthetic.unseen_tools_corpora import members
from engine.mat.synthetic.unseen_tools_forms import drawn_tool
from engine.mat.synthetic.unseen_tools_sgd import schema_guided_questions
from engine.offering import shown_tools
from engine.own_choice import chosen, plan_beginning
from engine.profile import DEFAULT_PROFILE
from engine.progress import Question
from engine.prompts.layout import PromptLayout
from engine.tools.builtin import builtin_registry
from engine.tools.selection import ToolSelection
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from models.language.loading import ModelSpec, load_model
from models.language.local import LocalModel

SHARES = (0.0, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 30.0, 50.0, 1000.0)


def made_up(data: Path, limit: int) -> list[Case]:
    """Made-up interfaces that no training drew, as its generator draws them."""
    rng = random.Random(20261127)  # noqa: S311 - a sample
    terms = two_word_terms(data / "text" / "prose-en-technical.tar.xz")
    cases = []
    for drawn in islice(ApiTools(terms, rng).questions(), limit):
        right = drawn_tool(drawn.asked.form, rng, "en", tuple(drawn.asked.args))
        others = {form.names[0]: drawn_tool(form, rng, "en", None) for form in drawn.others}
        beside = [tool for tool in others.values() if tool.name != right.name]
        cases.append(Case(drawn.asked.question, right, {}, tuple(beside)))
    return cases


def training_services(data: Path, limit: int) -> tuple[list[Case], list[Tool]]:
    """Questions for the services of Schema-Guided Dialogue that training has."""
    asked = list(schema_guided_questions(data / "agents" / "sgd.tar.xz"))
    tools: dict[int, Tool] = {}
    for one in asked:
        form = one.form
        if id(form) not in tools:
            properties = {argument.name: argument.spec() for argument in form.arguments}
            schema = {"type": "object", "properties": properties}
            made = own_tool(form.names[0], form.descriptions[0], schema, "SGD")
            tools[id(form)] = replace(made, returns=form.group)
    drawn = random.Random(3).sample(asked, limit)  # noqa: S311 - a sample
    return [Case(a.question, tools[id(a.form)], {}) for a in drawn], list(tools.values())


def plugins(data: Path, limit: int) -> tuple[list[Case], list[Tool]]:
    """Questions for the plugins of MetaTool."""
    archive = data / "agents" / "metatool.tar.xz"
    ((_, told),) = members(archive, r"/plugin_des\.json$")
    ((_, asked),) = members(archive, r"/all_clean_data\.csv$")
    tools = {
        name: own_tool(name, description, {"type": "object", "properties": {}}, "MetaTool")
        for name, description in json.loads(told).items()
    }
    rows = list(csv.DictReader(io.StringIO(asked.decode("utf-8"))))
    drawn = random.Random(3).sample([row for row in rows if row["Tool"] in tools], limit)  # noqa: S311 - a sample
    return [Case(row["Query"], tools[row["Tool"]], {}) for row in drawn], list(tools.values())


def judged(
    model: LocalModel, cases: Sequence[Case], candidates: Candidates
) -> Iterator[dict[float, bool]]:
    """For each case, whether the right tool is chosen, by share."""
    chooser = ToolSelection(candidates.embed)
    builtin = list(builtin_registry())
    layout = PromptLayout(model.style, "en", DEFAULT_PROFILE)
    for case in cases:
        scored = chooser.scored(candidates.of(case), case.question)
        own = [tool for tool, _ in scored]
        asked = Question(case.question, "en", NOW, "")
        shown = shown_tools(model.style, [*(t for t in builtin if not t.online), *own])
        messages = layout.opening(shown, (), case.question, NOW)
        scores = model.score(messages, [plan_beginning(tool, asked) for tool in own])
        nearness = {tool.name: score for tool, score in scored}
        yield {
            share: chosen(own, scores.log_probabilities, nearness, share).name == case.tool.name
            for share in SHARES
        }


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--model", default="builtin", help='"builtin" or a .gguf file')
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=300, help="questions of each set")
    options = parser.parse_args()
    model = load_model(ModelSpec(options.model))
    if not isinstance(model, LocalModel):
        parser.error("only a local model can score options")
    embed = StaticModel.open(builtin_path()).embed_documents
    sets = {
        "made up": (made_up(options.data, options.limit), []),
        "training services": training_services(options.data, options.limit),
        "MetaTool": plugins(options.data, options.limit),
    }
    for name, (cases, pool) in sets.items():
        found = list(judged(model, cases, Candidates(embed, pool)))
        shares = {
            share: round(100 * sum(f[share] for f in found) / len(found), 1) for share in SHARES
        }
        print(json.dumps({"set": name, "questions": len(found), "by share": shares}), flush=True)


if __name__ == "__main__":
    main()
