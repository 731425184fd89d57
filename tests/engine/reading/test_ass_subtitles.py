"""Subtitles of the Advanced SubStation Alpha format, and captions that roll up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.reading.ass_subtitles import dialogues, packet_text, plain
from engine.reading.subtitles import read_cues, read_subtitles

HEAD = """[Script Info]
Title: A film
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def event(text: str, start: str = "0:00:01.00", end: str = "0:00:02.50") -> str:
    return f"Dialogue: 0,{start},{end},Default,,0,0,0,,{text}\n"


def test_dialogues_come_by_time_without_styling_and_comments() -> None:
    text = (
        HEAD
        + event(r"{\pos(1,2)\i1}Second,{\i0} with a comma\Nand a line", "0:00:05.00", "0:00:06.00")
        + "Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not shown\n"
        + event(r"First{\an8}")
        + event(r"{\p1}m 0 0 l 100 0 100 100{\p0}")
    )
    assert [(one.text, one.start, one.end) for one in read_cues(text)] == [
        ("First", 1.0, 2.5),
        ("Second, with a comma and a line", 5.0, 6.0),
    ]
    document = read_subtitles(text, "film")
    assert document.media_type == "text/x-ssa"
    assert document.text == "First Second, with a comma and a line"


def test_the_format_line_tells_where_the_fields_are() -> None:
    text = (
        "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: 1:02:03.45,1:02:04.00,Hi, you"
    )
    assert [(one.text, one.start) for one in read_cues(text)] == [("Hi, you", 3723.45)]


def test_layers_of_one_line_are_one_cue() -> None:
    text = HEAD + event("Shadow") + event("Shadow")
    assert len(read_cues(text)) == 1


def test_what_is_no_dialogue_is_left_out() -> None:
    text = HEAD + event("x", "soon", "later") + "Dialogue: 0,1\nDialogue:\n\n[Fonts]\n" + event("y")
    assert read_cues(text) == []


def test_a_packet_of_a_container() -> None:
    assert packet_text(r"3,0,Default,,0,0,0,,{\b1}Hello, {\b0}you") == "Hello, you"


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    for words, start, end, line in dialogues(HEAD + text):
        assert 0 <= start <= end
        assert line > 0
        assert words == plain(words) or "{" in words or "\\" in words
    for cue in read_cues(HEAD + event(text.replace("\n", " "))):
        assert cue.text.strip() == cue.text != ""


@given(st.text("ab ,光{}\\Nip10", max_size=60))
def test_no_override_stays(text: str) -> None:
    tagged = "{\\i1}" + text.replace("{", "").replace("}", "").replace("\\", "") + "{\\i0}"
    assert plain(tagged) == " ".join(
        text.replace("{", "").replace("}", "").replace("\\", "").split()
    )


def test_captions_that_roll_up_are_told_once() -> None:
    text = """WEBVTT

00:01.000 --> 00:03.000
we begin with

00:03.000 --> 00:03.010
we begin with

00:03.010 --> 00:05.000
we begin with
the soil and

00:05.000 --> 00:07.000
the soil and
some water
"""
    assert [one.text for one in read_cues(text)] == ["we begin with", "the soil and", "some water"]
