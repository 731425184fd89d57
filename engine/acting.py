"""Running one planned command, and taking what it brings into the question."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from engine.cleaning import clean
from engine.dated_steps import dated_step
from engine.events import Command, Event, Observed, Task, TaskRecord, ToolStarted
from engine.evidence import (
    MIN_SHARED_TERMS,
    Evidence,
    every_line,
    passage_evidence,
    result_evidence,
    sentence_evidence,
    whole_evidence,
)
from engine.offering import BROWSE, SEARCH_LIBRARY, SEARCH_WEB, is_misread
from engine.progress import Progress, Question
from engine.prompts.layout import PromptLayout
from engine.terms import terms
from engine.tools.context import KnowledgeSearch, ToolContext
from engine.tools.observation import Observation, Passage, ToolError, Trust
from engine.tools.registry import Registry
from models.language.base import LanguageModel

# Share of the context that one observation may take in a prose prompt, and the characters that a
# token stands for at least.
OBSERVATION_SHARE = 0.35
_CHARACTERS_A_TOKEN = 2
# Errors about the question itself are worth quoting; the others are only told to the planner.
_QUOTED_ERRORS = frozenset({"invalid_argument"})
# What keeps a tool from what it asks: the answer says so where nothing else was found.
_TROUBLES = frozenset({"offline", "refused", "rate_limited", "timed_out", "failed"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Runs commands for one model, with the tools and the library."""

    model: LanguageModel
    registry: Registry
    knowledge: KnowledgeSearch

    def act(
        self, question: Question, layout: PromptLayout, progress: Progress, task: Task
    ) -> Iterator[Event]:
        """The events of one tool call; what it brought is in `progress` afterwards."""
        yield ToolStarted(task)
        began = time.monotonic()
        error: str | None = None
        note: str | None = None
        try:
            observation = self._run(question, progress, task.command)
            text = clean(observation.text)
        except ToolError as trouble:
            error = text = clean(str(trouble))
            self._tell_origin(question, task.command, "computed", text)
            observation, note = self._error(progress, task.command, trouble, text)
        record = TaskRecord(task, text, error, time.monotonic() - began)
        progress.records.append(record)
        if not self.registry.get(task.command.name).terminal:
            chosen = self._remember(question, progress, observation)
            outside = observation.trust == "untrusted" or self._is_own(task.command)
            progress.messages.append(layout.observation(chosen, note, outside=outside))
            self._note_addresses(progress, task.command, observation, failed=error is not None)
            if error is not None and observation.passages:
                progress.errors.update(piece.id for piece in progress.latest)
        yield Observed(record)

    def _run(self, question: Question, progress: Progress, command: Command) -> Observation:
        room = int(self.model.context_tokens * OBSERVATION_SHARE) * _CHARACTERS_A_TOKEN
        context = ToolContext(
            now=question.now,
            language=question.language,
            knowledge=self.knowledge,
            named_dates=progress.named_dates,
            cancel=question.cancel,
            web=question.access,
            room=room,
            # What a follow-up goes on from says which country, or which person.
            question=question.standalone or question.goal,
            attached=question.attached,
            recordings=question.recordings,
            kuaipedia=question.kuaipedia,
        )
        found = self.registry.run(command.name, command.args, context)
        self._tell_origin(question, command, found.trust, found.text)
        return found

    def _tell_origin(self, question: Question, command: Command, trust: Trust, text: str) -> None:
        """Let the question's access to the internet know whose words are in the context now.

        The user's own tools may read mail, notes and files: what they bring is as private as
        documents are, and nothing in it may pass for what the web has shown.
        """
        if question.access is None:
            return
        if trust == "private" or self._is_own(command):
            question.access.read_private(text)
        elif trust == "untrusted":
            question.access.read_untrusted(text)

    def _is_own(self, command: Command) -> bool:
        return bool(self.registry.get(command.name).origin)

    def _error(
        self, progress: Progress, command: Command, trouble: ToolError, text: str
    ) -> tuple[Observation, str | None]:
        """What an error leaves to quote, and what the planner is told of it."""
        if trouble.kind in _TROUBLES:
            progress.troubles.append(text)
        quoted = trouble.kind in _QUOTED_ERRORS and command.name not in BROWSE.values()
        if quoted and not is_misread(command, progress):
            return error_observation(command.name, text), None
        return Observation(""), None if self.model.style == "pointer" else text

    def _note_addresses(
        self, progress: Progress, command: Command, found: Observation, *, failed: bool
    ) -> None:
        """Keep what a search returned under the marks by which a small model names it."""
        if command.name in BROWSE.values():
            progress.browsed.add(str(command.args.get("url", "")))
        if command.name == SEARCH_WEB:
            progress.searched_web = True
            progress.recordings = list(found.recordings)
            returned = [piece for piece in progress.latest if piece.source in found.urls]
            progress.results = {f"[{piece.id}]": piece.source for piece in returned}
            progress.titles = {f"[{piece.id}]": piece.title for piece in returned}
        at_home = command.name == SEARCH_LIBRARY
        progress.found_nothing_at_home = at_home and (failed or not progress.shown)

    def _remember(
        self, question: Question, progress: Progress, observation: Observation
    ) -> list[Evidence]:
        """Take in what an observation brought; the pieces of it that the model is shown."""
        progress.whole, progress.certain = observation.whole, observation.certain
        chosen = self._chosen(question, progress, observation)
        progress.evidence.update({piece.id: piece for piece in chosen})
        progress.shown += chosen
        if chosen:
            progress.latest = chosen
        _keep_named_dates(progress, observation)
        if self.model.style == "pointer":
            _keep_dated_step(question, progress, observation)
        return chosen

    def _chosen(
        self, question: Question, progress: Progress, observation: Observation
    ) -> list[Evidence]:
        """The pieces of the observation that the model is shown."""
        first = progress.next_id()
        progress.everything = []
        if self.model.style != "pointer":
            budget = int(self.model.context_tokens * OBSERVATION_SHARE)
            return passage_evidence(observation, first, self.model.count_tokens, budget)
        if observation.urls:
            return result_evidence(observation, first)
        shown = question.shown_goal
        news = question.goal if shown == question.standalone != question.goal else ""
        # Where the internet is no way out, the model weighs what shares no word with the question.
        shut_in = question.access is None and observation.trust == "private"
        # What somebody attached is what the question is about, whatever its words.
        least = 0.0 if shut_in or question.attached is not None else MIN_SHARED_TERMS
        chosen = sentence_evidence(shown, observation, first, news=news, least_shared=least)
        # A sentence that speaks of just what was added is taken to answer: whoever asks for the
        # opening hours and then "on Sundays?" wants the line of Sundays.
        new = set(terms(news))
        progress.certain |= bool(new) and any(new & set(terms(piece.text)) for piece in chosen)
        progress.everything = every_line(shown, observation, first + len(chosen))
        # There is nothing to choose from a whole answer: a small model sees what was counted.
        return progress.everything[:1] if observation.whole else chosen


def _keep_named_dates(progress: Progress, observation: Observation) -> None:
    """Keep the days that later steps may name, and the passages that say them."""
    progress.named_dates.update(observation.named_dates)
    for name, day in observation.named_dates.items():
        stated = [p for p in observation.passages if p.quote and day.isoformat() in p.text]
        if stated:
            progress.dated_by[name] = whole_evidence(progress.next_id(), stated[0])


def _keep_dated_step(question: Question, progress: Progress, observation: Observation) -> None:
    """What the days that documents and pages say leave to count or to look up."""
    if observation.trust == "computed" or observation.urls or observation.certain:
        return
    progress.read += observation.passages
    context = ToolContext(question.now, question.language)
    progress.dated = dated_step(question.shown_goal, progress.read, progress.next_id(), context)


def error_observation(tool: str, message: str) -> Observation:
    """An error about the question's own words as an observation that can be quoted."""
    return Observation(message, passages=(Passage(message, f"tool:{tool}", tool),))
