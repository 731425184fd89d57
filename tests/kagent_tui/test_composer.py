"""Writing a question: keys, lines, history, undo, characters of any width."""

from __future__ import annotations

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from engine.attachments import Attachment
from kagent_tui.completing.completion import Completion
from kagent_tui.widgets.composer import Composer
from tests.kagent_tui.composer_app import ComposerApp
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio


async def typed(pilot: Pilot[int], text: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in text))


@pytest.mark.parametrize("key", ["ctrl+j", "shift+enter", "alt+enter"])
async def test_a_new_line_by_every_key_that_may_come(key: str) -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a", key, "b")
        assert app.composer.text == "a\nb"
        await pilot.press("enter")
        assert app.sent == [Composer.Submitted("a\nb")]
        assert app.composer.text == ""


async def test_a_backslash_before_enter_begins_a_new_line() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "backslash", "enter", "b")
        assert app.composer.text == "a\nb"
        assert not app.sent
        await pilot.press("up", "home", "backslash", "enter")
        # It is not the line's end: the question goes as it is.
        assert app.sent == [Composer.Submitted("\\a\nb")]


async def test_keys_that_come_at_once_are_taken_in_their_order() -> None:
    from textual.events import Key

    app = ComposerApp()
    async with app.run_test() as pilot:
        # As from a terminal that does not bracket what is pasted.
        for key in ("1", "ctrl+j", "2", "left", "x", "enter", "3"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: app.composer.text == "3")
        assert app.sent == [Composer.Submitted("1\nx2")]


async def test_nothing_is_not_sent() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("enter", "space", "ctrl+j", "enter")
        assert not app.told


async def test_it_grows_to_a_third_of_the_screen() -> None:
    app = ComposerApp(sources=[lambda query, cancel: [Completion("a", "a")]])
    async with app.run_test(size=(60, 30)) as pilot:
        assert app.composer.size.height == 1
        await pilot.press("a", "ctrl+j", "b", "ctrl+j", "c")
        await pilot.pause()
        assert app.composer.size.height == 3
        await pilot.press(*["ctrl+j"] * 20)
        await pilot.pause()
        assert app.composer.outer_size.height == 10
        app.composer.attach(Attachment.of_collection("one"))
        await pilot.pause()
        await pilot.pause()
        assert app.composer.outer_size.height == 10
        assert app.panel.outer_size.height == 11
        await pilot.press("@")
        await until(pilot, lambda: app.menu.is_open)
        await pilot.pause()
        assert app.panel.outer_size.height == 11


async def test_up_and_down_walk_through_questions_and_keep_the_draft() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.panel.load_history(["earlier\nwith two lines", "oldest", "earlier\nwith two lines"])
        await typed(pilot, "asked now")
        await pilot.press("enter")
        await typed(pilot, "draft")
        texts = []
        for _ in range(4):
            await pilot.press("up")
            texts.append(app.composer.text)
        assert texts == ["asked now", "earlier\nwith two lines", "oldest", "oldest"]
        texts = []
        # The two lines are gone through on the way down.
        for _ in range(4):
            await pilot.press("down")
            texts.append(app.composer.text)
        assert texts == ["earlier\nwith two lines", "asked now", "draft", "draft"]


async def test_an_earlier_question_asked_again_gives_the_draft_back() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.panel.load_history(["earlier"])
        await typed(pilot, "draft")
        await pilot.press("up", "enter")
        assert app.sent == [Composer.Submitted("earlier")]
        assert app.composer.text == "draft"


async def test_up_within_a_question_only_moves_the_cursor() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.panel.load_history(["earlier"])
        await pilot.press("a", "ctrl+j", "b", "up")
        assert app.composer.text == "a\nb"
        assert app.composer.cursor_location[0] == 0
        await pilot.press("up")
        assert app.composer.text == "earlier"


