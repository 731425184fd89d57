"""The loop of one question: plan, run a tool, observe, until done; then conclude.

Paper section 2.4. The same command is never run twice: the planner is told, and after a second
repeat the loop concludes with what it has.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from engine.acting import Actor
from engine.cleaning import clean
from engine.conclusion import Conclusion
from engine.events import (
    Concluded,
    Event,
    Language,
    Planning,
    Recollection,
    Stopped,
    StopReason,
    Task,
    TaskPlanned,
)
from engine.evidence import recalled_evidence
from engine.goals import shown_goal
from engine.offering import Offer, available, offer, shown_tools, with_addresses
from engine.own_choice import settled
from engine.planning import PlanError, command_key, parse_plan, plan_constraint
from engine.profile import Profile
from engine.progress import Progress, Question
from engine.prompts.layout import PromptLayout
from engine.prompts.memory_block import memory_line
from engine.quoting import DEFAULT_QUOTE, QuoteSettings
from engine.spans import question_spans
from engine.token_budget import Memory, fit
from engine.tools.context import KnowledgeSearch, ToolContext
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import ContextOverflowError, LanguageModel, Message

PLAN_TOKENS = 220
REPEATS_ALLOWED = 1
UNREADABLE_ALLOWED = 1
# Share of the context that the memory block may take, beside the tools, which take some thousands.
MEMORY_SHARE = 0.12
# And that what came with the question may, and the tokens that plans and observations need beside.
ATTACHED_SHARE = 0.4
ROOM_TO_WORK = 1500
REPEATED: dict[Language, str] = {
    "en": "This call was already made; its result stands above. Choose another call or finish.",
    "zh": "这个调用已经做过，结果见上文。请换一个调用，或者结束。",
}
UNREADABLE: dict[Language, str] = {
    "en": "That was not a plan in the asked form ({problem}). Answer with one JSON object.",
    "zh": "这不是要求格式的计划（{problem}）。请只输出一个 JSON 对象。",
}


class Agent:
    """Runs questions with one model, its tools and the library.

    `tools` are those of the registry that a question is offered, all of them by default.
    """

    def __init__(
        self,
        model: LanguageModel,
        registry: Registry,
        knowledge: KnowledgeSearch,
        profile: Profile,
        max_steps: int,
        tools: Sequence[Tool] | None = None,
        quote: QuoteSettings = DEFAULT_QUOTE,
    ) -> None:
        self._quote = quote
        self._model = model
        self._registry = registry
        self._tools = list(registry) if tools is None else tools
        self._actor = Actor(model, registry, knowledge)
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
        question = replace(question, shown_goal=shown_goal(self._model, question))
        tools = available(self._tools, question)
        memory = self._memory(layout, question, tools)
        question = replace(question, memory=tuple(memory))
        self._tell_what_is_private(question)
        opening = layout.opening(
            shown_tools(self._model.style, tools),
            memory,
            question.shown_goal,
            question.now,
            question.session,
        )
        progress = Progress(opening, len(opening))
        if self._model.style == "prose":
            progress.evidence = {piece.id: piece for piece in recalled_evidence(memory)}
            progress.recalled = frozenset(progress.evidence)
        else:
            context = ToolContext(question.now, question.language)
            progress.spans = question_spans(question.shown_goal, context)
        stopped = yield from self._plan_and_act(question, layout, progress)
        if question.cancel.is_set():
            stopped = "cancelled"
        if stopped is not None:
            yield Stopped(stopped)
        conclusion = Conclusion(self._model, layout, question, progress, self._quote)
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
            yield from self._actor.act(question, layout, progress, task)
            if tool.terminal:
                progress.talk = not progress.shown and tool.name == "do_nothing"
                return None
        return "step_limit"

    def _tell_what_is_private(self, question: Question) -> None:
        """The memory that comes into the prompt; of it a small model is shown documents alone."""
        if question.access is None:
            return
        for entry in question.memory:
            if self._model.style == "prose" or entry.kind == "knowledge":
                # A large model is also shown where the text stands.
                place = (entry.source, entry.location.heading or "")
                shown = place if self._model.style == "prose" else ()
                question.access.read_private("\n".join((entry.title, entry.text, *shown)))

    def _memory(
        self, layout: PromptLayout, question: Question, tools: Sequence[Tool]
    ) -> Sequence[Recollection]:
        """What was recalled, for a large model with a small context cut to a share of that.

        What came with the question comes first, whole where there is room for it.
        """
        if self._model.style == "pointer":
            return question.memory

        def line(entry: Recollection) -> str:
            return memory_line(entry, layout.language, question.session)

        recalled = [entry for entry in question.memory if not entry.attached]
        kinds = {entry.kind: 1.0 for entry in recalled}
        parts = [
            Memory([entry for entry in recalled if entry.kind == kind], weight, sure=1)
            for kind, weight in kinds.items()
        ]
        context, count = self._model.context_tokens, self._model.count_tokens
        remembered = fit(parts, context * MEMORY_SHARE, line, count)
        if question.attached is None:
            return remembered
        opening = layout.opening(
            shown_tools("prose", tools), remembered, question.shown_goal, question.now
        )
        taken = sum(count(message.content) for message in opening)
        room = min(context * ATTACHED_SHARE, context - taken - ROOM_TO_WORK)
        attached = question.attached.recollections(question.shown_goal, room, line, count)
        return [*attached, *remembered]

    def _plan(
        self, question: Question, layout: PromptLayout, progress: Progress, step: int
    ) -> Generator[Event, None, Task | None]:
        offered, usage = settled(
            self._model, self._offer(question, progress, step), question, progress.messages
        )
        progress.usage += usage
        constraint = plan_constraint(
            offered.tools,
            question.shown_goal,
            self._model.style,
            question.language,
            offered.choices,
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
        return with_addresses(task, progress)

    def _offer(self, question: Question, progress: Progress, step: int) -> Offer:
        tools = available(self._tools, question)
        if self._model.style == "prose":
            return Offer(tools)
        return offer(self._registry, tools, question, progress, step)
