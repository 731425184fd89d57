"""What `kagent doctor` finds of the models in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kagent_tui.cli.diagnostics import CommandError
from kagent_tui.cli.doctor_findings import Finding
from kagent_tui.quantities import size_text

if TYPE_CHECKING:
    from kagent_tui.assembly import Assembly
    from kagent_tui.config import Config
    from kagent_tui.model_shelf import ModelShelf, ShelfRow
    from models.catalog import Kind
    from models.installed import Installed

_OTHER = "choose a smaller one: kagent models list, then kagent models use NAME"


def language(assembly: Assembly, home: Path, config: Config, *, thorough: bool) -> Finding:
    """Load the language model, unless this machine cannot carry it.

    Raises:
        ModelError: it is missing, damaged or cannot be loaded.
        CommandError: the file is not the one that was downloaded.
    """
    row = _in_use(home, config, "language")
    if row is not None and row.fit == "too big":
        return Finding(
            f"{row.name} needs {size_text(row.memory_bytes)} of memory, more than this machine "
            "can give",
            "fails",
            _OTHER,
        )
    hashed = _hashed(row, thorough=thorough)
    model = assembly.load_model()
    text = f"{model.name}, {model.context_tokens} tokens of context{hashed}"
    if row is not None and row.fit == "slow":
        return Finding(f"{text}; slow on this machine", "doubtful", _OTHER)
    return Finding(text)


def embedding(home: Path, config: Config, *, thorough: bool) -> Finding:
    """Open the embedding model.

    Raises:
        EmbeddingError: it is missing or damaged.
        CommandError: the file is not the one that was downloaded.
    """
    from models.embedding.loading import load_embedding

    row = _in_use(home, config, "embedding")
    hashed = _hashed(row, thorough=thorough)
    model = load_embedding(config.embedding)
    try:
        return Finding(f"{model.identity}, {model.dimensions} dimensions{hashed}")
    finally:
        model.close()


def speech(home: Path, config: Config, *, thorough: bool) -> Finding:
    """Follow the speech model's file to its end; there need be none.

    Raises:
        ModelFileError: it is damaged.
        CommandError: the file is not the one that was downloaded.
    """
    from models.installed import ModelFolder
    from models.speech_choice import AUTO, OFF, speech_model_path
    from models.speech_file import read_speech_file

    setting, get_one = config.speech_model, "kagent models pull whisper-base-q5_1"
    if setting == OFF:
        return Finding('off (speech_model = "off"): what is said in recordings is not read')
    path = speech_model_path(setting, ModelFolder(home / "models"))
    if path is None and setting == AUTO:
        return Finding(f"no model: what is said in recordings is not read; to get one: {get_one}")
    if path is None:
        return Finding(
            f"{setting} is no speech model that is here: what is said in recordings is not read",
            "fails",
            f"kagent config unset speech_model, or get one: {get_one}",
        )
    read = read_speech_file(path)
    hashed = _hashed(_in_use(home, config, "speech"), thorough=thorough)
    languages = "all its languages" if read.multilingual else "English alone"
    return Finding(f"{path.stem}, Whisper {read.size}, {languages}{hashed}")


def ocr(config: Config, *, thorough: bool) -> Finding:
    """Find the models that read text in pictures; have them read some only when `thorough`.

    Raises:
        OcrUnavailableError: they are not installed.
    """
    from models.ocr_models import ocr_models

    if not config.ocr:
        return Finding("off (ocr = false): text in pictures, frames and scanned pages is not read")
    found = ocr_models()
    if thorough:
        import numpy

        from models.ocr import TextReader

        TextReader(threads=1).read(numpy.full((64, 64, 3), 255, numpy.uint8))
    return Finding(f"{found.name}, English and Chinese")


def _in_use(home: Path, config: Config, kind: Kind) -> ShelfRow | None:
    """The model's row on the shelf; None for a server, or a file from elsewhere."""
    from kagent_tui.model_shelf import ModelShelf

    shelf: ModelShelf = ModelShelf(home, config)
    return next((row for row in shelf.rows() if row.is_in_use and row.kind == kind), None)


def _hashed(row: ShelfRow | None, *, thorough: bool) -> str:
    """What is known of the file's hash; only a thorough check reads the whole file."""
    installed = row.installed if row is not None else None
    if installed is None or installed.record is None or not installed.record.sha256:
        return ""
    if not thorough:
        return ", hash on record (--deep reads it again)"
    if sha256_of(installed) != installed.record.sha256:
        raise CommandError(
            f"{installed.path}: is not the file that was put there; "
            f"get it again: kagent models remove {installed.name}, then pull or import it"
        )
    return ", hash as on record"


def sha256_of(installed: Installed) -> str:
    """The hash of a model's first file, as the record has it; raises OSError."""
    import hashlib

    with installed.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
