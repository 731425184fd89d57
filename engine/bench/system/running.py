"""A run of one model, with one setup, over the questions: journaled, so that it can go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from engine.bench.errors import BenchError
from engine.bench.system.answered import Answered, answered_of_json
from engine.bench.system.asking import Asker
from engine.bench.system.judge import Judge, Verdict
from engine.bench.system.questions import Question, asked_digest
from engine.cleaning import clean_line
from engine.mat.asking import Asking
from engine.mat.errors import MatError, StageCancelledError
from engine.mat.events import Spent
from engine.mat.journal import Entry, Journal

# So many questions in a row that could not be asked, and the run stops.
_FAILURES_IN_A_ROW: Final = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `seconds_left` is None until a question was asked in it."""

    done: int
    total: int
    seconds_left: float | None


@dataclass(slots=True)
class Run:
    """Asks what is not answered yet and has it judged; `answers` and `verdicts` are by id.

    `label` tells the run from others in the same journal: its model, setup and library. What a
    model on this machine could not answer, for its context is too small or the like, it will never
    answer, and so that counts. Where a server is asked (`remote`), it is not kept in the journal,
    and the next run asks it again.
    """

    label: str
    asker: Asker
    journal: Journal
    judge: Judge | None = None
    remote: bool = False
    answers: dict[str, Answered] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    # Questions that were asked in this run, and not in an earlier one.
    new: int = 0

    def steps(self, questions: Sequence[Question], cancel: threading.Event) -> Iterator[Progress]:
        """Ask and judge, question by question; ends early where `cancel` is set.

        Raises:
            BenchError: the model or the judge cannot be asked; what is answered is kept.
            OSError: the journal cannot be written.
        """
        began, done, in_a_row = time.monotonic(), 0, 0
        yield Progress(0, len(questions), None)
        for number, question in enumerate(questions, 1):
            known = self._settled(question)
            if not known and not self._ask(question, cancel):
                return
            failed = self.remote and bool(self.answers[question.id].trouble)
            in_a_row = in_a_row + 1 if failed else 0
            if in_a_row >= _FAILURES_IN_A_ROW:
                raise BenchError(
                    f"question {question.id}: {self.answers[question.id].trouble} (for {in_a_row} "
                    "questions in a row; with --out what is answered is kept: give the same "
                    "command to go on)"
                )
            done += not known
            left = len(questions) - number
            rate = (time.monotonic() - began) / done if done else None
            yield Progress(number, len(questions), None if rate is None else rate * left)

    def _ask(self, question: Question, cancel: threading.Event) -> bool:
        """Answer and judge what is not settled; False where that was cancelled."""
        if question.id not in self.answers:
            answered = None if cancel.is_set() else self.asker.ask(question, cancel)
            if answered is None:
                return False
            self.answers[question.id] = answered
            self.new += 1
            if not (answered.trouble and self.remote):
                spent = Spent(1, answered.prompt_tokens, answered.generated_tokens)
                self._keep(self._key(question), answered.to_json(), spent)
        answered = self.answers[question.id]
        if self.judge is None or answered.trouble or question.id in self.verdicts:
            return True
        asking = Asking(cancel, self.judge.patience)
        try:
            verdict = self.judge.score(question, answered, asking)
        except StageCancelledError:
            return False
        self.verdicts[question.id] = verdict
        self._keep(self._key(question, self.judge), asdict(verdict), asking.spent)
        return True

    def _settled(self, question: Question) -> bool:
        """Take in what earlier runs came to; whether nothing is left to do."""
        found = self._known(self._key(question))
        if found is None:
            return False
        self.answers[question.id] = answered_of_json(found)
        if self.judge is None or self.answers[question.id].trouble:
            return True
        judged = self._known(self._key(question, self.judge))
        if judged is None:
            return False
        self.verdicts[question.id] = Verdict(**judged)
        return True

    def _key(self, question: Question, judge: Judge | None = None) -> str:
        kind = "answer" if judge is None else f"judged by {clean_line(judge.name)}"
        return f"{kind}/{self.label}/{asked_digest(question)}"

    def _known(self, key: str) -> Mapping[str, Any] | None:
        try:
            return self.journal.done(key)
        except MatError as error:
            raise BenchError(str(error)) from error

    def _keep(self, key: str, value: Mapping[str, Any], spent: Spent) -> None:
        self.journal.add(Entry(key, "done", value, (), spent))
