"""Another embedding model is set, and everything is embedded again by the real program."""

from pathlib import Path

from tests.acceptance.conftest import Kagent

REPOSITORY = Path(__file__).resolve().parents[2]


def test_another_embedding_model_takes_over(kagent: Kagent, builtin_model_path: Path) -> None:
    assert kagent("add", str(REPOSITORY / "examples" / "harbour-ferry.md"), "-q").returncode == 0
    doctor = kagent("doctor").stdout
    assert "6 of 6 passages embedded by kagent-embed-" in doctor
    settings = Path(kagent("config", "path").stdout.strip())
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'embedding = "{builtin_model_path}"\n', encoding="utf-8")
    done = kagent("library", "embed")
    assert (done.returncode, done.stdout) == (0, "6 passages have vectors; 6 of them are new\n")
    assert "6 of 6 passages embedded by kagent-nano" in kagent("doctor").stdout
    assert "21:15" in kagent("search", "When does the last ferry leave?", "-k", "1").stdout
    again = kagent("library", "embed")
    assert again.stdout == "6 passages have vectors; 0 of them are new\n"


def test_an_embedding_file_that_is_not_there(kagent: Kagent, tmp_path: Path) -> None:
    settings = Path(kagent("config", "path").stdout.strip())
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'embedding = "{tmp_path / "nowhere.gguf"}"\n', encoding="utf-8")
    failed = kagent("add", str(REPOSITORY / "examples" / "harbour-ferry.md"))
    assert failed.returncode == 1
    assert "nowhere.gguf" in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1
