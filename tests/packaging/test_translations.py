"""The Chinese catalogue is in step with the sentences of the interface."""

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def test_every_sentence_of_the_sources_is_translated_and_compiled() -> None:
    script = REPOSITORY / "packaging" / "translations.py"
    checked = subprocess.run(
        [sys.executable, str(script), "check"], capture_output=True, text=True, check=False
    )
    assert checked.stderr == ""
    assert checked.stdout == ""
    assert checked.returncode == 0
