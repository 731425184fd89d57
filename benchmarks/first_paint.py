"""Seconds from starting the program to its first whole frame, in a real pseudo-terminal.

Run from the repository: python benchmarks/first_paint.py [RUNS]. Prints each run, then the median.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# The composer's placeholder and the last of the key hints: the frame is whole with both.
WHOLE_FRAME = (b"question", b"Ctrl+O")
LIMIT_SECONDS = 60.0


def seconds_to_first_frame(home: Path) -> float:
    """Start `python -m kagent_tui` and wait for its first frame; then quit it."""
    near, far = pty.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    begin = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - it starts this program itself
        [sys.executable, "-m", "kagent_tui", "--home", str(home)],
        stdin=far,
        stdout=far,
        stderr=far,
        env=environment,
        cwd=REPOSITORY,
        start_new_session=True,
    ) as process:
        os.close(far)
        seconds = _wait_for_frame(near, begin)
        os.write(near, b"\x11")  # Ctrl+Q
        while process.poll() is None:
            _read(near)
    os.close(near)
    return seconds


def _wait_for_frame(near: int, begin: float) -> float:
    seen = b""
    while time.monotonic() - begin < LIMIT_SECONDS:
        seen += _read(near)
        if all(part in seen for part in WHOLE_FRAME):
            return time.monotonic() - begin
    raise SystemExit(f"no frame within {LIMIT_SECONDS:.0f} s; the output was {seen[-400:]!r}")


def _read(near: int) -> bytes:
    if not select.select([near], [], [], 0.05)[0]:
        return b""
    try:
        return os.read(near, 65536)
    except OSError:  # Linux's word for the end of a pseudo-terminal
        return b""


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as home:
        times = [seconds_to_first_frame(Path(home)) for _ in range(runs)]
    shown = " ".join(f"{seconds:.2f}" for seconds in times)
    sys.stdout.write(f"{shown}\nmedian {statistics.median(times):.2f} s\n")


if __name__ == "__main__":
    main()
