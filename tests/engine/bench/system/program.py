"""A library of three documents, questions about it, and what a scripted model says to them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.bench.system.asking import Parts
from engine.bench.system.questions import Question
from engine.library import Library
from engine.network import Network
from engine.tools.builtin import builtin_registry
from models.language.base import Message
from store.memory import MemoryBank
from tests.engine.scripted_model import ScriptedGeneration, ScriptedModel

NOW = datetime(2026, 11, 27, 10)
# More than a memory block takes, and nothing about what is asked.
FILLER = "".join(f"The harbour wall has stone {number} in row {number}. " for number in range(200))
CARD = "# Library card\n\nA card costs 4 crowns a year. Children pay nothing for a card.\n"


def plan(name: str, **args: Any) -> str:
    return json.dumps({"task_name": f"do {name}", "command": {"name": name, "args": args}})


SEARCH = plan("search_knowledge", text="card")
DONE = plan("task_complete", reason="done")
ANSWERED = (SEARCH, DONE, "A card costs 4 crowns [1].")


class Pointing(ScriptedModel):
    """Says "point" in the number of the sentence with the price, as the prompt counts it."""

    def generate(self, messages: Sequence[Message], **options: Any) -> ScriptedGeneration:
        if self.outputs and self.outputs[0] == "point":
            lines = [line for line in messages[-1].content.splitlines() if "4 crowns" in line]
            self.outputs[0] = re.findall(r"\[\d+\]", lines[0])[-1]
        return super().generate(messages, **options)


def question(id_: str = "card", **fields: Any) -> Question:
    given = {"question": "What does a library card cost?", "answer": (("4 crowns",),)} | fields
    return Question(id_, "en", given.pop("category", "knowledge"), NOW, **given)


def filled(home: Path, folder: Path) -> MemoryBank:
    """A memory with the documents; the one about the card comes last."""
    (folder / "a-harbour.md").write_text(f"# Harbour\n\n{FILLER}", encoding="utf-8")
    (folder / "z-card.md").write_text(CARD, encoding="utf-8")
    bank = MemoryBank.open(home)
    assert [one.error for one in Library(bank).add([folder])] == [None, None]
    return bank


def parts(bank: MemoryBank, network: Network | None = None) -> Parts:
    return Parts(bank, builtin_registry(), network or Network("ask"))


def text_of(messages: Sequence[Message]) -> str:
    return "\n".join(message.content for message in messages)
