"""A query through this program's own agent, with every prompt and response noted.

So the data that is collected with our own template is what the agent really asks its model, in the
model's own style: a small pointer-style model can run here where other templates are beyond it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.agent import Agent
from engine.events import Concluded, Observed, Recollection, TaskPlanned
from engine.follow_ups import standalone
from engine.mat.asking import Asking
from engine.mat.errors import StageCancelledError
from engine.mat.loop import Job, Tools
from engine.mat.trajectories import Outcome, Step, Trajectory
from engine.mat.whole import WholeGeneration
from engine.planning import command_key
from engine.profile import DEFAULT_PROFILE
from engine.progress import Question
from engine.tools.observation import Passage, ToolError
from models.language.base import (
    Constraint,
    Generation,
    LanguageModel,
    Message,
    Usage,
)
from models.language.wrapped import WrappedModel

if TYPE_CHECKING:
    from engine.survey.question import CollectionQuestion
    from engine.survey.survey import Survey

_OUTCOMES: dict[str, Outcome] = {
    "answered": "answered",
    "not_found": "answered",
    "failed": "answered",
    "stopped": "step_limit",
}


class NoLibrary:
    """Stands for the user's documents, which no teacher or judge is shown."""

    def search(self, text: str, limit: int, *, weak: bool = False) -> tuple[Passage, ...]:
        """Nothing."""
        return ()

    def survey(self, question: CollectionQuestion, today: date) -> Survey:
        """Nothing can be counted.

        Raises:
            ToolError: always.
        """
        raise ToolError("not_found", "There are no documents here.")


@dataclass(slots=True)
class _Exchange:
    messages: tuple[Message, ...]
    is_plan: bool
    text: str = ""
    cut: bool = False


class _Noted(WrappedModel):
    """A model that answers through `Asking`, whole, and notes what it was asked."""

    def __init__(self, model: LanguageModel, asking: Asking) -> None:
        super().__init__(model)
        self._asking = asking
        self.exchanges: list[_Exchange] = []

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        constraint: Constraint | None = None,
        cancel: threading.Event | None = None,
    ) -> Generation:
        """The answer in one piece; raises as `Asking.ask` does."""
        is_plan = constraint is not None and constraint.json_schema is not None
        exchange = _Exchange(tuple(messages), is_plan)
        self.exchanges.append(exchange)
        before = self._asking.spent
        text = self._asking.ask(self._model, messages, max_tokens, constraint)
        exchange.text, exchange.cut = text, self._asking.cut
        spent = self._asking.spent
        usage = Usage(
            spent.tokens_in - before.tokens_in,
            spent.tokens_in - before.tokens_in,
            spent.tokens_out - before.tokens_out,
            spent.seconds - before.seconds,
        )
        return WholeGeneration(text, usage)

    def close(self) -> None:
        """The model is the stage's."""


def run_own(
    job: Job,
    memory: Sequence[Recollection],
    model: LanguageModel,
    tools: Tools,
    asking: Asking,
) -> Trajectory:
    """The query through the agent as users meet it, with this in its memory.

    Raises:
        ModelError: the model failed.
        StageCancelledError: the stage was interrupted.
        StoreError: the memory that a tool reads is in trouble.
    """
    noted = _Noted(model, asking)
    context = tools.context(job.query, job.language, asking.cancel)
    agent = Agent(
        noted,
        tools.registry,
        context.knowledge or NoLibrary(),
        DEFAULT_PROFILE,
        job.max_steps,
        tools.offered,
    )
    earlier = [entry.title for entry in reversed(memory) if entry.kind == "conversation"]
    whole = standalone(job.query, earlier)
    question = Question(
        goal=job.query,
        standalone="" if whole == job.query else whole,
        language=job.language,
        now=context.now,
        session="mat",
        memory=tuple(memory),
        access=context.web,
        cancel=asking.cancel,
    )
    steps: list[Step] = []
    done: set[str] = set()
    read = 0
    for event in agent.run(question):
        match event:
            case TaskPlanned(task=task):
                steps += [_unreadable(each) for each in noted.exchanges[read:-1]]
                last = noted.exchanges[-1]
                read = len(noted.exchanges)
                key = command_key(task.command)
                steps.append(
                    Step(last.messages, last.text, "plan", task.command, error=key in done)
                )
                done.add(key)
            case Observed(record=record):
                steps[-1] = _observed(steps[-1], tools, record.observation, record.error)
            case Concluded(answer=answer):
                if asking.cancel.is_set():
                    raise StageCancelledError
                steps += map(_last, noted.exchanges[read:])
                return Trajectory(tuple(steps), answer.text, _OUTCOMES[answer.outcome])
            case _:
                pass
    raise StageCancelledError


def _observed(step: Step, tools: Tools, observation: str, error: str | None) -> Step:
    assert step.command is not None
    terminal = tools.registry.get(step.command.name).terminal
    text = "" if terminal else observation
    return Step(step.messages, step.response, "plan", step.command, text, error=error is not None)


def _last(exchange: _Exchange) -> Step:
    if exchange.is_plan or exchange.cut or not exchange.text:
        return _unreadable(exchange)
    return Step(exchange.messages, exchange.text, "conclusion")


def _unreadable(exchange: _Exchange) -> Step:
    return Step(exchange.messages, exchange.text, "unreadable", problem="no plan could be read")
