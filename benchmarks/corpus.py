"""Made-up documents and questions for benchmarks of size: real sentences, put together anew.

Sentences come from the English and Chinese prose in ../shared/data/text. A segment picks some of
them from a short stretch of one text, so that it has one subject and real word statistics, and yet
a million segments are hardly ever alike. The same seed gives the same corpus.
"""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
SEGMENTS_PER_DOCUMENT = 25
# Estimated tokens of a segment, drawn evenly between the two.
SHORTEST, LONGEST = 60, 200
_ARCHIVES = ("prose-{}-general.tar.xz", "prose-{}-technical.tar.xz")
_STRETCH = 14  # sentences of the text that a segment is picked from
_STEP = 6  # sentences from one segment's stretch to the next
_TOKENS_PER_CHARACTER = {"en": 1.3 / 6, "zh": 1.0}
_SENTENCE = {
    "en": re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])|\n+"),
    "zh": re.compile(r"(?<=[。！？；])|\n+"),
}
_SENTENCE_LENGTHS = {"en": range(30, 400), "zh": range(8, 150)}
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{3,}")
_CHINESE_RUN = re.compile(r"[\u4e00-\u9fff]{6,}")


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document of made-up segments, in one language."""

    title: str
    language: str
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Sentences of one language in the order of the texts; `titles[i]` heads sentence i."""

    sentences: list[str]
    titles: list[str]


def make_documents(data: Path, segments: int, seed: int = 1) -> Iterator[MadeDocument]:
    """Documents that hold `segments` segments together, English and Chinese by turns.

    Raises:
        OSError: an archive of prose is missing in `data`.
    """
    generator = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    made = 0
    while made < segments:
        language = LANGUAGES[(made // SEGMENTS_PER_DOCUMENT) % 2]
        count = min(SEGMENTS_PER_DOCUMENT, segments - made)
        yield _make_document(_pool(data, language), language, count, generator)
        made += count


def make_query(segment: str, language: str, generator: random.Random) -> str:
    """A question as a person might put it about a segment: a few of its words in order."""
    if language == "zh":
        runs = _CHINESE_RUN.findall(segment) or [segment[:12]]
        run: str = generator.choice(runs)
        length = generator.randint(6, 14)
        start = generator.randint(0, max(0, len(run) - length))
        return run[start : start + length] + generator.choice(("是什么？", "怎么样？", "？", ""))
    words = _WORD.findall(segment) or segment.split()[:6]
    length = min(len(words), generator.randint(4, 9))
    start = generator.randint(0, len(words) - length)
    beginning = generator.choice(("What is said about", "How does", "Why is", "When did", ""))
    return f"{beginning} {' '.join(words[start : start + length])}?".strip()


def _make_document(
    pool: _Pool, language: str, count: int, generator: random.Random
) -> MadeDocument:
    start = generator.randrange(len(pool.sentences) - count * _STEP - _STRETCH)
    segments = [
        _make_segment(pool, language, start + number * _STEP, generator) for number in range(count)
    ]
    return MadeDocument(pool.titles[start], language, tuple(segments))


def _make_segment(pool: _Pool, language: str, at: int, generator: random.Random) -> str:
    wanted = generator.randint(SHORTEST, LONGEST)
    stretch = list(range(at, min(at + _STRETCH, len(pool.sentences))))
    generator.shuffle(stretch)
    picked: list[int] = []
    tokens = 0.0
    for index in stretch:
        more = len(pool.sentences[index]) * _TOKENS_PER_CHARACTER[language]
        if picked and tokens + more > LONGEST:
            continue
        picked.append(index)
        tokens += more
        if tokens >= wanted:
            break
    joint = " " if language == "en" else ""
    return joint.join(pool.sentences[index] for index in sorted(picked))


@cache
def _pool(data: Path, language: str) -> _Pool:
    sentences: list[str] = []
    titles: list[str] = []
    lengths = _SENTENCE_LENGTHS[language]
    for name in _ARCHIVES:
        with tarfile.open(data / name.format(language)) as archive:
            for member in archive:
                file = archive.extractfile(member)
                if file is None or not member.name.endswith(".txt"):
                    continue
                title = Path(member.name).stem.replace("_", " ")
                for line in file.read().decode("utf-8", "replace").splitlines():
                    if line.startswith("# "):
                        title = line[2:80]
                        continue
                    for sentence in _SENTENCE[language].split(line):
                        stripped = sentence.strip()
                        if len(stripped) in lengths:
                            sentences.append(stripped)
                            titles.append(title)
    return _Pool(sentences, titles)
