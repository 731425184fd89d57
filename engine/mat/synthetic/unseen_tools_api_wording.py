"""How made-up interfaces are named and described, and how people ask for what they do; our own.

{o} is a thing, {f} a facet or a figure, {args} what is given.
"""

# A pattern is data: it is not broken over lines.

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

NAMED_FACET = (
    "{verb} {o} {f}", "{verb} {o} {f}", "{verb} {o} {f}", "{o} {f}", "{o} {f} {verb}", "{o} {f} lookup",
    "{verb} {f}", "{verb} {f} of {o}", "{verb} {o} info", "{f} {o}", "list {o} {f}", "{verb} {f} by {o}",
)  # fmt: skip
DESCRIBED_FACET = (
    "(Retrieve|Get|Fetch|Obtain|Look up) the {f} of a {o}",
    "(Retrieve|Get|Fetch) information about {o} {f}",
    "(Retrieve|Get) information (about|on) the {f} of a (specific|given|certain|particular) {o}",
    "(Retrieve|Get|Obtain) {o} {f}",
    "Returns the {f} for (the given|a specified) {o}",
    "(Provides|Provide) {f} (data|details) for {os} based on {args}",
    "(Find|Search for) the {f} of {os} by {args}",
    "Fetches {f} data from the {field} database",
    "Obtain details on {os}, including {f} and {other}",
    "{o} {f} lookup",
    "(Find out|Check|Determine) the {f} of a {o}",
    "Access {f} information related to {os}",
    "{f} of a {o}",
    "Gives users access to the {f} of {os} for a given {args}",
    "Query the {field} service for {o} {f}, given {args}",
)
DESCRIBED_ACTION_TAILS = (
    "", "", "", "", " based on {args}", " using {args}", " for a given {args}", " with (optional |){args}",
    " to support {field} (tasks|projects|users)", " and return the result", " in the {field} system",
    " by (specifying|providing) {args}", ", considering {args}", " and (get|receive) a confirmation",
)  # fmt: skip
ASKED_FACET = (
    "what is the {f} of the {o}?", "what's the {f} of this {o}?", "what (is|are) the {o} {f}?",
    "(retrieve|get|find|provide|show me|give me|fetch) the {f} (of|for) the {o}",
    "(retrieve|get|provide|find|give me) information about the {f} of the {o}",
    "tell me the {f} of (the|a) {o}", "tell me about the {o}'s {f}", "I need the {f} of the {o}",
    "I (would like|want) to know the {f} of the {o}", "(check|look up|find out) the {o} {f}",
    "(provide|get|retrieve) {o} {f}", "I'm (looking for|interested in) {f} of {os}", "{o} {f}",
    "how about the {f} of the {o}?", "do you know the {f} of the {o}?", "show {f} for the {o}",
    "I have a {o} and need its {f}", "for a {o}, find the {f}", "help me find the {f} of a {o}",
)  # fmt: skip
OPENINGS = (
    "", "", "", "", "", "please ", "can you ", "could you please ", "can you help me? ", "hi, ",
    "hello! ", "I'd like you to do this: ", "now ", "okay, ", "could you ",
)  # fmt: skip
CONTEXTS = (
    "I'm writing a report.", "It's for my class.", "I have to present this tomorrow.",
    "I am planning a project with my team.", "My boss asked me about it.", "Thanks in advance!",
    "It's rather urgent.", "I hope you can help me with that.", "I'm doing some research.",
    "We had a talk about this yesterday.", "I'd like to be well prepared.", "Thank you.",
    "I've been thinking about it for a while.", "My family depends on it.", "It is our first time.",
    "That would be of great help to us.", "I read an article about it.", "We are a small company.",
)  # fmt: skip
NAMED_FIGURE = (
    "calculate {f}", "calculate {f}", "compute {f}", "{f}", "{f} calculator", "get {f}", "find {f}",
    "{field} {f}", "{field} calculate {f}", "calc {f}", "estimate {f}", "solve {f}",
)  # fmt: skip
DESCRIBED_FIGURE = (
    "Calculate the {f} given {args}", "Calculates the {f} from {args}", "Compute the {f}",
    "Calculate the {f} based on {args}", "Calculate the {f}", "Determine the {f} using {args}",
    "Find the {f} with the formula for {args}", "{f} calculator", "Estimate the {f} of a given {args}",
    "Solves for the {f}", "Returns the {f} when {args} are known", "Perform a {f} calculation in {field}",
)  # fmt: skip
ASKED_FIGURE = (
    "calculate the {f} (with|given|for|from|using) {args}.", "what is the {f} (with|for|given|if|when) {args}?",
    "(find|compute|determine|work out) the {f} (with|given|for) {args}.", "given {args}, what is the {f}?",
    "with {args}, (find|calculate) the {f}", "I need (to know |)the {f}: {args}", "{f} for {args}",
    "can you (calculate|find|tell me) the {f} (with|for|given) {args}?", "what would be the {f} if I have {args}?",
    "(help me|please) calculate the {f}. I have {args}.", "what will the {f} be with {args}?",
    "how (much|large|high) is the {f} (with|at|for) {args}?", "if there is {args}, calculate the {f}",
)  # fmt: skip
SAID_FIGURE = (
    "a {n} of {v}", "a {n} of {v}", "{n} {v}", "{n} of {v}", "{n} = {v}", "{n} is {v}", "{v} as the {n}",
    "the {n} {v}", "{v} {n}", "{n}: {v}", "the {n} being {v}", "an {n} of {v}",
)  # fmt: skip


def filled(text: str, made: Mapping[str, str]) -> str:
    """The text with words for its slots."""
    for slot, words in made.items():
        text = text.replace(slot, words)
    return text


def listed(words: Sequence[str]) -> str:
    """Words with commas between them and an "and" before the last."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def plural(noun: str) -> str:
    """Several of a thing, as far as rules tell."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun if noun.endswith("s") else f"{noun}es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def with_article(text: str) -> str:
    """The text with "an" before vowels."""
    return re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", text)
