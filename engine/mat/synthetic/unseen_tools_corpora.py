"""Questions for tools, read from dialogues and utterances of people.

Schema-Guided Dialogue (CC BY-SA 4.0; without the services of its test set), SNIPS (CC0), CLINC150
(CC BY 3.0), HWU64 (CC BY 4.0), PolyAI's Banking77 (CC BY 4.0) and CrossWOZ (Apache-2.0).
"""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.mat.synthetic.chat import CLINC_KINDS, CLINC_LIBRARY, HWU_KINDS, HWU_LIBRARY
from engine.mat.synthetic.unseen_tools_forms import (
    CANNOT,
    SEARCH,
    AskedTool,
    ToolArgument,
    ToolForm,
    in_snake_case,
)
from engine.mat.synthetic.unseen_tools_intents import (
    BANKING_SUBJECTS,
    CLINC_TOOLS,
    CROSSWOZ_ARGUMENTS,
    CROSSWOZ_TOOLS,
    HWU_TOOLS,
    SNIPS_TOOLS,
)
from engine.mat.synthetic.unseen_tools_sgd import schema_guided_questions

# Utterances of Banking77 that are used of each of its 77 intents.
_MOST_BANKING = 90


def people_asked(data: Path) -> Iterator[AskedTool]:
    """All questions of people, with the arguments that they say."""
    agents = data / "agents"
    yield from schema_guided_questions(agents / "sgd.tar.xz")
    yield from _snips(agents / "snips.tar.xz")
    yield from _clinc(agents / "clinc150.tar.xz")
    yield from _hwu(agents / "hwu64.tar.xz")
    yield from _banking(agents / "polyai.tar.xz")
    yield from _crosswoz(agents / "crosswoz.tar.xz")


def members(archive: Path, pattern: str) -> Iterator[tuple[str, bytes]]:
    """The names and contents of an archive's files whose name is like `pattern`."""
    with tarfile.open(archive) as tar:
        for member in tar:
            stream = tar.extractfile(member) if re.search(pattern, member.name) else None
            if stream is not None:
                yield member.name, stream.read()


def _snips(archive: Path) -> Iterator[AskedTool]:
    for name, content in members(archive, r"/train_\w+_full\.json$"):
        intent = name.rpartition("/train_")[2].removesuffix("_full.json")
        described = SNIPS_TOOLS.get(intent)
        if described is None:
            continue
        examples = json.loads(content.decode("utf-8", errors="replace"))[intent]
        slots = sorted({p["entity"] for e in examples for p in e["data"] if "entity" in p})
        form = ToolForm(
            "SNIPS",
            intent,
            (in_snake_case(intent),),
            described,
            tuple(ToolArgument(slot) for slot in slots),
            SEARCH
            if intent == "SearchCreativeWork"
            else CANNOT
            if intent != "GetWeather"
            else None,
        )
        for example in examples:
            text = " ".join("".join(part["text"] for part in example["data"]).split())
            args = {
                p["entity"]: " ".join(p["text"].split()) for p in example["data"] if "entity" in p
            }
            yield AskedTool(text, form, args)


def _clinc(archive: Path) -> Iterator[AskedTool]:
    ((_, content),) = members(archive, r"data/data_full\.json$")
    rows = json.loads(content)
    forms: dict[str, ToolForm] = {}
    for intent, described in CLINC_TOOLS.items():
        kind = CLINC_KINDS.get(intent)
        without = CANNOT if kind == "cannot" else SEARCH if intent in CLINC_LIBRARY else None
        forms[intent] = ToolForm("CLINC150", intent, _names(intent), described, (), without)
    for text, intent in rows["train"] + rows["val"]:
        if intent in forms:
            yield AskedTool(text, forms[intent])


