"""browse_video: what is said and shown in a recording of the library, with time codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from engine.cleaning import clean_line
from engine.events import Language
from engine.time_codes import time_code
from engine.tools.context import Recordings, ToolContext
from engine.tools.observation import Observation, Passage, ToolError
from engine.tools.tool import ForProse, Tool, tool

if TYPE_CHECKING:
    from engine.recordings import Recording
    from engine.video_questions import VideoQuestion
    from engine.video_reading import Heard
    from store.records import Moment

_LONGEST_SHOWN = 200
# Fetching a recording and reading it take their time.
_SECONDS = 600.0
# Characters of an overview, and of what is about a question, however much room there is.
_OVERVIEW_ROOM, _MOST_ROOM = 2000, 5000
_NO_RECORDINGS: Mapping[Language, str] = {
    "en": "There are no recordings in the library; add videos or sound with: kagent add PATH",
    "zh": "资料库里还没有音视频；可用 kagent add 路径 添加",
}
_UNKNOWN: Mapping[Language, str] = {
    "en": 'There is no recording "{written}" in the library{near}',
    "zh": "资料库里没有音视频“{written}”{near}",
}
_NEAR: Mapping[Language, str] = {"en": "; there are: {names}", "zh": "；现有：{names}"}
_SEVERAL: Mapping[Language, str] = {
    "en": '"{written}" may mean several recordings; browse one of: {names}',
    "zh": "“{written}”可能指多个音视频，请选择其中一个：{names}",
}
_JOINT: Mapping[Language, str] = {"en": ", ", "zh": "、"}
_ON_THE_WEB: Mapping[Language, str] = {
    "en": "{url}: a video on the web is not played here; read its page with browse_website, or "
    "save the file and add it: kagent add FILE",
    "zh": "{url}：这里不播放网上的视频；可用 browse_website 阅读其网页，或保存文件后用 "
    "kagent add 文件 添加",
}
_NOT_HAD: Mapping[Language, str] = {
    "en": "{url}: the recording cannot be read: {reason}",
    "zh": "{url}：无法读取该音视频：{reason}",
}
_NO_TEXT: Mapping[Language, str] = {
    "en": "{title}: nothing that is said or shown in it could be read{unread}",
    "zh": "{title}：没有读出其中说到或显示的文字{unread}",
}
_CHANNELS: Mapping[Language, Mapping[str, str]] = {
    "en": {"said": "said", "subtitle": "said", "shown": "on screen"},
    "zh": {"said": "语音", "subtitle": "语音", "shown": "画面"},
}
_UNREAD: Mapping[Language, str] = {"en": "Not read: {what}", "zh": "未读取：{what}"}


def browse_video(
    context: ToolContext,
    video_id: Annotated[str, ForProse()],
    question: Annotated[str | None, ForProse()] = None,
) -> Observation:
    """Look into a video or sound recording of the user's library: what is said and shown in it
    about the question, or at a time that it names, with time codes; its chapters and an overview
    where nothing particular is asked.

    Args:
    video_id: its id from a search (video:34), its title, file name or path, or a file's web address
    question: what to look for in it; by default the user's question
    """
    from engine.video_questions import read_video_question

    recordings = context.recordings
    written = clean_line(video_id).strip("\"'“”「」《》 ")
    if not any(map(str.isalnum, written)):
        raise ToolError("invalid_argument", _unknown(context, written, ()))
    if recordings is None:
        raise ToolError("not_found", _NO_RECORDINGS[context.language])
    found = _recording(context, recordings, written)
    asked = read_video_question(context.question if question is None else question, found)
    pieces = _pieces(recordings.passages(found), recordings.moments(found), asked, context.room)
    if not pieces:
        unread = f": {found.unread}" if found.unread else ""
        text = _NO_TEXT[context.language].format(title=found.title, unread=unread)
        raise ToolError("not_found", text)
    return _observation(context.language, found, pieces, whole=asked.whole)


def _pieces(
    windows: Sequence[Passage], moments: Sequence[Moment], asked: VideoQuestion, room: int
) -> list[Heard]:
    from engine.video_reading import about, at_times, of_channel, overview

    if asked.times is not None:
        pieces = at_times(windows, moments, asked.times, asked.at)
    elif asked.whole and not asked.shown:
        pieces = overview(windows, moments, min(room, _OVERVIEW_ROOM))
    else:
        pieces = about(windows, moments, asked.words, min(room, _MOST_ROOM))
    if asked.shown or asked.said:
        return of_channel(pieces, shown=asked.shown)
    return pieces


def _recording(context: ToolContext, recordings: Recordings, written: str) -> Recording:
    """The one recording that is meant.

    Raises:
        ToolError: none is, or several may be; names them. Or it is on the web, and cannot be had.
    """
    from engine.sources import is_address

    found = recordings.named(written)
    if len(found) == 1:
        return found[0]
    if found:
        names = _JOINT[context.language].join(map(_named, found[:8]))
        shown = written[:_LONGEST_SHOWN]
        raise ToolError(
            "invalid_argument", _SEVERAL[context.language].format(written=shown, names=names)
        )
    if is_address(written):
        return _fetched(context, recordings, written)
    if not recordings.any():
        raise ToolError("not_found", _NO_RECORDINGS[context.language])
    raise ToolError("not_found", _unknown(context, written, recordings.near(written)))


def _unknown(context: ToolContext, written: str, near: Sequence[Recording]) -> str:
    language = context.language
    names = _JOINT[language].join(map(_named, near))
    shown = _NEAR[language].format(names=names) if names else ""
    return _UNKNOWN[language].format(written=written[:_LONGEST_SHOWN], near=shown)


def _fetched(context: ToolContext, recordings: Recordings, address: str) -> Recording:
    """A recording on the web; a page that plays one is not looked into.

    Raises:
        ToolError: the network is off, or the recording cannot be had or read.
    """
    from engine.attachments import AttachmentError
    from engine.web_recordings import is_player_page, is_recording

    shown = address[:_LONGEST_SHOWN]
    on_the_web = _ON_THE_WEB[context.language].format(url=shown)
    if is_player_page(address) or not is_recording(address):
        raise ToolError("not_found", on_the_web)
    access = context.need_web()
    try:
        found = recordings.fetch(address, access, context.cancel)
    except AttachmentError as error:
        reason = clean_line(str(error)).removeprefix(f"{address}: ")
        text = _NOT_HAD[context.language].format(url=shown, reason=reason)
        raise ToolError("failed", text) from error
    if found is None:
        raise ToolError("not_found", on_the_web)
    return found


def _named(recording: Recording) -> str:
    return f"{recording.title} ({recording.id})"


def _observation(
    language: Language, recording: Recording, pieces: Sequence[Heard], *, whole: bool
) -> Observation:
    from engine.recordings import WEB

    length = "" if recording.seconds is None else f", {time_code(recording.seconds)}"
    lines = [f"{recording.title} ({recording.id}{length})"]
    heading: str | None = None
    for piece in pieces:
        place = piece.passage.location
        if place.heading and place.heading != heading:
            heading = place.heading
            lines.append(f"# {heading}")
        told = " ".join(piece.passage.text.split())
        at = f"[{time_code(place.start or 0.0)}] {_CHANNELS[language][piece.channel]}"
        lines.append(f"{at}{'：' if language == 'zh' else ': '}{told}")
    if recording.unread:
        lines.append(_UNREAD[language].format(what=recording.unread))
    return Observation(
        "\n".join(lines),
        _data(recording, pieces),
        tuple(piece.passage for piece in pieces),
        whole=whole,
        certain=whole,
        # What was fetched for the question comes from anyone.
        trust="untrusted" if recording.id.startswith(WEB) else "private",
    )


def _data(recording: Recording, pieces: Sequence[Heard]) -> dict[str, Any]:
    return {
        "id": recording.id,
        "title": recording.title,
        "source": recording.source,
        "media_type": recording.media_type,
        "seconds": recording.seconds,
        "unread": recording.unread or None,
        "passages": [
            {
                "text": piece.passage.text,
                "channel": piece.channel,
                "location": piece.passage.location.to_json(),
            }
            for piece in pieces
        ],
    }


def video_tools() -> tuple[Tool, ...]:
    """browse_video."""
    return (
        tool(
            browse_video,
            en="Look into a video",
            zh="查看视频",
            returns="what is said and shown, one line a passage, each with its time code [mm:ss]; "
            "chapters as headings",
            seconds=_SECONDS,
        ),
    )
