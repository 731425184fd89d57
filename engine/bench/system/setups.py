"""Which parts of the program a run leaves out (paper section 4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from models.language.base import PromptStyle

Part = Literal["memory", "hybrid", "quotes"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
LAYOUTS: Final[tuple[PromptStyle, ...]] = get_args(PromptStyle)


@dataclass(frozen=True, slots=True)
class Setup:
    """The whole program but for some parts; `layout` is None for the one of the model.

    memory: nothing is looked for. Of the earlier turns and tasks of the session the newest, and of
        the library the beginning, are put before the model as far as they fit (engine.bench.system.
        truncation).
    hybrid: of the tools for the web there are only `web_search` and `browse_website`.
    quotes: the model writes its answers in its own words, which nothing holds to the sources.
    """

    without: tuple[Part, ...] = ()
    layout: PromptStyle | None = None

    @property
    def label(self) -> str:
        """In a few words, "" for the whole program."""
        parts = [f"without {part}" for part in PARTS if part in self.without]
        if self.layout is not None:
            parts.append(f"layout {self.layout}")
        return ", ".join(parts)

    def style(self, own: PromptStyle) -> PromptStyle:
        """The layout of the prompts for a model whose own layout is `own`."""
        return own if self.layout is None else self.layout


WHOLE: Final = Setup()


def chosen_setups(
    without: Iterable[Part], layouts: Iterable[PromptStyle], *, ablations: bool
) -> list[Setup]:
    """The runs that were asked for, none of them twice.

    Without anything the whole program is run; with parts or layouts one run for each layout leaves
    out all the parts. With `ablations` there are the whole program and each part left out alone.
    """
    left_out = tuple(part for part in PARTS if part in set(without))
    wanted: list[Setup] = []
    if ablations:
        wanted += [WHOLE, *(Setup((part,)) for part in PARTS)]
        wanted += [Setup(layout=layout) for layout in LAYOUTS]
    named = list(layouts)
    if named:
        wanted += [Setup(left_out, layout) for layout in named]
    elif left_out or not ablations:
        wanted.append(Setup(left_out))
    return list(dict.fromkeys(wanted))


def of_model(setups: Iterable[Setup], own: PromptStyle) -> list[Setup]:
    """Those of the runs that differ for a model of that layout, the first of equal ones."""
    seen: set[tuple[tuple[Part, ...], PromptStyle]] = set()
    kept = []
    for setup in setups:
        same = (setup.without, setup.style(own))
        if same not in seen:
            seen.add(same)
            kept.append(setup)
    return kept
