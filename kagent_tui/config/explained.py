"""What every setting means and may be, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kagent_tui.config.rules import Group, Rule
from kagent_tui.i18n import mark

GROUPS: Final[Mapping[Group, str]] = {
    "answers": mark("Answers"),
    "interface": mark("Interface"),
    "memory": mark("Memory"),
    "network": mark("Network and services"),
    "models": mark("Models"),
    "keys": mark("Keys"),
}

RULES: Final[Mapping[str, Rule]] = {
    "model": Rule(
        mark(
            'The language model: "builtin", a GGUF file, or the base URL of an '
            "OpenAI-compatible server."
        ),
        group="models",
        live=True,
    ),
    "remote_name": Rule(
        mark("The model's name on that server; without it, the first one that the server offers."),
        group="models",
        live=True,
    ),
    "context_tokens": Rule(
        mark("Tokens of prompt and answer together; without it, the model's own."),
        kind="number",
        group="models",
        live=True,
        least=512,
    ),
    "threads": Rule(
        mark("Threads for the model; without it, one for each core that may be used."),
        kind="number",
        group="models",
        least=1,
    ),
    "gpu_layers": Rule(
        mark("Layers of the model given to a GPU; -1 for all, 0 for none."),
        kind="number",
        group="models",
        least=-1,
    ),
    "api_key": Rule(
        mark("The key that a model server asks for."),
        group="models",
        secret=True,
    ),
    "embedding": Rule(
        mark(
            'The embedding model of the library: "builtin" or a GGUF file (bge, e5, '
            "nomic ...); after a change, run: kagent library embed."
        ),
        group="models",
        live=True,
    ),
    "speech_model": Rule(
        mark(
            'The model that writes down what is said in recordings: "auto" for the best one that '
            'is installed, "off", a name (kagent models list), or a file of whisper.cpp.'
        ),
        group="models",
        live=True,
    ),
    "ocr": Rule(
        mark("Whether text is read in pictures, in frames of videos and on scanned pages."),
        kind="switch",
        group="models",
        live=True,
    ),
    "language": Rule(
        mark('The answer\'s language: "en", "zh", or "auto" for the question\'s own.'),
        group="answers",
        choices=("auto", "en", "zh"),
    ),
    "profile": Rule(
        mark("The profile that answers: its name (kagent profiles list), or the path of its file."),
        group="answers",
    ),
    "network": Rule(
        mark('Whether tools may use the internet: "off", "ask" or "on".'),
        group="network",
        choices=("off", "ask", "on"),
        live=True,
    ),
    "max_steps": Rule(
        mark("The most tool calls for one question."),
        kind="number",
        group="answers",
        least=1,
        most=100,
    ),
    "quote": Rule(
        mark(
            'Whether answers from documents only quote their sentences: "on", or '
            '"auto" for the built-in model alone, which can do nothing else.'
        ),
        group="answers",
        choices=("auto", "on"),
    ),
    "quoted_sentences": Rule(
        mark(
            "The most sentences quoted at once: the second where the first is unsure; "
            "1 for never two."
        ),
        kind="number",
        group="answers",
        least=1,
    ),
    "knowledge_limit": Rule(
        mark("The most passages that one search of the library gives the model."),
        kind="number",
        group="answers",
        least=1,
        most=100,
    ),
    "memory_tokens": Rule(
        mark("The most tokens of memory in a large model's prompt; 0 for none."),
        kind="number",
        group="memory",
        least=0,
    ),
    "knowledge_share": Rule(
        mark("The documents' share of those tokens, in proportion to the next two."),
        kind="number",
        group="memory",
        least=0,
    ),
    "conversation_share": Rule(
        mark("The share of earlier questions and answers."),
        kind="number",
        group="memory",
        least=0,
    ),
    "task_share": Rule(
        mark("The share of what tools found earlier."),
        kind="number",
        group="memory",
        least=0,
    ),
    "task_half_life_days": Rule(
        mark("After so many days, what a tool found counts half."),
        kind="number",
        group="memory",
        least=1,
    ),
    "searxng": Rule(
        mark("The base URL of a SearXNG instance to search the web with."),
        group="network",
    ),
    "search_engines": Rule(
        mark(
            "Without SearXNG, the search engines to ask (names that ddgs knows); "
            "empty for the usual ones."
        ),
        kind="texts",
        group="network",
    ),
    "wikipedia": Rule(
        mark("Another address of Wikipedia, with {language} where the language stands in it."),
        group="network",
    ),
    "weather_key": Rule(
        mark("A key of weatherapi.com; without it, Open-Meteo is asked, which needs none."),
        group="network",
        secret=True,
    ),
    "open_meteo": Rule(
        mark("Another base URL of Open-Meteo's forecasts."),
        group="network",
    ),
    "open_meteo_archive": Rule(
        mark("Another base URL of Open-Meteo's past weather."),
        group="network",
    ),
    "geocoding": Rule(
        mark("Another base URL of Open-Meteo's geocoding."),
        group="network",
    ),
    "allowed_hosts": Rule(
        mark(
            "Hosts that may be reached although they are not on the public internet, at any port."
        ),
        kind="texts",
        group="network",
    ),
    "proxy": Rule(
        mark("The HTTP proxy that all connections go through; without it, none."),
        group="network",
        secret=True,
    ),
    "tools_shown": Rule(
        mark(
            "The most tools that a question is offered: the built-in ones, then those "
            "that fit the question best."
        ),
        kind="number",
        group="answers",
        least=1,
    ),
    "mcp_servers": Rule(
        mark(
            "MCP servers whose tools are offered, a table each: command, args and "
            "env, or url and headers."
        ),
        kind="tables",
        group="network",
    ),
    "interface_language": Rule(
        mark('The language of the screens: "en", "zh", or "auto" for that of the system.'),
        group="interface",
        choices=("auto", "en", "zh"),
        live=True,
    ),
    "theme": Rule(
        mark(
            'The colours: "dark", "light", "contrast", another one that /theme lists, or the name '
            "of a file in the folder themes beside this file."
        ),
        group="interface",
        live=True,
    ),
    "reduced_motion": Rule(
        mark("Whether nothing on the screen moves or blinks by itself."),
        kind="switch",
        group="interface",
        live=True,
    ),
    "screen_reader": Rule(
        mark(
            "Whether the screens are written for a screen reader: plain lines, a word for every "
            "role, and no frames."
        ),
        kind="switch",
        group="interface",
        live=True,
    ),
    "mouse": Rule(
        mark("Whether the mouse works; without it, the terminal's own selection does."),
        kind="switch",
        group="interface",
    ),
    "pictures": Rule(
        mark(
            'How frames of videos and pictures are shown: "auto" as well as the terminal can, '
            '"blocks" in coloured blocks, "off" in words alone.'
        ),
        group="interface",
        choices=("auto", "blocks", "off"),
        live=True,
    ),
    "quiet": Rule(
        mark("Whether only answers and their sources are shown, and not the tasks behind them."),
        kind="switch",
        group="interface",
        live=True,
    ),
    "answers_shown": Rule(
        mark("The most questions and answers of a session that are kept on the screen at once."),
        kind="number",
        group="interface",
        least=5,
    ),
    "editor": Rule(
        mark(
            "The command of the editor for long questions and for this file; without it, that of "
            "$VISUAL or $EDITOR."
        ),
        group="interface",
        live=True,
    ),
    "keymap": Rule(
        mark(
            'Other keys, by the action\'s name, such as "chat.stop" = "ctrl+s"; F1 and '
            "docs/keys.md have the names."
        ),
        kind="keys",
        group="keys",
        live=True,
    ),
}
