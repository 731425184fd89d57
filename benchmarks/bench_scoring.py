"""How long scoring takes: 3,000 predictions by both scorers, on one core.

    python -m benchmarks.bench_scoring [--predictions N] [--seed N]

The benchmark is made up by a generator that is the same in every run. Its shares of the types, of
Chinese (63 %) and its numbers of templates and right answers are those of the paper's tables 1 and
2; lengths are what language models of 7 B write: a thought of 10 to 60 words, a conclusion of 40 to
400, a reply of 20 to 150. An eighth of the predictions is prose, broken JSON or runs on to the
limit. Prints the seconds, and their share of the 60 that it may take.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from typing import Final

from engine.bench.instances import (
    STEP_TYPES,
    TEMPLATES,
    Call,
    Gold,
    Instance,
    InstanceType,
    Prediction,
)
from engine.bench.results import percent
from engine.bench.rouge import RougeL
from engine.bench.scoring import SCORERS, score

LIMIT: Final = 60.0
# Prompts of each type in the paper's table 2.
PROMPTS: Final[dict[InstanceType, int]] = {
    "plantooluse": 1317,
    "reflextion": 272,
    "conclusion": 1225,
    "profile": 433,
}
_HAN: Final = 0x4E00
_ENGLISH: Final = 4000
_CHINESE: Final = 1500
_SYLLABLES: Final = tuple(a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "on", "ur"))
_MARKS: Final = {
    "en": (", ", ". ", " ", " ", " ", " ", " ", " "),
    "zh": ("，", "。", "", "", "", ""),
}
_TOOLS: Final = tuple(f"tool_{number}" for number in range(60))


class Generator:
    """Makes instances and what a model of middling quality predicts for them."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 # not for secrets
        self._words = {
            "en": ["".join(self._random.choices(_SYLLABLES, k=k % 3 + 1)) for k in range(_ENGLISH)],
            "zh": [
                "".join(chr(_HAN + self._random.randrange(3000)) for _ in range(k % 2 + 1))
                for k in range(_CHINESE)
            ],
        }

    def instance(self, number: int, kind: InstanceType) -> tuple[Instance, Prediction]:
        """An instance with its right answers, and a prediction for each of its templates."""
        language = "zh" if self._random.random() < 0.63 else "en"
        name = f"{kind}-{number}"
        if kind in STEP_TYPES:
            golds, written = self._steps(language)
            templates: tuple[str, ...] = TEMPLATES
        else:
            golds, written = self._texts(language, (40, 400) if kind == "conclusion" else (20, 150))
            templates = TEMPLATES if kind == "conclusion" else ("plain",)
        texts = {template: written(template) for template in templates}
        last = Call(golds[0].call.tool_name) if kind == "reflextion" else None
        prompts = dict.fromkeys(templates, "")
        return Instance(name, "", kind, golds, prompts, last_task=last), Prediction(name, texts)

    def _steps(self, language: str) -> tuple[tuple[Gold, ...], Callable[[str], str]]:
        tool = self._random.choice(_TOOLS)
        thought = self._text(language, 10, 60)
        arguments = {
            f"argument_{number}": self._text(language, 1, 12)
            for number in range(self._random.randint(0, 3))
        }
        golds = tuple(
            Gold(self._changed(thought, language), Call(tool, arguments))
            for _ in range(self._random.choice((4, 4, 4, 5)))
        )

        def written(template: str) -> str:
            if self._random.random() < 0.125:
                return self._broken(language)
            name = tool if self._random.random() < 0.6 else self._random.choice(_TOOLS)
            return step_text(template, self._changed(thought, language), name, arguments)

        return golds, written

    def _texts(
        self, language: str, lengths: tuple[int, int]
    ) -> tuple[tuple[Gold, ...], Callable[[str], str]]:
        answer = self._text(language, *lengths)
        golds = tuple(Gold(text=self._changed(answer, language)) for _ in range(5))
        return golds, lambda _: self._changed(answer, language)

    def _text(self, language: str, least: int, most: int) -> str:
        words, marks = self._words[language], _MARKS[language]
        length = self._random.randint(least, most)
        return "".join(
            self._random.choice(words) + self._random.choice(marks) for _ in range(length)
        )

    def _changed(self, text: str, language: str) -> str:
        """The text with some of its pieces replaced."""
        pieces = text.split(" ") if language == "en" else list(text)
        return (" " if language == "en" else "").join(
            self._random.choice(self._words[language]) if self._random.random() < 0.3 else piece
            for piece in pieces
        )

    def _broken(self, language: str) -> str:
        prose = self._text(language, 40, 400)
        return self._random.choice(
            (prose, f'{{"command": {{"name": "{prose}', "", f"{prose} {{'a': [1, " * 5)
        )


def step_text(template: str, thought: str, name: str, arguments: dict[str, str]) -> str:
    """A step as a model writes it in the form of a template."""
    args = json.dumps(arguments, ensure_ascii=False)
    said = json.dumps(thought, ensure_ascii=False)
    match template:
        case "AutoGPT":
            return (
                f'{{"thoughts": {{"text": {said}, "reasoning": ""}}, '
                f'"command": {{"name": "{name}", "args": {args}}}}}'
            )
        case "ModelScope":
            request = f'{{"api_name": "{name}", "parameters": {args}}}'
            return f"{thought}\n<|startofthink|>```JSON\n{request}\n```<|endofthink|>"
        case "KuaiAgent":
            return f'{{"task_name": {said}, "command": {{"name": "{name}", "args": {args}}}}}'
        case _:
            return f"Thought: {thought}\nAction: {name}\nAction Input: {args}"


def made(predictions: int, seed: int) -> tuple[list[Instance], list[Prediction]]:
    """About so many predictions, in the paper's shares."""
    generator = Generator(seed)
    whole = sum(PROMPTS.values())
    found = []
    for kind, prompts in PROMPTS.items():
        each = 1 if kind == "profile" else len(TEMPLATES)
        count = round(predictions * prompts / whole / each)
        found += [generator.instance(number, kind) for number in range(count)]
    return [instance for instance, _ in found], [prediction for _, prediction in found]


def main() -> None:
    """Make the predictions, score them and print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--predictions", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    instances, predictions = made(options.predictions, options.seed)
    texts = [text for each in predictions for text in each.texts.values()]
    print(
        f"{len(texts)} predictions, {sum(map(len, texts)) / len(texts):.0f} characters on average"
    )
    for scorer in SCORERS:
        start = time.process_time()
        found = score(instances, predictions, scorer, RougeL())
        seconds = time.process_time() - start
        print(
            f"{scorer}: {seconds:.1f} s of one core, {seconds / LIMIT:.0%} of {LIMIT:.0f} s; "
            f"overall {percent(found.overall):.2f}"
        )


if __name__ == "__main__":
    main()
