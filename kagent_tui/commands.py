"""The one table of commands: the command line, the palette and the documentation read it.

It is imported by `kagent --help`, so it imports nothing but the standard library's lightest parts.
"""

from __future__ import annotations

from typing import NamedTuple

_CLI = "kagent_tui.cli"


class CommandEntry(NamedTuple):
    """A command: its words after `kagent`, a sentence of help, the module that holds it, examples.

    The module of a top-level entry has an attribute `command`, a click command.
    """

    name: str
    help: str
    module: str
    examples: tuple[str, ...]


COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry(
        "ask",
        "Ask a question and print the answer with its sources.",
        f"{_CLI}.ask",
        (
            'kagent ask "How many days are there from 2024-01-01 to 2024-03-01?"',
            "kagent ask 今年中秋节是几月几号？ --json",
        ),
    ),
    CommandEntry(
        "add",
        "Add files, folders and web pages to the library.",
        f"{_CLI}.add",
        (
            "kagent add notes.md ~/Documents/manuals",
            'kagent add --collection work "projects/**/*.pdf"',
            "kagent add --online https://example.org/manual.html",
            "kagent add ~/Downloads/wikipedia_en_simple_all.zim",
        ),
    ),
    CommandEntry(
        "search",
        "Search the library without asking the model.",
        f"{_CLI}.search",
        ("kagent search battery -k 3", "kagent search 保修期 --json"),
    ),
    CommandEntry(
        "library",
        "See what the library holds, and keep it in step with the disk.",
        f"{_CLI}.library",
        ("kagent library list", "kagent library sync"),
    ),
    CommandEntry(
        "library list",
        "List the documents of the library.",
        f"{_CLI}.library",
        (
            "kagent library list --json",
            "kagent library list --collection work",
            "kagent library list --failed",
        ),
    ),
    CommandEntry(
        "library roots",
        "List the files, folders, patterns and web pages that were added.",
        f"{_CLI}.library",
        ("kagent library roots --json",),
    ),
    CommandEntry(
        "library info",
        "Tell what is known of one document.",
        f"{_CLI}.library",
        ("kagent library info notes.md", "kagent library info notes.md --json"),
    ),
    CommandEntry(
        "library sync",
        "Take in what has changed in the files and folders that were added.",
        f"{_CLI}.library",
        ("kagent library sync", "kagent library sync ~/Documents/manuals --verify"),
    ),
    CommandEntry(
        "library watch",
        "Take in changes as they happen.",
        f"{_CLI}.library",
        ("kagent library watch",),
    ),
    CommandEntry(
        "library embed",
        "Make the vectors of the embedding model in the settings.",
        f"{_CLI}.library",
        ("kagent library embed",),
    ),
    CommandEntry(
        "library remove",
        "Remove documents from the library; the files themselves stay.",
        f"{_CLI}.library",
        ("kagent library remove notes.md", "kagent library remove ~/Documents/manuals"),
    ),
    CommandEntry(
        "collections",
        "Group documents under names.",
        f"{_CLI}.collections",
        ("kagent collections list",),
    ),
    CommandEntry(
        "collections list",
        "List the collections.",
        f"{_CLI}.collections",
        ("kagent collections list --json",),
    ),
    CommandEntry(
        "collections add",
        "Put documents into a collection.",
        f"{_CLI}.collections",
        ("kagent collections add work notes.md ~/Documents/contracts",),
    ),
    CommandEntry(
        "collections take",
        "Take documents out of a collection.",
        f"{_CLI}.collections",
        ("kagent collections take work notes.md",),
    ),
    CommandEntry(
        "collections rename",
        "Give a collection another name.",
        f"{_CLI}.collections",
        ('kagent collections rename work "work 2026"',),
    ),
    CommandEntry(
        "collections remove",
        "Remove collections; their documents stay.",
        f"{_CLI}.collections",
        ("kagent collections remove work",),
    ),
    CommandEntry(
        "sessions",
        "See earlier questions and answers.",
        f"{_CLI}.sessions",
        ("kagent sessions list",),
    ),
    CommandEntry(
        "sessions list",
        "List the sessions, the latest first.",
        f"{_CLI}.sessions",
        ("kagent sessions list --json",),
    ),
    CommandEntry(
        "sessions show",
        "Show a session's questions and answers as they were given.",
        f"{_CLI}.sessions",
        ("kagent sessions show 3f2a", "kagent sessions show 3f2a --json"),
    ),
    CommandEntry(
        "sessions rename",
        "Give a session another title.",
        f"{_CLI}.sessions",
        ("kagent sessions rename 3f2a Warranties",),
    ),
    CommandEntry(
        "sessions delete",
        "Forget sessions with all that was said in them.",
        f"{_CLI}.sessions",
        ("kagent sessions delete 3f2a",),
    ),
    CommandEntry(
        "sessions export",
        "Write a session as Markdown.",
        f"{_CLI}.sessions",
        ("kagent sessions export 3f2a -o warranties.md", "kagent sessions export 3f2a --json"),
    ),
    CommandEntry(
        "open",
        "Open a cited source at its place.",
        f"{_CLI}.open",
        ("kagent open 1", "kagent open 2 --session 3f2a --print", "kagent open ~/notes/car.md"),
    ),
    CommandEntry(
        "memory",
        "See what is remembered, and forget it.",
        f"{_CLI}.memory",
        ("kagent memory list",),
    ),
    CommandEntry(
        "memory list",
        "List what is remembered.",
        f"{_CLI}.memory",
        ("kagent memory list --kind conversation", "kagent memory list --before 2026-11-01"),
    ),
    CommandEntry(
        "memory search",
        "Search all that is remembered.",
        f"{_CLI}.memory",
        ("kagent memory search warranty", "kagent memory search 保修 --kind task --json"),
    ),
    CommandEntry(
        "memory forget",
        "Forget questions with their answers, tasks and documents.",
        f"{_CLI}.memory",
        ("kagent memory forget c12 t7", "kagent memory forget --before 2026-01-01 --yes"),
    ),
    CommandEntry(
        "memory purge",
        "Take the last traces of what was removed out of the files.",
        f"{_CLI}.memory",
        ("kagent memory purge",),
    ),
    CommandEntry(
        "tools",
        "See the tools, or run one by hand.",
        f"{_CLI}.tools",
        ("kagent tools list",),
    ),
    CommandEntry(
        "tools list",
        "List the tools and their arguments.",
        f"{_CLI}.tools",
        ("kagent tools list --json", "kagent tools list --online"),
    ),
    CommandEntry(
        "tools info",
        "Describe one tool.",
        f"{_CLI}.tools",
        ("kagent tools info time_delta", "kagent tools info time_delta --json"),
    ),
    CommandEntry(
        "tools run",
        "Run one tool with the arguments given.",
        f"{_CLI}.tools",
        (
            "kagent tools run time_delta start_time=2024-01-01 end_time=2024-03-01",
            "kagent tools run get_holidays_info year=2026 --json",
        ),
    ),
    CommandEntry(
        "tools new",
        "Write a tool of your own, to be changed to your needs.",
        f"{_CLI}.tools",
        ("kagent tools new tide_table",),
    ),
    CommandEntry(
        "mcp",
        "Serve the library to other programs' agents (MCP).",
        f"{_CLI}.mcp",
        ("kagent mcp", "kagent mcp --allow-add ~/Documents/notes"),
    ),
    CommandEntry(
        "models",
        "Get larger models, choose one, and see which answers.",
        f"{_CLI}.models",
        ("kagent models list", "kagent models pull qwen3-4b"),
    ),
    CommandEntry(
        "models list",
        "List the models that are here or can be had, and what fits this machine.",
        f"{_CLI}.models",
        ("kagent models list", "kagent models list --here --json"),
    ),
    CommandEntry(
        "models pull",
        "Download a model, check it and try it.",
        f"{_CLI}.models",
        (
            "kagent models pull qwen3-4b",
            "kagent models pull bge-m3 --yes",
            "kagent models pull Qwen/Qwen3-4B-GGUF/Qwen3-4B-Q4_K_M.gguf",
        ),
    ),
    CommandEntry(
        "models use",
        "Make a model the one that answers, or that searches by meaning.",
        f"{_CLI}.models",
        ("kagent models use qwen3-4b", "kagent models use builtin"),
    ),
    CommandEntry(
        "models info",
        "Describe the model in use, one of the catalogue, or a file.",
        f"{_CLI}.models",
        (
            "kagent models info --json",
            "kagent models info qwen3-4b",
            "kagent models info ~/models/large.gguf",
        ),
    ),
    CommandEntry(
        "models remove",
        "Delete a model that was downloaded or imported.",
        f"{_CLI}.models",
        ("kagent models remove qwen3-4b --yes",),
    ),
    CommandEntry(
        "models import",
        "Take in a model file that is on the disk already.",
        f"{_CLI}.models",
        (
            "kagent models import ~/Downloads/large-q4_k_m.gguf",
            "kagent models import ~/models/large.gguf --link --name large",
        ),
    ),
    CommandEntry(
        "mat",
        "Make training data by meta-agent tuning.",
        f"{_CLI}.mat",
        ("kagent mat craft runs/first --synthetic 200 --estimate --price-in 0.5",),
    ),
    CommandEntry(
        "mat craft",
        "Let a teacher write templates of system prompts for the topics of seed queries.",
        f"{_CLI}.mat",
        ("kagent mat craft runs/first --synthetic 200 --teacher http://localhost:8000/v1",),
    ),
    CommandEntry(
        "mat validate",
        "Compare the templates with open ones, and approve those that keep up.",
        f"{_CLI}.mat",
        ("kagent mat validate runs/first --judge http://localhost:8000/v1#judge --in-flight 64",),
    ),
    CommandEntry(
        "mat collect",
        "Collect prompts with their responses through the approved templates.",
        f"{_CLI}.mat",
        ("kagent mat collect runs/first --model http://localhost:8000/v1 --profiles 20",),
    ),
    CommandEntry(
        "mat mix",
        "Mix the pairs with general data, without copies and evaluation passages.",
        f"{_CLI}.mat",
        ("kagent mat mix runs/first --general chat.jsonl --against bench.jsonl",),
    ),
    CommandEntry(
        "mat export",
        "Write the training data, as pairs and as chat, with a data card.",
        f"{_CLI}.mat",
        ("kagent mat export runs/first --out data",),
    ),
    CommandEntry(
        "mat report",
        "What the stages that were run came to.",
        f"{_CLI}.mat",
        ("kagent mat report runs/first --training-log tuned/log.jsonl",),
    ),
    CommandEntry(
        "config",
        "See the settings and where they are read from.",
        f"{_CLI}.config",
        ("kagent config show",),
    ),
    CommandEntry(
        "config show",
        "Print every setting in force, as a config.toml.",
        f"{_CLI}.config",
        ("kagent config show", "kagent config show --json"),
    ),
    CommandEntry(
        "config path",
        "Print the place of the settings file.",
        f"{_CLI}.config",
        ("kagent config path",),
    ),
    CommandEntry(
        "backup",
        "Copy the whole memory to one file, also while KAgent is running.",
        f"{_CLI}.backup",
        ("kagent backup ~/kagent-2026-11-20.db",),
    ),
    CommandEntry(
        "restore",
        "Bring back the memory from a backup; the present one is kept beside it.",
        f"{_CLI}.restore",
        ("kagent restore ~/kagent-2026-11-20.db",),
    ),
    CommandEntry(
        "doctor",
        "Check that everything KAgent needs works on this machine.",
        f"{_CLI}.doctor",
        ("kagent doctor", "kagent doctor --deep"),
    ),
)


def top_level() -> dict[str, CommandEntry]:
    """The commands directly under `kagent`, by name, in the order of the table."""
    return {entry.name: entry for entry in COMMANDS if " " not in entry.name}


def find(name: str) -> CommandEntry:
    """The entry of a command such as "tools run".

    Raises:
        KeyError: the table has no such command.
    """
    for entry in COMMANDS:
        if entry.name == name:
            return entry
    raise KeyError(name)
