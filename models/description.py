"""What a model file says of itself, read without loading it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.catalog import CONTEXT_TOKENS, Kind
from models.language.base import ModelFileError
from models.language.gguf_file import GgufHeader, read_header
from models.speech_file import MAGIC, read_speech_file

# The numbers of general.file_type, llama_ftype in llama.h.
_FILE_TYPES: Final[dict[int, str]] = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M",
    30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip
_ENCODERS: Final = ("bert", "t5encoder", "eurobert", "gemma-embedding")
_RANKING: Final = 4
PART_NAME: Final = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")


@dataclass(frozen=True, slots=True)
class Description:
    """A model file; what it does not say is 0, empty or None.

    `attention` is "full", "sliding window", "recurrent" or "encoder"; `parts` are all files of a
    model that is split, the first one first.
    """

    path: Path
    kind: Kind
    name: str
    bytes: int
    architecture: str
    parameters: int
    quantisation: str
    context_tokens: int
    attention: str
    sliding_window: int
    layers: int
    kv_bytes_per_token: int
    has_chat_template: bool
    style: str
    licence: str
    parts: tuple[Path, ...]

    def memory_bytes(self, context_tokens: int = CONTEXT_TOKENS) -> int:
        """Memory for its weights and a context of so many tokens."""
        tokens = min(context_tokens, self.context_tokens or context_tokens)
        return self.bytes + self.kv_bytes_per_token * tokens


def describe(path: Path) -> Description:
    """Read what a GGUF file, or a file of whisper.cpp, says of itself.

    Raises:
        ModelFileError: it is missing, damaged, cut short, of another format, or lacks parts.
    """
    if _begins_with(path, MAGIC):
        return _whisper(path)
    parts = parts_of(path)
    if len(parts) > 1 and path != parts[0]:
        return describe(parts[0])
    header = read_header(path)
    others = [read_header(part) for part in parts[1:]]
    count = header.metadata.get("split.count", 0)
    if isinstance(count, int) and count > 1 and len(parts) != count:
        raise ModelFileError(
            f"{path} is one of {count} parts of a model, and its name does not say which: name the "
            f"files NAME-00001-of-{count:05}.gguf and so on"
        )
    return _gguf(path, [header, *others], parts)


def parts_of(path: Path) -> tuple[Path, ...]:
    """All files of a model, of which `path` is one; the path itself where it is not split.

    Raises:
        ModelFileError: some of them are missing.
    """
    named = PART_NAME.fullmatch(path.name)
    if named is None:
        return (path,)
    count = int(named["count"])
    names = [f"{named['stem']}-{number:05}-of-{count:05}.gguf" for number in range(1, count + 1)]
    parts = tuple(path.with_name(name) for name in names)
    missing = [part.name for part in parts if not part.is_file()]
    if missing:
        shown = ", ".join(missing[:3]) + (" ..." if len(missing) > 3 else "")
        raise ModelFileError(
            f"{path} is part {int(named['number'])} of {count}: put the others beside it ({shown})"
        )
    return parts


def _begins_with(path: Path, magic: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:
        return False


def _gguf(path: Path, headers: list[GgufHeader], parts: tuple[Path, ...]) -> Description:
    metadata = headers[0].metadata
    architecture = str(metadata["general.architecture"])

    def own(key: str) -> Any:
        return metadata.get(f"{architecture}.{key}")

    attention, window = _attention(metadata, architecture)
    types = {kind: 0 for header in headers for kind in header.types}
    for header in headers:
        for kind, weights in header.types.items():
            types[kind] += weights
    layers, heads = _number(own("block_count")), _number(own("attention.head_count"))
    keys = _number(own("attention.key_length"))
    if not keys and heads:
        keys = _number(own("embedding_length")) // heads
    values = _number(own("attention.value_length")) or keys
    groups = _number(own("attention.head_count_kv")) or heads
    return Description(
        path=path,
        kind=_kind(path, metadata, architecture),
        name=str(metadata.get("general.name") or "") or path.stem,
        bytes=sum(part.stat().st_size for part in parts),
        architecture=architecture,
        parameters=sum(types.values()),
        quantisation=_quantisation(metadata),
        context_tokens=_number(own("context_length")),
        attention=attention,
        sliding_window=window,
        layers=layers,
        kv_bytes_per_token=0 if attention == "encoder" else layers * groups * (keys + values) * 2,
        has_chat_template=bool(metadata.get("tokenizer.chat_template")),
        style="pointer" if metadata.get("kagent.prompt_style") == "pointer" else "prose",
        licence=str(metadata.get("general.license") or ""),
        parts=parts,
    )


def _number(value: Any) -> int:
    """A count; 0 for what is missing, or differs from layer to layer."""
    return value if isinstance(value, int) and value > 0 else 0


def _attention(metadata: dict[str, Any], architecture: str) -> tuple[str, int]:
    if metadata.get(f"{architecture}.attention.causal") is False or _is_encoder(architecture):
        return "encoder", 0
    if any(key.startswith((f"{architecture}.ssm.", f"{architecture}.wkv.")) for key in metadata):
        return "recurrent", 0
    window = _number(metadata.get(f"{architecture}.attention.sliding_window"))
    # Some files write the whole context as their window.
    if window and window < (_number(metadata.get(f"{architecture}.context_length")) or window + 1):
        return "sliding window", window
    return "full", 0


def _is_encoder(architecture: str) -> bool:
    return any(name in architecture for name in _ENCODERS)


def _kind(path: Path, metadata: dict[str, Any], architecture: str) -> Kind:
    what = str(metadata.get("general.type", "model"))
    if architecture == "clip" or what in ("mmproj", "adapter", "imatrix"):
        raise ModelFileError(f"{path} is no model of its own, but {what}: give the model's file")
    pooling = metadata.get(f"{architecture}.pooling_type")
    if pooling == _RANKING:
        raise ModelFileError(f"{path} ranks passages, which KAgent does not use: choose another")
    return "embedding" if pooling or _is_encoder(architecture) else "language"


def _quantisation(metadata: dict[str, Any]) -> str:
    number = metadata.get("general.file_type")
    return _FILE_TYPES.get(number, f"type {number}") if isinstance(number, int) else ""


def _whisper(path: Path) -> Description:
    """A file of whisper.cpp."""
    read = read_speech_file(path)
    return Description(
        path=path,
        kind="speech",
        name=f"whisper {read.size}{'' if read.multilingual else '.en'}",
        bytes=path.stat().st_size,
        architecture="whisper",
        parameters=read.parameters,
        quantisation=_FILE_TYPES.get(read.file_type, f"type {read.file_type}"),
        context_tokens=0,
        attention="",
        sliding_window=0,
        layers=read.layers,
        kv_bytes_per_token=0,
        has_chat_template=False,
        style="",
        licence="",
        parts=(path,),
    )
