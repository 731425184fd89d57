"""The answer to one prompt of a benchmark, and what becomes of one that is not to be had."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.bench.json_forms import is_json_step, step_constraint
from engine.bench.selection import Prompt
from engine.mat.asking import Asking, status_of
from engine.mat.working import Do
from models.language.base import (
    Constraint,
    ContextOverflowError,
    LanguageModel,
    Message,
    ModelError,
    RemoteModelError,
)

if TYPE_CHECKING:
    from engine.bench.running import RunSettings

_REFUSED_STATUS: Final = frozenset({400, 413, 422})
# Fewer tokens hold no step; and so many a chat's marks may take beside the prompt.
_LEAST_ROOM: Final = 64
_MARKS: Final = 48
OVERFLOW: Final = "the prompt does not fit into the model's context"
REFUSED: Final = "the server refused the prompt"


class Answering:
    """Asks one model; any number of threads may be at it.

    A server may refuse a prompt, for what stands in it. That is an empty answer once the server has
    answered any other; before that, it may be the model's name or the address that is wrong.

    `earlier` is what the model was called that answered before, where its server was asked for
    whatever model it has: the server may have another by now. "" where nothing was answered.
    """

    def __init__(
        self,
        model: LanguageModel,
        settings: RunSettings,
        *,
        any_answered: bool = False,
        earlier: str = "",
    ) -> None:
        self._model = model
        self._settings = settings
        self._earlier = earlier
        self._unasked = model.name
        self._answered = threading.Event()
        if any_answered:
            self._answered.set()

    def work(self, prompt: Prompt) -> Do:
        """What answers this prompt; its value has the "text", and counts of what did not go well.

        Raises, when it is called:
            ModelError: the model could not be asked.
            StageCancelledError: the run was interrupted.
        """

        def do(asking: Asking) -> Mapping[str, Any]:
            instance, template = prompt.instance, prompt.template
            wants_json = self._settings.grammar and is_json_step(instance, template)
            constraint = step_constraint(instance, template) if wants_json else None
            counts = {"unconstrained": 1} if wants_json and constraint is None else {}
            try:
                text = self._asked(asking, prompt, constraint)
            except ContextOverflowError:
                asking.reasons.append(OVERFLOW)
                return {"text": "", "overflows": 1}
            except RemoteModelError as error:
                return self._refused(asking, error)
            self._require_same_model()
            self._answered.set()
            return {"text": text, **counts, **({"cut": 1} if asking.cut else {})}

        return do

    def _asked(self, asking: Asking, prompt: Prompt, constraint: Constraint | None) -> str:
        messages = [Message("user", prompt.text)]
        most = self._settings.max_tokens
        try:
            return asking.ask(self._model, messages, most, constraint)
        except ContextOverflowError:
            # The prompt alone may fit; then the answer gets the room that is left.
            used = self._model.count_tokens(prompt.text) + _MARKS
            room = min(most - 1, self._model.context_tokens - used)
            if room < _LEAST_ROOM:
                raise
            return asking.ask(self._model, messages, room, constraint)

    def _require_same_model(self) -> None:
        name = self._model.name
        if self._earlier and name not in (self._unasked, self._earlier):
            raise ModelError(
                f"the server's model was {self._earlier} and is {name}: let it serve the former to "
                "go on, or give --fresh to begin anew"
            )

    def _refused(self, asking: Asking, error: RemoteModelError) -> Mapping[str, Any]:
        if not _is_refusal(error):
            raise error
        if not self._answered.is_set():
            # Without the status it counts as a passing failure: the next run asks again.
            raise RemoteModelError(str(error)) from None
        asking.reasons.append(REFUSED)
        return {"text": "", "refused": 1}


def _is_refusal(error: ModelError) -> bool:
    """Whether a server refused this one prompt."""
    answered = status_of(error)
    return answered is not None and answered.status in _REFUSED_STATUS
