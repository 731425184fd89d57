"""Subtitles: windows of about half a minute with their times; reStructuredText."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.cleaning import clean
from engine.reading.rst import read_rst
from engine.reading.subtitles import read_cues, read_subtitles
from tests.engine.reading.made_files import blocks


def stamp(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"


def test_cues_are_put_together_until_a_sentence_ends() -> None:
    cues = [
        f"{n}\n{stamp(4 * n)} --> {stamp(4 * n + 4)}\n{'One more.' if n % 2 else 'There is'}\n"
        for n in range(30)
    ]
    extracted = read_subtitles("\n".join(cues), "file")
    for passage in extracted.passages[:-1]:
        assert passage.time_start is not None
        assert passage.time_end is not None
        assert 20 <= passage.time_end - passage.time_start <= 40
    assert all(text.endswith("One more.") for text in blocks(extracted))
    assert extracted.passages[0].time_start == 0.0
    assert extracted.passages[-1].time_end == 120.0
    assert extracted.passages[0].line == 2


def test_web_captions_with_voices_tags_and_repeats() -> None:
    text = (
        "WEBVTT\n\nNOTE nothing\n\n00:01.000 --> 00:04.500 align:start\n"
        "<v Ann>Hello <i>there</i>.\n\n00:04.000 --> 00:05.000\n<v Ann>Hello there.\n\n"
        "1:00:05.250 --> 1:00:25.000\n中文字幕\n第二行\n"
    )
    extracted = read_subtitles(text, "file")
    assert extracted.media_type == "text/vtt"
    assert [(p.time_start, p.time_end) for p in extracted.passages] == [
        (1.0, 5.0),
        (3605.25, 3625.0),
    ]
    assert blocks(extracted) == ["Ann: Hello there.", "中文字幕 第二行"]


def test_cues_without_blank_lines_between() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:02,000 --> 00:00:03,000\nTwo\n"
    assert blocks(read_subtitles(text, "file")) == ["One Two"]


@given(
    st.lists(
        st.sampled_from(
            ["1", "", "00:00:01,000 --> 00:00:02,5", "99:99.9 --> 0:0.0", "text", "<v A>&lt;"]
        ),
        max_size=20,
    )
)
def test_any_lines_give_clean_passages_in_order(lines: list[str]) -> None:
    extracted = read_subtitles("\n".join(lines), "file")
    assert clean(extracted.text) == extracted.text
    for passage in extracted.passages:
        assert (passage.time_start or 0.0) <= (passage.time_end or 0.0)


RST = """=====
Title
=====

Intro *text* with ``code`` and :ref:`a link <x>`, see `docs <http://x>`_.

.. _target:

Part
----

Look::

    code here

.. note:: Be careful
   with it.

.. toctree::
   :maxdepth: 2

   other

- one
- two
  goes on

.. a comment

Deep
~~~~

.. code-block:: python
   :linenos:

   x = 1

   y = 2

Part two
--------
Text.
"""


def test_restructured_text() -> None:
    extracted = read_rst(RST, "file")
    assert extracted.title == "Title"
    found = [
        (passage.heading, passage.line, text)
        for passage, text in zip(extracted.passages, blocks(extracted), strict=True)
    ]
    assert found == [
        (None, 5, "Intro text with code and a link, see docs."),
        ("Part", 12, "Look:"),
        ("Part", 14, "    code here"),
        ("Part", 16, "Be careful with it."),
        ("Part", 24, "- one"),
        ("Part", 25, "- two goes on"),
        ("Part › Deep", 36, "   x = 1"),
        ("Part › Deep", 38, "   y = 2"),
        ("Part two", 42, "Text."),
    ]


def test_blank_lines_and_spaces_without_end_cost_no_more_than_other_text() -> None:
    # Each of these took hours, or seconds a megabyte, where a pattern began anew at every one.
    cue = "1\n00:00:01,000 --> 00:00:02,000\n"
    assert [one.text for one in read_cues("\n" * 200_000 + cue + "Hello.")] == ["Hello."]
    assert [one.text for one in read_cues(f"{cue}<v{' ' * 400_000}\nHello.")] == ["<v Hello."]
    assert [one.text for one in read_cues(f"{cue}<v  Ann>Hello.")] == ["Ann: Hello."]
