"""What of a recording, picture or scan could not be read: the readers' metadata "unread"."""

from __future__ import annotations

from typing import Final

from kagent_tui.i18n import mark

SENTENCES: Final = (
    mark(
        "no speech: there is no speech model on this computer; get one with: kagent models pull "
        "whisper-base-q5_1"
    ),
    mark("1 recording added with {reason}, then: {command}"),
    mark("{count} recordings added with {reason}, then: {command}"),
    mark("no speech: its sound is protected (DRM)"),
    mark("no speech: its sound is damaged"),
    mark("no speech: its sound is of a kind that cannot be decoded"),
    mark("no speech: {reason}"),
    mark("its sound is damaged in places, first at {time}"),
    mark("no text in pictures: reading it is off (ocr = false in config.toml)"),
    mark("damaged pages: {pages}"),
    mark("only its subtitles: {reason}"),
    mark("no text of its pictures: {reason}"),
    mark("it breaks off at {end} of {whole}"),
    mark("{count} damaged pieces of its picture"),
    mark("recordings of this kind cannot be read"),
    mark("it is cut short (the index at its end is missing): copy it again or have it repaired"),
    mark("it is empty"),
    mark("it is no {suffix} recording, or it is damaged from its beginning"),
    mark("it holds neither pictures nor sound"),
    mark("it is encrypted (DRM)"),
    mark("it is of a kind that cannot be decoded"),
    mark("its picture is too large ({width} × {height} pixels)"),
)
