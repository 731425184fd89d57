"""The experimental agent loop: a query through a template, over the real tools.

Paper sections 3.2 and 3.3. The same call is never run twice; a second repeat ends the loop, like an
unreadable response after another one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.cleaning import clean
from engine.events import Command, Language
from engine.mat.asking import Asking
from engine.mat.calls import FinalAnswer, NoCall, read_step, without_observation
from engine.mat.errors import StageCancelledError
from engine.mat.templates import Template, fill, tool_lines
from engine.mat.trajectories import Outcome, Step, Trajectory, results_text
from engine.planning import command_key
from engine.tools.context import ToolContext
from engine.tools.observation import ToolError
from engine.tools.registry import Registry
from engine.tools.tool import Tool
from models.language.base import ContextOverflowError, LanguageModel, Message

MAX_STEPS = 5
STEP_TOKENS = 512
ANSWER_TOKENS = 700
_UNREADABLE_ALLOWED = 1
_REPEATS_ALLOWED = 1
_MOST_SHOWN = 4000
_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "observation": "Observation: {text}",
        "unreadable": "no call and no answer in the asked form could be read{detail}",
        "repeated": "this call was already made; its result stands above",
        "cut": "it was too long and was cut off",
    },
    "zh": {
        "observation": "Observation: {text}",
        "unreadable": "没有读到符合格式的调用或回答{detail}",
        "repeated": "这个调用已经做过，结果见上文",
        "cut": "太长，被截断了",
    },
}

ContextMaker = Callable[[str, Language, threading.Event], ToolContext]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of the loop, and what a call may know of its query."""

    registry: Registry
    offered: Sequence[Tool]
    context: ContextMaker

    def names(self) -> dict[str, tuple[str, ...]]:
        """The names on offer with their parameters."""
        return {tool.name: tuple(tool.parameters["properties"]) for tool in self.offered}

    def schemas(self) -> str:
        """The schemas on offer, one a line."""
        return tool_lines(self.offered)

    def now(self) -> datetime:
        """The time that prompts tell."""
        return self.context("", "en", threading.Event()).now


@dataclass(frozen=True, slots=True)
class Job:
    """A query for the loop; `memory` is the block that is put into the prompt.

    `before` are steps that were already taken, which the first prompt shows. `results` are what a
    prompt-response template concludes from.
    """

    query: str
    language: Language
    memory: str = ""
    results: str = ""
    before: tuple[Step, ...] = ()
    max_steps: int = MAX_STEPS


@dataclass(slots=True)
class _State:
    """The steps of a job so far."""

    steps: list[Step] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0
    answer: str = ""
    outcome: Outcome | None = None

    def trajectory(self) -> Trajectory:
        return Trajectory(tuple(self.steps), self.answer, self.outcome or "step_limit")


def run_template(
    template: Template, job: Job, model: LanguageModel, tools: Tools, asking: Asking
) -> Trajectory:
    """The query through the template until it is answered, ended, or stuck.

    Raises:
        ModelError: the model failed.
        StageCancelledError: the stage was interrupted.
        StoreError: the memory that a tool reads is in trouble.
    """
    if template.kind == "prompt-response":
        return _conclude(template, job, model, tools, asking)
    state = _State(done={command_key(s.command): 1 for s in job.before if s.command is not None})
    talk: list[Message] = []
    for _ in range(job.max_steps):
        messages = _messages(template, job, tools, state, talk)
        try:
            response = asking.ask(model, messages, STEP_TOKENS)
        except ContextOverflowError:
            if not state.steps:
                raise
            break
        _take(template, job, tools, asking, state, messages, response)
        last = state.steps[-1]
        told = last.observation or last.problem
        seen = _SAID[job.language]["observation"].format(text=told[:_MOST_SHOWN])
        talk += [Message("assistant", last.response or "…"), Message("user", seen)]
        if state.outcome is not None:
            break
    return state.trajectory()


def _conclude(
    template: Template, job: Job, model: LanguageModel, tools: Tools, asking: Asking
) -> Trajectory:
    messages = (Message("user", _prompt(template, job, tools, job.results)),)
    answer = asking.ask(model, messages, ANSWER_TOKENS)
    if not answer or asking.cut:
        return Trajectory((Step(messages, answer, "unreadable"),), "", "unreadable")
    return Trajectory((Step(messages, answer, "conclusion"),), answer, "answered")


