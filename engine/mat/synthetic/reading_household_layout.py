"""How a document's facts stand on its page: sentences, lists, labelled lines, tables, letters."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine.events import Language
from engine.reading.extracted import TextPassage

_LABELLED = {
    "en": ("{label}: {value}", "{label}: {value}", "{label} - {value}", "| {label} | {value} |",
           "**{label}:** {value}", "{label}\t{value}"),
    "zh": ("{label}：{value}", "{label}：{value}", "{label}:{value}", "| {label} | {value} |",
           "【{label}】{value}", "{label}\t{value}"),
}  # fmt: skip
_ASKED = {
    "en": (("Q: {}?", "A: "), ("{}?", ""), ("### {}?", "")),
    "zh": (("问：{}？", "答："), ("{}？", ""), ("### {}？", "")),
}
_GREETINGS = {
    "en": ("Hi all,", "Hello everyone,", "Dear neighbours,", "Hi,", "Dear Sir or Madam,",
           "Good morning,"),
    "zh": ("大家好：", "各位好：", "您好！", "你好，", "各位家长、邻居：", "亲爱的：", "早上好，"),
}  # fmt: skip
_CLOSINGS = {
    "en": ("Best wishes", "Thanks and see you soon", "Kind regards", "Any questions, just ask.",
           "Cheers"),
    "zh": ("谢谢配合。", "有问题随时联系我。", "此致敬礼", "祝好", "敬请留意。"),
}  # fmt: skip
_MARKS = ("- ", "* ", "• ", "{n}. ", "{n}) ", "")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as this document tells it: in a sentence, or under a label where `value` is not "".

    `value` stands at `value_at` of the sentence.
    """

    label: str
    sentence: str
    value: str
    value_at: int
    asked: str

    @property
    def answer(self) -> str:
        """The short answer; "" where only the sentence answers."""
        return self.value

    @property
    def answer_at(self) -> int:
        """Where the answer begins in what was written."""
        return self.value_at


@dataclass(slots=True)
class Page:
    """A document as it grows: its text, its blocks, and where the facts' answers stand."""

    text: str = ""
    passages: list[TextPassage] = field(default_factory=list)
    starts: list[tuple[Told, int]] = field(default_factory=list)
    heading: str | None = None

    def block(self, text: str, *, apart: bool = True, visible: bool = True) -> int:
        """Adds a block and returns where it begins."""
        if self.text:
            self.text += "\n\n" if apart else "\n"
        start = len(self.text)
        self.text += text
        if visible:
            self.passages.append(TextPassage(start, len(self.text), self.heading))
        return start

    def tells(self, told: Told, start: int) -> None:
        """Notes that the fact's sentence, or what stands for it, begins at `start`."""
        self.starts.append((told, start))


def laid_out(
    title: str, openings: Sequence[str], told: Sequence[Told], language: Language,
    rng: random.Random,
) -> Page:  # fmt: skip
    """The page, in one of the ways in which people write."""
    page = Page()
    if rng.random() < 0.5:
        page.block(title if rng.random() < 0.5 else f"# {title}")
    style = rng.choice(_STYLES)
    if style is _letter:
        page.block(rng.choice(_GREETINGS[language]))
    if openings:
        page.block((" " if language == "en" else "").join(openings))
    style(page, told, language, rng)
    if style is _letter:
        page.block(rng.choice(_CLOSINGS[language]))
    return page


def _prose(page: Page, told: Sequence[Told], language: Language, rng: random.Random) -> None:
    place = 0
    between = " " if language == "en" else ""
    while place < len(told):
        size = rng.randint(2, 5)
        group = told[place : place + size]
        start = page.block(between.join(one.sentence for one in group))
        for one in group:
            page.tells(one, start)
            start += len(one.sentence) + len(between)
        place += size


def _letter(page: Page, told: Sequence[Told], language: Language, rng: random.Random) -> None:
    _prose(page, told, language, rng)


def _bullets(page: Page, told: Sequence[Told], language: Language, rng: random.Random) -> None:
    mark = rng.choice(_MARKS)
    for number, one in enumerate(told, start=1):
        written = mark.format(n=number)
        start = page.block(written + one.sentence, apart=number == 1)
        page.tells(one, start + len(written))


def _labels(page: Page, told: Sequence[Told], language: Language, rng: random.Random) -> None:
    form = rng.choice(_LABELLED[language])
    mark = rng.choice(("", "", "- ")) if "|" not in form else ""
    for number, one in enumerate(told):
        if not one.value or rng.random() < 0.12:
            page.tells(one, page.block(one.sentence, apart=number == 0))
            continue
        line = mark + form.format(label=one.label, value=one.value)
        start = page.block(line, apart=number == 0)
        page.tells(one, start + line.rindex(one.value) - one.value_at)


def _headed(page: Page, told: Sequence[Told], language: Language, rng: random.Random) -> None:
    place = 0
    mark = rng.choice(("## ", "### ", ""))
    while place < len(told):
        size = rng.choice((1, 1, 2, 3))
        group = told[place : place + size]
        page.heading = group[0].label
        page.block(mark + page.heading, visible=not mark)
        between = " " if language == "en" else ""
        start = page.block(between.join(one.sentence for one in group), apart=False)
        for one in group:
            page.tells(one, start)
            start += len(one.sentence) + len(between)
        place += size
    page.heading = None


def _asked(page: Page, told: Sequence[Told], language: Language, rng: random.Random) -> None:
    question, answer = rng.choice(_ASKED[language])
    for one in told:
        if one.asked == one.sentence:
            page.tells(one, page.block(one.sentence))
            continue
        written = one.asked[0].upper() + one.asked[1:].rstrip("?？")
        page.block(question.format(written))
        start = page.block(answer + one.sentence, apart=False)
        page.tells(one, start + len(answer))


_Style = Callable[[Page, Sequence[Told], Language, random.Random], None]
_STYLES: tuple[_Style, ...] = (
    _prose, _prose, _prose, _letter, _bullets, _bullets, _labels, _labels, _headed, _asked,
)  # fmt: skip
