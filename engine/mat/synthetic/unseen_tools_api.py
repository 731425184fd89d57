"""Made-up interfaces of every field with questions for them: what is told, done or worked out.

They are drawn anew each time from fields, things, facets, actions and arguments, so that hardly any
tool comes twice, and a small model has to read what they say.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.mat.synthetic.questions import expand
from engine.mat.synthetic.unseen_tools_api_values import (
    API_ARGUMENTS,
    UNSAID,
    ApiArgument,
    Values,
    in_words,
)
from engine.mat.synthetic.unseen_tools_api_wording import (
    ASKED_FACET,
    ASKED_FIGURE,
    CONTEXTS,
    DESCRIBED_ACTION_TAILS,
    DESCRIBED_FACET,
    DESCRIBED_FIGURE,
    NAMED_FACET,
    NAMED_FIGURE,
    OPENINGS,
    SAID_FIGURE,
    filled,
    listed,
    plural,
    with_article,
)
from engine.mat.synthetic.unseen_tools_api_words import (
    ACTIONS,
    ANY_FACETS,
    FIELDS,
    FIGURES,
    SYNONYMS,
)
from engine.mat.synthetic.unseen_tools_forms import (
    AskedTool,
    ToolArgument,
    ToolForm,
    in_snake_case,
    usable,
)

_GET = ("get", "get", "retrieve", "fetch", "find", "lookup", "search", "check", "show", "query")
# Actions that may be meant by the same words.
_LIKE_ACTIONS = (
    ("create", "generate", "design", "import", "submit", "start", "translate"),
    ("analyze", "inspect", "verify", "diagnose", "review", "classify", "detect", "summarize"),
    ("search", "list", "recommend", "compare"),
    ("estimate", "simulate"),
    ("track", "notify"),
    ("book", "order", "schedule", "hire"),
    ("cancel", "delete"),
    ("update", "optimize", "repair"),
    ("share", "submit", "export", "sell"),
    ("join", "start", "donate", "create"),
    ("approve", "verify"),
)
_SOURCE = "api"
# What is no order, though it may end without a question mark.
_ORDER = re.compile(
    r"(?!(?:I|I'd|I'm|the|my|something|somebody|nobody|there|for|in|on|at) )\w+ ", re.I
)


@dataclass(frozen=True, slots=True)
class _Idea:
    """What a tool is for: a facet of a thing, an action on it, or a figure."""

    kind: str
    field: str
    thing: str
    told: str

    def words(self) -> frozenset[str]:
        """The words that it shares with no tool that stands beside it as a wholly other one."""
        return frozenset(f"{self.thing} {self.told}".lower().split())


@dataclass(frozen=True, slots=True)
class ApiQuestion:
    """A question, and tools that are not for it: `alike` its own, and `far` from it."""

    asked: AskedTool
    others: tuple[ToolForm, ...]


class ApiTools:
    """Draws questions with their tools."""

    def __init__(self, phrases: Sequence[str], rng: random.Random) -> None:
        self._rng = rng
        self._phrases = phrases
        self._values = Values(phrases, rng)
        self._fields = {
            head.strip(): tuple([p.strip() for p in part.split(",")] for part in rest.split("|"))
            for head, _, rest in (line.partition(":") for line in FIELDS.strip().splitlines())
        }
        self._actions = {
            line.partition(",")[0]: line.split(" | ") for line in ACTIONS.strip().splitlines()
        }
        self._figures: dict[str, list[tuple[str, str]]] = {}
        for line in FIGURES.strip().splitlines():
            field, _, rest = line.partition(": ")
            figure, _, parts = rest.partition(" | ")
            self._figures.setdefault(field, []).append((figure, parts))
        pairs = (part.partition(": ") for part in SYNONYMS.replace("\n", " ").split("; "))
        self._synonyms = {
            word.strip(): [other.strip() for other in others.split(", ")]
            for word, _, others in pairs
        }

    def questions(self) -> Iterator[ApiQuestion]:
        """Questions without end."""
        while True:
            idea = self._idea()
            drawn = self._asked(idea)
            if drawn is not None:
                yield ApiQuestion(drawn, tuple(self._others(idea)))

    def _idea(self) -> _Idea:
        rng = self._rng
        kind = rng.choices(("facet", "action", "figure"), (45, 33, 22))[0]
        if kind == "figure":
            field = rng.choice(list(self._figures))
            return _Idea(kind, field, *rng.choice(self._figures[field]))
        field = rng.choice(list(self._fields))
        things, facets = self._fields[field]
        thing = rng.choice(self._phrases) if rng.random() < 0.35 else rng.choice(things)
        if kind == "action":
            return _Idea(kind, field, thing, rng.choice(list(self._actions)))
        return _Idea(kind, field, thing, self._facet(facets))

    def _facet(self, facets: Sequence[str]) -> str:
        chance = self._rng.random()
        if chance < 0.1:
            return self._rng.choice(self._phrases)
        if chance < 0.3:
            return self._rng.choice(ANY_FACETS.split(", "))
        if chance < 0.4:
            facets = self._rng.choice(list(self._fields.values()))[1]
        return self._rng.choice(facets)

    def _others(self, idea: _Idea) -> list[ToolForm]:
        """Five other tools; easy ones do something else altogether."""
        rng = self._rng
        alike = rng.choices((0, 1, 2, 3, 5), (35, 15, 15, 15, 20))[0]
        ideas: list[_Idea] = []
        tries = 0
        while len(ideas) < 5 and tries < 90:
            tries += 1
            # Some fields have few figures: after a while any other tool does.
            near = len(ideas) < alike and tries < 30
            other = self._near(idea) if near else self._idea()
            is_other = near or not other.words() & idea.words()
            if other != idea and is_other and other not in ideas:
                ideas.append(other)
        return [self._form(one)[0] for one in ideas]

    def _near(self, idea: _Idea) -> _Idea:
        rng = self._rng
        if idea.kind == "figure":
            figure, parts = rng.choice(self._figures[idea.field])
            return _Idea("figure", idea.field, figure, parts)
        things, facets = self._fields[idea.field]
        if rng.random() < 0.35:
            thing = rng.choice([t for t in things if not set(t.split()) & set(idea.thing.split())])
            return _Idea(idea.kind, idea.field, thing, idea.told)
        if idea.kind == "facet":
            told = rng.choice(facets)
            return _Idea("facet", idea.field, idea.thing, told)
        like = {a for group in _LIKE_ACTIONS if idea.told in group for a in group}
        told = rng.choice([action for action in self._actions if action not in like])
        return _Idea("action", idea.field, idea.thing, told)

    def _asked(self, idea: _Idea) -> AskedTool | None:
        form, said = self._form(idea)
        if idea.kind == "figure":
            text, args = self._figure_asked(idea, form)
        else:
            core = self._core(idea)
            text, args = self._with_values(core, said)
        return usable(AskedTool(text, form, args))

    def _form(self, idea: _Idea) -> tuple[ToolForm, list[tuple[ApiArgument, list[str]]]]:
        rng = self._rng
        if idea.kind == "figure":
            return self._figure_form(idea), []
        drawn = rng.sample(API_ARGUMENTS, rng.choices((0, 1, 2, 3, 4), (8, 38, 28, 16, 10))[0])
        noun = in_snake_case(idea.thing)
        said = [
            (one, [rng.choice(names).replace("{o}", noun) for names in one.names]) for one in drawn
        ]
        arguments = self._arguments(said)
        words = " and ".join(in_words(a.name) for a in arguments[:3]) or "the request"
        if idea.kind == "facet":
            name, told = self._facet_told(idea, words)
        else:
            name, told = self._action_told(idea, words)
        return self._finished(idea, name, told, arguments), said

    def _arguments(self, said: Sequence[tuple[ApiArgument, list[str]]]) -> list[ToolArgument]:
        rng = self._rng
        always = rng.random() < 0.5
        found: dict[str, ToolArgument] = {}
        for one, names in said:
            choices = tuple(one.pool.split("/")) if one.kind == "choice" else ()
            for name in names:
                required = always or rng.random() < 0.5
                found.setdefault(name, ToolArgument(name, one.kind, required, choices))
        if rng.random() < 0.25:
            items = list(found.values())
            rng.shuffle(items)
            found = {item.name: item for item in items}
        for _ in range(rng.choices((0, 1, 2, 3), (45, 30, 15, 10))[0]):
            name, _, kind = rng.choice(UNSAID).partition(":")
            if not any(in_words(name) == in_words(other) for other in found):
                found[name] = ToolArgument(name, kind)
        return list(found.values())

    def _finished(
        self, idea: _Idea, name: str, told: str, arguments: Sequence[ToolArgument]
    ) -> ToolForm:
        rng = self._rng
        chance = rng.random()
        if chance < 0.08:
            name = f"{in_snake_case(idea.field).partition('_')[0]}_{name}"
        elif chance < 0.16 and idea.kind != "figure":
            ending = rng.choice(("service", "manager", "tracker", "api", "hub", "guide", "planner"))
            name = f"{in_snake_case(idea.thing)}_{ending}_{name}"
        told = with_article(told[:1].upper() + told[1:])
        return ToolForm(_SOURCE, idea.thing, (in_snake_case(name),), (told,), tuple(arguments))

    def _facet_told(self, idea: _Idea, words: str) -> tuple[str, str]:
        rng = self._rng
        named, described = rng.choice(NAMED_FACET), rng.choice(DESCRIBED_FACET)
        made = {
            "{verb}": rng.choice(_GET),
            "{o}": idea.thing,
            "{os}": plural(idea.thing),
            "{f}": idea.told,
            "{other}": rng.choice(self._fields[idea.field][1]),
            "{field}": idea.field,
            "{args}": words,
        }
        return filled(named, made), filled(expand(described, rng), made)

    def _action_told(self, idea: _Idea, words: str) -> tuple[str, str]:
        rng = self._rng
        names, told, _ = self._actions[idea.told]
        noun = plural(idea.thing) if idea.told in ("list", "compare", "search") else idea.thing
        name = f"{rng.choice(names.split(', '))} {noun}"
        if rng.random() < 0.12:
            name = f"{noun} {idea.told}"
        text = rng.choice(told.split("; ")).replace("{o}s", plural(idea.thing))
        tail = rng.choice(DESCRIBED_ACTION_TAILS)
        made = {"{o}": idea.thing, "{args}": words, "{field}": idea.field}
        joint = "" if not tail or tail.startswith(",") else " "
        return name, filled(text + joint + expand(tail, rng), made)

    def _core(self, idea: _Idea) -> str:
        """What is asked for, in other words than the description's as often as not."""
        rng = self._rng
        thing, told = idea.thing, idea.told
        if rng.random() < 0.45:
            thing = self._otherwise(thing)
        if idea.kind == "action":
            patterns = self._actions[told][2].split("; ")
            text = expand(rng.choice(patterns), rng)
            return with_article(text.replace("{o}s", plural(thing)).replace("{o}", thing))
        if rng.random() < 0.45:
            told = self._otherwise(told)
        made = {"{o}": thing, "{os}": plural(thing), "{f}": told}
        return with_article(filled(expand(rng.choice(ASKED_FACET), rng), made))

    def _otherwise(self, words: str) -> str:
        """The same in other words, where there are some."""
        for word, others in self._synonyms.items():
            if re.search(rf"\b{word}\b", words):
                return re.sub(rf"\b{word}\b", self._rng.choice(others), words)
        return words

    def _with_values(
        self, core: str, said: Sequence[tuple[ApiArgument, list[str]]]
    ) -> tuple[str, dict[str, str]]:
        """The question with all values, in some order, in a sentence or in several."""
        rng = self._rng
        pieces: list[str] = []
        args: dict[str, str] = {}
        for one, names in rng.sample(said, len(said)):
            if any(name in args for name in names):
                continue
            piece, values = self._values.said(one, names)
            args.update(zip(names, values, strict=True))
            pieces.append(piece)
        return self._sentences(core, pieces), args

    def _sentences(self, core: str, pieces: list[str]) -> str:
        rng = self._rng
        asks = core.endswith("?") or re.match(r"(what|which|how|is|are|who|where|why) ", core)
        core = core.rstrip("?")
        if rng.random() < 0.12 and pieces:
            first = pieces.pop()
            core = f"{first}, {core}"
        cut = len(pieces) if rng.random() < 0.65 else rng.randint(0, len(pieces))
        joint = rng.choice((" ", " ", ", ", " and "))
        text = joint.join([core, *pieces[:cut]]) if joint != " and " else " ".join([core, *pieces])
        if joint == " and ":
            cut = len(pieces)
        opening = "" if asks or not _ORDER.match(core) else rng.choice(OPENINGS)
        text = opening + text
        text = text[:1].upper() + text[1:] + ("?" if asks or opening.startswith("C") else ".")
        for piece in pieces[cut:]:
            text += f" {piece[:1].upper()}{piece[1:]}."
        chance = rng.random()
        if chance < 0.12:
            text = f"{rng.choice(CONTEXTS)} {text}"
        elif chance < 0.2:
            text = f"{text} {rng.choice(CONTEXTS)}"
        return text

    def _figure_form(self, idea: _Idea) -> ToolForm:
        rng = self._rng
        parts = [part.partition(" (") for part in idea.told.split(", ")]
        short = rng.random() < 0.3
        arguments: list[ToolArgument] = []
        for number, (name, _, unit) in enumerate(parts):
            written = in_snake_case(name)
            if short and len(written) > 14:
                written = written.rpartition("_")[2]
            kind = "number" if unit or rng.random() < 0.5 else "integer"
            if unit and rng.random() < 0.15:
                kind = "integer"
            if any(written == one.name for one in arguments):
                written += str(number)
            arguments.append(ToolArgument(written, kind, rng.random() < 0.85))
        if rng.random() < 0.3:
            name, _, kind = rng.choice(
                ("precision:integer", "unit:string", "round:boolean")
            ).partition(":")
            arguments.append(ToolArgument(name, kind))
        made = {
            "{f}": idea.thing,
            "{field}": idea.field,
            "{args}": listed([name for name, _, _ in parts]),
        }
        name = filled(rng.choice(NAMED_FIGURE), made)
        told = filled(rng.choice(DESCRIBED_FIGURE), made)
        return self._finished(idea, name, told, arguments)

    def _figure_asked(self, idea: _Idea, form: ToolForm) -> tuple[str, dict[str, str]]:
        rng = self._rng
        parts = [part.rstrip(")").partition(" (") for part in idea.told.split(", ")]
        way = rng.choice(SAID_FIGURE)
        said, args = [], {}
        for (name, _, unit), argument in zip(parts, form.arguments, strict=False):
            value = self._values.figure()
            if argument.kind == "integer":
                value = value.partition(".")[0]
            if unit and rng.random() < 0.8:
                shown = (
                    f"{value}%" if unit == "percent" and rng.random() < 0.5 else f"{value} {unit}"
                )
            else:
                shown = value
            piece = rng.choice(SAID_FIGURE) if rng.random() < 0.25 else way
            said.append(piece.replace("{n}", name).replace("{v}", shown))
            args[argument.name] = value
        if rng.random() < 0.3:
            order = rng.sample(range(len(said)), len(said))
            said = [said[number] for number in order]
        made = {"{f}": idea.thing, "{args}": listed(said)}
        text = filled(expand(rng.choice(ASKED_FIGURE), rng), made)
        text = with_article(text[:1].upper() + text[1:])
        return (f"{rng.choice(CONTEXTS)} {text}" if rng.random() < 0.12 else text), args
