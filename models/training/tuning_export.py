"""Export a tuned model, or any Llama, Qwen2 or Qwen3 in the Hugging Face format, to GGUF.

    python -m models.training.tuning_export --model RUN --out tuned.gguf \\
        --quantise Q8_0 Q4_K_M --check

RUN is the folder of a tuning run, of a model, or of adapters, which are merged first. One tensor is
in memory at a time. What is made of it is checked where asked: the same tokens as its tokenizer,
the same greedy text as in PyTorch, and how far the quantised files are from it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from models.training.quantising import KINDS, quantise
from models.training.tuning_architectures import (
    Array,
    Shape,
    arranged,
    read_shape,
    rope_factors,
    tensor_name,
    write_shape,
)
from models.training.tuning_models import (
    ADAPTER_FILE,
    merge_adapters,
    quieten,
    require_packages,
)
from models.training.tuning_settings import TuningError
from models.training.tuning_vocabulary import GgufVocabulary, read_vocabulary

Weights = Literal["F32", "F16", "BF16"]
WEIGHTS: Final = ("F32", "F16", "BF16")
_LARGEST_F16: Final = 65504.0
_BYTES: Final = {"F32": 4, "F16": 2, "BF16": 2}
_NEEDED: Final = (
    "attn_norm", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_norm", "ffn_gate", "ffn_up",
    "ffn_down",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stored:
    """A tensor in a safetensors file, and its name in the GGUF file."""

    file: Path
    source: str
    name: str
    shape: tuple[int, ...]


def export(
    folder: Path, target: Path, *, weights: Weights = "F16", name: str | None = None
) -> Path:
    """Write the model in `folder` to `target`; it appears whole or not at all.

    Matrices are stored as `weights`, vectors as F32.

    Raises:
        TuningError: the architecture or the tokenizer is not known to be the same in llama.cpp,
            files are missing or damaged, or the disk is too full.
    """
    shape = read_shape(_read_config(folder))
    vocabulary = read_vocabulary(folder, shape.vocabulary)
    stored = _stored(folder, shape)
    _check_room(stored, target, _BYTES[weights])
    part = target.with_name(target.name + ".part")
    try:
        _write(part, shape, vocabulary, stored, weights, name or folder.name, _ends(folder))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


@contextmanager
def merged(folder: Path, *, online: bool = False) -> Iterator[Path]:
    """The folder of the model that `folder` is or holds; adapters merged in a temporary one.

    Raises:
        TuningError: it holds neither a model nor adapters.
    """
    for candidate in (folder / "model", folder / "adapter", folder):
        if (candidate / ADAPTER_FILE).is_file():
            with tempfile.TemporaryDirectory(prefix="kagent-merged-", dir=folder) as temporary:
                yield merge_adapters(candidate, Path(temporary) / folder.name, online=online)
            return
        if (candidate / "config.json").is_file():
            yield candidate
            return
    raise TuningError(f"{folder} holds neither a model nor adapters: give the folder of a run")


def _write(
    part: Path,
    shape: Shape,
    vocabulary: GgufVocabulary,
    stored: list[_Stored],
    weights: Weights,
    name: str,
    ends: list[int],
) -> None:  # fmt: skip
    import gguf

    writer = gguf.GGUFWriter(str(part), shape.architecture)
    writer.add_name(name)
    write_shape(writer, shape)
    writer.add_file_type(
        {
            "F32": gguf.LlamaFileType.ALL_F32,
            "F16": gguf.LlamaFileType.MOSTLY_F16,
            "BF16": gguf.LlamaFileType.MOSTLY_BF16,
        }[weights]
    )
    _write_vocabulary(writer, vocabulary, ends)
    factors = rope_factors(shape)
    kinds = {t.name: weights if len(t.shape) > 1 else "F32" for t in stored}
    for tensor in stored:
        kind = gguf.GGMLQuantizationType[kinds[tensor.name]]
        size = int(np.prod(tensor.shape)) * _BYTES[kinds[tensor.name]]
        writer.add_tensor_info(tensor.name, tensor.shape, np.dtype(np.float32), size, kind)
    if factors is not None:
        writer.add_tensor_info("rope_freqs.weight", factors.shape, factors.dtype, factors.nbytes)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for tensor in stored:
        writer.write_tensor_data(_values(tensor, shape, kinds[tensor.name]))
    if factors is not None:
        writer.write_tensor_data(factors)
    writer.close()


def _values(tensor: _Stored, shape: Shape, kind: str) -> Array:
    """The tensor in its place and type, from its file."""
    import gguf
    from safetensors import safe_open

    # PyTorch reads what numpy has no type for: bfloat16.
    with safe_open(tensor.file, framework="pt") as file:
        values: Array = file.get_tensor(tensor.source).float().numpy()
    values = np.ascontiguousarray(arranged(tensor.source, values, shape))
    if kind == "BF16":
        packed: Array = gguf.quants.quantize(values, gguf.GGMLQuantizationType.BF16)
        return packed
    if kind == "F16":
        largest = float(np.abs(values).max())
        if not largest <= _LARGEST_F16:
            raise TuningError(
                f"{tensor.source} holds {largest:g}, too large for F16: use --weights BF16"
            )
        return values.astype(np.float16)
    return values


def _write_vocabulary(writer: Any, vocabulary: GgufVocabulary, ends: list[int]) -> None:
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(vocabulary.split)
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_types(vocabulary.types)
    writer.add_token_merges(vocabulary.merges)
    special = vocabulary.special
    writer.add_eos_token_id(special["eos"])
    if "bos" in special:
        writer.add_bos_token_id(special["bos"])
    if "pad" in special:
        writer.add_pad_token_id(special["pad"])
    # What ends a turn where that is another token than the one that ends a text.
    turn = next((end for end in ends if end != special["eos"]), None)
    if turn is not None:
        writer.add_eot_token_id(turn)
    writer.add_add_bos_token(vocabulary.begins)
    if vocabulary.template is not None:
        writer.add_chat_template(vocabulary.template)


def _stored(folder: Path, shape: Shape) -> list[_Stored]:
    """The tensors of the model, in the order of their names."""
    from safetensors import SafetensorError, safe_open

    files = sorted(folder.glob("model*.safetensors"))
    if not files:
        raise TuningError(f"{folder} holds no model*.safetensors: save the model in that format")
    found = []
    try:
        for path in files:
            with safe_open(path, framework="np") as file:
                for source in file.keys():  # noqa: SIM118 - it is no dictionary
                    name = tensor_name(source)
                    if name is None or (shape.tied and name == "output.weight"):
                        continue
                    dimensions = tuple(file.get_slice(source).get_shape())
                    found.append(_Stored(path, source, name, dimensions))
    except (SafetensorError, OSError) as error:
        raise TuningError(f"{folder} is damaged ({error}): copy it again") from error
    names = {tensor.name for tensor in found}
    needed = {"token_embd.weight", "output_norm.weight"}
    needed |= set() if shape.tied else {"output.weight"}
    needed |= {f"blk.{i}.{part}.weight" for i in range(shape.layers) for part in _NEEDED}
    if needed - names:
        raise TuningError(
            f"{folder} lacks {len(needed - names)} tensors, such as {min(needed - names)}: "
            "copy it again"
        )
    return sorted(found, key=lambda tensor: tensor.name)


def _ends(folder: Path) -> list[int]:
    """The tokens that end a generation, by generation_config.json."""
    try:
        config = json.loads((folder / "generation_config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    ends = config.get("eos_token_id") if isinstance(config, dict) else None
    return [ends] if isinstance(ends, int) else list(ends or [])


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TuningError(f"{folder} holds no model that can be read: {error}") from error
    if not isinstance(config, dict):
        raise TuningError(f"{folder}/config.json is no JSON object")
    return config


def _check_room(stored: list[_Stored], target: Path, size: int) -> None:
    needed = sum(int(np.prod(tensor.shape)) * size for tensor in stored)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(target.parent).free
    except OSError as error:
        raise TuningError(f"{target} cannot be written ({error.strerror})") from error
    if free < needed:
        raise TuningError(
            f"{target.parent} has {free / 1e9:.1f} GB free and {needed / 1e9:.1f} GB are needed: "
            "free some or choose another folder"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0, or 1 after an error that it says in one line."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.tuning_export",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", type=Path, required=True, help="folder of a run or a model")
    parser.add_argument("--out", type=Path, required=True, help="the GGUF file to write")
    parser.add_argument("--weights", choices=WEIGHTS, default="F16")
    parser.add_argument("--quantise", nargs="*", choices=KINDS, default=[])
    parser.add_argument("--check", action="store_true", help="compare with PyTorch")
    parser.add_argument("--online", action="store_true", help="a base model may be fetched")
    options = parser.parse_args(arguments)
    try:
        require_packages()
        quieten()
        with merged(options.model, online=options.online) as folder:
            written = [export(folder, options.out, weights=options.weights,
                              name=options.model.name)]  # fmt: skip
            for kind in options.quantise:
                small = options.out.with_name(f"{options.out.stem}-{kind}.gguf")
                written.append(quantise(options.out, small, kind))
            for path in written:
                print(f"{path}: {path.stat().st_size:,} bytes")
            if options.check:
                from models.training.tuning_check import compare

                agreed = True
                for path in written:
                    comparison = compare(folder, path)
                    print(f"{path}: {comparison.described()}")
                    agreed &= comparison.same_tokens
                return 0 if agreed else 1
    except (TuningError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
