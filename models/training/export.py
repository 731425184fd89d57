"""Write a trained decoder as GGUF with its tokenizer, special tokens and chat template.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from models.training.config import DecoderConfig
from models.training.tokenizer import END, PAD, SPECIAL_TOKENS

CHAT_TEMPLATE = (
    "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}<|end|>"
    "{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
_BLOCK_NAMES = {
    "attention_norm.weight": "attn_norm.weight",
    "attention.query.weight": "attn_q.weight",
    "attention.key.weight": "attn_k.weight",
    "attention.value.weight": "attn_v.weight",
    "attention.output.weight": "attn_output.weight",
    "feed_forward_norm.weight": "ffn_norm.weight",
    "feed_forward.gate.weight": "ffn_gate.weight",
    "feed_forward.up.weight": "ffn_up.weight",
    "feed_forward.down.weight": "ffn_down.weight",
}


def tensor_name(parameter: str) -> str:
    """GGUF's name of a decoder's parameter."""
    if parameter == "embedding.weight":
        return "token_embd.weight"
    if parameter == "norm.weight":
        return "output_norm.weight"
    _, index, rest = parameter.split(".", 2)
    return f"blk.{index}.{_BLOCK_NAMES[rest]}"


def export_gguf(
    state: dict[str, np.ndarray[Any, Any]],
    config: dict[str, Any],
    tokenizer_json: Path,
    target: Path,
    *,
    name: str,
    description: str,
    quantised: bool = True,
) -> None:
    """Write `target`; matrices as Q8_0 (float32 when not `quantised`), norms as float32.

    `state` maps parameter names of `Decoder` to float32 arrays; `config` is
    `DecoderConfig.to_json()`. The file appears whole or not at all.
    """
    import gguf

    part = target.with_suffix(".part")
    writer = gguf.GGUFWriter(str(part), "llama")
    writer.add_name(name)
    writer.add_description(description)
    writer.add_license("apache-2.0")
    head_width = config["width"] // config["heads"]
    writer.add_context_length(config["context"])
    writer.add_embedding_length(config["width"])
    writer.add_block_count(config["layers"])
    writer.add_feed_forward_length(config["feed_forward"])
    writer.add_head_count(config["heads"])
    writer.add_head_count_kv(config["heads"])
    writer.add_rope_dimension_count(head_width)
    writer.add_rope_freq_base(config["rope_base"])
    writer.add_layer_norm_rms_eps(config["norm_epsilon"])
    writer.add_vocab_size(config["vocabulary"])
    writer.add_file_type(
        gguf.LlamaFileType.MOSTLY_Q8_0 if quantised else gguf.LlamaFileType.ALL_F32
    )
    writer.add_string("kagent.prompt_style", "pointer")
    _add_tokenizer(writer, json.loads(tokenizer_json.read_text(encoding="utf-8")))
    for parameter, values in state.items():
        array = np.ascontiguousarray(values, dtype=np.float32)
        if quantised and array.ndim == 2:
            packed = gguf.quants.quantize(array, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(
                tensor_name(parameter), packed, raw_dtype=gguf.GGMLQuantizationType.Q8_0
            )
        else:
            writer.add_tensor(tensor_name(parameter), array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    part.replace(target)


def _add_tokenizer(writer: Any, tokenizer: dict[str, Any]) -> None:
    import gguf

    vocabulary = tokenizer["model"]["vocab"]
    tokens = sorted(vocabulary, key=vocabulary.__getitem__)
    special = set(SPECIAL_TOKENS)
    merges = [
        merge if isinstance(merge, str) else " ".join(merge)
        for merge in tokenizer["model"]["merges"]
    ]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [
            int(gguf.TokenType.CONTROL if token in special else gguf.TokenType.NORMAL)
            for token in tokens
        ]
    )
    writer.add_token_merges(merges)
    writer.add_eos_token_id(END)
    writer.add_pad_token_id(PAD)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)


def read_gguf(path: Path) -> tuple[DecoderConfig, dict[str, np.ndarray[Any, Any]]]:
    """The sizes and the float32 weights, by `Decoder`'s parameter names, of an exported file."""
    import gguf

    reader = gguf.GGUFReader(str(path))

    def field(name: str) -> Any:
        return reader.fields[name].contents()

    config = DecoderConfig(
        vocabulary=field("llama.vocab_size"),
        width=field("llama.embedding_length"),
        layers=field("llama.block_count"),
        heads=field("llama.attention.head_count"),
        feed_forward=field("llama.feed_forward_length"),
        context=field("llama.context_length"),
        rope_base=float(field("llama.rope.freq_base")),
        norm_epsilon=float(field("llama.attention.layer_norm_rms_epsilon")),
    )
    stored = {
        tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        for tensor in reader.tensors
    }
    parameters = ["embedding.weight", "norm.weight"]
    parameters += [f"blocks.{i}.{name}" for i in range(config.layers) for name in _BLOCK_NAMES]
    return config, {
        name: np.array(stored[tensor_name(name)], dtype=np.float32) for name in parameters
    }


def main() -> None:
    """Command line: a checkpoint of `models.training.packed` to a GGUF file."""
    import torch

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    saved = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    export_gguf(
        {name: tensor.float().numpy() for name, tensor in saved["model"].items()},
        saved["config"],
        options.tokenizer,
        options.out,
        name="kagent-nano",
        description="KAgent's built-in planner: plans and points, English and Chinese",
    )


if __name__ == "__main__":
    main()
