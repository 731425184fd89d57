"""How the findings over the whole library are said: a count first, then one line for each."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from engine.events import Language, Location
from engine.survey.entries import Item
from engine.survey.periods import Period
from engine.survey.question import CollectionQuestion
from engine.survey.survey import MOST_SHOWN, Survey
from engine.survey.written_dates import WrittenDate
from engine.tools.observation import Observation, Passage
from engine.tools.wording import count, day_text

# Lines that are written out for a list, and for a count, where they only support it.
MOST_LISTED = MOST_SHOWN
MOST_COUNTED = 10
_MOST_DATA = 1000
_LONGEST_LABEL = 160
_TOOL = "search_knowledge"


def survey_observation(
    found: Survey, language: Language, *, count_only: bool = False
) -> Observation:
    """The findings as an observation that is the answer as a whole.

    The first passage tells the counts, each other one a document or an entry, to be cited.
    """
    most = MOST_LISTED if found.question.want == "list" else MOST_COUNTED
    shown = () if count_only else found.items[:most]
    summary = _summary(found, len(shown), language)
    lines = [_passage(item, found.question, language) for item in shown]
    head = Passage(summary, f"tool:{_TOOL}", _TOOL)
    return Observation(
        trust="private",
        text="\n".join([summary, *(f"- {line.text}" for line in lines)]),
        data=_data(found),
        passages=(head, *lines),
        whole=True,
    )


def _summary(found: Survey, shown: int, language: Language) -> str:
    return (_summary_zh if language == "zh" else _summary_en)(found, shown)


def _summary_en(found: Survey, shown: int) -> str:
    total = len(found.items)
    looked = f"Looked at {count(found.looked_at, 'document')}"
    what = "; ".join(_conditions_en(found))
    if not total:
        matched = "none matches"
    elif found.of_entries:
        entries = "1 entry" if total == 1 else f"{total} entries"
        matched = f"{entries} in {count(found.documents, 'document')} "
        matched += "match" if total > 1 else "matches"
    else:
        matched = f"{total} match" if total > 1 else "1 matches"
    text = f"{looked}; {matched}{' (' + what + ')' if what else ''}"
    if found.only_mention:
        verb = "mention" if found.only_mention > 1 else "mentions"
        text += f", {found.only_mention} more only {verb} it"
    if 0 < shown < total:
        text += f". The first {shown} of {total}"
    return text + (":" if shown else ".")


def _conditions_en(found: Survey) -> list[str]:
    question = found.question
    parts = []
    if not question.kind.is_any:
        way = _way_en(question)
        parts.append(f'"{question.noun}"{way}')
    if question.files and question.files is not question.kind:
        parts.append(f"{question.files.words[0]} files")
    if question.words:
        parts.append(f'with "{question.words}"')
    if question.person:
        parts.append(f'from "{question.person}"')
    if question.period:
        verb = {"added": "added", "changed": "changed", "own": "dated"}[question.dated_by]
        by_file = " (by the file's time where a document has no date)" if found.by_file_date else ""
        parts.append(f"{verb} {_period_text(question.period, 'en')}{by_file}")
    if question.collection:
        parts.append(f'in the collection "{question.collection}"')
    return parts


def _way_en(question: CollectionQuestion) -> str:
    if question.kind.is_file:
        return " by the sort of file"
    return "" if question.kind.event else " by title, file name, folder or first line"


def _summary_zh(found: Survey, shown: int) -> str:
    total = len(found.items)
    what = "，".join(_conditions_zh(found))
    if not total:
        matched = "没有符合的"
    elif found.of_entries:
        matched = f"{found.documents}份文档中有{total}条符合"
    else:
        matched = f"{total}份符合"
    text = f"查看了{found.looked_at}份文档，{matched}{'：' + what if what else ''}"
    if found.only_mention:
        text += f"（另有{found.only_mention}份只是提到）"
    if 0 < shown < total:
        text += f"。以下是{total}条中的前{shown}条"
    return text + ("：" if shown else "。")


def _conditions_zh(found: Survey) -> list[str]:
    question = found.question
    parts = []
    if not question.kind.is_any:
        way = "（按标题、文件名、文件夹或首行）"
        if question.kind.is_file:
            way = "（按文件类型）"
        parts.append(f"“{question.noun}”{'' if question.kind.event else way}")
    if question.files and question.files is not question.kind:
        parts.append(f"{question.files.words[0].upper()}文件")
    if question.words:
        parts.append(f"含“{question.words}”")
    if question.person:
        parts.append(f"来自“{question.person}”")
    if question.period:
        verb = {"added": "添加时间", "changed": "修改时间", "own": "日期"}[question.dated_by]
        by_file = "（没有日期的按文件时间）" if found.by_file_date else ""
        parts.append(f"{verb}为{_period_text(question.period, 'zh')}{by_file}")
    if question.collection:
        parts.append(f"在集合“{question.collection}”中")
    return parts


def _period_text(period: Period, language: Language) -> str:
    first = day_text(period.first, language) if period.first else ""
    last = day_text(period.last, language) if period.last else ""
    if first == last:
        return first
    if language == "zh":
        return f"{first}至{last}" if first and last else f"{first}以来" if first else f"{last}以前"
    return (
        f"{first} to {last}" if first and last else f"since {first}" if first else f"up to {last}"
    )


def _passage(item: Item, question: CollectionQuestion, language: Language) -> Passage:
    return Passage(
        _line(item, question, language),
        item.entry.source,
        item.entry.title,
        location_of(item),
        fingerprint=item.entry.fingerprint,
        quote=item.quote or None,
    )


def _line(item: Item, question: CollectionQuestion, language: Language) -> str:
    name = _file_name(item.entry.source)
    label = " ".join(item.label.split())[:_LONGEST_LABEL]
    notes = [name] if label not in {name, PurePosixPath(name).stem} else []
    if label == PurePosixPath(name).stem:
        label = name
    if question.dated_by == "added" and question.period:
        notes.append(
            ("添加于" if language == "zh" else "added ") + _local_day(item.entry.created_at)
        )
    elif item.when and _date_text(item.when, "en") not in label:
        notes.append(_date_text(item.when, language))
    line = label
    if notes:
        line += f"（{'，'.join(notes)}）" if language == "zh" else f" ({', '.join(notes)})"
    if question.words and item.piece is not None and item.quote and item.quote != item.label:
        quote = " ".join(item.quote.split())[:_LONGEST_LABEL]
        line += f"：“{quote}”" if language == "zh" else f': "{quote}"'
    return line


def _date_text(when: WrittenDate, language: Language) -> str:
    if when.first == when.last:
        return day_text(when.first, language)
    if language == "zh":
        return f"{when.first.year}年{when.first.month}月"
    return f"{when.first.year:04}-{when.first.month:02}"


def _local_day(stored: str) -> str:
    from datetime import datetime

    return datetime.fromisoformat(stored).astimezone().date().isoformat()


def _file_name(source: str) -> str:
    return source.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or source


def location_of(item: Item) -> Location:
    """Where an item stands: its piece, narrowed to its words; a document as a whole has none."""
    piece = item.piece
    if piece is None:
        return Location()
    begin, end = item.span or (0, len(piece.text))
    # Exact where the extracted text keeps the lines of its file, as for sentences.
    before = piece.text.count("\n", 0, begin)
    return Location(
        page=piece.page,
        start=piece.time_start,
        end=piece.time_end,
        heading=piece.heading,
        span=(piece.start + begin, piece.start + end),
        line=None if piece.line is None else piece.line + before,
        sheet=piece.sheet,
        row=None if piece.row is None else piece.row + before,
    )


def _data(found: Survey) -> dict[str, Any]:
    return {
        "looked_at": found.looked_at,
        "matched": len(found.items),
        "documents": found.documents,
        "only_mention": found.only_mention,
        "items": [
            {
                "source": item.entry.source,
                "title": item.entry.title,
                "text": item.label,
                "date": _iso(item.when.first) if item.when else None,
                "location": location_of(item).to_json(),
            }
            for item in found.items[:_MOST_DATA]
        ],
    }


def _iso(day: date) -> str:
    return day.isoformat()
