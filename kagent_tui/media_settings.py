"""How recordings and pictures are read, as the settings and this computer say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.reading.media import MediaOptions

if TYPE_CHECKING:
    from kagent_tui.config import Config

# More threads than this hardly make recognisers faster, and the computer is used meanwhile.
_MOST_THREADS: Final = 4


def media_options(home: Path, config: Config) -> MediaOptions:
    """The options for the reading process, of the settings as they are now."""
    from models.installed import ModelFolder
    from models.language.threads import usable_cpus
    from models.speech_choice import OFF, speech_model_path

    speech = speech_model_path(config.speech_model, ModelFolder(home / "models"))
    return MediaOptions(
        speech_model=str(speech) if speech is not None else None,
        speech_wanted=config.speech_model != OFF,
        ocr=config.ocr,
        threads=max(1, min(_MOST_THREADS, len(usable_cpus()))),
    )
