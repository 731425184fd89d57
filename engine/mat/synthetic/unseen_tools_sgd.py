"""The Schema-Guided Dialogue data set: intents as tools, what users say as questions for them.

Rastogi et al. 2020, CC BY-SA 4.0. The services of its test set measure and are left out wholly.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.mat.synthetic.unseen_tools_forms import (
    AskedTool,
    ToolArgument,
    ToolForm,
    in_snake_case,
)

# Fewer words, without anything to look for, only go on from what was said before.
_LEAST_WORDS = 7
_BOOLEANS = {"True", "False"}

Forms = dict[tuple[str, str], ToolForm]


def schema_guided_questions(archive: Path, *, test: bool = False) -> Iterator[AskedTool]:
    """What users say when they first want something of a service.

    Of the services that only the test set has, with `test`, or of the others.
    """
    schemas = dict(_files(archive, "schema"))
    measured = {service["service_name"] for service in schemas["test"]}
    seen = [service for part in ("train", "dev") for service in schemas[part]]
    if test:
        known = {service["service_name"] for service in seen}
        used = [s for s in schemas["test"] if s["service_name"] not in known]
    else:
        used = [s for s in seen if s["service_name"] not in measured]
    forms = {key: form for service in used for key, form in _forms(service).items()}
    for part, dialogues in _files(archive, r"dialogues_\d+"):
        if (part == "test") == test:
            for dialogue in dialogues:
                yield from _asked(dialogue["turns"], forms)


def _files(archive: Path, kind: str) -> Iterator[tuple[str, Any]]:
    """The part of the data and the content of each file of a kind."""
    pattern = re.compile(rf"sgd/(train|dev|test)/{kind}\.json$")
    with tarfile.open(archive) as tar:
        for member in tar:
            found = pattern.search(member.name)
            stream = tar.extractfile(member) if found else None
            if found is not None and stream is not None:
                yield found[1], json.load(stream)


def _forms(service: Mapping[str, Any]) -> Forms:
    slots = {slot["name"]: slot for slot in service["slots"]}
    name = service["service_name"]
    found = {}
    for intent in service["intents"]:
        taken = [*intent["required_slots"], *intent["optional_slots"]]
        arguments = [_argument(slots[slot]) for slot in taken]
        words = in_snake_case(intent["name"])
        found[name, intent["name"]] = ToolForm(
            "SGD",
            name.rpartition("_")[0],
            (words, words, f"{in_snake_case(name.rpartition('_')[0])}_{words}"),
            (intent["description"], intent["description"], _longer(service, intent)),
            tuple(argument for argument in arguments if argument is not None),
        )
    return found


def _longer(service: Mapping[str, Any], intent: Mapping[str, Any]) -> str:
    return f"{intent['description']} ({service['description']})"


def _argument(slot: Mapping[str, Any]) -> ToolArgument | None:
    """The argument of a slot; none for yes or no, which users hardly ever say in so many words."""
    values = tuple(slot["possible_values"])
    if not slot["is_categorical"]:
        return ToolArgument(slot["name"])
    if set(values) <= _BOOLEANS:
        return None
    if all(value.isdigit() for value in values):
        return ToolArgument(slot["name"], "integer")
    return ToolArgument(slot["name"], "choice", choices=values)


def _asked(turns: list[Any], forms: Forms) -> Iterator[AskedTool]:
    for index, turn in enumerate(turns):
        if turn["speaker"] != "USER" or len(turn["frames"]) != 1:
            continue
        frame = turn["frames"][0]
        intent = frame["state"]["active_intent"]
        form = forms.get((frame["service"], intent))
        acts = {action["act"] for action in frame["actions"]}
        if form is None or "INFORM_INTENT" not in acts:
            continue
        text, args = turn["utterance"], _said(turn)
        if args or len(text.split()) >= _LEAST_WORDS:
            yield AskedTool(" ".join(text.split()), form, args)
        more = turns[index + 2] if index + 2 < len(turns) else None
        if more is not None and _only_informs(more, frame["service"], intent):
            joined = f"{text} {more['utterance']}"
            yield AskedTool(" ".join(joined.split()), form, {**args, **_said(more)})


def _only_informs(turn: Mapping[str, Any], service: str, intent: str) -> bool:
    """Whether a user's next turn says no more than what the service asked for."""
    if len(turn["frames"]) != 1 or turn["frames"][0]["service"] != service:
        return False
    frame = turn["frames"][0]
    acts = {action["act"] for action in frame["actions"]}
    return frame["state"]["active_intent"] == intent and acts == {"INFORM"}


def _said(turn: Mapping[str, Any]) -> dict[str, str]:
    """The slots that a turn says: spans of it, and values of those that have a few."""
    frame = turn["frames"][0]
    said = {
        action["slot"]: action["canonical_values"][0]
        for action in frame["actions"]
        if action["act"] == "INFORM" and action["canonical_values"]
    }
    for span in frame["slots"]:
        words = turn["utterance"][span["start"] : span["exclusive_end"]]
        said[span["slot"]] = " ".join(words.split())
    return {slot: value for slot, value in said.items() if value != "dontcare"}
