"""`kagent models pull`: consent, what is checked, what is kept, and what is said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kagent_tui.cli import models_pull
from tests.kagent_tui.cli.model_commands import Models
from tests.models.hub import Hub, cut, hub_of, leads_to, status

NAME = "maker/tiny-GGUF/tiny-model.gguf"


@pytest.fixture
def hub(builtin_model_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has the built-in model under every address; HF_ENDPOINT names it."""
    with hub_of(builtin_model_path.read_bytes()) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def test_a_pulled_model_is_here_checked_tried_and_listed(models: Models, hub: Hub) -> None:
    done = models("pull", NAME, "--yes")
    assert done.code == 0, done.err
    assert hub.asked[0].path == "/maker/tiny-GGUF/resolve/main/tiny-model.gguf"
    file = models.folder / "tiny-model.gguf"
    assert file.read_bytes() == hub.data
    assert "maker/tiny-GGUF/tiny-model.gguf from 127.0.0.1; of unknown size" in done.err
    assert "tiny-model: 18.6 MB, its hash was written down; " in done.out
    assert "tokens/s" in done.out
    assert done.out.endswith("to use it: kagent models use tiny-model\n")
    record = json.loads((models.folder / "tiny-model.json").read_text())
    assert record["sha256"] == hub.sha256
    assert record["verified"] == "nothing"
    assert record["probe"]["error"] == ""
    assert record["probe"]["memory"] > len(hub.data)
    row = models.row("tiny-model")
    assert (row["state"], row["installed"], row["in_use"]) == ("installed", True, False)
    assert row["bytes"] == len(hub.data)
    assert row["tokens_per_second"] == record["probe"]["rate"]


def test_a_revision_may_be_named(models: Models, hub: Hub) -> None:
    assert models("pull", f"{NAME}@abc123", "-y", "-q").code == 0
    assert hub.asked[0].path == "/maker/tiny-GGUF/resolve/abc123/tiny-model.gguf"


def test_as_json_every_event_is_a_line(models: Models, hub: Hub) -> None:
    hub.acts += [cut(3_000_000)]
    done = models("pull", NAME, "--yes", "--json")
    names = [event["event"] for event in done.events]
    assert names[0] == "started"
    assert "retrying" in names
    assert names[-3:] == ["downloaded", "probing", "finished"]
    last = done.events[-1]
    assert (last["name"], last["sha256"]) == ("tiny-model", hub.sha256)
    assert Path(last["file"]).is_file()


@pytest.mark.parametrize(
    ("network", "arguments", "says"),
    [
        ("ask", [], "add --yes"),
        ("off", [], "add --online"),
        ("off", ["--yes"], "add --online"),
    ],
)
def test_nothing_is_asked_of_the_network_without_consent(
    models: Models, hub: Hub, network: str, arguments: list[str], says: str
) -> None:
    models.write_config(f'network = "{network}"\n')
    done = models("pull", NAME, *arguments)
    assert done.code == 1
    assert says in done.err
    assert "127.0.0.1" in done.err
    assert hub.asked == []
    assert not models.folder.exists()


@pytest.mark.parametrize(
    ("network", "arguments"), [("on", []), ("off", ["--online"]), ("ask", ["--online"])]
)
def test_consent_is_given_by_the_settings_or_an_option(
    models: Models, hub: Hub, network: str, arguments: list[str]
) -> None:
    models.write_config(f'network = "{network}"\n')
    assert models("pull", NAME, *arguments).code == 0
    assert len(hub.asked) == 1


@pytest.mark.parametrize(("answer", "code"), [(True, 0), (False, 1)])
def test_on_a_terminal_the_user_is_asked(
    models: Models, hub: Hub, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int
) -> None:
    asked: list[str] = []

    def confirmed(question: str) -> bool:
        asked.append(question)
        return answer

    monkeypatch.setattr(models_pull, "confirmed", confirmed)
    assert models("pull", NAME).code == code
    assert asked == ["Download it?"]
    assert len(hub.asked) == int(answer)


