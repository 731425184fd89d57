"""What a question asks of one recording."""

from __future__ import annotations

import pytest

from engine.recordings import Recording
from engine.video_questions import read_video_question

KNIVES = Recording(
    "video:1", "Sharpening kitchen knives", "/v/sharpening.mp4", "video/mp4", "f", 600.0
)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What is said in the video sharpening.mp4?",
        "Summarise the video Sharpening kitchen knives",
        "What is the recording video:1 about?",
        "What happens in the sharpening.mp4 video?",
        "视频 Sharpening kitchen knives 里说了什么？",
        "sharpening.mp4 讲了什么内容",
    ],
)
def test_nothing_particular_is_asked(question: str) -> None:
    asked = read_video_question(question, KNIVES)
    assert asked.whole
    assert asked.times is None


@pytest.mark.parametrize(
    "question",
    [
        "What angle does the sharpening video name?",
        "How long is the stone soaked in sharpening.mp4: 15 minutes?",
        "视频里磨刀石要泡多久？",
        "Who says that the ratio is 3:4?",
    ],
)
def test_something_particular_is_asked(question: str) -> None:
    asked = read_video_question(question, KNIVES)
    assert not asked.whole
    assert asked.times is None


@pytest.mark.parametrize(
    ("question", "begin", "end"),
    [
        ("What is said at 1:05 in sharpening.mp4?", 63.0, 85.0),
        ("What is shown at 0:00:30?", 28.0, 50.0),
        ("What does he say at 2 minutes 10 seconds?", 128.0, 150.0),
        ("What happens after 3 minutes?", 178.0, 200.0),
        ("what is said between 1:00 and 2:00", 58.0, 120.0),
        ("What is said at 45 seconds?", 43.0, 65.0),
        ("视频第2分10秒说了什么？", 128.0, 150.0),
        ("第3分钟讲了什么", 178.0, 200.0),
    ],
)
def test_a_time_is_named(question: str, begin: float, end: float) -> None:
    asked = read_video_question(question, KNIVES)
    assert asked.times == (begin, end)
    assert asked.whole


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("What does the slide at 0:40 of the knives lecture say?", True),
        ("What is written on the slide at 0:40?", True),
        ("What's on the screen at 0:40 in the kitchen video?", True),
        ("What does the slide at 0:40 say about grit?", False),
    ],
)
def test_a_slide_at_a_time_is_asked_for_whole(question: str, whole: bool) -> None:
    asked = read_video_question(question, KNIVES)
    assert (asked.whole, asked.shown, asked.at) == (whole, True, 40.0)


def test_a_time_after_the_end_is_no_time_of_the_recording() -> None:
    assert read_video_question("What is said at 11:30?", KNIVES).times is None


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("What is on the screen about grit?", True),
        ("画面上写的是什么？", True),
        ("What is said about grit?", False),
    ],
)
def test_only_the_screen_is_asked_for(question: str, shown: bool) -> None:
    assert read_video_question(question, KNIVES).shown is shown


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What is said at 0:30?", True),
        ("视频第30秒说了什么？", True),
        ("What is said about grit?", False),
        ("What happens at 0:30?", False),
    ],
)
def test_only_what_is_heard_is_asked_for(question: str, said: bool) -> None:
    assert read_video_question(question, KNIVES).said is said
