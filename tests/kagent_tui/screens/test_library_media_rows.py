"""Recordings and pictures in the library's table, and what of them was not read."""

from __future__ import annotations

from pathlib import Path

from kagent_tui.controllers.library import Media, overview
from kagent_tui.controllers.unread_reasons import missed_in_words
from kagent_tui.i18n import use_language
from kagent_tui.screens.library_rows import columns, detail_text, facts, rows, state_text
from tests.kagent_tui.controllers.libraries import open_bank
from tests.kagent_tui.recorded import add_recording

NO_MODEL = (
    "no speech: there is no speech model on this computer; get one with: kagent models pull "
    "whisper-base-q5_1"
)


def test_a_recording_shows_its_kind_its_length_and_what_was_not_read(tmp_path: Path) -> None:
    path = tmp_path / "boiler.mp4"
    with open_bank(tmp_path / "home") as bank:
        add_recording(bank, path, unread=NO_MODEL)
        (entry,) = overview(bank).entries
    assert entry.media == Media("video", 10, (320, 180), NO_MODEL)
    assert [column.label for column in columns([entry])][:3] == ["Title", "State", "Length"]
    (row,) = rows([entry], {entry.source: "unchanged"})
    assert row.cells[:3] == ("Descaling the boiler", "partly read", "0:10")
    assert state_text(entry, "missing") == "file missing"
    assert detail_text(entry) == (f"{path} — video, 0:10, 320 by 180 pixels — {NO_MODEL}")


def test_texts_alone_have_no_column_for_lengths() -> None:
    assert "Length" not in [column.label for column in columns([])]


def test_the_facts_of_a_recording() -> None:
    shown = dict(facts([("duration", 3723), ("width", 1280), ("spoken_language", "en")]))
    assert shown == {"Length": "1:02:03", "Width in pixels": "1,280", "Spoken language": "en"}


def test_several_reasons_in_chinese() -> None:
    use_language("zh")
    try:
        told = missed_in_words(f"{NO_MODEL}; damaged pages: 2, 3")
        assert told == (
            "没有读取语音：这台电脑上没有语音模型；获取命令：kagent models pull whisper-base-q5_1；"
            "损坏的页：2, 3"
        )
        assert missed_in_words("something else") == "something else"
    finally:
        use_language("en")