def _hwu(archive: Path) -> Iterator[AskedTool]:
    ((_, content),) = members(archive, r"KFold_1/merged/.*\.json$")
    examples = json.loads(content)["rasa_nlu_data"]["common_examples"]
    slots: dict[str, set[str]] = {}
    for example in examples:
        found = slots.setdefault(example["intent"], set())
        found.update(entity["entity"] for entity in example["entities"])
    forms: dict[str, ToolForm] = {}
    for intent, described in HWU_TOOLS.items():
        kind = HWU_KINDS.get(intent)
        without = CANNOT if kind == "cannot" else SEARCH if intent in HWU_LIBRARY else None
        arguments = tuple(ToolArgument(slot) for slot in sorted(slots.get(intent, ())))
        forms[intent] = ToolForm("HWU64", intent, _names(intent), described, arguments, without)
    for example in examples:
        if example["intent"] in forms:
            text = example["text"]
            args = {e["entity"]: text[e["start"] : e["end"]] for e in example["entities"]}
            yield AskedTool(text, forms[example["intent"]], args)


def _names(intent: str) -> tuple[str, ...]:
    """Names for an intent that is a thing, or a thing and an action: calendar_set, set_calendar."""
    name = in_snake_case(intent)
    head, _, last = name.rpartition("_")
    if last in ("set", "remove", "query", "update", "change", "list") and head:
        verb = {"query": "get", "update": "update"}.get(last, last)
        return (name, f"{verb}_{head}")
    return (name, f"get_{name}") if name in CLINC_LIBRARY else (name,)


def _banking(archive: Path) -> Iterator[AskedTool]:
    ((_, content),) = members(archive, r"banking_data/train\.csv$")
    forms: dict[str, ToolForm] = {}
    counts: dict[str, int] = {}
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"))):
        intent = row["category"]
        if intent not in forms:
            forms[intent] = ToolForm(
                "Banking77", intent, (in_snake_case(intent),), _banking_described(intent)
            )
        counts[intent] = counts.get(intent, 0) + 1
        if counts[intent] <= _MOST_BANKING:
            yield AskedTool(" ".join(row["text"].split()), forms[intent])


def _banking_described(intent: str) -> tuple[str, ...]:
    words = in_snake_case(intent).replace("_", " ")
    subject = BANKING_SUBJECTS.get(in_snake_case(intent), words)
    return (
        f"Help with {subject}",
        f"Answers bank customers' questions about {subject}",
        f"Support for {subject}",
        f"{subject[:1].upper()}{subject[1:]}: what to do",
    )


def _crosswoz(archive: Path) -> Iterator[AskedTool]:
    ((_, packed),) = members(archive, r"crosswoz/val\.json\.zip$")
    with zipfile.ZipFile(io.BytesIO(packed)) as archived:
        dialogues = json.loads(archived.read("val.json"))
    forms = {
        domain: ToolForm(
            "CrossWOZ",
            domain,
            names,
            described,
            tuple(ToolArgument(english) for english in CROSSWOZ_ARGUMENTS[domain].values()),
        )
        for domain, (names, described) in CROSSWOZ_TOOLS.items()
    }
    for dialogue in dialogues.values():
        for message in dialogue["messages"]:
            if message["role"] == "usr":
                yield from _crosswoz_turn(message["content"], message["dialog_act"], forms)


def _crosswoz_turn(
    text: str, acts: Sequence[Sequence[str]], forms: dict[str, ToolForm]
) -> Iterator[AskedTool]:
    """A turn that is about one domain and says at least one thing to look for."""
    domains = {act[1] for act in acts if act[0] in ("Inform", "Request")}
    told = [act for act in acts if act[0] == "Inform"]
    domain = next(iter(domains), "")
    if len(domains) != 1 or domain not in forms or not told:
        return
    english: dict[str, str] = CROSSWOZ_ARGUMENTS[domain]
    args: dict[str, Any] = {english[a[2]]: a[3] for a in told if a[2] in english}
    yield AskedTool(" ".join(text.split()), forms[domain], args, "zh")
