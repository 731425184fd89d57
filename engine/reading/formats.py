"""The kinds of files that can be read, by suffix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_MIB = 1024 * 1024

Kind = Literal[
    "text",
    "markdown",
    "subtitles",
    "rst",
    "code",
    "html",
    "pdf",
    "docx",
    "pptx",
    "xlsx",
    "table",
    "epub",
    "mail",
    "mailbox",
    "json",
    "json lines",
    "recording",
    "picture",
]
# Kinds that need decoders and recognisers: engine.reading.media_worker reads them.
MEDIA_KINDS: frozenset[Kind] = frozenset(("recording", "picture"))


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one kind are read.

    `in_process`: their reader only goes through decoded lines, in linear time, so that small files
    need no process of their own as those of every other kind do. `largest` is the greatest size in
    bytes.
    """

    kind: Kind
    largest: int = 64 * _MIB
    in_process: bool = False


# Above this many bytes any file is read apart, where its memory is bounded.
IN_PROCESS_BYTES = 4 * _MIB
_CODE = (
    "bash bat c cc cfg clj conf cpp cs css cxx dart ex exs go h hh hpp hs ini ipp java jl js jsx "
    "kt kts less lua m mjs ml mm php pl pm properties proto ps1 py pyi r rb rs scala scss sh sql "
    "svelte swift tcl toml ts tsx vb vue xml yaml yml zig zsh log diff patch"
)
_RECORDINGS = "mp4 m4v mov mkv webm avi wav mp3 m4a flac ogg opus"
_PICTURES = "png jpg jpeg tif tiff webp gif bmp"
FORMATS: dict[str, Format] = {
    **dict.fromkeys((".txt", ".text", ".org", ".tex"), Format("text", in_process=True)),
    **dict.fromkeys((".md", ".markdown"), Format("markdown", in_process=True)),
    **dict.fromkeys((".srt", ".vtt", ".ass", ".ssa"), Format("subtitles", in_process=True)),
    ".rst": Format("rst", in_process=True),
    **dict.fromkeys((f".{suffix}" for suffix in _CODE.split()), Format("code", in_process=True)),
    **dict.fromkeys((".html", ".htm", ".xhtml"), Format("html", 32 * _MIB)),
    ".pdf": Format("pdf", 1024 * _MIB),
    ".docx": Format("docx", 512 * _MIB),
    ".pptx": Format("pptx", 1024 * _MIB),
    ".xlsx": Format("xlsx", 256 * _MIB),
    **dict.fromkeys((".csv", ".tsv"), Format("table", 512 * _MIB)),
    ".epub": Format("epub", 512 * _MIB),
    ".eml": Format("mail", 256 * _MIB),
    ".mbox": Format("mailbox", 4096 * _MIB),
    ".json": Format("json"),
    **dict.fromkeys((".jsonl", ".ndjson"), Format("json lines", 512 * _MIB)),
    **dict.fromkeys(
        (f".{suffix}" for suffix in _RECORDINGS.split()), Format("recording", 64 * 1024 * _MIB)
    ),
    **dict.fromkeys((f".{suffix}" for suffix in _PICTURES.split()), Format("picture", 512 * _MIB)),
}
SUFFIXES = frozenset(FORMATS)


def kind_of(name: str) -> Kind | None:
    """The kind of a file by its name, None where it cannot be read."""
    form = FORMATS.get(Path(name).suffix.lower())
    return None if form is None else form.kind


# For messages: all the suffixes would fill a screen.
READABLE = (
    ".txt, .md, .rst, .html, .pdf, .docx, .pptx, .xlsx, .csv, .tsv, .epub, .eml, .mbox, .json, "
    ".jsonl, .srt, .vtt, .ass, .mp4, .mkv, .webm, .mov, .mp3, .m4a, .wav, .flac, .ogg, .png, .jpg, "
    ".tif, .webp, .gif and source code"
)