def test_the_catalogues_size_and_hash_count(models: Models, hub: Hub) -> None:
    done = models("pull", "qwen2.5-0.5b", "--yes")
    assert done.code == 1
    assert "491,400,032 are expected" in done.err
    assert hub.asked[0].path.endswith(
        "/9217f5db79a29953eb74d5343926648285ec7e67/qwen2.5-0.5b-instruct-q4_k_m.gguf"
    )
    assert "licence: Apache-2.0" in done.err
    assert list(models.folder.iterdir()) == []


def test_what_was_trusted_first_counts_from_then_on(models: Models, hub: Hub) -> None:
    assert models("pull", NAME, "--yes").code == 0
    assert models("remove", "tiny-model", "--yes").code == 0
    first = hub.sha256
    data = hub.data.replace(b"kagent-nano", b"kagent-evil", 1)
    hub.replace(data, '"two"')
    done = models("pull", NAME, "--yes")
    assert done.code == 1
    assert first in done.err
    assert hashlib.sha256(data).hexdigest() in done.err
    assert "known-hashes.json" in done.err
    assert not (models.folder / "tiny-model.gguf").exists()
    hub.replace(hub.data.replace(b"kagent-evil", b"kagent-nano", 1), '"one"')
    assert "its hash is that of the first download" in models("pull", NAME, "--yes").out


def test_pulled_again_it_is_here_already(models: Models, hub: Hub) -> None:
    models("pull", NAME, "--yes")
    again = models("pull", NAME, "--yes")
    assert again.code == 0
    assert "is here already" in again.out
    assert len(hub.asked) == 1


@pytest.mark.parametrize("name", ["builtin", "builtin-embedding"])
def test_the_built_in_models_are_not_pulled(models: Models, hub: Hub, name: str) -> None:
    done = models("pull", name, "--yes")
    assert (done.code, done.out) == (1, "")
    assert "comes with the program" in done.err
    assert hub.asked == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("qwen3-4bb", "did you mean qwen3-4b?"),
        ("xyzzy", "kagent models list"),
        ("a/b/../../c.gguf", "no model"),
    ],
)
def test_an_unknown_name(models: Models, hub: Hub, name: str, says: str) -> None:
    done = models("pull", name, "--yes")
    assert done.code == 1
    assert says in done.err
    assert done.err.count("\n") == 1
    assert hub.asked == []


def test_errors_of_the_hub_are_one_line(models: Models, hub: Hub) -> None:
    hub.acts += [status("404 Not Found"), status("401 Unauthorized"), leads_to("https://x.example")]
    for says in ("was moved", "kagent models import", "--from x.example"):
        done = models("pull", NAME, "--yes")
        assert done.code == 1
        assert says in done.err
        # The plan, and what went wrong.
        assert done.err.count("\n") == 2


def test_a_model_that_llama_cpp_cannot_load_is_kept_but_never_used(
    models: Models, hub: Hub
) -> None:
    hub.replace(_of_an_unknown_kind(hub.data), '"two"')
    done = models("pull", NAME, "--yes")
    assert done.code == 1
    assert "does not work" in done.err
    assert "unknown model architecture" in done.err
    assert models.row("tiny-model")["trouble"] != ""
    used = models("use", "tiny-model")
    assert used.code == 1
    assert "is not used" in used.err
    assert not models.config.exists()


def test_no_hash_and_no_encryption_is_refused_but_from_this_machine(
    models: Models, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example")
    done = models("pull", NAME, "--yes")
    assert done.code == 1
    assert "without encryption" in done.err
    for wrong in ("not an address", "ftp://mirror.example", "https://me:secret@mirror.example"):
        monkeypatch.setenv("HF_ENDPOINT", wrong)
        done = models("pull", "qwen3-4b", "--yes")
        assert done.code == 1
        assert "HF_ENDPOINT" in done.err
        assert "secret" not in done.err


def test_a_model_that_is_too_big_is_said_to_be(
    models: Models, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kagent_tui.model_shelf.total_memory", lambda: 4_000_000_000)
    done = models("pull", "qwen3-8b", "--yes")
    assert "more than this machine can spare of its 4.0 GB" in done.err


def _of_an_unknown_kind(data: bytes) -> bytes:
    """The same file, of an architecture that llama.cpp does not know; its header stays whole."""
    named = b"general.architecture\x08\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00llama"
    assert data.count(named) == 1
    return data.replace(named, named.replace(b"llama", b"lamma"))
