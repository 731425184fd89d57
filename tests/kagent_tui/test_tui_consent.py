"""The consent of the network: what is shown, what the keys answer, and when the question goes."""

from __future__ import annotations

import re
import threading

import pytest
from textual.containers import VerticalScroll
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Button, Static

from engine.events import Concluded, Recalled
from engine.web_access import ConnectionRequest
from kagent_tui.app import KAgentApp
from kagent_tui.engine_runner import EngineRunner
from kagent_tui.messages import (
    ConsentAsked,
    ConsentReply,
    ConsentWithdrawn,
    NetworkPolicyChanged,
    StatisticsChanged,
)
from kagent_tui.screens.consent import ConsentScreen
from kagent_tui.screens.help import HelpScreen
from kagent_tui.widgets.status import StatusLine
from tests.kagent_tui.scripted_engine import (
    ScriptedAssembly,
    ScriptedNetwork,
    Step,
    answer_of,
    make_app,
    scripts_of,
    turns_of,
    write,
)
from tests.kagent_tui.test_tui_parts import wait_for
from tests.kagent_tui.waiting import until

pytestmark = pytest.mark.anyio

FIRST = ConnectionRequest(
    ("geocoding-api.open-meteo.com", "api.open-meteo.com"), "Beijing", "get_weather_info"
)
FOREIGN = ConnectionRequest(
    ("evil.example",), "http://evil.example/?q=42", "browse_website", "foreign_address"
)
PRIVATE = ConnectionRequest(
    ("html.duckduckgo.com",), "salary of Ada 84,000", "hybrid_search", "private_words", "84,000"
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take answers from the first moment."""
    monkeypatch.setattr(ConsentScreen, "ARMING_SECONDS", 0)


def asking(*requests: Step, policy: str = "ask") -> ScriptedAssembly:
    script: list[Step] = [Recalled(()), *requests, Concluded(answer_of("12 °C"))]
    network = ScriptedNetwork("on" if policy == "on" else "off" if policy == "off" else "ask")
    return ScriptedAssembly(scripts_of(script, script), network=network)


def modal(pilot: Pilot[int]) -> ConsentScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ConsentScreen)
    return screen


def told(pilot: Pilot[int]) -> str:
    return "\n".join(str(part.render()) for part in modal(pilot).query(Static))


def labels(pilot: Pilot[int]) -> list[str]:
    return [str(button.label) for button in modal(pilot).query(Button)]


def status(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen_stack[0].query_one(StatusLine).render())


def is_asked(pilot: Pilot[int]) -> bool:
    return isinstance(pilot.app.screen, ConsentScreen)


async def asked(pilot: Pilot[int], question: str = "How warm is it in Beijing?") -> None:
    await write(pilot, question)
    await until(pilot, lambda: is_asked(pilot))


async def finished(pilot: Pilot[int], number: int = 0) -> None:
    await until(pilot, lambda: not is_asked(pilot) and turns_of(pilot)[number].finished)


async def test_it_shows_who_wants_what_and_why() -> None:
    async with make_app(asking(FIRST)).run_test() as pilot:
        await asked(pilot)
        text = told(pilot)
        assert "get_weather_info wants to connect to:" in text
        assert "geocoding-api.open-meteo.com\napi.open-meteo.com" in text
        assert "This is sent, whole or in parts:\nBeijing" in text
        assert "It would be the first connection for this question; nothing is sent yet." in text
        assert "to keep it, turn network on in the settings (F9)" in text
        assert labels(pilot) == [
            "No, not now (N or Esc)",
            "Allow for this question (Y)",
            "Always allow (A)",
        ]


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (FOREIGN, "Neither you nor a search of this question named this address"),
        (PRIVATE, "These words stand in your own documents:\n84,000"),
    ],
    ids=["foreign", "private"],
)
async def test_other_reasons_are_allowed_once_only(
    request_: ConnectionRequest, reason: str
) -> None:
    assembly = asking(request_)
    async with make_app(assembly).run_test() as pilot:
        await asked(pilot)
        assert reason in told(pilot)
        assert request_.sends in told(pilot)
        assert labels(pilot) == ["No, not now (N or Esc)", "Allow this once (Y)"]
        await pilot.press("a")
        assert is_asked(pilot)
        await pilot.press("y")
        await finished(pilot)
    assert assembly.sessions[0].allowed == [True]
    assert assembly.network.policy == "ask"


@pytest.mark.parametrize(
    ("keys", "allowed"),
    [
        (["y"], True),
        (["n"], False),
        (["escape"], False),
        (["enter"], False),  # "No" has the focus
        (["tab", "enter"], True),
        (["down", "enter"], True),
        (["down", "up", "enter"], False),
        (["tab", "tab", "tab", "enter"], False),  # round to the first
        (["shift+tab", "enter"], True),  # back to the last: always
        (["space", "z", "n"], False),
    ],
)
async def test_the_keys_answer(keys: list[str], allowed: bool) -> None:
    assembly = asking(FIRST)
    async with make_app(assembly).run_test() as pilot:
        await asked(pilot)
        await pilot.press(*keys)
        await finished(pilot)
    assert assembly.sessions[0].allowed == [allowed]


@pytest.mark.parametrize(("button", "allowed"), [("#deny", False), ("#allow", True)])
async def test_the_buttons_answer(button: str, allowed: bool) -> None:
    assembly = asking(FIRST)
    async with make_app(assembly).run_test() as pilot:
        await asked(pilot)
        await pilot.click(button)
        await finished(pilot)
    assert assembly.sessions[0].allowed == [allowed]


async def test_what_was_meant_for_the_composer_allows_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ConsentScreen, "ARMING_SECONDS", 60)
    assembly = asking(FIRST)
    async with make_app(assembly).run_test() as pilot:
        await asked(pilot)
        await pilot.press(*"may", "enter", "n", "tab", "enter")
        await pilot.pause()
        assert is_asked(pilot)
        await pilot.press("escape")
        await finished(pilot)
    assert assembly.sessions[0].allowed == [False]


async def test_it_takes_answers_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ConsentScreen, "ARMING_SECONDS", 0.01)
    assembly = asking(FIRST)
    async with make_app(assembly).run_test() as pilot:
        await asked(pilot)
        await until(pilot, lambda: modal(pilot)._armed)
        await pilot.press("y")
        await finished(pilot)
    assert assembly.sessions[0].allowed == [True]


async def test_always_opens_the_network_for_this_run() -> None:
    assembly = asking(FIRST)
    async with make_app(assembly).run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "network: ask" in status(pilot))
        await asked(pilot)
        await pilot.press("a")
        await finished(pilot)
        await until(pilot, lambda: "network: on" in status(pilot))
        notices = [entry.message for entry in pilot.app._notifications]
        assert any(notice.startswith("The network is on until KAgent") for notice in notices)
        # A request that was already on its way is not asked about again.
        await write(pilot, "And in Paris?")
        await until(pilot, lambda: turns_of(pilot)[1].finished)
    assert assembly.network.policy == "on"
    assert assembly.sessions[0].allowed == [True, True]


async def test_two_requests_are_asked_one_after_the_other() -> None:
    assembly = asking(FIRST, PRIVATE)
    async with make_app(assembly).run_test() as pilot:
        await asked(pilot)
        await pilot.press("y")
        await until(pilot, lambda: is_asked(pilot) and PRIVATE.sends in told(pilot))
        await pilot.press("n")
        await finished(pilot)
    assert assembly.sessions[0].allowed == [True, False]


async def test_a_stopped_question_takes_its_request_away() -> None:
    assembly = asking(FIRST, threading.Event())
    app = make_app(assembly)
    async with app.run_test() as pilot:
        await asked(pilot)
        assert app.runner.cancel(1)
        await finished(pilot)
        assert turns_of(pilot)[0].finished
    assert assembly.sessions[0].allowed == [False]


async def test_a_request_under_another_screen_goes_when_that_closes() -> None:
    app = make_app(asking(FIRST, threading.Event()))
    async with app.run_test() as pilot:
        await asked(pilot)
        app.push_screen(HelpScreen())
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        app.runner.cancel(1)
        await until(pilot, lambda: turns_of_chat(app) and isinstance(app.screen, HelpScreen))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert not isinstance(app.screen, HelpScreen)


def turns_of_chat(app: KAgentApp) -> bool:
    return app.runner._unfinished == {}


async def test_quitting_does_not_wait_for_an_answer() -> None:
    assembly = asking(FIRST)
    app = make_app(assembly)
    async with app.run_test() as pilot:
        await asked(pilot)
        await pilot.press("ctrl+q")
    assert app.runner.join()
    assert assembly.closed
    assert assembly.sessions[0].allowed == [False]


async def test_text_is_shown_as_it_is_and_cannot_act() -> None:
    hostile = "[b]x[/b] [@click=app.quit]go[/] \x1b]52;c;ZXZpbA==\x1b\\ \u202egpj \x07[/"
    request = ConnectionRequest((f"h{hostile}",), hostile, hostile, "private_words", hostile)
    async with make_app(asking(request)).run_test(size=(160, 50)) as pilot:
        await asked(pilot)
        text = told(pilot)
        assert text.count("[@click=app.quit]go[/]") == 4
        assert not CONTROLS.search(text)
        await pilot.press("n")
        await finished(pilot)


async def test_much_text_is_wrapped_and_scrolled_and_the_buttons_stay() -> None:
    long = ConnectionRequest(("a" * 200 + ".example",), "word " * 2000 + "END", "web_search")
    async with make_app(asking(long)).run_test(size=(60, 20)) as pilot:
        await asked(pilot)
        text = modal(pilot).query_one("#text", VerticalScroll)
        assert text.max_scroll_y > 0
        assert text.max_scroll_x == 0
        for button in modal(pilot).query(Button):
            assert 0 < button.region.y < 20
            assert button.region.height == 1
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        down = text.scroll_y
        assert down > 0
        await pilot.press("pageup")
        await pilot.pause()
        assert text.scroll_y < down
        await pilot.press("escape")
        await finished(pilot)


async def test_chinese_is_asked_in_chinese() -> None:
    async with make_app(asking(FIRST), language="zh").run_test(size=(100, 30)) as pilot:
        await asked(pilot)
        text = told(pilot)
        assert "get_weather_info 想要连接：" in text
        assert "将发送的内容（全部或部分）：\nBeijing" in text
        assert "这是本问题的第一次连接，目前还没有发送任何内容。" in text
        assert labels(pilot)[0] == "暂不允许（N 或 Esc）"
        assert "网络：先询问" in status(pilot)
        await pilot.press("n")
        await finished(pilot)


@pytest.mark.parametrize(("policy", "shown"), [("off", "network: off"), ("on", "network: on")])
async def test_the_status_line_shows_the_policy(policy: str, shown: str) -> None:
    async with make_app(asking(policy=policy)).run_test() as pilot:
        await until(pilot, lambda: shown in status(pilot))
        # It is as the settings say: nothing to announce.
        assert not pilot.app._notifications


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_a_narrow_status_line_keeps_the_policy(width: int) -> None:
    assembly = asking()
    assembly.documents = 1200
    async with make_app(assembly).run_test(size=(width, 20)) as pilot:
        await until(pilot, lambda: "network: ask" in status(pilot))
        assert "1,200 doc" in status(pilot)


def test_a_reply_is_given_once() -> None:
    reply = ConsentReply()
    assert reply.wait(0) is None
    reply.give("deny")
    reply.give("always")
    assert reply.wait(0) == "deny"


def test_requests_wait_in_turn_without_a_screen() -> None:
    """Two threads of one question ask at once; the second is spared when the first opens it."""
    messages: list[Message] = []
    assembly = asking(FIRST)
    runner = EngineRunner(lambda: assembly)
    runner.start(messages.append)
    runner.ask(1, "one")
    wait_for(messages, ConsentAsked)
    answers: list[bool] = []
    question = runner._unfinished[1]
    threads = [
        threading.Thread(
            target=lambda: answers.append(
                runner._consent.allowed(assembly.network, 1, FIRST, question.ended.is_set)
            )
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    (first,) = [entry for entry in messages if isinstance(entry, ConsentAsked)]
    first.reply.give("always")
    for thread in threads:
        thread.join(10)
    wait_for(messages, StatisticsChanged)
    runner.request_close()
    assert runner.join()
    assert answers == [True, True]
    assert sum(isinstance(entry, ConsentAsked) for entry in messages) == 1
    assert not [entry for entry in messages if isinstance(entry, ConsentWithdrawn)]
    policies = [entry.policy for entry in messages if isinstance(entry, NetworkPolicyChanged)]
    assert policies == ["ask", "on"]
