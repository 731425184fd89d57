"""How often the right tool is among the k that tool retrieval shows, on MetaTool's questions.

    python -m benchmarks.tool_selection [--data metatool.tar.xz] [--questions N]

20,614 questions, each with its one right tool of 199 (MIT licence). Prints recall at k for the
embedding alone, for the words alone and for both, without example questions and with some: these
are taken from the data, and left out of what is counted.

Then how well the nearest example question tells a tool's questions from others, by which a small
model is given a custom tool: questions of tests/data/planning_questions*.jsonl for one tool are
told from those that search the documents or are small talk.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from engine.tools import selection
from engine.tools.observation import Observation
from engine.tools.selection import ToolSelection
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel

ROOT = Path(__file__).parents[1]
KS = (1, 3, 5, 10)
# Questions counted, drawn at random.
COUNTED = 3000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the name of the tool that answers it."""

    question: str
    tool: str


def read(archive: Path) -> tuple[dict[str, str], list[Asked]]:
    """The tools' descriptions by name, and the questions."""
    with tarfile.open(archive) as packed:

        def text(name: str) -> str:
            member = packed.extractfile(f"metatool/dataset/{name}")
            assert member is not None
            return member.read().decode("utf-8")

        described = json.loads(text("plugin_des.json"))
        rows = csv.DictReader(io.StringIO(text("data/all_clean_data.csv")))
        asked = [Asked(row["Query"], row["Tool"]) for row in rows]
    return {name: described[name] for name in sorted({one.tool for one in asked})}, asked


def tools_of(described: dict[str, str], examples: dict[str, list[str]]) -> list[Tool]:
    """Custom tools of these names and descriptions."""
    return [
        Tool(
            name=name,
            description=text,
            parameters={"type": "object", "properties": {}, "required": []},
            returns="",
            function=lambda context: Observation(""),
            task_phrases={"en": name, "zh": name},
            origin="MetaTool",
            examples=tuple(examples.get(name, ())),
        )
        for name, text in described.items()
    ]


def recall(tools: Sequence[Tool], counted: Sequence[Asked], chooser: ToolSelection) -> list[float]:
    """Shares of the questions whose tool is among the first k, in percent."""
    ranks = []
    for one in counted:
        names = [entry.name for entry in chooser.ranked(tools, one.question)]
        ranks.append(names.index(one.tool))
    return [round(100 * sum(rank < k for rank in ranks) / len(ranks), 1) for k in KS]


def print_nearest_examples(model: StaticModel) -> None:
    """Recall where one question in 50 of the others is taken for the tool's, and the cosine there.

    The mean over four tools, and 20 draws of their example questions.
    """
    asked = [
        Asked(row["question"], row["tool"])
        for path in sorted((ROOT / "tests" / "data").glob("planning_questions*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    others = [one.question for one in asked if one.tool in ("search_knowledge", "do_nothing")]
    names = ("get_calendar_info", "time_delta", "get_holidays_info", "get_solar_terms_info")
    for number in (3, 6):
        recalls, borders = [], []
        for name in names * 20:
            own = [one.question for one in asked if one.tool == name]
            random.shuffle(own)
            tools = tools_of({name: ""}, {name: own[:number]})
            chooser = ToolSelection(model.embed_documents)
            far = sorted(_cosine(chooser, tools, question) for question in others)
            border = far[int(len(far) * 0.98)]
            near = [_cosine(chooser, tools, question) for question in own[number:]]
            recalls.append(sum(cosine > border for cosine in near) / len(near))
            borders.append(border)
        recall_shown = round(100 * sum(recalls) / len(recalls), 1)
        border_shown = round(sum(borders) / len(borders), 3)
        print(f"nearest of {number} examples: recall {recall_shown} % at cosine {border_shown}")


def _cosine(chooser: ToolSelection, tools: Sequence[Tool], question: str) -> float:
    found = chooser.best_example(tools, question)
    assert found is not None
    return found[1]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT.parent / "shared" / "data" / "agents" / "metatool.tar.xz"
    parser.add_argument("--data", type=Path, default=default)
    parser.add_argument("--questions", type=int, default=COUNTED)
    options = parser.parse_args()
    described, asked = read(options.data)
    random.seed(1)
    random.shuffle(asked)
    by_tool: dict[str, list[str]] = {}
    for one in asked:
        by_tool.setdefault(one.tool, []).append(one.question)
    model = StaticModel.open(builtin_path())
    print_nearest_examples(model)
    print(f"{len(asked)} questions, {len(described)} tools; recall at k = {KS}, in percent")
    for number in (0, 1, 3):
        examples = {name: questions[:number] for name, questions in by_tool.items()}
        taken = {question for questions in examples.values() for question in questions}
        counted = [one for one in asked if one.question not in taken]
        # From the end: at the beginning, tools with few questions are used up as examples.
        counted = counted[-options.questions :]
        tools = tools_of(described, examples)
        for name, share in (("embedding", 0.0), ("words", 1000.0), ("both", None)):
            with mock.patch.object(
                selection, "WORDS_SHARE", selection.WORDS_SHARE if share is None else share
            ):
                found = recall(tools, counted, ToolSelection(model.embed_documents))
            print(f"{number} examples, {name:10} {found}  ({len(counted)} questions)", flush=True)


if __name__ == "__main__":
    main()