async def test_a_soft_wrapped_line_is_gone_through_before_the_history() -> None:
    app = ComposerApp()
    async with app.run_test(size=(30, 20)) as pilot:
        app.panel.load_history(["earlier"])
        app.composer.write("word " * 12)
        await pilot.press("up")
        assert app.composer.text.startswith("word")
        await pilot.press("up", "up")
        assert app.composer.text == "earlier"


async def test_undo_redo_select_all_and_cut() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "one")
        await pilot.press("f7", "ctrl+x")
        assert app.composer.text == ""
        assert app.told == [Composer.CopyWanted("one")]
        await pilot.press("ctrl+z")
        assert app.composer.text == "one"
        await pilot.press("ctrl+y")
        assert app.composer.text == ""


async def test_a_question_that_was_sent_can_be_undone_back() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "enter", "ctrl+z")
        assert app.composer.text == "a"


async def test_ctrl_c_copies_a_selection_and_is_the_programs_without_one() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await typed(pilot, "one two")
        await pilot.press("ctrl+c")
        assert app.interrupted == 1
        await pilot.press("shift+left", "shift+left", "ctrl+c")
        assert app.told == [Composer.CopyWanted("wo")]
        assert app.interrupted == 1


async def test_ctrl_x_without_a_selection_deletes_nothing() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+x")
        assert app.composer.text == "a"
        assert not app.told


@pytest.mark.parametrize(
    ("text", "cells"),
    [("中文", 4), ("👨‍👩‍👧x", 3), ("e\u0301a", 2), ("ａ", 2), ("日本語テスト", 12)],
)
async def test_the_terminals_cursor_stands_behind_wide_characters(text: str, cells: int) -> None:
    app = ComposerApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.composer.write(text)
        await pilot.pause()
        content = app.composer.content_region
        # An input method opens its window where the terminal's own cursor is.
        assert app.cursor_position == Offset(content.x + cells, content.y)


async def test_wide_characters_wrap_and_the_cursor_follows() -> None:
    app = ComposerApp()
    async with app.run_test(size=(24, 20)) as pilot:
        app.composer.write("中" * 15)
        await pilot.pause()
        content = app.composer.content_region
        assert app.composer.wrapped_document.height == 2
        assert app.cursor_position.y == content.y + 1
        assert (app.cursor_position.x - content.x) % 2 == 0


async def test_one_backspace_deletes_what_looks_like_one_character() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.composer.write("中👨‍👩‍👧")
        await pilot.press("left", "right", "backspace")
        assert app.composer.text == "中"
        app.composer.write("e\u0301x")
        await pilot.press("home", "delete")
        assert app.composer.text == "x"


async def test_words_in_chinese_are_gone_through_in_pieces() -> None:
    app = ComposerApp()
    async with app.run_test() as pilot:
        app.composer.write("打开report文件。")
        await pilot.press("ctrl+left", "ctrl+left", "ctrl+w")
        assert app.composer.text == "打开文件。"
        await pilot.press("ctrl+right", "alt+delete")
        assert app.composer.text == "打开文件"


async def test_keys_of_terminals_that_name_no_key_for_shift_enter() -> None:
    from textual.events import Key

    app = ComposerApp()
    async with app.run_test() as pilot:
        await pilot.press("a")
        app.post_message(Key("shift+\r", None))
        await pilot.pause()
        assert app.composer.text == "a\n"


async def test_a_user_may_have_another_key_send() -> None:
    app = ComposerApp()
    app.set_keymap({"composer.send": "ctrl+s", "composer.older": "f8"})
    async with app.run_test() as pilot:
        await pilot.press("a", "enter", "b", "ctrl+s")
        assert app.sent == [Composer.Submitted("a\nb")]
        await pilot.press("slash", "h")
        await until(pilot, lambda: app.menu.is_open)
        # What had the same keys by default still has them.
        await pilot.press("up", "down", "enter")
        await pilot.pause()
        assert app.told[-1] == Composer.CommandGiven("app.help", "")
        await pilot.press("f8")
        assert app.composer.text == "a\nb"
        await pilot.press("up", "home", "x", "up")
        assert app.composer.text == "xa\nb"
