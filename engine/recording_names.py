"""Which recording is meant: by its id, its path, its file's name or its title."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import PurePath

from engine.recordings import LIBRARY, Recording
from engine.sources import real_source, written_path
from engine.terms import terms
from store.folding import fold

_ID = re.compile(r"(?:(?:video|audio|recording):)?\d+", re.IGNORECASE)
_WHOLE_ID = re.compile(r"\b(?:video|audio|recording|attached|web\d+):\d+\b", re.IGNORECASE)
_MOST_NEAR = 5
_LEAST_LIKE = 0.5
# Least share of a title's words that a question about a video must hold to mean that one.
_LEAST_SHARED = 0.5
# Words for a recording. Of a lecture or a talk there is more to ask than what is said in it.
_SURE = (
    r"videos?|recordings?|audio|clips?|films?|movies?|footage|screencasts?|webinars?|podcasts?"
    r"|vlogs?|voice memos?"
)
_UNSURE = r"lectures?|talks?|episodes?|tutorials?|transcripts?|subtitles?"
_SURE_HAN = "视频|录像|录音|影片|短片|片子|音频|播客|录屏|視頻|錄影|錄音|音訊"
_UNSURE_HAN = "讲座|网课|字幕|教程|幻灯片|講座|網課|投影片"
_RECORDING = re.compile(rf"\b(?:{_SURE}|{_UNSURE})\b|{_SURE_HAN}|{_UNSURE_HAN}", re.IGNORECASE)
_SURELY = re.compile(rf"\b(?:{_SURE})\b|{_SURE_HAN}", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:say|says|said|explain(?:s|ed)?|mention(?:s|ed)?|discuss(?:es|ed)?|show(?:s|n|ed)?"
    r"|cover(?:s|ed)?|in (?:the|this|that|my|our)|according to|summar\w+|about|speaker)\b"
    r"|[说讲里中]|写[了着的]|提到|介绍|总结|概括|[說講裡]|寫[了著的]",
    re.IGNORECASE,
)
_THE_RECORDING = re.compile(
    r"\b(?:the|this|that|my|our)(?: \w+)?"
    r" (?:video|recording|clip|film|footage|screencast|webinar|podcast|voice memo)\b"
    r"|(?:这|那|该|我的)[个段条部份]?(?:视频|录像|录音|影片|短片|音频|播客|录屏)"
    r"|(?:视频|录像|录音|影片|短片|音频|播客|录屏)(?:里|中|内|上)"
    r"|(?:這|那|該|我的)[個段條部份]?(?:視頻|影片|錄影|錄音)|(?:視頻|影片|錄影|錄音)(?:裡|中|內|上)",
    re.IGNORECASE,
)
_SOUND = re.compile(
    r"\b(?:recording|podcast|audio|voice memo)\b|录音|音频|播客|錄音|音訊", re.IGNORECASE
)
# A moment of a recording; a time of day is written with a colon too.
_SECOND = re.compile(
    r"\b(?:at|from) \d{1,2}:\d\d(?! ?[ap]\.?m)\b|\bseconds? \d|\d+(?:st|nd|rd|th) second\b"
    r"|第 ?\d+ ?秒|\d ?分 ?\d+ ?秒",
    re.IGNORECASE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_IDLE = frozenset(terms(re.sub(r"[?|]", " ", f"{_SURE}|{_UNSURE}")))


def named(written: str, recordings: Sequence[Recording]) -> tuple[Recording, ...]:
    """Those that the words name: the ones of just that id, place, file or title; without any, the
    ones whose title holds all of the words."""
    text = written.strip()
    by_id = tuple(one for one in recordings if one.id == text.lower())
    if by_id:
        return by_id
    if _ID.fullmatch(text):
        number = text.rpartition(":")[2]
        by_id = tuple(one for one in recordings if one.id == f"{LIBRARY}:{number}")
        if by_id:
            return by_id
    wanted = _folded(text)
    exactly = [one for one in recordings if wanted in _names(one) or _is_at(text, one)]
    if exactly:
        return tuple(exactly)
    words = set(terms(text))
    if not words:
        return ()
    return tuple(one for one in recordings if words <= _title_terms(one))


def near(written: str, recordings: Sequence[Recording]) -> tuple[Recording, ...]:
    """A few whose titles or files are the most like the words."""
    wanted, words = _folded(written), set(terms(written))
    scored = []
    for number, one in enumerate(recordings):
        likeness = max(difflib.SequenceMatcher(None, wanted, name).ratio() for name in _names(one))
        shared = len(words & _title_terms(one)) / max(len(words), 1)
        scored.append((-max(likeness, shared), number, one))
    best = [
        one
        for score, _, one in sorted(scored, key=lambda entry: entry[:2])
        if -score >= _LEAST_LIKE
    ]
    return tuple(best[:_MOST_NEAR])


def asked_about(question: str, recordings: Sequence[Recording]) -> Recording | None:
    """The one recording that a question is about, as far as it says so.

    By its file's name; by its title, where that is more than a word or the question speaks of a
    recording or of a second in it; by half of its title's words in a question that does; and where
    there is but one, by "the video", or "the podcast".
    """
    if not recordings:
        return None
    asked = _folded(question)
    speaks_of_one = _SURELY.search(question) is not None or (
        _RECORDING.search(question) is not None and _SAYS.search(question) is not None
    )
    whole = [
        (len(name), one)
        for one in recordings
        for name in _names(one)
        if _is_said(name, asked)
        and (_is_telling(name, one) or speaks_of_one or _SECOND.search(question))
    ]
    if whole:
        longest = max(length for length, _ in whole)
        best = {one.id: one for length, one in whole if length == longest}
        return next(iter(best.values())) if len(best) == 1 else None
    if not speaks_of_one:
        return None
    return _by_words(question, recordings) or _only_one(question, recordings)


def means_a_recording(question: str) -> bool:
    """Whether a question is about "the video", whichever that is."""
    return _THE_RECORDING.search(question) is not None


def without_names(question: str, recording: Recording) -> str:
    """A question without what names the recording: what it asks about it."""
    rest = question
    for name in sorted((recording.title, *_files(recording)), key=len, reverse=True):
        if len(name) > 1:
            rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
    return _RECORDING.sub(" ", _WHOLE_ID.sub(" ", rest))


def _by_words(question: str, recordings: Sequence[Recording]) -> Recording | None:
    """The one that shares most of its title's words with the question."""
    words = set(terms(question)) - _IDLE
    shares = []
    for one in recordings:
        title = _title_terms(one) - _IDLE
        shares.append((len(words & title) / len(title) if title else 0.0, one))
    best = max(share for share, _ in shares)
    at_best = [one for share, one in shares if share == best]
    # A second is named of one recording: then any word that no other has tells which.
    least = 0.0 if _SECOND.search(question) else _LEAST_SHARED
    return at_best[0] if 0.0 < best >= least and len(at_best) == 1 else None


