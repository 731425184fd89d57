"""Models, and the making of training data for them."""

from __future__ import annotations

from typing import Final

from kagent_tui.commands.entry import CLI as _CLI
from kagent_tui.commands.entry import CommandEntry

MODEL_COMMANDS: Final[tuple[CommandEntry, ...]] = (
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
        "models bench",
        "Measure how fast a model is on this machine.",
        f"{_CLI}.models",
        ("kagent models bench", "kagent models bench qwen3-4b --json"),
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
)
