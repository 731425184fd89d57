"""What nobody said is taken out, and what somebody said stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.speech import SpokenSegment
from models.speech_inventions import believable, spoken_text


def segment(text: str, confidence: float = 0.8, seconds: float = 3.0) -> SpokenSegment:
    return SpokenSegment(0.0, seconds, text, confidence, "en")


@pytest.mark.parametrize(
    "text",
    [
        "[BLANK_AUDIO]",
        "(upbeat music)",
        "[phone ringing] ♪",
        "♪ la la la ♪",
        "（发声）",
        "*sighs*",
        "...",
        "字幕由Amara.org社区提供",
        "Subtitles by the Amara.org community",
        "请不吝点赞 订阅 转发",
        "以下是普通话的句子。",
        "a" * 80,
        " ".join(f"and {number} it {number} is" for number in range(200)),
        "",
    ],
)
def test_what_nobody_said(text: str) -> None:
    assert spoken_text(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ask not what your country can do", "Ask not what your country can do"),
        ("I (really) mean it [laughs] yes", "I mean it yes"),
        ("Thank you. " * 9 + "Goodbye.", "Thank you. Goodbye."),
        ("谢谢谢谢谢谢谢谢谢谢", "谢谢"),
        ("hahahahahahahaha", "ha"),
        ("no, no, no", "no, no, no"),
        ("Call 888888888888, then 1111 1111 1111 1111 1111", "Call 888888888888, then 1111 1111 "
         "1111 1111 1111"),
        ("广州市 房地产 中介协会 ok 分析", "广州市房地产中介协会 ok 分析"),
        ("那么，  我们开始", "那么，我们开始"),
        ("a normal " + "x" * 80 + " sentence", "a normal sentence"),
    ],
)  # fmt: skip
def test_what_is_said(text: str, said: str) -> None:
    assert spoken_text(text) == said


def test_what_could_not_be_made_out_is_dropped() -> None:
    said = [segment("clear words"), segment("mumbled words", 0.2)]
    assert [one.text for one in believable(said)] == ["clear words"]


def test_thanks_for_watching_has_to_be_heard_well() -> None:
    for text in ("Thank you.", "Thanks for watching!", "谢谢观看", "you"):
        assert list(believable([segment(text, 0.6)])) == []
        assert [one.text for one in believable([segment(text, 0.9)])] == [text]


def test_more_than_anybody_can_say_is_dropped() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    assert list(believable([segment(text, seconds=0.5)])) == []
    assert len(list(believable([segment(text, seconds=3)]))) == 1
    assert list(believable([segment("广州市房地产中介协会分析报告显示", seconds=0.5)])) == []


def test_the_same_three_times_running_is_a_loop() -> None:
    texts = ["Yes.", "Yes.", "It is so.", "it is so", "It is so!", "It is so.", "Then we go on."]
    said = [one.text for one in believable(map(segment, texts))]
    assert said == ["Yes.", "Yes.", "It is so.", "Then we go on."]


@given(st.text(max_size=400))
def test_any_text_comes_to_an_end(text: str) -> None:
    said = spoken_text(text)
    assert len(said) <= len(text)
    assert spoken_text(said) in ("", said) or len(spoken_text(said)) < len(said)
