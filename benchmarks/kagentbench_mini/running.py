"""Runs the calls of seeds for real: engine.mat's loop, its mistakes, and a throw-away library."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.kagentbench_mini.offered import NOW, registry
from benchmarks.kagentbench_mini.seed_files import Complaints, Seed
from engine.events import Command, Language
from engine.knowledge import BankKnowledge
from engine.mat.loop import Job, Tools, run_tool
from engine.mat.mistakes import spoilt
from engine.mat.own_loop import NoLibrary
from engine.mat.trajectories import Step
from engine.tools.context import KnowledgeSearch, ToolContext
from engine.tools.observation import ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.embedding.loading import builtin_path
from models.embedding.static import StaticModel
from store.memory import MemoryBank, Models
from store.records import NewDocument, NewSegment

# Without the internet and without recordings these only say that they cannot.
_CANNOT_RUN = ("offline", "not_found")
_SEARCH, _VIDEO = "search_knowledge", "browse_video"


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs calls; one for all seeds."""

    registry: Registry
    models: Models

    def steps(self, seed: Seed, complaints: Complaints) -> list[Step]:
        """The tasks of a seed's memory with what they really bring."""
        tasks = seed.pieces("tasks")
        with self._knowledge(seed, map(command_of, tasks)) as knowledge:
            tools = self._tools(knowledge)
            return [self._step(seed, task, tools, complaints) for task in tasks]

    def _step(
        self, seed: Seed, task: Mapping[str, Any], tools: Tools, complaints: Complaints
    ) -> Step:
        command = command_of(task)
        entry = next((each for each in self.registry if each.name == command.name), None)
        if task.get("spoil") and entry is not None:
            ways = spoilt(command, [entry], seed.id)
            command = ways[0] if ways else command
        written = task.get("observation")
        if entry is not None and _is_elsewhere(entry):
            if not written:
                complaints.of(seed, f"{command.name} cannot run here: write its observation")
            return Step((), "", "plan", command, str(written or ""))
        if written:
            hint = ' and put what it finds into "library", passages of title and text'
            complaints.of(
                seed,
                f"{command.name} runs here: leave its observation out"
                f"{hint if command.name == _SEARCH else ''}",
            )
        job = Job(seed.query, seed.language)
        observation, is_error = run_tool(tools, job, command, threading.Event())
        return Step((), "", "plan", command, observation, error=is_error)

    def trouble(self, seed: Seed, commands: Sequence[Command]) -> Iterator[tuple[int, str]]:
        """Which right answers do not run, by their place, and what they say."""
        with self._knowledge(seed, commands) as knowledge:
            context = self._tools(knowledge).context(seed.query, seed.language, threading.Event())
            for number, command in enumerate(commands):
                entry = next((each for each in self.registry if each.name == command.name), None)
                try:
                    self.registry.run(command.name, command.args, context)
                except ToolError as error:
                    # That it says so means that the arguments are right; and a search is no
                    # wrong step because it finds nothing.
                    searches = entry is not None and (_is_elsewhere(entry) or entry.name == _SEARCH)
                    if not (searches and error.kind in _CANNOT_RUN):
                        yield number, str(error)

    def _tools(self, knowledge: KnowledgeSearch) -> Tools:
        def context(query: str, language: Language, cancel: threading.Event) -> ToolContext:
            return ToolContext(NOW, language, knowledge, cancel=cancel, question=query)

        return Tools(self.registry, list(self.registry), context)

    @contextmanager
    def _knowledge(self, seed: Seed, commands: Iterable[Command]) -> Iterator[KnowledgeSearch]:
        """A library of the seed's passages, and of those that only a search finds.

        Where none of the calls searches there is no need for one.
        """
        if all(command.name != _SEARCH for command in commands):
            yield NoLibrary()
            return
        library = seed.row.get("library")
        passages = [*seed.pieces("passages"), *(library if isinstance(library, list) else ())]
        with (
            tempfile.TemporaryDirectory() as folder,
            MemoryBank.open(Path(folder), self.models) as bank,
        ):
            for number, passage in enumerate(passages):
                source, text = f"passage {number}", str(passage.get("text", ""))
                document = NewDocument(source, str(passage.get("title", "")), text, source)
                bank.add_document(document, [NewSegment(text, 0, len(text))])
            yield BankKnowledge(bank)


def _is_elsewhere(entry: Tool) -> bool:
    """Whether the tool needs what is not here: the internet, or recordings."""
    return entry.online or entry.name == _VIDEO


def make_runner() -> Runner:
    """A runner with the built-in embedding, as the program's library has it."""
    model = StaticModel.open(builtin_path())
    return Runner(registry(), Models(embedder=lambda: model, words=lambda: model))


def command_of(row: Mapping[str, Any]) -> Command:
    """The call of a task or a right answer."""
    args = row.get("tool_args")
    return Command(str(row.get("tool_name", "")), dict(args) if isinstance(args, dict) else {})
