"""Programs in a pseudo-terminal, and what they write to it, byte for byte."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@contextmanager
def terminal(
    *command: str, columns: int = 120, rows: int = 100
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A program in a pseudo-terminal: the process and the terminal's descriptor."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(REPOSITORY)}
    process = subprocess.Popen(
        command,
        stdin=far,
        stdout=far,
        stderr=far,
        env=environment,
        cwd=REPOSITORY,
        start_new_session=True,
    )
    os.close(far)
    try:
        yield process, near
        process.wait(10)
    finally:
        process.kill()
        process.wait()
        os.close(near)


def read_until(near: int, wanted: bytes | None, seconds: float = 30.0) -> bytes:
    """What the program writes, up to `wanted`, or to the end where that is None."""
    seen = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not select.select([near], [], [], 0.1)[0]:
            continue
        try:
            chunk = os.read(near, 65536)
        except OSError:  # Linux's word for the end of a pseudo-terminal
            return seen
        if not chunk:
            return seen
        seen += chunk
        if wanted is not None and wanted in seen:
            return seen
    raise AssertionError(f"{wanted!r} never came; the end of the output: {seen[-500:]!r}")
