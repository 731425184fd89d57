"""Small GGUF files with any metadata and one tensor, which can be described but not run."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def write_gguf(
    path: Path, architecture: str, values: dict[str, int | str | bool], weights: int = 256
) -> Path:
    """Keys that begin with a dot are the architecture's own."""
    import gguf

    writer = gguf.GGUFWriter(path, architecture)
    for key, value in values.items():
        name = f"{architecture}{key}" if key.startswith(".") else key
        if isinstance(value, bool):
            writer.add_bool(name, value)
        elif isinstance(value, int):
            writer.add_uint32(name, value)
        else:
            writer.add_string(name, value)
    writer.add_tensor("token_embd.weight", np.zeros((weights // 32, 32), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
