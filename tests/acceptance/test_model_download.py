"""A model comes from a hub, answers, and an interrupted download goes on: by the real program."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.acceptance.conftest import Kagent
from tests.models.hub import hub_of, stall

NAME = "maker/tiny/tiny-model.gguf"


def test_pulled_used_and_asked(kagent: Kagent, builtin_model_path: Path) -> None:
    with hub_of(builtin_model_path.read_bytes()) as hub:
        pulled = kagent("models", "pull", NAME, "--yes", env={"HF_ENDPOINT": hub.url})
    assert pulled.returncode == 0, pulled.stderr
    assert kagent("models", "use", "tiny-model").returncode == 0
    answer = kagent("ask", "How many days are there from 2024-01-01 to 2024-03-01?")
    assert "60" in answer.stdout
    assert "tiny-model" in answer.stderr


def test_ctrl_c_keeps_what_came_and_the_same_command_goes_on(
    kagent: Kagent, environment: dict[str, str], builtin_model_path: Path, tmp_path: Path
) -> None:
    data = builtin_model_path.read_bytes()
    with hub_of(data, stall(3_000_000)) as hub:
        environment = {**environment, "HF_ENDPOINT": hub.url}
        with subprocess.Popen(
            [sys.executable, "-m", "kagent_tui", "models", "pull", NAME, "--yes", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                if '"progress"' in line:
                    break
            process.send_signal(signal.SIGINT)
            told = process.stderr.read()
            assert process.wait(30) == 130
        assert f"are kept; go on with: kagent models pull {NAME}" in told
        assert "Traceback" not in told
        home = Path(environment["KAGENT_HOME"])
        part = home / "models" / "tiny-model.gguf.part"
        kept = part.stat().st_size
        assert 0 < kept <= 3_000_000
        assert "partly here" in kagent("models", "list").stdout
        again = kagent("models", "pull", NAME, "--yes", env={"HF_ENDPOINT": hub.url})
        assert again.returncode == 0, again.stderr
        assert hub.asked[-1].start == kept
    assert (home / "models" / "tiny-model.gguf").read_bytes() == data
    assert not part.exists()
