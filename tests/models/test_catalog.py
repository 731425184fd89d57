"""The catalogue: complete, consistent, and read strictly."""

from __future__ import annotations

from typing import Any

import pytest

from models.catalog import CONTEXT_TOKENS, CatalogError, Entry, catalogue, find, read_entry, slug

WHOLE: dict[str, Any] = {
    "name": "x-1b",
    "kind": "language",
    "title": "X",
    "purpose": "tests",
    "licence": "MIT",
    "repository": "a/b",
    "file": "c.gguf",
    "bytes": 1,
}


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.name)
def test_every_entry_holds_together(entry: Entry) -> None:
    assert entry.licence
    assert entry.languages
    assert len(entry.purpose) < 120
    assert entry.memory_bytes() > entry.bytes > 0
    if entry.builtin:
        return
    assert entry.url() == (
        f"https://huggingface.co/{entry.repository}/resolve/{entry.revision}/{entry.file}"
    )
    assert entry.file.endswith(".bin" if entry.kind == "speech" else ".gguf")
    assert entry.revision == "main" or len(entry.revision) == 40
    assert entry.quantisation
    # 3.5 to 9.5 bits a weight, or the numbers do not belong together.
    assert 0.43 < entry.bytes / (entry.parameters * 1e9) < 1.2
    assert entry.sha256 or entry.approximate, "a size that nothing vouches for"
    if entry.kind == "language":
        assert entry.attention in ("full", "sliding window")
        assert entry.kv_bytes_per_token
        assert entry.context >= CONTEXT_TOKENS


def test_names_files_and_hashes_are_unique() -> None:
    entries = catalogue()
    assert len({entry.name for entry in entries}) == len(entries)
    hashes = [entry.sha256 for entry in entries if entry.sha256]
    assert len(set(hashes)) == len(hashes)
    assert [slug(entry.name) for entry in entries] == [
        entry.name.replace("_", "-") for entry in entries
    ]


def test_what_the_issue_asks_for_is_there() -> None:
    by_name = {entry.name: entry for entry in catalogue()}
    assert by_name["builtin"].builtin
    upstream = by_name["kagentlms-qwen-7b-mat"]
    assert upstream.repository == "kwaikeg/kagentlms_qwen_7b_mat_gguf"
    assert upstream.licence == "CC-BY-NC-ND-4.0"
    assert {entry.kind for entry in catalogue()} == {"language", "embedding", "speech"}
    for gigabytes in (4, 8, 16, 32):
        fitting = [
            entry
            for entry in catalogue()
            if entry.kind == "language"
            and not entry.builtin
            and entry.attention == "full"
            and gigabytes * 0.2e9 < entry.memory_bytes() < gigabytes * 0.75e9
        ]
        assert len(fitting) >= 2, gigabytes


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "vision"},
        {"name": "Has Spaces"},
        {"sha256": "abc"},
        {"bytes": 0},
        {"file": ""},
        {"licence": ""},
        {"attention": "half"},
        {"sise": 3},
    ],
)
def test_a_wrong_entry_is_refused(change: dict[str, Any]) -> None:
    assert read_entry(WHOLE).revision == "main"
    with pytest.raises(ValueError, match=r"wrong|unknown"):
        read_entry({**WHOLE, **change})


def test_a_mixture_reads_only_its_active_weights() -> None:
    dense = read_entry({**WHOLE, "bytes": 1000, "parameters": 10.0})
    mixture = read_entry({**WHOLE, "bytes": 1000, "parameters": 10.0, "active_parameters": 1.0})
    assert (dense.bytes_per_token(), mixture.bytes_per_token()) == (1000, 100)


def test_memory_grows_with_the_context_up_to_the_models_own() -> None:
    entry = read_entry({**WHOLE, "kv_bytes_per_token": 10, "context": 5000})
    assert entry.memory_bytes(2000) - entry.memory_bytes(1000) == 10_000
    assert entry.memory_bytes(9000) == entry.memory_bytes(5000)


def test_names_are_found_and_files_of_the_hub_too() -> None:
    assert find("QWEN3-4B ").name == "qwen3-4b"
    entry = find("Some-One/My.Model-GGUF/sub/My Model-Q4_K_M.gguf".replace(" ", "_"))
    assert entry.name == "my-model-q4-k-m"
    assert entry.url("https://mirror.example/") == (
        "https://mirror.example/Some-One/My.Model-GGUF/resolve/main/sub/My_Model-Q4_K_M.gguf"
    )
    assert entry.sha256 == ""
    assert find("a/b/c.gguf@v1.2").revision == "v1.2"
    # Another's file is never taken for one of the catalogue.
    assert find("Maker/b/qwen3-4b.gguf").name == "maker-qwen3-4b"


@pytest.mark.parametrize(
    "name", ["nope", "a/b", "a/b/c.bin", "../b/c.gguf", "a/b/../c.gguf", "a/b/c.gguf@../../x", ""]
)
def test_other_names_are_one_line(name: str) -> None:
    with pytest.raises(CatalogError) as caught:
        find(name)
    assert "\n" not in str(caught.value)
