"""Earlier questions, gone through from the newest, without losing the one that is being written."""

from __future__ import annotations

from collections.abc import Iterable


class PromptHistory:
    """A walk over earlier questions.

    What is changed on the way is kept until the walk ends, the unfinished draft like the rest.
    """

    def __init__(self, newest_first: Iterable[str] = ()) -> None:
        self._entries: list[str] = []
        self._place = -1
        self._changed: dict[int, str] = {}
        self.extend(newest_first)

    @property
    def entries(self) -> tuple[str, ...]:
        """Every question once, the newest first."""
        return tuple(self._entries)

    def extend(self, newest_first: Iterable[str]) -> None:
        """Put questions of earlier sessions after those that are here; a walk goes on."""
        given = (text for text in newest_first if text.strip())
        self._entries = list(dict.fromkeys((*self._entries, *given)))

    def add(self, text: str) -> str:
        """Put a question that was just asked first, and end a walk; returns the draft before it.

        The draft is empty where the question was the draft.
        """
        draft = self._changed.get(-1, "") if self._place >= 0 else ""
        if text.strip():
            self._entries = [text, *(entry for entry in self._entries if entry != text)]
        self._place = -1
        self._changed.clear()
        return draft

    def older(self, current: str) -> str | None:
        """The question before the one that is shown, which is `current` by now; None at the end."""
        return self._step(current, 1)

    def newer(self, current: str) -> str | None:
        """The question after the one that is shown, at last the draft; None when it is shown."""
        return self._step(current, -1)

    def _step(self, current: str, by: int) -> str | None:
        place = self._place + by
        if not -1 <= place < len(self._entries):
            return None
        self._changed[self._place] = current
        self._place = place
        return self._changed.get(place, self._entries[place] if place >= 0 else "")
