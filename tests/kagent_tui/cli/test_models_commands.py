"""`kagent models list`, `use`, `info`, `remove` and `import`."""

from __future__ import annotations

import struct
import tomllib
from pathlib import Path

import pytest

from tests.kagent_tui.cli.model_commands import Models
from tests.kagent_tui.small_bert import WORDS, random_bert

WHISPER = b"lmgg" + struct.pack("<11i", 51865, 1500, 512, 8, 6, 448, 512, 8, 6, 80, 9) + bytes(12)


def test_the_list_names_the_machine_the_built_in_models_and_what_can_be_had(models: Models) -> None:
    done = models("list")
    assert done.code == 0
    assert done.out.startswith("This machine: ")
    lines = [line for line in done.out.splitlines() if line.startswith("*")]
    assert [line.split()[1] for line in lines] == ["builtin", "builtin-embedding"]
    assert "CC-BY-NC-ND-4.0" in next(
        line for line in done.out.splitlines() if "kagentlms-qwen-7b-mat" in line
    )
    assert not models.home.exists()


@pytest.mark.parametrize(
    ("gigabytes", "fits", "too_big"),
    [
        (4, "qwen2.5-1.5b", "qwen3-4b"),
        (8, "qwen3-4b", "qwen3-14b"),
        (16, "qwen3-8b", "qwen3-30b-a3b"),
        (32, "qwen3-30b-a3b", ""),
    ],
)
def test_what_fits_a_laptop(
    models: Models, monkeypatch: pytest.MonkeyPatch, gigabytes: int, fits: str, too_big: str
) -> None:
    monkeypatch.setattr("kagent_tui.model_shelf.total_memory", lambda: gigabytes * 2**30)
    said = models("list", "--json").json
    assert said["machine"]["memory_bytes"] == gigabytes * 2**30
    found = {row["name"]: row["fit"] for row in said["models"]}
    assert found[fits] in ("fits", "slow")
    assert found["builtin"] == "fits"
    if too_big:
        assert found[too_big] == "too big"


def test_the_list_can_be_narrowed(models: Models) -> None:
    here = models("list", "--here", "--json").json["models"]
    assert [row["name"] for row in here] == ["builtin", "builtin-embedding"]
    speech = models("list", "--kind", "speech", "--json").json["models"]
    assert {row["kind"] for row in speech} == {"speech"}
    assert len(speech) == 7
    assert "whisper-base-q5_1" in {row["name"] for row in speech}


def test_an_imported_model_is_called_what_it_calls_itself_and_can_be_used(
    models: Models, builtin_model_path: Path
) -> None:
    models.write_config('# mine\nnetwork = "off" # never\n\n[mcp_servers.x]\ncommand = "x"\n')
    done = models("import", builtin_model_path)
    assert done.code == 0, done.err
    file = models.folder / "kagent-nano-q8-0.gguf"
    assert file.read_bytes() == builtin_model_path.read_bytes()
    assert not file.is_symlink()
    used = models("use", "kagent-nano-q8-0")
    assert used.code == 0, used.err
    assert models.config.read_text() == (
        '# mine\nnetwork = "off" # never\nmodel = "models/kagent-nano-q8-0.gguf"\n\n'
        '[mcp_servers.x]\ncommand = "x"\n'
    )
    assert models.row("kagent-nano-q8-0")["in_use"]
    assert not models.row("builtin")["in_use"]
    told = models("info", "--json").json
    assert told["file"] == str(file)
    assert told["name"] == "kagent-nano-q8-0"


def test_the_model_in_use_is_not_removed_before_another_is(
    models: Models, builtin_model_path: Path
) -> None:
    models("import", builtin_model_path, "--name", "Mine!", "-q")
    models("use", "mine")
    refused = models("remove", "mine", "--yes")
    assert refused.code == 1
    assert "kagent models use builtin" in refused.err
    assert models("use", "builtin").code == 0
    assert tomllib.loads(models.config.read_text()) == {"model": "builtin"}
    unasked = models("remove", "mine")
    assert unasked.code == 1
    assert "free 18.6 MB" in unasked.err
    assert "--yes" in unasked.err
    done = models("remove", "mine", "--yes")
    assert (done.code, done.out) == (0, "removed mine; 18.6 MB are free again\n")
    assert list(models.folder.iterdir()) == []
    assert models("remove", "mine", "--yes").code == 3


def test_a_linked_model_stays_where_it_lies(
    models: Models, builtin_model_path: Path, tmp_path: Path
) -> None:
    source = tmp_path / "elsewhere.gguf"
    source.write_bytes(builtin_model_path.read_bytes())
    assert models("import", source, "--link", "--name", "linked").code == 0
    assert (models.folder / "linked.gguf").is_symlink()
    assert models.row("linked")["bytes"] == source.stat().st_size
    done = models("remove", "linked", "--yes")
    assert done.out == "removed linked; 0 bytes are free again\n"
    assert source.is_file()


@pytest.mark.parametrize("name", ["builtin", "builtin-embedding"])
def test_the_built_in_models_stay(models: Models, name: str) -> None:
    assert "stays" in models("remove", name, "--yes").err
    assert models("use", name).code == 0


