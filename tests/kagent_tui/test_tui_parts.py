"""The TUI's small parts: the thread's manners, keys, strings, numbers."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.message import Message

from engine.events import Concluding, Failed, UsageTotals
from kagent_tui.bindings import SHORTCUTS, help_rows, hints
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.i18n import interface_language
from kagent_tui.messages import (
    EventArrived,
    LoadingFailed,
    MemoryOpened,
    ModelLoaded,
    StatisticsChanged,
)
from kagent_tui.rate import RateMeter, rate_of
from kagent_tui.widgets.text import call_line, plain, plain_line
from store.errors import StoreError
from store.records import BankStatistics
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    ScriptedSession,
    answer_of,
    scripts_of,
    whole_script,
)


def wait_for(messages: list[Message], kind: type[Message], count: int = 1) -> None:
    end = time.monotonic() + 10
    while sum(isinstance(entry, kind) for entry in messages) < count:
        assert time.monotonic() < end, f"no {kind.__name__} among {messages}"
        time.sleep(0.005)


def test_the_runner_loads_answers_and_closes_in_its_own_thread() -> None:
    messages: list[Message] = []
    assembly = ScriptedAssembly(scripts_of(whole_script()))
    threads: list[threading.Thread] = []

    def make() -> ScriptedAssembly:
        threads.append(threading.current_thread())
        return assembly

    runner = EngineRunner(make)
    runner.start(messages.append)
    runner.ask(7, "How many?")
    wait_for(messages, StatisticsChanged)
    runner.request_close()
    assert runner.join()
    assert assembly.closed
    assert threads[0] is not threading.current_thread()
    assert threads[0].daemon
    assert [type(entry) for entry in messages[:2]] == [MemoryOpened, ModelLoaded]
    assert {entry.question_id for entry in messages if isinstance(entry, EventArrived)} == {7}


def test_after_closing_nothing_is_posted_and_nothing_starts() -> None:
    messages: list[Message] = []
    assembly = ScriptedAssembly(scripts_of([Concluding("a"), threading.Event()]))
    runner = EngineRunner(lambda: assembly)
    runner.start(messages.append)
    runner.ask(1, "one")
    runner.ask(2, "two")
    wait_for(messages, EventArrived)
    runner.request_close()
    count = len(messages)
    assert runner.join()
    assert len(messages) == count
    assert assembly.sessions[0].asked == ["one"]
    never = EngineRunner(lambda: assembly)
    never.request_close()
    never.start(messages.append)
    assert never.join()


def test_only_a_waiting_question_is_dropped() -> None:
    messages: list[Message] = []
    assembly = ScriptedAssembly(scripts_of([Concluding("a"), threading.Event()], [Failed("x")]))
    runner = EngineRunner(lambda: assembly)
    runner.start(messages.append)
    for number in (1, 2, 3):
        runner.ask(number, str(number))
    wait_for(messages, EventArrived)
    assert runner.cancel(2) is False
    assert runner.cancel(1) is True
    wait_for(messages, StatisticsChanged, 2)
    assert assembly.sessions[0].asked == ["1", "3"]
    assert runner.cancel(3) is False
    runner.request_close()
    runner.join()


class TroubledAssembly(ScriptedAssembly):
    """The memory goes away once it is open."""

    opened = False

    def session(self, session_id: str | None) -> ScriptedSession:
        raise StoreError("the disk is full; free some space")

    def statistics(self) -> BankStatistics:
        if self.opened:
            raise StoreError("the database is locked; close the other program")
        self.opened = True
        return super().statistics()


def test_trouble_of_the_memory_between_questions_is_said() -> None:
    messages: list[Message] = []
    runner = EngineRunner(TroubledAssembly)
    runner.start(messages.append)
    runner.ask(1, "one")
    wait_for(messages, LoadingFailed)
    runner.request_close()
    assert runner.join()
    assert runner.failure is None
    arrived = [entry.event for entry in messages if isinstance(entry, EventArrived)]
    assert arrived == [Failed("the disk is full; free some space")]


def test_every_key_has_one_identifier() -> None:
    assert len({row.id for row in SHORTCUTS}) == len(SHORTCUTS)
    shown = {row.scope for row in SHORTCUTS}
    assert set(hints(*shown)) <= set(help_rows())


@pytest.mark.parametrize(
    ("setting", "environ", "expected"),
    [
        ("zh", {"LANG": "en_GB.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("auto", {"LANG": "zh_CN.UTF-8"}, "zh"),
        ("auto", {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ("auto", {"LC_ALL": "", "LC_MESSAGES": "zh_TW"}, "zh"),
        ("auto", {}, "en"),
    ],
)
def test_the_interface_follows_the_setting_then_the_locale(
    setting: str, environ: dict[str, str], expected: str
) -> None:
    assert interface_language(setting, environ) == expected


def test_the_rate_counts_pieces_since_the_first() -> None:
    now = 100.0
    meter = RateMeter(lambda: now)
    assert meter.count() is None
    now = 101.0
    assert meter.count() == 2.0
    meter.reset()
    assert meter.count() is None


def test_the_final_rate_leaves_tools_out() -> None:
    assert rate_of(answer_of("x")) == pytest.approx(60 / 1.5)
    assert rate_of(answer_of("x", usage=UsageTotals())) is None


@given(st.text())
def test_no_control_character_survives(text: str) -> None:
    for shown in (plain(text).plain, plain_line(text).plain, call_line(text, {text: text})):
        assert not set(shown) & {*map(chr, range(9)), *map(chr, range(11, 32)), "\x7f", "\x9b"}
        assert "\t" not in shown
    assert "\n" not in plain_line(text).plain


def test_a_call_shows_values_as_they_are() -> None:
    assert (
        call_line("f", {"a": "b\nc", "n": 1, "x": None, "e": "é"}) == "f(a=b c, n=1, x=null, e=é)"
    )
