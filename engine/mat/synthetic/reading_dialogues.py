"""What people asked in dialogues about places and films, with the records that answer it.

From CrossWOZ (https://github.com/thu-coai/CrossWOZ) and KdConv (https://github.com/thu-coai/KdConv),
both Apache-2.0, in Chinese. A record becomes a document of short sentences.
"""

from __future__ import annotations

import json
import random
import re
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine.mat.synthetic.reading_library import FoundPassage, Searched
from engine.mat.synthetic.sources import PassageQuestion

_MORE_PASSAGES = (1, 2, 3, 4, 4)
_LONGEST_LIST = 8
_THIS = re.compile(
    r"(?:那|请问|嗯，|好的，|好的。)*(?:这家|那家|这个|该|它家|他家|她家|你们家)(?:的)?"
    r"(?:餐馆|饭店|餐厅|酒店|宾馆|景点|景区|地方)?|^(?:餐馆|酒店|景点)(?=的|电话|地址|评分)"
)
_PRONOUN = re.compile(r"它|他|她|这部电影|该片|这部片子|这首歌|这张专辑|这个景点|这里|那里|那儿")
_ASKS = re.compile(r"谁|什么|啥|哪|多少|几[年月号个岁点]|多久|多长|多大|多高|何时|地址|电话")
_LINES = (
    "{name}的{key}是{value}。", "{name}的{key}：{value}。", "{key}：{value}。", "{key}为{value}。"
)  # fmt: skip


def dialogue_searches(data: Path, rng: random.Random) -> Iterator[Searched]:
    """Every question of the dialogues whose record is known, with records like it around."""
    yield from _crosswoz(data / "agents/crosswoz.tar.xz", rng)
    yield from _kdconv(data / "agents/kdconv.tar.xz", rng)


def _files(archive: Path) -> dict[str, bytes]:
    """The archive's JSON files; the last parts of their names are distinct enough."""
    found: dict[str, bytes] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isfile() else None
            if stream is not None and member.name.endswith((".json", ".json.zip")):
                data = stream.read()
                if member.name.endswith(".zip"):
                    with zipfile.ZipFile(BytesIO(data)) as packed:
                        data = packed.read(packed.namelist()[0])
                found["/".join(member.name.split("/")[-2:])] = data
    return found


def _crosswoz(archive: Path, rng: random.Random) -> Iterator[Searched]:
    files = _files(archive)
    records: dict[str, dict[str, dict[str, str]]] = {}
    for kind, name in (("景点", "attraction"), ("酒店", "hotel"), ("餐馆", "restaurant")):
        entries = json.loads(files[f"database/{name}_db.json"])
        records[kind] = {title: _facts(record) for title, record in entries}
    dialogues: list[Mapping[str, Any]] = []
    for name in ("test", "val"):
        dialogues += json.loads(files[f"crosswoz/{name}.json.zip"]).values()
    rng.shuffle(dialogues)
    for dialogue in dialogues:
        spoken: dict[str, str] = {}
        for message in dialogue["messages"]:
            asked = [act for act in message["dialog_act"] if act[0] == "Request"]
            if message["role"] == "usr" and len(asked) == 1:
                _, kind, key, _ = asked[0]
                title = spoken.get(kind)
                if title in records.get(kind, {}):
                    question = _THIS.sub(title, message["content"], count=1)
                    if title in question:
                        yield _searched(question, title, key, records[kind], rng)
            spoken.update(
                (kind, value)
                for act, kind, key, value in message["dialog_act"]
                if act in ("Inform", "Recommend") and key == "名称"
            )


def _facts(record: Mapping[str, Any]) -> dict[str, str]:
    return {
        key: _told(key, value)
        for key, value in record.items()
        if key not in ("领域", "名称") and value not in (None, [], "")
    }


def _told(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value[:_LONGEST_LIST])
    unit = "元" if key in ("门票", "价格", "人均消费") else "分" if key == "评分" else ""
    return f"{value}{unit}"


def _kdconv(archive: Path, rng: random.Random) -> Iterator[Searched]:
    files = _files(archive)
    triples: dict[str, dict[str, str]] = {}
    dialogues: list[Mapping[str, Any]] = []
    for name, data in files.items():
        if name.startswith("travel/kb"):
            for title, entries in json.loads(data).items():
                triples.setdefault(title, {}).update({key: value for _, key, value in entries})
        else:
            dialogues += json.loads(data)
    for dialogue in dialogues:
        for message in dialogue["messages"]:
            for attribute in message.get("attrs", ()):
                facts = triples.setdefault(attribute["name"], {})
                facts.setdefault(attribute["attrname"], attribute["attrvalue"])
    records = {title: facts for title, facts in triples.items() if len(facts) > 1}
    rng.shuffle(dialogues)
    for dialogue in dialogues:
        yield from _kdconv_dialogue(dialogue["messages"], records, rng)


def _kdconv_dialogue(
    messages: Sequence[Mapping[str, Any]], records: dict[str, dict[str, str]], rng: random.Random
) -> Iterator[Searched]:
    for message, reply in pairwise(messages):
        attributes = reply.get("attrs", ())
        question = message["message"]
        if len(attributes) != 1 or not _ASKS.search(question) or len(question) > 60:
            continue
        title, key = attributes[0]["name"], attributes[0]["attrname"]
        if title not in records or key == "Information":
            continue
        called = re.split(r"[（(]", title)[0]
        if called not in question:
            question = _PRONOUN.sub(called, question, count=1)
        if called not in question:
            question = f"{called}{question}" if len(question) < 20 else question
        if called in question:
            yield _searched(question, title, key, records, rng)


def _searched(
    question: str,
    title: str,
    key: str,
    records: Mapping[str, Mapping[str, str]],
    rng: random.Random,
) -> Searched:
    """A question about one fact, with its document and documents of others like it.

    Where the record lacks the fact, nothing answers.
    """
    line = rng.choice(_LINES)
    value = records[title].get(key, "")
    document = _document(title, records[title], line, rng)
    answer = document.find(value) if value else -1
    item = PassageQuestion(
        question, document, title, answer if answer >= 0 else None, "zh", value if value else ""
    )
    names = rng.sample(list(records), min(len(records), 40))
    likest = sorted(names, key=lambda name: -len(set(name) & set(title)))
    others = [name for name in likest if name != title][: rng.choice(_MORE_PASSAGES)]
    found = [FoundPassage(title, 0, len(document), document, 6.0, 1.0)]
    for name in others:
        text = _document(name, records[name], line, rng)
        score = round(rng.uniform(0.0, 6.5), 2)
        found.append(FoundPassage(name, 0, len(text), text, score, 1.0))
    return Searched(item, tuple(sorted(found, key=lambda passage: -passage.score)))


def _document(title: str, facts: Mapping[str, str], line: str, rng: random.Random) -> str:
    keys = [key for key in facts if key != "Information"]
    rng.shuffle(keys)
    lines = [line.format(name=title, key=key, value=facts[key].rstrip("。")) for key in keys[:12]]
    told = facts.get("Information", "")[:300]
    return "\n".join([*lines, told] if told else lines)
