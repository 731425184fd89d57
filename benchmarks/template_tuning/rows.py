"""Prompts of the five templates with their right responses, for tuning; none is of the benchmark.

    python -m benchmarks.template_tuning.rows --data DATA --out FILE.conversations.jsonl --count N

The questions are those of engine/mat/synthetic, whose calls are really run where a memory holds
them. The further tools of KAgentBench-mini are on offer nowhere: there the model meets them for the
first time.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.kagentbench_mini.offered import function_of
from benchmarks.kagentbench_mini.rendering import TEMPLATES, prompts_of
from benchmarks.kagentbench_mini.seed_files import Seed, SeedKind
from benchmarks.kagentbench_mini.wordings import ENGLISH
from benchmarks.template_tuning.forms import written
from benchmarks.template_tuning.thoughts import thought_of
from engine.events import Command, Language
from engine.mat.mistakes import spoilt
from engine.mat.synthetic.questions import PlannedQuestion
from engine.mat.synthetic.questions_en import question_maker
from engine.mat.synthetic.sources import PassageQuestion, passage_questions
from engine.mat.synthetic.unseen_tools_api import ApiTools
from engine.mat.synthetic.unseen_tools_api_terms import two_word_terms
from engine.mat.synthetic.unseen_tools_forms import AskedTool, ToolForm, drawn_tool
from engine.mat.synthetic.unseen_tools_made import drawn_questions, made_tools
from engine.mat.trajectories import Step
from engine.sentences import split_sentences
from engine.tools.builtin import builtin_registry
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError

SEED = 20261127
_KINDS = {"built-in": 44, "unseen": 24, "after an error": 9, "done": 8, "conclusion": 12, "talk": 3}
_QUESTIONS = ("calendar", "holidays", "solar_terms", "delta", "delta", "library")
_MOST_PASSAGE: Mapping[Language, int] = {"en": 500, "zh": 260}
_MOST_OBSERVATION = 400
_TALK = (
    "greeting",
    "how_are_you",
    "goodbye",
    "thanks",
    "acknowledge",
    "praise",
    "feelings",
    "joke",
)
_REASONS: Mapping[Language, Sequence[str]] = {
    "en": ("The answer was found.", "The answer is in the knowledge.", "Enough is known."),
    "zh": ("已找到答案。", "资料里已有答案。", "信息已经足够。"),
}


@dataclass
class Maker:
    """Draws rows of one language.

    `asked` gives questions for tools that nobody knows, each with others to stand beside; `now` is
    the clock of the row that is being made.
    """

    language: Language
    rng: random.Random
    passages: Sequence[PassageQuestion]
    asked: Iterator[tuple[AskedTool, Sequence[ToolForm]]]
    now: datetime = field(default_factory=lambda: datetime(2026, 1, 1))

    def __post_init__(self) -> None:
        self._questions = question_maker(self.language, self.rng)
        self._registry = builtin_registry()
        self._tools = {tool.name: tool for tool in self._registry if tool.name in ENGLISH}

    def row(self, kind: str) -> dict[str, Any] | None:
        """A row; None where a tool refuses what should have worked."""
        self.now = datetime(2022, 1, 1, 8) + timedelta(minutes=self.rng.randrange(5 * 525_600))
        made: dict[str, Any] | None = {
            "built-in": self._built_in,
            "unseen": self._unseen,
            "after an error": self._after_error,
            "done": self._done,
            "conclusion": self._conclusion,
            "talk": self._talk,
        }[kind]()
        return made

    def _built_in(self) -> dict[str, Any]:
        question = self._planned()
        command = question.commands[0]
        return self._step(question.text, command, self._offer(command.name), self._memory())

    def _talk(self) -> dict[str, Any]:
        text = self._questions.talk_text(self.rng.choice(_TALK))
        return self._step(
            text, Command("do_nothing", {}), self._offer("do_nothing"), self._memory()
        )

    def _unseen(self) -> dict[str, Any]:
        asked, others = next(self.asked)
        right = drawn_tool(asked.form, self.rng, self.language, tuple(asked.args))
        tools = {right.name: right}
        drawn = self.rng.sample(list(others), min(len(others), self.rng.randrange(2, 6)))
        for form in drawn:
            other = drawn_tool(form, self.rng, self.language, None)
            tools.setdefault(other.name, other)
        args = {k: asked.args[k] for k in right.parameters["properties"] if k in asked.args}
        functions = [tool.schema() for tool in tools.values()]
        functions += self._offer("task_complete")[:2]
        return self._step(asked.question, Command(right.name, args), functions, self._memory())

    def _after_error(self) -> dict[str, Any] | None:
        question = self._planned()
        command = question.commands[0]
        ways = spoilt(command, [self._tools[command.name]], question.text)
        if not ways:
            return None
        step = self._run(ways[0], question.text)
        if not step.error:
            return None
        return self._step(
            question.text, command, self._offer(command.name), ({}, [step]), after_error=True
        )

    def _done(self) -> dict[str, Any] | None:
        if self.rng.random() < 0.5:
            item = self.rng.choice(self.passages)
            memory: Any = ({"passages": [self._passage(item)]}, [])
            text = item.question
        else:
            question = self._planned(without_library=True)
            steps = [self._run(command, question.text) for command in question.commands]
            if any(step.error for step in steps):
                return None
            memory, text = ({}, steps), question.text
        command = Command("task_complete", {"reason": self.rng.choice(_REASONS[self.language])})
        name = self.rng.choice(list(self._tools))
        return self._step(text, command, self._offer(name, "task_complete"), memory)

    def _conclusion(self) -> dict[str, Any] | None:
        if self.rng.random() < 0.6:
            item = self.rng.choice(self.passages)
            sentence = _sentence(item)
            if not sentence:
                return None
            seed = self._seed(item.question, {"passages": [self._passage(item)]}, "conclusion")
            return self._concluded(seed, [], sentence)
        question = self._planned(without_library=True)
        steps = [self._run(command, question.text) for command in question.commands]
        if any(step.error for step in steps):
            return None
        last = [line for line in steps[-1].observation.splitlines() if line.strip()]
        names = [line for line in last if question.subject and question.subject in line]
        seed = self._seed(question.text, {}, "conclusion")
        return self._concluded(seed, steps, (names or last)[0].strip("- "))

    def _concluded(self, seed: Seed, steps: list[Step], answer: str) -> dict[str, Any]:
        template, prompt = self._prompt(seed, steps, [])
        return {"kind": f"conclusion {template}", "messages": _messages(prompt, answer)}

    def _step(
        self,
        query: str,
        command: Command,
        functions: Sequence[Mapping[str, Any]],
        memory: tuple[dict[str, Any], list[Step]],
        *,
        after_error: bool = False,
    ) -> dict[str, Any]:
        shuffled = self.rng.sample(list(functions), len(functions))
        told, steps = memory
        template, prompt = self._prompt(self._seed(query, told, "plan"), steps, shuffled)
        said = next(one["description"] for one in shuffled if one["name"] == command.name)
        thought = thought_of(command, said, self.language, self.rng, after_error=after_error)
        response = written(template, thought, command, self.language, self.rng)
        return {"kind": f"step {template}", "messages": _messages(prompt, response)}

    def _prompt(
        self, seed: Seed, steps: list[Step], functions: Sequence[Mapping[str, Any]]
    ) -> tuple[str, str]:
        template = self.rng.choice(list(TEMPLATES))
        return template, prompts_of(seed, steps, functions, self.now)[template]

    def _seed(self, query: str, memory: dict[str, Any], kind: SeedKind) -> Seed:
        row = {"query": query, "memory": memory}
        return Seed("", 0, self.language, kind, row)

    def _planned(self, *, without_library: bool = False) -> PlannedQuestion:
        kinds = [k for k in _QUESTIONS if not (without_library and k == "library")]
        found: PlannedQuestion = getattr(self._questions, self.rng.choice(kinds))()
        return found

    def _offer(self, *names: str) -> list[dict[str, Any]]:
        """Functions of these tools and of some others of the program's."""
        chosen = dict.fromkeys(names)
        others = [name for name in self._tools if name not in chosen]
        wanted = self.rng.randrange(4, 9) - len(chosen)
        chosen |= dict.fromkeys(self.rng.sample(others, max(0, wanted)))
        return [function_of(self._tools[name], self.language) for name in chosen]

    def _memory(self) -> tuple[dict[str, Any], list[Step]]:
        place = self.rng.random()
        if place < 0.2:
            return {}, []
        if place < 0.6:
            return {"turns": [self._turn() for _ in range(self.rng.randrange(1, 4))]}, []
        if place < 0.8:
            question = self._planned(without_library=True)
            return {}, [self._run(question.commands[0], question.text)]
        return {"passages": [self._passage(self.rng.choice(self.passages))]}, []

    def _turn(self) -> dict[str, str]:
        item = self.rng.choice(self.passages)
        return {"query": item.question, "answer": item.answer_text or "?"}

    def _passage(self, item: PassageQuestion) -> dict[str, str]:
        most = _MOST_PASSAGE[self.language]
        start = max(0, min((item.answer or 0) - most // 2, len(item.passage) - most))
        return {"title": item.title, "text": item.passage[start : start + most]}

    def _run(self, command: Command, question: str) -> Step:
        context = ToolContext(self.now, self.language, question=question)
        try:
            text = self._registry.run(command.name, command.args, context).text
            return Step((), "", "plan", command, text[:_MOST_OBSERVATION])
        except ToolError as error:
            return Step((), "", "plan", command, str(error), error=True)


def _sentence(item: PassageQuestion) -> str:
    """The sentence of the passage that holds the answer."""
    if item.answer is None or not item.answer_text:
        return ""
    texts = [item.passage[start:end] for start, end in split_sentences(item.passage)]
    return next((text.strip() for text in texts if item.answer_text in text), "")


def _messages(prompt: str, response: str) -> list[dict[str, Any]]:
    # All of the response counts alike: it is a form as much as an answer.
    return [
        {"role": "user", "content": prompt},
        {"role": "assistant", "content": response, "weight": 1.0},
    ]


def _asked(
    language: Language, rng: random.Random, terms: Sequence[str]
) -> Iterator[tuple[AskedTool, Sequence[ToolForm]]]:
    """Questions for tools that are drawn anew, with others to stand beside."""
    made = made_tools(language)
    forms: list[ToolForm] = [one.form for one in made]
    ours = drawn_questions(made, rng, language)
    drawn = ApiTools(terms, rng).questions() if language == "en" else None
    while True:
        if drawn is not None and rng.random() < 0.6:
            one = next(drawn)
            yield one.asked, one.others
        else:
            yield next(ours), rng.sample(forms, 8)


def rows(data: Path, count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """So many rows, half of them in each language."""
    rng = random.Random(seed)  # noqa: S311 - a fixed seed is what is wanted
    terms = two_word_terms(data / "text" / "prose-en-technical.tar.xz")
    items = [item for item in passage_questions(data) if item.answer is not None]
    makers = [
        Maker(
            language,
            rng,
            [item for item in items if item.language == language],
            _asked(language, rng, terms),
        )
        for language in ("en", "zh")
    ]
    done = 0
    while done < count:
        kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        row = makers[done % 2].row(kind)
        if row is not None:
            done += 1
            yield row


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as stream:
        for row in rows(options.data, options.count, options.seed):
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
