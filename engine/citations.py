"""Citations: [n] in an answer, only for what was really observed, numbered as they come."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.events import Citation
from engine.evidence import Evidence, quote_for

_MARK = re.compile(r"\[(\d{1,4})\]")
_OPEN = re.compile(r"\[\d{0,4}$")
LONGEST_QUOTE = 400


class CitationWriter:
    """Rewrites evidence ids in a stream of text to citation numbers 1, 2, ... in order of use.

    Ids that were never observed are dropped from the text.
    """

    def __init__(self, evidence: Mapping[int, Evidence]) -> None:
        self._evidence = evidence
        self._numbers: dict[int, int] = {}
        self._claims: dict[int, str] = {}
        self._held = ""
        self.text = ""

    def feed(self, piece: str) -> str:
        """The part of the answer that can be shown now; an unfinished [n] is held back."""
        self._held += piece
        unfinished = _OPEN.search(self._held)
        cut = unfinished.start() if unfinished else len(self._held)
        ready, self._held = self._held[:cut], self._held[cut:]
        return self._emit(ready)

    def finish(self) -> str:
        """What was still held back."""
        ready, self._held = self._held, ""
        return self._emit(ready)

    def _emit(self, text: str) -> str:
        shown = _MARK.sub(self._renumber, text)
        self.text += shown
        return shown

    def _renumber(self, match: re.Match[str]) -> str:
        identifier = int(match.group(1))
        if identifier not in self._evidence:
            return ""
        number = self._numbers.setdefault(identifier, len(self._numbers) + 1)
        before = self.text + match.string[: match.start()]
        self._claims.setdefault(identifier, before[-300:])
        return f"[{number}]"

    def citations(self) -> tuple[Citation, ...]:
        """Those used, in order, each quoting the sentence that is nearest to its claim."""
        return tuple(
            _citation(number, quote_for(self._claims[identifier], self._evidence[identifier]))
            for identifier, number in self._numbers.items()
        )


def cite(number: int, evidence: Evidence) -> Citation:
    """A citation of evidence that is itself one sentence."""
    return _citation(number, evidence)


def _citation(number: int, evidence: Evidence) -> Citation:
    return Citation(
        number,
        evidence.source,
        evidence.title,
        evidence.location,
        (evidence.quote or evidence.text)[:LONGEST_QUOTE],
        evidence.fingerprint,
    )