def test_a_file_of_the_user_is_used_where_it_lies_after_a_trial(
    models: Models, builtin_model_path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(builtin_model_path.read_bytes())
    assert models("use", copy).code == 0
    assert tomllib.loads(models.config.read_text()) == {"model": str(copy)}
    copy.write_bytes(builtin_model_path.read_bytes()[:2_000_000])
    damaged = models("use", copy)
    assert damaged.code == 1
    assert "cut short" in damaged.err


def test_a_model_that_changed_since_it_was_tried_is_tried_again(
    models: Models, builtin_model_path: Path
) -> None:
    models("import", builtin_model_path, "--name", "mine")
    file = models.folder / "mine.gguf"
    file.write_bytes(file.read_bytes()[:5_000_000])
    done = models("use", "mine")
    assert done.code == 1
    assert "cut short" in done.err


def test_what_is_not_here_is_told_how_to_get(models: Models) -> None:
    done = models("use", "qwen3-4b")
    assert done.code == 1
    assert "kagent models pull qwen3-4b" in done.err
    assert "did you mean" in models("use", "qwen3-5b").err
    assert not models.config.exists()


def test_imports_that_are_no_models(
    models: Models, builtin_model_path: Path, tmp_path: Path
) -> None:
    data = builtin_model_path.read_bytes()
    wrong: dict[str, tuple[bytes, str]] = {
        "letter.gguf": (b"dear aunt\n" * 50, "GGUF"),
        "short.gguf": (data[:-100_000], "cut short"),
        "header.gguf": (data[:500], "ends within its header"),
        "empty.gguf": (b"", "is empty"),
        "part-00002-of-00003.gguf": (data, "part-00001-of-00003.gguf"),
        "speech.bin": (WHISPER[:20], "cut short"),
        "strange.bin": (b"lmgg" + bytes(60), "no speech model"),
    }
    for name, (content, says) in wrong.items():
        path = tmp_path / name
        path.write_bytes(content)
        done = models("import", path)
        assert done.code == 1, name
        assert says in done.err, name
        assert done.err.count("\n") == 1
    assert models("import", tmp_path / "nowhere.gguf").code == 1
    assert models("import", tmp_path).code == 1
    assert not models.folder.exists() or list(models.folder.iterdir()) == []


def test_a_name_is_given_once(models: Models, builtin_model_path: Path) -> None:
    assert models("import", builtin_model_path, "--name", "mine").code == 0
    for name in ("mine", "MINE", "builtin"):
        taken = models("import", builtin_model_path, "--name", name)
        assert taken.code == 1
        assert "another --name" in taken.err
    assert models("import", builtin_model_path, "--name", " ").code == 2


def test_an_embedding_model_goes_into_its_own_setting(models: Models, tmp_path: Path) -> None:
    from models.training.embedding_bert_gguf import write_bert_gguf

    path = tmp_path / "tiny-bert.gguf"
    write_bert_gguf(path, random_bert(len(WORDS)), WORDS, heads=4)
    done = models("import", path, "--name", "tiny-bert")
    assert done.code == 0, done.err
    assert "texts/s" in done.out
    assert models.row("tiny-bert")["kind"] == "embedding"
    used = models("use", "tiny-bert")
    assert used.code == 0
    assert "kagent library embed" in used.err
    assert tomllib.loads(models.config.read_text()) == {"embedding": "models/tiny-bert.gguf"}
    assert "use builtin-embedding" in models("remove", "tiny-bert", "--yes").err
    told = models("info", "tiny-bert", "--json").json
    assert (told["attention"], told["architecture"]) == ("encoder", "bert")


def test_info_of_a_file_an_entry_and_an_installed_model(
    models: Models, builtin_model_path: Path, tmp_path: Path
) -> None:
    told = models("info", builtin_model_path, "--json").json
    assert told["architecture"] == "llama"
    assert told["quantisation"] == "Q8_0"
    assert told["chat_template"] is True
    assert told["style"] == "pointer"
    assert told["attention"] == "full"
    assert told["licence"] == "apache-2.0"
    assert told["parameters"] > 1_000_000
    assert told["memory_bytes"] > told["bytes"]
    entry = models("info", "kagentlms-qwen-7b-mat", "--json").json
    assert entry["licence"] == "CC-BY-NC-ND-4.0"
    assert entry["url"].startswith("https://huggingface.co/kwaikeg/kagentlms_qwen_7b_mat_gguf/")
    assert (entry["installed"], entry["bytes_are_approximate"]) == (False, True)
    models("import", builtin_model_path, "--name", "mine")
    mine = models("info", "mine", "--json").json
    assert mine["verified"] == "import"
    assert len(mine["sha256"]) == 64
    assert mine["measured_memory_bytes"] > 0
    whisper = tmp_path / "ggml-base.bin"
    whisper.write_bytes(WHISPER)
    assert models("info", whisper, "--json").json["name"] == "whisper base"
    assert "quantisation: Q5_1" in models("info", whisper).out
    assert models("info", "mine", "--model", "builtin").code == 2
    assert "did you mean" in models("info", "qwen3-9b").err


def test_a_model_file_without_a_record_is_a_model_too(
    models: Models, builtin_model_path: Path
) -> None:
    models.folder.mkdir(parents=True)
    (models.folder / "byhand.gguf").write_bytes(builtin_model_path.read_bytes())
    (models.folder / "broken.gguf").write_bytes(b"nothing")
    (models.folder / "mine.json").write_text("{")
    assert models.row("byhand")["state"] == "installed"
    assert models.row("broken")["fit"] == "unknown"
    assert models("use", "byhand").code == 0
    assert models("use", "broken").code == 1