def _messages(
    template: Template, job: Job, tools: Tools, state: _State, talk: Sequence[Message]
) -> tuple[Message, ...]:
    """What the model is asked: of a prompt-API template always one prompt with all results."""
    if template.kind == "prompt-API":
        results = results_text([*job.before, *state.steps])
        return (Message("user", _prompt(template, job, tools, results)), *_complaint(job, state))
    before = results_text(job.before)
    return (Message("user", _prompt(template, job, tools, before)), *talk)


def _complaint(job: Job, state: _State) -> tuple[Message, ...]:
    """Of an unreadable response, the words in which it is said back."""
    if not state.steps or state.steps[-1].kind != "unreadable":
        return ()
    last = state.steps[-1]
    return (Message("assistant", last.response or "…"), Message("user", last.problem))


def _prompt(template: Template, job: Job, tools: Tools, results: str) -> str:
    return fill(
        template,
        {
            "QUERY": job.query,
            "APIS": tools.schemas(),
            "MEMORY": job.memory,
            "RESULTS": results,
            "NOW": tools.now().strftime("%Y-%m-%d %H:%M %A"),
        },
    )


def _take(
    template: Template,
    job: Job,
    tools: Tools,
    asking: Asking,
    state: _State,
    messages: tuple[Message, ...],
    response: str,
) -> None:
    """Read the response, run its call, and add the step."""
    response = without_observation(response) if template.kind == "prompt-react" else response
    reading = read_step(response, tools.names())
    if isinstance(reading, NoCall) and _is_answer(template, reading, response):
        reading = FinalAnswer(response)
    if asking.cut and not isinstance(reading, Command):
        reading = NoCall(_SAID[job.language]["cut"])
    if isinstance(reading, FinalAnswer):
        state.answer = reading.text
        state.outcome = "answered" if reading.text else "ended"
        state.steps.append(Step(messages, response, "conclusion" if reading.text else "plan"))
        return
    if isinstance(reading, NoCall):
        detail = f" ({reading.problem})" if reading.problem else ""
        problem = _SAID[job.language]["unreadable"].format(detail=detail)
        state.steps.append(Step(messages, response, "unreadable", problem=problem))
        state.unreadable += 1
        if state.unreadable > _UNREADABLE_ALLOWED:
            state.outcome = "unreadable"
        return
    state.steps.append(_acted(job, tools, asking, state, (messages, response), reading))
    if tools.registry.get(reading.name).terminal:
        state.outcome = "ended"


def _is_answer(template: Template, reading: NoCall, response: str) -> bool:
    """Plain words without a call are an answer where the form leaves that open."""
    return template.kind == "prompt-react" and not reading.problem and len(response) > 1


def _acted(
    job: Job,
    tools: Tools,
    asking: Asking,
    state: _State,
    said: tuple[tuple[Message, ...], str],
    command: Command,
) -> Step:
    key = command_key(command)
    state.done[key] = state.done.get(key, 0) + 1
    if state.done[key] > 1:
        if sum(count - 1 for count in state.done.values()) > _REPEATS_ALLOWED:
            state.outcome = "repeated"
        text = _SAID[job.language]["repeated"]
        return Step(*said, "plan", command, text, error=True)
    observation, error = run_tool(tools, job, command, asking.cancel)
    return Step(*said, "plan", command, observation, error=error)


def run_tool(tools: Tools, job: Job, command: Command, cancel: threading.Event) -> tuple[str, bool]:
    """What a call really brings, and whether that is an error.

    Raises:
        StageCancelledError: the stage was interrupted.
        StoreError: the memory that the tool reads is in trouble.
    """
    context = tools.context(job.query, job.language, cancel)
    try:
        found = tools.registry.run(command.name, command.args, context)
    except ToolError as error:
        if cancel.is_set():
            raise StageCancelledError from None
        return clean(str(error)), True
    terminal = tools.registry.get(command.name).terminal
    return ("" if terminal else clean(found.text)[:_MOST_SHOWN]), False
