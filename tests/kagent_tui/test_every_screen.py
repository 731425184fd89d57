"""Every screen, dialog and menu: in Chinese, for a screen reader, and on small terminals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.events import Language
from kagent_tui.app import KAgentApp
from kagent_tui.config import Config
from kagent_tui.screens.chat import ChatScreen
from store.memory import MemoryBank
from tests.kagent_tui.bank_assembly import BankAssembly
from tests.kagent_tui.remembered import remember_plainly
from tests.kagent_tui.scripted_engine import make_app
from tests.kagent_tui.walking import composer_is_whole, unreachable, walk

pytestmark = pytest.mark.anyio

# Arrows, box drawing, blocks, shapes, dingbats, braille and pictures.
SIGNS = re.compile("[\u2190-\u21ff\u2500-\u25ff\u2700-\u27bf\u2800-\u28ff\U0001f000-\U0001faff]")
# What a list, a table or a button shows before what Enter takes.
POINTER = re.compile(r"(^|\s)>\s?\S", re.MULTILINE)
POINTED = {
    "palette",
    "slash menu",
    "sessions",
    "library",
    "library removal",
    "memory",
    "memory forgotten",
    "models",
    "model downloaded",
    "settings",
}
# Words of the program itself, names of things, and what is written as it must be typed.
NAMES = {
    *("KAgent", "kagent", "nano", "Markdown", "JSON", "HTML", "GGUF", "gguf", "ZIM", "zim"),
    *("Hugging", "Face", "OpenAI", "Ollama", "vLLM", "llama", "server", "whisper", "cpp", "http"),
    *("localhost", "huggingface", "co", "library", "kiwix", "org", "Wikipedia", "GB", "MB", "kB"),
    *("Enter", "Esc", "Tab", "Ctrl", "Shift", "Alt", "Super", "PgUp", "PgDn", "Home", "End", "Del"),
    *("Backspace", "Space", "VISUAL", "EDITOR", "SearXNG", "ddgs", "API", "OWNER", "REPOSITORY"),
    *(
        "kuaipedia",
        "link",
        "FILE",
        "config",
        "toml",
        "add",
        "profiles",
        "list",
        "themes",
        "theme",
        "docs",
        "md",
        "qq",
    ),
    *("Switch", "to", "English", "HTTP", "MCP", "args", "command", "text", "sources", "code"),
    "VISUA",  # cut off
}
SETTINGS = {"auto", "builtin", "dark", "light", "contrast", "en", "zh"}.union(
    Config.rules(), *(rule.choices for rule in Config.rules().values())
)
KEYS = re.compile(r"[a-z]+\.[a-z_]+|/[a-z]+|[A-Za-z0-9._/~-]*[/_.-][A-Za-z0-9._/~-]*")


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def bank(tmp_path: Path, language: Language) -> Iterator[MemoryBank]:
    with MemoryBank.open(tmp_path / "memory") as opened:
        remember_plainly(opened, language)
        yield opened


def app_over(bank: MemoryBank, language: Language, *, plain: bool = False) -> KAgentApp:
    assembly = BankAssembly(bank=bank, documents=2)
    return make_app(assembly, language=language, screen_reader=plain)


def english_words(lines: list[str]) -> set[str]:
    """Words of a Chinese screen that are neither names nor settings, keys, paths or models."""
    text = KEYS.sub(" ", "\n".join(lines))
    words = re.findall(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9])", text)
    return {word for word in words if word not in NAMES | SETTINGS}


async def test_a_screen_reader_gets_words_alone_in_its_language(
    bank: MemoryBank, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing of another screen shows beside a dialog here, so that no word is cut off.
    (tmp_path / "笔记.md").write_text("x")
    monkeypatch.chdir(tmp_path)
    signs: list[tuple[str, str]] = []
    lost: list[str] = []
    english: dict[str, set[str]] = {}
    app = app_over(bank, language, plain=True)
    async with app.run_test(size=(100, 40)) as pilot:
        async for name, lines in walk(pilot):
            signs += [(name, line) for line in lines if SIGNS.search(line)]
            if name in POINTED and not POINTER.search("\n".join(lines)):
                lost.append(name)
            # The names, languages and licences of models are what they are.
            said = [line for line in lines if not re.search("适合|较慢|太大", line)]
            if language == "zh" and (words := english_words(said)):
                english[name] = words
    assert signs == []
    assert lost == []
    assert english == {}


@pytest.mark.parametrize("language", ["zh"], indirect=True)
@pytest.mark.parametrize("size", [(60, 20), (40, 12)])
async def test_a_small_terminal_shows_what_is_asked(
    bank: MemoryBank, size: tuple[int, int]
) -> None:
    app, hidden = app_over(bank, "zh"), []
    async with app.run_test(size=size) as pilot:
        async for name, lines in walk(pilot):
            assert len(lines) == size[1]
            if isinstance(app.screen, ChatScreen) and not composer_is_whole(pilot):
                hidden.append(f"{name}: the composer")
            if name != "palette":  # Textual's own, whose field overlaps its box
                hidden += [f"{name}: {widget}" for widget in unreachable(pilot)]
    assert hidden == []
