"""All that is known of one model: its file's own words, the catalogue's, and what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kagent_tui.controllers.model_benchmarks import kept
from kagent_tui.model_words import fit_lines
from models.paths import expanded

if TYPE_CHECKING:
    from kagent_tui.model_shelf import ModelShelf, ShelfRow
    from models.description import Description


def facts_of_name(shelf: ModelShelf, name: str) -> dict[str, Any]:
    """What is known of an entry, of an installed model or of a file, keys as in JSON.

    Raises:
        ModelError: there is no such model, or the file is damaged.
    """
    row = shelf.row(name)
    if row is not None:
        return facts_of_row(shelf, row)
    path = expanded(name)
    if path.exists() or (path.suffix.lower() == ".gguf" and name.count("/") != 2):
        described = describe_file(path.absolute())
        memory = described.memory_bytes()
        fit = shelf.fit(memory, described.kind, described.bytes)
        return {**facts_of_file(described), "memory_bytes": memory, "fit": fit}
    from models.catalog import find

    entry = find(name)
    return {"name": entry.name, "url": entry.url(), "state": "", "installed": False}


def facts_of_row(shelf: ModelShelf, row: ShelfRow) -> dict[str, Any]:
    """The same of a row of the shelf; raises ModelFileError where its file is damaged."""
    entry, installed = row.entry, row.installed
    said: dict[str, Any] = {}
    path = shelf.path_of(row)
    if path is not None and path.suffix == ".bin" and row.kind == "embedding":
        said |= {"file": str(path)}  # the static model, whose format tells nothing more
    elif path is not None:
        said |= facts_of_file(describe_file(path))
    said |= {key: value for key, value in row.to_json().items() if value or key not in said}
    said["fit_reasons"] = fit_lines(shelf.reasons(row))
    if entry is not None and entry.repository:
        said |= {"url": entry.url(), "published_sha256": entry.sha256}
    record = installed.record if installed is not None else None
    if record is not None:
        said |= {
            "source": record.source,
            "sha256": record.sha256,
            "verified": record.verified,
        }
        if record.probe is not None:
            said |= {
                "prompt_tokens_per_second": record.probe.prompt_rate,
                "measured_memory_bytes": record.probe.memory,
            }
    benchmark = kept(shelf, row.name, path) if path is not None else None
    if benchmark is not None:
        said |= {
            "benchmark_reading": benchmark.prompt_rate,
            "benchmark_writing": benchmark.rate,
            "benchmark_first_token_seconds": benchmark.first_token_seconds,
            "benchmark_memory_bytes": benchmark.memory,
            "benchmark_at": benchmark.at,
        }
    return said


def describe_file(path: Path) -> Description:
    """What a file says of itself; raises ModelFileError."""
    from models.description import describe

    return describe(path)


def facts_of_file(described: Description) -> dict[str, Any]:
    """What a file says of itself, keys as in JSON."""
    return {
        "name": described.name,
        "kind": described.kind,
        "file": str(described.path),
        "bytes": described.bytes,
        "architecture": described.architecture,
        "parameters": described.parameters,
        "quantisation": described.quantisation,
        "context_tokens": described.context_tokens,
        "attention": described.attention,
        "sliding_window": described.sliding_window,
        "layers": described.layers,
        "kv_bytes_per_token": described.kv_bytes_per_token,
        "chat_template": described.has_chat_template,
        "style": described.style,
        "licence": described.licence,
        "parts": len(described.parts),
    }
