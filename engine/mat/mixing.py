"""The training set: agent records without copies and evaluation texts, mixed with general data.

Paper sections 3.3 and 4.1. The mixture rate eta is the share of general data in the whole; the
paper does not print the one it used, but its table 1 has 43,099 general of 267,236 instances: 0.16.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from engine.mat.decontamination import LENGTH, EvaluationTexts
from engine.mat.errors import MatError, StageCancelledError
from engine.mat.events import (
    Spent,
    StageEvent,
    StageFinished,
    StageNoticed,
    StagePlanned,
    StageProgressed,
)
from engine.mat.general_data import general_records
from engine.mat.run_folder import RunFolder, draw, read_lines, write_lines

GENERAL_SHARE = 0.16
_TOLD_EVERY = 200


@dataclass(frozen=True, slots=True)
class MixOptions:
    """General data and evaluation files, the share eta of the former, and what a copy is."""

    general: tuple[Path, ...] = ()
    against: tuple[Path, ...] = ()
    general_share: float = GENERAL_SHARE
    run_length: int = LENGTH
    near: float = 0.85


def mix(folder: RunFolder, options: MixOptions, cancel: threading.Event) -> Iterator[StageEvent]:
    """Write mixed.jsonl and its counts, mixed.json, from the collected records.

    The same records and options give the same file. It appears whole or not at all.

    Raises:
        MatError: the records or a named file cannot be read, or the share is not one.
        OSError: the folder cannot be written.
    """
    if not 0.0 <= options.general_share < 1.0:
        raise MatError("--general-share must be at least 0 and less than 1")
    began = time.monotonic()
    # Read first, so that a folder that is not there is said and not made.
    agent = read_lines(folder.records, "kagent mat collect")
    with folder.held():
        general = list(general_records(options.general))
        evaluation = EvaluationTexts(options.run_length)
        texts = {path.name: evaluation.add_file(path) for path in options.against}
        total = len(agent) + len(general)
        yield StagePlanned("mix", total, 0)
        sieve = _Sieve(evaluation, options.near, total, cancel, began)
        kept_agent = yield from sieve.keep(agent)
        kept_general = yield from sieve.keep(general)
        wanted = _wanted(len(kept_agent), len(kept_general), options.general_share)
        chosen = sorted(kept_general, key=lambda record: draw("general", record["id"]))[:wanted]
        mixed = [record | {"part": "agent"} for record in kept_agent]
        mixed += [record | {"part": "general"} for record in chosen]
        mixed.sort(key=lambda record: draw("order", record["id"]))
        reached = len(chosen) / len(mixed) if mixed else 0.0
        if options.general and reached < options.general_share - 0.005:
            yield StageNoticed(
                f"the general data are too few for a share of {options.general_share:.2f}: "
                f"{reached:.3f} was reached; add files with --general"
            )
        write_lines(folder.path / "mixed.jsonl", mixed)
        counts = {
            "agent": len(kept_agent),
            "general": len(chosen),
            "general_share": round(reached, 4),
            "left_out": dict(sieve.reasons),
            "evaluation_texts": texts,
            "types": dict(Counter(str(record["type"]) for record in mixed)),
            "languages": dict(Counter(str(record["language"]) for record in mixed)),
        }
        (folder.path / "mixed.json").write_text(
            json.dumps(counts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    left_out = sum(sieve.reasons.values())
    seconds = time.monotonic() - began
    yield StageFinished(
        "mix",
        total,
        total,
        left_out,
        0,
        sieve.reasons,
        Spent(),
        0.0,
        seconds,
        interrupted=False,
        results={"agent": len(kept_agent), "general": len(chosen)},
    )


def _wanted(agent: int, general: int, share: float) -> int:
    return min(general, round(agent * share / (1.0 - share)))


class _Sieve:
    """Leaves out copies and what evaluation files hold, and tells how far it is."""

    def __init__(
        self,
        evaluation: EvaluationTexts,
        near: float,
        total: int,
        cancel: threading.Event,
        began: float,
    ) -> None:
        from engine.mat.deduplication import Seen

        self._new = partial(Seen, near)
        self.reasons: Counter[str] = Counter()
        self._evaluation = evaluation
        self._seen: dict[str, Seen] = {}
        self._total = total
        self._cancel = cancel
        self._began = began
        self._done = 0

    def keep(
        self, records: Iterable[dict[str, Any]]
    ) -> Generator[StageEvent, None, list[dict[str, Any]]]:
        """The records that stay, as the generator's value.

        Raises:
            StageCancelledError: the cancel event was set.
        """
        kept: list[dict[str, Any]] = []
        for record in records:
            if self._cancel.is_set():
                raise StageCancelledError
            reason = self._reason(record)
            if reason is None:
                kept.append(record)
            else:
                self.reasons[reason] += 1
            self._done += 1
            if self._done % _TOLD_EVERY == 0:
                yield self._progress()
        return kept

    def _reason(self, record: Mapping[str, Any]) -> str | None:
        prompt = [str(message["content"]) for message in record["prompt"]]
        name = self._evaluation.shared_with([*prompt, str(record["response"])])
        if name is not None:
            return f"it shares a passage with {name}"
        copy = self._copy(record, prompt[-1])
        return None if copy is None else f"{copy} copy of another"

    def _copy(self, record: Mapping[str, Any], last: str) -> str | None:
        """Whether it was there before, under the same template: that one query is answered under
        several templates is what teaches a model to follow any of them (paper section 3.1).

        The rest of the prompt is the template's and the earlier steps', which all steps share.
        """
        template = str((record.get("template") or {}).get("id", ""))
        if template not in self._seen:
            self._seen[template] = self._new()
        return self._seen[template].copy_of(
            "\n".join([str(record["query"]), last, str(record["response"])])
        )

    def _progress(self) -> StageProgressed:
        seconds = time.monotonic() - self._began
        rate = self._done / max(seconds, 1e-6)
        left = (self._total - self._done) / rate
        refused = sum(self.reasons.values())
        return StageProgressed(
            "mix", self._done, self._total, refused, 0, Spent(), 0.0, seconds, rate, left
        )
