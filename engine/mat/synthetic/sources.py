"""Real utterances and passages, read from the data sets named in the model card."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from engine.events import Language
from engine.mat.synthetic.chat import CLINC_KINDS, CLINC_LIBRARY, HWU_KINDS, HWU_LIBRARY

# One document in three, by its title, is kept from training, to measure on: so that an article has
# the same side in every set that it is in.
HELD_OUT_EVERY = 3


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something a person said and the kind of reply it needs; None asks the library."""

    text: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class PassageQuestion:
    """A question about a passage; `answer` is its answer's character offset, None if absent.

    `answer_text` are the words of the answer that stand there.
    """

    question: str
    passage: str
    title: str
    answer: int | None
    language: Language
    answer_text: str = ""


def utterances(data: Path) -> Iterator[Utterance]:
    """CLINC150, HWU64 and SNIPS utterances."""
    yield from _clinc(_member(data / "agents/clinc150.tar.xz", r"data/data_full\.json$"))
    yield from _hwu(_member(data / "agents/hwu64.tar.xz", r"KFold_1/merged/.*\.json$"))
    yield from _snips(data / "agents/snips.tar.xz")


def _member(archive: Path, pattern: str) -> Any:
    with tarfile.open(archive) as tar:
        for member in tar:
            if re.search(pattern, member.name):
                stream = tar.extractfile(member)
                if stream is not None:
                    return json.loads(stream.read().decode("utf-8", errors="replace"))
    raise ValueError(f"{archive} has no file like {pattern}")


def _clinc(content: dict[str, list[list[str]]]) -> Iterator[Utterance]:
    for text, intent in content["train"] + content["val"]:
        if intent in CLINC_KINDS:
            yield Utterance(text, CLINC_KINDS[intent])
        elif intent in CLINC_LIBRARY:
            yield Utterance(text, None)
    for text, _ in content["oos_train"] + content["oos_val"]:
        yield Utterance(text, None)


def _hwu(content: dict[str, Any]) -> Iterator[Utterance]:
    for example in content["rasa_nlu_data"]["common_examples"]:
        if example["intent"] in HWU_KINDS:
            yield Utterance(example["text"], HWU_KINDS[example["intent"]])
        elif example["intent"] in HWU_LIBRARY:
            yield Utterance(example["text"], None)


def _snips(archive: Path) -> Iterator[Utterance]:
    kinds = {
        "GetWeather": "weather",
        "PlayMusic": "cannot",
        "AddToPlaylist": "cannot",
        "BookRestaurant": "cannot",
    }
    with tarfile.open(archive) as tar:
        for member in tar:
            match = re.search(r"/train_(\w+?)\.json$", member.name)
            stream = tar.extractfile(member) if match and match.group(1) in kinds else None
            if match is None or stream is None:
                continue
            content = json.loads(stream.read().decode("utf-8", errors="replace"))
            for example in content[match.group(1)]:
                text = "".join(part["text"] for part in example["data"])
                yield Utterance(" ".join(text.split()), kinds[match.group(1)])


@dataclass(frozen=True, slots=True)
class WeatherUtterance:
    """A real question about the weather; `place` and `time` are spans of it, empty if not said."""

    text: str
    place: str
    time: str


_PLACE_PARTS = frozenset({"city", "state", "country", "geographic_poi"})


def weather_utterances(data: Path) -> Iterator[WeatherUtterance]:
    """SNIPS's questions for the weather of a named place."""
    content = _member(data / "agents/snips.tar.xz", r"/train_GetWeather_full\.json$")
    for example in content["GetWeather"]:
        places: list[tuple[int, int]] = []
        times: list[tuple[int, int]] = []
        position = 0
        for part in example["data"]:
            span = (position, position + len(part["text"]))
            position = span[1]
            if part.get("entity") in _PLACE_PARTS:
                places.append(span)
            elif part.get("entity") == "timeRange":
                times.append(span)
        text = "".join(part["text"] for part in example["data"])
        between = [text[a[1] : b[0]].strip(" ,") for a, b in pairwise(places)]
        if places and len(times) <= 1 and not any(between):
            place = text[places[0][0] : places[-1][1]]
            time = text[times[0][0] : times[0][1]] if times else ""
            yield WeatherUtterance(*(" ".join(one.split()) for one in (text, place, time)))


def is_held_out(title: str) -> bool:
    """Whether the document of that title is kept from training."""
    return crc32(title.replace("_", " ").encode("utf-8")) % HELD_OUT_EVERY == 0


def passage_questions(data: Path, *, held_out: bool = False) -> Iterator[PassageQuestion]:
    """SQuAD (32 and 24 articles), CMRC 2018, DRCD and QED questions with their passages.

    Those of documents that are kept from training, or all others; nothing is kept of QED but
    what shares its title with a document that is.
    """
    folder = data / "document-qa"
    sets: list[tuple[str, Language]] = [
        ("squad-v1.1-dev-32-articles.json", "en"),
        ("squad-v2.0-dev-32-articles.json", "en"),
        ("cmrc2018_dev.json", "zh"),
        ("DRCD_dev.json", "zh"),
    ]
    for name, language in sets:
        articles = json.loads((folder / name).read_text(encoding="utf-8"))["data"]
        for article in articles:
            if is_held_out(_title(article)) == held_out:
                yield from _squad_article(article, language, only_impossible="v2" in name)
    with (folder / "qed/qed-dev.jsonlines").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if not held_out and not is_held_out(record["title_text"]):
                yield from _qed(record)


def _title(article: dict[str, Any]) -> str:
    """CMRC has the title a level further down."""
    title = article.get("title") or article["paragraphs"][0].get("title") or ""
    return str(title).replace("_", " ")


def _squad_article(
    article: dict[str, Any], language: Language, *, only_impossible: bool
) -> Iterator[PassageQuestion]:
    title = _title(article)
    for paragraph in article["paragraphs"]:
        for question in paragraph["qas"]:
            impossible = bool(question.get("is_impossible", False))
            if only_impossible and not impossible:
                continue
            start, text = None, ""
            if not impossible:
                answer = question["answers"][0]
                start, text = int(answer["answer_start"]), answer["text"]
                if not paragraph["context"].startswith(text, start):
                    start = paragraph["context"].find(text)
                if start < 0:
                    continue
            asked = question["question"].strip()
            yield PassageQuestion(asked, paragraph["context"], title, start, language, text)


def _qed(record: dict[str, Any]) -> Iterator[PassageQuestion]:
    answers = record["original_nq_answers"]
    if answers and answers[0]:
        first = answers[0][0]
        before = _joined(record["paragraph_text"][: int(first["start"])])
        passage = _joined(record["paragraph_text"])
        text = _joined(first["string"])
        start = passage.find(text, max(0, len(before) - 2))
        if start >= 0:
            title = record["title_text"]
            yield PassageQuestion(record["question_text"], passage, title, start, "en", text)


def _joined(text: str) -> str:
    """Tokenised text as it is written: no space before a comma or within brackets."""
    text = re.sub(r" ([,.;:!?)\]%]|'s\b|n't\b)", r"\1", text.replace("``", '"').replace("''", '"'))
    return re.sub(r"([(\[$]) ", r"\1", text).replace(" -- ", " – ").replace(" - ", "-").strip()
