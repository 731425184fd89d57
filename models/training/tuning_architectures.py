"""How the architectures that can be exported are called and laid out in a GGUF file.

Keys and tensor names: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from models.training.tuning_settings import TuningError

Array = np.ndarray[Any, np.dtype[Any]]
# What `transformers` calls a model, and what llama.cpp calls it.
ARCHITECTURES: Final = {
    "LlamaForCausalLM": "llama",
    "Qwen2ForCausalLM": "qwen2",
    "Qwen3ForCausalLM": "qwen3",
}
_OUTER: Final = {
    "model.embed_tokens.weight": "token_embd.weight",
    "model.norm.weight": "output_norm.weight",
    "lm_head.weight": "output.weight",
}
_BLOCK: Final = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model, read from its config.json."""

    architecture: str
    vocabulary: int
    width: int
    layers: int
    heads: int
    key_heads: int
    head_width: int
    feed_forward: int
    context: int
    epsilon: float
    rope_base: float
    rope_scaling: dict[str, Any]
    tied: bool


def read_shape(config: dict[str, Any]) -> Shape:
    """The sizes.

    Raises:
        TuningError: llama.cpp's format of this architecture is not known here, or not with one of
            its options.
    """
    named = (config.get("architectures") or ["?"])[0]
    architecture = ARCHITECTURES.get(named)
    if architecture is None:
        raise TuningError(
            f"the architecture {named} cannot be exported ({', '.join(ARCHITECTURES)} can): "
            "convert it with llama.cpp's own scripts"
        )
    if config.get("use_sliding_window") or (
        architecture == "llama" and config.get("sliding_window")
    ):
        raise TuningError(f"{named} with a sliding window cannot be exported: turn it off")
    if config.get("hidden_act", "silu") != "silu":
        raise TuningError(f"{named} with {config['hidden_act']} instead of silu cannot be exported")
    try:
        heads = int(config["num_attention_heads"])
        base, scaling = _rope(config)
        return Shape(
            architecture,
            vocabulary=int(config["vocab_size"]),
            width=int(config["hidden_size"]),
            layers=int(config["num_hidden_layers"]),
            heads=heads,
            key_heads=int(config.get("num_key_value_heads") or heads),
            head_width=int(config.get("head_dim") or config["hidden_size"] // heads),
            feed_forward=int(config["intermediate_size"]),
            context=int(config["max_position_embeddings"]),
            epsilon=float(config["rms_norm_eps"]),
            rope_base=base,
            rope_scaling=scaling,
            tied=bool(config.get("tie_word_embeddings")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TuningError(f"config.json of {named} is incomplete: {error} is missing") from error


def _rope(config: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """Base and scaling; transformers 5 keeps both in rope_parameters, earlier ones apart."""
    joined = config.get("rope_parameters") or {}
    base = float(joined.get("rope_theta") or config.get("rope_theta") or 10000.0)
    scaling = dict(joined or config.get("rope_scaling") or {})
    kind = scaling.get("rope_type") or scaling.get("type") or "default"
    if kind not in ("default", "linear", "yarn", "llama3"):
        raise TuningError(f"the rope scaling {kind} cannot be exported")
    tuned = kind == "yarn" and scaling.keys() & {"mscale", "mscale_all_dim", "attention_factor"}
    if tuned or scaling.get("partial_rotary_factor", 1.0) != 1.0:
        raise TuningError("this model turns its keys in a way that cannot be exported")
    return base, {} if kind == "default" else {**scaling, "rope_type": kind}


def write_shape(writer: Any, shape: Shape) -> None:
    """The keys of a `gguf.GGUFWriter` that say the sizes."""
    import gguf

    writer.add_vocab_size(shape.vocabulary)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    kind = shape.rope_scaling.get("rope_type")
    if kind in ("linear", "yarn"):
        writer.add_rope_scaling_type(
            gguf.RopeScalingType.LINEAR if kind == "linear" else gguf.RopeScalingType.YARN
        )
        writer.add_rope_scaling_factor(float(shape.rope_scaling["factor"]))
    if kind == "yarn":
        original = shape.rope_scaling.get("original_max_position_embeddings", shape.context)
        writer.add_rope_scaling_orig_ctx_len(int(original))


def tensor_name(name: str) -> str | None:
    """GGUF's name of a tensor of `transformers`, None for one that is only computed.

    Raises:
        TuningError: the tensor is none that is known.
    """
    if name in _OUTER:
        return _OUTER[name]
    if name.endswith("rotary_emb.inv_freq"):
        return None
    match = re.fullmatch(r"model\.layers\.(\d+)\.(.+)\.(weight|bias)", name)
    part = _BLOCK.get(match[2]) if match else None
    if match is None or part is None:
        raise TuningError(f"the tensor {name} has no place in llama.cpp's format of this model")
    return f"blk.{match[1]}.{part}.{match[3]}"


def arranged(name: str, values: Array, shape: Shape) -> Array:
    """The values as llama.cpp expects them.

    In its Llama the two halves that rotary embedding turns together lie beside each other, in
    `transformers` half a head apart; its Qwen leaves them as they are.
    """
    if shape.architecture != "llama":
        return values
    if ".q_proj." in name:
        return _interleaved(values, shape.heads)
    return _interleaved(values, shape.key_heads) if ".k_proj." in name else values


def _interleaved(values: Array, heads: int) -> Array:
    rest = values.shape[1:]
    halves = values.reshape(heads, 2, values.shape[0] // heads // 2, *rest)
    return np.ascontiguousarray(halves.swapaxes(1, 2)).reshape(values.shape)


def rope_factors(shape: Shape) -> Array | None:
    """What Llama 3.1 divides the frequencies of its rotary embedding by, None for other models.

    High frequencies stay, low ones are stretched by `factor`, those between by a blend of both:
    "llama3" in https://huggingface.co/docs/transformers/main/en/internal/rope_utils
    """
    scaling = shape.rope_scaling
    if scaling.get("rope_type") != "llama3":
        return None
    factor = float(scaling["factor"])
    low, high = float(scaling["low_freq_factor"]), float(scaling["high_freq_factor"])
    original = float(scaling["original_max_position_embeddings"])
    found = []
    for i in range(0, shape.head_width, 2):
        wavelength = 2 * math.pi * shape.rope_base ** (i / shape.head_width)
        share = min(1.0, max(0.0, (original / wavelength - low) / (high - low)))
        found.append(1.0 / ((1.0 - share) / factor + share))
    return np.array(found, dtype=np.float32)
