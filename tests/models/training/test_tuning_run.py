"""Tiny models are tuned whole and with adapters, on one process and two, and can be resumed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.training.tuning_curve import read_log, rewind_log, write_curve
from models.training.tuning_settings import TuningError, TuningSettings
from tests.models.training.tuning_samples import (
    TEXTS,
    one_thread,
    require_train,
    sample_rows,
    write_rows,
)

ROOT = Path(__file__).parents[3]
STEPS = 8

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tiny models and data."""
    require_train()
    one_thread()
    from models.training.tuning_models import quieten
    from models.training.tuning_tiny import make_tiny_model

    quieten()
    folder = tmp_path_factory.mktemp("base")
    make_tiny_model(folder / "qwen2", TEXTS, kind="qwen2")
    make_tiny_model(folder / "llama", TEXTS, kind="llama")
    write_rows(folder / "mat.jsonl", sample_rows())
    return folder


@pytest.fixture
def settings(base: Path, tmp_path: Path) -> TuningSettings:
    return TuningSettings(
        model=str(base / "qwen2"),
        data=base / "mat.jsonl",
        out=tmp_path / "run",
        steps=STEPS,
        rate=5e-3,
        max_tokens=512,
        batch=8,
        micro_batch=8,
        save_every=4,
    )


@pytest.fixture(scope="module")
def whole_run(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of all steps."""
    from models.training.tuning_run import run

    out = tmp_path_factory.mktemp("whole") / "run"
    asked = TuningSettings(
        str(base / "qwen2"), base / "mat.jsonl", out, steps=STEPS, rate=5e-3, max_tokens=512,
        batch=8, micro_batch=8, save_every=4,
    )  # fmt: skip
    assert run(asked) == out / "model"
    return out


def losses(out: Path) -> list[float]:
    rows = read_log(out / "loss.jsonl")
    assert [row["step"] for row in rows] == list(range(1, len(rows) + 1))
    return [row["loss"] for row in rows]


def weights(folder: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    loaded: dict[str, Any] = load_file(folder / "model.safetensors")
    return loaded


def largest_difference(one: Path, other: Path) -> float:
    a, b = weights(one), weights(other)
    assert a.keys() == b.keys()
    return max(float((a[name] - b[name]).abs().max()) for name in a)


def test_all_weights_are_tuned_and_the_loss_falls(base: Path, whole_run: Path) -> None:
    found = losses(whole_run)
    assert len(found) == STEPS
    assert found[-1] < 0.7 * found[0]
    row = read_log(whole_run / "loss.jsonl")[-1]
    assert row["steps"] == STEPS
    assert row["tokens"] > 1000
    assert (whole_run / "curve.svg").read_text().count("<polyline") == 2
    assert not (whole_run / "model" / "training_args.bin").exists()
    assert json.loads((whole_run / "model" / "config.json").read_text())["use_cache"]
    assert largest_difference(whole_run / "model", base / "qwen2") > 1e-3
    asked = json.loads((whole_run / "run.json").read_text())["settings"]
    assert asked["seed"] == 20261120


def test_an_interrupted_run_goes_on_as_if_nothing_had_been(
    settings: TuningSettings, whole_run: Path
) -> None:
    from models.training.tuning_run import run

    assert run(replace(settings, stop_after=3)) is None
    assert len(losses(settings.out)) == 3
    # One that was being written when the power went off.
    (settings.out / "checkpoints" / "checkpoint-7").mkdir()
    # Rows that were logged after the last checkpoint.
    with (settings.out / "loss.jsonl").open("a") as log:
        log.write('{"step": 4, "loss": 99.0}\n{"step": 5, "lo')
    assert run(settings) == settings.out / "model"
    assert losses(settings.out) == losses(whole_run)
    assert largest_difference(settings.out / "model", whole_run / "model") == 0.0


def test_a_finished_run_is_not_done_again(
    whole_run: Path, settings: TuningSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.training.tuning_run import run

    before = (whole_run / "model" / "model.safetensors").stat().st_mtime_ns
    assert run(replace(settings, out=whole_run)) == whole_run / "model"
    assert (whole_run / "model" / "model.safetensors").stat().st_mtime_ns == before
    assert "--restart" in capsys.readouterr().err


def test_other_settings_do_not_continue_a_run(whole_run: Path, settings: TuningSettings) -> None:
    from models.training.tuning_run import run

    with pytest.raises(TuningError, match=r"other settings \(rate, seed\)"):
        run(replace(settings, out=whole_run, seed=1, rate=1e-3))


def test_adapters_are_tuned_alone_and_merge(base: Path, settings: TuningSettings) -> None:
    import torch

    from models.training.tuning_export import merged
    from models.training.tuning_run import run

    asked = replace(
        settings, model=str(base / "llama"), lora=True, packing=True, save_every=0, rate=1e-2
    )
    assert run(asked) == settings.out / "adapter"
    found = losses(settings.out)
    assert found[-1] < 0.9 * found[0]
    # Wherever the generator of random numbers stands, adapters begin alike.
    torch.rand(3)
    run(replace(asked, out=settings.out.with_name("again")))
    assert losses(settings.out.with_name("again")) == found
    size = (settings.out / "adapter" / "adapter_model.safetensors").stat().st_size
    assert size < (base / "llama" / "model.safetensors").stat().st_size
    with merged(settings.out) as folder:
        assert largest_difference(folder, base / "llama") > 1e-3
        assert (folder / "chat_template.jinja").exists()


def test_packed_rows_have_the_loss_of_their_sequences(settings: TuningSettings) -> None:
    from models.training.tuning_run import run

    # One step over everything, so the loss before it is the same however the rows are made.
    asked = replace(settings, steps=None, batch=40, micro_batch=40, save_every=0)
    run(asked)
    packed = replace(asked, packing=True, out=settings.out.with_name("packed"))
    run(packed)
    assert read_log(packed.out / "loss.jsonl")[0]["tokens"] < 4096
    assert losses(packed.out) == pytest.approx(losses(asked.out), abs=1e-5)


def test_two_processes_learn_what_one_learns(
    settings: TuningSettings, whole_run: Path, tmp_path: Path
) -> None:
    # The configuration that is shipped, so that it is known to work.
    command = [
        sys.executable, "-m", "accelerate.commands.accelerate_cli", "launch",
        "--config_file", "models/training/configs/cpu.yaml", "--main_process_port", "0",
        "-m", "models.training.tuning", "--model", settings.model, "--data", str(settings.data),
        "--out", str(settings.out), "--steps", str(STEPS), "--rate", "5e-3", "--max-tokens", "512",
        "--batch", "8", "--micro-batch", "2", "--save-every", "4",
    ]  # fmt: skip
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "2 at a time, 2 times, on 2 process(es)" in done.stderr
    assert losses(settings.out) == pytest.approx(losses(whole_run), abs=1e-4)
    assert largest_difference(settings.out / "model", whole_run / "model") < 1e-3


def test_a_loss_that_is_lost_stops_the_run(settings: TuningSettings) -> None:
    from models.training.tuning_run import run

    with pytest.raises(TuningError, match="lower --rate"):
        run(replace(settings, rate=1e20, save_every=0))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model": "no/such-model"}, "add --online"),
        ({"data": Path("none.jsonl")}, "cannot be read"),
        ({"max_tokens": 100_000}, "set --max-tokens to at most 1024"),
        ({"lora": True, "targets": "no_such_layer"}, "correct --targets"),
        ({"template": Path("none.jinja")}, "none.jinja cannot be read"),
        ({"batch": 0}, "raise --batch"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    settings: TuningSettings, change: dict[str, Any], reason: str
) -> None:
    from models.training.tuning_run import run

    with pytest.raises(TuningError) as caught:
        run(replace(settings, **change))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_full_disk_is_noticed_before_the_first_step(
    settings: TuningSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.training.tuning_run import run

    full = SimpleNamespace(total=10, used=9, free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: full)
    with pytest.raises(TuningError, match="GB free and the checkpoints take up to"):
        run(settings)


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    from models.training.tuning_models import require_packages

    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "peft" else real(name)
    )
    with pytest.raises(TuningError, match=r"tuning needs peft: pip install 'kagent-tui\[train\]'"):
        require_packages()


def test_the_command_line_says_errors_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_train()
    from models.training.tuning import main

    code = main(["--model", "none", "--data", str(tmp_path / "no"), "--out", str(tmp_path / "out")])
    assert code == 1
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("name", ["cpu", "fsdp", "zero3"])
def test_accelerate_reads_the_shipped_configurations(name: str) -> None:
    require_train()
    from accelerate.commands.config.config_args import load_config_from_file

    config = load_config_from_file(str(ROOT / f"models/training/configs/{name}.yaml"))
    wanted = {"cpu": "MULTI_GPU", "fsdp": "FSDP", "zero3": "DEEPSPEED"}
    assert config.distributed_type == wanted[name]
    if name == "fsdp":
        assert config.fsdp_config["fsdp_version"] == 2
    if name == "zero3":
        assert config.deepspeed_config["zero_stage"] == 3


def test_the_curve_holds_for_any_losses(tmp_path: Path) -> None:
    path = tmp_path / "curve.svg"
    write_curve(path, [], "nothing")
    assert not path.exists()
    write_curve(path, [(1, 2.0), (2, float("nan")), (3, float("inf"))], "a < b & c")
    text = path.read_text()
    assert "a &lt; b &amp; c" in text
    assert "nan" not in text
    write_curve(path, [(i, 1.0 / (i + 1)) for i in range(50_000)], "long")
    assert path.stat().st_size < 30_000
    write_curve(path, [(i, 1.0) for i in range(100)], "flat")
    assert path.read_text().count("<polyline") == 2


def test_a_log_is_rewound(tmp_path: Path) -> None:
    log = tmp_path / "loss.jsonl"
    log.write_text('{"step": 1}\n{"step": 2}\n{"step": 3}\n{"st')
    rewind_log(log, 2)
    assert log.read_text() == '{"step": 1}\n{"step": 2}\n'
