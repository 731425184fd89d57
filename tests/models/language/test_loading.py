"""Which model a setting opens, and that nothing heavy is imported before one is opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.language.base import ModelError, ModelFileError
from models.language.loading import ModelSpec, load_model
from models.language.local import LocalModel
from models.language.remote import RemoteModel

REPOSITORY = Path(__file__).resolve().parents[3]


def test_path_with_settings(tiny_path: Path) -> None:
    shares: list[float] = []
    spec = ModelSpec(str(tiny_path), context_tokens=256, threads=1)
    model = load_model(spec, progress=shares.append)
    assert isinstance(model, LocalModel)
    assert model.context_tokens == 256
    assert shares[-1] == 1.0
    model.close()


def test_home_directory_in_a_path(tiny_path: Path, isolated_home: Path) -> None:
    (isolated_home / "model.gguf").write_bytes(tiny_path.read_bytes())
    model = load_model(ModelSpec("~/model.gguf"))
    assert model.name == "model"
    model.close()


def test_context_is_never_larger_than_trained(tiny_path: Path) -> None:
    model = load_model(ModelSpec(str(tiny_path), context_tokens=1 << 20))
    assert model.context_tokens == 1024
    model.close()


def test_builtin(builtin_model_path: Path) -> None:
    model = load_model(ModelSpec("builtin"))
    assert model.name == builtin_model_path.stem
    assert model.style == "pointer"
    model.close()


def test_url_is_not_contacted_yet() -> None:
    model = load_model(ModelSpec("http://127.0.0.1:9/v1", remote_name="m", context_tokens=512))
    assert isinstance(model, RemoteModel)
    assert (model.name, model.style, model.context_tokens) == ("m", "prose", 512)
    model.close()


@pytest.mark.parametrize("source", ["", "  ", "http://", "https:///v1", "http://[::1"])
def test_nonsense(source: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_model(ModelSpec(source))
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no model file"):
        load_model(ModelSpec(str(tmp_path / "none.gguf")))


def test_light_modules_import_nothing_heavy() -> None:
    script = (
        "import sys, models.language.base, models.language.loading, models.language.grammar\n"
        "heavy = {'llama_cpp', 'numpy', 'httpx', 'jinja2', 'engine', 'store', 'textual', 'click'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
