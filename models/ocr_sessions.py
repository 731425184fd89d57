"""Networks of ONNX on a given number of threads of the CPU."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class Network:
    """A network with one input and one output."""

    def __init__(self, path: Path, threads: int) -> None:
        """`threads` of the CPU, 0 for all of them."""
        # Version 1.32 tells Microsoft of its use unless it finds this when it is loaded.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Pictures differ in size: an arena would keep room for the largest of each kind.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        # Threads that wait by spinning take the time of whatever else runs, the language model too.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: NDArray[float32]) -> NDArray[float32]:
        """The output for a batch, whose first axis counts its members."""
        result: NDArray[float32] = self._session.run(None, {self._input: batch})[0]
        return result

    def note(self, key: str) -> str:
        """What the file itself says under a key, "" when it says nothing."""
        return str(self._session.get_modelmeta().custom_metadata_map.get(key, ""))
