"""The loop of one question: plan, run a tool, observe, until done; then conclude.

Paper section 2.4. The same command is never run twice: the planner is told, and after a second
repeat the loop concludes with what it has.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from engine.cleaning import clean
from engine.conclusion import Conclusion
from engine.events import (
    Command,
    Concluded,
    Event,
    Language,
    Observed,
    Planning,
    Recollection,
    Stopped,
    StopReason,
    Task,
    TaskPlanned,
    TaskRecord,
    ToolStarted,
)
from engine.evidence import (
    every_line,
    passage_evidence,
    recalled_evidence,
    sentence_evidence,
)
from engine.named_days import mentioned_days
from engine.planning import PlanError, command_key, parse_plan, plan_constraint
from engine.profile import Profile
from engine.progress import Progress, Question
from engine.prompts.layout import PromptLayout
from engine.prompts.memory_block import memory_line
from engine.sentences import split_sentences
from engine.survey.reading import read_collection_question
from engine.token_budget import Memory, fit
from engine.tools.context import KnowledgeSearch, ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import ContextOverflowError, LanguageModel, Message
from models.language.grammar import span_units

PLAN_TOKENS = 220
# Longest question that a small model is shown.
GOAL_TOKENS = 72
REPEATS_ALLOWED = 1
UNREADABLE_ALLOWED = 1
# Share of the context that one observation may take in a prose prompt.
OBSERVATION_SHARE = 0.35
# And the memory block, beside the tools, which take two thousand tokens.
MEMORY_SHARE = 0.12
REPEATED: dict[Language, str] = {
    "en": "This call was already made; its result stands above. Choose another call or finish.",
    "zh": "这个调用已经做过，结果见上文。请换一个调用，或者结束。",
}
UNREADABLE: dict[Language, str] = {
    "en": "That was not a plan in the asked form ({problem}). Answer with one JSON object.",
    "zh": "这不是要求格式的计划（{problem}）。请只输出一个 JSON 对象。",
}
# Errors about the question itself are worth quoting; the others are only told to the planner.
_QUOTED_ERRORS = frozenset({"invalid_argument"})


class Agent:
    """Runs questions with one model, its tools and the library."""

    def __init__(
        self,
        model: LanguageModel,
        registry: Registry,
        knowledge: KnowledgeSearch,
        profile: Profile,
        max_steps: int,
    ) -> None:
        self._model = model
        self._registry = registry
        self._knowledge = knowledge
        self._profile = profile
        self._max_steps = max_steps

    def run(self, question: Question) -> Iterator[Event]:
        """The events of the question from planning to `Concluded`.

        Raises:
            ModelError: the model failed.
            StoreError: the library could not be read.
        """
        began = time.monotonic()
        layout = PromptLayout(self._model.style, question.language, self._profile)
        question = replace(question, shown_goal=self._shown(question))
        memory = self._memory(layout, question)
        opening = layout.opening(
            self._registry, memory, question.shown_goal, question.now, question.session
        )
        progress = Progress(opening, len(opening))
        if self._model.style == "prose":
            progress.evidence = {piece.id: piece for piece in recalled_evidence(memory)}
            progress.recalled = frozenset(progress.evidence)
        stopped = yield from self._plan_and_act(question, layout, progress)
        if question.cancel.is_set():
            stopped = "cancelled"
        if stopped is not None:
            yield Stopped(stopped)
        conclusion = Conclusion(self._model, layout, question, progress)
        if stopped != "cancelled":
            yield from conclusion.write()
            if question.cancel.is_set() and not conclusion.complete:
                stopped = "cancelled"
                yield Stopped(stopped)
        yield Concluded(conclusion.answer(time.monotonic() - began, stopped))

    def _plan_and_act(
        self, question: Question, layout: PromptLayout, progress: Progress
    ) -> Generator[Event, None, StopReason | None]:
        for step in range(self._max_steps):
            task = yield from self._plan(question, layout, progress, step)
            if question.cancel.is_set():
                return "cancelled"
            if task is None:
                if progress.unreadable > UNREADABLE_ALLOWED:
                    return None
                continue
            yield TaskPlanned(task)
            tool = self._registry.get(task.command.name)
            key = command_key(task.command)
            progress.done[key] = progress.done.get(key, 0) + 1
            if progress.done[key] > 1:
                if sum(count - 1 for count in progress.done.values()) > REPEATS_ALLOWED:
                    return "repeated_command"
                progress.messages.append(layout.observation([], REPEATED[question.language]))
                continue
            yield from self._act(question, layout, progress, task)
            if tool.terminal:
                progress.talk = not progress.shown and tool.name == "do_nothing"
                return None
        return "step_limit"

    def _memory(self, layout: PromptLayout, question: Question) -> Sequence[Recollection]:
        """What was recalled, for a large model with a small context cut to a share of that."""
        if self._model.style == "pointer":
            return question.memory

        def line(entry: Recollection) -> str:
            return memory_line(entry, layout.language, question.session)

        kinds = {entry.kind: 1.0 for entry in question.memory}
        parts = [
            Memory([entry for entry in question.memory if entry.kind == kind], weight, sure=1)
            for kind, weight in kinds.items()
        ]
        budget = self._model.context_tokens * MEMORY_SHARE
        return fit(parts, budget, line, self._model.count_tokens)

    def _shown(self, question: Question) -> str:
        """The goal, for a small model cut so that its plan can still hold all of it.

        Of a long text its last question is what is asked; without one, its beginning counts.
        """

        def fits(text: str) -> bool:
            return self._model.count_tokens(text) <= GOAL_TOKENS

        goal = question.goal
        if self._model.style == "prose":
            return goal
        if question.standalone and fits(question.standalone):
            return question.standalone
        if fits(goal):
            return goal
        sentences = [goal[start:end] for start, end in split_sentences(goal)]
        asked = [sentence for sentence in sentences if sentence.endswith(("?", "？"))]
        cut = asked[-1] if asked else goal
        units = span_units(cut)
        while len(units) > 1 and not fits(cut[: units[-1].end]):
            units = units[: len(units) * 4 // 5]
        cut = cut[: units[-1].end]
        while not fits(cut):
            cut = cut[: len(cut) * 4 // 5]
        return cut

    def _offered(self, step: int, question: Question, progress: Progress) -> Sequence[Tool]:
        """A pointer-style model finishes only after a step, and does nothing only before one.

        Between named days it counts only when the question names two of them.
        """
        tools = list(self._registry)
        if self._model.style == "prose":
            return tools
        if only := self._only_tool(step, question, progress):
            return [self._registry.get(only)]
        hidden = {"do_nothing" if step else "task_complete"}
        if (
            progress.named_dates
            and len(mentioned_days(question.shown_goal, progress.named_dates)) < 2
        ):
            hidden.add("time_delta")
        return [tool for tool in tools if tool.name not in hidden]

    def _only_tool(self, step: int, question: Question, progress: Progress) -> str | None:
        """What answers a question about the whole library, and ends it once it is answered."""
        names = self._registry.names()
        if progress.whole and "task_complete" in names:
            return "task_complete"
        if step or "search_knowledge" not in names:
            return None
        context = ToolContext(question.now, question.language)
        asked = read_collection_question(question.shown_goal, context)
        return "search_knowledge" if asked else None

    def _plan(
        self, question: Question, layout: PromptLayout, progress: Progress, step: int
    ) -> Generator[Event, None, Task | None]:
        constraint = plan_constraint(
            self._offered(step, question, progress),
            question.shown_goal,
            self._model.style,
            question.language,
        )
        for attempt in range(2):
            try:
                generation = self._model.generate(
                    progress.messages,
                    max_tokens=PLAN_TOKENS,
                    constraint=constraint,
                    cancel=question.cancel,
                )
                break
            except ContextOverflowError:
                if attempt or not progress.forget_oldest():
                    raise
        written = ""
        for piece in generation:
            written += piece
            yield Planning(clean(piece))
        progress.usage += generation.usage
        if question.cancel.is_set():
            return None
        try:
            task = parse_plan(written, self._registry)
        except PlanError as error:
            progress.unreadable += 1
            note = UNREADABLE[question.language].format(problem=error)
            progress.messages.append(Message("assistant", clean(written)[:400]))
            progress.messages.append(layout.observation([], note))
            return None
        progress.messages.append(layout.plan(task))
        return task

    def _act(
        self, question: Question, layout: PromptLayout, progress: Progress, task: Task
    ) -> Iterator[Event]:
        yield ToolStarted(task)
        began = time.monotonic()
        error: str | None = None
        note: str | None = None
        try:
            observation = self._run_tool(question, progress, task.command)
            text = clean(observation.text)
        except ToolError as trouble:
            error = text = clean(str(trouble))
            quoted = trouble.kind in _QUOTED_ERRORS
            observation = error_observation(task.command.name, text) if quoted else Observation("")
            note = None if quoted or self._model.style == "pointer" else text
        record = TaskRecord(task, text, error, time.monotonic() - began)
        progress.records.append(record)
        if not self._registry.get(task.command.name).terminal:
            self._remember(question, layout, progress, observation, note)
            if error is not None and observation.passages:
                progress.errors.update(piece.id for piece in progress.latest)
        yield Observed(record)

    def _run_tool(self, question: Question, progress: Progress, command: Command) -> Observation:
        context = ToolContext(
            now=question.now,
            language=question.language,
            knowledge=self._knowledge,
            named_dates=progress.named_dates,
            cancel=question.cancel,
        )
        return self._registry.run(command.name, command.args, context)

    def _remember(
        self,
        question: Question,
        layout: PromptLayout,
        progress: Progress,
        observation: Observation,
        note: str | None,
    ) -> None:
        first = progress.next_id()
        if self._model.style == "pointer":
            shown = question.shown_goal
            goes_on = shown == question.standalone and shown.endswith(question.goal)
            news = question.goal if goes_on else ""
            chosen = sentence_evidence(shown, observation, first, news=news)
            progress.everything = every_line(shown, observation, first + len(chosen))
        else:
            budget = int(self._model.context_tokens * OBSERVATION_SHARE)
            chosen = passage_evidence(observation, first, self._model.count_tokens, budget)
            progress.everything = []
        if observation.whole and self._model.style == "pointer":
            # There is nothing to choose, so a small model is only shown what was counted.
            chosen = progress.everything[:1]
        progress.whole = observation.whole
        progress.evidence.update({piece.id: piece for piece in chosen})
        progress.shown += chosen
        if chosen:
            progress.latest = chosen
        progress.named_dates.update(observation.named_dates)
        progress.messages.append(layout.observation(chosen, note))


def error_observation(tool: str, message: str) -> Observation:
    """An error about the question's own words as an observation that can be quoted."""
    return Observation(message, passages=(Passage(message, f"tool:{tool}", tool),))
