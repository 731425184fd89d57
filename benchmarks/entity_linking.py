"""How well the names in questions are linked to the articles that they speak of.

    python -m benchmarks.entity_linking [--data ../shared/data/document-qa] [--show]

First the questions of benchmarks/entity_questions.py over the small encyclopedia of the tests,
written into ZIM files and, at the same time, served on 127.0.0.1 as MediaWiki's API would: pairs
of question and article, precision and recall; questions that speak of no article and are linked
to none; questions whose principal entity is one of theirs. The first half of each group was used
to fit the weights; the second half was not. Then, with SQuAD's articles as a dictionary of titles,
its questions that write an article's title out.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmarks.entity_questions import CHINESE, ENGLISH
from engine.encyclopedia.linking import EncyclopediaLinker
from engine.events import Language
from engine.kuaipedia.base import LinkedEntities
from engine.tools.context import ToolContext
from engine.tools.services import ToolServices
from tests.engine.encyclopedia.made_article import MadeArticle
from tests.engine.encyclopedia.made_articles import in_language
from tests.engine.encyclopedia.wiki_server import wiki_server
from tests.engine.zim_files import write_zim

NOW = datetime(2026, 3, 4, 12)
SQUAD = "squad-v1.1-dev-32-articles.json"
Asked = tuple[str, tuple[str, ...]]
Link = Callable[[str, Language], LinkedEntities]


@dataclass
class Score:
    """Counts over questions."""

    questions: int = 0
    right: int = 0
    linked: int = 0
    wanted: int = 0
    nil: int = 0
    nil_right: int = 0
    named: int = 0
    principal_right: int = 0
    seconds: float = 0.0

    def line(self) -> str:
        """The figures."""
        precision = self.right / self.linked if self.linked else 1.0
        recall = self.right / self.wanted if self.wanted else 1.0
        return (
            f"{self.questions:4} questions  precision {precision:6.1%} ({self.right}/{self.linked})"
            f"  recall {recall:6.1%} ({self.right}/{self.wanted})"
            f"  NIL {self.nil_right}/{self.nil}  principal {self.principal_right}/{self.named}"
            f"  {1000 * self.seconds / max(1, self.questions):.1f} ms a question"
        )


def score(questions: Sequence[Asked], language: Language, link: Link, show: bool) -> Score:
    """Link every question and count."""
    counts = Score()
    for text, wanted in questions:
        began = time.perf_counter()
        linked = link(text, language)
        counts.seconds += time.perf_counter() - began
        found = {entity.title for entity in linked.all}
        counts.questions += 1
        counts.right += len(found.intersection(wanted))
        counts.linked += len(found)
        counts.wanted += len(wanted)
        if not wanted:
            counts.nil += 1
            counts.nil_right += not found
        else:
            counts.named += 1
            counts.principal_right += (
                linked.principal is not None and linked.principal.title in wanted
            )
        if show and found != set(wanted):
            print(f"      {text}  wanted {sorted(wanted)}  linked {sorted(found)}")
    return counts


def halves(questions: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """Every other question of those that name something, and of those that do not."""
    named = [one for one in questions if one[1]]
    nil = [one for one in questions if not one[1]]
    return named[::2] + nil[::2], named[1::2] + nil[1::2]


def made(folder: Path, show: bool) -> None:
    """The questions of our own, offline and online."""
    archives = (
        write_zim(folder / "en.zim", in_language("en")),
        write_zim(folder / "zh.zim", in_language("zh"), language="zh"),
    )
    offline = EncyclopediaLinker(ToolServices(archives=archives))
    with wiki_server() as server:
        online = EncyclopediaLinker(server.services)

        def link_offline(text: str, language: Language) -> LinkedEntities:
            return offline.link(text, ToolContext(NOW, language, question=text))

        def link_online(text: str, language: Language) -> LinkedEntities:
            return online.link(text, server.context(language, text))

        groups: tuple[tuple[Language, Sequence[Asked]], ...] = (("en", ENGLISH), ("zh", CHINESE))
        for language, questions in groups:
            fitted, kept = halves(questions)
            for name, part in (("fitted on", fitted), ("kept back", kept)):
                for way, link in (("archive", link_offline), ("online ", link_online)):
                    print(f"{language} {name} {way}", score(part, language, link, show).line())


def squad(folder: Path, data: Path, show: bool) -> None:
    """Questions of SQuAD that write out a title, and those of the other half of the articles."""
    articles = json.loads((data / SQUAD).read_text("utf-8"))["data"]
    titles = [article["title"].replace("_", " ") for article in articles]
    shelf = [
        MadeArticle(title, "en", (article["paragraphs"][0]["context"],))
        for title, article in zip(titles, articles, strict=True)
    ]
    path = write_zim(folder / "squad.zim", shelf[::2])
    linker = EncyclopediaLinker(ToolServices(archives=(path,)))
    known = set(titles[::2])
    named: list[Asked] = []
    nil: list[Asked] = []
    for title, article in zip(titles, articles, strict=True):
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                text = question["question"]
                if title not in known:
                    if not any(one.lower() in text.lower() for one in known):
                        nil.append((text, ()))
                elif title.lower() in text.lower():
                    named.append((text, (title,)))

    def link(text: str, language: Language) -> LinkedEntities:
        return linker.link(text, ToolContext(NOW, language, question=text))

    print("SQuAD: title written out ", score(named, "en", link, show).line())
    print(
        "SQuAD: articles not there",
        score(nil[:: max(1, len(nil) // 2000)], "en", link, show).line(),
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/document-qa"))
    parser.add_argument("--show", action="store_true", help="show what was linked wrongly")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder), options.show)
        if (options.data / SQUAD).is_file():
            squad(Path(folder), options.data, options.show)


if __name__ == "__main__":
    main()
