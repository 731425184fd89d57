"""What goes with a question: pastes, dropped files, chips; and the draft on the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from engine.attachments import MOST_TEXT_BYTES, Attachment
from kagent_tui.drafts import Draft, DraftFile
from kagent_tui.widgets.attachments import chip_name
from kagent_tui.widgets.composer import Composer
from tests.kagent_tui.composer_app import ComposerApp
from tests.kagent_tui.waiting import nothing_in_background, until

pytestmark = pytest.mark.anyio

LONG = "\n".join(f"line {number}" for number in range(53))


async def paste(pilot: Pilot[int], text: str) -> None:
    app = pilot.app
    assert isinstance(app, ComposerApp)
    app.composer.post_message(Paste(text))
    await pilot.pause()


async def test_a_short_paste_is_cleaned_text() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, "one\r\ntwo\rthree\x1b[31m red\x1b[0m\x1b]52;c;eA==\x07")
        assert app.composer.text == "one\ntwo\nthree red"
        assert app.chips == []


@pytest.mark.parametrize("key", ["backspace", "ctrl+z"])
async def test_a_long_paste_is_attached_and_can_be_put_back(key: str) -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a")
        await paste(pilot, LONG.replace("\n", "\r\n"))
        await pilot.pause()
        assert app.composer.text == "a"
        assert app.chips == ["pasted text, 53 lines"]
        await pilot.press(key)
        await pilot.pause()
        assert app.composer.text == f"a{LONG}"
        assert app.chips == []


async def test_backspace_is_backspace_again_once_something_was_typed() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, LONG)
        await pilot.press("a", "b", "backspace")
        await pilot.pause()
        assert app.composer.text == "a"
        assert len(app.chips) == 1


async def test_a_typed_path_that_is_the_whole_question_is_attached(tmp_path: Path) -> None:
    file = tmp_path / "my lease.txt"
    file.write_text("940 euro", encoding="utf-8")
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.composer.text = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: app.chips == ["@my lease.txt"])
        assert app.composer.text == ""
        assert not app.sent
        app.composer.text = "/no/such/file and why?"
        await pilot.press("enter")
        await until(pilot, lambda: app.sent)
        assert app.sent[0].text == "/no/such/file and why?"


async def test_the_question_goes_with_its_attachment_and_not_without_words() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, LONG)
        await pilot.press("enter")
        await pilot.pause()
        assert not app.sent
        assert app.note == "Write a question about what is attached."
        await pilot.press("a", "enter")
        await pilot.pause()
        assert app.sent == [Composer.Submitted("a", (Attachment.of_text(LONG, "pasted text"),))]
        assert app.chips == []


async def test_a_very_large_paste_is_cleaned_beside_the_screen_and_sent_with_it() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a")
        app.composer.post_message(Paste("\x1b[1mbig\x1b[0m line\r\n" * 100_000))
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.sent))
        (attachment,) = app.sent[0].attachments
        assert attachment.value == "big line\n" * 100_000


async def test_a_paste_that_no_question_can_take_is_said() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, "x" * (MOST_TEXT_BYTES + 1))
        await until(pilot, lambda: "too much for one question" in app.note)
        assert app.chips == []


async def test_a_text_too_long_to_write_stays_attached() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, "word " * 60_000)
        await until(pilot, lambda: bool(app.chips))
        await pilot.press("backspace")
        await pilot.pause()
        assert len(app.chips) == 1
        assert "stays attached" in app.note


@pytest.mark.parametrize("key", ["backspace", "ctrl+z"])
@pytest.mark.parametrize("form", ["{}", "'{}'", "file://{}", "{}\n"])
async def test_a_dropped_file_is_attached_and_can_be_made_a_path_again(
    tmp_path: Path, form: str, key: str
) -> None:
    file = tmp_path / "report.pdf"
    file.write_text("x")
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a")
        pasted = form.format(file)
        await paste(pilot, pasted)
        await until(pilot, lambda: app.chips == ["@report.pdf"])
        assert app.composer.text == "a"
        assert app.composer.attachments == (Attachment.of_place(str(file)),)
        await pilot.press(key)
        await pilot.pause()
        assert app.composer.text == f"a{pasted}"
        assert app.chips == []


async def test_a_dropped_recording_says_how_to_keep_it(tmp_path: Path) -> None:
    file = tmp_path / "talk.MP4"
    file.write_text("x")
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, str(file))
        await until(pilot, lambda: app.chips == ["@talk.MP4"])
        assert "/add PATH" in app.note
        await pilot.press("backspace")
        await pilot.pause()
        assert app.composer.text == str(file)


async def test_a_path_that_is_not_there_stays_text(tmp_path: Path) -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, f"{tmp_path}/absent.pdf")
        await nothing_in_background(pilot)
        assert app.composer.text == f"{tmp_path}/absent.pdf"
        assert app.chips == []


async def test_a_path_after_a_command_is_its_argument(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_text("x")
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.composer.write("/rename ")
        await paste(pilot, str(file))
        await nothing_in_background(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert app.told == [Composer.CommandGiven("session.rename", str(file))]


async def test_what_was_typed_after_a_dropped_path_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "report.pdf"
    file.write_text("x")
    gate = threading.Event()

    def slowly(text: str) -> list[Path]:
        gate.wait(10)
        return [Path(text)]

    monkeypatch.setattr("kagent_tui.widgets.composer.dropped_files", slowly)
    app = ComposerApp()
    async with app.run_test() as pilot:
        await paste(pilot, str(file))
        await pilot.press("backspace")
        gate.set()
        await nothing_in_background(pilot)
        assert app.composer.text == str(file)[:-1]
        assert app.chips == []


async def test_backspace_at_the_beginning_takes_the_last_chip_and_undo_brings_it_back() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        for name in ("one", "two"):
            app.composer.attach(Attachment.of_collection(name))
        app.composer.attach(Attachment.of_collection("one"))
        await pilot.pause()
        assert app.chips == ["@one", "@two"]
        await pilot.press("x", "home", "backspace")
        await pilot.pause()
        assert app.chips == ["@one"]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert app.chips == ["@one", "@two"]
        assert app.composer.text == "x"


async def test_chips_are_gone_through_removed_and_put_into_the_text_by_keys() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.composer.attach(Attachment.of_text("a text", "pasted text"))
        app.composer.attach(Attachment.of_collection("two"))
        await pilot.pause()
        await pilot.press("shift+tab", "delete")
        await pilot.pause()
        assert app.chips == ["pasted text, 1 line"]
        await pilot.press("enter")
        await pilot.pause()
        assert app.chips == []
        assert app.composer.text == "a text"
        assert app.composer.has_focus


async def test_arrows_go_between_chips_and_escape_back() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        for name in ("one", "two"):
            app.composer.attach(Attachment.of_collection(name))
        await pilot.pause()
        await pilot.press("shift+tab", "left")
        await pilot.pause()
        assert [chip.has_focus for chip in app.query("Chip")] == [True, False]
        await pilot.press("right", "right")
        await pilot.pause()
        assert app.composer.has_focus
        await pilot.press("shift+tab", "escape")
        await pilot.pause()
        assert app.composer.has_focus


def test_what_chips_are_called() -> None:
    assert chip_name(Attachment.of_text("a\nb", "x")) == "pasted text, 2 lines"
    assert chip_name(Attachment.of_place("/a/b/report.pdf")) == "@report.pdf"
    assert chip_name(Attachment.of_place("/a/notes/")) == "@notes"
    assert chip_name(Attachment("document", "/a/b.md", "Budget [2025]")) == "@Budget [2025]"
    assert chip_name(Attachment.of_document("https://example.org/")) == "@https://example.org/"


async def test_a_draft_survives_the_end_of_the_program(tmp_path: Path) -> None:
    app = ComposerApp(drafts=tmp_path / "drafts")
    async with app.run_test() as pilot:
        await pilot.press("h", "i")
        await paste(pilot, LONG)
    again = ComposerApp(drafts=tmp_path / "drafts")
    async with again.run_test() as pilot:
        await until(pilot, lambda: again.composer.text == "hi")
        await until(pilot, lambda: again.chips == ["pasted text, 53 lines"])
        await until(pilot, lambda: again.note == "What you had not sent is back.")
        await pilot.press("enter")
        await until(pilot, lambda: not list(tmp_path.glob("drafts/*.json")))
        assert again.sent[0].attachments == (Attachment.of_text(LONG, "pasted text"),)


async def test_a_draft_is_written_while_one_types(tmp_path: Path) -> None:
    app = ComposerApp(drafts=tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("h", "i")
        await until(
            pilot, lambda: '"hi"' in "".join(f.read_text() for f in tmp_path.glob("*.json"))
        )
        assert app.composer.text == "hi"


@pytest.mark.parametrize("typed", ["", "New."])
async def test_a_draft_outlives_a_program_that_ends_before_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    left = ComposerApp(drafts=tmp_path)
    async with left.run_test():
        left.composer.write("Old.")
    gate, claim = threading.Event(), DraftFile.claim

    def slowly(file: DraftFile) -> Draft:
        if threading.current_thread() is not threading.main_thread():
            gate.wait(20)
        return claim(file)

    monkeypatch.setattr(DraftFile, "claim", slowly)
    hasty = ComposerApp(drafts=tmp_path)
    async with hasty.run_test():
        hasty.composer.write(typed)
    gate.set()
    monkeypatch.undo()
    again = ComposerApp(drafts=tmp_path)
    async with again.run_test() as pilot:
        expected = "\n".join(filter(None, ("Old.", typed)))
        await until(pilot, lambda: again.composer.text == expected)
        assert again.composer.text == expected


async def test_a_question_that_was_not_answered_comes_back(tmp_path: Path) -> None:
    app = ComposerApp(drafts=tmp_path)
    async with app.run_test():
        app.panel.hold("Answered?")
        app.panel.hold("Unanswered?")
        app.panel.answered("Answered?")
    again = ComposerApp(drafts=tmp_path)
    async with again.run_test() as pilot:
        await until(pilot, lambda: again.composer.text == "Unanswered?")
        await until(pilot, lambda: again.note.startswith("Your last question was not answered"))
        assert again.composer.earlier.entries == ("Unanswered?",)


async def test_a_draft_stands_before_what_was_typed_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = DraftFile(tmp_path)
    file.claim()
    file.save(Draft("old"), 1)
    file.release()
    gate, claim = threading.Event(), DraftFile.claim

    def slowly(self: DraftFile) -> Draft:
        gate.wait(10)
        return claim(self)

    monkeypatch.setattr(DraftFile, "claim", slowly)
    app = ComposerApp(drafts=tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("n", "e", "w")
        gate.set()
        await until(pilot, lambda: app.composer.text != "new")
        assert app.composer.text == "old\nnew"


async def test_a_folder_for_drafts_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("a file")
    app = ComposerApp(drafts=tmp_path / "drafts")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.note.startswith("What you write is not kept on the disk"))
        await pilot.press("h", "enter")
        assert app.sent == [Composer.Submitted("h")]