def _only_one(question: str, recordings: Sequence[Recording]) -> Recording | None:
    """The one that "the video" or "the podcast" means where there is no other, or none of sound."""
    meant = _THE_RECORDING.search(question)
    if meant is None:
        return None
    alike = recordings
    if len(recordings) > 1 and _SOUND.search(meant[0]):
        alike = [one for one in recordings if one.media_type.startswith("audio/")]
    return alike[0] if len(alike) == 1 else None


def _names(recording: Recording) -> tuple[str, ...]:
    """Folded: its title, and its file's name with and without the ending."""
    found = map(_folded, (recording.title, *_files(recording)))
    return tuple(dict.fromkeys(name for name in found if name)) or ("",)


def _files(recording: Recording) -> tuple[str, str]:
    path = PurePath(recording.source)
    return path.name, path.stem


def _title_terms(recording: Recording) -> set[str]:
    return {*terms(recording.title), *terms(_files(recording)[1].replace("_", " "))}


def _is_at(text: str, recording: Recording) -> bool:
    """Whether it is the recording's place, as people write paths."""
    return text == recording.source or (
        ("/" in text or "\\" in text)
        and "://" not in text
        and real_source(written_path(text)) == recording.source
    )


def _is_said(name: str, asked: str) -> bool:
    """Whether a question holds a name as whole words."""
    if _HAN.search(name):
        return name in asked
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", asked) is not None


def _is_telling(name: str, recording: Recording) -> bool:
    """Whether a name by itself says that a recording is meant: a file's, with its ending."""
    return bool(name) and name == _folded(_files(recording)[0]) and "." in name


def _folded(text: str) -> str:
    return " ".join(fold(text).split())
